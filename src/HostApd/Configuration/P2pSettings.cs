using System.Net;
using System.Net.Sockets;
using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.P2p;

namespace HostApd.Configuration;

/// <summary>
/// The keys of section [p2p]; names are wpa_supplicant's where it has them. A group is the same group until it ends: a file read
/// anew changes none of them, and most of what SET changes counts from the next ENABLE on.
/// </summary>
internal static class P2pSettings
{
    internal static IEnumerable<Setting> All =>
    [
        New("p2p_go", "0", "1 = be a P2P Group Owner", SettingValue.Switch(static (t, v) => t.GroupOwner.Enabled = v)) with
        {
            Cost = ChangeCost.Restart,
            Option = static o => o.GroupOwner is null,
        },
        New("p2p_mode", "group", "group = the group always runs, and devices join it; on-demand = be found as a device, negotiate, and have a group while somebody is in it",
            SettingValue.OneOf(["group", "on-demand"], static (t, v) => t.GroupOwner.OnDemand.Enabled = v == "on-demand")),
        New("p2p_accept", "ask",
            "on-demand, or while P2P_LISTEN lets a group that is off be found: who gets a group without being asked about? ask = nobody: P2P_CONNECT, the button or on_event decides; allowlist = auto_pbc_devices; on-request = anybody",
            SettingValue.OneOf(["ask", "allowlist", "on-request"], static (t, v) => t.GroupOwner.OnDemand.Acceptance = v switch
            {
                "allowlist" => DeviceAcceptance.AllowList,
                "on-request" => DeviceAcceptance.OnRequest,
                _ => DeviceAcceptance.Ask,
            })),
        New("p2p_go_intent", "15", "the same: how much we want to own the group, 0-15; 15 = owner or nothing. Who wants it more is refused: we are never a client",
            SettingValue.Number(0, 15, static (t, v) => t.GroupOwner.OnDemand.Intent = v)),
        New("p2p_listen_channel", "6", "where we are found while there is no group: 1, 6 or 11",
            SettingValue.OneOf(["1", "6", "11"], static (t, v) => t.GroupOwner.OnDemand.ListenChannel = int.Parse(v, System.Globalization.CultureInfo.InvariantCulture))),
        New("p2p_group_idle", "0", "the group that was agreed on ends so many seconds after its last client left; 0 = it stays until P2P_GROUP_REMOVE",
            SettingValue.Number(0, 86400, static (t, v) => t.GroupOwner.OnDemand.GroupIdle = v)),
        New("p2p_ssid_postfix", "", "stands behind DIRECT-xy in a generated name, at most 23 bytes",
            SettingValue.Text(23, static (t, v) => t.GroupOwner.SsidPostfix = v)),
        New("p2p_intra_bss", "1", "clients may talk to each other",
            SettingValue.Switch(static (t, v) => t.GroupOwner.IntraBss = v)),
        New("persistent_reconnect", "1", "clients may come back without asking anybody",
            SettingValue.Switch(static (t, v) => t.GroupOwner.PersistentReconnect = v)),
        New("p2p_per_sta_psk", "1", "every device gets a key of its own, so that one can be shut out alone",
            SettingValue.Switch(static (t, v) => t.GroupOwner.PerStationPsk = v)) with
        {
            Cost = ChangeCost.Live,
            Option = static o => o.Wps?.PerDevicePsk,
        },
        New("auto_pbc", "off",
            "does a request press the button by itself, where no person did? off; allowlist = for auto_pbc_devices; on-request = for anybody",
            SettingValue.OneOf(["off", "allowlist", "on-request"], static (t, v) => t.GroupOwner.AutoPushButton = v switch
            {
                "allowlist" => AutoPushButton.AllowList,
                "on-request" => AutoPushButton.OnRequest,
                _ => AutoPushButton.Off,
            })),
        New("auto_pbc_devices", "", "P2P Device Addresses separated by blanks; a convenience: addresses are claims, the list identifies nobody",
            Devices),
        New("group_file", "", "where name, passphrase and address of the group are kept; empty = /var/lib/hostapd-net",
            SettingValue.Text(4096, static (t, v) => t.GroupOwner.StateFile = v)) with
        {
            IsFromFilesOnly = true,
        },
        New("ip_addr_go", "", "our own IPv4 address in the group", Address(static (t, v) => t.GroupOwner.Owner = v)),
        New("ip_addr_mask", "", "subnet mask", Address(static (t, v) => t.GroupOwner.Mask = v)),
        New("ip_addr_start", "", "first address for clients", Address(static (t, v) => t.GroupOwner.Start = v)),
        New("ip_addr_end", "", "last address for clients", Address(static (t, v) => t.GroupOwner.End = v)),
        New("dhcp", "off", "on = serve these addresses by DHCP, too; off = another server may, outside this range",
            SettingValue.OneOf(["on", "off"], static (t, v) => t.GroupOwner.Dhcp = v == "on")),
    ];

    private static Setting New(string key, string standard, string meaning, ApplySetting apply) =>
        new("p2p", key, standard, meaning, apply);

    private static ApplySetting Address(Action<AccessPointConfiguration, IPAddress> put) =>
        new ValueForm(ValueKind.Ipv4Address).Said((target, value) =>
        {
            if (!IPAddress.TryParse(value, out var address) || address.AddressFamily != AddressFamily.InterNetwork
                || value.Count(static c => c == '.') != 3)
            {
                return $"'{Spoken.Shortly(value)}' is no IPv4 address";
            }

            put(target, address);
            return null;
        });

    private static SettingProblem? Devices(AccessPointConfiguration target, string value)
    {
        var devices = new List<MacAddress>();
        foreach (var word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!MacAddress.TryParse(word, out var device))
            {
                return $"'{Spoken.Shortly(word)}' is no address: six hexadecimal bytes separated by colons";
            }

            devices.Add(device);
        }

        target.GroupOwner.AutoPushButtonDevices = devices;
        return null;
    }
}
