using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>
/// Wi-Fi Simple Configuration of a BSS: its registrar, the registrar's timers, and the effects of it and of all exchanges.
/// </summary>
public sealed class Provisioning : IWork
{
    private const int MostEnrollees = 64;

    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly IApPort _port;
    private readonly Announcement _announcement;
    private readonly DeviceKeys _keys;
    private readonly EntropyHold _hold;
    private readonly IWorker _worker;
    private readonly ITimer?[] _timers = new ITimer?[Enum.GetValues<WpsTimer>().Length];
    private readonly Dictionary<MacAddress, Enrollee> _enrollees = [];

    internal Provisioning(BssSite site, StationTable stations, IApPort port, Announcement announcement, DeviceKeys keys, EntropyHold hold, IWorker worker)
    {
        (_site, _stations, _port, _announcement, _keys, _hold, _worker) = (site, stations, port, announcement, keys, hold, worker);
        announcement.Add(new ElementRow(ElementKey.OfVendor(VendorElements.Wps), Views.All, WriteElement) { FirmwareAdds = true });
    }

    /// <summary>An external registrar, or the first enrollee, has made new settings: they are the receiver's.</summary>
    public event Action<ApSettings>? SettingsOffered;

    /// <summary>Null while WPS is off or the BSS is not enabled. Who wants it to do something: <see cref="Ask{T}"/>.</summary>
    public Registrar? Registrar { get; private set; }

    /// <summary>Asks the registrar for something, and runs what follows of it; <paramref name="otherwise"/> when there is none.</summary>
    public T Ask<T>(Func<Registrar, T> question, T otherwise)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (Registrar is not { } registrar)
        {
            return otherwise;
        }

        var answer = question(registrar);
        _site.Work.Add(this);
        return answer;
    }

    /// <summary>As above; nothing is done when there is none.</summary>
    public void Tell(Action<Registrar> wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (Registrar is { } registrar)
        {
            wish(registrar);
            _site.Work.Add(this);
        }
    }

    /// <summary>Lets the peer in that a group is made for, and nobody else.</summary>
    internal void OpenFor(P2p.GroupPlan plan) => Tell(registrar =>
    {
        if (plan.Pin is { } pin)
        {
            registrar.AddPin(pin, address: plan.PeerInterface);
        }
        else
        {
            registrar.PushButton(plan.PeerInterface);
        }
    });

    void IWork.RunEffects()
    {
        while (Registrar is { } registrar && registrar.TryNextEffect(out var effect))
        {
            Run(registrar, effect);
        }
    }

    /// <summary>Anew each time, for the network as the options say it is now. Its first effects wait for <see cref="Begin"/>.</summary>
    internal void Create()
    {
        Stop();
        if (_site.Options.Wps is not { } options)
        {
            return;
        }

        var security = _site.Options.Security;
        Registrar = new Registrar(_site.Bssid, options, _site.Entropy, _site.Time) { HasRoomForDevicePsk = () => _keys.HasRoom };
        Registrar.SetNetwork(new WpsNetwork(_site.Options.Ssid,
            security?.Passphrase is { } passphrase ? passphrase.Span : default,
            security is { Pmks: [var first, ..] } ? () => first.Span : null,
            isProtected: security is not null)
        {
            SpeaksSae = security?.Sae is not null,
            Protection = ProtectionOf((security?.Rsn.Offer ?? KeySuiteOffer.Personal).Suites[0]),
        });
    }

    /// <summary>The BSS is on the air.</summary>
    internal void Begin() => _site.Work.Add(this);

    internal void Stop()
    {
        _enrollees.Clear();
        foreach (var timer in _timers)
        {
            timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Registrar?.Dispose();
        Registrar = null;
    }

    /// <summary>What a device told of itself outlives its entry: it comes back at once as an ordinary station.</summary>
    internal Enrollee? Recall(MacAddress station) => _enrollees.GetValueOrDefault(station);

    internal void OnProbe(MacAddress station, in RequestElements elements)
    {
        if (Registrar is { } registrar && !elements.Wps.IsEmpty)
        {
            registrar.OnProbeRequest(station, elements.Wps, P2p.GroupOwner.DeviceAddressOf(elements.P2p));
            _site.Work.Add(this);
        }
    }

    internal void OnEntropyReady() => Tell(static registrar => registrar.OnEntropyReady());

    private static CredentialTypes ProtectionOf(KeySuite suite) =>
        new((AuthenticationTypes)suite.WscAuthenticationType, (EncryptionTypes)suite.WscEncryptionType);

    private void WriteElement(ref ByteWriter writer, in ElementContext context)
    {
        if (Registrar is { } registrar)
        {
            writer.Bytes(context.View switch
            {
                Views.Beacon => registrar.BeaconElements.Span,
                Views.ProbeResponse => registrar.ProbeResponseElements.Span,
                _ when context.Station is null or { AskedForWps: true } => registrar.AssociationResponseElements.Span,
                _ => default,
            });
        }
    }

    private void Run(Registrar registrar, in WpsEffect effect)
    {
        var sta = effect.Session is { } session ? _stations.Find(session.Station) : null;
        var access = sta?.Access as WpsAccess;
        if (access?.Session is { } current && current != effect.Session)
        {
            // The effect is of an exchange that the station has left behind.
            (sta, access) = (null, null);
        }

        switch (effect.Kind)
        {
            case WpsEffectKind.SendEapol:
                Send(sta, effect);
                break;
            case WpsEffectKind.ArmTimer when effect.Session is null:
                Arm(effect.Timer, effect.Delay);
                break;
            case WpsEffectKind.ArmTimer:
                access?.Arm(effect.Timer, effect.Delay);
                break;
            case WpsEffectKind.CancelTimer when effect.Session is null:
                _timers[(int)effect.Timer]?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case WpsEffectKind.CancelTimer:
                access?.Cancel(effect.Timer);
                break;
            case WpsEffectKind.Announce:
                _site.Entropy.Boost();
                _port.Announce(ApEvent.Of(effect.Event, effect.Words!));
                break;
            case WpsEffectKind.UpdateElements:
                _announcement.Refresh();
                break;
            case WpsEffectKind.Exponentiate:
                Exponentiate(registrar, effect.Task!);
                break;
            case WpsEffectKind.HeldForEntropy:
                Hold(sta);
                break;
            case WpsEffectKind.ReleasedFromEntropy:
                Release(sta);
                break;
            case WpsEffectKind.StoreDevicePsk:
                Keep(effect.DevicePsk!);
                break;
            case WpsEffectKind.ApplySettings:
                SettingsOffered?.Invoke(effect.Settings!);
                break;
            case WpsEffectKind.Provisioned:
                Remember(sta, effect.Session!.Enrollee!);
                break;
            case WpsEffectKind.DeauthenticateAfter:
                access?.SayGoodbye(effect.Reason, effect.Delay);
                break;
            case WpsEffectKind.SessionEnded:
                access?.OnEnded(effect.Session!);
                break;
        }
    }

    private void Send(Sta? sta, in WpsEffect effect)
    {
        if (sta is not null && _port.SendEapol(sta.Address, effect.Session!.OutgoingEapol, encrypt: false) is { Succeeded: false } refused)
        {
            BssSite.Log.Warn("{0}: STA {1} {2}", _site.Name, sta.Address, refused);
        }
    }

    private void Arm(WpsTimer which, TimeSpan delay)
    {
        var timer = _timers[(int)which] ??= _port.CreateTimer(() => Tell(registrar => registrar.OnTimer(which)));
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void Exponentiate(Registrar registrar, DhTask task) => _worker.Run(task.Run, () =>
    {
        if (Registrar == registrar)
        {
            registrar.OnExponentiated(task);
            _site.Work.Add(this);
        }
        else
        {
            task.Dispose();
        }
    });

    private void Keep(DevicePsk made)
    {
        _keys.Add(new DevicePmk(made.Station, new Pmk(made.Psk.Span)) { Uuid = made.Uuid, P2pDevice = made.P2pDevice });
        made.Psk.Dispose();
        _keys.TellChanged();
    }

    private void Hold(Sta? sta)
    {
        _hold.Await();
        if (sta is not null)
        {
            _site.LogWps(sta.Address, "held: not enough entropy yet; the station waits, it is not refused");
            _hold.Begin(sta, EntropyHold.ProvisioningHoldMax);
        }
    }

    private void Release(Sta? sta)
    {
        if (sta is not null)
        {
            _site.LogWps(sta.Address, $"released after {_hold.Release(sta)} ms");
        }
    }

    private void Remember(Sta? sta, Enrollee enrollee)
    {
        if (sta is null)
        {
            return;
        }

        sta.Enrollee = enrollee;
        if (_enrollees.Count >= MostEnrollees)
        {
            _enrollees.Clear();
        }

        _enrollees[sta.Address] = enrollee;
        _hold.NoteProvisioned(sta);
        _site.LogWps(sta.Address, "provisioned");
    }
}
