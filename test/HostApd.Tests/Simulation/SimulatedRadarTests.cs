using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Nl80211;
using NUnit.Framework;

namespace HostApd.Tests.Simulation;

/// <summary>What a simulated radio knows of radar, as cfg80211 does.</summary>
public sealed class SimulatedRadarTests
{
    private static readonly OperatingChannel Forty = OperatingChannel.Of(5260, ht: true, 1);

    private VirtualClock _clock = null!;
    private SimulatedRadio _radio = null!;
    private Listener _told = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new VirtualClock();
        _radio = new SimulatedRadio(_clock, new SimulatedRadioOptions { Capabilities = SimulatedRadioOptions.WithFiveGhz("DE", RadarRegion.Etsi) });
        _told = new Listener();
        _radio.Attach((IRadioEvents)_told);
    }

    [TearDown]
    public void TearDown() => _radio.Dispose();

    [Test]
    public void A_channel_is_free_after_a_minute()
    {
        Assert.That(Beacon(Forty).Errno, Is.EqualTo(ErrorNumber.Invalid));
        Assert.That(_radio.StartRadarDetection(Forty).Succeeded);
        _clock.Advance(TimeSpan.FromSeconds(59.9));
        Assert.That(Beacon(Forty).Errno, Is.EqualTo(ErrorNumber.Invalid));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(_told.Lines, Is.EqualTo(new[] { "radar CheckStarted 5260 40", "radar CheckFinished 5260 40" }));
        Assert.That((Beacon(Forty).Succeeded, _radio.StartRadarDetection(Forty).Errno), Is.EqualTo((true, ErrorNumber.Busy)));
    }

    [Test]
    public void It_listens_to_one_channel_and_to_none_that_needs_it_not()
    {
        Assert.That(_radio.StartRadarDetection(OperatingChannel.Of(5180, ht: true)).Errno, Is.EqualTo(ErrorNumber.Invalid));
        Assert.That((_radio.StartRadarDetection(Forty).Succeeded, _radio.StartRadarDetection(OperatingChannel.Of(5500, ht: true)).Errno),
            Is.EqualTo((true, ErrorNumber.Busy)));
        Assert.That(_radio.EndRadarDetection().Succeeded);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(_told.Lines, Is.EqualTo(new[] { "radar CheckAborted 5260 40" }), "what was ended does not finish");
    }

    [Test]
    public void Radar_closes_all_of_the_channel_for_half_an_hour()
    {
        _radio.StartRadarDetection(Forty);
        _clock.Advance(TimeSpan.FromSeconds(10));
        _told.Lines.Clear();
        _radio.Radar.Appears(OperatingChannel.Of(5280, ht: false));
        _clock.Advance(TimeSpan.FromMinutes(29.9));
        Assert.That(_told.Lines, Is.EqualTo(new[] { "radar CheckAborted 5260 40", "radar Detected 5260 40" }));
        Assert.That(_radio.Capabilities.RadarOn(Forty), Is.EqualTo(RadarState.Unavailable));
        _clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.That(_told.Lines.TakeLast(2), Is.EqualTo(new[] { "radar OccupancyEnded 5260 20 no HT", "radar OccupancyEnded 5280 20 no HT" }));
        Assert.That(_radio.Capabilities.RadarOn(Forty), Is.EqualTo(RadarState.Usable));
    }

    [Test]
    public void What_nobody_was_told_of_is_known_after_reading()
    {
        _radio.Radar.TellsEnd = false;
        _radio.StartRadarDetection(Forty);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(_radio.Capabilities.RadarOn(Forty), Is.EqualTo(RadarState.Usable));
        Assert.That(_radio.ReadAgain().Succeeded);
        Assert.That((_radio.Capabilities.RadarOn(Forty), Beacon(Forty).Succeeded), Is.EqualTo((RadarState.Available, true)));
    }

    private DriverResult Beacon(OperatingChannel channel) => _radio.Start(new AccessPointSettings
    {
        BeaconHead = [],
        BeaconTail = [],
        Ssid = [],
        Channel = channel,
        BeaconInterval = 100,
        DtimPeriod = 2,
        AkmSuites = [],
        PairwiseCiphers = [],
        GroupCipher = 0,
        Bits = default,
        BasicRates = [],
    });
}
