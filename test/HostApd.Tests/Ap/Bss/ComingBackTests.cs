using System.Reflection;
using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>An access point that should be on the air comes back by itself, and as what it is to be.</summary>
public sealed class ComingBackTests
{
    private static readonly DriverResult NetDown = new("installing a key", 100, "Network is down", null);

    [TestCase(16)]
    [TestCase(132)]
    public void A_radio_in_use_or_switched_off_at_the_first_start_is_waited_for_when_waiting_is_wanted(int errno)
    {
        using var rig = new ApRig(wait: true);
        rig.Radio.Refuse("Start", new DriverResult("starting the access point", errno, "in the way", null) { MayPass = true }, 3);
        Assert.That(rig.Bss.Enable().Succeeded);
        Assert.That((rig.Bss.Recovery.State, rig.Events.Count), Is.EqualTo((RecoveryState.Retrying, 0)));
        rig.Run(10);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    [Test]
    public void A_radio_switched_off_by_rfkill_starts_as_soon_as_it_is_on_though_nobody_brings_the_interface_up()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Link = LinkCondition.Blocked;
        rig.Radio.InterfaceChanges(InterfaceChange.Down);
        rig.Run(100);
        Assert.That((rig.Bss.State, rig.Count("Start")), Is.EqualTo((BssState.Disabled, 0)), "the kernel is not asked in vain");
        rig.Radio.InterfaceChanges(InterfaceChange.Unblocked);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    [Test]
    public void A_switch_that_nobody_hears_is_looked_at()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Link = LinkCondition.Blocked;
        rig.Radio.InterfaceChanges(InterfaceChange.Down);
        rig.Run(5);
        rig.Radio.Link = LinkCondition.Down;
        rig.Run(60);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    [Test]
    public void A_link_that_somebody_took_down_stays_down()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.InterfaceChanges(InterfaceChange.Down);
        rig.Run(300);
        Assert.That((rig.Bss.State, rig.Count("Prepare")), Is.EqualTo((BssState.Disabled, 0)));
    }

    [Test]
    public void A_channel_that_the_regulatory_domain_closes_is_used_again_when_it_opens()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.KernelStops();
        rig.Radio.Refuse("Start", new DriverResult("using channel 2437 MHz", 22, "it is not allowed in 00", null), 2);
        rig.Run(2);
        Assert.That(rig.Bss.Recovery.State, Is.EqualTo(RecoveryState.Retrying));
        rig.Radio.RegulatoryChanges();
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Disabled), "still closed");
        rig.Radio.RegulatoryChanges();
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void A_fault_of_ours_in_an_event_restarts_the_access_point()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        rig.Events.Clear();
        rig.Tap.Fault += rig.Bss.OnFault;
        rig.Tap.Attach(new Faulty(rig.Bss));
        rig.Radio.Inject(StrangersTests.Authentication(ApRig.Second));
        Assert.That((rig.Bss.State, rig.Bss.Recovery.State), Is.EqualTo((BssState.Disabled, RecoveryState.Retrying)));
        Assert.That(rig.Events, Is.EqualTo(new[] { "AP-STA-DISCONNECTED 02:00:00:00:01:00", "AP-DISABLED" }));
        rig.Tap.Attach(rig.Bss);
        rig.Run(1);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void A_listener_that_fails_keeps_neither_the_others_nor_the_access_point_from_going_on()
    {
        using var rig = ApRig.Enabled();
        var heard = new List<string>();
        var faults = 0;
        rig.Bss.Event += static _ => throw new InvalidOperationException("ours");
        rig.Bss.Event += told => heard.Add(ApEventText.Write(told, EventAudience.Control));
        rig.Tap.ListenerFault += _ => faults++;
        rig.Tap.Frame += static (in HostApd.Ieee80211.SeenFrame _) => throw new InvalidOperationException("ours");
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
        Assert.That(heard, Does.Contain("AP-STA-CONNECTED 02:00:00:00:01:00"));
        Assert.That(faults, Is.Positive);
    }

    /// <summary>Throws at the first frame.</summary>
    private sealed class Faulty(IApEvents inner) : IApEvents
    {
        public void OnFrame(ReadOnlySpan<byte> frame, in ReceiveInfo info) => throw new InvalidOperationException("ours");

        public void OnFrameSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged) => inner.OnFrameSent(cookie, frame, acknowledged);

        public void OnEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypted) => inner.OnEapol(station, pdu, encrypted);

        public void OnEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged) => inner.OnEapolSent(station, pdu, acknowledged);

        public void OnStationArrived(MacAddress station, ReadOnlySpan<byte> elements) => inner.OnStationArrived(station, elements);

        public void OnStationLeft(MacAddress station) => inner.OnStationLeft(station);

        public void OnStationProbed(MacAddress station, bool acknowledged) => inner.OnStationProbed(station, acknowledged);

        public void OnUnexpectedFrame(MacAddress station) => inner.OnUnexpectedFrame(station);

        public void OnUnprotectedFrame(MacAddress station) => inner.OnUnprotectedFrame(station);

        public void OnInterfaceChanged(InterfaceChange change) => inner.OnInterfaceChanged(change);

        public void OnStopped() => inner.OnStopped();

        public void OnColour(ColourNews news, ulong heard) => inner.OnColour(news, heard);

        public void OnChannelSwitched(OperatingChannel channel) => inner.OnChannelSwitched(channel);

        public void OnEventsLost() => inner.OnEventsLost();
    }

    [Test]
    public void One_group_key_refused_is_not_the_end_of_the_access_point()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Refuse("InstallKey group", NetDown);
        rig.Bss.GroupKeys.Rekey();

        // The link went down a moment before; its news come now.
        rig.Radio.InterfaceChanges(InterfaceChange.Down);
        rig.Radio.InterfaceChanges(InterfaceChange.Up);
        rig.Run(60);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled), string.Join("; ", rig.Events));
    }

    [Test]
    public void Stations_are_said_to_leave_once_when_the_radio_goes_in_the_middle_of_a_group_rekey()
    {
        using var rig = ApRig.Enabled();
        var first = rig.Connect(ApRig.First);
        var second = rig.Connect(ApRig.Second);
        first.Vanish();
        second.Vanish();
        rig.Bss.GroupKeys.Rekey();
        rig.Radio.Refuse("InstallKey group", NetDown, 10);
        rig.Events.Clear();
        rig.Radio.InterfaceChanges(InterfaceChange.Down);
        Assert.That(rig.Events, Is.EqualTo(new[]
        {
            "INTERFACE-DISABLED", "AP-STA-DISCONNECTED 02:00:00:00:01:00", "AP-STA-DISCONNECTED 02:00:00:00:02:00", "AP-DISABLED",
        }));
    }

    [Test]
    public void A_further_BSS_whose_first_return_is_refused_is_tried_again()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.InterfaceChanges(InterfaceChange.Removed);
        rig.Radio.Refuse("Prepare", new DriverResult("making wlan0_1", 16, "Device or resource busy", null));

        // What Interface.EnableFollowers does when the first BSS is back.
        Assert.That(rig.Bss.Enable().Succeeded, Is.False);
        Assert.That(rig.Bss.Recovery.ComesBack, "it is forgotten: the next AP-ENABLED of the first passes it over");
    }

    [Test]
    public void A_return_that_fails_behind_the_wait_for_the_country_is_tried_again()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Radio = o.Radio with { CountryCode = "DE" } });
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
        rig.Radio.InterfaceChanges(InterfaceChange.Removed);
        rig.Radio.Capabilities = rig.Radio.Capabilities with { Country = "00" };
        rig.Radio.InterfaceChanges(InterfaceChange.Returned);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.CountryUpdate));

        // The plugged adapter's driver gives a hint of its own: its news come first, and the channel is not allowed yet.
        rig.Radio.Refuse("Start", new DriverResult("using channel 2467 MHz", 22, "it is not allowed in 00", null));
        rig.Run(1);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Disabled));
        rig.Radio.InterfaceChanges(InterfaceChange.Up);
        rig.Radio.RegulatoryChanges();
        rig.Run(60);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    [Test]
    public void After_a_refused_start_WPS_hands_out_the_network_that_is_on_the_air()
    {
        using var rig = new ApRig(change: static o => o with { Wps = new WpsOptions() });
        rig.Radio.Refuse("Start", new DriverResult("starting the access point", 16, "Device or resource busy", null));
        Assert.That(rig.Bss.Enable().Succeeded, Is.False);
        using var old = rig.Bss.Options.Security;
        rig.Bss.Configure(rig.Bss.Options with
        {
            Ssid = "renamed"u8.ToArray(),
            Security = new SecurityOptions { Pmks = [HostApd.Rsn.Pmk.FromPassphrase("renamed"u8, "87654321")], Passphrase = new SecretBytes("87654321"u8) },
        });
        Assert.That(rig.Bss.Enable().Succeeded);
        var network = (WpsNetwork)typeof(ServedNetwork).GetField("_network", BindingFlags.NonPublic | BindingFlags.Instance)!
            .GetValue(rig.Bss.Provisioning.Registrar!.Network)!;
        Assert.That((System.Text.Encoding.ASCII.GetString(network.Ssid), System.Text.Encoding.ASCII.GetString(network.Passphrase.Span)),
            Is.EqualTo(("renamed", "87654321")));
    }

    [Test]
    public void Keys_that_a_reload_replaces_are_wiped()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Security = new SecurityOptions { Pmks = [new HostApd.Rsn.Pmk(Enumerable.Repeat((byte)7, 32).ToArray())] } });
        var old = rig.Bss.Options.Security!.Pmks[0];
        rig.Bss.Reconfigure(rig.Bss.Options with { Security = new SecurityOptions { Pmks = [new HostApd.Rsn.Pmk(Enumerable.Repeat((byte)8, 32).ToArray())] } }, ChangeCost.Restart);
        Assert.That(old.Span.IndexOfAnyExcept((byte)0), Is.Negative);
    }

    [TestCase(1000)]
    [TestCase(900)]
    public void Vendor_elements_are_in_the_Beacon_or_the_start_is_refused(int length)
    {
        byte[] elements = [.. Enumerable.Range(0, length / 100).SelectMany(static i => (byte[])[221, 98, .. Enumerable.Repeat((byte)(0x40 + i), 98)])];
        using var rig = new ApRig(change: o => o with { VendorElements = elements });
        var result = rig.Bss.Enable();
        Assert.That(!result.Succeeded || rig.Radio.BeaconTail.AsSpan().IndexOf(elements) >= 0, "silently left out");
    }

    [Test]
    public void One_listener_that_fails_does_not_keep_stations_held_for_ever()
    {
        using var rig = new ApRig();
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block(null);
        rig.Pool.WhenReady(static () => throw new InvalidOperationException("Interface.Enable's continuation, after REMOVE: Main of no access points"));
        rig.Bss.Enable();
        rig.Station(ApRig.First).Join();
        rig.Run(0.5);
        Assert.That(() => gate.Release(), Throws.InvalidOperationException);
        rig.Run(120);
        Assert.That(rig.Pool.State, Is.EqualTo(HostApd.Entropy.EntropyState.Ready));
        Assert.That(rig.Connect(ApRig.Second).State, Is.EqualTo(StationState.Connected));
    }
}
