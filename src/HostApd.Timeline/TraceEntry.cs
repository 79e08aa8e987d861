namespace HostApd.Timeline;

/// <summary>Marks of an entry.</summary>
[Flags]
public enum TraceMarks : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The access point is its sender.</summary>
    FromAp = 1,

    /// <summary>The receiver acknowledged it.</summary>
    Acknowledged = 2,

    /// <summary>Nobody acknowledged it.</summary>
    NotAcknowledged = 4,

    /// <summary>The client used its P2P Device Address.</summary>
    DeviceAddress = 8,

    /// <summary>The 802.11 Retry bit: the frame was sent before.</summary>
    Retry = 16,

    /// <summary>Nobody has seen it: something else that was seen implies it.</summary>
    Implied = 32,
}

/// <summary>One frame or happening of a join: 24 bytes, so that a ring of joins costs little.</summary>
/// <param name="At">When, in microseconds of the trace's clock: received, or handed to the radio.</param>
/// <param name="Kind">What.</param>
/// <param name="Marks">From whom, and what became of it.</param>
/// <param name="SignalDbm">Strength in dBm; 0 when not known.</param>
/// <param name="Code">Status, reason, Configuration Error, intent, group, transaction, count or <see cref="AirAgreement"/>, as the kind says.</param>
/// <param name="Repeats">Further ones of its kind that are not listed.</param>
/// <param name="SentAfter">For frames of the access point: until they had left the air, in microseconds; -1 unknown.</param>
public readonly record struct TraceEntry(
    long At, TraceKind Kind, TraceMarks Marks, sbyte SignalDbm, ushort Code, ushort Repeats, int SentAfter)
{
    /// <summary>The access point is its sender.</summary>
    public bool FromAp => (Marks & TraceMarks.FromAp) != 0;

    /// <summary>The code as people read it: a status, reason or error; 0 when it is none.</summary>
    public int Reason => IsFastTransition || Kind is TraceKind.ProbeRequest or TraceKind.Message1 or TraceKind.NegotiationRequest
        or TraceKind.SaeCommit or TraceKind.AssociationRequest or TraceKind.SaQueryRequest or TraceKind.SaQueryResponse or TraceKind.Authorized ? 0 : Code;

    /// <summary>What the client has agreed on, where the port that opened tells it.</summary>
    public AirAgreement Air => Kind == TraceKind.Authorized ? AirAgreement.Of(Code) : default;

    /// <summary>The client authenticates with a key that another access point has given it (802.11-2020 13.5).</summary>
    public bool IsFastTransition => this is { Kind: TraceKind.AuthenticationRequest, Code: 2 };

    /// <summary>The group of SAE, or of OWE, that the client has chosen; 0 when there is none.</summary>
    public int Group => Kind is TraceKind.SaeCommit or TraceKind.AssociationRequest ? Code : 0;

    /// <summary>
    /// When it was on the air. A TX status is read when the process gets to it, and on a busy machine that is later than the
    /// frame by more than the frame waited: only what all retries of a frame could not explain is taken for a queue.
    /// </summary>
    public long OnAir => SentAfter > LongestRetries ? At + SentAfter : At;

    /// <summary>Seven retries of 400 bytes at 1 Mb/s, in microseconds.</summary>
    private const int LongestRetries = 40_000;
}
