namespace HostApd.Cli;

/// <summary>hostapd_cli's commands that only hostapd answers: the client talks to it, too, but does not offer them by itself.</summary>
internal static class HostapdCommands
{
    private const string Address = "<addr>";

    internal static IReadOnlyList<CliCommand> All { get; } =
    [
        new("new_sta", Address, "add a station", 1, 1),
        new("get_capability", "<name>", "what is built in", 1, 1),
        new("radar", "<DETECTED|…> [freq=]", "pretend that radar was found", 1, CliCommand.Any),
        new("coloc_intf_req", Address + " <auto report> <timeout>", "ask a station for its other interfaces", 3, 3, Completed.Stations),
        new("signature", Address, "what kind of station it is", 1, 1, Completed.Stations),
        new("wps_nfc_tag_read", "<hex>", "an NFC tag that was read", 1, 1),
        new("wps_nfc_config_token", "<WPS|NDEF>", "make an NFC configuration token", 1, 1, Completed.Words, "WPS NDEF"),
        new("wps_nfc_token", "<WPS|NDEF|enable|disable>", "NFC password token", 1, 1, Completed.Words, "WPS NDEF enable disable"),
        new("disassoc_imminent", Address + " <timer>", "announce a disassociation", 2, CliCommand.Any, Completed.Stations),
        new("ess_disassoc", Address + " <timer> <url>", "announce that the network ends", 3, CliCommand.Any, Completed.Stations),
        new("bss_tm_req", Address + " […]", "ask a station to move", 1, CliCommand.Any, Completed.Stations),
        new("set_qos_map_set", "<list>", "set the QoS map", 1, 1),
        new("send_qos_map_conf", Address, "send the QoS map", 1, 1, Completed.Stations),
        new("notify_cw_change", "<width>", "announce a channel width", 1, 1),
        new("set_bw", "<freq> [bandwidth=]", "change the width", 1, CliCommand.Any),
        new("hs20_wnm_notif", Address + " <url>", "Hotspot 2.0 notification", 2, 2, Completed.Stations),
        new("hs20_deauth_req", Address + " <code> <delay> [url]", "Hotspot 2.0 deauthentication", 3, 4, Completed.Stations),
        new("vendor", "<vendor> <subcommand> [hex]", "a driver's own command", 2, CliCommand.Any),
        new("enable_mld", "", "begin the multi-link device", 0, 0),
        new("disable_mld", "", "end the multi-link device", 0, 0),
        new("erp_flush", "", "forget all ERP keys", 0, 0),
        new("set_neighbor", Address + " <ssid=> <nr=> [lci=] [civic=] [stat]", "add a neighbour", 3, CliCommand.Any),
        new("show_neighbor", "", "the neighbours", 0, 0),
        new("remove_neighbor", Address + " [ssid=]", "remove a neighbour", 1, 2),
        new("req_lci", Address, "ask a station where it is", 1, 1, Completed.Stations),
        new("req_range", Address + " <random interval> <min ap> <addr>…", "ask a station for ranges", 4, CliCommand.Any, Completed.Stations),
        new("req_beacon", Address + " [req_mode=] <hex>", "ask a station for a Beacon report", 2, 3, Completed.Stations),
        new("req_link_measurement", Address, "ask a station for its link", 1, 1, Completed.Stations),
        new("driver_flags2", "", "what else it can do", 0, 0),
        .. DeviceProvisioning("qr_code", "bootstrap_gen", "bootstrap_remove", "bootstrap_get_uri", "bootstrap_info", "bootstrap_set",
            "auth_init", "listen", "stop_listen", "configurator_add", "configurator_remove", "configurator_get_key",
            "configurator_sign", "pkex_add", "pkex_remove", "controller_start", "controller_stop", "chirp", "stop_chirp"),
        new("fst", "[…]", "Fast Session Transfer", 0, CliCommand.Any),
    ];

    private static IEnumerable<CliCommand> DeviceProvisioning(params string[] names) =>
        names.Select(static n => new CliCommand("dpp_" + n, "[…]", "Device Provisioning Protocol", 0, CliCommand.Any));
}
