using HostApd.Ieee80211;

namespace HostApd.Wps.Messages;

/// <summary>
/// The content of Credential (WSC 2.0 12, table 10), which M8 carries for an enrollee; without Network Index also the settings
/// of an AP in M7 and M8.
/// </summary>
public ref struct Credential
{
    /// <summary>SSID, up to 32 bytes.</summary>
    public ReadOnlySpan<byte> Ssid;

    /// <summary>Authentication Type.</summary>
    public ushort AuthenticationType;

    /// <summary>Encryption Type.</summary>
    public ushort EncryptionType;

    /// <summary>Network Key, up to 64 bytes.</summary>
    public ReadOnlySpan<byte> NetworkKey;

    /// <summary>MAC Address: of the enrollee, or of the AP.</summary>
    public MacAddress MacAddress;

    /// <summary>Longest content in bytes.</summary>
    public const int MaximumLength = 5 + 36 + 6 + 6 + 68 + 10;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, bool withIndex, out Credential c, out WscError error)
    {
        var list = new AttributeList(bytes);
        c = default;
        if (withIndex)
        {
            list.U8(AttributeId.NetworkIndex);
        }

        c.Ssid = list.Required(AttributeId.Ssid, 0, 32);
        c.AuthenticationType = list.U16(AttributeId.AuthenticationType);
        c.EncryptionType = list.U16(AttributeId.EncryptionType);
        c.NetworkKey = list.Required(AttributeId.NetworkKey, 0, 64);
        c.MacAddress = list.Mac(AttributeId.MacAddress);
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref AttributeWriter writer, bool withIndex)
    {
        if (withIndex)
        {
            writer.U8(AttributeId.NetworkIndex, 1);
        }

        writer.Bytes(AttributeId.Ssid, Ssid);
        writer.U16(AttributeId.AuthenticationType, AuthenticationType);
        writer.U16(AttributeId.EncryptionType, EncryptionType);
        writer.Bytes(AttributeId.NetworkKey, NetworkKey);
        writer.Mac(AttributeId.MacAddress, MacAddress);
    }
}
