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
        ("AP-STA-POSSIBLE-SAE-MISMATCH ", TraceKind.SaeMismatch),
        ("AP-STA-SAE-H2E-NOT-USED ", TraceKind.SaeDowngraded),
        ("AP-STA-CONNECTED ", TraceKind.Authorized),
        ("EAPOL-4WAY-HS-COMPLETED ", TraceKind.Authorized),
        ("WPS-OVERLAP-DETECTED", TraceKind.PbcOverlap),
    ];

    /// <summary>Events that stand for frames, where a log has no more than events; of the owner's side all.</summary>
    private static readonly (string Text, TraceKind Kind)[] KnownFrames =
    [
        ("CTRL-EVENT-EAP-STARTED ", TraceKind.IdentityRequest),
        ("WPS-REG-SUCCESS ", TraceKind.WscDone),
        ("CTRL-EVENT-EAP-FAILURE ", TraceKind.EapFailure),
    ];

    /// <summary>What an event means to a join; the station is broadcast when it concerns all.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TraceKind kind, out MacAddress station)
    {
        const int addressLength = 17;
        station = MacAddress.Broadcast;
        if (TryKind(text, out kind, out var rest) && (kind == TraceKind.PbcOverlap
            || rest.Length >= addressLength && MacAddress.TryParse(rest[..addressLength], out station)))
        {
            return true;
        }

        kind = TraceKind.Other;
        station = default;
        return false;
    }

    /// <summary>What an event means, and what stands behind its name.</summary>
    internal static bool TryKind(ReadOnlySpan<char> text, out TraceKind kind, out ReadOnlySpan<char> rest) =>
        TryKind(Known, text, out kind, out rest);

    /// <summary>The frame that an event tells of, and what stands behind its name.</summary>
    internal static bool TryFrame(ReadOnlySpan<char> text, out TraceKind kind, out ReadOnlySpan<char> rest) =>
        TryKind(KnownFrames, text, out kind, out rest);

    private static bool TryKind((string Text, TraceKind Kind)[] known, ReadOnlySpan<char> text, out TraceKind kind,
        out ReadOnlySpan<char> rest)
    {
        foreach (var (start, each) in known)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                kind = each;
                rest = text[start.Length..];
                return true;
            }
        }

        kind = TraceKind.Other;
        rest = default;
        return false;
    }
}
