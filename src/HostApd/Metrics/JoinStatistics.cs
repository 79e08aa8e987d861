using HostApd.Timeline;

namespace HostApd.Metrics;

/// <summary>
/// Joins by outcome, how long they and their phases took, and who was waited for. A join counts once: when somebody asks
/// and it is over, or when the recorder needs its place.
/// </summary>
internal sealed class JoinStatistics
{
    /// <summary>So long behind its end a join is left alone: who is thrown out at once was never in.</summary>
    private const long SettledMicroseconds = 1_000_000;

    private readonly LiveRecorder _recorder;
    private readonly long[] _outcomes = new long[Enum.GetValues<JoinCause>().Length];
    private readonly Histogram[] _phases = [.. Enum.GetValues<JoinStage>().Select(static _ => new Histogram())];
    private readonly double[] _waited = new double[Enum.GetValues<JoinSide>().Length];

    internal JoinStatistics(LiveRecorder recorder)
    {
        _recorder = recorder;
        recorder.Joins.Forgetting += CountOnce;
    }

    /// <summary>From first to last frame of the joins that succeeded.</summary>
    internal Histogram Duration { get; } = new();

    /// <summary>Joins that succeeded.</summary>
    internal long Connected => Duration.Count;

    /// <summary>The same by phase.</summary>
    internal IEnumerable<(string Phase, Histogram Times)> Phases =>
        Enum.GetValues<JoinStage>().Select(stage => (stage.Name(), _phases[(int)stage]));

    /// <summary>Joins that failed, by what the timeline says was the cause.</summary>
    internal IEnumerable<(string Cause, long Count)> Failures =>
        Enum.GetValues<JoinCause>().Where(static c => c != JoinCause.Clean).Select(cause => (Finding.NameOf(cause), _outcomes[(int)cause]));

    /// <summary>Seconds that joins waited for each side.</summary>
    internal IEnumerable<(string Side, double Seconds)> Waited =>
        Enum.GetValues<JoinSide>().Where(static s => s != JoinSide.Nobody).Select(side => (side.Name(), _waited[(int)side]));

    /// <summary>Counts what has come to its end meanwhile.</summary>
    internal void Update()
    {
        var now = _recorder.Now;
        foreach (var join in _recorder.Joins.Joins)
        {
            if (now - join.End > (join.IsOver ? SettledMicroseconds : JoinRecorder.GapMicroseconds))
            {
                CountOnce(join);
            }
        }
    }

    private void CountOnce(JoinTrace join)
    {
        if (join.IsCounted || join.Entries.IsEmpty)
        {
            return;
        }

        join.IsCounted = true;
        Count(JoinReport.Of(join));
    }

    private void Count(JoinReport report)
    {
        if (!report.IsConnected)
        {
            _outcomes[(int)report.Findings[0].Cause]++;
            return;
        }

        const double second = 1e6;
        Duration.Observe(report.Total / second);
        foreach (var stage in report.Phases.GroupBy(static p => p.Stage))
        {
            _phases[(int)stage.Key].Observe(stage.Items.Sum(static p => p.Length) / second);
        }

        foreach (var span in report.Spans)
        {
            _waited[(int)span.Waited] += span.Length / second;
        }
    }
}
