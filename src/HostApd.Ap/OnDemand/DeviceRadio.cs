using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.P2p;

namespace HostApd.Ap;

/// <summary>What a device without a group does with the radio: where it is, what it sends, when it goes on. The device is told what became of it.</summary>
internal sealed class DeviceRadio
{
    private readonly BssSite _site;
    private readonly FrameLoss _loss;
    private readonly Action<Action<P2pDevice>> _tell;
    private readonly RadioStays _stays;
    private readonly DeviceTimers _timers;

    /// <summary>On the radio of an interface.</summary>
    /// <param name="site">Whose it is.</param>
    /// <param name="loss">Frames that a test loses.</param>
    /// <param name="outfit">What the radio's other interfaces leave to the device is asked anew after each listen.</param>
    /// <param name="tell">Tells the device, if there still is one.</param>
    internal DeviceRadio(BssSite site, FrameLoss loss, DeviceOutfit outfit, Action<Action<P2pDevice>> tell)
    {
        (_site, _loss, _tell) = (site, loss, tell);
        _timers = new DeviceTimers(site, which => tell(device => device.OnTimer(which)));
        _stays = new RadioStays(site, site.Link.P2p)
        {
            ListenEnded = () => tell(device =>
            {
                outfit.Share(device);
                device.OnListenEnded();
            }),
            Sent = acknowledged => tell(device => device.OnSent(acknowledged)),
            Searched = OnSearched,
        };
    }

    /// <summary>Runs an effect that concerns the radio, or that only says something; false when it is another.</summary>
    internal bool TryRun(P2pDevice device, in DeviceEffect effect)
    {
        switch (effect.Kind)
        {
            case DeviceEffectKind.Listen:
                _stays.Listen(effect.FrequencyMhz, effect.Time);
                return true;
            case DeviceEffectKind.SendAction:
            case DeviceEffectKind.SendAnswer:
                SendAction(effect);
                return true;
            case DeviceEffectKind.SendFrame:
                _stays.Send(effect.Body!, effect.FrequencyMhz, TimeSpan.Zero, FrameCare.None);
                return true;
            case DeviceEffectKind.Search:
                _stays.Search(device.ProbeElements(), device.ChannelsOf(effect.Scope));
                return true;
            case DeviceEffectKind.Rest:
                _stays.Rest();
                return true;
            case DeviceEffectKind.ArmTimer:
                _timers.Arm(effect.Timer, effect.Time);
                return true;
            case DeviceEffectKind.CancelTimer:
                _timers.Cancel(effect.Timer);
                return true;
            case DeviceEffectKind.Announce:
                _site.Voice.Raise(new ApEvent(DeviceEvents.KindOf(effect.Event), effect.Words!));
                return true;
            case DeviceEffectKind.Explain:
                BssSite.Log.Info("{0}: P2P {1} {2}", _site.Name, effect.Address, effect.Text);
                return true;
            case DeviceEffectKind.StartGroup or DeviceEffectKind.AnnounceGroup or DeviceEffectKind.OpenGroup
                or DeviceEffectKind.EndGroup or DeviceEffectKind.ForgetClient:
            default:
                return false;
        }
    }

    /// <summary>Gives the radio up, and calls when it is free.</summary>
    internal void Rest(Action? whenFree = null) => _stays.Rest(whenFree);

    /// <summary>The interface is gone, and with it all that was under way.</summary>
    internal void Lose() => _stays.Lose();

    /// <summary>There is no device any more: it is due nothing.</summary>
    internal void CancelTimers() => _timers.CancelAll();

    /// <summary>The TX status of a frame; false when it is none of the device's.</summary>
    internal bool OnFrameSent(ulong cookie, bool acknowledged) => _stays.OnFrameSent(cookie, acknowledged);

    private void OnSearched(bool completed)
    {
        if (completed)
        {
            _tell(device => _ = _site.Link.P2p.ReadNeighbours((in Neighbour found) =>
                device.OnNeighbour(found.Bssid, found.Elements, found.FrequencyMhz, found.SignalDbm)));
        }

        _tell(static device => device.OnSearched());
    }

    private void SendAction(in DeviceEffect effect)
    {
        if (_loss.TakesSent(effect.Body))
        {
            _tell(static device => device.OnSent(acknowledged: false));
            return;
        }

        var frame = new byte[ManagementFrame.HeaderLength + effect.Body!.Length];
        var writer = new ByteWriter(frame);
        ManagementFrame.WriteHeader(ref writer, ManagementSubtype.Action, effect.Address, _site.Bssid, effect.Bssid);
        writer.Bytes(effect.Body);
        _stays.Send(frame, effect.FrequencyMhz, effect.Time, effect.Kind == DeviceEffectKind.SendAction ? FrameCare.Awaited : FrameCare.Answer);
    }
}
