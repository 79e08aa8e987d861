using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <content>What the kernel says of the interface now. Events tell of a moment that may have passed.</content>
public sealed partial class Nl80211Driver
{
    private DriverResult AskInterface(out InterfaceNow now)
    {
        var found = default(InterfaceNow);
        var result = _requests.Send("reading the interface", _requests.Begin(Nl80211.NL80211_CMD_GET_INTERFACE, _index),
            (in NetlinkMessage message) =>
            {
                foreach (var attribute in message.Attributes)
                {
                    found = attribute.Type switch
                    {
                        Nl80211.NL80211_ATTR_IFTYPE => found with { Type = attribute.U32 },
                        Nl80211.NL80211_ATTR_SSID => found with { IsBeaconing = attribute.Value.Length > 0 },
                        Nl80211.NL80211_ATTR_WIPHY_FREQ => found with { Frequency = (int)attribute.U32 },
                        _ => found,
                    };
                }
            });
        now = found;
        return result;
    }

    /// <summary>This kernel has named the SSID of our access point, so that its silence says something.</summary>
    private bool _tellsBeaconing;

    /// <summary>The kernel names the SSID of an access point that runs, and of no other.</summary>
    private bool IsBeaconing() => AskInterface(out var now).Succeeded && now.IsBeaconing;

    /// <summary>A stop that we hear of may be that of an earlier life.</summary>
    private void OnStopHeard()
    {
        if (_tellsBeaconing && IsBeaconing())
        {
            Log.Debug("{0}: news that the kernel stopped the access point are old: it beacons", _options.InterfaceName);
        }
        else
        {
            _events?.OnStopped();
        }
    }

    private void OnSwitchHeard(OperatingChannel channel)
    {
        if (AskInterface(out var now).Succeeded && now.Frequency != 0 && now.Frequency != channel.PrimaryMhz)
        {
            Log.Debug("{0}: news of a channel switch are old: it is on {1} MHz", _options.InterfaceName, now.Frequency);
            return;
        }

        _frequency = channel.PrimaryMhz;
        _events?.OnChannelSwitched(channel);
    }

    /// <summary>
    /// Does the kernel still do what we believe? Asked after lost events, and when something about the link has changed: an
    /// access point that another program stops takes its carrier along, and no other news come of it.
    /// </summary>
    private void ComparePresent()
    {
        if (_index == 0 || _frequency == 0 || !AskInterface(out var now).Succeeded)
        {
            return;
        }

        if (_tellsBeaconing && !now.IsBeaconing)
        {
            _frequency = 0;
            _events?.OnStopped();
        }
        else if (now.Frequency != 0 && now.Frequency != _frequency)
        {
            _frequency = now.Frequency;
            _events?.OnChannelSwitched(OperatingChannel.OfTwenty(now.Frequency, ht: false));
        }
    }

    private readonly record struct InterfaceNow(uint Type, bool IsBeaconing, int Frequency);
}
