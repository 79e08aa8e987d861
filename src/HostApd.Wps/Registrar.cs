using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Wps;

/// <summary>What came of a button press.</summary>
public enum PushButtonResult
{
    /// <summary>The walk time has begun.</summary>
    Started,

    /// <summary>More than one device has asked to enrol within the walk time: refused (WSC 2.0 11.3).</summary>
    Overlap,
}

/// <summary>
/// Wi-Fi Simple Configuration of one BSS (WSC 2.0 7, 11): push button, PINs, credential, elements, and the sessions of all
/// stations. Pure but for the time it is handed: after every call on it or on one of its sessions, drain
/// <see cref="TryNextEffect"/> and run the effects in order.
/// <code>
/// event \ state     | Disabled        | Active                    | TimedOut        | Overlap
/// PushButton        | → Active        | → Active (time anew)      | → Active        | → Active
///   two devices seen| → Overlap       | → Overlap                 | → Overlap       | → Overlap
/// PushButtonFor     | → Active        | refused                   | → Active        | → Active
///   two devices seen| → Active        | –                         | → Active        | refused
///   a PIN stands    | refused         | refused                   | refused         | refused
/// second device seen| –               | → Overlap                 | –               | –
/// WalkTime          | –               | → TimedOut, WPS-TIMEOUT   | –               | – (no longer announced)
/// Cancel            | WPS-CANCEL      | WPS-TIMEOUT, WPS-CANCEL → Disabled | WPS-CANCEL | WPS-CANCEL → Disabled
/// enrolled by PBC   | –               | → Disabled                | –               | –
/// AddPin            | –               | → Disabled                | → Disabled      | → Disabled
/// M1 by PBC         | M2D 0           | M2; second device: M2D 12 → Overlap | M2D 0 | M2D 12
/// </code>
/// <see cref="Overlap"/> says how long one is announced.
/// </summary>
public sealed partial class Registrar : IDisposable
{
    /// <summary>Exchanges at a time; beyond it the oldest half-open one ends.</summary>
    public const int MaximumSessions = 32;

    private static readonly Logger Log = LogManager.GetLogger(nameof(Registrar));
    private static readonly TimeSpan ApplyDelay = TimeSpan.FromMilliseconds(100);

    private readonly KeyQueue _keys;
    private readonly PbcWindow _window;
    private readonly PinList _pins;
    private readonly ApPinGuard _apPin = new();
    private readonly List<WpsSession> _sessions = [];
    private readonly SeenEnrollees _seen = new();
    private WpsNetwork? _network;
    private Press _press;
    private bool _pinSelected;
    private readonly Overlap _overlap = new();
    private EffectQueue<WpsEffect> _effects = new(16);

    /// <summary>A registrar without a network; call <see cref="SetNetwork"/> before the BSS beacons.</summary>
    /// <param name="bssid">The AP's address.</param>
    /// <param name="options">From the configuration.</param>
    /// <param name="nonces">Where every random byte comes from.</param>
    /// <param name="time">For timestamps only; timers are effects.</param>
    public Registrar(MacAddress bssid, WpsOptions options, INonceSource nonces, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        Bssid = bssid;
        Options = options;
        Nonces = nonces;
        Uuid = options.Uuid == Guid.Empty ? WpsUuid.FromMac(bssid) : options.Uuid;
        State = options.State;
        _window = new PbcWindow(time, options.WalkTime);
        _pins = new PinList(time);
        _keys = new KeyQueue(nonces, effect => Emit(effect));
        _results = new RateLimiter(time, perSecond: 10, burst: 20);
        _apPin.Set(options.IsGroupOwner ? null : Pin.Normalize(options.ApPin));
        RefreshElements();
    }

    /// <summary>The options it was made with.</summary>
    public WpsOptions Options { get; }

    /// <summary>The AP's address.</summary>
    public MacAddress Bssid { get; }

    /// <summary>Our UUID.</summary>
    public Guid Uuid { get; }

    /// <summary>NotConfigured until the first enrollee, if the options say so.</summary>
    public WpsState State { get; private set; }

    /// <summary>The push button.</summary>
    public PbcState Pbc { get; private set; }

    /// <summary>Exchanges under way.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>The whole WPS element(s) for the Beacon, with identifier and length; good until UpdateElements.</summary>
    public ReadOnlyMemory<byte> BeaconElements { get; private set; }

    /// <summary>The same for Probe Responses to requests with a WPS element.</summary>
    public ReadOnlyMemory<byte> ProbeResponseElements { get; private set; }

    /// <summary>The same for Association Responses to requests with a WPS element.</summary>
    public ReadOnlyMemory<byte> AssociationResponseElements { get; } = WpsElements.AssociationResponse();

    /// <summary>Whether one more device may have a key of its own; asked before a credential is made.</summary>
    public Func<bool> HasRoomForDevicePsk { get; init; } = static () => true;

    internal INonceSource Nonces { get; }

    /// <summary>EAP identifier before the first of the next session.</summary>
    internal byte LastIdentifier { get; set; }

    /// <summary>The next effect; false when there is none. Run it before asking for the one after.</summary>
    public bool TryNextEffect(out WpsEffect effect) => _effects.TryTake(out effect);

    /// <summary>Takes over the network that credentials are for. At start-up, and after every change.</summary>
    public void SetNetwork(WpsNetwork network)
    {
        if (network != _network)
        {
            _network?.Dispose();
            _network = network;
        }
    }

    /// <summary><c>WPS_PBC</c>.</summary>
    /// <param name="peer">The only device that may enrol: its address or P2P Device Address; zero: any.</param>
    /// <param name="walkTime">How long the press lasts; zero: <see cref="WpsOptions.WalkTime"/>.</param>
    public PushButtonResult PushButton(MacAddress peer = default, TimeSpan walkTime = default)
    {
        var devices = _window.Recent();
        if (peer.IsZero && devices.Count > 1)
        {
            EnterOverlap(devices);
            return PushButtonResult.Overlap;
        }

        Begin(new Press(peer, IsAutomatic: false), walkTime == TimeSpan.Zero ? Options.WalkTime : walkTime);
        return PushButtonResult.Started;
    }

    /// <summary>
    /// A press that no person made, for one device. False, and nothing changes, while a press, a PIN or an overlap stands (as
    /// long as its devices are seen): a stranger's request takes nothing away from a person, nor from who asked before.
    /// </summary>
    /// <param name="device">The address that asked; the only one that may enrol, as its own or as its P2P Device Address.</param>
    /// <param name="walkTime">How long the press lasts.</param>
    public bool PushButtonFor(MacAddress device, TimeSpan walkTime)
    {
        var stands = Pbc == PbcState.Active || Pbc == PbcState.Overlap && _window.Recent().Count > 1;
        if (device.IsZero || stands || _pinSelected || !_pins.IsEmpty)
        {
            return false;
        }

        Begin(new Press(device, IsAutomatic: true), walkTime);
        return true;
    }

    /// <summary><c>WPS_PIN</c>: false when <paramref name="pin"/> is not 4 or 8 digits (blanks and dashes are skipped).</summary>
    /// <param name="pin">The PIN; the checksum is not asked for, as some devices show one without.</param>
    /// <param name="uuid">UUID-E; empty: any.</param>
    /// <param name="address">Address or P2P Device Address of the enrollee; zero: any.</param>
    /// <param name="expiry">Zero: until it is used or cancelled.</param>
    public bool AddPin(string pin, Guid uuid = default, MacAddress address = default, TimeSpan expiry = default)
    {
        if (Pin.Normalize(pin) is not { } digits || expiry < TimeSpan.Zero)
        {
            return false;
        }

        _pins.Add(digits, uuid, address, expiry);
        _pinSelected = true;
        if (Pbc != PbcState.Disabled)
        {
            Enter(PbcState.Disabled, "a PIN was entered");
        }

        _seen.Clear();
        _overlap.EndAnnouncement();
        Arm(WpsTimer.WalkTime, Options.WalkTime);
        ArmPinExpiry();
        SelectionChanged();
        return true;
    }

    /// <summary><c>WPS_CANCEL</c>: ends the walk time, forgets the PINs, ends the sessions that have begun.</summary>
    public void Cancel()
    {
        if (Pbc == PbcState.Active)
        {
            Announce(WpsEvent.Timeout, "WPS-TIMEOUT ");
        }

        Announce(WpsEvent.Cancel, "WPS-CANCEL ");
        if (Pbc != PbcState.Disabled)
        {
            Enter(PbcState.Disabled, "cancelled");
        }

        _pinSelected = false;
        _overlap.EndAnnouncement();
        _pins.RemoveWhere(_ => true);
        Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.WalkTime));
        Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.PinExpiry));
        foreach (var session in _sessions.ToArray())
        {
            session.Abort();
        }

        SelectionChanged();
    }

    /// <summary>A Probe Request with a WPS element.</summary>
    /// <param name="station">Its sender.</param>
    /// <param name="wps">The body behind OUI and type.</param>
    /// <param name="p2pDevice">The P2P Device Address, if its P2P element has one.</param>
    public void OnProbeRequest(MacAddress station, ReadOnlySpan<byte> wps, MacAddress p2pDevice = default)
    {
        if (!WpsRequest.TryParse(wps, out var request))
        {
            return;
        }

        if (_seen.IsNews(station, request))
        {
            Announce(WpsEvent.EnrolleeSeen, EventTexts.EnrolleeSeen(station, request));
        }

        if (request.PasswordId != DevicePasswordId.PushButton || !_window.Add(new PbcDevice(station, request.Uuid)))
        {
            return;
        }

        var devices = _window.Recent();
        if (Pbc == PbcState.Active && _press.IsForAnyone && devices.Count > 1)
        {
            EnterOverlap(devices);
        }
    }

    /// <summary>
    /// A station has associated with a WPS element, or one without RSNE and WPS element sent EAPOL-Start. A WSC 2.0 station
    /// is asked for its identity at once, an older one is waited for. An earlier session of the same station ends.
    /// </summary>
    /// <param name="station">Its address.</param>
    /// <param name="wps">Body of the WPS element of its Association Request; empty when it had none.</param>
    /// <param name="p2pDevice">Its P2P Device Address when it is a P2P client, else zero.</param>
    public WpsSession Open(MacAddress station, ReadOnlySpan<byte> wps, MacAddress p2pDevice = default)
    {
        _sessions.Find(s => s.Station == station)?.Close();
        if (_sessions.Count >= MaximumSessions)
        {
            (_sessions.Find(s => s.IsHalfOpen && !s.IsPreferred) ?? _sessions.Find(s => s.IsHalfOpen))?.Abort();
        }

        var session = new WpsSession(this, station, p2pDevice, LastIdentifier);
        LastIdentifier += 17;
        _sessions.Add(session);
        session.Begin(atOnce: WpsRequest.TryParse(wps, out var request) && request.IsVersion2);
        return session;
    }

    /// <summary>The entropy pool has become ready.</summary>
    public void OnEntropyReady() => _keys.Pump();

    /// <summary>The result of an Exponentiate effect; each task exactly once, also when its session is gone.</summary>
    public void OnExponentiated(DhTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _keys.OnExponentiated(task);
    }

    /// <summary>A timer of the registrar (not of a session) ran out.</summary>
    public void OnTimer(WpsTimer timer)
    {
        _ = timer switch
        {
            WpsTimer.WalkTime => OnWalkTime(),
            WpsTimer.PinExpiry => OnPinExpiry(),
            WpsTimer.ApPinExpiry => OnApPinExpiry(),
            WpsTimer.SetupUnlock => OnSetupUnlock(),
            WpsTimer.EapRetransmit or WpsTimer.SessionTimeout => false,
        };
    }

    /// <summary>Ends all sessions without a word and wipes every secret.</summary>
    public void Dispose()
    {
        foreach (var session in _sessions.ToArray())
        {
            session.Close();
        }

        _keys.Clear();
        _pins.RemoveWhere(_ => true);
        _apPin.Dispose();
        _network?.Dispose();
        _network = null;
        _effects.Clear();
    }

    internal void Emit(in WpsEffect effect) => _effects.Add(effect);

    internal void Announce(WpsEvent which, string text) =>
        Emit(new WpsEffect(WpsEffectKind.Announce, Event: which, Text: text));

    internal void Remove(WpsSession session)
    {
        _sessions.Remove(session);
        ApplyPending(session);
    }

    private void Begin(Press press, TimeSpan walkTime)
    {
        _press = press;
        _pinSelected = false;
        _overlap.EndAnnouncement();
        _seen.Clear();
        Enter(PbcState.Active, press.IsAutomatic ? "a device asked" : "button pressed");
        Announce(WpsEvent.PbcActive, "WPS-PBC-ACTIVE ");
        Arm(WpsTimer.WalkTime, walkTime);
        SelectionChanged();
    }

    private bool OnWalkTime()
    {
        if (Pbc == PbcState.Active)
        {
            Enter(PbcState.TimedOut, "walk time is over");
            Announce(WpsEvent.Timeout, "WPS-TIMEOUT ");
        }

        _pinSelected = false;
        _overlap.EndAnnouncement();
        SelectionChanged();
        return true;
    }

    private bool OnPinExpiry()
    {
        _pins.Expire();
        _pinSelected &= !_pins.IsEmpty;
        ArmPinExpiry();
        SelectionChanged();
        return true;
    }

    private void ArmPinExpiry()
    {
        if (_pins.NextExpiry() is { } wait)
        {
            Arm(WpsTimer.PinExpiry, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
        else
        {
            Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.PinExpiry));
        }
    }

    private void Arm(WpsTimer timer, TimeSpan delay) => Emit(new WpsEffect(WpsEffectKind.ArmTimer, Timer: timer, Delay: delay));

    private void SelectionChanged()
    {
        RefreshElements();
        _keys.Prepare(Pbc == PbcState.Active || !_pins.IsEmpty);
    }

    private void RefreshElements()
    {
        var ad = new WpsAdvertisement(
            Options, Uuid, State, IsSetupLocked, IsPressAnnounced || _pinSelected, IsPressAnnounced, AuthorizedMacs());
        var beacon = WpsElements.Beacon(ad);
        var probe = WpsElements.ProbeResponse(ad);
        if (!beacon.AsSpan().SequenceEqual(BeaconElements.Span) || !probe.AsSpan().SequenceEqual(ProbeResponseElements.Span))
        {
            BeaconElements = beacon;
            ProbeResponseElements = probe;
            Emit(new WpsEffect(WpsEffectKind.UpdateElements));
        }
    }

    private bool IsPressAnnounced => Pbc == PbcState.Active || _overlap.IsAnnounced;

    private List<MacAddress> AuthorizedMacs() =>
        IsPressAnnounced ? [MacAddress.Broadcast] : _pinSelected ? _pins.AuthorizedMacs() : [];

    private void Enter(PbcState state, string reason)
    {
        Log.Debug("{0} PBC {1} -> {2} ({3})", Bssid, Pbc, state, reason);
        Pbc = state;
    }
}
