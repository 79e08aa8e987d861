using HostApd.Control;
using HostApd.Linux;
using Tmds.Linux;

namespace HostApd.Cli;

/// <summary>The daemon's directory of sockets: a file for each interface, and perhaps one of the process.</summary>
internal static class ControlSockets
{
    private const int Most = 1000;
    private const string Remedy = "use sudo, or start the daemon with -G and a group of yours";

    /// <summary>Where they are if nobody says so: in a folder of our own, which is there where another hostapd has its own, or in hostapd's.</summary>
    /// <param name="run">The folder of the system's sockets.</param>
    internal static string StandardDirectory(string run) =>
        Path.Combine(run, "hostapd-net") is var own && Directory.Exists(own) ? own : Path.Combine(run, "hostapd");

    /// <summary>The names in it, sorted; none and why when it cannot be read.</summary>
    internal static string[] Names(string directory, out string? problem)
    {
        problem = null;
        try
        {
            var names = Directory.EnumerateFiles(directory).Take(Most).Select(static p => Path.GetFileName(p)).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            problem = names.Length == 0 ? $"no control socket in {directory}; is the daemon running?" : null;
            return names;
        }
        catch (UnauthorizedAccessException e)
        {
            problem = $"{directory}: {SystemWords.Of(e)}; {Remedy}";
            return [];
        }
        catch (IOException e)
        {
            problem = $"{directory}: {SystemWords.Of(e)}; is the daemon running?";
            return [];
        }
    }

    /// <summary>
    /// The interface to talk to where none is named: the first whose socket answers STATUS. A process's own socket may lie beside
    /// those of its interfaces.
    /// </summary>
    internal static string? Choose(ClientOptions options, out string? problem)
    {
        var names = Names(options.Directory, out problem);
        return names.Length < 2 ? names.FirstOrDefault() : names.FirstOrDefault(n => IsInterface(n, options)) ?? names[0];
    }

    /// <summary>Opens the one that was asked for, or the one chosen; null when that cannot be, and it is told why.</summary>
    internal static ControlClient? Connect(ClientOptions options, Printer printer, out string? name)
    {
        name = options.Interface;
        if (name is null)
        {
            name = Choose(options, out var problem);
            printer.Complain(name is null ? $"Failed to connect to hostapd-net: {problem}" : $"Selected interface '{name}'");
        }

        if (name is null)
        {
            return null;
        }

        var result = ControlClient.Open(Path.Combine(options.Directory, name), options.ClientDirectory, out var client);
        if (!result.Succeeded)
        {
            printer.Complain($"Failed to connect to hostapd-net: {Explain(result)}");
        }

        return client;
    }

    /// <summary>Why a socket could not be talked to, and what to do.</summary>
    internal static string Explain(OsResult result) =>
        result.Errno == LibC.EACCES || result.Errno == LibC.EPERM ? $"{result}; {Remedy}"
        : result.Errno == LibC.ECONNREFUSED ? $"{result}; its daemon has ended"
        : result.ToString();

    private static bool IsInterface(string name, ClientOptions options)
    {
        if (!ControlClient.Open(Path.Combine(options.Directory, name), options.ClientDirectory, out var client).Succeeded)
        {
            return false;
        }

        using (client)
        {
            return client!.Request("STATUS") is { } reply && !ClientSession.IsRefusal(reply);
        }
    }
}
