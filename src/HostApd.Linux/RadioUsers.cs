using System.Globalization;

namespace HostApd.Linux;

/// <summary>
/// Programs known to drive wireless interfaces. The kernel does not tell who uses one; a command line that names it does.
/// </summary>
public static class RadioUsers
{
    /// <summary>These take an interface on the command line.</summary>
    private static readonly string[] ByInterface = ["wpa_supplicant", "hostapd", "hostapd-net"];

    /// <summary>These take every interface they find.</summary>
    private static readonly string[] Managers = ["NetworkManager", "iwd", "connmand"];

    /// <summary>Programs that may hold the interface, as <c>name (process 123)</c>; not this process.</summary>
    public static IEnumerable<string> Of(string interfaceName) => Of(interfaceName, "/proc", Environment.ProcessId);

    internal static IEnumerable<string> Of(string interfaceName, string proc, int self)
    {
        IEnumerable<string> folders;
        try
        {
            folders = [.. Directory.EnumerateDirectories(proc)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var folder in folders)
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != self && ReadCommandLine(folder) is { Length: > 0 } words && Holds(words, interfaceName))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(words[0])} (process {process})");
            }
        }
    }

    private static bool Holds(string[] words, string interfaceName)
    {
        var program = Path.GetFileName(words[0]);
        return Managers.Contains(program) || ByInterface.Contains(program) && (Names(words, interfaceName) || !Names(words, null));
    }

    /// <summary>Whether <c>-i</c> names the interface, or any when that is null: then its configuration file does.</summary>
    private static bool Names(string[] words, string? interfaceName)
    {
        for (var i = 1; i < words.Length; i++)
        {
            if (words[i].StartsWith("-i", StringComparison.Ordinal))
            {
                var names = words[i].Length > 2 ? words[i][2..] : i + 1 < words.Length ? words[i + 1] : "";
                if (interfaceName is null || names.Split(',').Contains(interfaceName))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string[]? ReadCommandLine(string folder)
    {
        try
        {
            return SmallFile.Read(Path.Combine(folder, "cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
