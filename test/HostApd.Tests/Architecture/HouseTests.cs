using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace HostApd.Tests.Architecture;

/// <summary>The house rules that a compiler cannot see: who may know whom, and what some rooms never contain.</summary>
public sealed partial class HouseTests
{
    private const string Anything = "*";

    /// <summary>What each project may reference directly; what those reference, it may too.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["HostApd"] = [Anything],
        ["HostApd.Workbench"] = [Anything],
        ["HostApd.Cli"] = ["Control", "Timeline"],
        ["HostApd.Control"] = ["Linux"],
        ["HostApd.Ap"] = ["P2p", "Wps", "Rsn", "Driver", "Entropy"],
        ["HostApd.P2p"] = ["Wps", "Driver"],
        ["HostApd.Wps"] = ["Eapol", "Crypto", "Entropy"],
        ["HostApd.Rsn"] = ["Eapol", "Crypto", "Entropy"],
        ["HostApd.Radius"] = ["Ieee80211", "Crypto", "Entropy"],
        ["HostApd.Eapol"] = ["Ieee80211"],
        ["HostApd.Entropy"] = ["Crypto"],
        ["HostApd.Crypto"] = [],
        ["HostApd.Driver"] = ["Ieee80211"],
        ["HostApd.Nl80211"] = ["Driver", "Linux"],
        ["HostApd.Linux"] = [],
        ["HostApd.Ieee80211"] = [],
        ["HostApd.Sequences"] = [],
        ["HostApd.Timeline"] = ["Ieee80211", "Eapol", "Wps", "P2p", "Rsn"],
        ["HostApd.Simulation"] = ["Driver", "Wps", "Rsn"],
    };

    private static readonly string[] SynchronousRooms =
        ["HostApd.Ap", "HostApd.P2p", "HostApd.Wps", "HostApd.Rsn", "HostApd.Eapol", "HostApd.Radius"];

    public static IEnumerable<string> Projects =>
        SourceTree.Files("src", "*.csproj").Select(Path.GetFileNameWithoutExtension).Order()!;

    [TestCaseSource(nameof(Projects))]
    public void No_arrow_goes_up(string project)
    {
        Assert.That(Arrows, Does.ContainKey(project), "a new project needs its line in the table");
        var allowed = Reachable(project);
        foreach (var reference in References(project))
        {
            Assert.That(allowed.Contains(Anything) || allowed.Contains(reference), Is.True,
                $"{project} references {reference}");
        }
    }

    [Test]
    public void The_workbench_stays_away_from_the_kernel()
    {
        if (Projects.Contains("HostApd.Workbench"))
        {
            Assert.That(References("HostApd.Workbench"), Has.No.Member("HostApd.Nl80211"));
        }

        Assert.That(References("HostApd.Simulation"), Has.No.Member("HostApd.Ap"));
    }

    [Test]
    public void Protocol_rooms_are_synchronous()
    {
        var found = SynchronousRooms.Where(static r => Directory.Exists(Path.Combine(SourceTree.Sources, r)))
            .SelectMany(static r => Matches("src/" + r, Asynchronous()));
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Only_zeroing_and_fixed_time_comparison_come_from_the_platforms_cryptography()
    {
        var names = SourceTree.Files("src", "*.cs")
            .Where(static f => File.ReadAllText(f).Contains("System.Security.Cryptography", StringComparison.Ordinal))
            .SelectMany(f => Matches(f, PlatformCryptography()));
        Assert.That(names, Is.Empty);
    }

    [Test]
    public void Only_the_system_room_calls_the_C_library()
    {
        var found = SourceTree.Files("src", "*.cs")
            .Where(static f => File.ReadAllText(f).Contains("LibraryImport(", StringComparison.Ordinal)
                || File.ReadAllText(f).Contains("using static Tmds.Linux.LibC", StringComparison.Ordinal))
            .Where(static f => !f.Contains("/HostApd.Linux/", StringComparison.Ordinal))
            .Select(static f => Path.GetRelativePath(SourceTree.Root, f))
            .Where(static f => f != "src/HostApd/SyslogTarget.cs");
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Logging_is_set_up_in_the_executable_only_and_codecs_do_not_log()
    {
        string[] silent = ["HostApd.Ieee80211", "HostApd.Eapol", "HostApd.Radius", "HostApd.Crypto", "HostApd.Driver"];
        foreach (var room in silent)
        {
            Assert.That(Matches("src/" + room, UsesNLog()), Is.Empty);
        }

        var setUps = SourceTree.Files("src", "*.cs")
            .Where(static f => File.ReadAllText(f).Contains("LogManager.Configuration =", StringComparison.Ordinal))
            .Select(static f => Path.GetRelativePath(SourceTree.Sources, f));
        Assert.That(setUps, Is.EqualTo(new[] { "HostApd/Logging.cs" }));
    }

    /// <summary>A class owns one thing and can be read alone: one that grows is split by what it owns, not cut over files.</summary>
    [Test]
    public void No_class_of_ours_is_partial()
    {
        var found = SourceTree.Files("src", "*.cs").Concat(SourceTree.Files("test", "*.cs"))
            .Where(static f => PartialType().IsMatch(File.ReadAllText(f)) && !IsGenerated(f))
            .Select(static f => Path.GetRelativePath(SourceTree.Root, f));
        Assert.That(found, Is.Empty);
    }

    /// <summary>The other half is a source generator's: then the file says which.</summary>
    private static bool IsGenerated(string file)
    {
        var text = File.ReadAllText(file);
        return text.Contains("[GeneratedRegex(", StringComparison.Ordinal) || text.Contains("[LibraryImport(", StringComparison.Ordinal);
    }

    private static HashSet<string> Reachable(string project)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>([project]);
        while (open.TryDequeue(out var next))
        {
            foreach (var arrow in Arrows.GetValueOrDefault(next, []))
            {
                if (reached.Add(arrow == Anything ? arrow : "HostApd." + arrow))
                {
                    open.Enqueue("HostApd." + arrow);
                }
            }
        }

        return reached;
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(SourceTree.Sources, project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(static r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> Matches(string fileOrFolder, Regex forbidden)
    {
        var files = File.Exists(fileOrFolder) ? [fileOrFolder] : SourceTree.Files(fileOrFolder, "*.cs");
        return from file in files
               from line in File.ReadLines(file)
               where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && forbidden.IsMatch(line)
               select $"{Path.GetRelativePath(SourceTree.Root, file)}: {line.Trim()}";
    }

    [GeneratedRegex(@"\basync\b|\bawait\b|\block\s*\(|\bTask\.Run\b|\bThread\b|\bMonitor\.")]
    private static partial Regex Asynchronous();

    [GeneratedRegex(@"\bRandomNumberGenerator\b|\b(HMAC)?SHA(1|256|384|512)\.|\bHMACSHA|\bAes\.Create|\bAesGcm\b|\bRfc2898|\bECDi|\bRSA\b|new (SHA|HMAC)")]
    private static partial Regex PlatformCryptography();

    [GeneratedRegex(@"^\s*(public|internal|private|protected)?[\w\s]*\bpartial (class|struct|record|interface)\b", RegexOptions.Multiline)]
    private static partial Regex PartialType();

    [GeneratedRegex(@"using NLog")]
    private static partial Regex UsesNLog();
}
