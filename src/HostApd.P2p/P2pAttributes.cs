using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>
/// Walks the attributes of a P2P element's body (P2P 1.7 4.1.1):
/// <code>| Attribute ID 1 | Length 2, least significant first | body … |</code>
/// </summary>
public ref struct P2pAttributeReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Identifier of the attribute last read.</summary>
    public P2pAttributeId Id { get; private set; }

    /// <summary>Its body.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Whether the walk ended at an attribute longer than what was left.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Goes to the next attribute.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var reader = new ByteReader(_rest);
        Id = (P2pAttributeId)reader.U8();
        Body = reader.Bytes(reader.U16LittleEndian());
        if (reader.Failed)
        {
            Malformed = true;
            _rest = default;
            return false;
        }

        _rest = _rest[reader.Offset..];
        return true;
    }
}

/// <summary>
/// The attributes of a P2P element that a Group Owner looks at. Of repeated attributes the first counts; one of the wrong
/// length makes the whole element malformed.
/// </summary>
public ref struct P2pRequest
{
    /// <summary>Body of Device Info; see <see cref="P2pDeviceInfo.TryParse"/>.</summary>
    public ReadOnlySpan<byte> DeviceInfo;

    /// <summary>P2P Device ID, or zero.</summary>
    public MacAddress DeviceId;

    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>Group ID: the Group Owner's P2P Device Address, or zero.</summary>
    public MacAddress GroupDevice;

    /// <summary>Group ID: SSID.</summary>
    public ReadOnlySpan<byte> GroupSsid;

    /// <summary>Body of Notice of Absence.</summary>
    public ReadOnlySpan<byte> NoticeOfAbsence;

    /// <summary>Invitation Flags; -1 when absent.</summary>
    public int InvitationFlags;

    /// <summary>Reads the body behind OUI and type, joined when it came in several elements.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out P2pRequest request)
    {
        request = default;
        request.InvitationFlags = -1;
        var seen = 0u;
        var reader = new P2pAttributeReader(body);
        while (reader.MoveNext())
        {
            var bit = (byte)reader.Id < 32 ? 1u << (byte)reader.Id : 0;
            if ((seen & bit) == 0 && !request.Take(reader.Id, reader.Body))
            {
                return false;
            }

            seen |= bit;
        }

        return !reader.Malformed;
    }

    private bool Take(P2pAttributeId id, ReadOnlySpan<byte> body)
    {
        // Attributes of a stranger may have numbers without a name: skipped.
        switch (id)
        {
            case P2pAttributeId.Capability when body.Length == 2:
                DeviceCapability = (DeviceCapability)body[0];
                GroupCapability = (GroupCapability)body[1];
                return true;
            case P2pAttributeId.DeviceId when body.Length == MacAddress.Length:
                DeviceId = new MacAddress(body);
                return true;
            case P2pAttributeId.DeviceInfo when body.Length >= P2pDeviceInfo.MinimumLength:
                DeviceInfo = body;
                return true;
            case P2pAttributeId.GroupId when body.Length is >= MacAddress.Length and <= MacAddress.Length + 32:
                GroupDevice = new MacAddress(body);
                GroupSsid = body[MacAddress.Length..];
                return true;
            case P2pAttributeId.NoticeOfAbsence when body.Length >= 2:
                NoticeOfAbsence = body;
                return true;
            case P2pAttributeId.InvitationFlags when body.Length == 1:
                InvitationFlags = body[0];
                return true;
            case P2pAttributeId.Capability or P2pAttributeId.DeviceId or P2pAttributeId.DeviceInfo
                or P2pAttributeId.GroupId or P2pAttributeId.NoticeOfAbsence or P2pAttributeId.InvitationFlags:
                return false;
            default:
                return true;
        }
    }
}

/// <summary>Writes P2P attributes.</summary>
public static class P2pAttributeWriter
{
    /// <summary>Identifier and length; the body follows.</summary>
    public static void Header(ref ByteWriter writer, P2pAttributeId id, int length)
    {
        writer.U8((byte)id);
        writer.U16LittleEndian((ushort)length);
    }

    /// <summary>P2P Capability.</summary>
    public static void Capability(ref ByteWriter writer, DeviceCapability device, GroupCapability group)
    {
        Header(ref writer, P2pAttributeId.Capability, 2);
        writer.U8((byte)device);
        writer.U8((byte)group);
    }

    /// <summary>P2P Device ID.</summary>
    public static void DeviceId(ref ByteWriter writer, MacAddress address)
    {
        Header(ref writer, P2pAttributeId.DeviceId, MacAddress.Length);
        writer.Mac(address);
    }

    /// <summary>Status.</summary>
    public static void Status(ref ByteWriter writer, P2pStatus status)
    {
        Header(ref writer, P2pAttributeId.Status, 1);
        writer.U8((byte)status);
    }

    /// <summary>
    /// Wraps attributes into vendor specific elements (OUI 50:6F:9A, type 9), 251 bytes of them in each (P2P 1.7 4.1.1).
    /// No attributes make one empty element.
    /// </summary>
    public static void Element(ref ByteWriter writer, scoped ReadOnlySpan<byte> attributes)
    {
        const int perElement = 251;
        do
        {
            var part = attributes[..Math.Min(perElement, attributes.Length)];
            attributes = attributes[part.Length..];
            writer.U8((byte)ElementId.VendorSpecific);
            writer.U8((byte)(4 + part.Length));
            writer.U32BigEndian(VendorElements.P2p);
            writer.Bytes(part);
        }
        while (!attributes.IsEmpty);
    }
}
