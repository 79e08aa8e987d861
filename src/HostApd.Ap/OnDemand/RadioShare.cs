using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.P2p;

namespace HostApd.Ap;

/// <summary>
/// What the radio's other interfaces leave to a group and to its device: another program's station, mostly. It is asked of the kernel each
/// time, because nobody tells when that program has moved.
/// <code>
/// another interface is on a channel   | the group               | listening
/// no                                  | anywhere                | always
/// yes, and the radio has one channel  | there, or not at all    | there if it is 1, 6 or 11; otherwise for a short time each second
/// yes, and the radio has several      | there rather            | there if it is 1, 6 or 11; otherwise where it was set
/// </code>
/// </summary>
internal sealed class RadioShare(BssSite site)
{
    /// <summary>With the short listen, one a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(800);

    private RadioInterface? _told;

    /// <summary>Who is on a channel; null: nobody but us.</summary>
    internal RadioInterface? Other { get; private set; }

    /// <summary>A group of ours can be nowhere but where <see cref="Other"/> is.</summary>
    internal bool IsBound => Other is not null && site.Radio.Capabilities.HasOneChannelBesideStation;

    /// <summary>Asks the radio, and makes of what a device would be what it can be now.</summary>
    internal P2pDeviceOptions Apply(P2pDeviceOptions free)
    {
        Other = site.Link.Neighbours.FirstOrDefault(static i => i.FrequencyMhz != 0 && i.Type is not ("monitor" or "AP/VLAN"));
        if (Other is not { FrequencyMhz: var there })
        {
            _told = null;
            return free;
        }

        var isSocial = IsSocial(there);
        var shared = free with
        {
            ForcedMhz = IsBound ? there : 0,
            PreferredMhz = IsBound || free.FrequenciesMhz.Contains(there) ? there : free.PreferredMhz,
            ListenMhz = isSocial ? there : free.ListenMhz,
            ListenPause = IsBound && !isSocial ? Pause : TimeSpan.Zero,
        };
        Tell(shared);
        return shared;
    }

    private void Tell(P2pDeviceOptions shared)
    {
        if (Other == _told)
        {
            return;
        }

        _told = Other;
        var listens = shared.ListenPause > TimeSpan.Zero
            ? $"it is found for {P2pDeviceOptions.ShortListen.TotalMilliseconds} ms of each second on channel {ChannelNumber.Of(shared.ListenMhz)}, for longer would cut {Other!.Name} off"
            : $"it is found on channel {ChannelNumber.Of(shared.ListenMhz)}";
        BssSite.Log.Info("{0}: {1} is on channel {2} of the same radio: {3}", site.Name, Other!.Name, ChannelNumber.Of(Other.FrequencyMhz), listens);
    }

    /// <summary>P2P 1.7 3.1.2.1.1.</summary>
    private static bool IsSocial(int frequencyMhz) => frequencyMhz is 2412 or 2437 or 2462;
}
