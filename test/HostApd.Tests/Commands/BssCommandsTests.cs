using HostApd.Ap;
using HostApd.Cli;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Linux;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>hostapd's commands on an interface's socket, with hostapd's replies.</summary>
public sealed class BssCommandsTests
{
    private const string Station = "02:00:00:00:01:00";

    [Test]
    public void An_access_list_shuts_a_station_out_at_once_and_lets_it_in_again()
    {
        using var scene = new Scene();
        scene.Rig.Connect(ApRig.First);
        Assert.That(scene.Ask("DENY_ACL ADD_MAC " + Station + " VLAN_ID=3"), Is.EqualTo("OK\n"));
        Assert.That(scene.Rig.Events, Has.Member("AP-STA-DISCONNECTED " + Station));
        Assert.That(scene.Ask("DENY_ACL SHOW"), Is.EqualTo(Station + " VLAN_ID=3\n"));
        scene.Rig.Run(2);
        scene.Rig.Station(ApRig.First).Join();
        scene.Rig.Run(1);
        Assert.That(scene.Rig.Sta(ApRig.First), Is.Null);
        Assert.That(scene.Rig.Bss.Counters[FrameDrop.Denied], Is.Positive);
        Assert.That(scene.Ask("DENY_ACL DEL_MAC " + Station), Is.EqualTo("OK\n"));
        Assert.That(scene.Rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
    }

    [TestCase("DENY_ACL")]
    [TestCase("DENY_ACL ADD_MAC")]
    [TestCase("DENY_ACL ADD_MAC nobody")]
    [TestCase("ACCEPT_ACL ADD_MAC 02:00:00:00:01:00 VLAN=3")]
    [TestCase("ACCEPT_ACL DEL_MAC nobody")]
    [TestCase("CHAN_SWITCH")]
    [TestCase("CHAN_SWITCH 5")]
    [TestCase("CHAN_SWITCH 256 2412")]
    [TestCase("CHAN_SWITCH 5 2412 vht")]
    [TestCase("CHAN_SWITCH 5 2412 bandwidth=80")]
    [TestCase("CHAN_SWITCH 5 2412 bandwidth=40")]
    [TestCase("CHAN_SWITCH 5 2412 sec_channel_offset=-1 ht")]
    [TestCase("CHAN_SWITCH 5 2999")]
    [TestCase("CHAN_SWITCH 5 2461")]
    [TestCase("CHAN_SWITCH 5 2461 ht")]
    [TestCase("CHAN_SWITCH None 2412")]
    [TestCase("CHAN_SWITCH 5 None")]
    [TestCase("MIB nonsense")]
    [TestCase("STA 02:00:00:00:01:00 eapol")]
    [TestCase("DEAUTHENTICATE nobody tx=0")]
    [TestCase("SET setband")]
    [TestCase("SET setband 7G")]
    [TestCase("SET wpa_pairwise FOO")]
    [TestCase("SET acs_chan_bias 1")]
    [TestCase("SET acs_chan_bias 1:-1")]
    [TestCase("SET acs_chan_bias x:0.8")]
    [TestCase("SET acs_chan_bias 1:0.8x")]
    [TestCase("SET gas_frag_limit 0")]
    [TestCase("SET gas_frag_limit None")]
    [TestCase("POLL_STA 02:00:00:00:09:00")]
    [TestCase("COLOR_CHANGE")]
    [TestCase("COLOR_CHANGE 64")]
    [TestCase("COLOR_CHANGE -1")]
    [TestCase("COLOR_CHANGE x")]
    [TestCase("COLOR_CHANGE 5", Description = "no HE")]
    [TestCase("SET nosuchfield 1")]
    [TestCase("SET channel x")]
    [TestCase("SET ext_eapol_frame_io 1")]
    [TestCase("RELOAD_WPA_PSK")]
    [TestCase("GET nothing")]
    [TestCase("DATA_TEST_TX 02:00:00:00:01:00 02:00:00:00:00:00 0")]
    [TestCase("DATA_TEST_CONFIG 2")]
    public void What_cannot_be_done_is_refused(string command)
    {
        using var scene = new Scene();
        Assert.That(scene.Ask(command), Is.EqualTo("FAIL\n"));
    }

    [Test]
    public void A_policy_of_acceptance_needs_the_list()
    {
        using var scene = new Scene(change: static o => o with { AclPolicy = AclPolicy.DenyUnlessAccepted });
        scene.Rig.Station(ApRig.First).Join();
        scene.Rig.Run(1);
        Assert.That(scene.Rig.Sta(ApRig.First), Is.Null);
        scene.Ask("ACCEPT_ACL ADD_MAC " + Station);
        Assert.That(scene.Rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
        scene.Ask("ACCEPT_ACL CLEAR");
        Assert.That(scene.Rig.Events[^1], Is.EqualTo("AP-STA-DISCONNECTED " + Station));
    }

    [Test]
    public void A_channel_switch_tells_counts_and_moves()
    {
        using var scene = new Scene();
        scene.Rig.Connect(ApRig.First);
        scene.Rig.Events.Clear();
        Assert.That(scene.Ask("CHAN_SWITCH 7 2412 ht blocktx"), Is.EqualTo("OK\n"));
        Assert.That(scene.Rig.Radio.Calls, Has.Member("SwitchChannel 2412 count=7"));
        scene.Rig.Run(1);
        const string channel = "freq=2412 ht_enabled=1 ch_offset=0 ch_width=20 MHz cf1=2412 cf2=0 is_dfs0=0 dfs=0 puncturing_bitmap=0x0000";
        Assert.That(scene.Rig.Events, Is.EqualTo(new[]
        {
            "CTRL-EVENT-STARTED-CHANNEL-SWITCH " + channel, "CTRL-EVENT-CHANNEL-SWITCH " + channel, "AP-CSA-FINISHED freq=2412 dfs=0",
        }));
        Assert.That(scene.Rig.Bss.Options.Channel.Number, Is.EqualTo(1));
        Assert.That(scene.Rig.Sta(ApRig.First), Is.Not.Null);
    }

    [Test]
    public void MIB_is_hostapds_before_and_after_a_handshake()
    {
        using var scene = new Scene();
        var before = scene.Ask("MIB")!;
        Assert.That(before, Does.StartWith("dot11RSNAOptionImplemented=TRUE\ndot11RSNAPreauthenticationImplemented=TRUE\ndot11RSNAEnabled=TRUE\n")
            .And.Contain("dot11RSNAAuthenticationSuiteSelected=00-00-00-0\n").And.EndWith("hostapdWPAGroupState=2\n"));
        Assert.That(before.Count(static c => c == '\n'), Is.EqualTo(25));
        scene.Rig.Connect(ApRig.First);
        Assert.That(scene.Ask("MIB"), Does.Contain("dot11RSNAAuthenticationSuiteSelected=00-0f-ac-2\ndot11RSNAPairwiseCipherSelected=00-0f-ac-4\n"));
    }

    [Test]
    public void SET_reaches_the_configuration_by_the_files_own_table()
    {
        using var scene = new Scene();
        foreach (var (key, value) in new[] { ("ssid", "n\u00e9t"), ("channel", "11"), ("wpa", "2"), ("vendor_elements", "dd0411223301") })
        {
            Assert.That(scene.Ask($"SET {key} {value}"), Is.EqualTo("OK\n"), key);
        }

        Assert.That(scene.Configuration.Ssid, Is.EqualTo(new byte[] { (byte)'n', 0xe9, (byte)'t' }), "bytes pass as they are");
        Assert.That(scene.Configuration.Radio.Channel, Is.EqualTo(11));
        Assert.That(scene.Rig.Bss.Options.Channel.Number, Is.EqualTo(6), "until ENABLE or RELOAD");
    }

    [Test]
    public void Frames_go_through_control_clients_by_request()
    {
        using var scene = new Scene(testing: true);
        Assert.That(scene.Ask("SET ext_mgmt_frame_handling 1"), Is.EqualTo("OK\n"));
        scene.Rig.Station(ApRig.First).Join();
        for (var handed = 0; scene.Rig.Sta(ApRig.First) is null && handed < 10; handed++)
        {
            scene.Rig.Run(0.1);
            Assert.That(scene.Rig.Sta(ApRig.First), Is.Null, "nothing passes by itself");
            var received = scene.Rig.Events.Last(static e => e.StartsWith("MGMT-RX ", StringComparison.Ordinal))["MGMT-RX ".Length..];
            Assert.That(scene.Ask("MGMT_RX_PROCESS freq=2437 datarate=0 ssi_signal=-30 frame=" + received), Is.EqualTo("OK\n"));
        }

        Assert.That(scene.Rig.Sta(ApRig.First), Is.Not.Null);
        scene.Ask("SET ext_mgmt_frame_handling 0");
        scene.Ask("SET ext_eapol_frame_io 1");
        scene.Rig.Run(6);
        scene.Rig.Station(ApRig.First).Join();
        scene.Rig.Run(0.2);
        Assert.That(scene.Rig.Events, Has.Some.StartsWith("EAPOL-TX " + Station + " 0203"));
        Assert.That(scene.Ask("EAPOL_RX " + Station + " 02030000"), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask("EAPOL_RX nobody 02"), Is.EqualTo("FAIL\n"));
        Assert.That(scene.Ask("MGMT_TX zz"), Is.EqualTo("FAIL\n"));
    }

    [TestCase("", "FAIL\n")]
    [TestCase("type=0 stype=11 buf=b0", "FAIL\n")]
    [TestCase("stype=11 ok=1 buf=b0", "FAIL\n")]
    [TestCase("type=0 ok=1 buf=b0", "FAIL\n")]
    [TestCase("type=0 stype=11 ok=1", "FAIL\n")]
    [TestCase("type=0 stype=11 ok=1 buf=", "FAIL\n")]
    [TestCase("type=0 stype=11 ok=1 buf=b", "FAIL\n")]
    [TestCase("type=0 stype=11 ok=1 buf=zz", "FAIL\n")]
    [TestCase("type=0 stype=11 ok=1 buf=b0", "OK\n")]
    public void A_frame_as_sent_needs_all_that_is_to_be_said_of_it(string arguments, string reply)
    {
        using var scene = new Scene(testing: true);
        Assert.That(scene.Ask("MGMT_TX_STATUS_PROCESS " + arguments), Is.EqualTo(reply));
    }

    [Test]
    public void What_only_tests_turn_is_turned_at_once_and_for_tests_alone()
    {
        using var plain = new Scene();
        using var scene = new Scene(testing: true);
        foreach (var key in TestingSettings.All.Select(static s => s.Key))
        {
            Assert.That(plain.Ask($"SET {key} 0"), Is.EqualTo("FAIL\n"), key);
        }

        Assert.That(scene.Ask("SET ignore_assoc_probability 1.5"), Is.EqualTo("FAIL\n"));
        Assert.That(scene.Ask("SET ignore_assoc_probability 1"), Is.EqualTo("OK\n"));
        scene.Rig.Station(ApRig.First).Join();
        scene.Rig.Run(1);
        Assert.That(scene.Rig.Air.Count("AuthenticationResponse"), Is.Positive);
        Assert.That(scene.Rig.Air.Count("AssociationResponse"), Is.Zero);
        Assert.That(ValueChecks.Of(scene.Configuration, testing: false).Select(static p => p.Problem), Has.Some.StartsWith("works with --testing only"));
        Assert.That(ValueChecks.Of(scene.Configuration, testing: true).Select(static p => p.Problem), Has.None.StartsWith("works with --testing only"));
    }

    [Test]
    public void RESEND_sends_and_waits_for_nothing()
    {
        using var scene = new Scene(testing: true);
        Assert.That(scene.Ask("RESEND_M1 " + Station), Is.EqualTo("FAIL\n"));
        scene.Rig.Connect(ApRig.First);
        var sent = scene.Rig.Count("SendEapol");
        Assert.That(scene.Ask("RESEND_M1 " + Station), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask("RESEND_M3 " + Station), Is.EqualTo("OK\n"));
        Assert.That(scene.Rig.Count("SendEapol"), Is.EqualTo(sent + 2));
        Assert.That(scene.Rig.Count("InstallKey pairwise"), Is.EqualTo(1), "an old message installs nothing again");
        Assert.That(scene.Rig.Sta(ApRig.First)!.IsAuthorized);
    }

    [Test]
    public void An_old_pairwise_key_is_replaced_or_ends_with_its_association()
    {
        foreach (var policy in new[] { KeyZeroRekey.Always, KeyZeroRekey.Never })
        {
            using var rig = ApRig.WithRsn(o => o with { PairwiseRekey = TimeSpan.FromSeconds(60), KeyZeroRekey = policy });
            rig.Connect(ApRig.First);
            rig.Run(59);
            Assert.That(rig.Count("InstallKey pairwise"), Is.EqualTo(1));
            rig.Run(1.5);
            Assert.That(rig.Events.Count(static e => e == "AP-STA-DISCONNECTED " + Station), Is.EqualTo(policy == KeyZeroRekey.Never ? 1 : 0));
            Assert.That(rig.Count("InstallKey pairwise"), Is.EqualTo(policy == KeyZeroRekey.Never ? 1 : 2));
            rig.Run(60);
            Assert.That(rig.Count("InstallKey pairwise"), Is.EqualTo(policy == KeyZeroRekey.Never ? 1 : 3), "and so on");
        }
    }

    [Test]
    public void REKEY_PTK_gives_a_station_another_key_and_tells_nobody_that_it_came()
    {
        using var scene = new Scene();
        Assert.That(scene.Ask("REKEY_PTK " + Station), Is.EqualTo("FAIL\n"), "nobody is there");
        scene.Rig.Connect(ApRig.First);
        scene.Rig.Events.Clear();
        Assert.That(scene.Ask("REKEY_PTK " + Station), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask("REKEY_PTK " + Station), Is.EqualTo("FAIL\n"), "one at a time");
        scene.Rig.Run(0.1);
        Assert.That(scene.Rig.Events, Is.EqualTo(new[] { "EAPOL-4WAY-HS-COMPLETED " + Station }));
        Assert.That(scene.Rig.Count("InstallKey pairwise"), Is.EqualTo(2));
        Assert.That(scene.Rig.Radio.InstalledKeys.Where(static k => !k.Station.IsZero).Select(static k => k.Key).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public void STA_tells_of_802_1X_and_EAPOL_REAUTH_asks_anew()
    {
        using var scene = new Scene(change: static o => o with
        {
            Security = new SecurityOptions
            {
                Pmks = [],
                Enterprise = new EnterpriseOptions(),
                Rsn = new RsnOptions { Offer = new KeySuiteOffer(DataCipher.Ccmp, KeySuite.EapCcmp) },
            },
        });
        var service = new ScriptedService(scene.Rig.Clock);
        scene.Rig.Bss.Service = service;
        Assert.That(scene.Ask("EAPOL_REAUTH " + Station), Is.EqualTo("FAIL\n"), "nobody is there");
        Assert.That(scene.Ask("EAPOL_REAUTH nonsense"), Is.EqualTo("FAIL\n"));
        scene.Rig.Connect(ApRig.First, static o => o with
        {
            Passphrase = null,
            Identity = "al\"ice",
            Rsne = [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 1, 0, 0],
        });
        Assert.That(scene.Ask("STA " + Station)!.Split('\n'), Is.SupersetOf(new[]
        {
            "AKMSuiteSelector=00-0f-ac-1", "dot1xPaePortNumber=1", "dot1xAuthPaeState=5", "dot1xAuthBackendAuthState=6", "dot1xAuthAuthControlledPortStatus=1",
            "dot1xAuthReAuthPeriod=3600", "dot1xAuthReAuthEnabled=TRUE", "dot1xAuthEapolFramesRx=4", "dot1xAuthEapolRespIdFramesRx=1", "dot1xAuthEapolRespFramesRx=3",
            "dot1xAuthEapolReqIdFramesTx=1", "dot1xAuthSessionId=0000000000000001", "dot1xAuthSessionUserName=al\\\"ice", "authMultiSessionId=0000000000000001",
            "last_eap_type_as=25 (PEAP)",
        }));
        Assert.That(scene.Ask("EAPOL_REAUTH " + Station), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask("EAPOL_REAUTH " + Station), Is.EqualTo("FAIL\n"), "it is being asked");
        scene.Rig.Run(0.1);
        Assert.That(service.Log.Count(static l => l.EndsWith("Accept after 3", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public void A_data_test_is_recognized_by_its_bytes()
    {
        var frame = DataTest.Build(ApRig.First, ApRig.Second, 0, DataTest.StandardLength);
        Assert.That(frame, Has.Length.EqualTo(14 + 1486));
        Assert.That(Convert.ToHexStringLower(frame.AsSpan(14, 20)), Does.StartWith("450005ce000000004001").And.EndWith("c0a80101c0a80102"));
        Assert.That(Text(DataTest.Recognize(frame)), Is.EqualTo("DATA-TEST-RX 02:00:00:00:01:00 02:00:00:00:02:00"));
        Assert.That(Text(DataTest.Recognize(DataTest.Build(ApRig.First, ApRig.Second, 0, 100))), Does.EndWith(" len=100"));
        frame[^1]++;
        Assert.That(DataTest.Recognize(frame), Is.Null);
        Assert.That(DataTest.Recognize(frame.AsSpan(0, 33)), Is.Null);
        Assert.That(DataTest.Recognize(new byte[60]), Is.Null);
    }

    /// <summary>What the client or the socket itself does, and what needs a whole process.</summary>
    private static readonly HashSet<string> Elsewhere =
        ["events", "timeline", "capture", "metrics", "help", "license", "quit", "interface", "top", "raw", "level", "ping", "why", "all_sta", "list_sta"];

    private static IEnumerable<string> Offered => CliCommands.Offered.Select(static c => c.Name).Where(static n => !Elsewhere.Contains(n));

    [TestCaseSource(nameof(Offered))]
    public void What_the_client_offers_the_daemon_knows(string name)
    {
        using var scene = new Scene();
        var command = CliCommands.Find(name, out _)!;
        var typed = TypedCommand.Of([name, .. Enumerable.Repeat("x", command.Least)]);
        Assert.That(scene.Ask(RequestText.Of(command, typed)), Is.Not.Null);
    }

    private static string Text(ApEvent? told) => ApEventText.Write(told!, EventAudience.Control);

    [Test]
    public void What_only_hostapd_has_the_daemon_does_not_know_or_refuses_by_name()
    {
        using var scene = new Scene();
        foreach (var command in HostapdCommands.All)
        {
            var typed = TypedCommand.Of([command.Name, .. Enumerable.Repeat("x", command.Least)]);
            Refusals.Instance.Begin();
            var reply = scene.Ask(RequestText.Of(command, typed));
            var why = Refusals.Instance.End();
            var isMissing = MissingCommands.Verbs.Contains(command.Verb);
            Assert.That(reply, Is.EqualTo(isMissing ? "FAIL\n" : null), $"{command.Name} is to be offered");
            Assert.That(why ?? "", isMissing ? Does.StartWith(command.Verb + " needs ").And.EndWith(": not built in") : Is.Empty);
        }
    }

    [Test]
    public void What_is_refused_by_name_is_in_the_clients_list_and_unknown_without_arguments()
    {
        using var scene = new Scene();
        Assert.That(MissingCommands.Verbs, Is.SubsetOf(HostapdCommands.All.Select(static c => c.Verb)));
        Assert.That(MissingCommands.Verbs.Select(scene.Ask), Has.All.Null);
    }

    [TestCase("POLL_STA 02:00:00:00:09:00", "no station of this address is here")]
    [TestCase("WPS_PBC", "WPS is off here (wps_state)")]
    [TestCase("GET nothing", "GET nothing: version, tls_library or settings")]
    [TestCase("CHAN_SWITCH 5 2412 bandwidth=80", "count freq [sec_channel_offset=] [center_freq1=] [center_freq2=] [bandwidth=] [blocktx] [ht] [vht] [he] [eht], of a channel that there is")]
    [TestCase("P2P_PEER FIRST", "this is no P2P group (go = on)")]
    public void A_refusal_has_its_reason(string command, string reason)
    {
        using var scene = new Scene();
        Refusals.Instance.Begin();
        Assert.That(scene.Ask(command), Is.EqualTo("FAIL\n"));
        Assert.That(Refusals.Instance.End(), Is.EqualTo(reason));
    }

    private sealed class Scene : IDisposable
    {
        private readonly EventLoop _loop = new();
        private readonly BssCommands _commands;

        internal Scene(bool testing = false, Func<BssOptions, BssOptions>? change = null)
        {
            Rig = ApRig.Enabled(change: change);
            Configuration = AccessPointConfiguration.WithHostapdsDefaults(interfaceName: "wlan0");
            _commands = new BssCommands(Rig.Bss, Configuration, new ProcessCommands(_loop, Rig.Pool, testing))
            {
                Testing = testing,
                DataTest = new DataTest(_loop, () => Configuration.InterfaceName, static _ => { }),
            };
        }

        internal ApRig Rig { get; }

        internal AccessPointConfiguration Configuration { get; }

        public void Dispose()
        {
            Rig.Dispose();
            _loop.Dispose();
        }

        internal string? Ask(string command) => _commands.Handle(command);
    }
}
