using HostApd.Ieee80211;
using NLog;

namespace HostApd.Nl80211;

/// <summary>
/// What we believe the kernel does, held against what it says: where it beacons, and whether it does at all. No news is believed
/// about the present.
/// </summary>
internal sealed class PresentState(LinkInterface netdev, LinkListener listener)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(PresentState));

    /// <summary>This kernel has named the SSID of our access point, so that its silence says something.</summary>
    private bool _tellsBeaconing;

    /// <summary>Where our access point beacons, in MHz; 0: it does not.</summary>
    internal int FrequencyMhz { get; private set; }

    /// <summary>The kernel names the SSID of an access point that runs, and of no other.</summary>
    internal bool IsBeaconing() => netdev.Ask(out var now).Succeeded && now.IsBeaconing;

    internal void Begin(int frequencyMhz)
    {
        FrequencyMhz = frequencyMhz;
        _tellsBeaconing = IsBeaconing();
    }

    internal void End() => FrequencyMhz = 0;

    /// <summary>A stop that we hear of may be that of an earlier life.</summary>
    internal void OnStopHeard()
    {
        if (_tellsBeaconing && IsBeaconing())
        {
            Log.Debug("{0}: news that the kernel stopped the access point are old: it beacons", netdev.Name);
        }
        else
        {
            listener.Events?.OnStopped();
        }
    }

    /// <summary>So may a switch be.</summary>
    internal void OnSwitchHeard(OperatingChannel channel)
    {
        if (netdev.Ask(out var now).Succeeded && now.Frequency != 0 && now.Frequency != channel.PrimaryMhz)
        {
            Log.Debug("{0}: news of a channel switch are old: it is on {1} MHz", netdev.Name, now.Frequency);
            return;
        }

        FrequencyMhz = channel.PrimaryMhz;
        listener.Events?.OnChannelSwitched(channel);
    }

    /// <summary>
    /// Does the kernel still do what we believe? Asked after lost events, and when something about the link has changed: an
    /// access point that another program stops takes its carrier along, and no other news come of it.
    /// </summary>
    internal void Compare()
    {
        if (netdev.Index == 0 || FrequencyMhz == 0 || !netdev.Ask(out var now).Succeeded)
        {
            return;
        }

        if (_tellsBeaconing && !now.IsBeaconing)
        {
            FrequencyMhz = 0;
            listener.Events?.OnStopped();
        }
        else if (now.Frequency != 0 && now.Frequency != FrequencyMhz)
        {
            FrequencyMhz = now.Frequency;
            listener.Events?.OnChannelSwitched(OperatingChannel.Of(now.Frequency, ht: false));
        }
    }
}
