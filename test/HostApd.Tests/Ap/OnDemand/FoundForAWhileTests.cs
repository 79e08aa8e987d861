using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.P2p;
using HostApd.Tests.P2p.Device;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Ap.OnDemand;

/// <summary>
/// P2P_LISTEN where the group always runs, in the time without it: a device that is found for a while, and that nothing else notices.
/// </summary>
public sealed class FoundForAWhileTests
{
    private const string Runs = "the group always runs here";

    private OnDemandRig _rig = null!;
    private P2pCommands _commands = null!;

    [SetUp]
    public void SetUp() => (_rig, _commands) = Make();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [TestCase("new", "it has not been enabled yet", BssState.Uninitialized)]
    [TestCase("enabled", Runs, BssState.Enabled)]
    [TestCase("disabled", null, BssState.Disabled)]
    [TestCase("removed", null, BssState.Disabled)]
    [TestCase("start_disabled", null, BssState.Silent)]
    [TestCase("stopped", null, BssState.Silent)]
    [TestCase("interface down", Runs, BssState.Disabled)]
    [TestCase("kernel stopped it", Runs, BssState.Disabled)]
    public void It_is_found_when_there_is_no_group_and_none_will_come_by_itself(string from, string? refusal, BssState state)
    {
        Reach(_rig, from);
        Refusals.Instance.Begin();
        Assert.That(Say("P2P_LISTEN 20"), Is.EqualTo(refusal is null ? "OK\n" : "FAIL\n"));
        Assert.That(Refusals.Instance.End(), refusal is null ? Is.Null : Does.Contain(refusal));
        _rig.Ap.Run(0.5);
        Assert.That((_rig.Ap.Bss.State, IsFound), Is.EqualTo((state, refusal is null)));
        Assert.That(_rig.Ap.Events, Has.None.StartsWith("AP-"), "it is a device, and no access point");
    }

    [TestCase("new", "P2P_FIND")]
    [TestCase("enabled", "P2P_FIND")]
    [TestCase("disabled", "P2P_FIND")]
    [TestCase("disabled", "P2P_STOP_FIND")]
    [TestCase("disabled", "P2P_CONNECT 42:00:00:00:01:00 pbc")]
    [TestCase("disabled", "P2P_PEERS")]
    [TestCase("stopped", "P2P_FIND")]
    public void Who_is_not_to_be_found_is_no_device(string from, string command)
    {
        Reach(_rig, from);
        Refusals.Instance.Begin();
        Assert.That(Say(command), Is.EqualTo("FAIL\n"));
        Assert.That(Refusals.Instance.End(), Does.Contain(from == "enabled" ? Runs : "P2P_LISTEN [seconds] lets it be found"));
        Assert.That((_rig.Ap.Bss.OnDemand.Device, _rig.Ap.Bss.OnDemand.PushButton()), Is.EqualTo(((P2pDevice?)null, (bool?)null)));
    }

    [TestCase("disabled", BssState.Disabled)]
    [TestCase("stopped", BssState.Silent)]
    public void It_answers_who_searches_and_who_asks_for_a_way_to_the_key(string from, BssState state)
    {
        Reach(_rig, from);
        Probe();
        Assert.That(ProbeResponses, Is.Zero, "nobody has asked for it to be found");
        Assert.That(Say("P2P_LISTEN 20"), Is.EqualTo("OK\n"));
        _rig.Ap.Run(0.5);
        Probe();
        Assert.That(ProbeResponses, Is.EqualTo(1));
        _rig.Send(FramesOfPeer.Discovery(OnDemandRig.Phone, ConfigMethods.PushButton, 7));
        _rig.Ap.Run(0.05);
        Assert.That(_rig.Ear.Bodies.Count(static b => b[6] == 8 && b[7] == 7), Is.EqualTo(1));
        Assert.That(_rig.Events, Has.One.StartsWith($"P2P-PROV-DISC-PBC-REQ {OnDemandRig.Phone} p2p_dev_addr={OnDemandRig.Phone}"));
        Assert.That(Say("P2P_STOP_FIND"), Is.EqualTo("OK\n"));
        _rig.Ap.Run(0.1);
        Probe();
        Assert.That((ProbeResponses, _rig.Ap.Bss.State, _rig.Ap.Radio.Stay.FrequencyMhz), Is.EqualTo((1, state, 0)));
    }

    [TestCase("P2P_LISTEN 3", 3)]
    [TestCase("P2P_LISTEN 20", 20)]
    [TestCase("P2P_LISTEN", 3600)]
    public void Its_time_is_over(string command, int seconds)
    {
        Reach(_rig, "disabled");
        Say(command);
        _rig.Ap.Run(seconds - 0.1);
        Assert.That(IsFound);
        _rig.Ap.Run(0.2);
        Assert.That((_rig.Ap.Bss.OnDemand.Device, _rig.Ap.Bss.Options.Device, _rig.Ap.Radio.Stay.FrequencyMhz),
            Is.EqualTo(((P2pDevice?)null, (P2pDeviceOptions?)null, 0)));
        _rig.Ap.Run(60);
        Assert.That(_rig.Ap.Radio.Stay.FrequencyMhz, Is.Zero);
    }

    [Test]
    public void Its_time_begins_anew_and_it_is_found_where_P2P_SET_says()
    {
        Reach(_rig, "disabled");
        Assert.That(Say("P2P_SET listen_channel 1"), Is.EqualTo("OK\n"));
        Say("P2P_LISTEN 3");
        _rig.Ap.Run(2);
        Assert.That(_rig.Ap.Radio.Stay.FrequencyMhz, Is.EqualTo(2412));
        Assert.That(Say("P2P_SET listen_channel 11"), Is.EqualTo("OK\n"));
        Assert.That(Say("P2P_LISTEN 3"), Is.EqualTo("OK\n"));
        _rig.Ap.Run(2);
        Assert.That((_rig.Ap.Radio.Stay.FrequencyMhz, _rig.Device.State), Is.EqualTo((2462, DeviceState.Listen)));
        _rig.Ap.Run(1.1);
        Assert.That(_rig.Ap.Bss.OnDemand.Device, Is.Null);
    }

    [Test]
    public void While_it_is_found_it_searches_and_says_whom_it_has_heard_of_but_not_at_intervals()
    {
        Reach(_rig, "disabled");
        Say("P2P_LISTEN 20");
        _rig.Ap.Run(0.1);
        _rig.Ask();
        Assert.That(Say("P2P_FIND 2 type=social"), Is.EqualTo("OK\n"));
        Assert.That(_rig.Device.State, Is.EqualTo(DeviceState.Search));
        Assert.That(Say("P2P_PEERS"), Is.EqualTo($"{OnDemandRig.Phone}\n"));
        Assert.That(Say("P2P_EXT_LISTEN 100 1000"), Is.EqualTo("FAIL\n"));
        _rig.Ap.Run(3);
        Assert.That(IsFound, "and is found again");
    }

    /// <summary>Whatever is asked of the BSS finds it as if there had never been a device.</summary>
    [Test]
    public void Nothing_else_notices(
        [Values("disabled", "removed", "start_disabled", "stopped")] string from,
        [Values("ENABLE", "DISABLE", "STOP_AP", "UPDATE_BEACON", "P2P_GROUP_ADD", "P2P_GROUP_ADD freq=2412", "P2P_GROUP_REMOVE", "down", "down, up",
            "removed, returned", "fault", "time", "P2P_STOP_FIND", "P2P_FLUSH", "ENABLE that is refused", "dispose")]
        string what,
        [Values("listening", "negotiating", "searching")] string doing)
    {
        var (other, commands) = Make();
        using (other)
        {
            var expected = Outcome(other, commands, from, what, static _ => { });
            var seen = Outcome(_rig, _commands, from, what, rig => Do(rig, _commands, doing));
            Assert.That(seen, Is.EqualTo(expected));
        }

        var goesOn = what is "STOP_AP" or "P2P_GROUP_REMOVE" or "P2P_GROUP_ADD freq=2412" || what == "UPDATE_BEACON" && from is "disabled" or "removed";
        Assert.That(_rig.Ap.Bss.OnDemand.Device is not null, Is.EqualTo(goesOn), $"what changes nothing does not end it either: {_rig.Ap.Bss.State}");
    }

    [TestCase("disabled", BssState.Disabled)]
    [TestCase("stopped", BssState.Silent)]
    public void Who_asks_for_a_group_waits_for_a_person_and_gets_one_that_leaves_nothing_behind(string from, BssState state)
    {
        Reach(_rig, from);
        Say("P2P_LISTEN 20");
        _rig.Ap.Run(0.1);
        Assert.That(_rig.Ask(), Is.False);
        Assert.That(_rig.Ear.Bodies.Count(static b => b[6] == 1 && OnDemandRig.Status(b) == 1), Is.EqualTo(1));
        Assert.That(_rig.Events, Has.One.StartsWith($"P2P-GO-NEG-REQUEST {OnDemandRig.Phone} dev_passwd_id=4"));
        Assert.That(Say($"P2P_CONNECT {OnDemandRig.Phone} pbc"), Is.EqualTo("OK\n"));
        _rig.Ap.Run(0.05);
        _rig.Send(FramesOfPeer.Response(OnDemandRig.Phone, _rig.Ear.Bodies.Last(static b => b[6] == 0)[7]), 2412);
        _rig.Ap.Run(0.1);
        Assert.That((_rig.Ap.Bss.State, _rig.Device.Phase), Is.EqualTo((BssState.Enabled, GroupPhase.Forming)));
        var client = _rig.Enrol();
        _rig.Ap.Run(30);
        Assert.That((client.IsConnected, _rig.Device.Phase), Is.EqualTo((true, GroupPhase.Running)), "it stays after the time of P2P_LISTEN");
        Assert.That(Say("P2P_LISTEN 20"), Is.EqualTo("FAIL\n"));

        Assert.That(Say("P2P_GROUP_REMOVE"), Is.EqualTo("OK\n"));
        _rig.Ap.Run(1);
        Assert.That(_rig.Events, Has.One.EqualTo("P2P-GROUP-REMOVED wlan0 GO reason=REQUESTED"));
        Assert.That((_rig.Ap.Bss.State, _rig.Ap.Bss.OnDemand.Device, _rig.Ap.Bss.Options.Device, _rig.Ap.Radio.Stay.FrequencyMhz),
            Is.EqualTo((state, (P2pDevice?)null, (P2pDeviceOptions?)null, 0)));
        Assert.That(Say("P2P_LISTEN 20"), Is.EqualTo("OK\n"), "and again");
    }

    [TestCase("disabled", BssState.Disabled)]
    [TestCase("stopped", BssState.Silent)]
    public void A_group_that_does_not_form_leaves_what_was_before(string from, BssState state)
    {
        Form(from);
        _rig.Ap.Run(17);
        Assert.That(_rig.Events, Does.Contain("P2P-GROUP-FORMATION-FAILURE").And.Contain("P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED"));
        Assert.That((_rig.Ap.Bss.State, _rig.Ap.Radio.IsOnAir, _rig.Ap.Bss.OnDemand.Device), Is.EqualTo((state, false, (P2pDevice?)null)));
    }

    [TestCase("disabled", RecoveryState.Off)]
    [TestCase("stopped", RecoveryState.OnAir)]
    public void A_group_that_the_kernel_refuses_leaves_what_was_before(string from, RecoveryState recovery)
    {
        _rig.Ap.Radio.Refuse("Start", new DriverResult("starting", ErrorNumber.Busy, "Device or resource busy", null));
        Reach(_rig, "enabled");
        Assert.That(_rig.Ap.Bss.State, Is.EqualTo(BssState.Disabled), "that was the first");
        _rig.Ap.Bss.Enable();
        _rig.Ap.Run(0.1);
        _rig.Ap.Radio.Refuse("Start", new DriverResult("starting", ErrorNumber.Busy, "Device or resource busy", null));
        Form(from, isReached: false);
        _rig.Ap.Run(3);
        Assert.That(_rig.Events, Has.One.EqualTo("P2P-GROUP-FORMATION-FAILURE"));
        Assert.That((_rig.Ap.Radio.IsOnAir, _rig.Ap.Bss.OnDemand.Device, _rig.Ap.Bss.Recovery.State), Is.EqualTo((false, (P2pDevice?)null, recovery)));
    }

    [TestCase("disabled")]
    [TestCase("stopped")]
    public void What_comes_back_with_the_interface_is_not_a_group_that_was_agreed_on(string from)
    {
        Form(from);
        _rig.Ap.Radio.InterfaceChanges(InterfaceChange.Down);
        _rig.Ap.Run(1);
        _rig.Ap.Radio.InterfaceChanges(InterfaceChange.Up);
        _rig.Ap.Run(3);
        Assert.That((_rig.Ap.Bss.State, _rig.Ap.Radio.IsOnAir, _rig.Ap.Bss.OnDemand.Device), Is.EqualTo((BssState.Silent, false, (P2pDevice?)null)));
    }

    [Test]
    public void The_group_that_always_runs_comes_back_with_the_interface_also_when_it_was_a_device_before()
    {
        Reach(_rig, "disabled");
        Say("P2P_LISTEN 20");
        _rig.Ap.Run(1);
        Assert.That(Say("P2P_GROUP_ADD"), Is.EqualTo("OK\n"));
        _rig.Ap.Run(1);
        _rig.Ap.Radio.InterfaceChanges(InterfaceChange.Down);
        _rig.Ap.Run(1);
        _rig.Ap.Radio.InterfaceChanges(InterfaceChange.Up);
        _rig.Ap.Run(3);
        Assert.That((_rig.Ap.Bss.State, _rig.Ap.Radio.IsOnAir), Is.EqualTo((BssState.Enabled, true)));
    }

    [Test]
    public void The_button_is_the_devices_while_it_is_found()
    {
        Reach(_rig, "disabled");
        Say("P2P_LISTEN 20");
        _rig.Ap.Run(0.1);
        Assert.That(_rig.Ap.Bss.OnDemand.PushButton(), Is.True);
        Assert.That(_rig.Ask(), Is.True);
    }

    private bool IsFound => _rig.Ap.Bss.OnDemand.Device is { State: DeviceState.Listen } && _rig.Ap.Radio.Stay.FrequencyMhz == 2437;

    private int ProbeResponses => _rig.Ap.Air.Sent.Count(static f => f.FromAp && f.Name == "ProbeResponse" && f.Station == OnDemandRig.Phone);

    private static (OnDemandRig Rig, P2pCommands Commands) Make()
    {
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0", Ssid = "DIRECT-ab"u8.ToArray() };
        configuration.Radio.Channel = 6;
        configuration.GroupOwner.Enabled = true;
        configuration.GroupOwner.SetDefaults(configuration);
        var rig = OnDemandRig.OfGroup();
        return (rig, new P2pCommands(rig.Ap.Bss, configuration, () => rig.Ap.Bss.Enable().Succeeded));
    }

    private string Say(string command) => Say(_commands, command);

    private static string Say(P2pCommands commands, string command)
    {
        var (verb, arguments) = CommandText.Split(command);
        return commands.Handle(verb, arguments)!;
    }

    private void Probe()
    {
        _rig.Ap.Radio.Kernel.Hear(OnDemandRig.Phone, FramesOfPeer.Probe(OnDemandRig.Phone), 2437);
        _rig.Ap.Run(0.1);
    }

    private void Form(string from, bool isReached = true)
    {
        Reach(_rig, from);
        Say("P2P_LISTEN 20");
        _rig.Ap.Run(0.1);
        _rig.Send(FramesOfPeer.Discovery(OnDemandRig.Phone, ConfigMethods.PushButton));
        _rig.Ap.Run(0.05);
        Assert.That(Say($"P2P_CONNECT {OnDemandRig.Phone} pbc auth"), Is.EqualTo("OK\n"));
        _rig.Negotiate();
        Assert.That(_rig.Ap.Bss.State == BssState.Enabled, Is.EqualTo(isReached));
    }

    private static void Reach(OnDemandRig rig, string state)
    {
        var bss = rig.Ap.Bss;
        if (state == "start_disabled")
        {
            bss.Configure(bss.Options with { StartSilent = true });
        }

        if (state != "new")
        {
            bss.Enable();
            rig.Ap.Run(0.1);
        }

        switch (state)
        {
            case "disabled" or "removed":
                bss.Disable();
                break;
            case "stopped":
                bss.FallSilent();
                break;
            case "interface down":
                rig.Ap.Radio.InterfaceChanges(InterfaceChange.Down);
                break;
            case "kernel stopped it":
                rig.Ap.Radio.KernelStops();
                break;
            default:
                break;
        }

        rig.Ap.Run(0.1);
        rig.Ap.Events.Clear();
    }

    private static void Do(OnDemandRig rig, P2pCommands commands, string doing)
    {
        Assert.That(Say(commands, "P2P_LISTEN 20"), Is.EqualTo("OK\n"));
        rig.Ap.Run(0.1);
        switch (doing)
        {
            case "negotiating":
                rig.Ask();
                Say(commands, $"P2P_CONNECT {OnDemandRig.Phone} pbc");
                rig.Ap.Run(0.01);
                Assert.That(rig.Device.State, Is.EqualTo(DeviceState.Negotiation));
                break;
            case "searching":
                Say(commands, "P2P_FIND 10");
                rig.Ap.Run(0.01);
                Assert.That(rig.Device.State, Is.EqualTo(DeviceState.Search));
                break;
            default:
                break;
        }
    }

    /// <summary>What a BSS becomes, and what is told of it.</summary>
    private static string Outcome(OnDemandRig rig, P2pCommands commands, string from, string what, Action<OnDemandRig> before)
    {
        Reach(rig, from);
        before(rig);
        rig.Ap.Events.Clear();
        var bss = rig.Ap.Bss;
        var reply = what switch
        {
            "ENABLE" => bss.Enable().ToString(),
            "DISABLE" => Done(bss.Disable),
            "STOP_AP" => Done(bss.FallSilent),
            "UPDATE_BEACON" => bss.UpdateBeacon().ToString(),
            "fault" => Done(() => bss.OnFault(new InvalidOperationException("a fault"))),
            "down" => Done(() => rig.Ap.Radio.InterfaceChanges(InterfaceChange.Down)),
            "down, up" => Done(() => Change(InterfaceChange.Down, InterfaceChange.Up)),
            "removed, returned" => Done(() => Change(InterfaceChange.Removed, InterfaceChange.Returned)),
            "ENABLE that is refused" => Refused(),
            "time" or "P2P_STOP_FIND" or "P2P_FLUSH" when rig.Ap.Bss.OnDemand.Device is null => "",
            "time" => Done(() => rig.Ap.Run(200)),
            "P2P_STOP_FIND" or "P2P_FLUSH" => Done(() => Assert.That(Say(commands, what), Is.EqualTo("OK\n"))),
            "dispose" => Done(rig.Dispose),
            _ => Say(commands, what),
        };
        rig.Ap.Run(5);
        var told = rig.Ap.Events.Where(static e => !e.StartsWith("P2P-FIND", StringComparison.Ordinal) && !e.StartsWith("P2P-GO-NEG", StringComparison.Ordinal)
            && !e.StartsWith("P2P-DEVICE", StringComparison.Ordinal));
        return $"{reply}|{bss.State}|{bss.Recovery.State}|on air {rig.Ap.Radio.IsOnAir}|{string.Join(", ", told)}";

        static string Done(Action act)
        {
            act();
            return "";
        }

        void Change(InterfaceChange first, InterfaceChange second)
        {
            rig.Ap.Radio.InterfaceChanges(first);
            rig.Ap.Run(0.1);
            rig.Ap.Radio.InterfaceChanges(second);
        }

        string Refused()
        {
            rig.Ap.Radio.Refuse("Start", new DriverResult("starting", ErrorNumber.Busy, "Device or resource busy", null));
            return bss.Enable().ToString();
        }
    }
}
