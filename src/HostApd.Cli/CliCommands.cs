namespace HostApd.Cli;

/// <summary>All commands, and the rules for finding one by what was typed.</summary>
internal static class CliCommands
{
    private const string Address = "<addr>";
    private const string Acl = "ADD_MAC DEL_MAC SHOW CLEAR";

    /// <summary>In the order of the usage: hostapd_cli's, then ours.</summary>
    internal static IReadOnlyList<CliCommand> All { get; } =
    [
        new("ping", "", "ask whether the daemon is there", 0, 0),
        new("status", "[driver]", "what the access point does", 0, 1, Completed.Words, "driver"),
        new("mib", "[radius_server]", "MIB variables", 0, 1, Completed.Words, "radius_server"),
        new("relog", "", "open the log file anew", 0, 0),
        new("close_log", "", "close the log file", 0, 0),
        new("note", "<text>", "write a line into the log", 1, CliCommand.Any),
        new("sta", Address, "one station", 1, 2, Completed.Stations),
        new("all_sta", "", "all stations", 0, 0),
        new("list_sta", "", "the addresses of all stations", 0, 0),
        new("new_sta", Address, "add a station", 1, 1),
        new("deauthenticate", Address + " [reason=] [tx=0]", "send a station away", 1, CliCommand.Any, Completed.Stations),
        new("disassociate", Address + " [reason=] [tx=0]", "end an association", 1, CliCommand.Any, Completed.Stations),
        new("poll_sta", Address, "ask whether a station is still there", 1, 1, Completed.Stations),
        new("signature", Address, "what kind of station it is", 1, 1, Completed.Stations),
        new("sa_query", Address, "send an SA Query", 1, 1, Completed.Stations),
        new("wps_pbc", "[addr]", "press the button, for two minutes", 0, 1),
        new("wps_pin", "<uuid|any> <pin> [timeout] [addr]", "let a device in that shows this PIN", 2, 4, Completed.Words, "any"),
        new("wps_check_pin", "<pin>", "check the PIN's last digit", 1, 2),
        new("wps_cancel", "", "end the pending operation", 0, 0),
        new("wps_ap_pin", "<disable|random|get|set> [pin] [timeout]", "the access point's own PIN", 1, 3, Completed.Words,
            "disable random get set"),
        new("wps_config", "<ssid> <auth> <encr> [key]", "configure the access point", 3, 4),
        new("wps_get_status", "", "how the last attempt went", 0, 0),
        new("wps_nfc_tag_read", "<hex>", "an NFC tag that was read", 1, 1),
        new("wps_nfc_config_token", "<WPS|NDEF>", "make an NFC configuration token", 1, 1, Completed.Words, "WPS NDEF"),
        new("wps_nfc_token", "<WPS|NDEF|enable|disable>", "NFC password token", 1, 1, Completed.Words, "WPS NDEF enable disable"),
        new("disassoc_imminent", Address + " <timer>", "announce a disassociation", 2, CliCommand.Any, Completed.Stations),
        new("ess_disassoc", Address + " <timer> <url>", "announce that the network ends", 3, CliCommand.Any, Completed.Stations),
        new("bss_tm_req", Address + " […]", "ask a station to move", 1, CliCommand.Any, Completed.Stations),
        new("get_config", "", "the configuration, with its passphrase", 0, 0),
        new("set", "<key> <value>", "change a setting", 2, CliCommand.Any, Completed.Settings),
        new("get", "<name>", "read a value", 1, CliCommand.Any, Completed.Words, "version tls_library"),
        new("set_qos_map_set", "<list>", "set the QoS map", 1, 1),
        new("send_qos_map_conf", Address, "send the QoS map", 1, 1, Completed.Stations),
        new("chan_switch", "<count> <freq> [sec_channel_offset=] [center_freq1=] [bandwidth=] [blocktx] [ht]",
            "take the stations along to another channel", 2, CliCommand.Any),
        new("color_change", "<color>", "change the BSS colour", 1, 1),
        new("notify_cw_change", "<width>", "announce a channel width", 1, 1),
        new("set_bw", "<freq> [bandwidth=]", "change the width", 1, CliCommand.Any),
        new("hs20_wnm_notif", Address + " <url>", "Hotspot 2.0 notification", 2, 2, Completed.Stations),
        new("hs20_deauth_req", Address + " <code> <delay> [url]", "Hotspot 2.0 deauthentication", 3, 4, Completed.Stations),
        new("vendor", "<vendor> <subcommand> [hex]", "a driver's own command", 2, CliCommand.Any),
        new("enable", "", "begin", 0, 0),
        new("disable", "", "end", 0, 0),
        new("reload", "", "apply what was set", 0, 0),
        new("reload_bss", "", "the same, for this BSS", 0, 0),
        new("reload_config", "", "read the file anew", 0, 0),
        new("reload_wpa_psk", "", "read wpa_psk_file anew", 0, 0),
        new("enable_mld", "", "begin the multi-link device", 0, 0),
        new("disable_mld", "", "end the multi-link device", 0, 0),
        new("stop_ap", "", "end this BSS", 0, 0),
        new("update_beacon", "", "write the Beacons anew", 0, 0),
        new("erp_flush", "", "forget all ERP keys", 0, 0),
        new("log_level", "[level]", "how much is logged", 0, 2, Completed.Words, "EXCESSIVE MSGDUMP DEBUG INFO WARNING ERROR"),
        new("pmksa", "", "the cached keys", 0, 0),
        new("pmksa_flush", "", "forget the cached keys", 0, 0),
        new("set_neighbor", Address + " <ssid=> <nr=> [lci=] [civic=] [stat]", "add a neighbour", 3, CliCommand.Any),
        new("show_neighbor", "", "the neighbours", 0, 0),
        new("remove_neighbor", Address + " [ssid=]", "remove a neighbour", 1, 2),
        new("req_lci", Address, "ask a station where it is", 1, 1, Completed.Stations),
        new("req_range", Address + " <random interval> <min ap> <addr>…", "ask a station for ranges", 4, CliCommand.Any, Completed.Stations),
        new("req_beacon", Address + " [req_mode=] <hex>", "ask a station for a Beacon report", 2, 3, Completed.Stations),
        new("req_link_measurement", Address, "ask a station for its link", 1, 1, Completed.Stations),
        new("driver_flags", "", "what the driver can do", 0, 0),
        new("driver_flags2", "", "what else it can do", 0, 0),
        new("accept_acl", "<ADD_MAC|DEL_MAC|SHOW|CLEAR> […]", "who may join", 1, CliCommand.Any, Completed.Words, Acl),
        new("deny_acl", "<ADD_MAC|DEL_MAC|SHOW|CLEAR> […]", "who may not", 1, CliCommand.Any, Completed.Words, Acl),
        .. DeviceProvisioning("qr_code", "bootstrap_gen", "bootstrap_remove", "bootstrap_get_uri", "bootstrap_info", "bootstrap_set",
            "auth_init", "listen", "stop_listen", "configurator_add", "configurator_remove", "configurator_get_key",
            "configurator_sign", "pkex_add", "pkex_remove", "controller_start", "controller_stop", "chirp", "stop_chirp"),
        new("fst", "[…]", "Fast Session Transfer", 0, CliCommand.Any),
        new("raw", "<text>", "send a command as it stands", 1, CliCommand.Any),
        new("level", "<0-5>", "which events are sent here", 1, 1, Completed.Words, "0 1 2 3 4 5"),
        new("interface", "[name]", "list the interfaces, or ask another", 0, 1, Completed.Interfaces),
        new("help", "[command]", "this list", 0, 1, Completed.Commands),
        new("license", "", "whose work this is", 0, 0),
        new("quit", "", "end this client", 0, 0),
        new("terminate", "", "end the daemon", 0, 0),
        new("events", "[PATTERN]", "print events until Ctrl-C, those whose name matches: AP-STA-*", 0, 1),
        new("metrics", "", "OpenMetrics", 0, 0),
        new("timeline", "[list|last|slowest|addr|id] [--frames] [--svg FILE]", "a join, frame by frame", 0, 5, Completed.Words,
            "list last slowest"),
        new("capture", "FILE.pcapng [SECONDS]", "record frames for Wireshark", 1, 2),
    ];

    /// <summary>The command of that name, or the only one that begins so; null and why, else.</summary>
    internal static CliCommand? Find(string typed, out string? problem)
    {
        problem = null;
        var possible = All.Where(c => c.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (possible.Length == 1 || possible.Length > 1 && Array.Exists(possible, IsExact))
        {
            return Array.Find(possible, IsExact) ?? possible[0];
        }

        problem = possible.Length == 0
            ? $"Unknown command '{typed}'"
            : $"Ambiguous command '{typed}'; possible commands: {string.Join(' ', possible.Select(static c => c.Name))}";
        return null;

        bool IsExact(CliCommand command) => command.Name.Equals(typed, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Commands as the usage and <c>help</c> list them.</summary>
    internal static string List(IEnumerable<CliCommand> commands) =>
        "commands:\n" + string.Concat(commands.Select(static c => $"  {c.Usage} = {c.Meaning}\n"));

    private static IEnumerable<CliCommand> DeviceProvisioning(params string[] names) =>
        names.Select(static n => new CliCommand("dpp_" + n, "[…]", "Device Provisioning Protocol", 0, CliCommand.Any));
}
