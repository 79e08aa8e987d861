namespace HostApd.Radius;

/// <summary>What is known of a server.</summary>
public enum RadiusServerState
{
    /// <summary>It answers, or has not been asked.</summary>
    Up,

    /// <summary>It does not answer; a probe is due later.</summary>
    Dead,

    /// <summary>It does not answer; a probe is out.</summary>
    Probing,
}

/// <summary>One server's state and what has happened with it, counted from the start.</summary>
public sealed class RadiusServerStatus
{
    private readonly long[] _drops = new long[Enum.GetValues<RadiusDrop>().Length];

    /// <summary>What is known of it.</summary>
    public RadiusServerState State { get; internal set; }

    /// <summary>Requests that wait for its answer.</summary>
    public int Pending { get; internal set; }

    /// <summary>Time between the last request that was answered at its first try, and the answer.</summary>
    public TimeSpan RoundTrip { get; internal set; }

    /// <summary>Requests sent, without repetitions and probes.</summary>
    public long Requests { get; internal set; }

    /// <summary>Requests sent again.</summary>
    public long Retransmissions { get; internal set; }

    /// <summary>Requests answered.</summary>
    public long Answers { get; internal set; }

    /// <summary>Requests that went unanswered to the last try.</summary>
    public long Timeouts { get; internal set; }

    /// <summary>Probes sent.</summary>
    public long Probes { get; internal set; }

    /// <summary>How often it went from up to dead.</summary>
    public long Deaths { get; internal set; }

    /// <summary>Datagrams that had no effect, by reason.</summary>
    public long Drops(RadiusDrop reason) => _drops[(int)reason];

    internal void Count(RadiusDrop reason) => _drops[(int)reason]++;
}
