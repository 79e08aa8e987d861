using System.Globalization;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Timeline;
using HostApd.Timeline.Readers;

namespace HostApd.Workbench;

/// <summary>What <c>timeline</c> was asked.</summary>
internal sealed record TimelineStudyOptions
{
    internal required IReadOnlyList<string> Files { get; init; }

    internal bool Json { get; init; }

    internal bool Frames { get; init; }

    internal string? Picture { get; init; }

    internal string? Station { get; init; }
}

/// <summary>
/// <c>timeline FILE…</c>: reads what there is, names what cannot be read, and shows every join. Exit code 1 only when nothing
/// could be read.
/// </summary>
internal static class TimelineStudy
{
    internal static int Run(TimelineStudyOptions options, TextWriter output, TextWriter errors)
    {
        var sources = new List<TraceSource>();
        foreach (var file in options.Files)
        {
            if (TraceInput.Read(file, out var problem) is { } source)
            {
                sources.Add(source);
            }
            else
            {
                errors.WriteLine($"{file}: {problem}");
            }
        }

        var joins = TraceMerge.Merge(sources).Joins.Where(j => IsWanted(j, options.Station)).ToList();
        sources.ForEach(s => s.Problems.ForEach(p => errors.WriteLine($"{s.Name}: {p}")));
        if (!sources.Exists(static s => s.IsUseful))
        {
            return 1;
        }

        var hasDates = sources.TrueForAll(static s => s.HasDate || !s.IsUseful);
        var reports = joins.Select(JoinReport.Of).ToList();
        if (reports.Count == 0)
        {
            errors.WriteLine("no join in it: frames were read, but none of a client that joins");
        }

        return Show(options, reports, r => hasDates ? Began(r) : null, sources, output, errors);
    }

    private static bool IsWanted(JoinTrace join, string? station) =>
        station is null || MacAddress.TryParse(station, out var address) && (join.Station == address || join.Device == address);

    private static int Show(TimelineStudyOptions options, List<JoinReport> reports, Func<JoinReport, DateTimeOffset?> began,
        List<TraceSource> sources, TextWriter output, TextWriter errors)
    {
        if (options.Json)
        {
            output.WriteLine(TimelineJson.Write(reports, began, options.Frames));
        }
        else
        {
            foreach (var source in sources.Where(static s => s.IsUseful && s.Offset != 0))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Name}: its clock is moved by {source.Offset / 1e6:F6} s"));
            }

            output.Write(string.Join('\n', reports.Select(r => TimelineText.Write(r, began(r), options.Frames))));
        }

        if (options.Picture is { } picture && reports.Count > 0)
        {
            try
            {
                File.WriteAllText(picture, TimelineSvg.Write(Worst(reports), ""));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                errors.WriteLine($"{picture}: {SystemWords.Of(e, picture)}");
                return 1;
            }
        }

        return 0;
    }

    /// <summary>The join that a picture is worth: the one that lost the most.</summary>
    private static JoinReport Worst(List<JoinReport> reports) => reports.MaxBy(static r => r.Findings[0].LostMicroseconds)!;

    /// <summary>Whatever a file claims: a date that no calendar has is the last that one has.</summary>
    private static DateTimeOffset? Began(JoinReport report)
    {
        var latest = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / 10;
        return DateTimeOffset.UnixEpoch.AddTicks(10 * Math.Clamp(report.Trace.Begin, 0, latest));
    }
}
