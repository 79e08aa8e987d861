namespace HostApd.Eapol;

/// <summary>What the caller is to do for an <see cref="EapServer"/>, in order.</summary>
public enum EapServerEffectKind
{
    /// <summary>Send <see cref="EapServer.OutgoingEapol"/>.</summary>
    SendEapol,

    /// <summary>(Re)start timer <see cref="EapServerEffect.Timer"/>.</summary>
    ArmTimer,

    /// <summary>Stop timer <see cref="EapServerEffect.Timer"/>.</summary>
    CancelTimer,

    /// <summary>The exchange has begun.</summary>
    Started,

    /// <summary>A method was proposed: <see cref="EapServerEffect.Vendor"/>, <see cref="EapServerEffect.Method"/>.</summary>
    ProposedMethod,

    /// <summary>A Request was repeated.</summary>
    Retransmitted,

    /// <summary>The peer stopped answering.</summary>
    TimeoutFailure,

    /// <summary>EAP-Failure has been sent.</summary>
    Failure,

    /// <summary>The exchange is over; the station has no business here any more.</summary>
    SessionEnded,

    /// <summary>A packet had no effect: <see cref="EapServerEffect.DropReason"/>.</summary>
    Dropped,
}

/// <summary>Timers of an <see cref="EapServer"/>.</summary>
public enum EapServerTimer
{
    /// <summary>Repeats the last Request.</summary>
    Retransmit,

    /// <summary>Ends the exchange: short until the peer has named itself.</summary>
    Session,
}

/// <summary>Why a packet had no effect.</summary>
public enum EapDropReason
{
    /// <summary>Not dropped.</summary>
    None,

    /// <summary>Does not parse.</summary>
    Malformed,

    /// <summary>Not a Response.</summary>
    NotAResponse,

    /// <summary>Another identifier than that of the Request that waits.</summary>
    Identifier,

    /// <summary>Nothing is waited for.</summary>
    NotExpected,

    /// <summary>Another type than the Request that waits.</summary>
    OtherType,

    /// <summary>The method did not count it.</summary>
    IgnoredByMethod,
}

/// <summary>One effect; the fields that a kind does not name are zero.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Timer">For ArmTimer and CancelTimer.</param>
/// <param name="Delay">For ArmTimer.</param>
/// <param name="Vendor">For ProposedMethod: 0 for the types of RFC 3748.</param>
/// <param name="Method">For ProposedMethod: the type.</param>
/// <param name="DropReason">For Dropped.</param>
public readonly record struct EapServerEffect(
    EapServerEffectKind Kind,
    EapServerTimer Timer = default,
    TimeSpan Delay = default,
    uint Vendor = 0,
    int Method = 0,
    EapDropReason DropReason = EapDropReason.None);

/// <summary>What an <see cref="EapServer"/> is told; the defaults are those of RFC 3748 4.3.</summary>
public sealed record EapServerOptions
{
    /// <summary>Version byte of the EAPOL frames sent.</summary>
    public byte EapolVersion { get; init; } = 2;

    /// <summary>The first repetition waits this long, each further one twice as long as the one before.</summary>
    public TimeSpan FirstRetransmission { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Longest wait for a Response.</summary>
    public TimeSpan LongestRetransmission { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a Request is repeated.</summary>
    public int MaximumRetransmissions { get; init; } = 5;

    /// <summary>Longest wait for the peer's first word. Anybody can associate and say nothing: that holds no place for long.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest duration of the exchange, from the peer's identity on.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(120);
}
