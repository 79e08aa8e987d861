using System.Globalization;
using System.Text;

namespace HostApd.Timeline;

/// <summary>A join as a table that a person reads: a line and a bar for each phase, then the verdict.</summary>
public static class TimelineText
{
    private const int BarWidth = 32;

    /// <summary>Writes the table.</summary>
    /// <param name="report">The join.</param>
    /// <param name="began">The wall clock's time of its first frame; null when not known.</param>
    /// <param name="isVerbose">Also every frame.</param>
    public static string Write(JoinReport report, DateTimeOffset? began, bool isVerbose)
    {
        var text = new StringBuilder();
        Head(text, report, began);
        if (report.Trace.IsTimed)
        {
            Table(text, report);
        }
        else
        {
            text.Append("(no times in it: the order of the lines is all there is)\n");
        }

        if (isVerbose)
        {
            Frames(text, report);
        }

        foreach (var finding in report.Findings)
        {
            text.Append("verdict: ").Append(finding.Sentence);
            if (finding.Advice.Length > 0)
            {
                text.Append("\n         ").Append(finding.Advice);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One line for a list of joins.</summary>
    public static string WriteLine(JoinReport report, DateTimeOffset? began) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Trace.Id} {report.Trace.Station} {Date(began)} {(report.IsConnected ? "connected" : "failed")} {report.Total / 1000} ms, {report.Findings[0].Sentence}\n");

    private static string Date(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "";

    private static void Table(StringBuilder text, JoinReport report)
    {
        var hasServer = report.Phases.Any(static p => p.Server > 0);
        text.Append("phase                start      took       ap   client  entropy   air  ").Append(hasServer ? "server  " : "").Append("frames  ");
        text.Append('|').Append(' ', BarWidth).Append("|\n");
        foreach (var phase in report.Phases)
        {
            Line(text, report, phase, hasServer);
        }

        text.Append("(milliseconds; bar: # ap, = client, ! entropy, ~ air").Append(hasServer ? ", % server)\n" : ")\n");
        if (report.Trace.Slack > 0)
        {
            text.Append("(its clock knows seconds only: what is shorter than two may be nothing)\n");
        }
    }

    private static void Head(StringBuilder text, JoinReport report, DateTimeOffset? began)
    {
        var trace = report.Trace;
        text.Append(CultureInfo.InvariantCulture, $"join {trace.Id} of {Name(trace)}");
        if (!trace.Device.IsZero && trace.Device != trace.Station)
        {
            text.Append(CultureInfo.InvariantCulture, $" (P2P device {trace.Device})");
        }

        if (began is not null)
        {
            text.Append(", ").Append(Date(began));
        }

        text.Append(report.KeyAgreement.Length > 0 ? ", by " : "").Append(report.KeyAgreement);
        text.Append(report.IsConnected ? ": connected" : ": not connected");
        if (trace.IsTimed)
        {
            text.Append(CultureInfo.InvariantCulture, $" after {report.Total / 1000.0:F1} ms");
        }

        if (report.Air is { IsKnown: true } air)
        {
            text.Append(", ").Append(air.ToString());
        }

        if (Signal(trace) is { } signal)
        {
            text.Append(CultureInfo.InvariantCulture, $", signal {signal} dBm");
        }

        text.Append('\n');
        if (trace.Omitted > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{trace.Omitted} frames found no room\n");
        }
    }

    private static string Name(JoinTrace trace) =>
        trace.Station == JoinTrace.Nameless ? "a client whose address is not told" : trace.Station.ToString();

    private static int? Signal(JoinTrace trace)
    {
        int sum = 0, count = 0;
        foreach (var entry in trace.Entries)
        {
            sum += entry.SignalDbm;
            count += entry.SignalDbm == 0 ? 0 : 1;
        }

        return count == 0 ? null : sum / count;
    }

    private static void Line(StringBuilder text, JoinReport report, JoinPhase phase, bool hasServer)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"{phase.Stage.Name(),-19} {Ms(phase.From - report.Trace.Begin),7}  {Ms(phase.Length),8} {Ms(phase.AccessPoint),8} {Ms(phase.Client),8} {Ms(phase.Entropy),8} {Ms(phase.Air),5}  ");
        if (hasServer)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Ms(phase.Server),6}  ");
        }

        var frames = phase.Repetitions > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{phase.Frames}({phase.Repetitions}r)")
            : phase.Frames.ToString(CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"{frames,6}  |");
        Bar(text, report, phase);
        text.Append("|\n");
    }

    /// <summary>The phase's place in the whole join; each cell shows who was waited for the longest in it.</summary>
    private static void Bar(StringBuilder text, JoinReport report, JoinPhase phase)
    {
        var total = Math.Max(1, report.Total);
        for (var cell = 0; cell < BarWidth; cell++)
        {
            var from = Math.Max(phase.From, report.Trace.Begin + total * cell / BarWidth);
            var to = Math.Min(phase.To, report.Trace.Begin + total * (cell + 1) / BarWidth);
            text.Append(to <= from && !(phase.Length == 0 && from == to) ? ' ' : Letter(report, phase, from, to));
        }
    }

    private static char Letter(JoinReport report, JoinPhase phase, long from, long to)
    {
        Span<long> shares = stackalloc long[(int)JoinSide.Nobody + 1];
        foreach (var span in report.Spans)
        {
            var overlap = Math.Min(span.To, to) - Math.Max(span.From, from);
            if (overlap > 0 && span.From >= phase.From && span.To <= phase.To)
            {
                shares[(int)span.Waited] += overlap;
            }
        }

        var most = (int)JoinSide.Nobody;
        for (var i = 0; i < shares.Length; i++)
        {
            most = shares[i] > shares[most] ? i : most;
        }

        return (JoinSide)most switch
        {
            JoinSide.AccessPoint => '#',
            JoinSide.Client => '=',
            JoinSide.Entropy => '!',
            JoinSide.Air => '~',
            JoinSide.Server => '%',
            JoinSide.Nobody => '.',
        };
    }

    private static void Frames(StringBuilder text, JoinReport report)
    {
        foreach (var entry in report.Trace.Entries)
        {
            var arrow = !entry.Kind.IsFrame() ? " *  " : entry.FromAp ? "<-- " : "--> ";
            text.Append(CultureInfo.InvariantCulture,
                $"{(report.Trace.IsTimed ? Ms(entry.OnAir - report.Trace.Begin) : ""),9}  {arrow}{entry.Kind.Name()}");
            if (entry.Reason != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" ({entry.Reason})");
            }

            if (entry.IsFastTransition)
            {
                text.Append(" by fast transition");
            }

            if (entry.Group != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" in group {entry.Group}");
            }

            if (entry.Repeats > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" and {entry.Repeats} before it");
            }

            text.Append((entry.Marks & TraceMarks.Implied) != 0 ? ", as another line implies" : "");
            text.Append((entry.Marks & TraceMarks.NotAcknowledged) != 0 ? " not acknowledged\n" : "\n");
        }
    }

    private static string Ms(long microseconds) => (microseconds / 1000.0).ToString("F1", CultureInfo.InvariantCulture);
}
