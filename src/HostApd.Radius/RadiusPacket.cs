using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Radius;

/// <summary>Why bytes are no packet.</summary>
public enum RadiusPacketError
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Fewer octets than a header, or than the Length field says.</summary>
    Short,

    /// <summary>A Length field below 20 or above 4096.</summary>
    Length,

    /// <summary>An attribute that does not fit, or more than 200 of them.</summary>
    Attributes,

    /// <summary>A Message-Authenticator that is not 16 octets long, or two of them.</summary>
    MessageAuthenticator,
}

/// <summary>
/// A packet (RFC 2865 3): code, identifier, length (16 bits, most significant first, 20 to 4096, of the whole packet), 16 octets of
/// authenticator, attributes. Octets behind the length are no part of it. Parsing proves nothing: <see cref="RadiusSignature"/> does.
/// </summary>
public readonly ref struct RadiusPacket
{
    /// <summary>Length of the header and so of the shortest packet, in octets.</summary>
    public const int HeaderLength = 20;

    /// <summary>Longest packet in octets.</summary>
    public const int MaximumLength = 4096;

    /// <summary>Where the authenticator begins.</summary>
    public const int AuthenticatorOffset = 4;

    /// <summary>Length of an authenticator, and of the value of Message-Authenticator.</summary>
    public const int AuthenticatorLength = Md5.Length;

    /// <summary>Most attributes of a packet; FreeRADIUS has the same bound.</summary>
    public const int MaximumAttributes = 200;

    private RadiusPacket(ReadOnlySpan<byte> whole, int messageAuthenticatorOffset)
    {
        Whole = whole;
        MessageAuthenticatorOffset = messageAuthenticatorOffset;
    }

    /// <summary>All octets of the packet.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>What it is.</summary>
    public RadiusCode Code => (RadiusCode)Whole[0];

    /// <summary>What ties an answer to its request.</summary>
    public byte Identifier => Whole[1];

    /// <summary>16 octets.</summary>
    public ReadOnlySpan<byte> Authenticator => Whole.Slice(AuthenticatorOffset, AuthenticatorLength);

    /// <summary>All attributes.</summary>
    public ReadOnlySpan<byte> Attributes => Whole[HeaderLength..];

    /// <summary>Where the 16 octets of the Message-Authenticator begin in <see cref="Whole"/>; 0 without one.</summary>
    public int MessageAuthenticatorOffset { get; }

    /// <summary>Reads a datagram.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RadiusPacket packet, out RadiusPacketError error)
    {
        packet = default;
        var reader = new ByteReader(datagram);
        reader.Skip(2);
        var length = reader.U16BigEndian();
        error = reader.Failed ? RadiusPacketError.Short
            : length is < HeaderLength or > MaximumLength ? RadiusPacketError.Length
            : length > datagram.Length ? RadiusPacketError.Short
            : RadiusPacketError.None;
        if (error != RadiusPacketError.None)
        {
            return false;
        }

        var whole = datagram[..length];
        error = Walk(whole[HeaderLength..], out var place);
        if (error != RadiusPacketError.None)
        {
            return false;
        }

        packet = new RadiusPacket(whole, place);
        return true;
    }

    /// <summary>The first attribute of a type; false when there is none.</summary>
    public bool TryFind(RadiusAttributeType type, out ReadOnlySpan<byte> value)
    {
        var reader = new RadiusAttributeReader(Attributes);
        while (reader.MoveNext())
        {
            if (reader.Type == type)
            {
                value = reader.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static RadiusPacketError Walk(ReadOnlySpan<byte> attributes, out int place)
    {
        place = 0;
        var count = 0;
        var reader = new RadiusAttributeReader(attributes);
        while (reader.MoveNext())
        {
            if (++count > MaximumAttributes)
            {
                return RadiusPacketError.Attributes;
            }

            if (reader.Type == RadiusAttributeType.MessageAuthenticator)
            {
                if (place != 0 || reader.Value.Length != AuthenticatorLength)
                {
                    return RadiusPacketError.MessageAuthenticator;
                }

                place = HeaderLength + reader.Offset - AuthenticatorLength;
            }
        }

        return reader.Failed ? RadiusPacketError.Attributes : RadiusPacketError.None;
    }
}
