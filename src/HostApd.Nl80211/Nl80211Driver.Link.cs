using HostApd.Driver;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <content>The network interface goes up and down, away and back.</content>
public sealed partial class Nl80211Driver
{
    private RadioSwitchNews? _switchNews;
    private bool _lost;

    /// <inheritdoc/>
    public LinkCondition AskLink()
    {
        if (_index == 0)
        {
            return LinkCondition.Missing;
        }

        var result = _route.Query(_index, out var now, out _);
        if (result.Errno == LibC.ENODEV)
        {
            return LinkCondition.Missing;
        }

        if (result.Succeeded && now.IsUp)
        {
            return LinkCondition.Up;
        }

        if (RadioSwitch.Read(Capabilities.PhyName) == SwitchState.On)
        {
            return LinkCondition.Down;
        }

        HearOfSwitch();
        return LinkCondition.Blocked;
    }

    private void OnLink(LinkState news)
    {
        if (_index == 0)
        {
            if (!news.IsRemoved && news.Name == _options.InterfaceName && ReturnTo().Succeeded)
            {
                _events?.OnInterfaceChanged(InterfaceChange.Returned);
            }
        }
        else if (news.Index == _index)
        {
            CompareLink(news.IsRemoved);
        }
    }

    private void OnLinkNewsLost()
    {
        Log.Warn("{0}: the kernel dropped news of network interfaces (ENOBUFS)", _options.InterfaceName);
        _loop.Post(() =>
        {
            if (_index != 0)
            {
                CompareLink(isRemoved: false);
            }
            else if (ReturnTo().Succeeded)
            {
                _events?.OnInterfaceChanged(InterfaceChange.Returned);
            }
        });
    }

    /// <summary>News may be older than what we have done since: the state is asked for as it is now.</summary>
    private void CompareLink(bool isRemoved)
    {
        var result = _route.Query(_index, out var now, out _);
        if (result.Errno == LibC.ENODEV || isRemoved && !result.Succeeded)
        {
            LoseInterface();
            _events?.OnInterfaceChanged(InterfaceChange.Removed);
        }
        else if (!result.Succeeded)
        {
            Log.Warn("{0}: {1}", _options.InterfaceName, result);
        }
        else if (now.IsUp != _isUp)
        {
            _isUp = now.IsUp;
            _events?.OnInterfaceChanged(_isUp ? InterfaceChange.Up : InterfaceChange.Down);
        }
        else
        {
            ComparePresent();
        }
    }

    private void LoseInterface()
    {
        _index = 0;
        _lost = true;
        _prepared = false;
        _isUp = false;
        _frequency = 0;
        _leavesOutCck = false;
    }

    /// <summary>Looks for the interface again, and for nl80211 itself where that has gone or was never there.</summary>
    private DriverResult ReturnTo()
    {
        var result = ForgetLostInterface();
        return result.Succeeded ? Find() : result;
    }

    /// <summary>Frame registrations died with the old interface: start over on fresh sockets.</summary>
    private DriverResult ForgetLostInterface()
    {
        if (!_lost)
        {
            return _requests.FamilyType == 0 ? FindFamily() : DriverResult.Ok;
        }

        Nl80211Requests requests;
        Nl80211Requests owned;
        try
        {
            requests = new Nl80211Requests(_openChannel());
        }
        catch (IOException e)
        {
            return new DriverResult("opening netlink", LibC.EMFILE, SystemWords.Of(e), null);
        }

        try
        {
            owned = new Nl80211Requests(_openChannel());
        }
        catch (IOException e)
        {
            requests.Dispose();
            return new DriverResult("opening netlink", LibC.EMFILE, SystemWords.Of(e), null);
        }

        _lost = false;
        _requests.Dispose();
        _owned.Dispose();
        _eapol?.Dispose();
        (_requests, _owned, _eapol) = (requests, owned, null);
        _joinedBridge = false;
        return FindFamily();
    }

    /// <summary>Once the radio is switched on again nobody brings the interface up but us.</summary>
    private void HearOfSwitch()
    {
        if (_switchNews is null && RadioSwitchNews.Open(_loop, OnSwitchMoved, out _switchNews) is { Succeeded: false } deaf)
        {
            Log.Debug("{0}: {1}; the switch is looked at from time to time", _options.InterfaceName, deaf);
        }
    }

    private void OnSwitchMoved()
    {
        if (RadioSwitch.Read(Capabilities.PhyName) == SwitchState.On)
        {
            _switchNews?.Dispose();
            _switchNews = null;
            _events?.OnInterfaceChanged(InterfaceChange.Unblocked);
        }
    }
}
