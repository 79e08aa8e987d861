using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>
/// The owner's side of Wi-Fi Direct before there is a group, and around it (P2P 1.7 3.1): to be found, to be asked, to agree on a group, to
/// end it, and to be found again. Pure: effects wait in <see cref="TryNextEffect"/>; one radio does one thing at a time, and who wants it
/// most has it:
/// <code>
/// group &gt; negotiation, invitation, discovery &gt; search &gt; listen &gt; nothing
/// </code>
/// What each of them does stands in a class of its own; here they take turns. It is never a client: who wants to own instead of us is
/// refused, and told why.
/// </summary>
public sealed class P2pDevice
{
    private readonly DeviceSelf _self;
    private readonly DeviceEffects _effects;
    private readonly ListenPlan _listen;
    private readonly PeerSearch _search;
    private readonly GoNegotiation _negotiation;
    private readonly Invitation _invitation;
    private readonly SentDiscovery _discovery;
    private readonly GroupTerm _term;
    private readonly DeviceConsent _consent;
    private readonly DeviceFrames _frames;
    private readonly Func<bool> _isReady;
    private bool _isOn;

    /// <summary>A device that does nothing until <see cref="Start"/>.</summary>
    /// <param name="address">P2P Device Address, which is its address in the group, too.</param>
    /// <param name="options">What it is to be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isReady">Whether keys can be drawn; <see cref="OnEntropyReady"/> is called when that changes.</param>
    /// <param name="drawPin">Draws an eight-digit PIN to be shown; null while there is not enough entropy.</param>
    /// <param name="display">Wi-Fi Display subelements that go with its elements.</param>
    public P2pDevice(
        MacAddress address, P2pDeviceOptions options, TimeProvider time, Func<bool> isReady, Func<string?> drawPin, DisplaySubelements? display = null)
    {
        _isReady = isReady;
        _effects = new DeviceEffects(time);
        _self = new DeviceSelf(address, options, display ?? new DisplaySubelements());
        Peers = new PeerTable(time) { IsKept = IsKept, Lost = peer => _effects.Announce(DeviceEvent.DeviceLost, EventWord.Of("p2p_dev_addr", peer.Address)) };
        _consent = new DeviceConsent(_self, Peers, _effects, time);
        _listen = new ListenPlan(_self, _effects);
        _search = new PeerSearch(_self, _effects);
        _term = new GroupTerm(_self, _effects) { Ended = Proceed };
        _negotiation = new GoNegotiation(_self, _effects)
        {
            Ended = Proceed,
            Agreed = BeginGroup,
            WishOf = _consent.WishOf,
            Use = _consent.Use,
            IsReady = isReady,
            IsBusyFor = device => _invitation!.State == InvitationState.Answering
                || _invitation.State == InvitationState.AwaitResponse && _invitation.Partner != device,
            Begins = () => _ = _discovery!.Cancel() | _invitation!.Cancel(),
        };
        _invitation = new Invitation(_self, _effects)
        {
            Ended = Proceed,
            Agreed = BeginGroup,
            IsReady = isReady,
            RunningMhz = () => _term.Phase == GroupPhase.Running ? _term.FrequencyMhz : 0,
            IsBusy = () => _negotiation.State != NegotiationState.None || _discovery!.IsUnderWay || _term.Phase is not (GroupPhase.None or GroupPhase.Running),
        };
        _discovery = new SentDiscovery(_self, _effects) { Ended = Proceed, DrawPin = drawPin };
        _frames = new DeviceFrames(_self, Peers, _effects, time, drawPin)
        {
            Negotiation = _negotiation,
            Invitation = _invitation,
            Discovery = _discovery,
        };
    }

    /// <summary>The devices that were heard of.</summary>
    public PeerTable Peers { get; }

    /// <summary>What it is; may be changed at any time, and counts from the next frame on.</summary>
    public P2pDeviceOptions Options
    {
        get => _self.Options;
        set => _self.Take(value);
    }

    /// <summary>P2P Device Address.</summary>
    public MacAddress Address => _self.Address;

    /// <summary>What it is about.</summary>
    public DeviceState State =>
        _term.Phase != GroupPhase.None ? DeviceState.Group
        : _negotiation.NeedsRadio ? DeviceState.Negotiation
        : _invitation.State != InvitationState.None ? DeviceState.Invitation
        : _discovery.IsUnderWay ? DeviceState.Discovery
        : _search.State != SearchState.Off ? DeviceState.Search
        : _negotiation.State == NegotiationState.AwaitPeer ? DeviceState.WaitPeer
        : _isOn && _listen.IsWanted ? DeviceState.Listen
        : DeviceState.Idle;

    /// <summary>How far its group has got.</summary>
    public GroupPhase Phase => _term.Phase;

    /// <summary>With whom it negotiates or whom it invites, or whom its group was made for; zero: nobody.</summary>
    public MacAddress Partner => !_term.PeerDevice.IsZero ? _term.PeerDevice : !_negotiation.Partner.IsZero ? _negotiation.Partner : _invitation.Partner;

    /// <summary>Frames without effect, by reason.</summary>
    public long Dropped(P2pDrop reason) => _frames.Dropped(reason);

    /// <summary>Events that strangers caused and that were not told, because there were too many.</summary>
    public long Untold => _effects.Untold;

    /// <summary>Elements of our own Probe Requests.</summary>
    public byte[] ProbeElements() => _frames.ProbeElements();

    /// <summary>The channels of a search, in MHz; empty: all.</summary>
    public int[] ChannelsOf(SearchScope scope) => _search.ChannelsOf(scope);

    /// <summary>wpa_supplicant's word for a way to get the key.</summary>
    public static string WordOf(ProvisionMethod method) => NegotiationWords.Of(method);

    /// <summary>Whether an action frame is an answer to something that a device asked, also while it has a group.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> body) =>
        P2pActionFrame.TryParse(body, out var frame) && frame.IsPublic && (P2pPublicAction)frame.Subtype
            is P2pPublicAction.GoNegotiationResponse or P2pPublicAction.GoNegotiationConfirmation
            or P2pPublicAction.InvitationResponse or P2pPublicAction.ProvisionDiscoveryResponse;

    /// <summary>Whether an action frame may make a group of ours: what the radio allows must be known before it is taken.</summary>
    public static bool IsWish(ReadOnlySpan<byte> body) =>
        P2pActionFrame.TryParse(body, out var frame) && frame.IsPublic && (P2pPublicAction)frame.Subtype
            is P2pPublicAction.GoNegotiationRequest or P2pPublicAction.InvitationRequest;

    /// <summary>The next effect; false when there is none. Run it before asking for the one after.</summary>
    public bool TryNextEffect(out DeviceEffect effect) => _effects.TryTake(out effect);

    /// <summary>The radio is there: it may be found.</summary>
    public void Start()
    {
        _isOn = true;
        _listen.EndPause();
        Proceed();
    }

    /// <summary>The radio is gone or given up: whatever was under way ends untold.</summary>
    public void Stop()
    {
        _isOn = false;
        _search.End();
        CancelExchanges();
        _listen.EndAsked();
        _effects.Emit(new DeviceEffect(DeviceEffectKind.Rest));
    }

    /// <summary>P2P_FIND; zero: until it is ended. False while a group or a negotiation has the radio.</summary>
    public bool Find(SearchScope scope, TimeSpan time)
    {
        if (!_isOn || _term.Phase != GroupPhase.None || IsExchanging)
        {
            return false;
        }

        _search.Begin(scope, time);
        return true;
    }

    /// <summary>P2P_STOP_FIND: ends search, P2P_LISTEN and what is being negotiated.</summary>
    public void StopFind()
    {
        _search.End();
        _listen.EndAsked();
        CancelExchanges();
        Proceed();
    }

    /// <summary>P2P_LISTEN; zero: an hour. False while a group has the radio.</summary>
    public bool Listen(TimeSpan time)
    {
        if (!_isOn || _term.Phase != GroupPhase.None)
        {
            return false;
        }

        _search.End();
        _listen.Ask(time);
        Proceed();
        return true;
    }

    /// <summary>P2P_EXT_LISTEN; a period of zero ends it.</summary>
    public void ExtendListen(TimeSpan period, TimeSpan interval) => _listen.Extend(period, interval);

    /// <summary>
    /// P2P_CONNECT: allows a group with a peer, and unless <paramref name="onlyAllow"/> asks it. False when it has not been heard of, or
    /// something else is under way.
    /// </summary>
    public bool Connect(MacAddress device, PeerWish wish, bool onlyAllow)
    {
        if (Peers.Find(device) is not { } peer || !onlyAllow && peer.Renown == PeerRenown.Heard)
        {
            return false;
        }

        if (!onlyAllow && (!_isOn || _term.Phase != GroupPhase.None || _negotiation.NeedsRadio || _invitation.State != InvitationState.None))
        {
            return false;
        }

        DeviceConsent.Allow(peer, wish);
        if (onlyAllow)
        {
            return true;
        }

        _search.End();
        _discovery.Cancel();
        if (_negotiation.Partner != device)
        {
            _negotiation.Cancel();
        }

        if (_isReady())
        {
            return _negotiation.Begin(peer);
        }

        peer.Readiness = PeerReadiness.WaitsForUs;
        _effects.Explain(device, "there is not enough entropy for the keys of a group yet: it is asked as soon as there is");
        Proceed();
        return true;
    }

    /// <summary>
    /// The button: who waits for it is asked; when nobody does, whoever asks for it within the walk time. False when two wait, because
    /// nobody can tell which of them is meant (WSC 2.0 11.3).
    /// </summary>
    public bool PushButton()
    {
        var waiting = Peers.All.Where(static p => p is { Readiness: PeerReadiness.WaitsForUs, PasswordId: (int)DevicePasswordId.PushButton }).ToList();
        switch (waiting.Count)
        {
            case 0:
                _consent.Press();
                return true;
            case 1:
                return Connect(waiting[0].Address, new PeerWish(ProvisionMethod.PushButton, null, Options.Intent, 0), onlyAllow: false);
            default:
                _effects.Explain(waiting[0].Address, $"waits for the button, and so does {waiting[1].Address}: nobody can tell which is meant; say P2P_CONNECT");
                return false;
        }
    }

    /// <summary>P2P_PROV_DISC; false when the peer has not been heard of, or something else is under way.</summary>
    public bool Discover(MacAddress device, ConfigMethods method)
    {
        if (!_isOn || Peers.Find(device) is not { } peer || _term.Phase != GroupPhase.None || IsExchanging)
        {
            return false;
        }

        _discovery.Begin(peer, method);
        return true;
    }

    /// <summary>P2P_INVITE: back into our group, or into it as it runs; false when the peer has not been heard of, or something else is under way.</summary>
    public bool Invite(MacAddress device, int frequencyMhz)
    {
        if (!_isOn || Options.Ssid.Length == 0 || (Peers.Find(device) ?? Peers.Hear(device, 0)) is not { } peer)
        {
            return false;
        }

        if (_negotiation.State == NegotiationState.AwaitPeer)
        {
            _negotiation.Cancel();
        }

        _search.End();
        return _invitation.Begin(peer, frequencyMhz);
    }

    /// <summary>P2P_REJECT: the peer is told that a person said no; false when it has not been heard of.</summary>
    public bool Reject(MacAddress device) => _consent.Reject(device);

    /// <summary>P2P_UNAUTHORIZE; false when nothing is allowed with the peer.</summary>
    public bool Unauthorize(MacAddress device) => _consent.Withdraw(device);

    /// <summary>P2P_CANCEL: ends what is being negotiated, or the group that forms; false when there is neither.</summary>
    public bool Cancel()
    {
        var some = CancelExchanges();
        some |= _term.Phase is GroupPhase.Starting or GroupPhase.Forming or GroupPhase.FirstConnection && _term.End(GroupEnd.Requested);
        Proceed();
        return some;
    }

    /// <summary>P2P_FLUSH: forgets all that was found and allowed.</summary>
    public void Flush()
    {
        StopFind();
        _consent.Clear();
        Peers.Clear();
    }

    /// <summary>P2P_GROUP_REMOVE, or the radio is needed elsewhere; false when there is no group.</summary>
    public bool EndGroup(GroupEnd why = GroupEnd.Requested) => _term.End(why);

    /// <summary>The group is on another channel now.</summary>
    public void OnGroupMoved(int frequencyMhz) => _term.OnMoved(frequencyMhz);

    /// <summary>A group runs because a person asked for it (P2P_GROUP_ADD).</summary>
    public void AdoptGroup(int frequencyMhz)
    {
        _search.End();
        CancelExchanges();
        _term.Adopt(frequencyMhz);
    }

    /// <summary>A Probe Request was heard, from its header on.</summary>
    public void OnProbeRequest(ReadOnlySpan<byte> frame, int frequencyMhz, int signalDbm)
    {
        if (_isOn && _term.Phase == GroupPhase.None)
        {
            _frames.OnProbeRequest(frame, frequencyMhz, signalDbm);
        }
    }

    /// <summary>An action frame of Wi-Fi Direct that is addressed to us was heard.</summary>
    /// <param name="source">Its sender.</param>
    /// <param name="body">From the category on.</param>
    /// <param name="frequencyMhz">Where.</param>
    /// <param name="signalDbm">How loud.</param>
    public void OnAction(MacAddress source, ReadOnlySpan<byte> body, int frequencyMhz, int signalDbm)
    {
        if (_isOn)
        {
            _frames.OnAction(source, body, frequencyMhz, signalDbm, _term.Phase != GroupPhase.None);
        }
    }

    /// <summary>A search has found something: elements of its Probe Response or Beacon.</summary>
    public void OnNeighbour(MacAddress bssid, ReadOnlySpan<byte> elements, int frequencyMhz, int signalDbm) =>
        _frames.OnNeighbour(bssid, elements, frequencyMhz, signalDbm);

    /// <summary>A search is over.</summary>
    public void OnSearched()
    {
        if (!IsExchanging && _term.Phase == GroupPhase.None)
        {
            _search.OnSearched();
        }
        else
        {
            _search.OnInterrupted();
        }
    }

    /// <summary>The listen that was asked for last is over.</summary>
    public void OnListenEnded()
    {
        _listen.OnEnded();
        _negotiation.OnListenEnded();
        Proceed();
    }

    /// <summary>The action frame that was sent last has left, acknowledged or not.</summary>
    public void OnSent(bool acknowledged)
    {
        if (_discovery.IsUnderWay)
        {
            _discovery.OnSent(acknowledged);
        }
        else if (_invitation.State != InvitationState.None)
        {
            _invitation.OnSent(acknowledged);
        }
        else
        {
            _negotiation.OnSent(acknowledged);
        }
    }

    /// <summary>A timer that was armed is due.</summary>
    public void OnTimer(DeviceTimer timer)
    {
        switch (timer)
        {
            case DeviceTimer.Exchange when _discovery.IsUnderWay:
                _discovery.OnExchangeTimer();
                break;
            case DeviceTimer.Exchange when _invitation.State != InvitationState.None:
                _invitation.OnExchangeTimer();
                break;
            case DeviceTimer.Exchange:
                _negotiation.OnExchangeTimer();
                break;
            case DeviceTimer.Patience:
                _negotiation.OnPatienceTimer();
                break;
            case DeviceTimer.Group:
                _term.OnTimer();
                break;
            case DeviceTimer.ListenEnd:
                _listen.EndAsked();
                Proceed();
                break;
            case DeviceTimer.FindEnd:
                _search.End();
                Proceed();
                break;
            case DeviceTimer.ExtendedListen:
                _listen.OnInterval();
                Proceed();
                break;
            case DeviceTimer.Peers:
                _frames.OnPeersTimer();
                break;
            case DeviceTimer.ListenPause:
                _listen.EndPause();
                Proceed();
                break;
        }
    }

    /// <summary>Keys can be drawn: who was told to wait for that is asked, or invited, now.</summary>
    public void OnEntropyReady()
    {
        if (_isReady() && _negotiation.State == NegotiationState.None && _isOn && _term.Phase == GroupPhase.None && !IsExchanging)
        {
            AskWhoWaits();
        }
    }

    /// <summary>The group of the last plan is on the air.</summary>
    public void OnGroupStarted() => _term.OnStarted();

    /// <summary>The group is off the air, or could not be put on it.</summary>
    public void OnGroupEnded() => _term.OnEnded();

    /// <summary>The peer has the credential.</summary>
    public void OnProvisioned() => _term.OnProvisioned();

    /// <summary>It could not be given to it.</summary>
    public void OnProvisioningFailed() => _term.OnProvisioningFailed();

    /// <summary>A client is in.</summary>
    public void OnClientIn() => _term.OnClientIn();

    /// <summary>A client has left; so many are still in.</summary>
    public void OnClientLeft(int left) => _term.OnClientLeft(left);

    private bool IsExchanging => _negotiation.NeedsRadio || _invitation.State != InvitationState.None || _discovery.IsUnderWay;

    /// <summary>Whatever is being exchanged ends untold; false when nothing is.</summary>
    private bool CancelExchanges() => _negotiation.Cancel() | _invitation.Cancel() | _discovery.Cancel();

    private bool IsKept(Peer peer) =>
        peer.Address == _negotiation.Partner || peer.Address == _invitation.Partner || peer.Address == _discovery.Partner || peer.Address == _term.PeerDevice;

    private void BeginGroup(GroupPlan plan)
    {
        _search.End();
        _term.Begin(plan);
    }

    /// <summary>Whoever had the radio has done with it: who is next?</summary>
    private void Proceed()
    {
        if (!_isOn || _term.Phase != GroupPhase.None || IsExchanging)
        {
            return;
        }

        if (_isReady() && _negotiation.State == NegotiationState.None && AskWhoWaits())
        {
            return;
        }

        if (_search.State != SearchState.Off)
        {
            _search.Turn();
        }
        else if (_listen.IsWanted || _negotiation.State == NegotiationState.AwaitPeer)
        {
            _listen.Begin();
        }
        else
        {
            _effects.Emit(new DeviceEffect(DeviceEffectKind.Rest));
        }
    }

    /// <summary>False when nobody does.</summary>
    private bool AskWhoWaits()
    {
        foreach (var peer in Peers.All)
        {
            if (peer is { Readiness: PeerReadiness.WaitsForUs, Wish: not null })
            {
                return _negotiation.Begin(peer);
            }

            if (peer.Readiness == PeerReadiness.WaitsForInvitation)
            {
                peer.Readiness = PeerReadiness.Ready;
                return _invitation.Begin(peer, 0);
            }
        }

        return false;
    }
}
