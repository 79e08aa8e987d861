using HostApd.Eapol;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Wps;

/// <summary>
/// One station's exchange: EAP, EAP-WSC and the registrar's or enrollee's machine. Made by <see cref="Registrar.Open"/>;
/// its effects come out of the registrar's queue.
/// </summary>
public sealed class WpsSession : IEapBackendSelector
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(WpsSession));

    private readonly Registrar _registrar;
    private readonly EapExchange _exchange;
    private EapWscMethod? _method;
    private LocalEap? _backend;
    private WscMachine? _machine;

    internal WpsSession(Registrar registrar, MacAddress station, MacAddress p2pDevice, byte lastIdentifier)
    {
        _registrar = registrar;
        Station = station;
        P2pDevice = p2pDevice;
        var options = new EapExchangeOptions
        {
            EapolVersion = registrar.Options.EapolVersion,
            SessionTimeout = registrar.Options.SessionTimeout,
        };
        _exchange = new EapExchange(options, this, lastIdentifier);
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
    public bool IsEnded => _exchange.State == EapExchangeState.Ended;

    /// <summary>The frame of the SendEapol effect, from the EAPOL header on; good until the next call.</summary>
    public ReadOnlySpan<byte> OutgoingEapol => _exchange.OutgoingEapol;

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
            _exchange.OnEapPacket(frame.Body);
        }
        else if (frame.Type == EapolType.Start)
        {
            _exchange.OnEapolStart();
        }
        else if (frame.Type == EapolType.Logoff)
        {
            _exchange.OnEapolLogoff();
        }

        Pump();
    }

    /// <summary>One of this session's timers ran out.</summary>
    public void OnTimer(WpsTimer timer)
    {
        if (timer == WpsTimer.EapRetransmit)
        {
            _exchange.OnTimer(EapExchangeTimer.Retransmit);
        }
        else if (timer == WpsTimer.SessionTimeout)
        {
            _exchange.OnTimer(EapExchangeTimer.Session);
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

        _exchange.Stop();
        Pump();
        Ended();
    }

    IEapBackend? IEapBackendSelector.Select(ReadOnlySpan<byte> identity)
    {
        _machine = identity.SequenceEqual("WFA-SimpleConfig-Enrollee-1-0"u8) ? new RegistrarSession(_registrar, this)
            : !identity.SequenceEqual("WFA-SimpleConfig-Registrar-1-0"u8) || _registrar.Options.IsGroupOwner ? null
            : new ApEnrolleeSession(_registrar, this);
        _method = _machine is null ? null : new EapWscMethod(_machine, _registrar.Options.FragmentSize);
        _backend = _method is null ? null : new LocalEap(_method);
        return _backend;
    }

    internal void Begin(bool atOnce)
    {
        if (atOnce)
        {
            _exchange.Start();
        }
        else
        {
            _exchange.Wait();
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
        _exchange.OnTimer(EapExchangeTimer.Session);
        Pump();
    }

    private void Step(WscMachine machine, EapMethodStep step)
    {
        if (machine == _machine && _method is not null && _backend is not null)
        {
            _exchange.OnAnswer(_backend, LocalEap.AnswerOf(_method.Emit(step)));
            Pump();
        }
    }

    private void Pump()
    {
        while (_exchange.TryNextEffect(out var effect))
        {
            Translate(effect);
        }
    }

    private void Translate(in EapExchangeEffect effect)
    {
        _ = effect.Kind switch
        {
            EapExchangeEffectKind.SendEapol => Emit(new WpsEffect(WpsEffectKind.SendEapol, this)),
            EapExchangeEffectKind.ArmTimer =>
                Emit(new WpsEffect(WpsEffectKind.ArmTimer, this, TimerOf(effect.Timer), effect.Delay)),
            EapExchangeEffectKind.CancelTimer => Emit(new WpsEffect(WpsEffectKind.CancelTimer, this, TimerOf(effect.Timer))),
            EapExchangeEffectKind.Started => Announce(WpsEvent.EapStarted, EventWord.Of(Station)),
            EapExchangeEffectKind.ProposedMethod => Announce(
                WpsEvent.EapProposedMethod, EventWord.Of("vendor", effect.Vendor), EventWord.Of("method", effect.Method)),
            EapExchangeEffectKind.Retransmitted => Announce(WpsEvent.EapRetransmit, EventWord.Of(Station)),
            EapExchangeEffectKind.TimeoutFailure => Announce(WpsEvent.EapTimeoutFailure, EventWord.Of(Station)),
            EapExchangeEffectKind.Success => false, // EAP-WSC ends in Failure, whatever came of it (WSC 2.0 7.7).
            EapExchangeEffectKind.Failure => Announce(WpsEvent.EapFailure, EventWord.Of(Station)),
            EapExchangeEffectKind.SessionEnded => Deauthenticate(),
            EapExchangeEffectKind.Dropped => Dropped(effect.DropReason),
        };
    }

    private static WpsTimer TimerOf(EapExchangeTimer timer) => timer switch
    {
        EapExchangeTimer.Retransmit => WpsTimer.EapRetransmit,
        EapExchangeTimer.Session => WpsTimer.SessionTimeout,
    };

    private bool Announce(WpsEvent which, params IReadOnlyList<EventWord> words) =>
        Emit(new WpsEffect(WpsEffectKind.Announce, this, Event: which, Words: words));

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
        _registrar.Effects.Emit(effect);
        return true;
    }
}
