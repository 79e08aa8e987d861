namespace HostApd.Timeline;

/// <summary>A stretch of time in which the join waited for one side.</summary>
/// <param name="From">Begin, in microseconds of the trace's clock.</param>
/// <param name="To">End.</param>
/// <param name="Waited">For whom.</param>
/// <param name="Stage">The part of the join.</param>
/// <param name="Entry">Index of the entry that ended it.</param>
/// <param name="IsRepetition">It ended with a frame sent again.</param>
public readonly record struct JoinSpan(long From, long To, JoinSide Waited, JoinStage Stage, int Entry, bool IsRepetition)
{
    /// <summary>Its length in microseconds.</summary>
    public long Length => To - From;
}

/// <summary>A run of spans of one stage: a line of the table.</summary>
public sealed class JoinPhase
{
    internal JoinPhase(JoinStage stage, long from)
    {
        Stage = stage;
        From = from;
        To = from;
    }

    /// <summary>Which.</summary>
    public JoinStage Stage { get; }

    /// <summary>Begin, in microseconds of the trace's clock.</summary>
    public long From { get; }

    /// <summary>End.</summary>
    public long To { get; private set; }

    /// <summary>Microseconds in which the access point was waited for.</summary>
    public long AccessPoint { get; private set; }

    /// <summary>Microseconds in which the client was waited for.</summary>
    public long Client { get; private set; }

    /// <summary>Microseconds in which the access point waited for entropy.</summary>
    public long Entropy { get; private set; }

    /// <summary>Microseconds on the air, or lost there.</summary>
    public long Air { get; private set; }

    /// <summary>Microseconds in which a server was waited for.</summary>
    public long Server { get; private set; }

    /// <summary>Frames that ended its spans.</summary>
    public int Frames { get; internal set; }

    /// <summary>Frames sent again.</summary>
    public int Repetitions { get; internal set; }

    /// <summary>Its length in microseconds.</summary>
    public long Length => To - From;

    internal void Take(in JoinSpan span)
    {
        To = span.To;
        switch (span.Waited)
        {
            case JoinSide.AccessPoint:
                AccessPoint += span.Length;
                break;
            case JoinSide.Client:
                Client += span.Length;
                break;
            case JoinSide.Entropy:
                Entropy += span.Length;
                break;
            case JoinSide.Air:
                Air += span.Length;
                break;
            case JoinSide.Server:
                Server += span.Length;
                break;
            case JoinSide.Nobody:
                break;
        }
    }
}
