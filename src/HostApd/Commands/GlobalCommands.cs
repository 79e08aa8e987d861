using HostApd.Control;
using HostApd.Linux;

namespace HostApd.Commands;

/// <summary>The global control socket (<c>-g</c>): the process, and every interface by <c>IFNAME=</c>.</summary>
internal sealed class GlobalCommands : IDisposable
{
    private const string Failed = ControlReplies.Fail;

    private readonly List<AccessPoint> _accessPoints;
    private readonly ProcessCommands _process;
    private ControlServer? _server;

    private GlobalCommands(List<AccessPoint> accessPoints, ProcessCommands process)
    {
        _accessPoints = accessPoints;
        _process = process;
    }

    internal static OsResult Open(EventLoop loop, string path, string? group, List<AccessPoint> accessPoints,
        ProcessCommands process, out GlobalCommands? opened)
    {
        var commands = new GlobalCommands(accessPoints, process);
        var full = Path.GetFullPath(path);
        var result = ControlServer.Open(loop, new ControlServerOptions
        {
            Directory = Path.GetDirectoryName(full)!,
            Name = Path.GetFileName(full),
            Group = group,
            MaxRequest = 255,
            Unknown = Failed,
        }, commands.Handle, out commands._server);
        opened = result.Succeeded ? commands : null;
        return result;
    }

    /// <summary>Passes an interface's event on.</summary>
    internal void Publish(string interfaceName, string text) =>
        _server?.Publish(EventLevel.Info, text, $"IFNAME={interfaceName} ");

    /// <summary>Tells of something that concerns the whole process.</summary>
    internal void Publish(string text) => _server?.Publish(EventLevel.Info, text);

    public void Dispose() => _server?.Dispose();

    private string? Handle(string command)
    {
        var (verb, rest) = CommandText.Split(command);
        return command.StartsWith("IFNAME=", StringComparison.Ordinal)
            ? Forward(verb["IFNAME=".Length..], rest)
            : verb == "INTERFACES" ? List(rest == "ctrl") : _process.Handle(verb, rest);
    }

    private string Forward(string interfaceName, string command) =>
        _accessPoints.Find(a => a.Name == interfaceName) is { } accessPoint
            ? command == "PING" ? "PONG\n" : accessPoint.Commands.Handle(command) ?? ControlReplies.Unknown
            : "FAIL-NO-IFNAME-MATCH\n";

    private string List(bool withDirectory) => string.Concat(_accessPoints.Select(a =>
        withDirectory ? $"{a.Name} ctrl_iface={a.Configuration.ControlDirectory}\n" : $"{a.Name}\n"));
}

/// <summary>Taking commands apart.</summary>
internal static class CommandText
{
    /// <summary>The first word, and what follows the blank behind it.</summary>
    internal static (string Verb, string Arguments) Split(string command)
    {
        var blank = command.IndexOf(' ');
        return blank < 0 ? (command, "") : (command[..blank], command[(blank + 1)..]);
    }
}
