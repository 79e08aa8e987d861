using HostApd.Ieee80211;

namespace HostApd.Eapol;

/// <summary>What a backend says to the peer's last word.</summary>
public enum EapAnswer
{
    /// <summary>Ask the peer what <see cref="IEapBackend.WriteRequest"/> writes.</summary>
    Request,

    /// <summary>Nothing yet: <see cref="EapExchange.OnAnswer"/> will follow.</summary>
    Pending,

    /// <summary>The response did not count; wait on for another.</summary>
    Ignored,

    /// <summary>The response was of another type than the Request.</summary>
    OtherType,

    /// <summary>EAP-Success, with <see cref="IEapBackend.Msk"/>.</summary>
    Success,

    /// <summary>EAP-Failure; also the normal end of EAP-WSC (WSC 2.0 7.7).</summary>
    Failure,
}

/// <summary>
/// Who answers one peer: a method of ours (<see cref="LocalEap"/>), or a server elsewhere that is asked (RFC 3579), which answers
/// later. Made for a peer once it has named itself; a machine of its own that the <see cref="EapExchange"/> steps.
/// </summary>
public interface IEapBackend
{
    /// <summary>The type it begins with; null while that is another's choice.</summary>
    EapMethodType? Method { get; }

    /// <summary>Bytes that <see cref="WriteRequest"/> writes.</summary>
    int RequestLength { get; }

    /// <summary>Master Session Key (RFC 3748 7.10): after <see cref="EapAnswer.Success"/>, until <see cref="Close"/>. Empty for methods without.</summary>
    ReadOnlySpan<byte> Msk { get; }

    /// <summary>So long each answer to the Request is waited for, since a person gives it, as who asks says; null: as the exchange thinks.</summary>
    TimeSpan? Patience => null;

    /// <summary>The peer has named itself.</summary>
    EapAnswer OnIdentity(in EapPacket response);

    /// <summary>A Response to the last Request.</summary>
    EapAnswer OnResponse(in EapPacket response);

    /// <summary>The Identifier of the Request: the next one, unless a server elsewhere has chosen it.</summary>
    byte IdentifierAfter(byte last);

    /// <summary>The Request from its Type on; the same until the next word of the peer or the next answer.</summary>
    void WriteRequest(ref ByteWriter writer);

    /// <summary>The exchange is over or begun anew, whoever ended it: forgets its secrets. Called once.</summary>
    void Close();
}

/// <summary>Chooses who answers a peer.</summary>
public interface IEapBackendSelector
{
    /// <summary>The backend for that identity; null when nobody knows it.</summary>
    IEapBackend? Select(ReadOnlySpan<byte> identity);
}
