using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>Why bytes are not the message that was expected.</summary>
public enum WscErrorCode
{
    /// <summary>No error.</summary>
    None,

    /// <summary>An attribute header is cut off, or its length names more bytes than there are.</summary>
    CutOff,

    /// <summary>A required attribute is absent.</summary>
    Missing,

    /// <summary>An attribute has another length than its definition allows.</summary>
    Length,

    /// <summary>An attribute has another value than this message must have.</summary>
    Value,

    /// <summary>The Authenticator is not the last attribute.</summary>
    AuthenticatorNotLast,
}

/// <summary>A parse error: what, in which attribute, and its offset in bytes from the start of the message.</summary>
public readonly record struct WscError(WscErrorCode Code, AttributeId Attribute, int Offset);

/// <summary>
/// Reads the attributes of a message in any order (WSC 2.0 12): type 2, length 2, value. Unknown ones are skipped, of
/// repeated ones the first counts. The first error sticks; a parser reads as the standard's table and checks once, with
/// <see cref="TryFinish"/>.
/// </summary>
public ref struct AttributeList
{
    /// <summary>Length of type and length, in bytes.</summary>
    public const int HeaderLength = 4;

    /// <summary>Length of a whole Authenticator or Key Wrap Authenticator attribute, in bytes.</summary>
    public const int AuthenticatorLength = HeaderLength + 8;

    private readonly ReadOnlySpan<byte> _bytes;
    private WscError _error;

    /// <summary>Looks at the structure only: every length must lie within the message.</summary>
    public AttributeList(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        var at = 0;
        while (at < bytes.Length)
        {
            var left = bytes.Length - at;
            if (left < HeaderLength || left - HeaderLength < LengthAt(at))
            {
                _error = new WscError(WscErrorCode.CutOff, left < 2 ? 0 : IdAt(at), at);
                _bytes = default;
                return;
            }

            at += HeaderLength + LengthAt(at);
        }
    }

    /// <summary>The value of an attribute that must be there with exactly <paramref name="length"/> bytes.</summary>
    public ReadOnlySpan<byte> Required(AttributeId id, int length) => Required(id, length, length);

    /// <summary>The value of an attribute that must be there.</summary>
    public ReadOnlySpan<byte> Required(AttributeId id, int minimum, int maximum)
    {
        var at = Find(id, 0);
        if (at >= 0)
        {
            return Value(id, at, minimum, maximum);
        }

        Fail(WscErrorCode.Missing, id, _bytes.Length);
        return default;
    }

    /// <summary>The value of an attribute that may be there with exactly <paramref name="length"/> bytes.</summary>
    public ReadOnlySpan<byte> Optional(AttributeId id, int length) => Optional(id, length, length);

    /// <summary>The value of an attribute that may be there; empty when it is not.</summary>
    public ReadOnlySpan<byte> Optional(AttributeId id, int minimum, int maximum)
    {
        var at = Find(id, 0);
        return at < 0 ? default : Value(id, at, minimum, maximum);
    }

    /// <summary>A required byte.</summary>
    public byte U8(AttributeId id)
    {
        var value = Required(id, 1);
        return value.IsEmpty ? (byte)0 : value[0];
    }

    /// <summary>A required 16-bit number.</summary>
    public ushort U16(AttributeId id)
    {
        var value = Required(id, 2);
        return value.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(value);
    }

    /// <summary>A required 32-bit number.</summary>
    public uint U32(AttributeId id)
    {
        var value = Required(id, 4);
        return value.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(value);
    }

    /// <summary>A required address.</summary>
    public MacAddress Mac(AttributeId id)
    {
        var value = Required(id, MacAddress.Length);
        return value.IsEmpty ? default : new MacAddress(value);
    }

    /// <summary>Version, 1 byte of any value, and the Message Type, which must be <paramref name="type"/>.</summary>
    public void Head(MessageType type)
    {
        U8(AttributeId.Version);
        if (U8(AttributeId.MessageType) != (byte)type)
        {
            Fail(WscErrorCode.Value, AttributeId.MessageType, Math.Max(0, Find(AttributeId.MessageType, 0)));
        }
    }

    /// <summary>Authenticator, 8 bytes, which must be the last attribute.</summary>
    public ReadOnlySpan<byte> Authenticator()
    {
        var value = Required(AttributeId.Authenticator, 8);
        var at = Find(AttributeId.Authenticator, 0);
        if (at >= 0 && at + AuthenticatorLength != _bytes.Length)
        {
            Fail(WscErrorCode.AuthenticatorNotLast, AttributeId.Authenticator, at);
        }

        return value;
    }

    /// <summary>The WFA vendor extension; its defaults when absent.</summary>
    public WfaExtension Wfa()
    {
        for (var at = Find(AttributeId.VendorExtension, 0); at >= 0; at = Find(AttributeId.VendorExtension, at + 1))
        {
            var value = Value(AttributeId.VendorExtension, at, 3, 1024);
            if (value.StartsWith(WfaExtension.Vendor))
            {
                if (!WfaExtension.TryParse(value[WfaExtension.Vendor.Length..], out var extension))
                {
                    Fail(WscErrorCode.Length, AttributeId.VendorExtension, at);
                }

                return extension;
            }
        }

        return default;
    }

    /// <summary>Steps through attributes of one type: <paramref name="offset"/> begins at 0.</summary>
    public bool Next(AttributeId id, ref int offset, out ReadOnlySpan<byte> value)
    {
        var at = Find(id, offset);
        value = at < 0 ? default : _bytes.Slice(at + HeaderLength, LengthAt(at));
        offset = at < 0 ? _bytes.Length : at + 1;
        return at >= 0;
    }

    /// <summary>Whether all that was asked for was right.</summary>
    public readonly bool TryFinish(out WscError error)
    {
        error = _error;
        return error.Code == WscErrorCode.None;
    }

    /// <summary>The Message Type, whatever it is; None when there is none.</summary>
    public static MessageType TypeOf(ReadOnlySpan<byte> bytes)
    {
        var list = new AttributeList(bytes);
        return (MessageType)list.U8(AttributeId.MessageType);
    }

    private readonly AttributeId IdAt(int at) => (AttributeId)BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]);

    private readonly int LengthAt(int at) => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(at + 2)..]);

    private readonly int Find(AttributeId id, int from)
    {
        for (var at = 0; at < _bytes.Length; at += HeaderLength + LengthAt(at))
        {
            if (at >= from && IdAt(at) == id)
            {
                return at;
            }
        }

        return -1;
    }

    private ReadOnlySpan<byte> Value(AttributeId id, int at, int minimum, int maximum)
    {
        var length = LengthAt(at);
        if (length >= minimum && length <= maximum)
        {
            return _bytes.Slice(at + HeaderLength, length);
        }

        Fail(WscErrorCode.Length, id, at);
        return default;
    }

    private void Fail(WscErrorCode code, AttributeId id, int offset)
    {
        if (_error.Code == WscErrorCode.None)
        {
            _error = new WscError(code, id, offset);
        }
    }
}
