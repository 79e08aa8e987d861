using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>
/// What the kernel knows of radar: it listens to a channel for as long as that has to be, hears what a test wants it to hear, and keeps who
/// asks from channels that are not free of it.
/// <code>
/// event \ channel | usable                | being listened to             | available             | unavailable
/// asked to listen | being listened to     | refused                       | refused               | refused
/// its time is up  | –                     | available: CheckFinished      | –                     | –
/// ended           | –                     | usable: CheckAborted          | –                     | –
/// radar           | unavailable: Detected | CheckAborted, then as usable  | unavailable: Detected | –
/// half an hour    |                       |                               |                       | usable: OccupancyEnded
/// </code>
/// </summary>
public sealed class SimulatedRadar
{
    /// <summary>Nobody is on a channel where radar was for so long (47 CFR 15.407(h)(2), EN 301 893).</summary>
    public static readonly TimeSpan NonOccupancy = TimeSpan.FromMinutes(30);

    private readonly SimulatedRadio _radio;

    /// <summary>What has come about since the driver read last, the first of which nobody was told of.</summary>
    private readonly List<(RadarNews News, OperatingChannel Channel)> _untold = [];
    private OperatingChannel? _listening;

    /// <summary>Counts what was begun: a timer of an earlier one is nobody's.</summary>
    private int _round;

    internal SimulatedRadar(SimulatedRadio radio) => _radio = radio;

    /// <summary>Off: that it has listened for long enough is known to the radio, and nobody is told.</summary>
    public bool TellsEnd { get; set; } = true;

    /// <summary>Off: nor is anybody told when half an hour is over.</summary>
    public bool TellsOccupancy { get; set; } = true;

    /// <summary>Where it listens; null: nowhere.</summary>
    public OperatingChannel? Listening => _listening;

    /// <summary>What the kernel knows, whether it was told of or not.</summary>
    private RadioCapabilities Known => _untold.Aggregate(_radio.Capabilities, static (known, one) => known.After(one.News, one.Channel));

    /// <summary>Radar is on a channel: on all of that where it beacons or listens there.</summary>
    public void Appears(OperatingChannel channel)
    {
        if (_listening is { } listening && listening.PartsMhz.Any(mhz => channel.PartsMhz.Contains(mhz)))
        {
            _listening = null;
            _round++;
            Tell(RadarNews.CheckAborted, listening, isTold: true);
            channel = listening;
        }

        Tell(RadarNews.Detected, channel, isTold: true);
        foreach (var mhz in channel.PartsMhz)
        {
            if (_radio.Capabilities.FindChannel(mhz) is { Radar: true })
            {
                _radio.Clock.Schedule(NonOccupancy, () => Tell(RadarNews.OccupancyEnded, OperatingChannel.Of(mhz, ht: false), TellsOccupancy));
            }
        }
    }

    /// <summary>What somebody listened to is too long ago.</summary>
    public void Expires(OperatingChannel channel) => Tell(RadarNews.CheckExpired, channel, isTold: true);

    /// <summary>News of another radio beside this one.</summary>
    public void IsTold(RadarNews news, OperatingChannel channel) => Tell(news, channel, isTold: true);

    internal DriverResult Start(OperatingChannel channel)
    {
        if (_radio.IsOnAir || _listening is not null)
        {
            return new DriverResult("listening for radar", ErrorNumber.Busy, "Device or resource busy", null);
        }

        if (_radio.Capabilities.WhyNot(channel, looksForRadar: true) is not null || Known.RadarOn(channel) != RadarState.Usable)
        {
            return new DriverResult("listening for radar", ErrorNumber.Invalid, "Invalid argument", null);
        }

        var round = ++_round;
        _listening = channel;
        _radio.Clock.Schedule(TimeSpan.FromMilliseconds(1), () => TellOf(round, RadarNews.CheckStarted, isTold: true));
        _radio.Clock.Schedule(_radio.Capabilities.RadarCheckOf(channel), () => TellOf(round, RadarNews.CheckFinished, TellsEnd));
        return DriverResult.Ok;
    }

    /// <summary>It listens no more; those who wait hear of it a moment later.</summary>
    internal void End()
    {
        if (_listening is { } channel)
        {
            _listening = null;
            _round++;
            _radio.Clock.Schedule(TimeSpan.FromMilliseconds(1), () => Tell(RadarNews.CheckAborted, channel, isTold: true));
        }
    }

    /// <summary>Whether the kernel lets somebody beacon there.</summary>
    internal DriverResult? Refuse(OperatingChannel channel) => Known.RadarOn(channel) is RadarState.Usable or RadarState.Unavailable
        ? new DriverResult("starting the access point", ErrorNumber.Invalid, "Invalid argument", null) : null;

    /// <summary>The driver reads anew.</summary>
    internal void ReadAgain()
    {
        _radio.Capabilities = Known;
        _untold.Clear();
    }

    private void TellOf(int round, RadarNews news, bool isTold)
    {
        if (round == _round && _listening is { } channel)
        {
            _listening = news == RadarNews.CheckFinished ? null : _listening;
            Tell(news, channel, isTold);
        }
    }

    private void Tell(RadarNews news, OperatingChannel channel, bool isTold)
    {
        if (!isTold || _untold.Count > 0)
        {
            _untold.Add((news, channel));
        }

        if (isTold)
        {
            _radio.Capabilities = _radio.Capabilities.After(news, channel);
            _radio.Kernel.RadarIsTold(news, channel);
        }
    }
}
