using HostApd.Crypto;
using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Rsn;

/// <summary>States of the pairwise machine (802.11-2020 12.7.11.3), with hostapd's numbers (<c>hostapdWPAPTKState</c>).
/// States that only pass are not named.</summary>
public enum PtkState
{
    /// <summary>No association.</summary>
    Initialize = 0,

    /// <summary>Given up; the caller deauthenticates.</summary>
    Disconnected = 2,

    /// <summary>Associated; M1 is held until strong random bytes can be drawn.</summary>
    Authentication2 = 4,

    /// <summary>M1 sent.</summary>
    PtkStart = 7,

    /// <summary>An M2 came whose MIC fits no PMK; M1 will be repeated.</summary>
    PtkCalcNegotiating = 8,

    /// <summary>M3 sent.</summary>
    PtkInitNegotiating = 10,

    /// <summary>M4 verified, key installed.</summary>
    PtkInitDone = 11,
}

/// <summary>States of the group half (802.11-2020 12.7.11.3), with hostapd's numbers (<c>hostapdWPAPTKGroupState</c>).</summary>
public enum PtkGroupState
{
    /// <summary>Nothing under way.</summary>
    Idle = 0,

    /// <summary>The group message was sent.</summary>
    RekeyNegotiating = 1,

    /// <summary>The station did not confirm.</summary>
    KeyError = 3,
}

/// <summary>
/// The Authenticator for one station (802.11-2020 12.7.6, 12.7.7, 12.7.11.3): pure. Inputs are its methods, outputs wait in
/// <see cref="TryNextEffect"/>; it reads no clock, driver or random source. Times are hostapd's.
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
public sealed partial class Authenticator : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Authenticator));

    private readonly GroupKeyMachine _group;
    private readonly PairwiseKeyPool _pool;
    private readonly INonceSource _nonces;
    private readonly RsnCounters _counters;
    private readonly SecretBytes _aNonce = new(EapolKeyFrame.NonceLength);
    private PmkOffer? _offer;
    private byte[] _stationRsne = [];
    private byte[] _ownElements = [];
    private readonly byte[] _ipAllocation = new byte[IIpAddressing.AllocationLength];
    private bool _hasIpAllocation;
    private MacAddress _bssid;
    private int _attempts;
    private EffectQueue<AuthenticatorEffect> _effects = new(4);

    /// <summary>An authenticator without a station.</summary>
    /// <param name="group">The group key of its BSS.</param>
    /// <param name="suite">What the station has negotiated: a row that the group's options offer.</param>
    /// <param name="nonces">Where ANonces come from.</param>
    /// <param name="counters">The counters of its BSS.</param>
    public Authenticator(GroupKeyMachine group, KeySuite suite, INonceSource nonces, RsnCounters counters)
    {
        ArgumentNullException.ThrowIfNull(group);
        _group = group;
        _pool = group.PoolOf(suite);
        _nonces = nonces;
        _counters = counters;
    }

    /// <summary>Where the pairwise machine is.</summary>
    public PtkState State { get; private set; } = PtkState.Initialize;

    /// <summary>Where the group half is.</summary>
    public PtkGroupState GroupState { get; private set; } = PtkGroupState.Idle;

    /// <summary>The station.</summary>
    public MacAddress Station { get; private set; }

    /// <summary>What the station has negotiated.</summary>
    public KeySuite Suite => _pool.Suite;

    /// <summary>The group key that the station has confirmed, as <see cref="GroupKeyMachine.Generation"/> counts.</summary>
    internal int GroupKeyGeneration { get; private set; }

    /// <summary>Where stations that ask in M2 get an IP address from; null: nowhere.</summary>
    public IIpAddressing? IpAddressing { get; init; }

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
        _bssid = bssid;
        _offer = offer;
        _stationRsne = stationRsne.ToArray();
        _ownElements = _group.Share(ownElements);
        Enter(PtkState.Authentication2, "associated");
        if (!TryBegin())
        {
            Emit(AuthenticatorEffectKind.HeldForEntropy);
        }
    }

    /// <summary>The pool, and before it the group key machine, has become ready.</summary>
    public void OnEntropyReady()
    {
        if (State == PtkState.Authentication2 && CanBegin())
        {
            Emit(AuthenticatorEffectKind.ReleasedFromEntropy);
            BeginFourWay();
        }
    }

    /// <summary>The timer ran out.</summary>
    public void OnTimer()
    {
        _ = State switch
        {
            PtkState.Initialize or PtkState.Disconnected or PtkState.Authentication2 => false,
            PtkState.PtkStart or PtkState.PtkCalcNegotiating => RepeatMessage1(),
            PtkState.PtkInitNegotiating => RepeatMessage3(),
            PtkState.PtkInitDone => RepeatGroupMessage(),
        };
    }

    /// <summary>
    /// The driver's word on the last EAPOL frame. After an acknowledged first M1 the repetition waits the full second:
    /// some stations change their SNonce when M1 is repeated.
    /// </summary>
    public void OnEapolSent(bool acknowledged)
    {
        if (acknowledged && State == PtkState.PtkStart && _attempts == 1 && _group.Options.TransmitStatusAvailable)
        {
            Arm(LaterTimeout);
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

    /// <summary>The association has ended: wipes the keys.</summary>
    public void Stop()
    {
        Forget();
        Emit(AuthenticatorEffectKind.CancelTimer);
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose() => Forget();

    private bool CanBegin() => _group.HasKey && _nonces.TryDraw(_aNonce.Span);

    private bool TryBegin()
    {
        if (!CanBegin())
        {
            return false;
        }

        BeginFourWay();
        return true;
    }

    private void Disconnect(ushort reason, string why)
    {
        Enter(PtkState.Disconnected, why);
        if (GroupState == PtkGroupState.RekeyNegotiating)
        {
            EnterGroup(PtkGroupState.Idle, why);
        }

        WipeKeys();
        Emit(AuthenticatorEffectKind.CancelTimer);
        _effects.Add(new AuthenticatorEffect(AuthenticatorEffectKind.DeauthenticateStation, ReasonCode: reason));
        _group.Leave(this);
    }

    private void Forget()
    {
        if (State != PtkState.Initialize)
        {
            Enter(PtkState.Initialize, "association ended");
        }

        _effects.Clear();
        WipeKeys();
        EnterGroup(PtkGroupState.Idle, "association ended");
        _group.Leave(this);
    }

    private void Drop(EapolKeyDropReason reason)
    {
        _counters.CountDropped(reason);
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0} EAPOL-Key dropped in {1}: {2}", Station, State, reason);
        }

        _effects.Add(new AuthenticatorEffect(AuthenticatorEffectKind.Dropped, DropReason: reason));
    }

    private void Arm(TimeSpan delay) =>
        _effects.Add(new AuthenticatorEffect(AuthenticatorEffectKind.ArmTimer, Delay: delay));

    private void Emit(AuthenticatorEffectKind kind) => _effects.Add(new AuthenticatorEffect(kind));

    private void Enter(PtkState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0} {1} -> {2} ({3})", Station, State, state, reason);
        }

        State = state;
    }

    private void EnterGroup(PtkGroupState state, string reason)
    {
        if (state != GroupState && Log.IsDebugEnabled)
        {
            Log.Debug("{0} group {1} -> {2} ({3})", Station, GroupState, state, reason);
        }

        GroupState = state;
    }
}
