using System.Globalization;
using HostApd.Eapol;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Wps;

/// <summary>
/// One station's exchange: EAP server, EAP-WSC and the registrar's or enrollee's machine. Made by <see cref="Registrar.Open"/>;
/// its effects come out of the registrar's queue.
/// </summary>
public sealed class WpsSession : IEapMethodSelector
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(WpsSession));

    private readonly Registrar _registrar;
    private readonly EapServer _server;
    private EapWscMethod? _method;
    private WscMachine? _machine;

    internal WpsSession(Registrar registrar, MacAddress station, MacAddress p2pDevice, byte lastIdentifier)
    {
        _registrar = registrar;
        Station = station;
        P2pDevice = p2pDevice;
        var options = new EapServerOptions
        {
            EapolVersion = registrar.Options.EapolVersion,
            SessionTimeout = registrar.Options.SessionTimeout,
        };
        _server = new EapServer(options, this, lastIdentifier);
    }

    /// <summary>The station.</summary>
    public MacAddress Station { get; }

    /// <summary>Its P2P Device Address; zero for others.</summary>
    public MacAddress P2pDevice { get; }

    /// <summary>What M1 said; null before it.</summary>
    public Enrollee? Enrollee => (_machine as RegistrarSession)?.Enrollee;

    /// <summary>Whether the credential has been handed out.</summary>
    public bool Succeeded { get; internal set; }

    /// <summary>Whether the exchange is over.</summary>
    public bool IsEnded => _server.State == EapServerState.Ended;

    /// <summary>The frame of the SendEapol effect, from the EAPOL header on; good until the next call.</summary>
    public ReadOnlySpan<byte> OutgoingEapol => _server.OutgoingEapol;

    /// <summary>It has shown nothing yet, and nobody named it: its place is for whoever needs it.</summary>
    public bool GivesWay => IsHalfOpen && !IsPreferred;

    /// <summary>It is a device that was named or seen: the last to make room.</summary>
    internal bool IsPreferred => _machine is { IsPreferred: true };

    /// <summary>It has not shown that it can compute.</summary>
    internal bool IsHalfOpen => _machine switch
    {
        RegistrarSession machine =>
            machine.State is not (RegistrarState.ExpectM5 or RegistrarState.ExpectM7 or RegistrarState.ExpectDone),
        ApEnrolleeSession machine => machine.State
            is not (ApEnrolleeState.ExpectM6 or ApEnrolleeState.ExpectM8 or ApEnrolleeState.ExpectDoneAck),
        _ => true,
    };

    /// <summary>It has handed out settings that are to be the network's once its device confirms them.</summary>
    internal bool MakesSettings => _machine is RegistrarSession { State: RegistrarState.ExpectDone, NewSettings: not null };

    /// <summary>The machine, for tests.</summary>
    internal WscMachine? Machine => _machine;

    /// <summary>A received EAPOL frame that is not EAPOL-Key.</summary>
    public void OnEapol(in EapolFrame frame)
    {
        if (frame.Type == EapolType.EapPacket)
        {
            _server.OnEapPacket(frame.Body);
        }
        else if (frame.Type == EapolType.Start)
        {
            _server.OnEapolStart();
        }
        else if (frame.Type == EapolType.Logoff)
        {
            _server.OnEapolLogoff();
        }

        Pump();
    }

    /// <summary>One of this session's timers ran out.</summary>
    public void OnTimer(WpsTimer timer)
    {
        if (timer == WpsTimer.EapRetransmit)
        {
            _server.OnTimer(EapServerTimer.Retransmit);
        }
        else if (timer == WpsTimer.SessionTimeout)
        {
            _server.OnTimer(EapServerTimer.Session);
        }

        Pump();
    }

    /// <summary>The station is gone (deauthenticated, disassociated, associated anew): ends without a frame.</summary>
    public void Close()
    {
        if (IsEnded)
        {
            return;
        }

        _server.Stop();
        Pump();
        Ended();
    }

    IEapMethod? IEapMethodSelector.Select(ReadOnlySpan<byte> identity)
    {
        _machine = identity.SequenceEqual("WFA-SimpleConfig-Enrollee-1-0"u8) ? new RegistrarSession(_registrar, this)
            : !identity.SequenceEqual("WFA-SimpleConfig-Registrar-1-0"u8) || _registrar.Options.IsGroupOwner ? null
            : new ApEnrolleeSession(_registrar, this);
        _method = _machine is null ? null : new EapWscMethod(_machine, _registrar.Options.FragmentSize);
        return _method;
    }

    internal void Begin(bool atOnce)
    {
        if (atOnce)
        {
            _server.Start();
        }
        else
        {
            _server.Wait();
        }

        Pump();
    }

    /// <summary>The keys that a machine waited for.</summary>
    internal void OnKeys(WscMachine machine, ReadOnlySpan<byte> shared) => Step(machine, machine.OnKeys(shared));

    /// <summary>The machine had to make room in the queue.</summary>
    internal void OnPushedOut(WscMachine machine) => Step(machine, machine.OnPushedOut());

    /// <summary>Ends with EAP-Failure.</summary>
    internal void Abort()
    {
        _server.OnTimer(EapServerTimer.Session);
        Pump();
    }

    private void Step(WscMachine machine, EapMethodStep step)
    {
        if (machine == _machine && _method is not null)
        {
            _server.OnMethodReady(_method.Emit(step));
            Pump();
        }
    }

    private void Pump()
    {
        while (_server.TryNextEffect(out var effect))
        {
            Translate(effect);
        }
    }

    private void Translate(in EapServerEffect effect)
    {
        _ = effect.Kind switch
        {
            EapServerEffectKind.SendEapol => Emit(new WpsEffect(WpsEffectKind.SendEapol, this)),
            EapServerEffectKind.ArmTimer =>
                Emit(new WpsEffect(WpsEffectKind.ArmTimer, this, TimerOf(effect.Timer), effect.Delay)),
            EapServerEffectKind.CancelTimer => Emit(new WpsEffect(WpsEffectKind.CancelTimer, this, TimerOf(effect.Timer))),
            EapServerEffectKind.Started => Announce(WpsEvent.EapStarted, "CTRL-EVENT-EAP-STARTED " + Station),
            EapServerEffectKind.ProposedMethod => Announce(WpsEvent.EapProposedMethod, string.Create(
                CultureInfo.InvariantCulture,
                $"CTRL-EVENT-EAP-PROPOSED-METHOD vendor={effect.Vendor} method={effect.Method}")),
            EapServerEffectKind.Retransmitted => Announce(WpsEvent.EapRetransmit, "CTRL-EVENT-EAP-RETRANSMIT " + Station),
            EapServerEffectKind.TimeoutFailure =>
                Announce(WpsEvent.EapTimeoutFailure, "CTRL-EVENT-EAP-TIMEOUT-FAILURE " + Station),
            EapServerEffectKind.Failure => Announce(WpsEvent.EapFailure, "CTRL-EVENT-EAP-FAILURE " + Station),
            EapServerEffectKind.SessionEnded => Deauthenticate(),
            EapServerEffectKind.Dropped => Dropped(effect.DropReason),
        };
    }

    private static WpsTimer TimerOf(EapServerTimer timer) => timer switch
    {
        EapServerTimer.Retransmit => WpsTimer.EapRetransmit,
        EapServerTimer.Session => WpsTimer.SessionTimeout,
    };

    private bool Announce(WpsEvent which, string text) =>
        Emit(new WpsEffect(WpsEffectKind.Announce, this, Event: which, Text: text));

    private bool Deauthenticate()
    {
        Emit(new WpsEffect(
            WpsEffectKind.DeauthenticateAfter, this, Delay: _registrar.Options.DeauthenticationDelay,
            Reason: ReasonCode.Ieee8021xFailed));
        return Ended();
    }

    private bool Ended()
    {
        Emit(new WpsEffect(WpsEffectKind.SessionEnded, this));
        _registrar.Remove(this);
        return true;
    }

    private bool Dropped(EapDropReason reason)
    {
        Log.Debug("{0} EAP packet dropped: {1}", Station, reason);
        return true;
    }

    private bool Emit(in WpsEffect effect)
    {
        _registrar.Emit(effect);
        return true;
    }
}
