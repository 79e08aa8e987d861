using HostApd.Driver;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>The network interface goes up and down, away and back; and the radio's switch (rfkill) with it.</summary>
internal sealed class InterfaceWatch(Nl80211Radio radio, LinkInterface netdev, LinkListener listener) : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(InterfaceWatch));

    private RadioSwitchNews? _switchNews;

    /// <summary>The interface is gone: all that was tied to it goes, too.</summary>
    internal required Action Lose { get; init; }

    /// <summary>Looks for it again.</summary>
    internal required Func<DriverResult> Find { get; init; }

    /// <summary>It may have come into another bridge.</summary>
    internal required Action<LinkState> CompareBridge { get; init; }

    /// <summary>Something about it has changed: is the access point as we believe?</summary>
    internal required Action ComparePresent { get; init; }

    public void Dispose() => _switchNews?.Dispose();

    internal LinkCondition AskLink()
    {
        if (netdev.Index == 0)
        {
            return LinkCondition.Missing;
        }

        var result = radio.Route.Query(netdev.Index, out var now, out _);
        if (result.Errno == LibC.ENODEV)
        {
            return LinkCondition.Missing;
        }

        if (result.Succeeded && now.IsUp)
        {
            return LinkCondition.Up;
        }

        if (RadioSwitch.Read(radio.Capabilities.PhyName) == SwitchState.On)
        {
            return LinkCondition.Down;
        }

        HearOfSwitch();
        return LinkCondition.Blocked;
    }

    internal void Hear(LinkState news)
    {
        if (netdev.Index == 0)
        {
            if (!news.IsRemoved && news.Name == netdev.Name)
            {
                LookAgain();
            }
        }
        else if (news.Index == netdev.Index)
        {
            Compare(news.IsRemoved);
        }
    }

    /// <summary>Perhaps it is back.</summary>
    internal void LookAgain()
    {
        if (Find().Succeeded)
        {
            listener.Events?.OnInterfaceChanged(InterfaceChange.Returned);
        }
    }

    /// <summary>News may be older than what we have done since: the state is asked for as it is now.</summary>
    internal void Compare(bool isRemoved)
    {
        var result = radio.Route.Query(netdev.Index, out var link, out _);
        if (result.Errno == LibC.ENODEV || isRemoved && !result.Succeeded)
        {
            Lose();
            listener.Events?.OnInterfaceChanged(InterfaceChange.Removed);
        }
        else if (!result.Succeeded)
        {
            Log.Warn("{0}: {1}", netdev.Name, result);
        }
        else
        {
            CompareBridge(link);
            CompareStanding(link);
        }
    }

    private void CompareStanding(LinkState link)
    {
        var now = link.IsUp ? InterfaceStanding.Up : InterfaceStanding.Down;
        if (now != netdev.Standing)
        {
            netdev.Standing = now;
            listener.Events?.OnInterfaceChanged(link.IsUp ? InterfaceChange.Up : InterfaceChange.Down);
        }
        else
        {
            ComparePresent();
        }
    }

    /// <summary>Once the radio is switched on again nobody brings the interface up but us.</summary>
    private void HearOfSwitch()
    {
        if (_switchNews is null && RadioSwitchNews.Open(radio.Loop, OnSwitchMoved, out _switchNews) is { Succeeded: false } deaf)
        {
            Log.Debug("{0}: {1}; the switch is looked at from time to time", netdev.Name, deaf);
        }
    }

    private void OnSwitchMoved()
    {
        if (RadioSwitch.Read(radio.Capabilities.PhyName) == SwitchState.On)
        {
            _switchNews?.Dispose();
            _switchNews = null;
            listener.Events?.OnInterfaceChanged(InterfaceChange.Unblocked);
        }
    }
}
