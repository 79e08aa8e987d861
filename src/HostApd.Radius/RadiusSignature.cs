using System.Security.Cryptography;
using HostApd.Crypto;

namespace HostApd.Radius;

/// <summary>Whether an answer is its server's.</summary>
public enum RadiusProof
{
    /// <summary>It is: all that it carries was computed with the secret.</summary>
    Good,

    /// <summary>Its Response Authenticator is another: forged, of another request, or of another secret.</summary>
    BadAuthenticator,

    /// <summary>Its Message-Authenticator is another.</summary>
    BadMessageAuthenticator,

    /// <summary>It has no Message-Authenticator, and needs one.</summary>
    NoMessageAuthenticator,
}

/// <summary>
/// What proves a packet: the authenticators of RFC 2865 3, RFC 2866 3 and RFC 5176 2.3 (MD5 over packet and secret) and the
/// Message-Authenticator of RFC 3579 3.2 (HMAC-MD5). Keeps no secret; used by one thread.
/// </summary>
public sealed class RadiusSignature : IDisposable
{
    private readonly Md5 _md5 = new();
    private readonly Hmac _hmac = Hmac.Md5();

    /// <summary>
    /// Signs a request whose authenticator stands already (Access-Request, Status-Server), or is the sum (all others, over 16 zero
    /// octets). Length and attributes are written, and so is a Message-Authenticator of zeros, when there is one.
    /// </summary>
    /// <param name="packet">All of the packet.</param>
    /// <param name="messageAuthenticatorOffset">Where the value of Message-Authenticator begins, or 0.</param>
    /// <param name="secret">What server and client share.</param>
    public void SignRequest(Span<byte> packet, int messageAuthenticatorOffset, ReadOnlySpan<byte> secret)
    {
        var authenticator = packet.Slice(RadiusPacket.AuthenticatorOffset, RadiusPacket.AuthenticatorLength);
        var isSum = !HasRandomAuthenticator((RadiusCode)packet[0]);
        if (isSum)
        {
            authenticator.Clear();
        }

        if (messageAuthenticatorOffset != 0)
        {
            var place = packet.Slice(messageAuthenticatorOffset, RadiusPacket.AuthenticatorLength);
            place.Clear();
            _hmac.SetKey(secret);
            _hmac.Compute(packet, place);
            _hmac.SetKey(default);
        }

        if (isSum)
        {
            _md5.Update(packet);
            _md5.Update(secret);
            _md5.Finish(authenticator);
        }
    }

    /// <summary>Signs an answer, which carries the authenticator of its request (RFC 2865 3): the other side's part, and that of dynamic authorization.</summary>
    public void SignResponse(
        Span<byte> packet, int messageAuthenticatorOffset, ReadOnlySpan<byte> requestAuthenticator, ReadOnlySpan<byte> secret)
    {
        var authenticator = packet.Slice(RadiusPacket.AuthenticatorOffset, RadiusPacket.AuthenticatorLength);
        requestAuthenticator.CopyTo(authenticator);
        if (messageAuthenticatorOffset != 0)
        {
            var place = packet.Slice(messageAuthenticatorOffset, RadiusPacket.AuthenticatorLength);
            place.Clear();
            _hmac.SetKey(secret);
            _hmac.Compute(packet, place);
            _hmac.SetKey(default);
        }

        _md5.Update(packet);
        _md5.Update(secret);
        _md5.Finish(authenticator);
    }

    /// <summary>Whether an answer is that to a request; compares in fixed time.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="requestAuthenticator">16 octets of the request.</param>
    /// <param name="secret">What server and client share.</param>
    /// <param name="needsMessageAuthenticator">
    /// Whether one without is none. With that, an attacker on the path who finds a collision of MD5 turns a Reject into an Accept
    /// (CVE-2024-3596).
    /// </param>
    /// <remarks>
    /// A Message-Authenticator in an Accounting-Response is not looked at: RFC 3579 has none there, servers compute it over the request's authenticator
    /// or over 16 zeros, and the sum over all that proves the answer is good already.
    /// </remarks>
    public RadiusProof CheckResponse(
        in RadiusPacket answer, ReadOnlySpan<byte> requestAuthenticator, ReadOnlySpan<byte> secret, bool needsMessageAuthenticator)
    {
        Span<byte> sum = stackalloc byte[RadiusPacket.AuthenticatorLength];
        _md5.Update(answer.Whole[..RadiusPacket.AuthenticatorOffset]);
        _md5.Update(requestAuthenticator);
        _md5.Update(answer.Attributes);
        _md5.Update(secret);
        _md5.Finish(sum);
        if (!CryptographicOperations.FixedTimeEquals(sum, answer.Authenticator))
        {
            return RadiusProof.BadAuthenticator;
        }

        return answer.Code == RadiusCode.AccountingResponse ? RadiusProof.Good
            : answer.MessageAuthenticatorOffset != 0 ? CheckMessage(answer, requestAuthenticator, secret)
            : needsMessageAuthenticator ? RadiusProof.NoMessageAuthenticator
            : RadiusProof.Good;
    }

    /// <summary>Whether a request whose authenticator is a sum (Accounting-, Disconnect-, CoA-Request) is who knows the secret's.</summary>
    public RadiusProof CheckRequest(in RadiusPacket request, ReadOnlySpan<byte> secret, bool needsMessageAuthenticator)
    {
        Span<byte> zero = stackalloc byte[RadiusPacket.AuthenticatorLength];
        zero.Clear();
        return HasRandomAuthenticator(request.Code) ? CheckRandomRequest(request, secret, needsMessageAuthenticator)
            : CheckResponse(request, zero, secret, needsMessageAuthenticator);
    }

    /// <inheritdoc/>
    public void Dispose() => _hmac.Dispose();

    private static bool HasRandomAuthenticator(RadiusCode code) => code is RadiusCode.AccessRequest or RadiusCode.StatusServer;

    private RadiusProof CheckRandomRequest(in RadiusPacket request, ReadOnlySpan<byte> secret, bool needsMessageAuthenticator) =>
        request.MessageAuthenticatorOffset != 0 ? CheckMessage(request, request.Authenticator, secret)
        : needsMessageAuthenticator ? RadiusProof.NoMessageAuthenticator
        : RadiusProof.Good;

    private RadiusProof CheckMessage(in RadiusPacket packet, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret)
    {
        Span<byte> code = stackalloc byte[RadiusPacket.AuthenticatorLength];
        var place = packet.MessageAuthenticatorOffset;
        _hmac.SetKey(secret);
        _hmac.Update(packet.Whole[..RadiusPacket.AuthenticatorOffset]);
        _hmac.Update(authenticator);
        _hmac.Update(packet.Whole[RadiusPacket.HeaderLength..place]);
        code.Clear();
        _hmac.Update(code);
        _hmac.Update(packet.Whole[(place + RadiusPacket.AuthenticatorLength)..]);
        _hmac.Finish(code);
        _hmac.SetKey(default);
        return CryptographicOperations.FixedTimeEquals(code, packet.Whole.Slice(place, RadiusPacket.AuthenticatorLength))
            ? RadiusProof.Good
            : RadiusProof.BadMessageAuthenticator;
    }
}
