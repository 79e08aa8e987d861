using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Wps.Messages;

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
/// Wi-Fi Simple Configuration of one BSS (WSC 2.0 7, 11): who may enrol (<see cref="Selection"/>), into which network
/// (<see cref="ServedNetwork"/>), who may set it up (<see cref="ApSetup"/>), and the sessions of all stations. Pure but for the time
/// it is handed: after every call on it or on one of its sessions, drain <see cref="TryNextEffect"/> and run the effects in order.
/// </summary>
public sealed class Registrar : IDisposable
{
    /// <summary>Exchanges at a time; beyond it the oldest half-open one ends.</summary>
    public const int MaximumSessions = 32;

    private readonly KeyQueue _keys;
    private readonly RegistrarElements _elements;
    private readonly List<WpsSession> _sessions = [];

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
        Results = new WpsResults(Effects, time);
        _elements = new RegistrarElements(Effects);
        Selection = new Selection(bssid, options, Effects, Results, time, SelectionChanged);
        _keys = new KeyQueue(nonces, effect => Effects.Emit(effect));
        Network = new ServedNetwork(
            bssid, options, Effects, session => _sessions.Exists(s => s != session && s.MakesSettings), RefreshElements);
        Setup = new ApSetup(options, Effects, RefreshElements);
        RefreshElements();
    }

    /// <summary>The options it was made with.</summary>
    public WpsOptions Options { get; }

    /// <summary>The AP's address.</summary>
    public MacAddress Bssid { get; }

    /// <summary>Our UUID.</summary>
    public Guid Uuid { get; }

    /// <summary>NotConfigured until the first enrollee, if the options say so.</summary>
    public WpsState State => Network.State;

    /// <summary>The push button.</summary>
    public PbcState Pbc => Selection.Button.State;

    /// <summary>Exchanges under way.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary><c>WPS_AP_PIN get</c>: null when disabled.</summary>
    public string? ApPin => Setup.Text;

    /// <summary>External registrars are refused, by configuration or after wrong PINs.</summary>
    public bool IsSetupLocked => Setup.IsLocked;

    /// <summary>The whole WPS element(s) for the Beacon, with identifier and length; good until UpdateElements.</summary>
    public ReadOnlyMemory<byte> BeaconElements => _elements.Beacon;

    /// <summary>The same for Probe Responses to requests with a WPS element.</summary>
    public ReadOnlyMemory<byte> ProbeResponseElements => _elements.ProbeResponse;

    /// <summary>The same for Association Responses to requests with a WPS element.</summary>
    public ReadOnlyMemory<byte> AssociationResponseElements => _elements.AssociationResponse;

    /// <summary>Whether one more device may have a key of its own; asked before a credential is made.</summary>
    public Func<bool> HasRoomForDevicePsk
    {
        get => Network.HasRoomForDevicePsk;
        init => Network.HasRoomForDevicePsk = value;
    }

    internal INonceSource Nonces { get; }

    /// <summary>The way out, for the sessions, too.</summary>
    internal WpsEffects Effects { get; } = new();

    internal WpsResults Results { get; }

    internal ServedNetwork Network { get; }

    internal ApSetup Setup { get; }

    internal Selection Selection { get; }

    /// <summary>EAP identifier before the first of the next session.</summary>
    internal byte LastIdentifier { get; set; }

    /// <summary>The next effect; false when there is none. Run it before asking for the one after.</summary>
    public bool TryNextEffect(out WpsEffect effect) => Effects.TryTake(out effect);

    /// <summary><c>WPS_GET_STATUS</c>: reply with its <c>ToString()</c>.</summary>
    public WpsStatus GetStatus() =>
        new(Pbc, Results.Last, Results.FailureReason, Results.Peer, [.. Selection.Button.Overlapping]);

    /// <summary>Takes over the network that credentials are for. At start-up, and after every change.</summary>
    public void SetNetwork(WpsNetwork network) => Network.Set(network);

    /// <summary><c>WPS_PBC</c>.</summary>
    /// <param name="peer">The only device that may enrol: its address or P2P Device Address; zero: any.</param>
    /// <param name="walkTime">How long the press lasts; zero: <see cref="WpsOptions.WalkTime"/>.</param>
    public PushButtonResult PushButton(MacAddress peer = default, TimeSpan walkTime = default) =>
        Selection.PushButton(peer, walkTime);

    /// <summary>
    /// A press that no person made, for one device. False, and nothing changes, while a press, a PIN or an overlap stands (as
    /// long as its devices are seen): a stranger's request takes nothing away from a person, nor from who asked before.
    /// </summary>
    /// <param name="device">The address that asked; the only one that may enrol, as its own or as its P2P Device Address.</param>
    /// <param name="walkTime">How long the press lasts.</param>
    public bool PushButtonFor(MacAddress device, TimeSpan walkTime) => Selection.PushButtonFor(device, walkTime);

    /// <summary><c>WPS_PIN</c>: false when <paramref name="pin"/> is not 4 or 8 digits (blanks and dashes are skipped).</summary>
    /// <param name="pin">The PIN; the checksum is not asked for, as some devices show one without.</param>
    /// <param name="uuid">UUID-E; empty: any.</param>
    /// <param name="address">Address or P2P Device Address of the enrollee; zero: any.</param>
    /// <param name="expiry">Zero: until it is used or cancelled.</param>
    public bool AddPin(string pin, Guid uuid = default, MacAddress address = default, TimeSpan expiry = default) =>
        Selection.AddPin(pin, uuid, address, expiry);

    /// <summary><c>WPS_CANCEL</c>: ends the walk time, forgets the PINs, ends the sessions that have begun.</summary>
    public void Cancel()
    {
        Selection.Cancel();
        foreach (var session in _sessions.ToArray())
        {
            session.Abort();
        }

        SelectionChanged();
    }

    /// <summary><c>WPS_AP_PIN random</c>: null while no strong random bytes can be drawn, and on a GO.</summary>
    /// <param name="expiry">Zero: for ever.</param>
    public string? RandomApPin(TimeSpan expiry) => Setup.Draw(Nonces, expiry);

    /// <summary><c>WPS_AP_PIN set</c>: false when it is not a PIN, and on a GO.</summary>
    /// <param name="pin">4 or 8 digits.</param>
    /// <param name="expiry">Zero: for ever.</param>
    public bool SetApPin(string pin, TimeSpan expiry) => Setup.Set(pin, expiry);

    /// <summary><c>WPS_AP_PIN disable</c>.</summary>
    public void DisableApPin() => Setup.Disable();

    /// <summary>
    /// <c>WPS_CONFIG</c>: effects ApplySettings and WPS-NEW-AP-SETTINGS. False, and the settings are wiped, when they are
    /// none that we can serve: a P2P group is never open.
    /// </summary>
    public bool Configure(ApSettings settings) => Network.Configure(settings);

    /// <summary>A Probe Request with a WPS element.</summary>
    /// <param name="station">Its sender.</param>
    /// <param name="wps">The body behind OUI and type.</param>
    /// <param name="p2pDevice">The P2P Device Address, if its P2P element has one.</param>
    public void OnProbeRequest(MacAddress station, ReadOnlySpan<byte> wps, MacAddress p2pDevice = default)
    {
        if (WpsRequest.TryParse(wps, out var request))
        {
            Selection.OnSeen(station, request);
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
            WpsTimer.WalkTime => Done(Selection.OnWalkTime),
            WpsTimer.PinExpiry => Done(Selection.OnPinExpiry),
            WpsTimer.ApPinExpiry => Done(Setup.Disable),
            WpsTimer.SetupUnlock => Done(Setup.Unlock),
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
        Selection.Clear();
        Setup.Dispose();
        Network.Dispose();
        Effects.Clear();
    }

    internal void Remove(WpsSession session)
    {
        _sessions.Remove(session);
        Network.ApplyPending(session);
    }

    /// <summary>Waits for keys, unless too many do.</summary>
    internal EapMethodStep RequestKeys(WscMachine machine)
    {
        var pushedOut = _keys.Add(machine);
        if (pushedOut == machine)
        {
            return machine.OnPushedOut();
        }

        pushedOut?.Session.OnPushedOut(pushedOut);
        return EapMethodStep.Pending;
    }

    internal void Forget(WscMachine machine)
    {
        _keys.Remove(machine);
        _keys.Pump();
    }

    /// <summary>The exchange failed; <paramref name="type"/> is the message that did, None before M1.</summary>
    internal void OnFailed(RegistrarSession session, MessageType type, ConfigurationError error, string why)
    {
        Results.RecordFailure(session.Session, type, error, why);
        Selection.Release(session, session.PinRevealed);
    }

    /// <summary>The exchange is over; <paramref name="state"/> is where it was.</summary>
    internal void OnClosed(RegistrarSession session, RegistrarState state)
    {
        if (state is not (RegistrarState.Finished or RegistrarState.ExpectAck or RegistrarState.ExpectM1))
        {
            Results.RecordFailure(session.Session, $"ended in {state}: the enrollee left or stopped answering");
        }

        Selection.Release(session, state is RegistrarState.ExpectM7 or RegistrarState.ExpectDone);
    }

    /// <summary>WSC_Done: the enrollee has its credential.</summary>
    internal void OnEnrolled(RegistrarSession session)
    {
        var enrollee = session.Enrollee!;
        session.Session.Succeeded = true;
        Results.RecordSuccess(session.Session);
        Effects.Announce(WpsEvent.RegSuccess, EventWord.Of(enrollee.Address), EventWord.Of(enrollee.Uuid));
        Selection.Finish(session);
        Effects.Announce(WpsEvent.Success);
        Effects.Emit(new WpsEffect(WpsEffectKind.Provisioned, session.Session));
        if (session.NewSettings is not null)
        {
            Network.ApplyAfter(session.Session, session.NewSettings);
            session.NewSettings = null;
        }

        SelectionChanged();
    }

    /// <summary>M1: what we are, to an external registrar.</summary>
    internal M1 DescribeUs(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey) => new()
    {
        UuidE = WpsUuid.ToBytes(Uuid),
        MacAddress = Bssid,
        EnrolleeNonce = nonce,
        PublicKey = publicKey,
        AuthenticationTypeFlags = WscConstants.AuthenticationTypeFlags,
        EncryptionTypeFlags = WscConstants.EncryptionTypeFlags,
        ConnectionTypeFlags = WscConstants.ConnectionTypeEss,
        ConfigMethods = (ushort)(Options.PbcInM1 ? Options.ConfigMethods : Options.ConfigMethods.WithoutPushButton()),
        WpsState = (byte)State,
        Device = DeviceAttributes.Of(Options.Device),
        RfBands = (byte)Options.RfBands,
        OsVersion = Options.Device.OsVersion | WscConstants.OsVersionFlag,
    };

    private static bool Done(Action action)
    {
        action();
        return true;
    }

    private void SelectionChanged()
    {
        RefreshElements();
        _keys.Prepare(Selection.IsEnrolleeExpected);
    }

    private void RefreshElements() => _elements.Refresh(new WpsAdvertisement(
        Options, Uuid, State, IsSetupLocked, Selection.IsAnnounced, Selection.Button.IsAnnounced, Selection.AuthorizedMacs()));
}
