using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>
/// Something on the air: a management frame with its header, or an 802.1X PDU, which in truth rides in a data frame.
/// </summary>
/// <param name="FromAp">Whether the access point sent it.</param>
/// <param name="Station">The station it comes from or goes to; broadcast for all.</param>
/// <param name="IsEapol">An 802.1X PDU, not a management frame.</param>
/// <param name="Bytes">The frame, from its 802.11 or EAPOL header on.</param>
public sealed record AirFrame(bool FromAp, MacAddress Station, bool IsEapol, byte[] Bytes)
{
    /// <summary>The channel that it is sent on, in MHz; 0: that which its receiver is on.</summary>
    public int FrequencyMhz { get; init; }

    /// <summary>
    /// What a person calls it: <c>ProbeRequest</c>, <c>AuthenticationResponse</c>, … <c>M1</c>–<c>M4</c>,
    /// <c>Group1</c>, <c>Group2</c>.
    /// </summary>
    public string Name => IsEapol ? EapolName(Bytes) : ManagementName(Bytes, FromAp);

    private static string ManagementName(byte[] bytes, bool fromAp)
    {
        var subtype = (ManagementSubtype)(bytes.Length == 0 ? -1 : bytes[0] >> 4);
        return subtype == ManagementSubtype.Authentication
            ? fromAp ? "AuthenticationResponse" : "AuthenticationRequest"
            : subtype.ToString();
    }

    // 802.11-2020 12.7.2: the Key Information field stands behind the descriptor type; bit 3 pairwise, 7 ack, 8 MIC.
    private static string EapolName(byte[] bytes)
    {
        if (bytes.Length < 99 || bytes[1] != 3)
        {
            return "Eapol";
        }

        var information = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(5));
        var fromAuthenticator = (information & 0x0080) != 0;
        var hasData = HasKeyData(bytes);
        return (information & 0x0008) == 0
            ? fromAuthenticator ? "Group1" : "Group2"
            : fromAuthenticator
                ? (information & 0x0100) == 0 ? "M1" : "M3"
                : hasData ? "M2" : "M4";
    }

    /// <summary>Its length stands behind a MIC of 16, 24 or 32 bytes, and is what is left.</summary>
    private static bool HasKeyData(byte[] bytes)
    {
        foreach (var offset in (int[])[97, 105, 113])
        {
            if (bytes.Length >= offset + 2 && BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(offset)) == bytes.Length - offset - 2)
            {
                return bytes.Length > offset + 2;
            }
        }

        return true;
    }
}
