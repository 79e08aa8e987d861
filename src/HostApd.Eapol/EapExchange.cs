using HostApd.Ieee80211;

namespace HostApd.Eapol;

/// <summary>What an <see cref="EapExchange"/> waits for.</summary>
public enum EapExchangeState
{
    /// <summary>EAPOL-Start, or <see cref="EapExchange.Start"/>.</summary>
    Idle,

    /// <summary>The Response to Identity.</summary>
    ExpectIdentity,

    /// <summary>The Response to the backend's Request.</summary>
    ExpectResponse,

    /// <summary>The backend.</summary>
    ExpectBackend,

    /// <summary>Nothing: the peer is authenticated, its key is kept.</summary>
    Succeeded,

    /// <summary>Nothing: the exchange is over.</summary>
    Ended,
}

/// <summary>
/// The authenticator's EAP exchange with one station (RFC 3748 4, RFC 4137 5 and 6): identifiers, repetitions and timers, over
/// a backend that knows what to say. Pure: inputs are its methods, outputs wait in <see cref="TryNextEffect"/>.
/// <code>
/// event \ state     | Idle            | ExpectIdentity   | ExpectResponse    | ExpectBackend     | Succeeded         | Ended
/// Start             | Identity        | –                | –                 | –                 | –                 | –
/// EAPOL-Start       | Identity        | Identity again   | restart: Identity | restart: Identity | restart: Identity | –
/// Restart           | –               | restart: Identity | restart: Identity | restart: Identity | restart: Identity | –
/// EAPOL-Logoff      | → Ended         | → Ended          | → Ended           | → Ended           | → Ended           | –
/// Identity Response | drop            | backend's answer | drop              | drop              | drop              | drop
/// other Response    | drop            | drop             | backend's answer  | drop              | drop              | drop
/// OnAnswer          | –               | –                | –                 | backend's answer  | –                 | –
/// Retransmit timer  | –               | repeat, 5: fail  | repeat, 5: fail   | –                 | –                 | –
/// Session timer     | fail            | fail             | fail              | fail              | –                 | –
///   it ends         | 5 s             | 5 s              | 120 s after the identity              | –                 | –
/// Stop              | every state: → Ended without a frame
/// backend's answer  : Request → ExpectResponse, Pending → ExpectBackend, Ignored, OtherType → same (a Response is dropped),
///                     Success: EAP-Success → Succeeded, Failure → fail
/// fail              : EAP-Failure (none in Idle) → Ended
/// </code>
/// </summary>
public sealed class EapExchange
{
    private readonly EapExchangeOptions _options;
    private readonly IEapBackendSelector _selector;
    private IEapBackend? _backend;
    private byte[] _frame = new byte[64];
    private int _frameLength;
    private byte _identifier;
    private int _retransmissions;
    private EffectQueue<EapExchangeEffect> _effects = new(8);

    /// <summary>An exchange that has sent nothing.</summary>
    /// <param name="options">Times.</param>
    /// <param name="selector">Gives the backend for a peer.</param>
    /// <param name="lastIdentifier">The first Request has the identifier after this one.</param>
    public EapExchange(EapExchangeOptions options, IEapBackendSelector selector, byte lastIdentifier)
    {
        _options = options;
        _selector = selector;
        _identifier = lastIdentifier;
    }

    /// <summary>What it waits for.</summary>
    public EapExchangeState State { get; private set; }

    /// <summary>Why it waits for that, in words for a log.</summary>
    public string Reason { get; private set; } = "not begun";

    /// <summary>Identifier of the last Request.</summary>
    public byte Identifier => _identifier;

    /// <summary>The peer's Master Session Key, while it is authenticated; empty else, and for methods that make none.</summary>
    public ReadOnlySpan<byte> Msk => State == EapExchangeState.Succeeded ? _backend!.Msk : default;

    /// <summary>The frame of the SendEapol effect, from the EAPOL header on; good until the next call.</summary>
    public ReadOnlySpan<byte> OutgoingEapol => _frame.AsSpan(0, _frameLength);

    /// <summary>Takes the next effect; run it before asking for the one after.</summary>
    public bool TryNextEffect(out EapExchangeEffect effect) => _effects.TryTake(out effect);

    /// <summary>Waits for EAPOL-Start, but not for ever.</summary>
    public void Wait()
    {
        if (State == EapExchangeState.Idle)
        {
            Arm(EapExchangeTimer.Session, _options.IdleTimeout);
        }
    }

    /// <summary>Begins unasked.</summary>
    public void Start()
    {
        if (State == EapExchangeState.Idle)
        {
            Begin("unasked");
        }
    }

    /// <summary>EAPOL-Start: begins, begins again, or asks once more.</summary>
    public void OnEapolStart()
    {
        _ = State switch
        {
            EapExchangeState.Idle or EapExchangeState.ExpectResponse or EapExchangeState.ExpectBackend
                or EapExchangeState.Succeeded => Begin("EAPOL-Start"),
            EapExchangeState.ExpectIdentity => Send(),
            EapExchangeState.Ended => false,
        };
    }

    /// <summary>
    /// Begins again, unasked: the peer is to show anew who it is, or the server that knew the conversation is gone. Nothing in Idle and Ended.
    /// </summary>
    public void Restart(string reason)
    {
        if (State is not (EapExchangeState.Idle or EapExchangeState.Ended))
        {
            Begin(reason);
        }
    }

    /// <summary>EAPOL-Logoff: the station leaves.</summary>
    public void OnEapolLogoff()
    {
        if (State != EapExchangeState.Ended)
        {
            End("EAPOL-Logoff");
            Emit(EapExchangeEffectKind.SessionEnded);
        }
    }

    /// <summary>An EAP packet.</summary>
    public void OnEapPacket(ReadOnlySpan<byte> bytes)
    {
        var reason = Receive(bytes);
        if (reason != EapDropReason.None)
        {
            _effects.Add(new EapExchangeEffect(EapExchangeEffectKind.Dropped, DropReason: reason));
        }
    }

    /// <summary>A backend that answered Pending has its answer; one that is no longer asked has no say.</summary>
    public void OnAnswer(IEapBackend from, EapAnswer answer)
    {
        if (State == EapExchangeState.ExpectBackend && from == _backend)
        {
            Take(answer);
        }
    }

    /// <summary>A timer ran out.</summary>
    public void OnTimer(EapExchangeTimer timer)
    {
        _ = timer switch
        {
            EapExchangeTimer.Retransmit => OnRetransmit(),
            EapExchangeTimer.Session => OnSessionTimeout(),
        };
    }

    /// <summary>The station is gone: ends without a frame.</summary>
    public void Stop()
    {
        if (State != EapExchangeState.Ended)
        {
            End("stopped");
        }
    }

    private bool OnRetransmit()
    {
        if (State is not (EapExchangeState.ExpectIdentity or EapExchangeState.ExpectResponse))
        {
            return false;
        }

        if (_retransmissions == _options.MaximumRetransmissions)
        {
            Emit(EapExchangeEffectKind.TimeoutFailure);
            return Fail("no answer");
        }

        _retransmissions++;
        Emit(EapExchangeEffectKind.Retransmitted);
        return Send();
    }

    private bool OnSessionTimeout()
    {
        if (State is EapExchangeState.Succeeded or EapExchangeState.Ended)
        {
            return false;
        }

        if (State != EapExchangeState.Idle)
        {
            Emit(EapExchangeEffectKind.TimeoutFailure);
        }

        return Fail("took too long");
    }

    private EapDropReason Receive(ReadOnlySpan<byte> bytes)
    {
        if (!EapPacket.TryParse(bytes, out var packet))
        {
            return EapDropReason.Malformed;
        }

        if (packet.Code != EapCode.Response)
        {
            return EapDropReason.NotAResponse;
        }

        if (packet.Identifier != _identifier)
        {
            return EapDropReason.Identifier;
        }

        return State switch
        {
            EapExchangeState.Idle or EapExchangeState.ExpectBackend or EapExchangeState.Succeeded or EapExchangeState.Ended =>
                EapDropReason.NotExpected,
            EapExchangeState.ExpectIdentity => OnIdentity(packet),
            EapExchangeState.ExpectResponse => Take(_backend!.OnResponse(packet)),
        };
    }

    private EapDropReason OnIdentity(in EapPacket packet)
    {
        if (packet.Type != EapType.Identity)
        {
            return EapDropReason.OtherType;
        }

        Emit(EapExchangeEffectKind.CancelTimer);
        _backend = _selector.Select(packet.Data);
        if (_backend is null)
        {
            Fail("nobody knows this identity");
            return EapDropReason.None;
        }

        Arm(EapExchangeTimer.Session, _options.SessionTimeout);
        if (_backend.Method is { } method)
        {
            _effects.Add(new EapExchangeEffect(
                EapExchangeEffectKind.ProposedMethod, Vendor: method.Vendor, Method: (int)EapType.Expanded));
        }

        _ = Take(_backend.OnIdentity(packet));
        return EapDropReason.None;
    }

    private EapDropReason Take(EapAnswer answer)
    {
        _ = answer switch
        {
            EapAnswer.Request => SendRequest(),
            EapAnswer.Pending => AwaitBackend(),
            EapAnswer.Ignored or EapAnswer.OtherType => false,
            EapAnswer.Success => Succeed(),
            EapAnswer.Failure => Fail("refused, or done"),
        };
        return answer switch
        {
            EapAnswer.Ignored => EapDropReason.IgnoredByMethod,
            EapAnswer.OtherType => EapDropReason.OtherType,
            EapAnswer.Request or EapAnswer.Pending or EapAnswer.Success or EapAnswer.Failure => EapDropReason.None,
        };
    }

    private bool Begin(string reason)
    {
        CloseBackend();
        Emit(EapExchangeEffectKind.Started);
        Arm(EapExchangeTimer.Session, _options.IdleTimeout);
        _effects.Add(new EapExchangeEffect(EapExchangeEffectKind.ProposedMethod, Method: (int)EapType.Identity));
        Enter(EapExchangeState.ExpectIdentity, reason);
        var writer = BeginPacket(EapCode.Request, ++_identifier, 1 + _options.Message.Length);
        writer.U8((byte)EapType.Identity);
        writer.Bytes(_options.Message.Span);
        return SendNew();
    }

    private bool SendRequest()
    {
        Enter(EapExchangeState.ExpectResponse, "the backend asks");
        _identifier = _backend!.IdentifierAfter(_identifier);
        var writer = BeginPacket(EapCode.Request, _identifier, _backend.RequestLength);
        _backend.WriteRequest(ref writer);
        return SendNew();
    }

    private bool AwaitBackend()
    {
        Enter(EapExchangeState.ExpectBackend, "the backend needs time");
        Emit(EapExchangeEffectKind.CancelTimer);
        return true;
    }

    private bool Succeed()
    {
        Enter(EapExchangeState.Succeeded, "the backend is content");
        CancelTimers();
        SendResult(EapCode.Success);
        Emit(EapExchangeEffectKind.Success);
        return true;
    }

    private bool Fail(string reason)
    {
        var silent = State == EapExchangeState.Idle;
        End(reason);
        if (!silent)
        {
            SendResult(EapCode.Failure);
            Emit(EapExchangeEffectKind.Failure);
        }

        Emit(EapExchangeEffectKind.SessionEnded);
        return true;
    }

    private void End(string reason)
    {
        Enter(EapExchangeState.Ended, reason);
        CloseBackend();
        CancelTimers();
    }

    private void CloseBackend()
    {
        _backend?.Close();
        _backend = null;
    }

    private void Enter(EapExchangeState state, string reason)
    {
        State = state;
        Reason = reason;
    }

    private bool SendNew()
    {
        _retransmissions = 0;
        return Send();
    }

    private bool Send()
    {
        Emit(EapExchangeEffectKind.SendEapol);
        var patience = State == EapExchangeState.ExpectResponse ? _backend?.Patience : null;
        if (patience is { } said)
        {
            Arm(EapExchangeTimer.Retransmit, said);
            return true;
        }

        var wait = _options.FirstRetransmission * (1 << _retransmissions);
        Arm(EapExchangeTimer.Retransmit, wait < _options.LongestRetransmission ? wait : _options.LongestRetransmission);
        return true;
    }

    /// <summary>EAP-Success and EAP-Failure have no data and are not repeated (RFC 3748 4.2).</summary>
    private void SendResult(EapCode code)
    {
        _ = BeginPacket(code, _identifier, 0);
        Emit(EapExchangeEffectKind.SendEapol);
    }

    private ByteWriter BeginPacket(EapCode code, byte identifier, int dataLength)
    {
        var length = EapPacket.HeaderLength + dataLength;
        _frameLength = EapolFrame.HeaderLength + length;
        if (_frame.Length < _frameLength)
        {
            _frame = new byte[_frameLength];
        }

        var writer = new ByteWriter(_frame);
        EapolFrame.WriteHeader(ref writer, _options.EapolVersion, EapolType.EapPacket, (ushort)length);
        writer.U8((byte)code);
        writer.U8(identifier);
        writer.U16BigEndian((ushort)length);
        return writer;
    }

    private void CancelTimers()
    {
        Emit(EapExchangeEffectKind.CancelTimer);
        _effects.Add(new EapExchangeEffect(EapExchangeEffectKind.CancelTimer, EapExchangeTimer.Session));
    }

    private void Arm(EapExchangeTimer timer, TimeSpan delay) =>
        _effects.Add(new EapExchangeEffect(EapExchangeEffectKind.ArmTimer, timer, delay));

    private void Emit(EapExchangeEffectKind kind) => _effects.Add(new EapExchangeEffect(kind));
}
