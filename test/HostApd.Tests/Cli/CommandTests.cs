using System.Text;
using HostApd.Cli;
using HostApd.Cli.Editing;
using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>From what is typed to what goes over the socket.</summary>
public sealed class CommandTests
{
    private static readonly string[] Stations = ["02:00:00:00:01:00", "02:00:00:00:02:00", "42:00:00:00:01:00"];

    /// <summary>hostapd_cli 2.10's commands for an access point, as its usage lists them, and the newer ones.</summary>
    private static readonly string[] Known =
    [
        "ping", "mib", "relog", "status", "sta", "all_sta", "list_sta", "new_sta", "deauthenticate", "disassociate", "sa_query",
        "wps_pin", "wps_check_pin", "wps_pbc", "wps_cancel", "wps_nfc_tag_read", "wps_nfc_config_token", "wps_nfc_token",
        "wps_ap_pin", "wps_config", "wps_get_status", "disassoc_imminent", "ess_disassoc", "bss_tm_req", "get_config", "help",
        "interface", "fst", "raw", "level", "license", "quit", "set", "get", "set_qos_map_set", "send_qos_map_conf", "chan_switch",
        "hs20_wnm_notif", "hs20_deauth_req", "vendor", "enable", "reload", "disable", "update_beacon", "erp_flush", "log_level",
        "pmksa", "pmksa_flush", "set_neighbor", "show_neighbor", "remove_neighbor", "req_lci", "req_range", "driver_flags",
        "dpp_qr_code", "dpp_bootstrap_gen", "dpp_bootstrap_remove", "dpp_bootstrap_get_uri", "dpp_bootstrap_info",
        "dpp_bootstrap_set", "dpp_auth_init", "dpp_listen", "dpp_stop_listen", "dpp_configurator_add", "dpp_configurator_remove",
        "dpp_configurator_get_key", "dpp_configurator_sign", "dpp_pkex_add", "dpp_pkex_remove", "dpp_controller_start",
        "dpp_controller_stop", "dpp_chirp", "dpp_stop_chirp", "accept_acl", "deny_acl", "poll_sta", "req_beacon", "reload_wpa_psk",
        "reload_bss", "reload_config", "stop_ap", "close_log", "signature", "color_change", "notify_cw_change", "set_bw",
        "enable_mld", "disable_mld", "driver_flags2", "req_link_measurement",
    ];

    [TestCaseSource(nameof(Known))]
    public void Every_command_of_hostapd_cli_is_known(string name) =>
        Assert.That(CliCommands.Find(name, out _)?.Name, Is.EqualTo(name));

    [Test]
    public void No_two_commands_have_one_name() => Assert.That(CliCommands.All.Select(static c => c.Name), Is.Unique);

    [TestCase("stat", ExpectedResult = "status")]
    [TestCase("sta", ExpectedResult = "sta", Description = "a whole name is no prefix")]
    [TestCase("DEAUTH", ExpectedResult = "deauthenticate")]
    [TestCase("wps_pb", ExpectedResult = "wps_pbc")]
    [TestCase("poll", ExpectedResult = "poll_sta")]
    [TestCase("reload_", ExpectedResult = "Ambiguous command 'reload_'; possible commands: reload_bss reload_config reload_wpa_psk")]
    [TestCase("enab", ExpectedResult = "enable", Description = "enable_mld is not offered")]
    [TestCase("enable_m", ExpectedResult = "enable_mld", Description = "but known")]
    [TestCase("exit", ExpectedResult = "quit")]
    [TestCase("?", ExpectedResult = "help")]
    [TestCase("p2p_get", ExpectedResult = "p2p_get_passphrase")]
    [TestCase("xyz", ExpectedResult = "Unknown command 'xyz'")]
    public string? A_unique_beginning_will_do(string typed) => CliCommands.Find(typed, out var problem)?.Name ?? problem;

    [TestCase("status", ExpectedResult = "STATUS")]
    [TestCase("status driver", ExpectedResult = "STATUS-DRIVER")]
    [TestCase("  sta   02:00:00:00:01:00  ", ExpectedResult = "STA 02:00:00:00:01:00")]
    [TestCase("deauth 02:00:00:00:01:00 reason=3", ExpectedResult = "DEAUTHENTICATE 02:00:00:00:01:00 reason=3")]
    [TestCase("set ssid My  Net", ExpectedResult = "SET ssid My  Net")]
    [TestCase("set ssid2 \"a b\"", ExpectedResult = "SET ssid2 \"a b\"")]
    [TestCase("raw p2p_peer FIRST", ExpectedResult = "p2p_peer FIRST")]
    [TestCase("wps_config \"a b\" WPA2PSK CCMP 12345678", ExpectedResult = "WPS_CONFIG 612062 WPA2PSK CCMP 3132333435363738")]
    [TestCase("wps_config é OPEN NONE", ExpectedResult = "WPS_CONFIG c3a9 OPEN NONE")]
    [TestCase("accept_acl SHOW", ExpectedResult = "ACCEPT_ACL SHOW")]
    [TestCase("fst list_groups", ExpectedResult = "FST-MANAGER list_groups")]
    [TestCase("sta", ExpectedResult = "usage: sta <addr>")]
    [TestCase("ping pong", ExpectedResult = "usage: ping")]
    [TestCase("wps_pin any", ExpectedResult = "usage: wps_pin <uuid|any> <pin> [timeout] [addr]")]
    public string? A_line_becomes_a_request(string line)
    {
        var typed = TypedCommand.Of(line)!;
        return ClientSession.Check(typed, json: false, out var problem) is { } command ? RequestText.Of(command, typed) : problem;
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("# a comment")]
    public void An_empty_line_is_none(string line) => Assert.That(TypedCommand.Of(line), Is.Null);

    [TestCase("a \"b c\" d", "a", "b c", "d")]
    [TestCase("\"\" x", "", "x")]
    [TestCase("\"open", "\"open")]
    public void Quotes_hold_words_together(string rest, params string[] words) =>
        Assert.That(TypedCommand.Of("note " + rest)!.Words, Is.EqualTo(words));

    [Test]
    public void Json_is_refused_where_there_is_none()
    {
        Assert.That(ClientSession.Check(TypedCommand.Of("metrics")!, json: true, out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo("'metrics' does not answer in JSON"));
    }

    [TestCase("ping", "PONG\n", ExpectedResult = """{"reply":"PONG"}""")]
    [TestCase("wps_get_status", "PBC Status: Active\nLast WPS result: None\n", ExpectedResult = """{"PBC Status":"Active","Last WPS result":"None"}""")]
    [TestCase("p2p_get_passphrase", "a=b: c{\n", ExpectedResult = """{"reply":"a=b: c{"}""")]
    [TestCase("p2p_get_passphrase", "{\"a\": 1\n", ExpectedResult = """{"reply":"{\"a\": 1"}""")]
    [TestCase("deny_acl", "", ExpectedResult = """{"reply":[]}""")]
    [TestCase("log_level", "a\nb\n", ExpectedResult = """{"reply":["a","b"]}""")]
    [TestCase("entropy", "{\"state\":\"ready\"}\n", ExpectedResult = """{"state":"ready"}""")]
    [TestCase("status", "state=ENABLED\nfreq=2412\n", ExpectedResult = """{"state":"ENABLED","freq":2412}""")]
    public string Any_reply_becomes_json(string command, string reply) => Encoding.UTF8.GetString(JsonReply.Of(command, reply)).TrimEnd('\n');

    [Test]
    public void A_refusal_is_json_too()
    {
        Assert.That(Encoding.UTF8.GetString(JsonReply.Refusal("FAIL\n", "it is \"off\"")), Is.EqualTo("""{"error":"FAIL","reason":"it is \"off\""}""" + "\n"));
        Assert.That(Encoding.UTF8.GetString(JsonReply.Refusal("UNKNOWN COMMAND\n", null)), Is.EqualTo("""{"error":"UNKNOWN COMMAND"}""" + "\n"));
    }

    [TestCase("-iwlan0 -Br -a/bin/true -P pid", "-i", "wlan0", "-B", "-r", "-a", "/bin/true", "-P", "pid")]
    [TestCase("-p /run/x status -i", "-p", "/run/x", "--", "status", "-i")]
    [TestCase("--json timeline last --json", "--json", "--", "timeline", "last", "--json")]
    [TestCase("-- -x", "--", "-x")]
    [TestCase("-rG5", "-r", "-G", "5")]
    [TestCase("-i", "-i")]
    [TestCase("-i wlan0 -r -i -p", "-i", "-p", "-r", Description = "the last counts, and a value may look like an option")]
    public void Options_are_read_as_getopt_reads_them(string line, params string[] words) =>
        Assert.That(CommandLine.Expand(line.Split(' ')), Is.EqualTo(words));

    [TestCase("stat", ExpectedResult = "0: status")]
    [TestCase("poll_sta 42", ExpectedResult = "9: 42:00:00:00:01:00")]
    [TestCase("poll 02", ExpectedResult = "5: 02:00:00:00:01:00 02:00:00:00:02:00")]
    [TestCase("deauthenticate 02:00:00:00:01:00 ", ExpectedResult = "33: ")]
    [TestCase("set wpa_pass", ExpectedResult = "4: wpa_passphrase")]
    [TestCase("accept_acl C", ExpectedResult = "11: CLEAR")]
    [TestCase("deny_acl DEL_MAC 42", ExpectedResult = "17: 42:00:00:00:01:00")]
    [TestCase("get t", ExpectedResult = "4: tls_library")]
    [TestCase("timeline la", ExpectedResult = "9: last")]
    [TestCase("timeline last --s", ExpectedResult = "14: --svg")]
    [TestCase("timeline last l", ExpectedResult = "14: ")]
    [TestCase("timeline --svg /pro", ExpectedResult = "15: /proc/")]
    [TestCase("capture /proc/sys/kernel/random/uu", ExpectedResult = "8: /proc/sys/kernel/random/uuid")]
    [TestCase("interface w", ExpectedResult = "10: wlan0 wlan1")]
    [TestCase("help pi", ExpectedResult = "5: ping")]
    [TestCase("ping x", ExpectedResult = "5: ")]
    [TestCase("xyz 0", ExpectedResult = "4: ")]
    public string Tab_offers_what_fits(string line)
    {
        var completion = Completer.Complete(line, line.Length, Words);
        return $"{completion.Start}: {string.Join(' ', completion.Candidates)}";
    }

    [Test]
    public void What_all_candidates_begin_with_is_put_at_once()
    {
        Assert.That(Completer.Complete("poll_sta 0", 10, Words).Common, Is.EqualTo("02:00:00:00:0"));
        Assert.That(Completer.Complete("xyz 0", 5, Words).Common, Is.Empty);
    }

    [Test]
    public void What_stands_behind_the_cursor_does_not_count() =>
        Assert.That(Completer.Complete("stat x", 4, Words).Candidates, Is.EqualTo(new[] { "status" }));

    private static IEnumerable<string> Words(Completed kind, string typed) => kind switch
    {
        Completed.Commands => CliCommands.Offered.Select(static c => c.Name),
        Completed.Files => FileNames.Beginning(typed),
        Completed.Stations => Stations,
        Completed.Settings => Settings.All.Select(static s => s.FlatKey),
        Completed.Interfaces => ["wlan0", "wlan1"],
        Completed.Nothing or Completed.Words => [],
    };
}
