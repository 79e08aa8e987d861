using HostApd.Ap;
using HostApd.Control;
using HostApd.Ieee80211;
using static HostApd.Ap.ChangeCost;

namespace HostApd.Configuration;

/// <summary>The keys of section [bss].</summary>
internal static class BssSettings
{
    private const int MostElements = 512;

    /// <summary>Seconds: what hostapd makes of no time at all, on the average.</summary>
    private const int AtOnce = 10;

    private const int LongestInactivity = 86400;

    internal static IEnumerable<Setting> All =>
    [
        New("ssid", "", "name of the network, 1–32 bytes of UTF-8",
            SettingValue.Text(32, static (t, v) => t.Ssid = ByteText.Encode(v)),
            TakeName, Beacon, static o => o.Ssid) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("ssid2", "", "the same as \"text\", P\"text with escapes\" or hexadecimal digits", Ssid2,
            TakeName, Beacon, static o => o.Ssid) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("utf8_ssid", "0", "1 = tell clients that the name is UTF-8", SettingValue.Switch(static (t, v) => t.Utf8Ssid = v),
            static (t, read) => t.Utf8Ssid = read.Utf8Ssid, Beacon, static o => o.Utf8Ssid),
        New("bssid", "", "the interface's address; empty = as it is", SettingValue.FirstWord(ValueForm.MacAddress.Said(Bssid)),
            static (t, read) => t.Address = read.Address ?? t.Address),
        New("bridge", "", "bridge that the interface joins while the access point runs; made if it is not there",
            SettingValue.TextOrNone(15, static (t, v) => t.Bridge = v.Length == 0 ? null : v),
            static (t, read) => t.Bridge = read.Bridge),
        New("dtim_period", "2", "beacons between two DTIMs", SettingValue.Number(1, 255, static (t, v) => t.DtimPeriod = v),
            static (t, read) => t.DtimPeriod = read.DtimPeriod, Restart, static o => o.DtimPeriod),
        New("max_num_sta", "2007", "most stations at a time",
            SettingValue.Number(1, StationTable.MaxAid, static (t, v) => t.MaxStations = v),
            static (t, read) => t.MaxStations = read.MaxStations, Live, static o => o.MaxStations),
        New("no_probe_resp_if_max_sta", "0", "1 = do not answer probes of strangers while full",
            SettingValue.Switch(static (t, v) => t.QuietWhenFull = v),
            static (t, read) => t.QuietWhenFull = read.QuietWhenFull, Live, static o => o.QuietWhenFull),
        New("ignore_broadcast_ssid", "0", "hide the name: 1 = empty, 2 = zeros of its length",
            SettingValue.Number(0, 2, static (t, v) => t.IgnoreBroadcastSsid = v),
            static (t, read) => t.IgnoreBroadcastSsid = read.IgnoreBroadcastSsid, Beacon, static o => o.IgnoreBroadcastSsid),
        New("send_probe_response", "1", "0 = answer no probes: somebody else does",
            SettingValue.Number(0, 1, static (t, v) => t.AnswersProbes = v == 1),
            static (t, read) => t.AnswersProbes = read.AnswersProbes, Live, static o => o.AnswersProbes),
        New("start_disabled", "0", "1 = set everything up, and beacon only after ENABLE, RELOAD or UPDATE_BEACON", SettingValue.Switch(static (t, v) => t.StartDisabled = v),
            static (t, read) => t.StartDisabled = read.StartDisabled),
        New("auth_algs", "1", "1 = open system, which is what WPA2 uses", ValueForm.Number(ValueKind.Integer, 1, 3).Said(Algorithms)),
        New("macaddr_acl", "0", "0 = everybody but deny_mac_file, 1 = nobody but accept_mac_file, 2 = a server is asked about who is in neither (auth_server_addr)",
            ValueForm.Number(ValueKind.Integer, 0, 2).Said(Policy), static (t, read) => t.AclPolicy = read.AclPolicy, Live, static o => o.AclPolicy),
        New("accept_mac_file", "", "file with an address a line", AclFile(static (t, v) => t.AcceptFile = v),
            static (t, read) => t.AcceptFile = read.AcceptFile, Live) with
        {
            IsFromFilesOnly = true,
            Named = static t => t.AcceptFile,
        },
        New("deny_mac_file", "", "file with an address a line", AclFile(static (t, v) => t.DenyFile = v),
            static (t, read) => t.DenyFile = read.DenyFile, Live) with
        {
            IsFromFilesOnly = true,
            Named = static t => t.DenyFile,
        },
        New("ap_isolate", "0", "1 keeps stations from talking to each other",
            SettingValue.Switch(static (t, v) => t.Isolate = v),
            static (t, read) => t.Isolate = read.Isolate, Live, static o => o.Isolate),
        New("multicast_to_unicast", "0", "1 = send multicast to each station for itself",
            SettingValue.Switch(static (t, v) => t.MulticastToUnicast = v),
            static (t, read) => t.MulticastToUnicast = read.MulticastToUnicast, Restart, static o => o.MulticastToUnicast),
        New("wmm_enabled", "0", "WMM; unless it is set, it follows ieee80211n",
            SettingValue.Switch(static (t, v) => t.WmmEnabled = v),
            static (t, read) => t.WmmEnabled = read.WmmEnabled, Restart, static o => o.Wmm),
        New("uapsd_advertisement_enabled", "1", "U-APSD, with WMM", SettingValue.Switch(static (t, v) => t.Uapsd = v),
            static (t, read) => t.Uapsd = read.Uapsd, Live, static o => o.Uapsd),
        Without("disable_11n", Generations.Ht, "HT, nor what came after it,"),
        Without("disable_11ac", Generations.Vht, "VHT"),
        Without("disable_11ax", Generations.He, "HE, nor EHT,"),
        Without("disable_11be", Generations.Eht, "EHT"),
        New("bss_max_idle", "1", "stations are told how long they may be silent (ap_max_inactivity): 1 = so, 2 = only protected frames count, 0 = not at all",
            SettingValue.Number(0, 2, static (t, v) => t.MaxIdle = (MaxIdleAnnouncement)v), static (t, read) => t.MaxIdle = read.MaxIdle, Live, static o => o.MaxIdle),
        New("ap_max_inactivity", "300", "seconds of silence before a station is polled and sent away",
            ValueForm.Number(ValueKind.Integer, 0, LongestInactivity).Said(Inactivity), static (t, read) => t.MaxInactivity = read.MaxInactivity, Live, static o => o.MaxInactivity),
        New("skip_inactivity_poll", "0", "1 sends silent stations away without polling",
            SettingValue.Switch(static (t, v) => t.SkipInactivityPoll = v),
            static (t, read) => t.SkipInactivityPoll = read.SkipInactivityPoll, Live, static o => o.SkipInactivityPoll),
        New("max_listen_interval", "65535", "longest sleep of a station in beacon intervals",
            SettingValue.Number(0, 65535, static (t, v) => t.MaxListenInterval = v),
            static (t, read) => t.MaxListenInterval = read.MaxListenInterval, Live, static o => o.MaxListenInterval),
        New("broadcast_deauth", "1", "tell stations of a former run that the access point starts anew",
            SettingValue.Switch(static (t, v) => t.BroadcastDeauth = v),
            static (t, read) => t.BroadcastDeauth = read.BroadcastDeauth, Live, static o => o.BroadcastDeauth),
        New("vendor_elements", "", "further elements of Beacons and Probe Responses, in hexadecimal",
            Elements(static (t, v) => t.VendorElements = v),
            static (t, read) => t.VendorElements = read.VendorElements, Live, static o => o.VendorElements),
        New("assocresp_elements", "", "further elements of Association Responses, in hexadecimal",
            Elements(static (t, v) => t.AssociationElements = v),
            static (t, read) => t.AssociationElements = read.AssociationElements, Live, static o => o.AssociationElements),
        New("notify_mgmt_frames", "0", "1 = tell control clients of every management frame",
            SettingValue.Switch(static (t, v) => t.NotifiesFrames = v),
            static (t, read) => t.NotifiesFrames = read.NotifiesFrames, Live, static o => o.NotifiesFrames),
        New("config_id", "", "a name for this version of the BSS, for tools; a reload compares the values themselves",
            SettingValue.Text(255, static (t, v) => t.ConfigId = v),
            static (t, read) => t.ConfigId = read.ConfigId),
    ];

    private static Setting Without(string key, Generations generation, string what) =>
        New(key, "0", $"1 = no {what} in this BSS",
            SettingValue.Switch((t, v) => t.Without = v ? t.Without | generation : t.Without & ~generation),
            (t, read) => t.Without = t.Without & ~generation | read.Without & generation, Restart, o => o.Without & generation);

    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting? take = null,
        ChangeCost? cost = null, Func<BssOptions, object?>? option = null) =>
        new("bss", key, standard, meaning, apply) { Take = take, Cost = cost, Option = option };

    /// <summary>A group that the file gives no name keeps the one that was drawn for it.</summary>
    private static void TakeName(AccessPointConfiguration running, AccessPointConfiguration read) =>
        running.Ssid = read.Ssid.Length > 0 ? read.Ssid : running.Ssid;

    private static SettingProblem? Ssid2(AccessPointConfiguration target, string value)
    {
        if (!SsidNotation.TryParse(value, out var ssid) || ssid.Length is 0 or > 32)
        {
            return $"'{Spoken.Shortly(value)}' is no name of 1–32 bytes: \"text\", P\"text\" or hexadecimal digits";
        }

        target.Ssid = ssid;
        return null;
    }

    private static SettingProblem? Bssid(AccessPointConfiguration target, string value)
    {
        if (!MacAddress.TryParse(value.Trim(), out var address) || address.IsMulticast || address.IsZero)
        {
            return $"'{Spoken.Shortly(value)}' is no address of an interface: six hexadecimal bytes separated by colons";
        }

        target.Address = address;
        return null;
    }

    /// <summary>Bit 0 open system, bit 1 shared key. The latter needs WEP keys, so that bit 0 alone decides.</summary>
    private static SettingProblem? Algorithms(AccessPointConfiguration target, string value) =>
        !SettingValue.TryLeadingNumber(value, out var bits, out var remark) || bits is < 1 or > 3 ? $"'{Spoken.Shortly(value)}' is not a number from 1 to 3"
        : (bits & 1) == 0
            ? SettingProblem.MissingProtection("WEP", "shared key authentication belongs to WEP, which is not supported and never passed over; use 1")
        : remark;

    /// <summary>Whom it lets in without a value is everybody, so that a list of elsewhere is not passed over.</summary>
    private static SettingProblem? Policy(AccessPointConfiguration target, string value)
    {
        if (!SettingValue.TryLeadingNumber(value, out var number, out var remark) || number is < 0 or > 2)
        {
            return $"'{Spoken.Shortly(value)}' is no value; use 0 to let everybody in but deny_mac_file, 1 for nobody but accept_mac_file, or 2 to ask a server";
        }

        target.AclPolicy = (AclPolicy)number;
        return remark;
    }

    private static SettingProblem? Inactivity(AccessPointConfiguration target, string value)
    {
        if (SettingValue.TryLeadingNumber(value, out var number, out _) && number == 0)
        {
            target.MaxInactivity = AtOnce;
            return SettingValue.ReadAs(0, AtOnce, "silent stations are asked again and again");
        }

        return SettingValue.Number(1, LongestInactivity, static (t, v) => t.MaxInactivity = v)(target, value);
    }

    private static ApplySetting AclFile(Action<AccessPointConfiguration, string> put) => ValueForm.Path.Said((target, value) =>
    {
        if (MacListFile.Read(value) is { Problem: { } problem })
        {
            return problem;
        }

        put(target, value);
        return null;
    });

    private static ApplySetting Elements(Action<AccessPointConfiguration, byte[]> put) => ValueForm.Bytes(ValueKind.Hex, MostElements).Said((target, value) =>
        SettingValue.Hex(MostElements, static (_, _) => { })(target, value)
        ?? (AreElements(Convert.FromHexString(value))
            ? SettingValue.Hex(MostElements, put)(target, value)
            : "the lengths of the elements do not add up"));

    private static bool AreElements(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 2 && bytes.Length >= 2 + bytes[1])
        {
            bytes = bytes[(2 + bytes[1])..];
        }

        return bytes.IsEmpty;
    }
}
