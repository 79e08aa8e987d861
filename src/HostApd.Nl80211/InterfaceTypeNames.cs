using System.Globalization;

namespace HostApd.Nl80211;

/// <summary>The kernel's interface types in the words of <c>iw</c>.</summary>
internal static class InterfaceTypeNames
{
    // enum nl80211_iftype, from 0 on.
    private static readonly string[] Names =
    [
        "unspecified", "IBSS", "station", "AP", "AP/VLAN", "WDS", "monitor", "mesh", "P2P-client", "P2P-GO", "P2P-device",
        "OCB", "NAN",
    ];

    internal static string Of(uint type) =>
        type < Names.Length ? Names[type] : string.Create(CultureInfo.InvariantCulture, $"type {type}");
}
