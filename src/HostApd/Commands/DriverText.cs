using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Commands;

/// <summary>The replies to STATUS-DRIVER and DRIVER_FLAGS: what is known of the radio, with hostapd's names and numbers.</summary>
internal static class DriverText
{
    /// <summary>hostapd's driver flags that a radio of ours can have.</summary>
    private static readonly (ulong Bit, string Name, Func<RadioCapabilities, bool> Has)[] Flags =
    [
        (0x4, "DFS_OFFLOAD", static r => r.DetectsRadarItself),
        (0x20, "SME", static r => !r.FramesHandledByFirmware),
        (0x40, "AP", static r => r.SupportsAccessPoint),
        (0x200, "P2P_CONCURRENT", static r => r.SupportsP2pGo),
        (0x800, "P2P_CAPABLE", static r => r.SupportsP2pGo),
        (0x1000, "AP_TEARDOWN_SUPPORT", static _ => true),
        (0x4000, "VALID_ERROR_CODES", static _ => true),
        (0x10000, "EAPOL_TX_STATUS", static r => r.EapolOverControlPort),
        (0x20000, "DEAUTH_TX_STATUS", static r => !r.FramesHandledByFirmware),
        (0x400000, "AP_UAPSD", static r => r.SupportsAccessPoint),
        (0x1000000, "AP_MLME", static r => !r.FramesHandledByFirmware),
        (0x10000000, "RADAR", static r => r.RadarWidthsMhz.Count > 0),
        (0x80000000, "AP_CSA", static r => r.CanSwitchChannel),
    ];

    internal static string WriteFlags(RadioCapabilities radio)
    {
        var present = Flags.Where(f => f.Has(radio)).ToList();
        var bits = present.Aggregate(0UL, static (sum, f) => sum | f.Bit);
        return string.Create(CultureInfo.InvariantCulture, $"{bits:X16}:\n") + string.Concat(present.Select(static f => f.Name + "\n"));
    }

    internal static string WriteStatus(Bss bss)
    {
        var text = new StringBuilder();
        void Line(string key, object value) => text.Append(CultureInfo.InvariantCulture, $"{key}={value}\n");

        var bridge = bss.AskBridge();
        Line("ifindex", RouteSocket.IndexOf(bss.Options.InterfaceName));
        Line("ifname", bss.Options.InterfaceName);
        Line("brname", bridge.Name ?? "");
        Line("addr", bss.Bssid);
        Line("freq", bss.State == BssState.Enabled ? bss.Options.Channel.PrimaryMhz : 0);
        if (bss.State == BssState.Enabled)
        {
            Line("beacon_set", 1);
        }

        if (bridge.Ours.HasFlag(BridgeShare.Port))
        {
            Line("added_if_into_bridge", 1);
        }

        if (bridge.Ours.HasFlag(BridgeShare.Bridge))
        {
            Line("added_bridge", 1);
        }

        Line("phyname", bss.Radio.Capabilities.PhyName);
        Line("operstate", bss.State == BssState.Enabled ? 1 : 0);
        Line("capa.flags", $"0x{Flags.Where(f => f.Has(bss.Radio.Capabilities)).Aggregate(0UL, static (sum, f) => sum | f.Bit):x}");
        Line("capa.max_stations", bss.Radio.Capabilities.MaxStations);
        return text.ToString();
    }
}
