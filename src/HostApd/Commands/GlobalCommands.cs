using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Linux;
using NLog;

namespace HostApd.Commands;

/// <summary>The global control socket (<c>-g</c>): the process, and every interface by <c>IFNAME=</c>.</summary>
internal sealed class GlobalCommands : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(GlobalCommands));

    private static readonly CommandTable<GlobalCommands> Table = new(
        new("INTERFACES", "[ctrl]", "the interfaces, a line each; with ctrl where their sockets are", static (c, with) => c.List(with == "ctrl")),
        new("ADD", AddUsage, ControlCommand.Done, static (c, what) => Refusals.Unless(c.Add(ByteText.FromLatin1(what)), AddUsage)),
        new("REMOVE", "interface", ControlCommand.Done, static (c, name) => c.Remove(name)),
        new("FLUSH", "", ControlCommand.Done, static (c, _) => c.Flush()),
        new("DUP_NETWORK", "source destination key", ControlCommand.Done, static (c, what) => c.CopyNetwork(what)));

    private const string AddUsage = "if config=file, if directory [nl80211], or bss_config=phy:file";

    private readonly Roster _roster;
    private readonly ProcessCommands _process;
    private ControlServer? _server;
    private string? _group;
    private string? _directory;

    /// <summary>Commands without a socket: whoever has them speaks to <see cref="Handle"/>.</summary>
    internal GlobalCommands(Roster roster, ProcessCommands process)
    {
        _roster = roster;
        _process = process;
    }

    internal static OsResult Open(EventLoop loop, string path, string? group, Roster roster,
        ProcessCommands process, out GlobalCommands? opened)
    {
        var commands = new GlobalCommands(roster, process) { _group = group };
        var full = Path.GetFullPath(path);
        commands._directory = Path.GetDirectoryName(full);
        var result = ControlServer.Open(loop, new ControlServerOptions
        {
            Directory = Path.GetDirectoryName(full)!,
            Name = Path.GetFileName(full),
            Group = group,
            MaxRequest = 255,
            Reasons = Refusals.Instance,
            Weighs = WeightyEvents.Contain,
            Lost = WeightyEvents.Lost,
            GivenUp = static (who, lost) => Log.Warn("{0} does not read its events: it hears no more of them, {1} were lost", who, lost),
        }, commands.Handle, out commands._server);
        opened = result.Succeeded ? commands : null;
        return result;
    }

    /// <summary>Passes an interface's event on.</summary>
    internal void Publish(string interfaceName, ApEvent told)
    {
        if (_server is { MonitorCount: > 0 } server)
        {
            server.Publish(EventLevel.Info, ApEventText.Write(told, EventAudience.Control), $"IFNAME={interfaceName} ");
        }
    }

    /// <summary>Tells of something that concerns the whole process.</summary>
    internal void Publish(string text) => _server?.Publish(EventLevel.Info, text);

    public void Dispose() => _server?.Dispose();

    /// <summary>
    /// All that this socket answers beside <see cref="ControlServer.Commands"/>, and <c>IFNAME=name command</c>, which asks an interface.
    /// </summary>
    internal static IEnumerable<ControlCommand> All => [.. Table.All, .. ProcessCommands.Table.All];

    /// <summary>The reply to a request.</summary>
    internal string? Handle(string command)
    {
        var (verb, rest) = CommandText.Split(command);
        return command.StartsWith("IFNAME=", StringComparison.Ordinal)
            ? Forward(verb["IFNAME=".Length..], rest)
            : Table.Run(this, verb, rest) ?? _process.Handle(verb, rest)
                ?? Refusals.Fail($"{verb} is no command of the process; IFNAME=name {verb} asks an interface");
    }

    private string Remove(string name) => Refusals.Unless(_roster.Remove(name), $"there is no interface {name}");

    private string CopyNetwork(string arguments) => DuplicateNetwork.Run(arguments, name => _roster.Find(name)?.Configuration);

    /// <summary><c>if config=file | if directory [driver] | bss_config=phy:file</c>.</summary>
    private bool Add(string arguments)
    {
        var (first, second) = CommandText.Split(arguments);
        if (first.StartsWith("bss_config=", StringComparison.Ordinal))
        {
            var colon = arguments.IndexOf(':');
            return colon > 0 && _roster.AddBss(arguments["bss_config=".Length..colon], arguments[(colon + 1)..]);
        }

        if (second.StartsWith("config=", StringComparison.Ordinal))
        {
            return _roster.AddFile(second["config=".Length..], first);
        }

        var (directory, driver) = CommandText.Split(second);
        if (InterfaceName.Problem(first) is not null || directory.Length == 0 || driver is not ("" or "nl80211"))
        {
            return false;
        }

        if (directory != _directory && !_roster.MayHoldSockets(directory))
        {
            Log.Warn("ADD {0}: {1} is no directory for sockets of ours: name one of the files', a new one directly under /run, or use --testing",
                first, directory);
            return false;
        }

        var configuration = AccessPointConfiguration.WithHostapdsDefaults(interfaceName: first);
        configuration.ControlDirectory = directory;
        configuration.ControlGroup = _group;
        return _roster.Add(configuration, deferred: true) is not null;
    }

    /// <summary>What commands for tests have changed goes back.</summary>
    private string Flush()
    {
        foreach (var accessPoint in _roster.Interfaces.SelectMany(static i => i.AccessPoints))
        {
            accessPoint.Configuration.ForgetTests();
            accessPoint.Bss.Divert(default, TestKnobs.None);
        }

        return ControlReplies.Ok;
    }

    private string Forward(string interfaceName, string command) =>
        _roster.Find(interfaceName) is { } accessPoint
            ? command == "PING" ? "PONG\n" : accessPoint.Answer(command) ?? ControlReplies.Unknown
            : "FAIL-NO-IFNAME-MATCH\n";

    private string List(bool withDirectory) => string.Concat(_roster.Interfaces.Select(i =>
        withDirectory ? $"{i.Name} ctrl_iface={i.Main.Configuration.ControlDirectory}\n" : $"{i.Name}\n"));
}
