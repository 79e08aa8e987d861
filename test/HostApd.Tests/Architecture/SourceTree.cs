using System.Runtime.CompilerServices;

namespace HostApd.Tests.Architecture;

/// <summary>The repository's files, found from this file's own place.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static string Sources => Path.Combine(Root, "src");

    /// <summary>Sources under a folder of the repository, without what the build made.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // Deterministic builds map this path away; the test binary's own place always leads home.
        for (var folder = File.Exists(here) ? Path.GetDirectoryName(here) : AppContext.BaseDirectory;
            folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "HostApd.Net.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("HostApd.Net.sln stands nowhere above the tests.");
    }
}
