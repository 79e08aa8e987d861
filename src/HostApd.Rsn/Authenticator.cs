using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Rsn;

/// <summary>
/// The Authenticator for one station (802.11-2020 12.7.6, 12.7.7, 12.7.11.3): pure. Inputs are its methods, outputs wait in
/// <see cref="TryNextEffect"/>; it reads no clock, driver or random source. Times are hostapd's. Its halves are
/// <see cref="PairwiseHandshake"/> and <see cref="GroupHandshake"/>; <see cref="HandshakeKeys"/> has the keys, <see cref="PairwiseKeySlot"/>
/// brings them to the driver, <see cref="ReceivedKeyFrames"/> judges what comes, <see cref="SentKeyFrames"/> writes what goes.
/// <code>
/// event \ state   | Authentication2 | PtkStart, PtkCalcNegotiating  | PtkInitNegotiating         | PtkInitDone
/// OnEntropyReady  | M1 → PtkStart   | –                             | –                          | –
/// M2, MIC right   | drop            | M3 → PtkInitNegotiating       | new SNonce: M3; else drop  | drop
/// M2, RSNE differs| drop            | deauth 17 → Disconnected      | new SNonce: deauth 17; drop| drop
/// M2, MIC wrong   | drop            | mismatch → PtkCalcNegotiating | drop                       | drop
/// M4              | drop            | drop                          | install … → PtkInitDone    | drop (never install twice)
/// Group 2         | drop            | drop                          | drop                       | done → Idle; Idle: drop
/// Request         | drop            | drop                          | drop                       | group: group message; pairwise: as below
/// OnTimer         | –               | M1, after 4: deauth 15        | M3, after 4: deauth 15     | group message, after 4: deauth 16
/// OnEapolSent ack | –               | first M1: timer 1 s           | –                          | –
/// StartGroupRekey | –               | –                             | –                          | group message
/// StartPairwise…  | –               | –                             | –                          | M1 → PtkStart; denied: deauth 7
/// key not set     | –               | –                             | deauth 2 → Disconnected    | deauth 2 → Disconnected
/// Start           | every state: hold or M1
/// Stop            | every state: → Initialize
/// </code>
/// In Initialize and Disconnected every frame is dropped and every other event but Start and Stop does nothing. A handshake for the next
/// key runs through the same states under the open port: its frames are encrypted under the key before, its nonces are new, and M4
/// installs the new key alone. It waits for the group message that is on its way, and for strong random bytes.
/// </summary>
public sealed class Authenticator : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Authenticator));

    private GroupKeyMachine _group;
    private readonly RsnCounters _counters;
    private readonly HandshakeKeys _keys;
    private readonly PairwiseKeySlot _slot;
    private readonly SentKeyFrames _sent;
    private readonly ReceivedKeyFrames _received;
    private readonly AuthenticatorEffects _effects = new();
    private readonly PairwiseHandshake _pairwise;
    private readonly GroupHandshake _groupHalf;

    /// <summary>An authenticator without a station.</summary>
    /// <param name="group">The group key of its BSS.</param>
    /// <param name="suite">What the station has negotiated: a row that the group's options offer.</param>
    /// <param name="nonces">Where ANonces come from.</param>
    /// <param name="counters">The counters of its BSS.</param>
    public Authenticator(GroupKeyMachine group, KeySuite suite, INonceSource nonces, RsnCounters counters)
    {
        ArgumentNullException.ThrowIfNull(group);
        (_group, _counters) = (group, counters);
        _keys = new HandshakeKeys(group.PoolOf(suite));
        _slot = new PairwiseKeySlot(group.Options, _keys, _effects);
        _sent = new SentKeyFrames(group, _keys, _slot, _effects);
        _received = new ReceivedKeyFrames(_keys, _sent);
        _pairwise = new PairwiseHandshake(group, nonces, _keys, _slot, _sent, _effects);
        _groupHalf = new GroupHandshake(group, _sent, _effects);
    }

    /// <summary>Where the pairwise machine is.</summary>
    public PtkState State => _pairwise.State;

    /// <summary>Where the group half is.</summary>
    public PtkGroupState GroupState => _groupHalf.State;

    /// <summary>The station.</summary>
    public MacAddress Station => _pairwise.Station;

    /// <summary>Its pairwise keys have two key IDs, in turn.</summary>
    public bool UsesExtendedKeyId => _slot.Alternates;

    /// <summary>Management frames are protected: it is handed the keys for those that go to all (802.11-2020 12.6.19).</summary>
    public bool ProtectsFrames => _sent.ProtectsFrames;

    /// <summary>What the station has negotiated.</summary>
    public KeySuite Suite => _keys.Suite;

    /// <summary>Where stations that ask in M2 get an IP address from; null: nowhere.</summary>
    public IIpAddressing? IpAddressing { get; init; }

    /// <summary>Where the station belongs by the key that its first M2 proves; null: where it is.</summary>
    public IKeyPlace? Place { get; init; }

    /// <summary>The frame to be sent, from the EAPOL header on; good until the next input to any station of the BSS.</summary>
    public ReadOnlySpan<byte> OutgoingEapol => _sent.Eapol;

    /// <summary>The nonce of M1, 32 bytes.</summary>
    public ReadOnlySpan<byte> ANonce => _keys.ANonce;

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
    /// <param name="stationRsne">The RSNE of its Association Request with identifier and length; kept, not copied, as the next.</param>
    /// <param name="stationRsnxe">Its RSNXE, likewise; empty: none.</param>
    /// <param name="ownElements">The AP's RSNE, and RSNXE if any, as in its Beacon.</param>
    /// <param name="ssid">The name of the network, which M3 tells a station that compares it where <see cref="RsnOptions.ProtectsSsid"/>.</param>
    public void Start(
        MacAddress station, MacAddress bssid, PmkOffer offer,
        byte[] stationRsne, byte[] stationRsnxe, ReadOnlySpan<byte> ownElements, ReadOnlySpan<byte> ssid = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(stationRsne);
        ArgumentNullException.ThrowIfNull(stationRsnxe);
        Forget();
        _received.Begin(stationRsne, stationRsnxe);
        _slot.Begin(stationRsne);
        _keys.Begin(bssid, station, offer, _group.TermsOf(Suite, ssid));
        _sent.Begin(ownElements, Rsnxe.Says(stationRsnxe, Rsnxe.SsidProtection) ? ssid : default, KeySuites.Protects(Suite, stationRsne));
        _pairwise.Associate(station);
        if (_pairwise.TryPrepare())
        {
            _pairwise.Begin();
        }
        else
        {
            _effects.Emit(AuthenticatorEffectKind.HeldForEntropy);
        }
    }

    /// <summary>
    /// A station has associated by a fast transition (802.11-2020 13.7.1): its keys are there and in the driver, and its port is to be opened. Its next
    /// group key comes as to any other; another pairwise key it gets with another association.
    /// </summary>
    /// <param name="transition">Its transition; it stays the caller's.</param>
    /// <param name="offer">The PMKs that it may have, of which it has proven one, where that is known; it stays the caller's.</param>
    /// <param name="stationRsne">The RSNE of its Reassociation Request.</param>
    public void Adopt(FtExchange transition, PmkOffer offer, byte[] stationRsne)
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(stationRsne);
        Forget();
        _received.Begin(stationRsne, []);
        _slot.Begin(stationRsne);
        _keys.Begin(default, transition.Station, offer, null);
        _keys.Adopt(transition);
        _sent.Begin([], default, KeySuites.Protects(Suite, stationRsne));
        _groupHalf.Adopt(transition.Generation);
        _pairwise.Adopt(transition.Station);
        _group.Join(this);
        OfferNewerGroupKey();
        _group.StationDone();
    }

    /// <summary>The root of the key that the station has proven, by which other access points of the domain know it; false: it is none of such.</summary>
    /// <param name="key">PMK-R0, 32 bytes.</param>
    /// <param name="name">Its name, 16 bytes.</param>
    public bool TryWriteRoot(Span<byte> key, Span<byte> name) => _keys.TryWriteRoot(key, name);

    /// <summary>The pool, and before it the group key machine, has become ready.</summary>
    public void OnEntropyReady()
    {
        if (State == PtkState.Authentication2 && _pairwise.TryPrepare())
        {
            _effects.Emit(AuthenticatorEffectKind.ReleasedFromEntropy);
            _pairwise.Begin();
        }

        BeginRenewal();
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
            case PtkState.PtkStart or PtkState.PtkCalcNegotiating or PtkState.PtkInitNegotiating:
                DisconnectUnless(_pairwise.TryRepeat());
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
    /// Replaces the pairwise key, at once or when nothing stands in its way; a station whose key may not be replaced is to associate
    /// anew. False before the 4-way handshake is complete, and during the next.
    /// </summary>
    public bool StartPairwiseRekey()
    {
        if (State != PtkState.PtkInitDone)
        {
            return false;
        }

        if (_pairwise.TryWantRenewal())
        {
            BeginRenewal();
        }
        else
        {
            Disconnect(ReasonCodes.InvalidClass3Frame, "its pairwise key may not be replaced");
        }

        return true;
    }

    /// <summary>
    /// The station has another PMK under the same association, since it was authenticated anew: the handshake for its next key follows.
    /// False where no handshake was ever complete: it is to be started.
    /// </summary>
    public bool Renew(PmkOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (!_slot.IsInUse || State is PtkState.Initialize or PtkState.Disconnected or PtkState.Authentication2)
        {
            return false;
        }

        _keys.Offer(offer);
        if (State != PtkState.PtkInitDone)
        {
            _pairwise.TryRestart();
            return true;
        }

        return StartPairwiseRekey();
    }

    /// <summary>What the station may prove is something else from now on, which counts for an M2 that comes again; none has fitted yet.</summary>
    public void Offer(PmkOffer offer) => _keys.Offer(offer);

    /// <summary>
    /// The answer to ReadGroupSequence: the packet number the group key was last used with, 6 bytes, least significant
    /// byte first; empty when unknown. The question for the next key follows, or M3 or the group message.
    /// </summary>
    public void OnGroupSequence(ReadOnlySpan<byte> packetNumber)
    {
        var sequence = packetNumber[..Math.Min(packetNumber.Length, 6)];
        if (State == PtkState.PtkInitNegotiating)
        {
            if (_sent.TakeSequence(sequence))
            {
                _sent.SendMessage3();
            }
        }
        else if (GroupState == PtkGroupState.RekeyNegotiating && _sent.TakeSequence(sequence))
        {
            _sent.SendGroupMessage();
        }
    }

    /// <summary>An effect could not be run: what must not follow it is withdrawn.</summary>
    public void OnEffectFailed(AuthenticatorEffectKind kind)
    {
        if (kind == AuthenticatorEffectKind.ReadGroupSequence)
        {
            OnGroupSequence(default);
        }
        else if (kind == AuthenticatorEffectKind.InstallReceiveKey && State == PtkState.PtkInitNegotiating
            || kind is AuthenticatorEffectKind.InstallPairwiseKey or AuthenticatorEffectKind.InstallReceiveKey
                or AuthenticatorEffectKind.SelectPairwiseKey or AuthenticatorEffectKind.AuthorizeStation && State == PtkState.PtkInitDone)
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
            case KeyFrameEvent.Message2 when !TryMove():
                Disconnect(ReasonCodes.Unspecified, "by its key it belongs to no network");
                break;
            case KeyFrameEvent.Message2 or KeyFrameEvent.LaterMessage2:
                _sent.AllocateAddress(_received.KeyDataOf(frame), Station, IpAddressing);
                DisconnectUnless(_pairwise.TryBeginMessage3(isLater: what == KeyFrameEvent.LaterMessage2));
                break;
            case KeyFrameEvent.DifferentRsne:
                _counters.FourWayHandshakeFailures++;
                Disconnect(ReasonCodes.ElementDiffersInFourWay, "the RSNE or RSNXE of M2 is not that of the Association Request");
                break;
            case KeyFrameEvent.ForeignMessage2:
                _pairwise.TakeForeignMessage2();
                break;
            case KeyFrameEvent.Message4:
                Complete(frame.ReplayCounter);
                break;
            case KeyFrameEvent.Group2:
                _groupHalf.Complete(Station, frame.ReplayCounter);
                OfferNewerGroupKey();
                BeginRenewal();
                _group.StationDone();
                break;
            case KeyFrameEvent.GroupRequest:
                StartGroupRekey();
                break;
            case KeyFrameEvent.PairwiseRequest:
                StartPairwiseRekey();
                break;
        }
    }

    /// <summary>M3 hands out the group key of the network where the station belongs; false: it belongs nowhere.</summary>
    private bool TryMove()
    {
        if (Place is null || _slot.IsInUse)
        {
            return true;
        }

        if (Place.PlaceOf(_keys.Proven) is not { } group)
        {
            return false;
        }

        _group = group;
        _sent.Move(group);
        _pairwise.Move(group);
        _groupHalf.Move(group);
        return true;
    }

    /// <summary>One message at a time waits for its answer.</summary>
    private void BeginRenewal()
    {
        if (GroupState == PtkGroupState.Idle)
        {
            _pairwise.TryRenew();
        }
    }

    private void DisconnectUnless(bool isSent)
    {
        if (!isSent)
        {
            _counters.FourWayHandshakeFailures++;
            Disconnect(ReasonCodes.FourWayHandshakeTimeout, "4-way handshake timed out");
        }
    }

    private void RepeatGroupMessage()
    {
        if (GroupState == PtkGroupState.RekeyNegotiating && !_groupHalf.TryRepeat(Station))
        {
            _counters.GroupHandshakeFailures++;
            Disconnect(ReasonCodes.GroupKeyUpdateTimeout, "group key handshake timed out");
        }
    }

    /// <summary>M4 is good, and tells which group key the station has, too.</summary>
    private void Complete(ulong answered)
    {
        _groupHalf.Confirm(answered);
        _group.Join(this);
        _pairwise.Complete();
        OfferNewerGroupKey();

        // A renewal may have brought the group key that all the others have already.
        _group.StationDone();
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
        _pairwise.Abandon(why);
        _groupHalf.Abandon(Station, why);
        Wipe();
        _effects.Emit(AuthenticatorEffectKind.CancelTimer);
        _effects.Deauthenticate(reason);
        _group.Leave(this);
    }

    private void Forget()
    {
        _pairwise.End("association ended");
        _effects.Clear();
        Wipe();
        _groupHalf.End(Station, "association ended");
        _group.Leave(this);
    }

    private void Wipe()
    {
        _slot.Clear();
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
}
