using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Nl80211;
using NUnit.Framework;

namespace HostApd.Tests.Simulation;

/// <summary>Where a simulated radio is, and whom it hears there: what was seen of mac80211, at its exact times.</summary>
public sealed class SimulatedStayTests
{
    private static readonly MacAddress PeerAddress = new([0x42, 0, 0, 0, 1, 0]);

    private VirtualClock _clock = null!;
    private SimulatedRadio _radio = null!;
    private P2pListener _told = null!;
    private Listener _heard = null!;

    private SimulatedStay Stay => _radio.Stay;

    [SetUp]
    public void SetUp()
    {
        _clock = new VirtualClock();
        _radio = new SimulatedRadio(_clock);
        _told = new P2pListener(() => $"{_clock.Elapsed.TotalMilliseconds} ");
        _heard = new Listener();
        _radio.Attach((IApEvents)_heard);
        _radio.P2p.Attach(_told);
    }

    [TearDown]
    public void TearDown() => _radio.Dispose();

    [Test]
    public void A_listen_begins_after_5_ms_and_ends_by_its_time()
    {
        Listen(2437, 100);
        Advance(4);
        Assert.That((_told.Lines.Count, _radio.FrequencyMhz), Is.EqualTo((0, 0)));
        Advance(1);
        Assert.That(_radio.FrequencyMhz, Is.EqualTo(2437));
        Advance(1000);
        Assert.That(_told.Lines, Is.EqualTo(new[] { "5 began 1 2437", "105 ended 1" }));
        Assert.That((_radio.FrequencyMhz, _radio.Calls[0]), Is.EqualTo((0, "Listen 2437 100")));
    }

    [Test]
    public void An_end_comes_as_an_event_and_only_once()
    {
        var cookie = Listen(2437, 1000);
        Advance(50);
        Assert.That(_radio.P2p.EndListen(cookie).Succeeded);
        Assert.That(_told.Lines, Has.Count.EqualTo(1), "no event inside a call");
        Advance(2000);
        Assert.That(_told.Lines, Is.EqualTo(new[] { "5 began 1 2437", "53 ended 1" }));
        Assert.That(_radio.P2p.EndListen(cookie).Errno, Is.EqualTo(ErrorNumber.NoSuchEntry));
        Assert.That(_radio.Calls[1..], Is.EqualTo(new[] { "EndStay", "EndStay" }));
    }

    [Test]
    public void Another_channel_that_is_asked_for_too_early_comes_a_second_late()
    {
        Listen(2437, 100);
        Advance(50);
        Listen(2412, 100);
        Advance(5000);
        Assert.That(_told.Lines, Is.EqualTo(new[] { "5 began 1 2437", "105 ended 1", "1105 began 2 2412", "1205 ended 2" }));
    }

    [Test]
    public void Another_channel_that_is_asked_for_once_the_stay_has_ended_comes_at_once()
    {
        var cookie = Listen(2437, 1000);
        Advance(50);
        _told.Ended = () =>
        {
            _told.Ended = null;
            Listen(2412, 100);
        };
        _radio.P2p.EndListen(cookie);
        Advance(5000);
        Assert.That(_told.Lines, Is.EqualTo(new[] { "5 began 1 2437", "53 ended 1", "58 began 2 2412", "158 ended 2" }));
    }

    [Test]
    public void On_the_same_channel_they_join_and_the_radio_stays_for_the_longest()
    {
        Listen(2437, 100);
        Advance(50);
        Listen(2437, 200);
        Advance(60);
        Assert.That(_radio.FrequencyMhz, Is.EqualTo(2437));
        Advance(5000);
        Assert.That(_told.Lines, Is.EqualTo(new[] { "5 began 1 2437", "50 began 2 2437", "105 ended 1", "250 ended 2" }));
    }

    [Test]
    public void A_frame_is_acknowledged_by_a_peer_on_its_channel_whose_answer_is_heard_while_it_waits()
    {
        var peer = new Peer(_radio) { FrequencyMhz = 2412 };
        Send(2412, 200);
        Advance(10);
        peer.Send(2412);
        Advance(300);
        peer.Send(2412);
        Advance(100);
        Assert.That(peer.Received, Is.EqualTo(1));
        Assert.That(peer.Acknowledged, Is.EqualTo(new[] { true, false }), "the second came after the wait");
        Assert.That(_heard.Lines, Is.EqualTo(new[]
        {
            $"sent 1 {Convert.ToHexStringLower(Frame())} True", $"frame {Convert.ToHexStringLower(Peer.Frame)} 2412 MHz -30 dBm",
        }));
        Assert.That(_told.Lines, Is.EqualTo(new[] { "205 ended 1" }));
    }

    [Test]
    public void A_peer_elsewhere_neither_hears_nor_is_heard()
    {
        var peer = new Peer(_radio) { FrequencyMhz = 2462 };
        Send(2412, 200);
        Advance(10);
        peer.Send(2462);
        Advance(300);
        Assert.That((peer.Received, peer.Acknowledged.Single()), Is.EqualTo((0, false)));
        Assert.That(_heard.Lines, Is.EqualTo(new[] { $"sent 1 {Convert.ToHexStringLower(Frame())} False" }));
    }

    [Test]
    public void In_a_listen_a_frame_of_its_channel_goes_at_once_and_one_that_nobody_waits_for_has_no_name()
    {
        var peer = new Peer(_radio) { FrequencyMhz = 2437 };
        Listen(2437, 500);
        Advance(50);
        Assert.That(Send(2437, 0, SendOptions.NoAcknowledgement | SendOptions.NoCck), Is.Zero);
        Advance(1);
        Assert.That(peer.Received, Is.EqualTo(1));
        Advance(1000);
        Assert.That(_told.Lines, Is.EqualTo(new[] { "5 began 1 2437", "60 ended 4294967295", "505 ended 1" }));
        Assert.That(_heard.Lines, Is.Empty, "no TX status");
    }

    [Test]
    public void A_frame_whose_stay_is_ended_before_it_began_was_not_sent()
    {
        var peer = new Peer(_radio) { FrequencyMhz = 2412 };
        Listen(2437, 400);
        Advance(10);
        var cookie = Send(2412, 100);
        _radio.P2p.EndWait(cookie);
        Advance(5000);
        Assert.That(peer.Received, Is.Zero);
        Assert.That(_heard.Lines, Is.EqualTo(new[] { $"sent 2 {Convert.ToHexStringLower(Frame())} False" }));
        Assert.That(_told.Lines, Is.EqualTo(new[] { "5 began 1 2437", "13 ended 2", "405 ended 1" }));
        Assert.That(_radio.Calls[1], Is.EqualTo("SendFrame Action 42:00:00:00:01:00 2412 100"));
    }

    [TestCase(2437, 9, ErrorNumber.Invalid)]
    [TestCase(2437, 10, 0)]
    [TestCase(2437, 5000, 0)]
    [TestCase(2437, 5001, ErrorNumber.Invalid)]
    [TestCase(2484, 100, ErrorNumber.Invalid)]
    [TestCase(5180, 100, ErrorNumber.Invalid)]
    public void Stays_have_limits(int frequency, int milliseconds, int errno) =>
        Assert.That(_radio.P2p.SendFrame(Frame(), frequency, TimeSpan.FromMilliseconds(milliseconds), SendOptions.None, out _).Errno, Is.EqualTo(errno));

    [Test]
    public void A_radio_that_stays_nowhere_and_one_that_was_told_to_refuse_do_so()
    {
        _radio.Refuse("Listen", new DriverResult("x", ErrorNumber.Busy, "busy", null));
        Assert.That(_radio.P2p.Listen(2437, TimeSpan.FromSeconds(1), out var cookie).Errno, Is.EqualTo(ErrorNumber.Busy));
        Assert.That(cookie, Is.Zero);
        _radio.Capabilities = _radio.Capabilities with { CanRemainOnChannel = false };
        Assert.That(_radio.P2p.Listen(2437, TimeSpan.FromSeconds(1), out _).Errno, Is.EqualTo(ErrorNumber.NotSupported));
        Advance(5000);
        Assert.That(_told.Lines, Is.Empty);
    }

    [Test]
    public void An_interface_that_goes_down_ends_what_was_under_way_and_what_waited()
    {
        Listen(2437, 1000);
        Listen(2412, 1000);
        Advance(50);
        Assert.That(_radio.P2p.Search(new SearchSettings { Ssid = "DIRECT-"u8 }).Succeeded);
        _radio.InterfaceChanges(InterfaceChange.Down);
        Advance(5000);
        Assert.That(_told.Lines, Is.EqualTo(new[] { "5 began 1 2437", "50 ended 1", "50 ended 2", "50 search False" }));
        Assert.That(_heard.Lines, Is.EqualTo(new[] { "interface Down" }));
        Assert.That(_radio.FrequencyMhz, Is.Zero);
    }

    [Test]
    public void A_search_finds_who_is_on_its_channels()
    {
        Stay.Neighbours.Add(new SimulatedNeighbour(PeerAddress, 2437, [0xdd, 0]));
        Stay.Neighbours.Add(new SimulatedNeighbour(new MacAddress([0x42, 0, 0, 0, 2, 0]), 2462, []));
        Assert.That(_radio.P2p.Search(new SearchSettings { Ssid = "DIRECT-"u8, FrequenciesMhz = [2412, 2437] }).Succeeded);
        Assert.That(_radio.P2p.Search(new SearchSettings { Ssid = "DIRECT-"u8 }).MayPass, "one at a time");
        Advance(99);
        Assert.That((_told.Lines.Count, Found()), Is.EqualTo((0, "")));
        Advance(1);
        Assert.That(_told.Lines, Is.EqualTo(new[] { "100 search True" }));
        Assert.That(Found(), Is.EqualTo("42:00:00:00:01:00 2437 -40 dd00"));
        _radio.P2p.Search(new SearchSettings { Ssid = "DIRECT-"u8 });
        Assert.That(_radio.P2p.AbortSearch().Succeeded);
        Advance(500);
        Assert.That(_told.Lines[1..], Is.EqualTo(new[] { "103 search False" }));
        Assert.That(_radio.P2p.AbortSearch().Errno, Is.EqualTo(ErrorNumber.NoSuchEntry));
    }

    private string Found()
    {
        var found = new List<string>();
        _radio.P2p.ReadNeighbours((in Neighbour n) => found.Add($"{n.Bssid} {n.FrequencyMhz} {n.SignalDbm} {Convert.ToHexStringLower(n.Elements)}"));
        return string.Join(", ", found);
    }

    private void Advance(int milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private ulong Listen(int frequency, int milliseconds)
    {
        Assert.That(_radio.P2p.Listen(frequency, TimeSpan.FromMilliseconds(milliseconds), out var cookie).Succeeded);
        return cookie;
    }

    private ulong Send(int frequency, int wait, SendOptions options = SendOptions.NoCck)
    {
        Assert.That(_radio.P2p.SendFrame(Frame(), frequency, TimeSpan.FromMilliseconds(wait), options, out var cookie).Succeeded);
        return cookie;
    }

    private static byte[] Frame() => [0xd0, 0, 0, 0, 0x42, 0, 0, 0, 1, 0, .. new byte[14], 4, 9];

    private sealed class Peer : IAirPeer
    {
        private readonly SimulatedRadio _radio;

        internal Peer(SimulatedRadio radio)
        {
            _radio = radio;
            radio.Kernel.Add(this);
        }

        internal static byte[] Frame { get; } = [0xd0, 0, .. new byte[22], 4, 9, 1];

        internal int Received { get; private set; }

        internal List<bool> Acknowledged { get; } = [];

        public MacAddress Address => PeerAddress;

        public int FrequencyMhz { get; init; }

        public bool Receive(AirFrame frame)
        {
            Received++;
            return true;
        }

        internal void Send(int frequencyMhz) => _radio.Kernel.Hear(PeerAddress, Frame, frequencyMhz, Acknowledged.Add);
    }
}
