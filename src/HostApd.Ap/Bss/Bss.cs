using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// One access point on one interface, as others see it: its doors. What it does behind them is its rooms' (<see cref="BssRooms"/>), and
/// when it is on the air is its life's (<see cref="BssLife"/>). Everything runs on the event loop's thread.
/// </summary>
public sealed class Bss : IApEvents, IRadioMember, IDisposable
{
    private readonly BssRooms _rooms;
    private readonly BssSite _site;
    private readonly BssLife _life;
    private readonly ChannelMove _channel;
    private readonly BssReload _reload;
    private readonly SessionOrders _orders;
    private Func<IEnumerable<Bss>> _others = static () => [];

    /// <summary>A BSS that does nothing until <see cref="Enable"/>.</summary>
    public Bss(BssOptions options, IApLink link, Radio radio, EntropyPool entropy, TimeProvider time, IWorker? worker = null)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(radio);
        worker ??= new InlineWorker();
        _rooms = new BssRooms(options, link, radio, entropy, time, worker);
        _site = _rooms.Site;
        _channel = new ChannelMove(_site, _rooms.Announcement, _rooms.Membership);
        _life = new BssLife(_rooms, _channel, worker, this);
        _reload = new BssReload(_rooms, _life, _channel, worker);
        _orders = new SessionOrders(_rooms, () => _others());
        _rooms.ForAccess.Forget = _orders.ForgetAgreed;
        _rooms.Paired.Find = name => _others().FirstOrDefault(b => b.Options.InterfaceName == name && b._site.IsOnAir) is { } other
            ? (other.Bssid, other.Options.Ssid) : null;
        _site.Settled += _ => TellOthers();
        _rooms.OnDemand.Forget = device => RemoveDevicePsk(device);
        link.Attach(this);
        radio.Add(this);
    }

    /// <summary>What happens; its text, where one is wanted, is <see cref="ApEventText"/>'s.</summary>
    public event Action<ApEvent>? Event { add => _site.Voice.Event += value; remove => _site.Voice.Event -= value; }

    /// <summary>A station is in, and is about to be told of: whoever has its old association learns here that it has moved.</summary>
    public event Action<MacAddress>? PortOpening { add => _rooms.Port.Opening += value; remove => _rooms.Port.Opening -= value; }

    /// <summary>It is on another channel than its options of the start said, by our wish or another's.</summary>
    public event Action? ChannelChanged { add => _channel.Changed += value; remove => _channel.Changed -= value; }

    /// <summary>
    /// All networks of the process: one that shares keys asks those of them that are the same to a station, and one that tells of another looks for it there.
    /// </summary>
    public Func<IEnumerable<Bss>> Others
    {
        set
        {
            _others = value;
            _rooms.TransitionKeys.Others = () => value().Select(static b => b.TransitionKeys);
            _rooms.Admission.Relatives = source => value().Where(b => IsRelative(b, source)).Select(static b => b.Agreed);
        }
    }

    /// <summary>What it is to be.</summary>
    public BssOptions Options => _site.Options;

    /// <summary>Where it is.</summary>
    public BssState State => _life.State;

    /// <summary>Decides whether it comes back when it went off the air.</summary>
    public Recovery Recovery => _life.Recovery;

    /// <summary>Why it could not be enabled, or was disabled; null when all is well.</summary>
    public DriverResult? Problem => _life.Problem;

    /// <summary>It has been started at least once.</summary>
    public bool WasEnabled => _life.WasEnabled;

    /// <summary>An interface that is not there yet, in use or switched off is waited for; otherwise <see cref="Enable"/> is refused.</summary>
    public bool WaitForInterface { get => _life.WaitForInterface; init => _life.WaitForInterface = value; }

    /// <summary>Its address.</summary>
    public MacAddress Bssid => _site.Bssid;

    /// <summary>Its radio.</summary>
    public Radio Radio => _site.Radio;

    /// <summary>What it announces, once enabled.</summary>
    public BssAnnouncement? Announcement => _channel.Announced;

    /// <summary>What the stations present demand.</summary>
    public Protection Protection => _rooms.Announcement.Protection;

    /// <summary>Its stations.</summary>
    public StationTable Stations => _rooms.Stations;

    /// <summary>Who may join.</summary>
    public MacAcl Acl => _rooms.Acl;

    /// <summary>Frames without effect, by reason.</summary>
    public FrameCounters Counters => _site.Counters;

    /// <summary>Stations that wait for the entropy pool.</summary>
    public EntropyHold Hold => _rooms.Hold;

    /// <summary>The group key.</summary>
    public GroupKeys GroupKeys => _rooms.GroupKeys;

    /// <summary>Keys that belong to single devices.</summary>
    public DeviceKeys DeviceKeys => _rooms.DeviceKeys;

    /// <summary>Who is asked about stations; null: nobody. Changed while it is off the air.</summary>
    public IAuthenticationService? Service
    {
        get => _rooms.Site.Service;
        set => _rooms.Site.Service = value;
    }

    /// <summary>Who keeps account of sessions; null: nobody.</summary>
    public ISessionBook? Book
    {
        get => _rooms.Site.Book;
        set => _rooms.Site.Book = value;
    }

    /// <summary>What was said elsewhere of addresses.</summary>
    internal AddressInquiries Inquiries => _rooms.Inquiries;

    /// <summary>What a service wants of sessions unasked.</summary>
    internal SessionOrders Orders => _orders;

    /// <summary>The keys that were agreed on with stations.</summary>
    public PmksaCache Agreed => _rooms.Agreed;

    /// <summary>The keys by which other access points of its mobility domain know a station.</summary>
    public TransitionKeys TransitionKeys => _rooms.TransitionKeys;

    /// <summary>What SAE has come to.</summary>
    public SaeCounters Sae => _rooms.Sae.Counters;

    /// <summary>How many requests to associate by OWE have cost arithmetic.</summary>
    public long OweComputed => _rooms.Owe.Computed;

    /// <summary>Wi-Fi Simple Configuration.</summary>
    public Provisioning Provisioning => _rooms.Provisioning;

    /// <summary>How busy it is.</summary>
    public BssLoad Load => _rooms.Load;

    /// <summary>What it is while there is no group.</summary>
    public GroupOnDemand OnDemand => _rooms.OnDemand;

    /// <summary>The P2P group.</summary>
    public GroupMembership Group => _rooms.Membership;

    /// <summary>Starts the access point. Where the radio has something to do first, the rest follows by itself.</summary>
    public DriverResult Enable()
    {
        _rooms.OnDemand.EndListen();
        return _life.Enable();
    }

    /// <summary>Sends all stations away and stops to beacon, until somebody enables it again.</summary>
    public void Disable()
    {
        _rooms.OnDemand.EndListen();
        _life.Disable();
        _reload.ForgetFormer();
    }

    /// <summary>Takes other options; false while it beacons. Who gave the old ones wipes their keys.</summary>
    public bool Configure(BssOptions options)
    {
        if (State.IsWanted())
        {
            return false;
        }

        _site.Options = options;
        return true;
    }

    /// <summary>Takes other options while it beacons: under its stations where that costs no more, else this BSS starts anew.</summary>
    /// <param name="wanted">The options.</param>
    /// <param name="cost">What taking them costs; who made them of settings knows.</param>
    /// <returns>What was done, in words.</returns>
    public string Reconfigure(BssOptions wanted, ChangeCost cost)
    {
        var done = _reload.Run(wanted, cost);
        TellOthers();
        return done;
    }

    /// <summary>
    /// Takes what other options announce and writes the Beacon anew (UPDATE_BEACON): the stations stay, and what would cost them
    /// something waits for <see cref="Reconfigure"/>.
    /// </summary>
    public DriverResult Announce(BssOptions wanted)
    {
        var result = _reload.Announce(wanted);
        TellOthers();
        return result;
    }

    /// <summary>
    /// Stops to beacon and takes other options, whose start follows at once; one that fails is tried again. The keys of the
    /// old options are wiped where the new ones do not have them.
    /// </summary>
    public DriverResult Restart(BssOptions options) => _life.Restart(options);

    /// <summary>Writes the beacon anew; one that was silent begins with it.</summary>
    public DriverResult UpdateBeacon() => _life.UpdateBeacon();

    /// <summary>Stops to beacon and tells nobody (STOP_AP): who is in finds out by itself. It begins again as one with start_disabled does.</summary>
    public void FallSilent()
    {
        _life.FallSilent();
        _reload.ForgetFormer();
    }

    /// <summary>Moves this BSS and the others of its radio (<see cref="Ap.Radio.SwitchChannel"/>).</summary>
    public DriverResult SwitchChannel(ChannelSwitch wanted) => Radio.SwitchChannel(wanted);

    /// <summary>Deauthenticates (or disassociates) a station, or with the broadcast address all; false while off the air.</summary>
    public bool SendAway(MacAddress station, ReasonCode reason, bool disassociate)
    {
        if (_site.IsOnAir)
        {
            _rooms.Departure.SendAway(station, reason, disassociate);
        }

        return _site.IsOnAir;
    }

    /// <summary>
    /// Ends a session by the word of a service, and forgets in all networks of ours what would bring its station back without a question. False where
    /// the station is not here: then it hears nothing.
    /// </summary>
    public bool EndSession(MacAddress station) => _orders.End(station);

    /// <summary>Forgets in all networks of ours what would bring a station back without a question; whoever is in stays.</summary>
    public void ForgetAgreed(MacAddress station) => _orders.ForgetAgreed(station);

    /// <summary>
    /// Changes the terms of a session by the word of a service, and of the keys that its station may come back with. False where the station is not in,
    /// or where nobody has set terms: what none has cannot be changed.
    /// </summary>
    public bool ChangeSession(MacAddress station, GrantChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return _orders.Change(station, change);
    }

    /// <summary>Forgets a station, or with the broadcast address all, without a word to it; false while off the air.</summary>
    public bool Forget(MacAddress station)
    {
        if (_site.IsOnAir)
        {
            _rooms.Departure.ForgetSilently(station);
        }

        return _site.IsOnAir;
    }

    /// <summary>
    /// Sends a station a Deauthentication or Disassociation that means nothing to us: its entry stays. The radio protects it if the
    /// station has negotiated that (802.11-2020 12.2.8).
    /// </summary>
    public bool SendLeave(MacAddress station, ReasonCode reason, bool disassociate)
    {
        if (_site.IsOnAir)
        {
            _rooms.Transmitter.SendLeave(disassociate ? ManagementSubtype.Disassociation : ManagementSubtype.Deauthentication, station, reason);
        }

        return _site.IsOnAir;
    }

    /// <summary>Sends those away whom the access list shuts out now; how many.</summary>
    public int DismissDenied() => _site.IsOnAir ? _rooms.Departure.DismissDenied() : 0;

    /// <summary>Whom the access lists let in from now on; who is shut out now goes.</summary>
    public void Admit(AclPolicy policy)
    {
        _site.Options = Options with { AclPolicy = policy };
        DismissDenied();
    }

    /// <summary>
    /// A station is in at another BSS of ours now. It counts only from a network that is protected no less: else whoever claims its
    /// address in an open network could end its session here.
    /// </summary>
    public void Prune(MacAddress station, bool isProven) => _rooms.Departure.Prune(station, isProven);

    /// <summary>Asks a station for a sign of life now; AP-STA-POLL-OK follows when it gives one.</summary>
    public bool Poll(MacAddress station) => _rooms.Care.Poll(station);

    /// <summary>
    /// Forgets the PSKs of a device, named by its address or P2P Device Address; false when it has none. Whoever came in with
    /// one of them goes, whatever address it has, before the group gets another key.
    /// </summary>
    public bool RemoveDevicePsk(MacAddress device)
    {
        Group.ForgetClient(device);
        var removed = DeviceKeys.Of(device);
        if (removed.Count == 0)
        {
            return false;
        }

        foreach (var sta in Stations.ToArray())
        {
            if (removed.Exists(entry => entry.Station == sta.Address || sta.Access is RsnAccess access && access.Holds(entry))
                || GroupMembership.DeviceAddressOf(sta) == device)
            {
                _rooms.Departure.Dismiss(sta, ReasonCode.InvalidAuthentication);
            }
        }

        DeviceKeys.Discard(removed);

        // The device knows the group key, too.
        GroupKeys.Rekey();
        DeviceKeys.TellChanged();
        return true;
    }

    /// <summary>What goes through control clients, and what tests turn; may be changed at any time.</summary>
    public void Divert(FrameIntercept intercept, TestKnobs knobs) => _reload.Divert(intercept, knobs);

    /// <summary>A management frame as if it had been received (MGMT_RX_PROCESS).</summary>
    public void Inject(ReadOnlySpan<byte> frame) => Take(frame, FrameOrigin.Client);

    /// <summary>An 802.1X PDU as if it had been received (EAPOL_RX).</summary>
    public void InjectEapol(MacAddress station, ReadOnlySpan<byte> pdu) => TakeEapol(station, pdu, FrameOrigin.Client, inClear: false);

    /// <summary>The TX status of a frame that a control client sent for us (MGMT_TX_STATUS_PROCESS).</summary>
    public void InjectSent(ReadOnlySpan<byte> frame, bool acknowledged) => TakeSent(0, frame, acknowledged, FrameOrigin.Client);

    /// <summary>Sends a frame as it is (MGMT_TX).</summary>
    public bool SendRaw(ReadOnlySpan<byte> frame) => _site.IsOnAir && _site.Link.SendFrame(frame, SendOptions.None, out _).Succeeded;

    /// <summary>Sends a handshake message once more (RESEND_…).</summary>
    public bool Resend(MacAddress station, Resent message) => Stations.Find(station)?.Access is RsnAccess access && access.Resend(message);

    /// <summary>
    /// Asks a station whose management frames are protected whether it still has its keys (SA_QUERY); nothing follows from its silence.
    /// False when there is no such station.
    /// </summary>
    public bool AskSecurityAssociation(MacAddress station) => _rooms.Queries.Ask(station);

    /// <summary>A station is to show anew who it is (EAPOL_REAUTH); false where it is not in by 802.1X, or is being asked already.</summary>
    public bool Reauthenticate(MacAddress station) =>
        Stations.Find(station)?.Access is RsnAccess { Authentication: { } authentication } && authentication.Reauthenticate("EAPOL_REAUTH");

    /// <summary>Gives a station another pairwise key (REKEY_PTK); false where it has none yet.</summary>
    public bool RekeyPairwise(MacAddress station) => Stations.Find(station)?.Access is RsnAccess access && access.RekeyPairwise();

    /// <summary>Reads the kernel's counters of a station.</summary>
    public DriverResult ReadStation(MacAddress station, out StationCounters counters) => _site.Link.ReadStation(station, out counters);

    /// <summary>The bridge that its interface is in now.</summary>
    public LinkBridge AskBridge() => _site.Link.AskBridge();

    /// <summary>Seconds since <paramref name="timestamp"/> of this BSS's clock.</summary>
    public long SecondsSince(long timestamp) => (long)_site.Time.GetElapsedTime(timestamp).TotalSeconds;

    /// <inheritdoc/>
    public void OnFrame(ReadOnlySpan<byte> frame, in ReceiveInfo info)
    {
        if (_rooms.OnDemand.Hears)
        {
            if (!_rooms.Loss.Takes(frame))
            {
                _rooms.OnDemand.OnFrame(frame, info);
            }
        }
        else
        {
            Take(frame, FrameOrigin.Air);
        }
    }

    /// <inheritdoc/>
    public void OnFrameSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged) => TakeSent(cookie, frame, acknowledged, FrameOrigin.Air);

    /// <inheritdoc/>
    public void OnEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypted) =>
        TakeEapol(station, pdu, FrameOrigin.Air, inClear: !encrypted && _site.Radio.Capabilities.EapolOverControlPort);

    /// <inheritdoc/>
    public void OnEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged) =>
        Stations.Find(station)?.Access?.OnEapolSent(acknowledged);

    /// <inheritdoc/>
    public void OnStationArrived(MacAddress station, ReadOnlySpan<byte> elements)
    {
        if (!_site.IsOnAir)
        {
            return;
        }

        if (!_site.MayBeStation(station))
        {
            Counters.Count(FrameDrop.WrongAddress);
            return;
        }

        _rooms.Arrival.OnAdmittedByFirmware(station, elements);
    }

    /// <inheritdoc/>
    public void OnStationLeft(MacAddress station) => _rooms.Departure.OnLeft(station);

    /// <inheritdoc/>
    public void OnStationProbed(MacAddress station, bool acknowledged) => _rooms.Care.OnProbed(station, acknowledged);

    /// <inheritdoc/>
    public void OnUnexpectedFrame(MacAddress station) => _rooms.Departure.OnUnexpectedFrame(station);

    /// <inheritdoc/>
    public void OnUnprotectedFrame(MacAddress station)
    {
        Counters.Count(FrameDrop.Unprotected);
        BssSite.Log.Debug("{0}: STA {1} unprotected frame in its name ignored by the radio", _site.Name, station);
    }

    /// <inheritdoc/>
    public void OnEventsLost() => _rooms.Care.OnEventsLost();

    /// <inheritdoc/>
    public void OnInterfaceChanged(InterfaceChange change)
    {
        if (change is InterfaceChange.Down or InterfaceChange.Removed)
        {
            _rooms.OnDemand.EndListen();
        }

        _life.OnInterfaceChanged(change);
        _reload.ForgetFormer();
    }

    /// <inheritdoc/>
    public void OnStopped()
    {
        _life.OnStopped();
        _reload.ForgetFormer();
    }

    /// <inheritdoc/>
    public void OnChannelSwitched(OperatingChannel channel)
    {
        if (_site.IsOnAir)
        {
            _channel.OnSwitched(channel);
            _rooms.OnDemand.OnMoved();
            Radio.OnMoved(Options.Channel);
        }
    }

    /// <inheritdoc/>
    public void OnColour(ColourNews news, ulong heard) => Radio.OnColour(this, news, heard);

    /// <summary>A fault of our own: what may be half done is taken down, and started anew.</summary>
    public void OnFault(Exception fault)
    {
        _life.OnFault(fault);
        _rooms.OnDemand.Abandon();
    }

    bool IRadioMember.IsOnAir => _site.IsOnAir;

    bool IRadioMember.IsWanted => State.IsWanted();

    bool IRadioMember.HasStations => Stations.Any();

    void IRadioMember.LeaveAir(string reason) => _life.LeaveAirFor(reason);

    void IRadioMember.StartAnew() => _life.StartAnew();

    void IRadioMember.Tell(ApEvent told) => _site.Voice.Raise(told);

    FortyMhzUse? IRadioMember.FortyMhz => _channel.FortyMhz;

    int IRadioMember.FortyIntolerant => Protection.FortyIntolerant;

    DriverResult IRadioMember.ChangeWidth() => _channel.ChangeWidth();

    int IRadioMember.BeaconInterval => Options.Radio.BeaconInterval;

    HeOptions? IRadioMember.He => _site is { IsOnAir: true, Offer.He: true } ? Options.Radio.He : null;

    DriverResult IRadioMember.BeginRecolour(Recolour next) => _channel.Begin(next);

    void IRadioMember.ShowColour()
    {
        BssSite.Log.Info("{0}: BSS colour {1}", _site.Name, Radio.ColourOf(Options.Radio.He));
        _rooms.Announcement.Refresh();
    }

    DriverResult IRadioMember.CheckSwitch(ChannelSwitch wanted) => _channel.Check(wanted);

    DriverResult IRadioMember.BeginSwitch(ChannelSwitch wanted) => _channel.Begin(wanted);

    OperatingChannel IRadioMember.Channel => Options.Channel;

    DriverResult IRadioMember.CheckFollow(ChannelSwitch wanted) => _rooms.OnDemand.CheckFollow(wanted);

    void IRadioMember.OnNeighbourMoves(RadioInterface neighbour, ChannelSwitch move, DriverResult followed)
    {
        if (followed.Succeeded)
        {
            BssSite.Log.Info("{0}: follows {1} to channel {2}: the radio has one channel", _site.Name, neighbour.Name, move.Channel.Number);
            _rooms.OnDemand.Follows();
        }
        else if (!_rooms.OnDemand.MakeRoom(neighbour, move, followed))
        {
            BssSite.Log.Warn("{0}: {1} is to go to channel {2}, and will lose its access point: the radio has one channel, and we stay on {3} ({4})",
                _site.Name, neighbour.Name, move.Channel.Number, Options.Channel.Number, followed);
        }
    }

    void IRadioMember.FollowMove(OperatingChannel channel) => _channel.Follow(channel);

    void IRadioMember.BeginAt(OperatingChannel channel) => _channel.BeginAt(channel);

    void IRadioMember.TakeMove(OperatingChannel channel) => _channel.TakeMove(channel);

    void IRadioMember.AbandonSwitch()
    {
        BssSite.Log.Warn("{0}: another network of the radio cannot move; this one starts anew where it was", _site.Name);
        _ = _life.Restart(Options);
    }

    void IRadioMember.OnRegulatoryChanged() => _life.OnRegulatoryChanged();

    void IRadioMember.OnRadioBusy(RadioState state) => _life.OnRadioBusy(state);

    void IRadioMember.OnRadioReady(DriverResult result) => _life.OnRadioReady(result);

    /// <inheritdoc/>
    public void Dispose()
    {
        Disable();
        _life.Dispose();
        Radio.Remove(this);
        _site.Voice.Dispose();
        _rooms.Vlans.Dispose();
        GroupKeys.Dispose();
        DeviceKeys.Replace([]);
        _rooms.Sae.Dispose();
        _rooms.Transitions.Dispose();
        _rooms.Agreed.Dispose();
        _rooms.Inquiries.Dispose();
        _site.Link.Dispose();
    }

    /// <summary>Whether who has agreed on a key there has shown what it takes here: the same network with the same passwords.</summary>
    /// <summary>A network of the same name that comes to its keys in the same way: by the same passwords, or by a server.</summary>
    private bool IsRelative(Bss other, PmkSource source) => other != this && other.Options.Security is { SharesKeys: true } theirs
        && Options.Security is { } ours && other.Options.Ssid.AsSpan().SequenceEqual(Options.Ssid)
        && (source == PmkSource.Eap ? ours.Enterprise is not null && theirs.Enterprise is not null
            : ours.Sae is { } mine && theirs.Sae is { } its && mine.IsSame(its));

    /// <summary>Who tells of this network tells of it as it is now.</summary>
    private void TellOthers()
    {
        foreach (var other in _others())
        {
            if (other != this)
            {
                other._rooms.Paired.Follow();
            }
        }
    }

    private void Take(ReadOnlySpan<byte> frame, FrameOrigin origin)
    {
        if (_site.IsOnAir && !_rooms.Loss.Takes(frame) && !_rooms.Tap.Diverts(frame, origin))
        {
            _rooms.Router.OnFrame(frame);
        }
    }

    private void TakeSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged, FrameOrigin origin)
    {
        if (_rooms.OnDemand.OnFrameSent(cookie, acknowledged) || _rooms.Membership.OnFrameSent(cookie, acknowledged)
            || _rooms.Tap.DivertsSent(frame, acknowledged, origin)
            || !ManagementFrame.TryParse(frame, out var sent) || Stations.Find(sent.Destination) is not { } sta)
        {
            return;
        }

        switch (sent.Subtype)
        {
            case ManagementSubtype.AssociationResponse or ManagementSubtype.ReassociationResponse:
                _rooms.Association.OnResponseSent(sta, cookie, acknowledged);
                break;
            case ManagementSubtype.Deauthentication or ManagementSubtype.Disassociation:
                _rooms.Departure.OnLeaveSent(sta);
                break;
            default:
                break;
        }
    }

    private void TakeEapol(MacAddress station, ReadOnlySpan<byte> pdu, FrameOrigin origin, bool inClear)
    {
        if (!_site.IsOnAir || Stations.Find(station) is not { } sta)
        {
            Counters.Count(FrameDrop.UnknownStation);
        }
        else if (!_rooms.Tap.DivertsEapol(station, pdu, origin))
        {
            _rooms.Access.OnEapol(sta, pdu, inClear);
        }
    }
}
