using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Configuration;

/// <summary>What the owner wrote of OWE.</summary>
internal sealed class OweConfiguration
{
    /// <summary><c>owe_groups</c>; null: all that are built in.</summary>
    internal IReadOnlyList<SaeGroup>? Groups { get; set; }

    /// <summary><c>owe_ptk_workaround</c>.</summary>
    internal bool ToleratesShortHash { get; set; }

    /// <summary><c>owe_transition_bssid</c>; null: it was not set.</summary>
    internal MacAddress? OtherBssid { get; set; }

    /// <summary><c>owe_transition_ssid</c>; empty: it was not set.</summary>
    internal byte[] OtherSsid { get; set; } = [];

    /// <summary><c>owe_transition_ifname</c>; null: it was not set.</summary>
    internal string? OtherInterface { get; set; }

    /// <summary>The network that this one tells of; null: none. Of a name and what it stands for the name counts, as in hostapd.</summary>
    internal OweTransitionOptions? Transition =>
        OtherInterface is { } name ? new OweTransitionOptions { InterfaceName = name }
        : OtherBssid is { } bssid && OtherSsid.Length > 0 ? new OweTransitionOptions { Bssid = bssid, Ssid = OtherSsid }
        : null;

    /// <summary>Whether a network's key managements have it.</summary>
    internal static bool IsOffered(AccessPointConfiguration bss) => bss.HasSecurity && SecuritySettings.Offers(bss, PmkSource.Owe);

    /// <summary>What is missing or does not fit together, as (key, problem).</summary>
    internal IEnumerable<(string Key, string Problem)> Check(AccessPointConfiguration bss)
    {
        if (OtherInterface == bss.InterfaceName && OtherInterface is not null)
        {
            yield return ("owe_transition_ifname", $"{OtherInterface} is the interface itself: name that of the other network");
        }

        if (OtherInterface is null && OtherBssid is not null != OtherSsid.Length > 0)
        {
            yield return OtherBssid is null ? ("owe_transition_ssid", "needs owe_transition_bssid, too: the address of the other network")
                : ("owe_transition_bssid", "needs owe_transition_ssid, too: the name of the other network");
        }
    }

    /// <summary>The options of a network that offers it.</summary>
    internal OweOptions ToOptions() => Groups is { } groups ? new OweOptions { Groups = groups } : new OweOptions();
}
