using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>What the device of a BSS is made of: its owner's options, the name of the group, and what the radio and its other interfaces allow.</summary>
internal sealed class DeviceOutfit(BssSite site, GroupMembership membership, RadioShare share, AgreedGroup agreed)
{
    /// <summary>A device that does nothing yet.</summary>
    internal P2pDevice Make(P2pDeviceOptions options)
    {
        var draws = new RateLimiter(site.Time, perSecond: 1, burst: 5);
        Span<byte> drawn = stackalloc byte[1];
        var tieBreaker = site.Entropy.TryDraw(drawn) && (drawn[0] & 1) != 0;
        return new P2pDevice(site.Bssid, Complete(options) with { FirstTieBreaker = tieBreaker }, site.Time, IsReady,
            () => draws.TryTake() ? Pin.TryDraw(site.Entropy) : null, membership.Display);
    }

    /// <summary>The options with all that they do not say themselves.</summary>
    internal P2pDeviceOptions Complete(P2pDeviceOptions options) => share.Apply(options with
    {
        Uuid = options.Uuid == Guid.Empty ? WpsUuid.FromMac(site.Bssid) : options.Uuid,
        Ssid = site.Options.Ssid,
        PreferredMhz = agreed.WishedMhz,
        WidestMhz = agreed.WidestMhz,
        FrequenciesMhz = [.. site.Radio.Capabilities.Bands.SelectMany(static band => band.Channels.Select(static channel => channel.FrequencyMhz))
            .Where(mhz => !options.DisallowedMhz.Contains(mhz) && OperatingClass.Of(mhz) != 0 && site.Radio.Capabilities.WhyNot(mhz) is null)],
    });

    /// <summary>Another program's interface may have come to a channel, or gone to another.</summary>
    internal void Share(P2pDevice device)
    {
        if (device.Phase != GroupPhase.None || site.Options.Device is not { } options)
        {
            return;
        }

        var now = share.Apply(options with { PreferredMhz = agreed.WishedMhz, FrequenciesMhz = device.Options.FrequenciesMhz });
        var was = device.Options;
        if ((was.ForcedMhz, was.PreferredMhz, was.ListenMhz, was.ListenPause) != (now.ForcedMhz, now.PreferredMhz, now.ListenMhz, now.ListenPause))
        {
            device.Options = was with
            {
                ForcedMhz = now.ForcedMhz,
                PreferredMhz = now.PreferredMhz,
                ListenMhz = now.ListenMhz,
                ListenPause = now.ListenPause,
            };
        }
    }

    /// <summary>Keys can be drawn, and the group has been given its name.</summary>
    private bool IsReady() => site.Entropy.State == Entropy.EntropyState.Ready && site.Options.Ssid.Length > 0;
}
