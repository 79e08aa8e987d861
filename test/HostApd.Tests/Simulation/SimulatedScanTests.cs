using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Simulation;

/// <summary>How a simulated radio looks around.</summary>
public sealed class SimulatedScanTests : IScanEvents
{
    private readonly List<bool> _ended = [];

    [SetUp]
    public void Forget() => _ended.Clear();

    [Test]
    public void It_hears_who_is_on_the_channels_and_counts_how_busy_they_are()
    {
        var (clock, radio) = Make();
        radio.Stay.Neighbours.Add(new SimulatedNeighbour(new MacAddress([2, 0, 0, 0, 9, 0]), 2412, []));
        radio.Stay.Neighbours.Add(new SimulatedNeighbour(new MacAddress([2, 0, 0, 0, 9, 1]), 2462, []));
        radio.Scan.Busy![2412] = 0.5;
        Assert.That(radio.Scanning.Scan([2412, 2437]).Succeeded);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.That(_ended, Is.Empty);
        clock.Advance(TimeSpan.FromMilliseconds(30));
        var seen = new List<string>();
        radio.Scanning.ReadNeighbours((in Neighbour n) => seen.Add($"{n.FrequencyMhz}"));
        radio.Scanning.ReadSurveys(s => seen.Add($"{s.FrequencyMhz} {s.Milliseconds} {s.BusyMilliseconds}"));
        Assert.That((_ended, seen), Is.EqualTo((new[] { true }, new[] { "2412", "2412 111 55", "2437 111 0" })));
    }

    [Test]
    public void One_at_a_time_and_one_that_is_ended_is_not_told_of()
    {
        var (clock, radio) = Make();
        radio.Scanning.Scan([2412]);
        Assert.That(radio.Scanning.Scan([2412]).MayPass);
        radio.Scanning.EndScan();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_ended, Is.Empty);
        radio.Scanning.Scan([2412]);
        radio.Scan.Abort();
        Assert.That(_ended, Is.EqualTo(new[] { false }));
    }

    [TestCase(false, 95)]
    [TestCase(true, 0)]
    public void While_it_beacons_it_needs_to_be_able_to(bool able, int errno)
    {
        var (_, radio) = Make();
        radio.Capabilities = radio.Capabilities with { CanScanWhileBeaconing = able };
        radio.Kernel.Start(2437);
        Assert.That(radio.Scanning.Scan([2412]).Errno, Is.EqualTo(errno));
    }

    [Test]
    public void A_radio_that_does_not_count_says_so()
    {
        var (_, radio) = Make();
        radio.Scan.Busy = null;
        Assert.That(radio.Scanning.ReadSurveys(static _ => { }).Succeeded, Is.False);
    }

    public void OnScanEnded(bool completed) => _ended.Add(completed);

    private (VirtualClock Clock, SimulatedRadio Radio) Make()
    {
        var clock = new VirtualClock();
        var radio = new SimulatedRadio(clock);
        radio.Scanning.Attach(this);
        return (clock, radio);
    }
}
