namespace HostApd.Radius;

/// <summary>What the caller is to do for a <see cref="RadiusClient"/>, in order.</summary>
public enum RadiusClientEffectKind
{
    /// <summary>Send <see cref="RadiusClientEffect.Packet"/> to a server, by one of its sockets.</summary>
    Send,

    /// <summary>(Re)start the client's one timer.</summary>
    ArmTimer,

    /// <summary>Stop it.</summary>
    CancelTimer,

    /// <summary>A request has its answer, which is the caller's to dispose of.</summary>
    Answered,

    /// <summary>A request gets none: <see cref="RadiusClientEffect.Failure"/>.</summary>
    GaveUp,

    /// <summary>A server is up, or no longer.</summary>
    ServerChanged,

    /// <summary>A datagram had no effect: <see cref="RadiusClientEffect.Drop"/>.</summary>
    Dropped,
}

/// <summary>Why a request gets no answer.</summary>
public enum RadiusFailure
{
    /// <summary>It has one.</summary>
    None,

    /// <summary>No server is up.</summary>
    NoServer,

    /// <summary>Every server that it went to was silent.</summary>
    NoAnswer,

    /// <summary>The one server that knows its conversation is gone: the conversation begins anew.</summary>
    ServerLost,

    /// <summary>All identifiers are taken, and as many wait for one as may.</summary>
    Full,

    /// <summary>It waited too long for an identifier, or for random bytes.</summary>
    Overloaded,

    /// <summary>It is longer than a packet may be.</summary>
    TooLong,
}

/// <summary>Why a datagram had no effect.</summary>
public enum RadiusDrop
{
    /// <summary>It had one.</summary>
    None,

    /// <summary>Not from the server's address and port.</summary>
    WrongSource,

    /// <summary>No packet (<see cref="RadiusPacketError"/>).</summary>
    Malformed,

    /// <summary>Nothing waits under its identifier.</summary>
    UnknownIdentifier,

    /// <summary>The answer that was taken last under its identifier.</summary>
    Duplicate,

    /// <summary>No answer to what waits.</summary>
    UnexpectedCode,

    /// <summary>Its Response Authenticator is another: forged, late, or the secret differs.</summary>
    BadAuthenticator,

    /// <summary>Its Message-Authenticator is another.</summary>
    BadMessageAuthenticator,

    /// <summary>It has no Message-Authenticator: the server must be told to sign all its answers.</summary>
    NoMessageAuthenticator,

    /// <summary>The server's own, but a part of it cannot be read (<see cref="RadiusAnswer"/>).</summary>
    Unreadable,

    /// <summary>A request that is too old, from the future, or says nothing of its time (<see cref="DynamicAuthorization"/>).</summary>
    Stale,

    /// <summary>More requests than can be remembered.</summary>
    TooMany,
}

/// <summary>One effect; the fields that a kind does not name are zero.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Ticket">For Answered and GaveUp: which request.</param>
/// <param name="Server">For Send, Answered, ServerChanged and Dropped: its place in the list.</param>
/// <param name="Socket">For Send: which of the server's sockets, from 0.</param>
/// <param name="Packet">For Send: the datagram.</param>
/// <param name="Delay">For ArmTimer.</param>
/// <param name="Answer">For Answered.</param>
/// <param name="Failure">For GaveUp.</param>
/// <param name="Drop">For Dropped.</param>
/// <param name="IsUp">For ServerChanged.</param>
public readonly record struct RadiusClientEffect(
    RadiusClientEffectKind Kind,
    long Ticket = 0,
    int Server = 0,
    int Socket = 0,
    ReadOnlyMemory<byte> Packet = default,
    TimeSpan Delay = default,
    RadiusAnswer? Answer = null,
    RadiusFailure Failure = RadiusFailure.None,
    RadiusDrop Drop = RadiusDrop.None,
    bool IsUp = false);
