using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <content>The network interface goes up and down, away and back.</content>
public sealed partial class Nl80211Driver
{
    private void OnLink(LinkState news)
    {
        if (_index == 0)
        {
            if (!news.IsRemoved && news.Name == _options.InterfaceName)
            {
                Return();
            }

            return;
        }

        if (news.Index != _index)
        {
            return;
        }

        // The message may be older than what we have done since: ask for the state as it is now.
        if (!_route.Query(_index, out var now, out _).Succeeded)
        {
            _index = 0;
            _lost = true;
            _prepared = false;
            _isUp = false;
            _events?.OnInterfaceChanged(InterfaceChange.Removed);
        }
        else if (now.IsUp != _isUp)
        {
            _isUp = now.IsUp;
            _events?.OnInterfaceChanged(_isUp ? InterfaceChange.Up : InterfaceChange.Down);
        }
    }

    private bool _lost;

    private void Return()
    {
        ForgetLostInterface();
        if (Find().Succeeded)
        {
            _events?.OnInterfaceChanged(InterfaceChange.Returned);
        }
    }

    /// <summary>Frame registrations died with the old interface: start over on a fresh socket.</summary>
    private void ForgetLostInterface()
    {
        if (!_lost)
        {
            return;
        }

        _lost = false;
        _owned.Dispose();
        _eapol?.Dispose();
        _eapol = null;
        _registered = false;
        _joinedBridge = false;
        _owned = new Nl80211Requests(_openChannel(), _family.Type);
        Subscribe();
    }
}
