namespace HostApd.Eapol;

/// <summary>What the caller is to do for an <see cref="EapExchange"/>, in order.</summary>
public enum EapExchangeEffectKind
{
    /// <summary>Send <see cref="EapExchange.OutgoingEapol"/>.</summary>
    SendEapol,

    /// <summary>(Re)start timer <see cref="EapExchangeEffect.Timer"/>.</summary>
    ArmTimer,

    /// <summary>Stop timer <see cref="EapExchangeEffect.Timer"/>.</summary>
    CancelTimer,

    /// <summary>The exchange has begun.</summary>
    Started,

    /// <summary>A method was proposed: <see cref="EapExchangeEffect.Vendor"/>, <see cref="EapExchangeEffect.Method"/>.</summary>
    ProposedMethod,

    /// <summary>A Request was repeated.</summary>
    Retransmitted,

    /// <summary>The peer stopped answering.</summary>
    TimeoutFailure,

    /// <summary>EAP-Success has been sent: <see cref="EapExchange.Msk"/> is the peer's key.</summary>
    Success,

    /// <summary>EAP-Failure has been sent.</summary>
    Failure,

    /// <summary>The exchange is over; the station has no business here any more.</summary>
    SessionEnded,

    /// <summary>A packet had no effect: <see cref="EapExchangeEffect.DropReason"/>.</summary>
    Dropped,
}

/// <summary>Timers of an <see cref="EapExchange"/>.</summary>
public enum EapExchangeTimer
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

    /// <summary>The backend did not count it.</summary>
    IgnoredByMethod,
}

/// <summary>One effect; the fields that a kind does not name are zero.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Timer">For ArmTimer and CancelTimer.</param>
/// <param name="Delay">For ArmTimer.</param>
/// <param name="Vendor">For ProposedMethod: 0 for the types of RFC 3748.</param>
/// <param name="Method">For ProposedMethod: the type.</param>
/// <param name="DropReason">For Dropped.</param>
public readonly record struct EapExchangeEffect(
    EapExchangeEffectKind Kind,
    EapExchangeTimer Timer = default,
    TimeSpan Delay = default,
    uint Vendor = 0,
    int Method = 0,
    EapDropReason DropReason = EapDropReason.None);

/// <summary>What an <see cref="EapExchange"/> is told; the defaults are those of RFC 3748 4.3.</summary>
public sealed record EapExchangeOptions
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

    /// <summary>What the Request for the identity shows the peer (RFC 3748 5.1).</summary>
    public ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>Longest duration of the exchange, from the peer's identity on.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(120);
}
