using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.Ap;

/// <content>Runs what the registrar and its sessions ask for, and brings them what happens.</content>
public sealed partial class Bss
{
    private readonly ITimer?[] _registrarTimers = new ITimer?[Enum.GetValues<WpsTimer>().Length];
    private const int MostEnrollees = 64;

    private readonly Dictionary<MacAddress, Enrollee> _enrollees = [];
    private bool _drainingWps;

    /// <summary>Wi-Fi Simple Configuration of this BSS; null while it is off or the BSS is not enabled.</summary>
    public Registrar? Registrar { get; private set; }

    /// <summary>An external registrar, or the first enrollee, has made new settings: they are the receiver's.</summary>
    public event Action<ApSettings>? SettingsOffered;

    /// <summary>Runs the effects of a call made on <see cref="Registrar"/>.</summary>
    public void DrainWps()
    {
        if (_drainingWps)
        {
            return;
        }

        _drainingWps = true;
        try
        {
            while (Registrar is { } registrar && registrar.TryNextEffect(out var effect))
            {
                Run(registrar, effect);
            }
        }
        finally
        {
            _drainingWps = false;
        }
    }

    private ReadOnlySpan<byte> BeaconWps => Registrar is { } registrar ? registrar.BeaconElements.Span : default;

    private ReadOnlySpan<byte> ProbeResponseWps =>
        Registrar is { } registrar ? registrar.ProbeResponseElements.Span : default;

    private ReadOnlySpan<byte> AssociationResponseWps =>
        Registrar is { } registrar ? registrar.AssociationResponseElements.Span : default;

    /// <summary>Anew each time, for the network as the options say it is now.</summary>
    private void CreateRegistrar()
    {
        StopWps();
        if (Options.Wps is not { } options)
        {
            return;
        }

        Registrar = new Registrar(Bssid, options, _entropy, _time) { HasRoomForDevicePsk = () => _devicePsks.Count < MostDevicePsks };
        Registrar.SetNetwork(new WpsNetwork(Options.Ssid,
            Options.Security?.Passphrase is { } passphrase ? passphrase.Span : default,
            Options.Security is { Pmks: [var first, ..] } ? () => first.Span : null,
            isProtected: Options.Security is not null));
    }

    /// <summary>What a device told of itself outlives its entry: it comes back at once as an ordinary station.</summary>
    private void RememberEnrollee(Sta sta)
    {
        if (_enrollees.Count >= MostEnrollees)
        {
            _enrollees.Clear();
        }

        _enrollees[sta.Address] = sta.Enrollee!;
    }

    private void StopWps()
    {
        _enrollees.Clear();
        foreach (var timer in _registrarTimers)
        {
            timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Registrar?.Dispose();
        Registrar = null;
    }

    /// <summary>A station that asks to be provisioned and for nothing else needs no RSN element.</summary>
    private bool MayProvision(in RequestElements elements) =>
        Registrar is not null && elements.Rsne.IsEmpty && !elements.Wps.IsEmpty;

    /// <summary>An Association ID for a station; false when all places are taken by stations that need them.</summary>
    private bool TryGivePlace(Sta sta) => Stations.TryAssignAid(sta, Options.MaxStations)
        || MakeRoom() && Stations.TryAssignAid(sta, Options.MaxStations);

    /// <summary>
    /// The table is full: the station that has been here for provisioning alone for longest, and that has shown nothing yet,
    /// gives its place back. Anybody can associate for that, and need not go on.
    /// </summary>
    private bool MakeRoom()
    {
        Sta? oldest = null;
        foreach (var sta in Stations)
        {
            var isIdle = sta.State is StaState.AwaitingAssociationAck or StaState.Associated && sta.Wps is null or { GivesWay: true };
            if (sta.Aid != 0 && sta.IsProvisioning && isIdle
                && (oldest is null || sta.AuthenticatedTimestamp < oldest.AuthenticatedTimestamp))
            {
                oldest = sta;
            }
        }

        if (oldest is null)
        {
            return false;
        }

        LogWps(oldest, "nothing came of it; its place is needed");
        SendDeauthentication(oldest.Address, ReasonCode.NoMoreStations);
        Forget(oldest);
        return true;
    }

    private void NoteWpsProbe(MacAddress station, in RequestElements elements)
    {
        if (Registrar is { } registrar && !elements.Wps.IsEmpty)
        {
            registrar.OnProbeRequest(station, elements.Wps, P2p.GroupOwner.DeviceAddressOf(elements.P2p));
            DrainWps();
        }
    }

    private void OpenWpsSession(Sta sta)
    {
        sta.Wps = Registrar!.Open(sta.Address, sta.WpsRequest, DeviceAddressOf(sta));
        DrainWps();
    }

    private void CloseWpsSession(Sta sta)
    {
        if (sta.Wps is { } session)
        {
            sta.Wps = null;
            session.Close();
            DrainWps();
        }
    }

    private void OnWpsEapol(Sta sta, in EapolFrame frame)
    {
        if (sta.Wps is null && frame.Type == EapolType.Start && Registrar is not null)
        {
            OpenWpsSession(sta);
        }

        if (sta.Wps is { } session)
        {
            session.OnEapol(frame);
            DrainWps();
        }
        else
        {
            Counters.Count(FrameDrop.NotExpected);
        }
    }

    /// <summary>New settings carry the key in hexadecimal behind the event's name.</summary>
    private void RaiseOfWps(string text)
    {
        const string newSettings = "WPS-NEW-AP-SETTINGS";
        if (text.StartsWith(newSettings, StringComparison.Ordinal))
        {
            RaiseSecret(newSettings, text[newSettings.Length..], "");
        }
        else
        {
            Raise(text);
        }
    }

    private void Run(Registrar registrar, in WpsEffect effect)
    {
        var sta = effect.Session is { } session ? Stations.Find(session.Station) : null;
        if (sta is not null && sta.Wps != effect.Session && sta.Wps is not null)
        {
            // The effect is of an exchange that the station has left behind.
            sta = null;
        }

        switch (effect.Kind)
        {
            case WpsEffectKind.SendEapol:
                if (sta is not null && SendEapol(sta.Address, effect.Session!.OutgoingEapol, encrypt: false)
                    is { Succeeded: false } refused)
                {
                    Log.Warn("{0}: STA {1} {2}", Options.InterfaceName, sta.Address, refused);
                }

                break;
            case WpsEffectKind.ArmTimer:
                ArmWpsTimer(registrar, sta, effect);
                break;
            case WpsEffectKind.CancelTimer:
                (effect.Session is null ? _registrarTimers[(int)effect.Timer] : sta?.WpsTimers[(int)effect.Timer])
                    ?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case WpsEffectKind.Announce:
                _entropy.Boost();
                RaiseOfWps(effect.Text!);
                break;
            case WpsEffectKind.UpdateElements:
                if (State == BssState.Enabled)
                {
                    RefreshBeacon();
                }

                break;
            case WpsEffectKind.Exponentiate:
                Exponentiate(registrar, effect.Task!);
                break;
            case WpsEffectKind.HeldForEntropy:
                HoldWps(sta);
                break;
            case WpsEffectKind.ReleasedFromEntropy:
                ReleaseWps(sta);
                break;
            case WpsEffectKind.StoreDevicePsk:
                AddDevicePsk(effect.DevicePsk!);
                DevicePsksChanged?.Invoke();
                break;
            case WpsEffectKind.ApplySettings:
                SettingsOffered?.Invoke(effect.Settings!);
                break;
            case WpsEffectKind.Provisioned:
                if (sta is not null)
                {
                    sta.Enrollee = effect.Session!.Enrollee;
                    RememberEnrollee(sta);
                    NoteProvisioned(sta);
                    LogWps(sta, "provisioned");
                }

                break;
            case WpsEffectKind.DeauthenticateAfter:
                SayGoodbye(sta, effect);
                break;
            case WpsEffectKind.SessionEnded:
                if (sta is not null)
                {
                    sta.Enrollee ??= effect.Session!.Enrollee;
                    sta.Wps = null;
                }

                break;
        }
    }

    private void ArmWpsTimer(Registrar registrar, Sta? sta, in WpsEffect effect)
    {
        var which = effect.Timer;
        if (effect.Session is not { } session)
        {
            var timer = _registrarTimers[(int)which] ??= CreateTimer(_ =>
            {
                Registrar?.OnTimer(which);
                DrainWps();
            });
            timer.Change(effect.Delay, Timeout.InfiniteTimeSpan);
        }
        else if (sta is not null)
        {
            var timer = sta.WpsTimers[(int)which] ??= CreateTimer(_ =>
            {
                if (sta.Wps is { } current && Registrar == registrar)
                {
                    current.OnTimer(which);
                    DrainWps();
                }
            });
            timer.Change(effect.Delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Exponentiate(Registrar registrar, DhTask task) => _worker.Run(task.Run, () =>
    {
        if (Registrar == registrar)
        {
            registrar.OnExponentiated(task);
            DrainWps();
        }
        else
        {
            task.Dispose();
        }
    });

    private void HoldWps(Sta? sta)
    {
        WaitForEntropy();
        if (sta is not null)
        {
            LogWps(sta, "held: not enough entropy yet; the station waits, it is not refused");
            BeginHold(sta, ProvisioningHoldMax);
        }
    }

    private void ReleaseWps(Sta? sta)
    {
        if (sta is not null)
        {
            LogWps(sta, $"released after {TakeHeldMilliseconds(sta)} ms");
        }
    }

    /// <summary>
    /// The deauthentication that ends an exchange. It waits a moment: most clients leave by themselves, and a fresh
    /// Authentication makes a fresh entry that this timer does not concern.
    /// </summary>
    private void SayGoodbye(Sta? sta, in WpsEffect effect)
    {
        if (sta is null)
        {
            return;
        }

        var reason = effect.Reason;
        sta.GoodbyeTimer ??= CreateTimer(_ =>
        {
            if (sta.State == StaState.Associated)
            {
                Dismiss(sta, reason);
            }
        });
        sta.GoodbyeTimer.Change(effect.Delay, Timeout.InfiniteTimeSpan);
    }

    private void LogWps(Sta sta, string text) =>
        Log.Info("{0}: STA {1} WPS: {2}", Options.InterfaceName, sta.Address, text);
}
