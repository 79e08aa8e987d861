using HostApd.Crypto;

namespace HostApd.Radius;

/// <summary>
/// What is asked, before a server, an identifier and a secret are chosen for it: everything else of the packet. A password is kept
/// apart, because each server's secret hides it differently.
/// </summary>
public sealed class RadiusRequest : IDisposable
{
    private const int SignatureLength = RadiusAttributeReader.HeaderLength + RadiusPacket.AuthenticatorLength;

    /// <summary>Most octets of attributes: what a packet holds beside its header and Message-Authenticator.</summary>
    public const int MaximumAttributesLength = RadiusPacket.MaximumLength - RadiusPacket.HeaderLength - SignatureLength;

    private readonly byte[] _attributes;
    private readonly SecretBytes? _password;

    /// <summary>A request; what is given is copied.</summary>
    /// <param name="code">Access-Request, Accounting-Request or Status-Server.</param>
    /// <param name="attributes">Attributes as a <see cref="RadiusAttributeWriter"/> leaves them, without the Message-Authenticator.</param>
    /// <param name="password">User-Password, 1 to 128 octets, or nothing.</param>
    public RadiusRequest(RadiusCode code, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> password = default)
    {
        Code = code;
        _attributes = attributes.ToArray();
        _password = password.IsEmpty ? null : new SecretBytes(password);
    }

    /// <summary>What it is.</summary>
    public RadiusCode Code { get; }

    /// <summary>
    /// Whether it is signed by a Message-Authenticator, its first attribute: all but Accounting-Request, whose authenticator says
    /// the same (and which servers do not expect to have one).
    /// </summary>
    public bool HasMessageAuthenticator => Code != RadiusCode.AccountingRequest;

    /// <summary>Writes the packet that goes to a server; returns its length in octets, 0 when it does not fit.</summary>
    /// <param name="packet">Room for it: <see cref="RadiusPacket.MaximumLength"/> is always enough.</param>
    /// <param name="identifier">What the answer repeats.</param>
    /// <param name="authenticator">16 random octets; not looked at for Accounting-Request, whose authenticator is a sum.</param>
    /// <param name="secret">The server's.</param>
    /// <param name="signature">Signs it.</param>
    public int Write(
        Span<byte> packet, byte identifier, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret, RadiusSignature signature)
    {
        var signatureLength = HasMessageAuthenticator ? SignatureLength : 0;
        var passwordLength = _password is null
            ? 0
            : RadiusAttributeReader.HeaderLength + ((_password.Length + HiddenValue.BlockLength - 1) & -HiddenValue.BlockLength);
        var length = RadiusPacket.HeaderLength + signatureLength + _attributes.Length + passwordLength;
        if (length > Math.Min(packet.Length, RadiusPacket.MaximumLength))
        {
            return 0;
        }

        packet = packet[..length];
        packet[0] = (byte)Code;
        packet[1] = identifier;
        packet[2] = (byte)(length >> 8);
        packet[3] = (byte)length;
        authenticator.CopyTo(packet[RadiusPacket.AuthenticatorOffset..]);
        var rest = packet[RadiusPacket.HeaderLength..];
        if (HasMessageAuthenticator)
        {
            rest[0] = (byte)RadiusAttributeType.MessageAuthenticator;
            rest[1] = SignatureLength;
        }

        _attributes.CopyTo(rest[signatureLength..]);
        if (_password is not null)
        {
            var place = rest[^passwordLength..];
            place[0] = (byte)RadiusAttributeType.UserPassword;
            place[1] = (byte)passwordLength;
            if (HiddenValue.HidePassword(_password.Span, authenticator, secret, place[RadiusAttributeReader.HeaderLength..]) == 0)
            {
                return 0;
            }
        }

        var signed = HasMessageAuthenticator ? RadiusPacket.HeaderLength + RadiusAttributeReader.HeaderLength : 0;
        signature.SignRequest(packet, signed, secret);
        return length;
    }

    /// <summary>Wipes the password.</summary>
    public void Dispose() => _password?.Dispose();
}
