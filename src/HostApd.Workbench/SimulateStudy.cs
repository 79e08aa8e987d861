using System.Globalization;
using HostApd.Linux;
using HostApd.Timeline;
using HostApd.Workbench.Scenarios;

namespace HostApd.Workbench;

/// <summary>What <c>simulate</c> was asked.</summary>
internal sealed record SimulateOptions
{
    internal required string File { get; init; }

    internal long? Seed { get; init; }

    internal bool Json { get; init; }

    internal bool Frames { get; init; }

    internal bool Sequence { get; init; }

    internal string? Picture { get; init; }
}

/// <summary>
/// <c>simulate SCENARIO.ini</c>: plays a scenario, once for each of its policies, and shows the joins. No radio, no root, and
/// no clock but its own: the same seed gives the same output, byte for byte.
/// </summary>
internal static class SimulateStudy
{
    /// <summary>More joins than these are counted, not shown one by one.</summary>
    private const int MostShown = 8;

    internal static int Run(SimulateOptions options, TextWriter output, TextWriter errors)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(options.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{options.File}: {SystemWords.Of(e, options.File)}");
            return 1;
        }

        if (ScenarioFile.Read(options.File, lines, out var problems) is not { } scenario)
        {
            problems.ToList().ForEach(errors.WriteLine);
            return 1;
        }

        scenario = scenario with { Seed = options.Seed ?? scenario.Seed };
        var stories = new List<JoinReport>();
        var policies = new Dictionary<JoinReport, StarvationPolicy>();
        foreach (var policy in scenario.AccessPoint.Policies)
        {
            using var run = new ScenarioRun(scenario, policy);
            run.Play();
            stories.AddRange(run.Reports);
            foreach (var report in run.Reports)
            {
                policies[report] = policy;
            }

            Show(options, scenario, policy, run, output);
        }

        if (options.Json)
        {
            output.WriteLine(TimelineJson.Write(stories, static _ => null, options.Frames, (json, report) =>
            {
                json.WriteString("title", scenario.Title);
                json.WriteNumber("seed", scenario.Seed);
                json.WriteString("policy", policies[report] == StarvationPolicy.Hold ? "hold" : "reject");
            }));
        }

        return options.Picture is { } picture && stories.Count > 0 ? Draw(picture, stories, policies, scenario, errors) : 0;
    }

    /// <summary>Of several policies the one that the daemon has unless it is told otherwise, and of several joins the first: the title says so.</summary>
    private static int Draw(string path, List<JoinReport> stories, Dictionary<JoinReport, StarvationPolicy> policies, Scenario scenario, TextWriter errors)
    {
        var drawn = stories.Find(s => policies[s] == StarvationPolicy.Hold) ?? stories[0];
        var policy = policies[drawn];
        var alike = stories.Count(s => policies[s] == policy);
        return Draw(path, drawn, scenario.Title + (scenario.AccessPoint.Policies.Count > 1 ? $", policy {NameOf(policy)}" : "")
            + (alike > 1 ? $", join 1 of {alike}" : ""), errors);
    }

    private static int Draw(string path, JoinReport report, string title, TextWriter errors)
    {
        try
        {
            File.WriteAllText(path, TimelineSvg.Write(report, title));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{path}: {SystemWords.Of(e, path)}");
            return 1;
        }
    }

    private static void Show(SimulateOptions options, Scenario scenario, StarvationPolicy policy, ScenarioRun run, TextWriter output)
    {
        if (options.Sequence)
        {
            WriteSequence(run.Reports, output);
        }
        else if (!options.Json)
        {
            var (inside, all) = run.Clients;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"== {scenario.Title}: policy {NameOf(policy)}, seed {scenario.Seed}: {inside} of {all} clients in, {run.Elapsed.TotalSeconds:F3} s of virtual time"));
            foreach (var report in run.Reports.Take(MostShown))
            {
                output.WriteLine(TimelineText.Write(report, null, options.Frames));
            }

            if (run.Reports.Count > MostShown)
            {
                output.WriteLine($"… and {run.Reports.Count - MostShown} more joins");
                WriteCauses(run.Reports, output);
            }
        }
    }

    /// <summary>The frames of the first join, a line each, without the probes of its searches.</summary>
    private static void WriteSequence(IReadOnlyList<JoinReport> reports, TextWriter output)
    {
        foreach (var entry in reports.Count == 0 ? default : reports[0].Trace.Entries)
        {
            if (entry.Kind.IsFrame() && entry.Kind is not (TraceKind.ProbeRequest or TraceKind.ProbeResponse))
            {
                output.WriteLine($"{(entry.FromAp ? "ap" : "client")} {entry.Kind.Name()}");
            }
        }
    }

    private static void WriteCauses(IReadOnlyList<JoinReport> reports, TextWriter output)
    {
        foreach (var group in reports.GroupBy(static r => r.Findings[0].CauseName).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var times = group.Select(static r => r.Total).Order().ToArray();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{group.Key}: {times.Length} joins, {times[0] / 1e3:F1}/{times[times.Length / 2] / 1e3:F1}/{times[^1] / 1e3:F1} ms (min/median/max)"));
        }
    }

    private static string NameOf(StarvationPolicy policy) => policy switch
    {
        StarvationPolicy.Hold => "hold (ours)",
        StarvationPolicy.Reject => "reject (hostapd's)",
    };
}
