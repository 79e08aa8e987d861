using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>
/// The 802.1X side of one station (802.1X-2010 8): its EAP exchange, which a server elsewhere answers, the key that comes of it, and for how
/// long that is good. The handshake that brings the key to the air is its access's.
/// <code>
/// what comes                  | what follows
/// Start, no key known         | Identity; its answers go to the service
/// Start, a key of before      | as long as that is good: no exchange
/// challenge, accept, reject   | to the station; with an accept the key, or away (reason 23)
/// no answer                   | away (reason 23)
/// the server is gone          | Identity, 4 times; then away
/// EAPOL-Start                 | Identity, once a second; its key of before is forgotten
/// EAPOL-Logoff                | away
/// the server's time is over   | Identity where the server wants that, else away (reason 2)
/// eap_reauth_period           | Identity
/// </code>
/// Until an exchange under the open port has come to its end the traffic passes on.
/// </summary>
public sealed class EapAuthentication : IWork, IEapBackendSelector, IEapRelay, IDisposable
{
    private const int LongestIdentity = 253;
    private const int MostRestarts = 4;

    /// <summary>Anybody can send EAPOL-Start in a station's name, and each exchange costs a server something.</summary>
    private static readonly TimeSpan StartInterval = TimeSpan.FromSeconds(1);

    /// <summary>A station whose handshake is still under way is asked anew this much later.</summary>
    private static readonly TimeSpan AskingInterval = TimeSpan.FromSeconds(1);

    /// <summary>From EAP-Failure to the deauthentication: the one leaves the air before the other.</summary>
    private static readonly TimeSpan GoodbyeDelay = TimeSpan.FromMilliseconds(10);

    private readonly Sta _sta;
    private readonly KeySuite _suite;
    private readonly AccessRooms _rooms;
    private readonly EapExchange _exchange;
    private readonly ITimer?[] _timers = new ITimer?[Enum.GetValues<EapExchangeTimer>().Length];
    private readonly Pmksa? _known;
    private IAuthenticationInquiry? _inquiry;
    private RelayedEap? _relay;
    private SessionGrant? _grant;
    private byte[] _identity = [];
    private ReasonCode _dismissal = ReasonCode.Ieee8021xFailed;
    private ITimer? _goodbye;
    private ITimer? _life;
    private long? _lastStart;
    private long? _endsAt;
    private long? _asksAt;
    private int _restarts;
    private bool _wantsRestart;

    /// <summary>It has succeeded, and nobody has heard of it yet: message 1 goes before the news.</summary>
    private bool _isUntold;

    internal EapAuthentication(Sta sta, KeySuite suite, AccessRooms rooms, Pmksa? known)
    {
        (_sta, _suite, _rooms, _known) = (sta, suite, rooms, known);
        Session = rooms.Site.Service!.NextSessionId();
        _exchange = new EapExchange(new EapExchangeOptions
        {
            IdleTimeout = TimeSpan.FromSeconds(30),
            SessionTimeout = TimeSpan.FromSeconds(60),
            Message = Options.Message,
        }, this, lastIdentifier: (byte)Session);
    }

    /// <summary>The station has a key: its handshake may begin, or begins for the next.</summary>
    internal event Action? KeyReady;

    /// <summary>Number of its session (Acct-Session-Id).</summary>
    public ulong Session { get; }

    /// <summary>What has come of the last exchange that succeeded, or of the one whose key it came back with; null: nothing yet.</summary>
    public EapResult? Result { get; private set; }

    /// <summary>It has come back with a key of before, and was asked nothing.</summary>
    public bool IsFromCache { get; private set; }

    /// <summary>Where the exchange is.</summary>
    public EapExchangeState State => _exchange.State;

    /// <summary>What was sent and received.</summary>
    public EapTally Tally { get; } = new();

    /// <summary>The station has said nothing yet.</summary>
    internal bool AwaitsFirstAnswer => _exchange.State is EapExchangeState.Idle or EapExchangeState.ExpectIdentity;

    /// <summary>The access points of a mobility domain know each other's keys: there is no other one in between (as hostapd).</summary>
    private bool IsBarredFromStart => _suite.IsFastTransition && _sta.IsAuthorized || _sta.Transition is not null;

    /// <summary>So long the server still lets it in; null: for ever.</summary>
    internal TimeSpan? Left => _endsAt is { } end ? _rooms.Site.Time.GetElapsedTime(_rooms.Site.Time.GetTimestamp(), end) : null;

    private EnterpriseOptions Options => _rooms.Site.Options.Security?.Enterprise ?? new EnterpriseOptions();

    /// <summary>Asks the station who it is, unless it has come back with a key of before.</summary>
    internal void Start()
    {
        if (_known is not null)
        {
            Resume(_known);
            return;
        }

        _exchange.Start();
        _rooms.Site.Work.Add(this);
    }

    /// <summary>It has come by a fast transition from where it has shown who it is: what was granted there goes on.</summary>
    internal void Resume(FtExchange transition)
    {
        Result = transition.Grant as EapResult;
        IsFromCache = true;
        LogAuthenticated(Result?.Method ?? EapType.None, " (fast transition)");
        LimitLife(transition.Left);
    }

    /// <summary>The station is to show anew who it is (EAPOL_REAUTH); false while an exchange is under way.</summary>
    internal bool Reauthenticate(string why)
    {
        if (!_sta.IsAuthorized || _sta.Transition is not null || _exchange.State is not (EapExchangeState.Succeeded or EapExchangeState.Idle))
        {
            return false;
        }

        _rooms.Site.LogPort(_sta.Address, "reauthentication: " + why);
        if (_exchange.State == EapExchangeState.Idle)
        {
            _exchange.Start();
        }
        else
        {
            _exchange.Restart(why);
        }

        _rooms.Site.Work.Add(this);
        return true;
    }

    /// <summary>What was granted is another from now on; when the station is asked anew stays as it is.</summary>
    internal void Change(GrantChange change)
    {
        var result = Result ?? new EapResult([], new SessionGrant(), EapType.None, Session);
        Result = result with { Grant = change.Of(result.Grant) };
        if (change.SessionTimeout is not null)
        {
            SetEnd(Result.Grant.SessionTimeout, _asksAt is { } at ? LeftUntil(at) : null);
        }
    }

    /// <summary>A PDU that is no EAPOL-Key; false when nothing here expects it.</summary>
    /// <param name="frame">The PDU.</param>
    internal bool OnEapol(in EapolFrame frame)
    {
        switch (frame.Type)
        {
            case EapolType.EapPacket:
                Tally.CountReceived(frame);
                _exchange.OnEapPacket(frame.Body);
                break;
            case EapolType.Start when !IsBarredFromStart && MayStart():
                Tally.Starts++;
                _rooms.Agreed.Remove(_sta.Address);
                if (!_sta.IsAuthorized)
                {
                    // What was granted with its key of before does not count any more, and so does not end.
                    SetEnd(null, null);
                }

                _exchange.OnEapolStart();
                break;
            case EapolType.Logoff:
                Tally.Logoffs++;
                _sta.Ending ??= SessionEnd.ByStation;
                _exchange.OnEapolLogoff();
                break;
            default:
                return false;
        }

        _rooms.Site.Work.Add(this);
        return true;
    }

    /// <summary>The association has ended.</summary>
    internal void Stop()
    {
        _exchange.Stop();
        _rooms.Site.Work.Add(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inquiry?.Dispose();
        _inquiry = null;
        _relay?.Close();
        foreach (var timer in _timers)
        {
            timer?.Dispose();
        }

        _goodbye?.Dispose();
        _life?.Dispose();
    }

    void IWork.RunEffects()
    {
        if (_isUntold)
        {
            _isUntold = false;
            _rooms.Port.Announce(ApEvent.Of(ApEventKind.EapSucceeded, _sta.Address));
            LogAuthenticated(Method, "");
        }

        do
        {
            if (_wantsRestart)
            {
                _wantsRestart = false;
                _exchange.Restart("another server");
            }

            while (_exchange.TryNextEffect(out var effect))
            {
                Run(effect);
            }
        }
        while (_wantsRestart);
    }

    IEapBackend? IEapBackendSelector.Select(ReadOnlySpan<byte> identity)
    {
        _inquiry?.Dispose();
        _inquiry = null;
        if (identity.Length > LongestIdentity || _rooms.Site.Service is not { } service)
        {
            return null;
        }

        _identity = identity.ToArray();
        _grant = null;
        _dismissal = ReasonCode.Ieee8021xFailed;
        _inquiry = service.Begin(new InquirySubject
        {
            Station = _sta.Address,
            Aid = _sta.Aid,
            Suite = _suite,
            Mfp = _sta.Mfp,
            HighestRate = HighestRate(_sta.Rates),
            Session = Session,
            MultiSession = Result?.MultiSession ?? Session,
            ChargeableUserIdentity = Result?.Grant.ChargeableUserIdentity ?? default,
        }, OnAnswer);
        return _relay = new RelayedEap(this);
    }

    void IEapRelay.Ask(RelayedEap from, ReadOnlySpan<byte> response) => _inquiry?.RelayEap(_identity, response);

    void IEapRelay.Cancel(RelayedEap from)
    {
        _inquiry?.Dispose();
        _inquiry = null;
    }

    private static int HighestRate(ReadOnlySpan<byte> rates)
    {
        var highest = 0;
        foreach (var rate in rates)
        {
            highest = Math.Max(highest, rate);
        }

        return highest;
    }

    private void Resume(Pmksa known)
    {
        Result = known.Grant as EapResult;
        if (_rooms.Vlans.Place(_sta, Result?.Grant) is { } problem)
        {
            _rooms.Site.LogPort(_sta.Address, "refused with its key of before: " + problem);
            _rooms.Agreed.Remove(_sta.Address);
            SayGoodbye();
            return;
        }

        IsFromCache = true;
        _rooms.Site.LogSecurity(_sta.Address, "PMK from PMKSA cache");
        LogAuthenticated(Result?.Method ?? EapType.None, " (PMKSA cache)");
        LimitLife(_rooms.Agreed.Left(known));
        KeyReady?.Invoke();
    }

    private void LogAuthenticated(EapType method, string how) =>
        _rooms.Site.LogPort(_sta.Address, $"authenticated - EAP type: {(byte)method} ({EapMethods.NameOf(method)}){how}");

    private bool MayStart()
    {
        if (_lastStart is { } last && _rooms.Site.Time.GetElapsedTime(last) < StartInterval)
        {
            return false;
        }

        _lastStart = _rooms.Site.Time.GetTimestamp();
        return true;
    }

    private void OnAnswer(ServiceAnswer answer)
    {
        using (answer)
        {
            if (_relay is { } relay)
            {
                Take(answer, relay);
            }
        }

        _rooms.Site.Work.Add(this);
    }

    private void Take(ServiceAnswer answer, RelayedEap relay)
    {
        switch (answer.Verdict)
        {
            case ServiceVerdict.Challenge:
                _exchange.OnAnswer(relay, relay.OnChallenge(answer.Eap.Span, answer.Patience));
                break;
            case ServiceVerdict.Accept when (answer.ReceiveKey?.Length ?? 0) + (answer.SendKey?.Length ?? 0) < EapKeys.MasterKeyLengthOf(_suite):
                _rooms.Site.LogPort(_sta.Address, "the server lets it in without keys (MS-MPPE-Recv-Key, MS-MPPE-Send-Key)");
                _exchange.OnAnswer(relay, relay.OnReject());
                break;
            case ServiceVerdict.Accept when _rooms.Vlans.Place(_sta, answer.Grant) is { } problem:
                _rooms.Site.LogPort(_sta.Address, "let in by the server, and refused: " + problem);
                _exchange.OnAnswer(relay, relay.OnReject());
                break;
            case ServiceVerdict.Accept:
                _grant = answer.Grant ?? new SessionGrant();
                _exchange.OnAnswer(relay, relay.OnAccept(
                    answer.ReceiveKey is { } receive ? receive.Span : default, answer.SendKey is { } send ? send.Span : default));
                break;
            case ServiceVerdict.Reject:
                _dismissal = answer.Dismissal ?? _dismissal;
                _exchange.OnAnswer(relay, relay.OnReject());
                break;
            case ServiceVerdict.Lost when _restarts < MostRestarts:
                _restarts++;
                _rooms.Site.LogPort(_sta.Address, "begins anew with another server: " + answer.Reason);
                _wantsRestart = true;
                break;
            case ServiceVerdict.Silence or ServiceVerdict.Lost:
                _rooms.Site.LogPort(_sta.Address, "no answer of an authentication server: " + answer.Reason);
                _exchange.OnAnswer(relay, relay.OnReject());
                break;
        }
    }

    private void Run(in EapExchangeEffect effect)
    {
        switch (effect.Kind)
        {
            case EapExchangeEffectKind.SendEapol:
                Tally.CountSent(_exchange.OutgoingEapol);
                if (_rooms.Port.SendEapol(_sta.Address, _exchange.OutgoingEapol, _sta.IsAuthorized) is { Succeeded: false } failed)
                {
                    BssSite.Log.Debug("{0}: STA {1} {2}", _rooms.Site.Name, _sta.Address, failed);
                }

                break;
            case EapExchangeEffectKind.ArmTimer:
                Arm(effect.Timer, effect.Delay);
                break;
            case EapExchangeEffectKind.CancelTimer:
                _timers[(int)effect.Timer]?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case EapExchangeEffectKind.Started:
                _rooms.Port.Announce(ApEvent.Of(WpsEvent.EapStarted, EventWord.Of(_sta.Address)));
                break;
            case EapExchangeEffectKind.ProposedMethod:
                _rooms.Port.Announce(ApEvent.Of(
                    WpsEvent.EapProposedMethod, EventWord.Of("vendor", effect.Vendor), EventWord.Of("method", effect.Method)));
                break;
            case EapExchangeEffectKind.Retransmitted:
                _rooms.Port.Announce(ApEvent.Of(ApEventKind.EapRepeated, _sta.Address));
                break;
            case EapExchangeEffectKind.TimeoutFailure:
                _rooms.Port.Announce(ApEvent.Of(ApEventKind.EapTimedOut, _sta.Address));
                break;
            case EapExchangeEffectKind.Success:
                Conclude();
                break;
            case EapExchangeEffectKind.Failure:
                _rooms.Site.LogPort(_sta.Address, $"authentication failed - EAP type: {(byte)Method} ({EapMethods.NameOf(Method)})");
                _rooms.Port.Announce(ApEvent.Of(ApEventKind.EapRefused, _sta.Address));
                ForgetKeys();
                break;
            case EapExchangeEffectKind.SessionEnded:
                SayGoodbye();
                break;
            case EapExchangeEffectKind.Dropped:
                _rooms.Site.Counters.Count(effect.DropReason == EapDropReason.Malformed ? FrameDrop.Malformed : FrameDrop.NotExpected);
                break;
        }
    }

    /// <summary>
    /// Nowhere it comes back without showing who it is. Who is not in may be anybody with its address, and takes from it no more than what would
    /// bring it back here.
    /// </summary>
    private void ForgetKeys()
    {
        if (_sta.IsAuthorized)
        {
            _rooms.Forget(_sta.Address);
        }
        else
        {
            _rooms.Agreed.Remove(_sta.Address);
        }
    }

    private EapType Method => _relay?.LastType ?? EapType.None;

    private void Conclude()
    {
        var pmk = EapKeys.PmkOf(_suite, _exchange.Msk);
        if (pmk.IsEmpty || _grant is not { } grant)
        {
            SayGoodbye();
            return;
        }

        _restarts = 0;
        IsFromCache = false;
        Result = new EapResult(_identity, grant, Method, Result?.MultiSession ?? Session);
        Span<byte> id = stackalloc byte[Rsne.PmkidLength];
        EapKeys.WriteId(_suite, pmk, _rooms.Site.Bssid, _sta.Address, id);
        _rooms.Agreed.Add(_sta.Address, _suite.Akm, pmk, id, grant.SessionTimeout, grant: Result);
        LimitLife(grant.SessionTimeout);
        KeyReady?.Invoke();
        _isUntold = true;
        _rooms.Site.Work.Add(this);
    }

    /// <summary>What the server gives ends, and before that the station may be asked anew.</summary>
    private void LimitLife(TimeSpan? left)
    {
        TimeSpan? period = _sta.Transition is null && Options.Reauthentication > TimeSpan.Zero ? Options.Reauthentication : null;
        SetEnd(Result?.Grant.SessionTimeout is null ? null : left, period);
    }

    /// <summary>When it ends, and when it is asked anew, from now on; null: never.</summary>
    private void SetEnd(TimeSpan? ends, TimeSpan? asks)
    {
        _endsAt = ends is { } end ? _rooms.Site.TimestampAfter(end) : null;
        _asksAt = asks is { } period ? _rooms.Site.TimestampAfter(period) : null;
        var next = asks is not null && !(ends < asks) ? asks : ends;
        if (next is { } delay)
        {
            _life ??= _rooms.Port.CreateTimer(OnLifeOver);
            _life.Change(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _life?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan LeftUntil(long timestamp) => _rooms.Site.Time.GetElapsedTime(_rooms.Site.Time.GetTimestamp(), timestamp);

    private void OnLifeOver()
    {
        TimeSpan? left = _endsAt is { } end ? LeftUntil(end) : null;
        if (left <= TimeSpan.Zero)
        {
            OnEnd();
            return;
        }

        SetEnd(left, _sta.IsAuthorized ? null : AskingInterval);
        _ = Reauthenticate("eap_reauth_period");
    }

    /// <summary>What the server has given is over; where its handshake is still under way there is nobody to ask.</summary>
    private void OnEnd()
    {
        (_asksAt, _endsAt) = (null, null);
        if (Result is { Grant.AsksAgainAtEnd: true } && _sta is { Transition: null, IsAuthorized: true })
        {
            ForgetKeys();
            _ = Reauthenticate("Session-Timeout");
            return;
        }

        _rooms.Site.LogPort(_sta.Address, "session timeout");
        ForgetKeys();
        _sta.Ending = SessionEnd.SessionTimeout;
        _rooms.Port.Dismiss(_sta, ReasonCode.InvalidAuthentication);
    }

    private void Arm(EapExchangeTimer which, TimeSpan delay)
    {
        var timer = _timers[(int)which] ??= _rooms.Port.CreateTimer(() =>
        {
            _exchange.OnTimer(which);
            _rooms.Site.Work.Add(this);
        });
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void SayGoodbye()
    {
        _goodbye ??= _rooms.Port.CreateTimer(() =>
        {
            if (_sta.IsAssociated)
            {
                _rooms.Port.Dismiss(_sta, _dismissal);
            }
        });
        _goodbye.Change(GoodbyeDelay, Timeout.InfiniteTimeSpan);
    }
}
