using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using HostApd.Ieee80211;

namespace HostApd.Radius;

/// <summary>
/// Writes attributes front to back (RFC 2865 5). What does not fit, or has no form as an attribute, writes nothing more and makes
/// the writer <see cref="Failed"/> for good: a request that lacks something says something else.
/// </summary>
public ref struct RadiusAttributeWriter(Span<byte> target)
{
    private const byte WirelessPort = 19;
    private const int AddressTextLength = 17;

    private ByteWriter _writer = new(target);

    /// <summary>Whether anything did not fit.</summary>
    public bool Failed { get; private set; }

    /// <summary>What has been written; empty once failed.</summary>
    public readonly ReadOnlySpan<byte> Written => Failed ? default : _writer.Written;

    /// <summary>Any attribute of 1 to 253 octets, texts as UTF-8.</summary>
    public void Bytes(RadiusAttributeType type, scoped ReadOnlySpan<byte> value)
    {
        var place = Begin(type, value.Length);
        if (!Failed)
        {
            value.CopyTo(place);
        }
    }

    /// <summary>Attributes that are written already.</summary>
    public void Raw(scoped ReadOnlySpan<byte> attributes)
    {
        var place = Failed || attributes.IsEmpty ? default : _writer.Reserve(attributes.Length);
        Failed |= place.IsEmpty && !attributes.IsEmpty;
        if (!Failed)
        {
            attributes.CopyTo(place);
        }
    }

    /// <summary>A number of 32 bits, most significant first.</summary>
    public void Number(RadiusAttributeType type, uint value)
    {
        var place = Begin(type, sizeof(uint));
        if (!Failed)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
        }
    }

    /// <summary>NAS-IP-Address or NAS-IPv6-Address (RFC 3162 2.1), as the address is.</summary>
    public void NasAddress(IPAddress address)
    {
        var isFour = address.AddressFamily == AddressFamily.InterNetwork;
        var place = Begin(isFour ? RadiusAttributeType.NasIpAddress : RadiusAttributeType.NasIpv6Address, isFour ? 4 : 16);
        if (!Failed)
        {
            Failed = !address.TryWriteBytes(place, out _);
        }
    }

    /// <summary>NAS-Port-Type 19, Wireless - IEEE 802.11 (RFC 3580).</summary>
    public void WirelessPortType() => Number(RadiusAttributeType.NasPortType, WirelessPort);

    /// <summary>Called-Station-Id (RFC 3580 3.20): <c>02-00-00-00-00-00:ssid</c>, the SSID's octets as they are.</summary>
    public void CalledStation(MacAddress bssid, scoped ReadOnlySpan<byte> ssid)
    {
        var place = Begin(RadiusAttributeType.CalledStationId, AddressTextLength + 1 + ssid.Length);
        if (!Failed)
        {
            WriteAddress(bssid, place);
            place[AddressTextLength] = (byte)':';
            ssid.CopyTo(place[(AddressTextLength + 1)..]);
        }
    }

    /// <summary>Calling-Station-Id (RFC 3580 3.21): <c>02-00-00-00-01-00</c>.</summary>
    public void CallingStation(MacAddress station)
    {
        var place = Begin(RadiusAttributeType.CallingStationId, AddressTextLength);
        if (!Failed)
        {
            WriteAddress(station, place);
        }
    }

    /// <summary>EAP-Message (RFC 3579 3.1): a packet in as many pieces of at most 253 octets as it needs, one behind the other.</summary>
    public void Eap(scoped ReadOnlySpan<byte> packet)
    {
        Failed |= packet.Length > RadiusAnswer.MaximumEapLength;
        do
        {
            var length = Math.Min(packet.Length, RadiusAttributeReader.MaximumValueLength);
            Bytes(RadiusAttributeType.EapMessage, packet[..length]);
            packet = packet[length..];
        }
        while (!packet.IsEmpty && !Failed);
    }

    /// <summary>Extended-Vendor-Specific-5 (RFC 6929 2.2, 3.10): a value in as many pieces as it needs, each but the last with the More flag.</summary>
    /// <param name="vendor">The vendor's number.</param>
    /// <param name="type">The vendor's type.</param>
    /// <param name="value">The value.</param>
    public void Extended(uint vendor, byte type, scoped ReadOnlySpan<byte> value)
    {
        const int ExtendedHeader = 2;
        const int VendorHeader = 5;
        for (var isFirst = true; isFirst || !value.IsEmpty && !Failed; isFirst = false)
        {
            var header = ExtendedHeader + (isFirst ? VendorHeader : 0);
            var length = Math.Min(value.Length, RadiusAttributeReader.MaximumValueLength - header);
            var place = Begin(RadiusAttributeType.LongExtended5, header + length);
            if (Failed)
            {
                return;
            }

            (place[0], place[1]) = ((byte)RadiusAttributeType.VendorSpecific, (byte)(length < value.Length ? 0x80 : 0));
            if (isFirst)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(place[ExtendedHeader..], vendor);
                place[header - 1] = type;
            }

            value[..length].CopyTo(place[header..]);
            value = value[length..];
        }
    }

    /// <summary>A suite selector, OUI and type as one number: 0x000FAC04 is CCMP-128 (RFC 7268 2.14 to 2.17).</summary>
    public void Suite(RadiusAttributeType type, uint selector) => Number(type, selector);

    /// <summary>Mobility-Domain-Id (RFC 7268 2.5): the domain's two octets as a number, most significant first.</summary>
    public void MobilityDomain(ushort id) => Number(RadiusAttributeType.MobilityDomainId, id);

    /// <summary>Every Proxy-State of a request, in order, into the answer to it (RFC 2865 5.33, RFC 5176 3.1).</summary>
    public void EchoProxyStates(in RadiusPacket request)
    {
        var reader = new RadiusAttributeReader(request.Attributes);
        while (reader.MoveNext())
        {
            if (reader.Type == RadiusAttributeType.ProxyState)
            {
                Bytes(RadiusAttributeType.ProxyState, reader.Value);
            }
        }
    }

    private Span<byte> Begin(RadiusAttributeType type, int length)
    {
        if (Failed || length is < 1 or > RadiusAttributeReader.MaximumValueLength)
        {
            Failed = true;
            return default;
        }

        var place = _writer.Reserve(RadiusAttributeReader.HeaderLength + length);
        if (place.IsEmpty)
        {
            Failed = true;
            return default;
        }

        place[0] = (byte)type;
        place[1] = (byte)place.Length;
        return place[RadiusAttributeReader.HeaderLength..];
    }

    private static void WriteAddress(MacAddress address, Span<byte> text)
    {
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        address.CopyTo(octets);
        for (var i = 0; i < octets.Length; i++)
        {
            text[3 * i] = Digit(octets[i] >> 4);
            text[(3 * i) + 1] = Digit(octets[i] & 15);
            if (i < octets.Length - 1)
            {
                text[(3 * i) + 2] = (byte)'-';
            }
        }
    }

    private static byte Digit(int value) => (byte)"0123456789ABCDEF"[value];
}
