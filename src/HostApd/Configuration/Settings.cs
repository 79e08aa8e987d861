using System.Text;
using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>
/// Every key that the daemon knows, in the order of the reference. Names and defaults are hostapd's; sections are ours.
/// </summary>
internal static class Settings
{
    internal static IReadOnlyList<Setting> All { get; } =
    [
        new("radio", "interface", "", "the wireless interface that becomes the access point",
            SettingValue.Text(15, static (t, v) => t.InterfaceName = v)),
        new("radio", "driver", "nl80211", "the only driver",
            SettingValue.OneOf(["nl80211"], static (_, _) => { })),
        new("radio", "country_code", "", "two letters of ISO 3166-1; empty leaves the kernel's domain as it is",
            Country),
        new("radio", "hw_mode", "g", "a = 5 GHz, b = 2.4 GHz without OFDM, g = 2.4 GHz",
            SettingValue.OneOf(["a", "b", "g"], static (t, v) => t.HardwareMode = v switch
            {
                "a" => HardwareMode.A,
                "b" => HardwareMode.B,
                _ => HardwareMode.G,
            })),
        new("radio", "channel", "", "channel number", SettingValue.Number(1, 196, static (t, v) => t.Channel = v)),
        new("radio", "beacon_int", "100", "between two beacons, in units of 1.024 ms",
            SettingValue.Number(15, 65535, static (t, v) => t.BeaconInterval = v)),
        new("radio", "ieee80211n", "0", "HT (802.11n), 20 MHz",
            SettingValue.Switch(static (t, v) => t.Ieee80211n = v)),
        new("radio", "preamble", "0", "1 allows short preambles",
            SettingValue.Switch(static (t, v) => t.ShortPreamble = v)),
        new("radio", "eapol_transport", "auto",
            "how EAPOL frames pass: auto = the driver's control port where it has one; packet = AF_PACKET always",
            SettingValue.OneOf(["auto", "packet"], static (t, v) => t.UseControlPort = v == "auto")),

        new("bss", "ssid", "", "name of the network, 1–32 bytes of UTF-8",
            SettingValue.Text(32, static (t, v) => t.Ssid = Encoding.UTF8.GetBytes(v))),
        new("bss", "dtim_period", "2", "beacons between two DTIMs",
            SettingValue.Number(1, 255, static (t, v) => t.DtimPeriod = v)),
        new("bss", "max_num_sta", "2007", "most stations at a time",
            SettingValue.Number(1, StationTable.MaxAid, static (t, v) => t.MaxStations = v)),
        new("bss", "ignore_broadcast_ssid", "0", "hide the name: 1 = empty, 2 = zeros of its length",
            SettingValue.Number(0, 2, static (t, v) => t.IgnoreBroadcastSsid = v)),
        new("bss", "ap_isolate", "0", "1 keeps stations from talking to each other",
            SettingValue.Switch(static (t, v) => t.Isolate = v)),
        new("bss", "wmm_enabled", "0", "WMM; unless it is set, it follows ieee80211n",
            SettingValue.Switch(static (t, v) => t.WmmEnabled = v)),
        new("bss", "uapsd_advertisement_enabled", "1", "U-APSD, with WMM",
            SettingValue.Switch(static (t, v) => t.Uapsd = v)),
        new("bss", "ap_max_inactivity", "300", "seconds of silence before a station is polled and sent away",
            SettingValue.Number(1, 86400, static (t, v) => t.MaxInactivity = v)),
        new("bss", "skip_inactivity_poll", "0", "1 sends silent stations away without polling",
            SettingValue.Switch(static (t, v) => t.SkipInactivityPoll = v)),
        new("bss", "broadcast_deauth", "1", "tell stations of a former run that the access point starts anew",
            SettingValue.Switch(static (t, v) => t.BroadcastDeauth = v)),

        new("security", "wpa", "0", "0 = open, 2 = WPA2", SettingValue.OneOf(["0", "2"], static (t, v) => t.Wpa = v[0] - '0')),
        new("security", "wpa_key_mgmt", "WPA-PSK", "key management", SettingValue.OneOf(["WPA-PSK"], static (_, _) => { })),
        new("security", "wpa_passphrase", "", "8–63 printable ASCII characters", Passphrase),
        new("security", "wpa_psk", "", "instead of the passphrase: 64 hexadecimal digits", Psk),
        new("security", "wpa_psk_file", "", "file with a line 'address key' for each device; WPS adds to it with per_sta_psk",
            SettingValue.Text(4096, static (t, v) => t.PskFile = v)),
        new("security", "rsn_pairwise", "CCMP", "pairwise cipher", SettingValue.OneOf(["CCMP"], static (_, _) => { })),
        new("security", "wpa_pairwise", "CCMP", "the same, by its old name", SettingValue.OneOf(["CCMP"], static (_, _) => { })),
        new("security", "wpa_group_rekey", "86400", "seconds between new group keys; 0 = never",
            SettingValue.Number(0, int.MaxValue, static (t, v) => t.GroupRekey = v)),
        new("security", "wpa_strict_rekey", "0", "1 = a new group key whenever a station leaves",
            SettingValue.Switch(static (t, v) => t.StrictRekey = v)),
        new("security", "wpa_pairwise_update_count", "4", "tries of messages 1 and 3",
            SettingValue.Number(1, 100, static (t, v) => t.PairwiseUpdateCount = v)),
        new("security", "wpa_group_update_count", "4", "tries of the group message",
            SettingValue.Number(1, 100, static (t, v) => t.GroupUpdateCount = v)),
        new("security", "eapol_version", "2", "802.1X version in what we send: 1 or 2",
            SettingValue.Number(1, 2, static (t, v) => t.EapolVersion = v)),

        .. WpsSettings.All,
        .. P2pSettings.All,

        new("control", "ctrl_interface", "", "directory of the control socket; empty = none",
            SettingValue.Text(90, static (t, v) => t.ControlDirectory = v)),
        new("control", "ctrl_interface_group", "", "name or number of the group that may use it",
            SettingValue.Text(64, static (t, v) => t.ControlGroup = v)),
        new("control", "on_event", "",
            "program run for each event, which it finds in HOSTAPD_NET_INTERFACE, HOSTAPD_NET_EVENT and HOSTAPD_NET_TEXT",
            Program),

        new("button", "input", "", "input device whose WPS key is the push button, e.g. /dev/input/event0",
            SettingValue.Text(255, static (t, v) => t.ButtonInput = v)),
        new("button", "led", "", "name under /sys/class/leds that shows waiting, success, failure and overlap",
            SettingValue.Text(255, static (t, v) => t.ButtonLed = v)),

        new("log", "file", "", "log there instead of to standard output; RELOG reopens it",
            SettingValue.Text(4096, static (t, v) => t.LogFile = v)),

        .. EntropySettings.All,
    ];

    /// <summary>All sections, in order.</summary>
    internal static IEnumerable<string> Sections => All.Select(static s => s.Section).Distinct();

    internal static Setting? Find(string section, string key) =>
        All.FirstOrDefault(s => string.Equals(s.Section, section, StringComparison.OrdinalIgnoreCase)
            && string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase));

    private static string? Country(AccessPointConfiguration target, string value)
    {
        if (value.Length != 2 || !value.All(static c => char.IsAsciiLetterOrDigit(c)))
        {
            return $"'{value}' is no country: two letters such as US or DE";
        }

        target.CountryCode = value.ToUpperInvariant();
        return null;
    }

    private static string? Program(AccessPointConfiguration target, string value)
    {
        if (!Path.IsPathRooted(value))
        {
            return $"'{value}' is no full path: no shell looks the program up";
        }

        target.EventProgram = value;
        return null;
    }

    private static string? Passphrase(AccessPointConfiguration target, string value)
    {
        if (value.Length is < 8 or > 63)
        {
            return $"has {value.Length} characters; 8–63 are allowed";
        }

        if (value.Any(static c => c is < ' ' or > '~'))
        {
            return "has a character outside printable ASCII";
        }

        target.Passphrase = value;
        return null;
    }

    private static string? Psk(AccessPointConfiguration target, string value)
    {
        if (value.Length != 64 || !value.All(char.IsAsciiHexDigit))
        {
            return "needs exactly 64 hexadecimal digits";
        }

        target.Psk = value;
        return null;
    }
}
