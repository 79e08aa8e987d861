using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What becomes of an Authentication.</summary>
internal enum AuthenticationOutcome
{
    /// <summary>It is answered, and the exchange goes on.</summary>
    Reply,

    /// <summary>Nothing is answered yet: something slow is under way.</summary>
    Pending,

    /// <summary>The peer has authenticated: it becomes a station, and then is answered.</summary>
    Accepted,

    /// <summary>It is answered with a status that ends the exchange.</summary>
    Refused,

    /// <summary>Nothing, ever.</summary>
    Ignored,
}

/// <summary>What an exchange says to a frame.</summary>
/// <param name="Outcome">What follows.</param>
/// <param name="Sequence">Transaction sequence number of the answer.</param>
/// <param name="Status">Status code of the answer.</param>
internal readonly record struct AuthenticationStep(AuthenticationOutcome Outcome, ushort Sequence, StatusCode Status)
{
    /// <summary>Nothing is answered.</summary>
    internal static AuthenticationStep Ignored => new(AuthenticationOutcome.Ignored, 0, StatusCode.Success);

    /// <summary>Nothing is answered yet.</summary>
    internal static AuthenticationStep Pending => new(AuthenticationOutcome.Pending, 0, StatusCode.Success);

    /// <summary>The finite cyclic group by which an accepted peer has authenticated; 0: none.</summary>
    internal ushort Group { get; init; }
}

/// <summary>What was pending has come to a step; what stands behind the three fixed fields of the answer is <paramref name="fields"/>.</summary>
internal delegate void LateStep(MacAddress peer, in AuthenticationStep step, ReadOnlySpan<byte> fields);

/// <summary>
/// How a peer authenticates, before there is a station (802.11-2020 12.3.3, 12.4): one object an algorithm. Whoever needs to remember a
/// peer between two frames does so himself, within bounds, and without an entry in the station table.
/// </summary>
internal interface IAuthentication
{
    /// <summary>Authentication Algorithm Number (802.11-2020 9.4.1.1).</summary>
    ushort Algorithm { get; }

    /// <summary>Whether the network offers it now.</summary>
    bool IsOffered { get; }

    /// <summary>Whether a station sends a frame of this transaction sequence number.</summary>
    bool Expects(ushort sequence);

    /// <summary>
    /// A frame of an exchange. What stands behind the three fixed fields is <paramref name="fields"/>; what shall stand there in the
    /// answer goes to <paramref name="reply"/>.
    /// </summary>
    AuthenticationStep OnFrame(MacAddress peer, ushort sequence, StatusCode status, ReadOnlySpan<byte> fields, ref ByteWriter reply);
}

/// <summary>Open System authentication (802.11-2020 12.3.3.2): whoever asks is let in.</summary>
internal sealed class OpenAuthentication : IAuthentication
{
    public ushort Algorithm => 0;

    public bool IsOffered => true;

    public bool Expects(ushort sequence) => sequence == 1;

    public AuthenticationStep OnFrame(MacAddress peer, ushort sequence, StatusCode status, ReadOnlySpan<byte> fields, ref ByteWriter reply) =>
        new(AuthenticationOutcome.Accepted, 2, StatusCode.Success);
}
