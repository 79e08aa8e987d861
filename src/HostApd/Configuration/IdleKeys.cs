namespace HostApd.Configuration;

/// <summary>
/// Keys that stand in many files and whose lack nobody misses: they are left out, and their owner is told why. What a network is,
/// who may join it and what protects it is never one of these.
/// </summary>
internal static class IdleKeys
{
    private const string Forgotten = "asks for nothing in hostapd either, which has forgotten it";
    private const string OpenWrts = "is OpenWrt's own and asks nothing of an access point";

    /// <summary>Key, or the beginning of several; values that are not worth a word; why.</summary>
    private static readonly (string Key, string? Silent, string Why)[] Table =
    [
        ("dump_file", null, Forgotten),
        ("debug", null, Forgotten),
        ("peerkey", null, Forgotten),
        ("iapp_interface", null, Forgotten),
        ("tx_queue_data4_*", null, Forgotten),
        ("tx_queue_data5_*", null, Forgotten),
        ("tx_queue_data6_*", null, Forgotten),
        ("tx_queue_data7_*", null, Forgotten),
        ("tx_queue_beacon_*", null, Forgotten),
        ("tx_queue_after_beacon_*", null, Forgotten),
        ("snoop_iface", null, OpenWrts),
        ("ft_iface", null, OpenWrts),
        ("radio_config_id", null, OpenWrts),
        ("macaddr_base", null, OpenWrts),
        ("num_global_macaddr", null, OpenWrts),
        ("default_macaddr", null, OpenWrts),
        ("rsn_preauth", "0", "is not built in: a station authenticates where it comes to"),
        ("rsn_preauth_interfaces", null, "is not built in: a station authenticates where it comes to"),
        ("wowlan_triggers", null, "is for radios that wake a sleeping machine, which is not built in"),
        ("disassoc_low_ack", "0", "is not built in: a station that acknowledges nothing any more is found out when it has been silent for ap_max_inactivity"),
        ("enable_background_radar", "0", "is not built in: radar is listened for before the start, and on the channel itself"),
        ("background_radar", "0", "is not built in: radar is listened for before the start, and on the channel itself"),
        ("stationary_ap", "0", "is not built in: where the access point is, is not announced"),
        ("qos_map_set", "", "is not built in: stations keep their own mapping of DSCP"),
    ];

    private static readonly Dictionary<string, (string Key, string? Silent, string Why)> Whole =
        Table.Where(static r => !r.Key.EndsWith('*')).ToDictionary(static r => r.Key, StringComparer.Ordinal);

    private static readonly (string Key, string? Silent, string Why)[] Beginnings = [.. Table.Where(static r => r.Key.EndsWith('*'))];

    /// <summary>The rows, for tests.</summary>
    internal static IEnumerable<string> All => Table.Select(static r => r.Key);

    /// <summary>Whether <paramref name="key"/> is one.</summary>
    internal static bool Has(string key) => TryFind(key, out _);

    /// <summary>Whether <paramref name="key"/> is one, and what is to be said of its value.</summary>
    internal static bool TryJudge(string key, string value, out SettingProblem? remark)
    {
        remark = null;
        if (!TryFind(key, out var row))
        {
            return false;
        }

        var isSilent = row.Silent is { } silent
            && (value.Trim() == silent || silent == "0" && SettingValue.TryLeadingNumber(value, out var number, out _) && number == 0);
        remark = isSilent ? null : SettingProblem.Remark(row.Why + "; left out");
        return true;
    }

    private static bool TryFind(string key, out (string Key, string? Silent, string Why) row)
    {
        if (Whole.TryGetValue(key, out row))
        {
            return true;
        }

        row = Array.Find(Beginnings, r => key.AsSpan().StartsWith(r.Key.AsSpan(..^1), StringComparison.Ordinal));
        return row.Key is not null;
    }
}

/// <summary>Names that keys had before, which hostapd still takes.</summary>
internal static class FormerNames
{
    private static readonly (string Former, string Today)[] Table =
    [
        ("wme_enabled", "wmm_enabled"),
        ("wme_ac_*", "wmm_ac_*"),
        ("eap_authenticator", "eap_server"),
        ("sae_anti_clogging_threshold", "anti_clogging_threshold"),
    ];

    /// <summary>What a key of today was called before.</summary>
    internal static IEnumerable<string> Of(string today)
    {
        foreach (var (former, now) in Table)
        {
            if (today == now)
            {
                yield return former;
            }
            else if (now.EndsWith('*') && today.StartsWith(now[..^1], StringComparison.Ordinal))
            {
                yield return string.Concat(former.AsSpan(..^1), today.AsSpan(now.Length - 1));
            }
        }
    }

    /// <summary>What the key is called today.</summary>
    internal static string Today(string key)
    {
        foreach (var (former, today) in Table)
        {
            if (key == former)
            {
                return today;
            }

            if (former.EndsWith('*') && key.AsSpan().StartsWith(former.AsSpan(..^1), StringComparison.Ordinal))
            {
                return string.Concat(today.AsSpan(..^1), key.AsSpan(former.Length - 1));
            }
        }

        return key;
    }
}
