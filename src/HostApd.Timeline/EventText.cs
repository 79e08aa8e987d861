using HostApd.Ieee80211;

namespace HostApd.Timeline;

/// <summary>
/// Events of an access point's control interface that say what no frame says. The same words stand in hostapd's log, in
/// wpa_supplicant's, and in ours.
/// </summary>
public static class EventText
{
    private static readonly (string Text, TraceKind Kind)[] Known =
    [
        ("EAPOL-HELD ", TraceKind.HoldBegan),
        ("EAPOL-RELEASED ", TraceKind.HoldEnded),
        ("EAPOL-HOLD-TIMEOUT ", TraceKind.HoldTimedOut),
        ("AP-STA-POSSIBLE-PSK-MISMATCH ", TraceKind.PskMismatch),
        ("AP-STA-CONNECTED ", TraceKind.Authorized),
        ("WPS-OVERLAP-DETECTED", TraceKind.PbcOverlap),
    ];

    /// <summary>What an event means to a join; the station is broadcast when it concerns all.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TraceKind kind, out MacAddress station)
    {
        foreach (var (start, each) in Known)
        {
            if (!text.StartsWith(start, StringComparison.Ordinal))
            {
                continue;
            }

            kind = each;
            station = MacAddress.Broadcast;
            var rest = text[start.Length..];
            return each == TraceKind.PbcOverlap
                || rest.Length >= AddressLength && MacAddress.TryParse(rest[..AddressLength], out station);
        }

        kind = TraceKind.Other;
        station = default;
        return false;
    }

    private const int AddressLength = 17;
}
