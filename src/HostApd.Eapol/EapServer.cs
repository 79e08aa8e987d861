using HostApd.Ieee80211;

namespace HostApd.Eapol;

/// <summary>What an <see cref="EapServer"/> waits for.</summary>
public enum EapServerState
{
    /// <summary>EAPOL-Start, or <see cref="EapServer.Start"/>.</summary>
    Idle,

    /// <summary>The Response to Identity.</summary>
    ExpectIdentity,

    /// <summary>The Response to the method's Request.</summary>
    ExpectResponse,

    /// <summary>The method.</summary>
    ExpectMethod,

    /// <summary>Nothing: the exchange is over.</summary>
    Ended,
}

/// <summary>
/// The EAP server for one station (RFC 3748 4, RFC 4137 5), pure: inputs are its methods, outputs wait in
/// <see cref="TryNextEffect"/>. It always ends in EAP-Failure, as EAP-WSC does (WSC 2.0 7.7).
/// <code>
/// event \ state     | Idle            | ExpectIdentity  | ExpectResponse     | ExpectMethod     | Ended
/// Start             | Identity        | –               | –                  | –                | –
/// EAPOL-Start       | Identity        | Identity again  | restart: Identity  | restart: Identity| –
/// EAPOL-Logoff      | → Ended         | → Ended         | → Ended            | → Ended          | –
/// Identity Response | drop            | method's step   | drop               | drop             | drop
/// method Response   | drop            | drop            | method's step      | drop             | drop
/// Nak               | drop            | drop            | fail               | drop             | drop
/// OnMethodReady     | –               | –               | –                  | method's step    | –
/// Retransmit timer  | –               | repeat, 5: fail | repeat, 5: fail    | –                | –
/// Session timer     | fail            | fail            | fail               | fail             | –
///   it ends         | 5 s             | 5 s             | 120 s after the identity              | –
/// Stop              | every state: → Ended without a frame
/// method's step     : Request → ExpectResponse, Pending → ExpectMethod, Ignore → same, Finished → fail
/// fail              : EAP-Failure (none in Idle) → Ended
/// </code>
/// </summary>
public sealed class EapServer
{
    private readonly EapServerOptions _options;
    private readonly IEapMethodSelector _selector;
    private IEapMethod? _method;
    private byte[] _frame = new byte[64];
    private int _frameLength;
    private byte _identifier;
    private int _retransmissions;
    private EffectQueue<EapServerEffect> _effects = new(8);

    /// <summary>A server that has sent nothing.</summary>
    /// <param name="options">Times.</param>
    /// <param name="selector">Gives the method for a peer.</param>
    /// <param name="lastIdentifier">The first Request has the identifier after this one.</param>
    public EapServer(EapServerOptions options, IEapMethodSelector selector, byte lastIdentifier)
    {
        _options = options;
        _selector = selector;
        _identifier = lastIdentifier;
    }

    /// <summary>What it waits for.</summary>
    public EapServerState State { get; private set; }

    /// <summary>Identifier of the last Request.</summary>
    public byte Identifier => _identifier;

    /// <summary>The frame of the SendEapol effect, from the EAPOL header on; good until the next call.</summary>
    public ReadOnlySpan<byte> OutgoingEapol => _frame.AsSpan(0, _frameLength);

    /// <summary>Takes the next effect; run it before asking for the one after.</summary>
    public bool TryNextEffect(out EapServerEffect effect) => _effects.TryTake(out effect);

    /// <summary>Waits for EAPOL-Start, but not for ever.</summary>
    public void Wait()
    {
        if (State == EapServerState.Idle)
        {
            Arm(EapServerTimer.Session, _options.IdleTimeout);
        }
    }

    /// <summary>Begins unasked.</summary>
    public void Start()
    {
        if (State == EapServerState.Idle)
        {
            Begin();
        }
    }

    /// <summary>EAPOL-Start: begins, begins again, or asks once more.</summary>
    public void OnEapolStart()
    {
        _ = State switch
        {
            EapServerState.Idle or EapServerState.ExpectResponse or EapServerState.ExpectMethod => Begin(),
            EapServerState.ExpectIdentity => Send(),
            EapServerState.Ended => false,
        };
    }

    /// <summary>EAPOL-Logoff: the station leaves.</summary>
    public void OnEapolLogoff()
    {
        if (State != EapServerState.Ended)
        {
            End();
            Emit(EapServerEffectKind.SessionEnded);
        }
    }

    /// <summary>An EAP packet.</summary>
    public void OnEapPacket(ReadOnlySpan<byte> bytes)
    {
        var reason = Receive(bytes);
        if (reason != EapDropReason.None)
        {
            _effects.Add(new EapServerEffect(EapServerEffectKind.Dropped, DropReason: reason));
        }
    }

    /// <summary>The method that answered Pending has its answer.</summary>
    public void OnMethodReady(EapMethodStep step)
    {
        if (State == EapServerState.ExpectMethod)
        {
            Take(step);
        }
    }

    /// <summary>A timer ran out.</summary>
    public void OnTimer(EapServerTimer timer)
    {
        _ = timer switch
        {
            EapServerTimer.Retransmit => OnRetransmit(),
            EapServerTimer.Session => OnSessionTimeout(),
        };
    }

    /// <summary>The station is gone: ends without a frame.</summary>
    public void Stop()
    {
        if (State != EapServerState.Ended)
        {
            End();
        }
    }

    private bool OnRetransmit()
    {
        if (State is not (EapServerState.ExpectIdentity or EapServerState.ExpectResponse))
        {
            return false;
        }

        if (_retransmissions == _options.MaximumRetransmissions)
        {
            Emit(EapServerEffectKind.TimeoutFailure);
            return Fail();
        }

        _retransmissions++;
        Emit(EapServerEffectKind.Retransmitted);
        return Send();
    }

    private bool OnSessionTimeout()
    {
        if (State == EapServerState.Ended)
        {
            return false;
        }

        if (State != EapServerState.Idle)
        {
            Emit(EapServerEffectKind.TimeoutFailure);
        }

        return Fail();
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
            EapServerState.Idle or EapServerState.ExpectMethod or EapServerState.Ended => EapDropReason.NotExpected,
            EapServerState.ExpectIdentity => OnIdentity(packet),
            EapServerState.ExpectResponse => OnMethodResponse(packet),
        };
    }

    private EapDropReason OnIdentity(in EapPacket packet)
    {
        if (packet.Type != EapType.Identity)
        {
            return EapDropReason.OtherType;
        }

        Emit(EapServerEffectKind.CancelTimer);
        _method = _selector.Select(packet.Data);
        if (_method is null)
        {
            Fail();
            return EapDropReason.None;
        }

        Arm(EapServerTimer.Session, _options.SessionTimeout);
        _effects.Add(new EapServerEffect(
            EapServerEffectKind.ProposedMethod, Vendor: _method.Type.Vendor, Method: (int)EapType.Expanded));
        Take(_method.Start());
        return EapDropReason.None;
    }

    private EapDropReason OnMethodResponse(in EapPacket packet)
    {
        var isNak = packet.Type == EapType.LegacyNak
            || packet is { Type: EapType.Expanded, Vendor: 0, VendorType: (uint)EapType.LegacyNak };
        if (isNak)
        {
            Fail();
            return EapDropReason.None;
        }

        if (packet.Type != EapType.Expanded || new EapMethodType(packet.Vendor, packet.VendorType) != _method!.Type)
        {
            return EapDropReason.OtherType;
        }

        var step = _method.OnResponse(packet.Data);
        if (step == EapMethodStep.Ignore)
        {
            return EapDropReason.IgnoredByMethod;
        }

        Take(step);
        return EapDropReason.None;
    }

    private void Take(EapMethodStep step)
    {
        _ = step switch
        {
            EapMethodStep.Request => SendMethodRequest(),
            EapMethodStep.Pending => AwaitMethod(),
            EapMethodStep.Ignore => false,
            EapMethodStep.Finished => Fail(),
        };
    }

    private bool Begin()
    {
        CloseMethod();
        Emit(EapServerEffectKind.Started);
        Arm(EapServerTimer.Session, _options.IdleTimeout);
        _effects.Add(new EapServerEffect(EapServerEffectKind.ProposedMethod, Method: (int)EapType.Identity));
        State = EapServerState.ExpectIdentity;
        Write(EapCode.Request, ++_identifier, [(byte)EapType.Identity]);
        return SendNew();
    }

    private bool SendMethodRequest()
    {
        var type = _method!.Type;
        Span<byte> head = stackalloc byte[EapPacket.ExpandedLength];
        var writer = new ByteWriter(head);
        writer.U32BigEndian((uint)EapType.Expanded << 24 | type.Vendor);
        writer.U32BigEndian(type.VendorType);
        State = EapServerState.ExpectResponse;
        Write(EapCode.Request, ++_identifier, head, _method.Request);
        return SendNew();
    }

    private bool AwaitMethod()
    {
        State = EapServerState.ExpectMethod;
        Emit(EapServerEffectKind.CancelTimer);
        return true;
    }

    private bool Fail()
    {
        var silent = State == EapServerState.Idle;
        End();
        if (!silent)
        {
            Write(EapCode.Failure, _identifier, default);
            Emit(EapServerEffectKind.SendEapol);
            Emit(EapServerEffectKind.Failure);
        }

        Emit(EapServerEffectKind.SessionEnded);
        return true;
    }

    private void End()
    {
        State = EapServerState.Ended;
        CloseMethod();
        Emit(EapServerEffectKind.CancelTimer);
        _effects.Add(new EapServerEffect(EapServerEffectKind.CancelTimer, EapServerTimer.Session));
    }

    private void CloseMethod()
    {
        _method?.Close();
        _method = null;
    }

    private bool SendNew()
    {
        _retransmissions = 0;
        return Send();
    }

    private bool Send()
    {
        Emit(EapServerEffectKind.SendEapol);
        var wait = _options.FirstRetransmission * (1 << _retransmissions);
        Arm(EapServerTimer.Retransmit, wait < _options.LongestRetransmission ? wait : _options.LongestRetransmission);
        return true;
    }

    private void Write(EapCode code, byte identifier, scoped ReadOnlySpan<byte> head, ReadOnlySpan<byte> data = default)
    {
        var length = EapPacket.HeaderLength + head.Length + data.Length;
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
        writer.Bytes(head);
        writer.Bytes(data);
    }

    private void Arm(EapServerTimer timer, TimeSpan delay) =>
        _effects.Add(new EapServerEffect(EapServerEffectKind.ArmTimer, timer, delay));

    private void Emit(EapServerEffectKind kind) => _effects.Add(new EapServerEffect(kind));
}
