using HostApd.Tests.Architecture;
using HostApd.Timeline;
using HostApd.Timeline.Readers;
using HostApd.Workbench;
using HostApd.Workbench.Scenarios;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>Whom a verdict blames for so much time, the bars show waited for at least as long; on every trace that there is.</summary>
public sealed class BarsAndVerdictTests
{
    private static IEnumerable<string> Traces
    {
        get
        {
            var folder = Path.Combine(SourceTree.Root, "test", "HostApd.Tests", "Timeline", "Traces");
            return Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
                .Where(static f => f.Contains(".log", StringComparison.Ordinal) || f.Contains(".pcapng", StringComparison.Ordinal))
                .Select(f => Path.GetRelativePath(folder, f)).Order();
        }
    }

    [TestCaseSource(nameof(Traces))]
    public void They_say_the_same(string file)
    {
        var folder = Path.Combine(SourceTree.Root, "test", "HostApd.Tests", "Timeline", "Traces");
        var source = TraceInput.Read(Path.Combine(folder, file), out var problem);
        Assert.That(source, Is.Not.Null, problem);
        foreach (var report in TraceMerge.Merge([source!]).Joins.Select(JoinReport.Of))
        {
            Check(report);
        }
    }

    [TestCase("2011-wps-trace.ini")]
    [TestCase("bad-air.ini")]
    [TestCase("p2p-pbc.ini")]
    [TestCase("wps-pin.ini")]
    [TestCase("wrong-key.ini")]
    public void So_they_do_in_what_is_played(string file)
    {
        var path = Path.Combine(SourceTree.Root, "conf", "scenarios", file);
        var scenario = ScenarioFile.Read(file, File.ReadAllLines(path), out _)!;
        foreach (var policy in scenario.AccessPoint.Policies)
        {
            using var run = new ScenarioRun(scenario, policy);
            run.Play();
            Assert.That(run.Reports, Is.Not.Empty);
            run.Reports.ToList().ForEach(Check);
        }
    }

    private static void Check(JoinReport report)
    {
        // A slow answer costs nothing up to a point, and what a search costs is rounded to its frames.
        const long slack = 60_000;
        foreach (var side in Enum.GetValues<JoinSide>())
        {
            var blamed = report.Findings.Where(f => f.Side == side && f.Cause is not (JoinCause.Unfinished or JoinCause.PbcOverlap
                or JoinCause.PbcNotArmed or JoinCause.NotAGroupOwner)).Sum(static f => f.LostMicroseconds);
            var shown = report.Spans.Where(s => s.Waited == side || side == JoinSide.AccessPoint && s.Waited == JoinSide.Entropy)
                .Sum(static s => s.Length);
            Assert.That(blamed, Is.LessThanOrEqualTo(shown * 11 / 10 + slack),
                $"{side}: {string.Join("; ", report.Findings.Select(static f => $"{f.Sentence} {f.LostMicroseconds / 1000}"))}\n{TimelineText.Write(report, null, false)}");
        }
    }
}
