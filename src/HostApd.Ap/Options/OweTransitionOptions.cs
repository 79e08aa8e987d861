using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>The other one of two networks of which one is open and the other speaks OWE: by its interface, where it is one of ours, or as it is.</summary>
public sealed record OweTransitionOptions
{
    /// <summary><c>owe_transition_ifname</c>; null: the two below.</summary>
    public string? InterfaceName { get; init; }

    /// <summary><c>owe_transition_bssid</c>.</summary>
    public MacAddress Bssid { get; init; }

    /// <summary><c>owe_transition_ssid</c>: 1–32 bytes.</summary>
    public byte[] Ssid { get; init; } = [];

    /// <summary>Whether other options say the same.</summary>
    public bool IsSame(OweTransitionOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return InterfaceName == other.InterfaceName && Bssid == other.Bssid && Ssid.AsSpan().SequenceEqual(other.Ssid);
    }
}
