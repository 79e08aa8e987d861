using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>Files such as people have: what needs nothing that is not built in is taken as it stands, and one sentence names the rest.</summary>
public sealed class OrdinaryFilesTests
{
    private static readonly string Folder = Path.Combine(Architecture.SourceTree.Root, "test/HostApd.Tests/Configuration/Files/ordinary");

    /// <summary>Name, verdict, and what is told of it.</summary>
    public static IEnumerable<TestCaseData> Files =>
        from line in File.ReadAllLines(Path.Combine(Folder, "expectations.txt"))
        where !line.StartsWith('#')
        let parts = line.Split(" | ")
        let name = parts[0][..parts[0].IndexOf(' ', StringComparison.Ordinal)]
        select new TestCaseData(name, parts[0][(name.Length + 1)..], parts.Length > 1 ? parts[1] : "").SetArgDisplayNames(name);

    [TestCaseSource(nameof(Files))]
    public void A_file_is_taken_or_named_in_one_sentence(string name, string verdict, string told)
    {
        var problems = Read(name, default, out var configuration);
        var errors = problems.Where(static p => !p.IsWarning).ToList();
        Assert.That(string.Join(' ', problems.Where(static p => p.IsRemark).Select(static p => $"{p.Line}:{p.Key}")), Is.EqualTo(told));
        if (verdict == "accepted")
        {
            Assert.That(errors, Is.Empty);
            Assert.That(problems, Has.None.Matches<ConfigurationProblem>(static p => p.IsHeading));
            foreach (var bss in configuration.WithFurther)
            {
                var options = bss.ToOptions();
                Assert.That(options.Security is null, Is.EqualTo(bss.Wpa == 0));
                options.Security?.Dispose();
            }
        }
        else
        {
            Assert.That(problems[0].ToString(), Is.EqualTo($"{name}: {verdict}: not built yet"));
            Assert.That(errors, Is.Not.Empty);
            Assert.That(errors.Where(static p => p.Feature is null), Is.Empty, "the sentence says it all");
        }
    }

    [TestCaseSource(nameof(Files))]
    public void Passing_over_makes_no_network_weaker(string name, string verdict, string told)
    {
        var problems = Read(name, new ReadOptions(false, IgnoreUnsupported: true), out var configuration);
        if (problems.TrueForAll(static p => p.IsWarning))
        {
            var wanted = File.ReadAllLines(Path.Combine(Folder, name)).Any(static l => l is ['w', 'p', 'a', '=', '1' or '2' or '3', ..]);
            Assert.That(configuration.HasSecurity, Is.EqualTo(wanted), $"{verdict} {told}");
        }
    }

    [Test]
    public void Every_file_has_its_line() =>
        Assert.That(Directory.GetFiles(Folder, "*.conf").Select(Path.GetFileName).Order(StringComparer.Ordinal), Is.EqualTo(Files.Select(static f => f.Arguments[0])));

    [Test]
    public void Debians_hostapd_takes_them()
    {
        var files = Directory.GetFiles(Folder, "*.conf").Order(StringComparer.Ordinal).ToArray();
        Assert.That(files, Has.Length.GreaterThan(40));
        var answer = DebiansHostapd.Ask("hostapd-accepts.sh", files);
        Assert.That(answer.Where(static l => l.StartsWith("refuses", StringComparison.Ordinal)).Select(Path.GetFileName),
            Is.EqualTo(new[] { "42-router-with-its-own-keys.conf" }));
    }

    private static List<ConfigurationProblem> Read(string name, ReadOptions options, out AccessPointConfiguration configuration)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name)).Replace("=/etc/hostapd/", $"={Folder}/", StringComparison.Ordinal);
        var problems = new List<ConfigurationProblem>();
        configuration = ConfigurationFile.Read(name, System.Text.Encoding.UTF8.GetBytes(text), options, problems);
        Assert.That(configuration.IsFlat);
        return problems;
    }
}
