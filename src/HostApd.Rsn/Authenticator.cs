using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Rsn;

/// <summary>
/// The Authenticator for one station (802.11-2020 12.7.6, 12.7.7, 12.7.11.3): pure. Inputs are its methods, outputs wait in
/// <see cref="TryNextEffect"/>; it reads no clock, driver or random source. Times are hostapd's. It owns the states and what follows
/// of them; <see cref="HandshakeKeys"/> has the keys, <see cref="ReceivedKeyFrames"/> judges what comes, <see cref="SentKeyFrames"/>
/// writes what goes, <see cref="GroupHandshake"/> is its other half.
/// <code>
/// event \ state   | Authentication2 | PtkStart, PtkCalcNegotiating  | PtkInitNegotiating         | PtkInitDone
/// OnEntropyReady  | M1 → PtkStart   | –                             | –                          | –
/// M2, MIC right   | drop            | M3 → PtkInitNegotiating       | new SNonce: M3; else drop  | drop
/// M2, RSNE differs| drop            | deauth 17 → Disconnected      | new SNonce: deauth 17; drop| drop
/// M2, MIC wrong   | drop            | mismatch → PtkCalcNegotiating | drop                       | drop
/// M4              | drop            | drop                          | install … → PtkInitDone    | drop (never install twice)
/// Group 2         | drop            | drop                          | drop                       | done → Idle; Idle: drop
/// Request         | drop            | drop                          | drop                       | group: group message; else drop
/// OnTimer         | –               | M1, after 4: deauth 15        | M3, after 4: deauth 15     | group message, after 4: deauth 16
/// OnEapolSent ack | –               | first M1: timer 1 s           | –                          | –
/// StartGroupRekey | –               | –                             | –                          | group message
/// key not set     | –               | –                             | –                          | deauth 2 → Disconnected
/// Start           | every state: hold or M1
/// Stop            | every state: → Initialize
/// </code>
/// In Initialize and Disconnected every frame is dropped and every other event but Start and Stop does nothing.
/// </summary>
public sealed class Authenticator : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Authenticator));

    private readonly GroupKeyMachine _group;
    private readonly INonceSource _nonces;
    private readonly RsnCounters _counters;
    private readonly HandshakeKeys _keys;
    private readonly SentKeyFrames _sent;
    private readonly ReceivedKeyFrames _received;
    private readonly AuthenticatorEffects _effects = new();
    private readonly GroupHandshake _groupHalf;

    /// <summary>An authenticator without a station.</summary>
    /// <param name="group">The group key of its BSS.</param>
    /// <param name="suite">What the station has negotiated: a row that the group's options offer.</param>
    /// <param name="nonces">Where ANonces come from.</param>
    /// <param name="counters">The counters of its BSS.</param>
    public Authenticator(GroupKeyMachine group, KeySuite suite, INonceSource nonces, RsnCounters counters)
    {
        ArgumentNullException.ThrowIfNull(group);
        (_group, _nonces, _counters) = (group, nonces, counters);
        _keys = new HandshakeKeys(group.PoolOf(suite));
        _sent = new SentKeyFrames(group, _keys, _effects);
        _received = new ReceivedKeyFrames(_keys, _sent);
        _groupHalf = new GroupHandshake(group, _sent, _effects);
    }

    /// <summary>Where the pairwise machine is.</summary>
    public PtkState State { get; private set; } = PtkState.Initialize;

    /// <summary>Where the group half is.</summary>
    public PtkGroupState GroupState => _groupHalf.State;

    /// <summary>The station.</summary>
    public MacAddress Station { get; private set; }

    /// <summary>What the station has negotiated.</summary>
    public KeySuite Suite => _keys.Suite;

    /// <summary>Where stations that ask in M2 get an IP address from; null: nowhere.</summary>
    public IIpAddressing? IpAddressing { get; init; }

    /// <summary>The frame to be sent, from the EAPOL header on; good until the next input to any station of the BSS.</summary>
    public ReadOnlySpan<byte> OutgoingEapol => _sent.Eapol;

    /// <summary>The temporal key to be installed, as long as the cipher's; zeros before M2.</summary>
    public ReadOnlySpan<byte> TemporalKey => _keys.TemporalKey;

    /// <summary>The group key that the station has confirmed, as <see cref="GroupKeyMachine.Generation"/> counts.</summary>
    internal int GroupKeyGeneration => _groupHalf.Generation;

    /// <summary>Takes the next effect; run it before asking for the one after.</summary>
    public bool TryNextEffect(out AuthenticatorEffect effect) => _effects.TryTake(out effect);

    /// <summary>
    /// A station has associated: begins a handshake, whatever was before. M1 is held while the group key or the ANonce
    /// cannot be drawn.
    /// </summary>
    /// <param name="station">Its address (SPA).</param>
    /// <param name="bssid">The AP's address (AA).</param>
    /// <param name="offer">The PMKs it may have, tried in order at M2; it stays the caller's.</param>
    /// <param name="stationRsne">The RSNE of its Association Request with identifier and length.</param>
    /// <param name="ownElements">The AP's RSNE, and RSNXE if any, as in its Beacon.</param>
    public void Start(
        MacAddress station, MacAddress bssid, PmkOffer offer,
        ReadOnlySpan<byte> stationRsne, ReadOnlySpan<byte> ownElements)
    {
        ArgumentNullException.ThrowIfNull(offer);
        Forget();
        Station = station;
        _received.Begin(stationRsne);
        _keys.Begin(bssid, station, offer);
        _sent.Begin(ownElements);
        Enter(PtkState.Authentication2, "associated");
        if (CanBegin())
        {
            BeginFourWay();
        }
        else
        {
            _effects.Emit(AuthenticatorEffectKind.HeldForEntropy);
        }
    }

    /// <summary>The pool, and before it the group key machine, has become ready.</summary>
    public void OnEntropyReady()
    {
        if (State == PtkState.Authentication2 && CanBegin())
        {
            _effects.Emit(AuthenticatorEffectKind.ReleasedFromEntropy);
            BeginFourWay();
        }
    }

    /// <summary>An EAPOL frame from the station, from the EAPOL header on. Link padding after it is ignored.</summary>
    public void OnEapolKey(ReadOnlySpan<byte> eapol)
    {
        if (!EapolKeyFrame.TryParse(eapol, Suite.MicLength, out var frame, out _))
        {
            Drop(EapolKeyDropReason.Malformed);
            return;
        }

        var what = KeyFrameEvent.None;
        var reason = State switch
        {
            PtkState.Initialize or PtkState.Disconnected or PtkState.Authentication2 => EapolKeyDropReason.NotExpected,
            PtkState.PtkStart or PtkState.PtkCalcNegotiating or PtkState.PtkInitNegotiating or PtkState.PtkInitDone =>
                _received.Judge(frame, State, GroupState, out what),
        };
        Run(what, frame);
        if (reason != EapolKeyDropReason.None)
        {
            Drop(reason);
        }
    }

    /// <summary>The timer ran out.</summary>
    public void OnTimer()
    {
        switch (State)
        {
            case PtkState.Initialize or PtkState.Disconnected or PtkState.Authentication2:
                break;
            case PtkState.PtkStart or PtkState.PtkCalcNegotiating:
                RepeatMessage1();
                break;
            case PtkState.PtkInitNegotiating:
                RepeatMessage3();
                break;
            case PtkState.PtkInitDone:
                RepeatGroupMessage();
                break;
        }
    }

    /// <summary>The driver's word on the last EAPOL frame.</summary>
    public void OnEapolSent(bool acknowledged)
    {
        if (acknowledged && State == PtkState.PtkStart)
        {
            _sent.OnMessage1Acknowledged();
        }
    }

    /// <summary>Hands the newest group key to the station; nothing before the 4-way handshake is complete.</summary>
    public void StartGroupRekey()
    {
        if (State == PtkState.PtkInitDone)
        {
            _groupHalf.Begin(Station);
            RepeatGroupMessage();
        }
    }

    /// <summary>
    /// The answer to ReadGroupSequence: the packet number the group key was last used with, 6 bytes, least significant
    /// byte first; empty when unknown. M3 or the group message follows.
    /// </summary>
    public void OnGroupSequence(ReadOnlySpan<byte> packetNumber)
    {
        var sequence = packetNumber[..Math.Min(packetNumber.Length, 6)];
        if (State == PtkState.PtkInitNegotiating)
        {
            _sent.SendMessage3(sequence);
        }
        else if (GroupState == PtkGroupState.RekeyNegotiating)
        {
            _sent.SendGroupMessage(sequence);
        }
    }

    /// <summary>An effect could not be run: what must not follow it is withdrawn.</summary>
    public void OnEffectFailed(AuthenticatorEffectKind kind)
    {
        if (kind == AuthenticatorEffectKind.ReadGroupSequence)
        {
            OnGroupSequence(default);
        }
        else if (kind is AuthenticatorEffectKind.InstallPairwiseKey or AuthenticatorEffectKind.AuthorizeStation
            && State == PtkState.PtkInitDone)
        {
            _effects.Clear();
            Disconnect(ReasonCodes.PreviousAuthenticationNotValid, "the driver refused " + kind);
        }
    }

    /// <summary>Sends a message out of turn; nothing waits for its answer. False before the handshake is complete.</summary>
    public bool Resend(Resent message)
    {
        if (State == PtkState.PtkInitDone)
        {
            _sent.SendAgain(message);
        }

        return State == PtkState.PtkInitDone;
    }

    /// <summary>The association has ended: wipes the keys.</summary>
    public void Stop()
    {
        Forget();
        _effects.Emit(AuthenticatorEffectKind.CancelTimer);
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose() => Forget();

    private void Run(KeyFrameEvent what, in EapolKeyFrame frame)
    {
        switch (what)
        {
            case KeyFrameEvent.None:
                break;
            case KeyFrameEvent.Message2 or KeyFrameEvent.LaterMessage2:
                _sent.AllocateAddress(frame.KeyData, Station, IpAddressing);
                BeginMessage3(isLater: what == KeyFrameEvent.LaterMessage2);
                break;
            case KeyFrameEvent.DifferentRsne:
                _counters.FourWayHandshakeFailures++;
                Disconnect(ReasonCodes.ElementDiffersInFourWay, "the RSNE of M2 is not that of the Association Request");
                break;
            case KeyFrameEvent.ForeignMessage2:
                Enter(PtkState.PtkCalcNegotiating, "the MIC of M2 fits no PMK");
                _effects.Emit(AuthenticatorEffectKind.PossiblePskMismatch);
                break;
            case KeyFrameEvent.Message4:
                Complete(frame.ReplayCounter);
                break;
            case KeyFrameEvent.Group2:
                _groupHalf.Complete(Station, frame.ReplayCounter);
                OfferNewerGroupKey();
                _group.StationDone();
                break;
            case KeyFrameEvent.GroupRequest:
                StartGroupRekey();
                break;
        }
    }

    private bool CanBegin() => _group.HasKey && _keys.TryDrawANonce(_nonces);

    private void BeginFourWay()
    {
        _sent.BeginMessage1();
        RepeatMessage1();
    }

    private void RepeatMessage1()
    {
        if (MayRepeat())
        {
            Enter(PtkState.PtkStart, "M1");
            _sent.SendMessage1();
        }
    }

    private void BeginMessage3(bool isLater)
    {
        _sent.BeginMessage3(isLater);
        Enter(PtkState.PtkInitNegotiating, isLater ? "M2 with a new SNonce" : "M2 verified");
        RepeatMessage3();
    }

    private void RepeatMessage3()
    {
        if (MayRepeat())
        {
            _sent.PrepareMessage3();
        }
    }

    private bool MayRepeat()
    {
        if (_sent.IsOver)
        {
            _counters.FourWayHandshakeFailures++;
            Disconnect(ReasonCodes.FourWayHandshakeTimeout, "4-way handshake timed out");
            return false;
        }

        return true;
    }

    private void RepeatGroupMessage()
    {
        if (GroupState == PtkGroupState.RekeyNegotiating && !_groupHalf.TryRepeat(Station))
        {
            _counters.GroupHandshakeFailures++;
            Disconnect(ReasonCodes.GroupKeyUpdateTimeout, "group key handshake timed out");
        }
    }

    /// <summary>M4 is good: the one place where the pairwise key is installed, left at once for PtkInitDone.</summary>
    private void Complete(ulong answered)
    {
        Enter(PtkState.PtkInitDone, "M4 verified");
        _sent.ForgetAwaited();
        _groupHalf.Confirm(answered);
        _group.Join(this);
        _effects.Emit(AuthenticatorEffectKind.CancelTimer);
        _effects.Emit(AuthenticatorEffectKind.InstallPairwiseKey);
        _effects.Emit(AuthenticatorEffectKind.AuthorizeStation);
        _effects.Emit(AuthenticatorEffectKind.Connected);
        OfferNewerGroupKey();
    }

    private void OfferNewerGroupKey()
    {
        if (_groupHalf.IsBehind)
        {
            StartGroupRekey();
        }
    }

    private void Disconnect(ushort reason, string why)
    {
        Enter(PtkState.Disconnected, why);
        _groupHalf.Abandon(Station, why);
        Wipe();
        _effects.Emit(AuthenticatorEffectKind.CancelTimer);
        _effects.Deauthenticate(reason);
        _group.Leave(this);
    }

    private void Forget()
    {
        if (State != PtkState.Initialize)
        {
            Enter(PtkState.Initialize, "association ended");
        }

        _effects.Clear();
        Wipe();
        _groupHalf.End(Station, "association ended");
        _group.Leave(this);
    }

    private void Wipe()
    {
        _keys.Wipe();
        _sent.Clear();
        _received.Clear();
    }

    private void Drop(EapolKeyDropReason reason)
    {
        _counters.CountDropped(reason);
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0} EAPOL-Key dropped in {1}: {2}", Station, State, reason);
        }

        _effects.Drop(reason);
    }

    private void Enter(PtkState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0} {1} -> {2} ({3})", Station, State, state, reason);
        }

        State = state;
    }
}
