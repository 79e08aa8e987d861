namespace HostApd.Cli;

/// <summary>All commands, and the rules for finding one by what was typed.</summary>
internal static class CliCommands
{
    private const string Address = "<addr>";
    private const string Acl = "ADD_MAC DEL_MAC SHOW CLEAR";

    /// <summary>What this daemon has beyond hostapd.</summary>
    private static readonly CliCommand[] Own =
    [
        new("events", "[PATTERN]", "print events until Ctrl-C, those whose name matches: AP-STA-*", 0, 1),
        new("metrics", "", "OpenMetrics", 0, 0),
        new("timeline", "[list|last|slowest|addr|id] [--frames] [--svg FILE]", "a join, frame by frame", 0, 5, Completed.Words,
            "list last slowest --frames --svg"),
        new("share", "[--svg FILE]", "the network and its passphrase as a QR code for phones", 0, 2, Completed.Words, "--svg"),
        new("top", "[-n SECONDS]", "the stations, looked at again and again: q ends, t s j sort", 0, 2),
        new("capture", "FILE.pcapng [SECONDS]", "record frames for Wireshark", 1, 2, Completed.Files),
        new("p2p_find", "[seconds] [type=social|progressive]", "look for P2P devices", 0, 2, Completed.Words, "type=social type=progressive"),
        new("p2p_stop_find", "", "end that, and what is being negotiated", 0, 0),
        new("p2p_listen", "[seconds]", "be found for a while", 0, 1),
        new("p2p_ext_listen", "[period interval]", "be found for a part of each interval, in ms; nothing: not", 0, 2),
        new("p2p_connect", Address + " <pbc|pin|PIN> [display|keypad] [auth] [go_intent=] [freq=]",
            "a group with a device: yes to one that asks, or ask it", 2, CliCommand.Any),
        new("p2p_reject", Address, "no to a device that asks", 1, 1),
        new("p2p_unauthorize", Address, "take a yes back", 1, 1),
        new("p2p_cancel", "", "end what is being negotiated, or the group that forms", 0, 0),
        new("p2p_flush", "", "forget the devices that were found", 0, 0),
        new("p2p_peers", "", "the devices that were found", 0, 0),
        new("p2p_prov_disc", Address + " <display|keypad|pbc>", "ask a device for a way to get the key", 2, 2),
        new("p2p_invite", "<persistent=0|group=interface> [peer=addr] [freq=]", "bring the group back, or ask a device into it", 1, 3,
            Completed.Words, "persistent=0"),
        new("p2p_group_member", Address, "the address that a device has in the group", 1, 1),
        new("p2p_group_add", "", "begin the P2P group", 0, CliCommand.Any),
        new("p2p_group_remove", "", "end the P2P group", 0, 1),
        new("p2p_get_passphrase", "", "the group's passphrase, for devices without WPS", 0, 0),
        new("p2p_peer", "<addr|FIRST|NEXT-addr>", "a device of the group", 1, 1, Completed.Words, "FIRST"),
        new("p2p_remove_client", "<addr|iface=addr>", "shut a device out of the group", 1, 1, Completed.Stations),
        new("p2p_set", "<ssid_postfix|per_sta_psk|listen_channel|disallow_freq> <value>", "change the next group, or where one is found", 2, 3, Completed.Words,
            "ssid_postfix per_sta_psk listen_channel disallow_freq"),
        new("wfd_subelem_set", "<id> [hex]", "a Wi-Fi Display subelement; without a body it goes", 1, 2),
        new("wfd_subelem_get", "<id>", "a Wi-Fi Display subelement", 1, 1),
        new("wps_remove_device_psk", Address, "forget a device's own key", 1, 1),
        new("rekey_gtk", "", "renew the group key now", 0, 0),
        new("sa_query", Address, "ask a station with PMF whether it is still there", 1, 1, Completed.Stations),
        new("rekey_ptk", Address, "renew the pairwise key of a station now", 1, 1, Completed.Stations),
        new("entropy", "[json]", "how much randomness there is, and from where", 0, 1, Completed.Words, "json"),
        new("why", "", "why the last command was refused", 0, 0),
    ];

    /// <summary>hostapd_cli's, as far as the daemon or the client answers them.</summary>
    private static readonly CliCommand[] Shared =
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
        new("deauthenticate", Address + " [reason=] [tx=0] [test=0|1]", "send a station away", 1, CliCommand.Any, Completed.Stations),
        new("disassociate", Address + " [reason=] [tx=0] [test=0|1]", "end an association", 1, CliCommand.Any, Completed.Stations),
        new("eapol_reauth", Address, "ask a station anew who it is (802.1X)", 1, 1, Completed.Stations),
        new("poll_sta", Address, "ask whether a station is still there", 1, 1, Completed.Stations),
        new("wps_pbc", "[addr]", "press the button, for two minutes", 0, 1),
        new("wps_pin", "<uuid|any> <pin> [timeout] [addr]", "let a device in that shows this PIN", 2, 4, Completed.Words, "any"),
        new("wps_check_pin", "<pin>", "check the PIN's last digit", 1, 2),
        new("wps_cancel", "", "end the pending operation", 0, 0),
        new("wps_ap_pin", "<disable|random|get|set> [pin] [timeout]", "the access point's own PIN", 1, 3, Completed.Words,
            "disable random get set"),
        new("wps_config", "<ssid> <auth> <encr> [key]", "configure the access point", 3, 4),
        new("wps_get_status", "", "how the last attempt went", 0, 0),
        new("get_config", "", "the configuration, with its passphrase", 0, 0),
        new("set", "<key> <value>", "change a setting", 2, CliCommand.Any, Completed.Settings),
        new("get", "<name>", "read a value", 1, CliCommand.Any, Completed.Words, "version tls_library"),
        new("chan_switch", "<count> <freq> [sec_channel_offset=] [center_freq1=] [bandwidth=] [blocktx] [ht]",
            "take the stations along to another channel", 2, CliCommand.Any),
        new("color_change", "<0-63>", "announce another BSS colour; 0: none", 1, 1),
        new("enable", "", "begin", 0, 0),
        new("disable", "", "end", 0, 0),
        new("reload", "", "apply what was set", 0, 0),
        new("reload_bss", "", "the same, for this BSS", 0, 0),
        new("reload_config", "", "read the file anew", 0, 0),
        new("reload_wpa_psk", "", "read wpa_psk_file anew", 0, 0),
        new("stop_ap", "", "stop to beacon, without a word to stations", 0, 0),
        new("update_beacon", "", "announce what was set; no station is lost", 0, 0),
        new("log_level", "[level]", "how much is logged", 0, 2, Completed.Words, "EXCESSIVE MSGDUMP DEBUG INFO WARNING ERROR"),
        new("pmksa", "", "the cached keys", 0, 0),
        new("pmksa_add", Address + " <pmkid> <pmk> <seconds> <akmp>", "add a cached key", 5, 5),
        new("pmksa_flush", "", "forget the cached keys", 0, 0),
        new("driver_flags", "", "what the driver can do", 0, 0),
        new("accept_acl", "<ADD_MAC|DEL_MAC|SHOW|CLEAR> […]", "who may join", 1, CliCommand.Any, Completed.Words, Acl),
        new("deny_acl", "<ADD_MAC|DEL_MAC|SHOW|CLEAR> […]", "who may not", 1, CliCommand.Any, Completed.Words, Acl),
        new("raw", "<text>", "send a command as it stands", 1, CliCommand.Any),
        new("level", "<0-5>", "which events are sent here", 1, 1, Completed.Words, "0 1 2 3 4 5"),
        new("interface", "[name]", "list the interfaces, or ask another", 0, 1, Completed.Interfaces),
        new("help", "[command]", "this list", 0, 1, Completed.Commands),
        new("license", "", "whose work this is", 0, 0),
        new("quit", "", "end this client", 0, 0),
        new("terminate", "", "end the daemon", 0, 0),
    ];

    /// <summary>Our daemon's: what the usage and the Tab key offer.</summary>
    internal static IReadOnlyList<CliCommand> Offered { get; } = [.. Own, .. Shared];

    /// <summary>With those that only hostapd has: they are sent as they stand.</summary>
    internal static IReadOnlyList<CliCommand> All { get; } = [.. Offered, .. HostapdCommands.All];

    /// <summary>The command of that name, or the only one that begins so; null and why, else.</summary>
    internal static CliCommand? Find(string typed, out string? problem)
    {
        problem = null;
        var name = typed switch
        {
            "exit" => "quit",
            "?" => "help",
            _ => typed,
        };
        if (All.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } exact)
        {
            return exact;
        }

        var possible = Beginning(Offered, name);
        possible = possible.Length > 0 ? possible : Beginning(All, name);
        if (possible is [var only])
        {
            return only;
        }

        problem = possible.Length == 0
            ? $"Unknown command '{typed}'"
            : $"Ambiguous command '{typed}'; possible commands: {string.Join(' ', possible.Select(static c => c.Name))}";
        return null;
    }

    /// <summary>The whole usage: ours, hostapd's that we have, and the names of those that only hostapd has.</summary>
    internal static string ListAll() =>
        List(Offered) + $"hostapd's, which hostapd-net does not have (sent as they stand):\n  {string.Join(' ', HostapdCommands.All.Select(static c => c.Name))}\n";

    private static CliCommand[] Beginning(IEnumerable<CliCommand> commands, string name) =>
        [.. commands.Where(c => c.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Commands as the usage and <c>help</c> list them.</summary>
    internal static string List(IEnumerable<CliCommand> commands) =>
        "commands:\n" + string.Concat(commands.Select(static c => $"  {c.Usage} = {c.Meaning}\n"));
}
