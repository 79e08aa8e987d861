using System.Security.Cryptography;
using HostApd.Ieee80211;

namespace HostApd.Eapol;

/// <summary>A server elsewhere, as <see cref="RelayedEap"/> asks it (RFC 3579 2).</summary>
public interface IEapRelay
{
    /// <summary>
    /// Hands a Response on. What the server says comes by <see cref="RelayedEap.OnChallenge"/>, <see cref="RelayedEap.OnAccept"/> or
    /// <see cref="RelayedEap.OnReject"/>, never inside this call.
    /// </summary>
    void Ask(RelayedEap from, ReadOnlySpan<byte> response);

    /// <summary>Nobody wants to know any more.</summary>
    void Cancel(RelayedEap from);
}

/// <summary>
/// A server elsewhere answers the peer: packets pass as they are, whatever their method, with the server's Identifiers
/// (RFC 3579 2.1, RFC 4137 7). Bounded: so many rounds, and no packet longer than an EAPOL frame may be.
/// <code>
/// event \ state   | with the server                        | with the peer     | over
/// Response        | – (EapExchange waits for the server)   | asked, round + 1; | –
///                 |                                        | 51: Failure       |
/// OnChallenge     | a Request: to the peer; else: Failure  | –                 | –
/// OnAccept        | Success with the key                   | –                 | –
/// OnReject        | Failure                                | –                 | –
/// Close           | Cancel; the key is wiped               | the key is wiped  | –
/// </code>
/// </summary>
public sealed class RelayedEap(IEapRelay relay) : IEapBackend
{
    /// <summary>Most Responses that are handed on: a long chain of certificates takes some thirty.</summary>
    public const int MaximumRounds = 50;

    /// <summary>Longest EAP packet, in bytes: what an EAPOL frame holds (802.1X-2010 11.3.1 with a frame of 2,304).</summary>
    public const int MaximumLength = 2_300;

    /// <summary>MS-MPPE-Recv-Key and MS-MPPE-Send-Key (RFC 2548), 32 bytes each.</summary>
    private const int LongestMsk = 64;

    private readonly byte[] _msk = GC.AllocateArray<byte>(LongestMsk, pinned: true);
    private byte[] _request = [];
    private byte _identifier;
    private int _mskLength;
    private bool _isAsking;
    private bool _isOver;

    /// <inheritdoc/>
    public EapMethodType? Method => null;

    /// <inheritdoc/>
    public int RequestLength => _request.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Msk => _msk.AsSpan(0, _mskLength);

    /// <inheritdoc/>
    public TimeSpan? Patience { get; private set; }

    /// <summary>Responses that were handed on.</summary>
    public int Rounds { get; private set; }

    /// <summary>The type of the last Request: what the station and the server have agreed on, once it has answered with the same.</summary>
    public EapType LastType => _request.Length > 0 ? (EapType)_request[0] : EapType.None;

    /// <inheritdoc/>
    public EapAnswer OnIdentity(in EapPacket response) => HandOn(response);

    /// <inheritdoc/>
    public EapAnswer OnResponse(in EapPacket response) => HandOn(response);

    /// <inheritdoc/>
    public byte IdentifierAfter(byte last) => _identifier;

    /// <inheritdoc/>
    public void WriteRequest(ref ByteWriter writer) => writer.Bytes(_request);

    /// <summary>The server asks the peer something (Access-Challenge); what that means to the exchange.</summary>
    /// <param name="packet">The EAP packet in it: a Request, or the peer has to be refused.</param>
    /// <param name="patience">So long the peer's answer may take (Session-Timeout, RFC 3579 2.6.4); null: nothing is said of it.</param>
    public EapAnswer OnChallenge(ReadOnlySpan<byte> packet, TimeSpan? patience = null)
    {
        _isAsking = false;
        Patience = patience;
        if (_isOver || packet.Length > MaximumLength || !EapPacket.TryParse(packet, out var request) || request.Code != EapCode.Request)
        {
            return EapAnswer.Failure;
        }

        _identifier = request.Identifier;
        _request = request.Whole[EapPacket.HeaderLength..].ToArray();
        return EapAnswer.Request;
    }

    /// <summary>The server lets the peer in (Access-Accept).</summary>
    /// <param name="receiveKey">MS-MPPE-Recv-Key: the first half of the Master Session Key; empty: none came.</param>
    /// <param name="sendKey">MS-MPPE-Send-Key: the second.</param>
    public EapAnswer OnAccept(ReadOnlySpan<byte> receiveKey, ReadOnlySpan<byte> sendKey)
    {
        _isAsking = false;
        if (_isOver || receiveKey.Length + sendKey.Length > LongestMsk)
        {
            return EapAnswer.Failure;
        }

        receiveKey.CopyTo(_msk);
        sendKey.CopyTo(_msk.AsSpan(receiveKey.Length));
        _mskLength = receiveKey.Length + sendKey.Length;
        return EapAnswer.Success;
    }

    /// <summary>The server refuses the peer (Access-Reject), or there is no answer.</summary>
    public EapAnswer OnReject()
    {
        _isAsking = false;
        return EapAnswer.Failure;
    }

    /// <inheritdoc/>
    public void Close()
    {
        _isOver = true;
        _mskLength = 0;
        CryptographicOperations.ZeroMemory(_msk);
        if (_isAsking)
        {
            _isAsking = false;
            relay.Cancel(this);
        }
    }

    private EapAnswer HandOn(in EapPacket response)
    {
        if (response.Whole.Length > MaximumLength)
        {
            return EapAnswer.Ignored;
        }

        if (Rounds == MaximumRounds)
        {
            return EapAnswer.Failure;
        }

        Rounds++;
        _isAsking = true;
        relay.Ask(this, response.Whole);
        return EapAnswer.Pending;
    }
}
