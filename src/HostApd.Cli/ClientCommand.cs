using System.CommandLine;
using HostApd.Control;

namespace HostApd.Cli;

/// <summary>
/// The one-shot client: <c>hostapd-net-cli -i wlan0 status</c>. Unlike hostapd_cli its exit code tells failure:
/// 0 done, 1 refused, 2 usage, 255 not connected.
/// </summary>
internal static class ClientCommand
{
    private const int Refused = 1;
    private const int BadUsage = 2;
    private const int NotConnected = 255;

    private static readonly Option<string> Directory = new("-p")
    {
        Description = "directory of the control sockets",
        DefaultValueFactory = static _ => "/var/run/hostapd",
    };

    private static readonly Option<string> ClientDirectory = new("-s")
    {
        Description = "directory for the client's own socket",
        DefaultValueFactory = static _ => "/tmp",
    };

    private static readonly Option<string?> Interface = new("-i") { Description = "interface (default: the first found)" };
    private static readonly Option<bool> Version = new("-v") { Description = "show the version" };
    private static readonly Option<bool> Help = new("-h", "--help") { Description = "show this usage" };
    private static readonly Argument<string[]> Words = new("command")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "the command and its arguments",
    };

    internal static int Run(string[] args)
    {
        var command = new Command("hostapd-net-cli", "talks to hostapd-net, and to hostapd");
        Option[] options = [Directory, ClientDirectory, Interface, Version, Help];
        Array.ForEach(options, command.Options.Add);
        command.Arguments.Add(Words);
        var parsed = command.Parse(args);
        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine(error.Message);
        }

        var words = parsed.GetValue(Words) ?? [];
        if (parsed.GetValue(Version))
        {
            Console.WriteLine($"hostapd-net-cli v{typeof(ClientCommand).Assembly.GetName().Version?.ToString(3)}");
            return 0;
        }

        if (parsed.Errors.Count > 0 || parsed.GetValue(Help) || words.Length == 0)
        {
            WriteUsage(options);
            return parsed.GetValue(Help) ? 0 : BadUsage;
        }

        var directory = parsed.GetValue(Directory)!;
        var name = parsed.GetValue(Interface) ?? FirstInterface(directory);
        if (name is null)
        {
            Console.Error.WriteLine($"Failed to connect to hostapd-net: no control socket in {directory}; is the daemon running?");
            return NotConnected;
        }

        var result = ControlClient.Open(Path.Combine(directory, name), parsed.GetValue(ClientDirectory)!, out var client);
        if (!result.Succeeded)
        {
            Console.Error.WriteLine($"Failed to connect to hostapd-net: {result}");
            return NotConnected;
        }

        using (client)
        {
            return new ClientSession(client!).Execute(words) switch
            {
                SessionResult.Done => 0,
                SessionResult.Refused => Refused,
                SessionResult.NotAnswered => NotConnected,
            };
        }
    }

    private static string? FirstInterface(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            return null;
        }

        var first = System.IO.Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).FirstOrDefault();
        if (first is not null)
        {
            Console.Error.WriteLine($"Selected interface '{Path.GetFileName(first)}'");
        }

        return Path.GetFileName(first);
    }

    private static void WriteUsage(Option[] options)
    {
        Console.Error.WriteLine("usage: hostapd-net-cli [options] <command> [arguments]");
        foreach (var option in options)
        {
            var value = option.ValueType == typeof(string) ? " <value>" : "";
            Console.Error.WriteLine($"  {option.Name + value,-12} {option.Description}");
        }

        Console.Error.WriteLine("commands:");
        foreach (var known in ClientSession.KnownCommands)
        {
            Console.Error.WriteLine($"  {known}");
        }
    }
}
