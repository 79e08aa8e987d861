using System.Text;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>
/// P2P Device Info (P2P 1.7 4.1.15):
/// <code>
/// | Device Address 6 | Config Methods 2 | Primary Device Type 8 | n 1 | n × Secondary Device Type 8 | Device Name TLV |
/// </code>
/// Numbers most significant byte first, as in WSC.
/// </summary>
public sealed record P2pDeviceInfo
{
    /// <summary>Without secondary types and with an empty name, in bytes.</summary>
    public const int MinimumLength = 6 + 2 + 8 + 1 + 4;

    private const int MaxName = 32;

    /// <summary>More than these are not kept: a Client Info Descriptor has a length of one byte.</summary>
    private const int MaxSecondaryTypes = 16;

    /// <summary>P2P Device Address.</summary>
    public required MacAddress Address { get; init; }

    /// <summary>What it can do for WPS.</summary>
    public ConfigMethods ConfigMethods { get; init; }

    /// <summary>Primary Device Type.</summary>
    public DeviceType PrimaryType { get; init; }

    /// <summary>Secondary device types, raw.</summary>
    public byte[] SecondaryTypes { get; init; } = [];

    /// <summary>Device Name, 0–32 bytes of UTF-8.</summary>
    public byte[] Name { get; init; } = [];

    /// <summary>The name as text that no terminal or script trips over.</summary>
    public string PrintableName
    {
        get
        {
            var text = new StringBuilder();
            foreach (var rune in Encoding.UTF8.GetString(Name))
            {
                text.Append(char.IsControl(rune) ? '_' : rune);
            }

            return text.ToString();
        }
    }

    /// <summary>Whether every length in the attribute's body is true, and the name no longer than a name may be.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        reader.Skip(MacAddress.Length + 2 + DeviceType.Length);
        reader.Skip(reader.U8() * DeviceType.Length);
        var nameId = reader.U16BigEndian();
        var name = reader.Bytes(reader.U16BigEndian());
        return !reader.Failed && nameId == (ushort)AttributeId.DeviceName && name.Length <= MaxName;
    }

    /// <summary>Reads the attribute's body; null when a length lies.</summary>
    public static P2pDeviceInfo? TryParse(ReadOnlySpan<byte> body)
    {
        if (!IsWellFormed(body))
        {
            return null;
        }

        var reader = new ByteReader(body);
        var address = reader.Mac();
        var methods = (ConfigMethods)reader.U16BigEndian();
        var primary = reader.Bytes(DeviceType.Length);
        var secondary = reader.Bytes(reader.U8() * DeviceType.Length);
        reader.Skip(2);
        var name = reader.Bytes(reader.U16BigEndian());
        return new P2pDeviceInfo
        {
            Address = address,
            ConfigMethods = methods,
            PrimaryType = DeviceType.Read(primary),
            SecondaryTypes = secondary[..Math.Min(secondary.Length, MaxSecondaryTypes * DeviceType.Length)].ToArray(),
            Name = name.ToArray(),
        };
    }

    /// <summary>The attribute's body.</summary>
    public byte[] ToBody()
    {
        var body = new byte[MinimumLength + SecondaryTypes.Length + Name.Length];
        var writer = new ByteWriter(body);
        writer.Mac(Address);
        WriteDescription(ref writer);
        return body;
    }

    /// <summary>Writes the attribute with its header.</summary>
    public void Write(ref ByteWriter writer) => P2pAttributeWriter.Bytes(ref writer, P2pAttributeId.DeviceInfo, ToBody());

    /// <summary>Bytes that <see cref="WriteDescriptor"/> writes.</summary>
    public int DescriptorLength => 1 + MinimumLength + MacAddress.Length + 1 + SecondaryTypes.Length + Name.Length;

    /// <summary>
    /// Writes a Client Info Descriptor of Group Info (P2P 1.7 4.1.16): length, device address, interface address, device
    /// capability, then as in Device Info.
    /// </summary>
    public void WriteDescriptor(ref ByteWriter writer, MacAddress interfaceAddress, DeviceCapability capability)
    {
        writer.U8((byte)(DescriptorLength - 1));
        writer.Mac(Address);
        writer.Mac(interfaceAddress);
        writer.U8((byte)capability);
        WriteDescription(ref writer);
    }

    private void WriteDescription(ref ByteWriter writer)
    {
        writer.U16BigEndian((ushort)ConfigMethods);
        PrimaryType.CopyTo(writer.Reserve(DeviceType.Length));
        writer.U8((byte)(SecondaryTypes.Length / DeviceType.Length));
        writer.Bytes(SecondaryTypes);
        writer.U16BigEndian((ushort)AttributeId.DeviceName);
        writer.U16BigEndian((ushort)Name.Length);
        writer.Bytes(Name);
    }
}
