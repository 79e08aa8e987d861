using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Nl80211;
using NUnit.Framework;

namespace HostApd.Tests.Driver;

/// <summary>The tap at the P2P face of an interface.</summary>
public sealed class TappedP2pLinkTests
{
    private static readonly byte[] Action = [0xd0, 0, 0, 0, 0x42, 0, 0, 0, 1, 0, .. new byte[14], 4, 9];

    [Test]
    public void A_frame_off_channel_is_seen_before_it_goes_and_its_TX_status_as_any()
    {
        var clock = new VirtualClock();
        var radio = new SimulatedRadio(clock);
        using var tapped = new TappedLink(radio, clock);
        tapped.Attach(new Listener());
        var seen = new List<string>();
        tapped.Frame += (in SeenFrame f) => seen.Add($"{f.Moment} {f.Station} {radio.Calls.Count}");
        Assert.That(tapped.P2p.SendFrame(Action, 2437, TimeSpan.FromMilliseconds(100), SendOptions.NoCck, out var cookie).Succeeded);
        Assert.That(cookie, Is.EqualTo(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(seen, Is.EqualTo(new[] { "Submitted 42:00:00:00:01:00 0", "NotAcknowledged 42:00:00:00:01:00 1" }));
    }

    [Test]
    public void Calls_and_events_pass()
    {
        var clock = new VirtualClock();
        var radio = new SimulatedRadio(clock);
        using var tapped = new TappedLink(radio, clock);
        var told = new P2pListener();
        tapped.P2p.Attach(told);
        Assert.That(tapped.P2p.LongestStay, Is.EqualTo(TimeSpan.FromSeconds(5)));
        tapped.P2p.Listen(2437, TimeSpan.FromMilliseconds(50), out var first);
        clock.Advance(TimeSpan.FromMilliseconds(10));
        tapped.P2p.EndListen(first);
        tapped.P2p.Search(new SearchSettings { Ssid = default });
        tapped.P2p.AbortSearch();
        tapped.P2p.ReadNeighbours(static (in Neighbour _) => { });
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(radio.Calls, Is.EqualTo(new[] { "Listen 2437 50", "EndStay", "Search all", "AbortSearch", "ReadNeighbours" }));
        Assert.That(told.Lines, Is.EqualTo(new[] { "began 1 2437", "ended 1", "search False" }));
    }

    [Test]
    public void A_bug_in_what_an_event_leads_to_ends_where_that_of_the_access_point_does()
    {
        var clock = new VirtualClock();
        using var tapped = new TappedLink(new SimulatedRadio(clock), clock);
        tapped.P2p.Attach(new P2pListener { Ended = static () => throw new InvalidOperationException("ours") });
        tapped.P2p.Listen(2437, TimeSpan.FromMilliseconds(50), out _);
        Assert.That(() => clock.Advance(TimeSpan.FromSeconds(1)), Throws.InvalidOperationException, "nobody hears of it");
        var faults = new List<string>();
        tapped.Fault += e => faults.Add(e.Message);
        tapped.P2p.Listen(2437, TimeSpan.FromMilliseconds(50), out _);
        Assert.That(() => clock.Advance(TimeSpan.FromSeconds(1)), Throws.Nothing);
        Assert.That(faults, Is.EqualTo(new[] { "ours" }));
    }
}
