using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>Writes attributes front to back (WSC 2.0 12); fails for good when one does not fit.</summary>
public ref struct AttributeWriter(Span<byte> target)
{
    /// <summary>Version that WSC 2.0 devices send in this attribute.</summary>
    public const byte Version1 = 0x10;

    private ByteWriter _writer = new(target);

    /// <summary>Whether anything did not fit.</summary>
    public readonly bool Failed => _writer.Failed;

    /// <summary>What has been written.</summary>
    public readonly Span<byte> Written => _writer.Written;

    /// <summary>An attribute of any length.</summary>
    public void Bytes(AttributeId id, scoped ReadOnlySpan<byte> value) => value.CopyTo(Reserve(id, value.Length));

    /// <summary>An attribute to be filled by the caller; empty when it does not fit.</summary>
    public Span<byte> Reserve(AttributeId id, int length)
    {
        _writer.U16BigEndian((ushort)id);
        _writer.U16BigEndian((ushort)length);
        return _writer.Reserve(length) is { IsEmpty: false } place ? place : new byte[length];
    }

    /// <summary>A text; a blank for an empty one, as some devices cannot read attributes without a value.</summary>
    public void Text(AttributeId id, scoped ReadOnlySpan<byte> value) => Bytes(id, value.IsEmpty ? " "u8 : value);

    /// <summary>One byte.</summary>
    public void U8(AttributeId id, byte value) => Bytes(id, [value]);

    /// <summary>Two bytes, most significant first.</summary>
    public void U16(AttributeId id, ushort value) => Bytes(id, [(byte)(value >> 8), (byte)value]);

    /// <summary>Four bytes, most significant first.</summary>
    public void U32(AttributeId id, uint value) =>
        Bytes(id, [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    /// <summary>An address.</summary>
    public void Mac(AttributeId id, MacAddress value) => value.CopyTo(Reserve(id, MacAddress.Length));

    /// <summary>Version and Message Type.</summary>
    public void Head(MessageType type)
    {
        U8(AttributeId.Version, Version1);
        U8(AttributeId.MessageType, (byte)type);
    }

    /// <summary>Attributes that are already written.</summary>
    public void Raw(scoped ReadOnlySpan<byte> attributes) => _writer.Bytes(attributes);

    /// <summary>The WFA vendor extension with Version2 and what the caller names.</summary>
    public void Wfa(scoped ReadOnlySpan<byte> authorizedMacs = default, bool requestToEnroll = false)
    {
        const int flagLength = 3;
        var length = WfaExtension.Vendor.Length + flagLength + (authorizedMacs.IsEmpty ? 0 : 2 + authorizedMacs.Length)
            + (requestToEnroll ? flagLength : 0);
        var inner = new ByteWriter(Reserve(AttributeId.VendorExtension, length));
        inner.Bytes(WfaExtension.Vendor);
        inner.U8((byte)WfaSubelement.Version2);
        inner.U8(1);
        inner.U8(WfaExtension.Version20);
        if (!authorizedMacs.IsEmpty)
        {
            inner.U8((byte)WfaSubelement.AuthorizedMacs);
            inner.U8((byte)authorizedMacs.Length);
            inner.Bytes(authorizedMacs);
        }

        if (requestToEnroll)
        {
            inner.U8((byte)WfaSubelement.RequestToEnroll);
            inner.U8(1);
            inner.U8(1);
        }
    }
}
