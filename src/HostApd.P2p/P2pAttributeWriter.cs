using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>Writes P2P attributes.</summary>
public static class P2pAttributeWriter
{
    /// <summary>Identifier and length; the body follows.</summary>
    public static void Header(scoped ref ByteWriter writer, P2pAttributeId id, int length)
    {
        writer.U8((byte)id);
        writer.U16LittleEndian((ushort)length);
    }

    /// <summary>P2P Capability.</summary>
    public static void Capability(scoped ref ByteWriter writer, DeviceCapability device, GroupCapability group)
    {
        Header(ref writer, P2pAttributeId.Capability, 2);
        writer.U8((byte)device);
        writer.U8((byte)group);
    }

    /// <summary>Status.</summary>
    public static void Status(scoped ref ByteWriter writer, P2pStatus status)
    {
        Header(ref writer, P2pAttributeId.Status, 1);
        writer.U8((byte)status);
    }

    /// <summary>An attribute of any length.</summary>
    public static void Bytes(scoped ref ByteWriter writer, P2pAttributeId id, scoped ReadOnlySpan<byte> body)
    {
        Header(ref writer, id, body.Length);
        writer.Bytes(body);
    }

    /// <summary>The same, left out when it is empty.</summary>
    public static void Optional(scoped ref ByteWriter writer, P2pAttributeId id, scoped ReadOnlySpan<byte> body)
    {
        if (!body.IsEmpty)
        {
            Bytes(ref writer, id, body);
        }
    }

    /// <summary>An attribute of one byte, left out when the value is negative.</summary>
    public static void Optional(scoped ref ByteWriter writer, P2pAttributeId id, int value)
    {
        if (value >= 0)
        {
            Bytes(ref writer, id, [(byte)value]);
        }
    }

    /// <summary>An attribute that is an address, left out when it is zero.</summary>
    public static void Optional(scoped ref ByteWriter writer, P2pAttributeId id, MacAddress address)
    {
        if (!address.IsZero)
        {
            Mac(ref writer, id, address);
        }
    }

    /// <summary>Group Owner Intent; left out when it is negative.</summary>
    public static void Intent(scoped ref ByteWriter writer, int intent, bool tieBreaker) =>
        Optional(ref writer, P2pAttributeId.GroupOwnerIntent, intent < 0 ? -1 : intent << 1 | (tieBreaker ? 1 : 0));

    /// <summary>Configuration Timeout of an owner and of a client, in units of 10 ms.</summary>
    public static void Timeouts(scoped ref ByteWriter writer, byte owner, byte client) =>
        Bytes(ref writer, P2pAttributeId.ConfigurationTimeout, [owner, client]);

    /// <summary>An attribute that is an address.</summary>
    public static void Mac(scoped ref ByteWriter writer, P2pAttributeId id, MacAddress address)
    {
        Header(ref writer, id, MacAddress.Length);
        writer.Mac(address);
    }

    /// <summary>P2P Group ID: the Group Owner's P2P Device Address and the SSID.</summary>
    public static void GroupId(scoped ref ByteWriter writer, MacAddress device, scoped ReadOnlySpan<byte> ssid)
    {
        Header(ref writer, P2pAttributeId.GroupId, MacAddress.Length + ssid.Length);
        writer.Mac(device);
        writer.Bytes(ssid);
    }

    /// <summary>The same, left out when the address is zero.</summary>
    public static void OptionalGroupId(scoped ref ByteWriter writer, MacAddress device, scoped ReadOnlySpan<byte> ssid)
    {
        if (!device.IsZero)
        {
            GroupId(ref writer, device, ssid);
        }
    }

    /// <summary>
    /// Wraps attributes into vendor specific elements (OUI 50:6F:9A, type 9), 251 bytes of them in each (P2P 1.7 4.1.1).
    /// No attributes make one empty element.
    /// </summary>
    public static void Element(scoped ref ByteWriter writer, scoped ReadOnlySpan<byte> attributes)
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

    /// <summary>The same for attributes of which some did not fit: then the frame fails, too, as half an attribute is never sent.</summary>
    public static void Element(scoped ref ByteWriter writer, scoped ReadOnlySpan<byte> attributes, bool isCut)
    {
        if (isCut)
        {
            _ = writer.Reserve(int.MaxValue);
            return;
        }

        Element(ref writer, attributes);
    }
}
