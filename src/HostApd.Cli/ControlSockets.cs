namespace HostApd.Cli;

/// <summary>The daemon's directory of sockets: a file for each interface.</summary>
internal static class ControlSockets
{
    private const int Most = 1000;

    /// <summary>The names in it, sorted; none when it cannot be read.</summary>
    internal static string[] Names(string directory)
    {
        try
        {
            var names = Directory.EnumerateFiles(directory).Take(Most).Select(static p => Path.GetFileName(p)).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
