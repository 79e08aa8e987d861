using HostApd.Ap;
using HostApd.Driver;
using HostApd.P2p;
using HostApd.Simulation;
using HostApd.Tests.P2p.Device;
using NUnit.Framework;

namespace HostApd.Tests.Ap.OnDemand;

/// <summary>A group that is asked for over the air, from the first Request to its end, and that nothing is left of it afterwards.</summary>
public sealed class GroupOnDemandTests
{
    private const string Failure = "P2P-GROUP-FORMATION-FAILURE";

    private OnDemandRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new OnDemandRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Set_up_and_silent_it_listens_and_does_not_beacon()
    {
        Assert.That((_rig.IsListening, _rig.Ap.Radio.IsOnAir), Is.EqualTo((true, false)));
        _rig.Ap.Run(60);
        Assert.That(_rig.IsListening);
    }

    [Test]
    public void A_phone_gets_a_group_that_is_told_of_when_it_has_its_key()
    {
        _rig.Negotiate();
        Assert.That((_rig.Ap.Bss.State, _rig.Device.Phase), Is.EqualTo((BssState.Enabled, GroupPhase.Forming)));
        Assert.That(_rig.Events, Is.EqualTo(new[] { "P2P-GO-NEG-SUCCESS" }));
        var client = _rig.Enrol();
        _rig.Ap.Run(5);
        Assert.That(client.IsConnected, string.Join('\n', _rig.Ap.Events));
        Assert.That(_rig.Events[..4], Is.EqualTo(new[] { "P2P-GO-NEG-SUCCESS", "P2P-GROUP-FORMATION-SUCCESS", "P2P-GROUP-STARTED", "AP-STA-CONNECTED" }));
        Assert.That(_rig.Device.Phase, Is.EqualTo(GroupPhase.Running));
    }

    [Test]
    public void While_it_forms_only_the_peers_intended_address_may_come_and_then_anybody()
    {
        _rig.Negotiate();
        var stranger = _rig.Ap.Station(ApRig.First, static o => o with { Ssid = "DIRECT-ab"u8.ToArray() });
        stranger.Authenticate();
        _rig.Ap.Run(1);
        Assert.That((stranger.IsAssociated, _rig.Ap.Sta(ApRig.First)), Is.EqualTo((false, (Sta?)null)));
        _rig.Enrol();
        _rig.Ap.Run(5);
        stranger.Authenticate();
        _rig.Ap.Run(1);
        Assert.That(stranger.State, Is.Not.EqualTo(StationState.Authenticating).And.Not.EqualTo(StationState.Idle));
    }

    [TestCase("Request", 3, new[] { "P2P-GO-NEG-FAILURE status=-1" })]
    [TestCase("Confirmation", 17, new[] { "P2P-GO-NEG-SUCCESS", Failure, "P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED" })]
    [TestCase("WPS start", 17, new[] { "P2P-GO-NEG-SUCCESS", Failure, "P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED" })]
    [TestCase("WPS success", 12, new[]
    {
        "P2P-GO-NEG-SUCCESS", "P2P-GROUP-FORMATION-SUCCESS", "P2P-GROUP-STARTED", Failure, "P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED",
    })]
    public void A_phone_that_vanishes_leaves_no_group_behind(string after, int seconds, string[] expected)
    {
        Assert.That(_rig.Ask());
        if (after != "Request")
        {
            _rig.Confirm();
        }

        if (after.StartsWith("WPS", StringComparison.Ordinal))
        {
            var client = _rig.Enrol();
            Assert.That(_rig.Ap.Clock.RunUntil(() => after == "WPS start" ? _rig.Ap.Air.Count("Eapol") >= 6
                : _rig.Ap.Events.Exists(static e => e.StartsWith("P2P-GROUP-STARTED", StringComparison.Ordinal)), TimeSpan.FromSeconds(5)));
            client.Station.Vanish();
            _rig.Ap.Radio.ClearReach();
        }

        _rig.Ap.Run(seconds);
        Assert.That(_rig.Events, Is.EqualTo(expected));
        Assert.That((_rig.Ap.Radio.IsOnAir, _rig.Device.Phase), Is.EqualTo((false, GroupPhase.None)));
        Assert.That(_rig.IsListening, $"{_rig.Ap.Bss.State} {_rig.Device.State} {_rig.Ap.Radio.Stay.FrequencyMhz}");
    }

    [Test]
    public void After_one_that_failed_the_next_forms()
    {
        _rig.Negotiate();
        _rig.Ap.Run(17);
        _rig.Negotiate();
        var client = _rig.Enrol();
        _rig.Ap.Run(5);
        Assert.That(client.IsConnected);
    }

    [Test]
    public void It_ends_when_it_is_told_to_and_listens_again()
    {
        Run();
        _rig.Ap.Events.Clear();
        Assert.That(_rig.Ap.Bss.OnDemand.Ask(static d => d.EndGroup(), false));
        _rig.Ap.Run(1);
        Assert.That(_rig.Events, Has.One.EqualTo("P2P-GROUP-REMOVED wlan0 GO reason=REQUESTED"));
        Assert.That(_rig.IsListening);
    }

    [Test]
    public void It_ends_when_it_was_idle_for_long_enough()
    {
        _rig.Dispose();
        _rig = new OnDemandRig(static o => o with { GroupIdle = TimeSpan.FromSeconds(3) });
        var client = Run();
        client.Station.Leave();
        _rig.Ap.Run(2.9);
        Assert.That(_rig.Ap.Bss.State, Is.EqualTo(BssState.Enabled));
        _rig.Ap.Run(0.5);
        Assert.That(_rig.Events, Has.One.EqualTo("P2P-GROUP-REMOVED wlan0 GO reason=IDLE"));
        Assert.That(_rig.IsListening);
    }

    [Test]
    public void The_channel_of_the_configuration_is_back_after_a_group_on_another()
    {
        Assert.That(_rig.Ask(static (ref request) => request.ChannelList = P2pChannelList.Of("US", [2462]).ToBody()));
        _rig.Confirm();
        Assert.That((_rig.Ap.Radio.FrequencyMhz, _rig.Ap.Bss.Options.Channel.PrimaryMhz), Is.EqualTo((2462, 2462)));
        _rig.Ap.Run(17);
        Assert.That((_rig.IsListening, _rig.Ap.Bss.Options.Channel.PrimaryMhz), Is.EqualTo((true, 2437)));
    }

    [Test]
    public void A_start_that_the_kernel_refuses_leaves_a_device_that_is_found()
    {
        _rig.Ap.Radio.Refuse("Start", new DriverResult("starting", ErrorNumber.Busy, "Device or resource busy", null));
        _rig.Negotiate();
        _rig.Ap.Run(1);
        Assert.That(_rig.Events, Is.EqualTo(new[] { "P2P-GO-NEG-SUCCESS", Failure }));
        Assert.That(_rig.IsListening, $"{_rig.Ap.Bss.State} {_rig.Device.State} {_rig.Ap.Radio.Stay.FrequencyMhz}");
        _rig.Negotiate();
        Assert.That(_rig.Device.Phase, Is.EqualTo(GroupPhase.Forming));
    }

    [Test]
    public void One_that_is_ended_before_the_radio_was_free_for_it_never_begins()
    {
        Assert.That(_rig.Ask());
        _rig.Send(FramesOfPeer.Confirmation(1));
        _rig.Ap.Clock.RunUntil(() => _rig.Device.Phase == GroupPhase.Starting, TimeSpan.FromSeconds(1));
        Assert.That(_rig.Ap.Bss.State, Is.EqualTo(BssState.Silent), "the listen has not ended");
        Assert.That(_rig.Ap.Bss.OnDemand.Ask(static d => d.Cancel(), false));
        _rig.Ap.Run(1);
        Assert.That((_rig.Ap.Radio.IsOnAir, _rig.Device.Phase, _rig.IsListening), Is.EqualTo((false, GroupPhase.None, true)));
    }

    [TestCase("listen")]
    [TestCase("search")]
    [TestCase("negotiation")]
    [TestCase("starting")]
    [TestCase("forming")]
    [TestCase("running")]
    public void An_interface_that_goes_down_and_comes_up_again_leaves_a_device_that_is_found(string state)
    {
        Reach(state);
        _rig.Ap.Radio.InterfaceChanges(InterfaceChange.Down);
        _rig.Ap.Run(1);
        Assert.That((_rig.Ap.Bss.State, _rig.Device.Phase), Is.EqualTo((BssState.Disabled, GroupPhase.None)));
        _rig.Ap.Radio.InterfaceChanges(InterfaceChange.Up);
        _rig.Ap.Run(3);
        Assert.That((_rig.IsListening, _rig.Ap.Radio.IsOnAir), Is.EqualTo((true, false)), $"{_rig.Ap.Bss.State} {_rig.Device.State}");
        _rig.Negotiate();
        Assert.That(_rig.Device.Phase, Is.EqualTo(GroupPhase.Forming));
    }

    [TestCase("listen")]
    [TestCase("search")]
    [TestCase("negotiation")]
    [TestCase("starting")]
    [TestCase("forming")]
    [TestCase("running")]
    public void Disable_ends_all_and_enable_listens_again(string state)
    {
        Reach(state);
        _rig.Ap.Bss.Disable();
        _rig.Ap.Run(1);
        Assert.That((_rig.Ap.Bss.State, _rig.Device.State, _rig.Ap.Radio.IsOnAir), Is.EqualTo((BssState.Disabled, DeviceState.Idle, false)));
        _rig.Ap.Bss.Enable();
        _rig.Ap.Run(0.5);
        Assert.That(_rig.IsListening, $"{_rig.Ap.Bss.State} {_rig.Device.State} {_rig.Ap.Radio.Stay.FrequencyMhz}");
    }

    [Test]
    public void Stop_ends_a_group_untold_and_listens_again()
    {
        Run();
        _rig.Ap.Bss.FallSilent();
        _rig.Ap.Run(0.5);
        Assert.That((_rig.IsListening, _rig.Device.Phase), Is.EqualTo((true, GroupPhase.None)));
    }

    [Test]
    public void A_group_that_nobody_negotiated_is_a_group_until_it_is_ended()
    {
        Assert.That(_rig.Ap.Bss.OnDemand.BeginGroup());
        _rig.Ap.Run(0.5);
        Assert.That((_rig.Ap.Bss.State, _rig.Device.Phase), Is.EqualTo((BssState.Enabled, GroupPhase.Running)));
        Assert.That(_rig.Events, Has.One.EqualTo("P2P-GROUP-STARTED"));
        _rig.Ap.Bss.OnDemand.Ask(static d => d.EndGroup(), false);
        _rig.Ap.Run(0.5);
        Assert.That(_rig.IsListening);
    }

    [Test]
    public void Peers_expire_also_after_the_interface_was_away()
    {
        _rig.Ask();
        _rig.Ap.Radio.InterfaceChanges(InterfaceChange.Down);
        _rig.Ap.Run(1);
        _rig.Ap.Radio.InterfaceChanges(InterfaceChange.Up);
        _rig.Ap.Run(120);
        Assert.That(_rig.Device.Peers.All, Is.Empty);
    }

    private SimulatedClient Run()
    {
        _rig.Negotiate();
        var client = _rig.Enrol();
        _rig.Ap.Run(5);
        Assert.That(_rig.Device.Phase, Is.EqualTo(GroupPhase.Running), "reached");
        return client;
    }

    private void Reach(string state)
    {
        switch (state)
        {
            case "search":
                _rig.Ap.Bss.OnDemand.Tell(static d => d.Find(SearchScope.Social, TimeSpan.Zero));
                _rig.Ap.Run(0.05);
                break;
            case "negotiation":
                Assert.That(_rig.Ask());
                break;
            case "starting":
                Assert.That(_rig.Ask());
                _rig.Send(FramesOfPeer.Confirmation(1));
                _rig.Ap.Clock.RunUntil(() => _rig.Device.Phase == GroupPhase.Starting, TimeSpan.FromSeconds(1));
                break;
            case "forming":
                _rig.Negotiate();
                break;
            case "running":
                Run();
                break;
            default:
                break;
        }
    }
}
