using System.Text;
using HostApd.Ieee80211;
using HostApd.Timeline;

namespace HostApd.Fuzz;

/// <summary>Whatever passes the tap is recorded or not, judged, and drawn.</summary>
public static class TimelineFrameTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var recorder = new LiveRecorder(TimeProvider.System, 2, 8);
        foreach (var isEapol in (bool[])[false, true])
        {
            foreach (var moment in Enum.GetValues<FrameMoment>())
            {
                recorder.OnFrame(new SeenFrame
                {
                    Moment = moment,
                    Timestamp = 0,
                    Station = new MacAddress([2, 0, 0, 0, 1, 0]),
                    IsEapol = isEapol,
                    Bytes = data,
                });
            }
        }

        if (recorder.Joins.Last() is { } join)
        {
            Check.That(join.Entries.Length <= 8);
            Check.That(JoinReport.Of(join).Findings.Count > 0);
        }
    }
}

/// <summary>A reply of a daemon that may be another's: read or refused, and what was read can be drawn.</summary>
public static class TraceLineTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var line = Encoding.Latin1.GetString(data);
        if (TraceLines.TryReadHead(line, out var trace, out _, out var began))
        {
            Check.That(TraceLines.Write(trace, began, 0, 8000).StartsWith("join ", StringComparison.Ordinal));
        }

        if (TraceLines.TryReadEntry(line, out var entry))
        {
            trace.AddAsIs(entry);
            var report = JoinReport.Of(trace);
            Check.That(TimelineText.Write(report, null, isVerbose: true).Contains("verdict", StringComparison.Ordinal));
            Check.That(TimelineSvg.Write(report, "").EndsWith("</svg>\n", StringComparison.Ordinal));
        }
    }
}

/// <summary>Seeds.</summary>
public static class TimelineCorpus
{
    public static IEnumerable<byte[]> Lines =>
    [
        .. new[]
        {
            "join 7 02:00:00:00:01:00 42:00:00:00:01:00 00:00:00:00:00:00 1 0 26 1795573827000000",
            "0 probe-request 0 -30 2437 0 -1", "59012 1/4 3 0 0 0 412", "200 deauthentication 0 -30 3 0 -1",
        }.Select(Encoding.ASCII.GetBytes),
    ];
}
