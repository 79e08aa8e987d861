using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>Subelements of the WFA vendor extension (WSC 2.0 12, table 29).</summary>
public enum WfaSubelement : byte
{
    /// <summary>Version2, 1 byte.</summary>
    Version2 = 0,

    /// <summary>AuthorizedMACs, 1 to 5 addresses.</summary>
    AuthorizedMacs = 1,

    /// <summary>Network Key Shareable, 1 byte.</summary>
    NetworkKeyShareable = 2,

    /// <summary>Request to Enroll, 1 byte.</summary>
    RequestToEnroll = 3,

    /// <summary>Settings Delay Time, 1 byte, in seconds.</summary>
    SettingsDelayTime = 4,
}

/// <summary>
/// The WFA vendor extension: vendor 00-37-2A, then subelements of identifier 1, length 1, value. Unknown ones are skipped.
/// </summary>
public ref struct WfaExtension
{
    /// <summary>Version2 of WSC 2.0.</summary>
    public const byte Version20 = 0x20;

    private const int MostAuthorizedMacs = 5;

    /// <summary>Version2; 0 when absent: the device knows WSC 1.0 only.</summary>
    public byte Version2;

    /// <summary>AuthorizedMACs, 6 bytes each.</summary>
    public ReadOnlySpan<byte> AuthorizedMacs;

    /// <summary>Network Key Shareable.</summary>
    public bool NetworkKeyShareable;

    /// <summary>Request to Enroll.</summary>
    public bool RequestToEnroll;

    /// <summary>Settings Delay Time in seconds.</summary>
    public byte SettingsDelayTime;

    /// <summary>Vendor identifier.</summary>
    public static ReadOnlySpan<byte> Vendor => [0x00, 0x37, 0x2A];

    /// <summary>Reads the subelements behind the vendor; false when one is cut off or has a wrong length.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out WfaExtension extension)
    {
        extension = default;
        var reader = new ByteReader(bytes);
        while (reader.Remaining > 0)
        {
            var id = (WfaSubelement)reader.U8();
            var value = reader.Bytes(reader.U8());
            if (reader.Failed || !extension.Take(id, value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Take(WfaSubelement id, ReadOnlySpan<byte> value)
    {
        switch (id)
        {
            case WfaSubelement.Version2 when value.Length == 1:
                Version2 = value[0];
                return true;
            case WfaSubelement.AuthorizedMacs when value.Length is > 0 and <= MostAuthorizedMacs * MacAddress.Length
                && value.Length % MacAddress.Length == 0:
                AuthorizedMacs = value;
                return true;
            case WfaSubelement.NetworkKeyShareable when value.Length == 1:
                NetworkKeyShareable = value[0] != 0;
                return true;
            case WfaSubelement.RequestToEnroll when value.Length == 1:
                RequestToEnroll = value[0] != 0;
                return true;
            case WfaSubelement.SettingsDelayTime when value.Length == 1:
                SettingsDelayTime = value[0];
                return true;
            default:
                return !Enum.IsDefined(id);
        }
    }
}
