using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>
/// P2P_PROV_DISC (P2P 1.7 3.1.3.3): asks a peer to press its button, to show a PIN or to be ready for one, until it answers, 120 times at
/// most.
/// </summary>
internal sealed class SentDiscovery(DeviceSelf self, DeviceEffects effects)
{
    private const int MostRequests = 120;
    private static readonly TimeSpan Stay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UnheardTime = TimeSpan.FromMilliseconds(300);

    private Peer? _partner;
    private ConfigMethods _methods;
    private byte _token;
    private int _sent;

    /// <summary>A request is out.</summary>
    public bool IsUnderWay => _partner is not null;

    /// <summary>With whom; zero: with nobody.</summary>
    public MacAddress Partner => _partner?.Address ?? MacAddress.Zero;

    /// <summary>It is over: the device goes on as it would.</summary>
    public required Action Ended { get; init; }

    /// <summary>Draws an eight-digit PIN to be shown; null while there is not enough entropy.</summary>
    public required Func<string?> DrawPin { get; init; }

    /// <summary>Asks a peer for a method.</summary>
    public void Begin(Peer peer, ConfigMethods methods)
    {
        (_partner, _methods, _sent) = (peer, methods, 0);
        _token = DeviceSelf.TokenAfter(_token);
        SendRequest();
    }

    /// <summary>A Provision Discovery Response.</summary>
    public void OnResponse(MacAddress source, byte token, in ProvisionDiscoveryResponse response)
    {
        if (!IsUnderWay || source != Partner || token != _token)
        {
            return;
        }

        var isGranted = response.ConfigMethods == _methods;
        End();
        if (!isGranted)
        {
            effects.Announce(DeviceEvent.DiscoveryFailed, EventWord.Of("p2p_dev_addr", source), EventWord.Of("status", response.Status > 0 ? response.Status : 1));
        }
        else if ((_methods & ConfigMethods.PushButton) != 0)
        {
            effects.Announce(DeviceEvent.PushButtonAnswered, EventWord.Of(source));
        }
        else if ((_methods & ConfigMethods.Display) != 0)
        {
            effects.Announce(DeviceEvent.EnterPin, EventWord.Of(source));
        }
        else if (DrawPin() is { } pin)
        {
            effects.Announce(DeviceEvent.ShowPin, EventWord.Of(source), EventWord.Of(pin) with { IsSecret = true });
        }

        Ended();
    }

    /// <summary>The request has left, acknowledged or not.</summary>
    public void OnSent(bool acknowledged)
    {
        if (IsUnderWay)
        {
            effects.Arm(DeviceTimer.Exchange, acknowledged ? Stay : UnheardTime);
        }
    }

    /// <summary>The Exchange timer.</summary>
    public void OnExchangeTimer()
    {
        if (_partner is not { } peer)
        {
            return;
        }

        if (_sent < MostRequests)
        {
            SendRequest();
            return;
        }

        End();
        effects.Announce(DeviceEvent.DiscoveryFailed, EventWord.Of("p2p_dev_addr", peer.Address), EventWord.Of("status", 1));
        Ended();
    }

    /// <summary>Ends it; false when there is none.</summary>
    public bool Cancel()
    {
        var was = IsUnderWay;
        if (was)
        {
            End();
        }

        return was;
    }

    private void SendRequest()
    {
        _sent++;
        var writer = effects.BeginFrame();
        new ProvisionDiscoveryRequest
        {
            DeviceCapability = DeviceElements.DeviceCapability,
            DeviceInfo = self.DeviceInfo(),
            ConfigMethods = _methods,
        }.Write(ref writer, _token);
        effects.Send(Partner, Partner, self.WhereToFind(_partner!), Stay, writer);
        effects.Arm(DeviceTimer.Exchange, 2 * UnheardTime);
    }

    private void End()
    {
        effects.Cancel(DeviceTimer.Exchange);
        _partner = null;
    }
}
