namespace HostApd.Cli.Editing;

/// <summary>Files and folders whose paths begin as typed; a folder ends with a slash.</summary>
internal static class FileNames
{
    private const int Most = 500;

    internal static IEnumerable<string> Beginning(string typed)
    {
        var folder = typed[..(typed.LastIndexOf('/') + 1)];
        try
        {
            return [.. new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos(typed[folder.Length..] + "*").Take(Most)
                .Select(e => folder + e.Name + (e is DirectoryInfo ? "/" : ""))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
