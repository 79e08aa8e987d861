using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>
/// The negotiation under way (P2P 1.7 3.1.4.2), one at a time: as the one who is asked, and as the one who asks, which even somebody who
/// only answers must be: a peer that was told "not yet" waits for our Request.
/// <code>
/// event \ state          | None                  | AwaitResponse           | AwaitPeer            | AwaitConfirmation    | Confirming
/// Begin                  | → AwaitResponse       | refused                 | anew                 | refused              | refused
/// Request, of another    | Judge                 | 5                       | 5                    | 5                    | 5
/// Request, of the partner| Judge                 | higher address: silence | Judge                | same token: repeated | silence
/// Judge: agreed          | → AwaitConfirmation, Response 0, 500 ms
/// Judge: not allowed yet | Response 1, a person is asked; our state stays
/// Judge: anything else   | Response with its status → None
/// Response 0             | –                     | agreed: → Confirming    | –                    | –                    | –
/// Response 0, not agreed | –                     | Confirmation, → None    | –                    | –                    | –
/// Response 1             | –                     | → AwaitPeer, 120 s      | –                    | –                    | –
/// Response, other        | –                     | → None, failed          | –                    | –                    | –
/// partner probes         | –                     | –                       | → AwaitResponse      | –                    | –
/// Confirmation 0         | –                     | –                       | –                    | → None, agreed       | –
/// Confirmation, other    | –                     | –                       | –                    | → None, failed       | –
/// sent                   | –                     | answer is waited for    | –                    | 2 s are left         | → None, agreed
///   not acknowledged     | –                     | soon again              | –                    | –                    | once more, then agreed
/// Exchange timer         | –                     | again, 120 times at most| –                    | → None, failed -1    | → None, agreed
/// Patience timer         | –                     | –                       | → None, failed -1    | –                    | –
/// Cancel                 | –                     | → None                  | → None               | → None               | → None
/// </code>
/// </summary>
internal sealed class GoNegotiation(DeviceSelf self, DeviceEffects effects)
{
    /// <summary>Requests at most.</summary>
    public const int MostRequests = 120;

    /// <summary>A peer whose user is not ready is waited for so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Who has our answer confirms it: a busy phone may take longer than half a second, and would be in a group of its own.</summary>
    private static readonly TimeSpan HeardTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UnheardTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ConfirmationStay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RefusalStay = TimeSpan.Zero;

    /// <summary>Between two Requests we can be asked ourselves: a few listen units of 100 TU (P2P 1.7 3.1.2.1.1).</summary>
    private static readonly TimeSpan ListenUnit = TimeSpan.FromMicroseconds(102_400);

    private readonly NegotiationFrames _frames = new(self);
    private bool _nextTieBreaker = self.Options.FirstTieBreaker;
    private bool _tieBreaker;
    private byte _token;
    private bool _isHeard;
    private bool _isPausing;
    private int _frequency;
    private int _heardMhz;
    private MacAddress _peerInterface;
    private TimeSpan _peerTime;
    private PeerWish? _wish;
    private Peer? _partner;
    private byte[] _answer = [];

    /// <summary>Where it stands.</summary>
    public NegotiationState State { get; private set; }

    /// <summary>With whom; zero: with nobody.</summary>
    public MacAddress Partner => _partner?.Address ?? MacAddress.Zero;

    /// <summary>A frame of ours is on its way or its answer due: the radio is ours.</summary>
    public bool NeedsRadio => State is NegotiationState.AwaitResponse or NegotiationState.AwaitConfirmation or NegotiationState.Confirming;

    /// <summary>It came to an end without a group: the device goes on as it would.</summary>
    public required Action Ended { get; init; }

    /// <summary>It made us the owner of a group.</summary>
    public required Action<GroupPlan> Agreed { get; init; }

    /// <summary>What is allowed with a peer that asks with this Device Password ID; null: nothing yet.</summary>
    public required Func<Peer, int, PeerWish?> WishOf { get; init; }

    /// <summary>What was allowed leads on: what can be used once only has been.</summary>
    public required Action<Peer> Use { get; init; }

    /// <summary>Keys can be drawn.</summary>
    public required Func<bool> IsReady { get; init; }

    /// <summary>An invitation keeps us from a negotiation with this peer.</summary>
    public required Func<MacAddress, bool> IsBusyFor { get; init; }

    /// <summary>It takes the radio: what else is under way gives way.</summary>
    public required Action Begins { get; init; }

    /// <summary>Asks a peer, as its wish says. False while a negotiation with another is under way.</summary>
    public bool Begin(Peer peer)
    {
        if (peer.Wish is not { } wish || State is not (NegotiationState.None or NegotiationState.AwaitPeer))
        {
            return false;
        }

        _partner = peer;
        _wish = wish;
        _tieBreaker = NextTieBreaker();
        _token = DeviceSelf.TokenAfter(_token);
        peer.RequestsSent = 0;
        Begins();
        Enter(NegotiationState.AwaitResponse);
        SendRequest();
        return true;
    }

    /// <summary>A GO Negotiation Request, which was heard on <paramref name="frequencyMhz"/>.</summary>
    public void OnRequest(Peer peer, byte token, in GoNegotiationRequest request, int frequencyMhz)
    {
        if (State == NegotiationState.AwaitConfirmation && Partner == peer.Address && token == peer.Token)
        {
            // Our answer was lost, and is given once more.
            Answer(peer.Address, frequencyMhz, AnswerTime, _answer);
            effects.Arm(DeviceTimer.Exchange, AnswerTime);
            return;
        }

        peer.Token = token;
        var wish = WishOf(peer, request.PasswordId);
        var verdict = NegotiationChecks.JudgeRequest(request, peer, peer.Address, Side(peer.Address, wish));
        switch (verdict.Outcome)
        {
            case RequestOutcome.Silence:
                break;
            case RequestOutcome.OursRejected:
                Fail((int)P2pStatus.RejectedByUser, "its user said no");
                break;
            case RequestOutcome.Asked:
                Refuse(peer, verdict.Status, frequencyMhz);
                peer.Readiness = PeerReadiness.WaitsForUs;
                effects.AnnounceOfStranger(DeviceEvent.NegotiationRequested, EventWord.Of(peer.Address),
                    EventWord.Of("dev_passwd_id", request.PasswordId), EventWord.Of("go_intent", request.Intent));
                break;
            case RequestOutcome.Deferred:
                Refuse(peer, verdict.Status, frequencyMhz);
                peer.Readiness = PeerReadiness.WaitsForUs;
                Use(peer);
                peer.Wish = wish;
                effects.ExplainOfStranger(peer.Address, "wants a group; there is not enough entropy for its keys yet: it waits, and we ask it as soon as there is");
                break;
            case RequestOutcome.Refused:
                Refuse(peer, verdict.Status, frequencyMhz);
                Tell(peer, wish, request, verdict.Status);
                break;
            case RequestOutcome.Accepted:
                Accept(peer, wish!, request, verdict.FrequencyMhz, frequencyMhz);
                break;
        }
    }

    /// <summary>A GO Negotiation Response.</summary>
    public void OnResponse(MacAddress source, byte token, in GoNegotiationResponse response, int frequencyMhz)
    {
        if (State != NegotiationState.AwaitResponse || source != Partner || token != _token || _wish is not { } wish)
        {
            return;
        }

        effects.Cancel(DeviceTimer.Exchange);
        switch (response.Status)
        {
            case < 0:
                Fail((int)P2pStatus.InvalidParameters, "its answer has no status");
                break;
            case (int)P2pStatus.InformationUnavailable:
                _partner!.Readiness = PeerReadiness.NotYetReady;
                Enter(NegotiationState.AwaitPeer);
                effects.Arm(DeviceTimer.Patience, Patience);
                effects.Explain(source, "its user has not said yes yet: we wait for it");
                Ended();
                break;
            case (int)P2pStatus.Success:
                var verdict = NegotiationChecks.JudgeResponse(response, wish, _tieBreaker, Side(source, wish));
                Confirm(verdict, response, frequencyMhz);
                break;
            default:
                Fail(response.Status, NegotiationWords.Reason((P2pStatus)response.Status, wish, response.Intent));
                break;
        }
    }

    /// <summary>A GO Negotiation Confirmation.</summary>
    public void OnConfirmation(MacAddress source, byte token, in GoNegotiationConfirmation confirmation)
    {
        if (State != NegotiationState.AwaitConfirmation || source != Partner || token != _partner!.Token)
        {
            return;
        }

        if (confirmation.Status == (int)P2pStatus.Success)
        {
            Succeed();
        }
        else
        {
            Fail(confirmation.Status < 0 ? (int)P2pStatus.InvalidParameters : confirmation.Status, "it did not confirm what it had asked for");
        }
    }

    /// <summary>A frame of this negotiation has left, acknowledged or not.</summary>
    public void OnSent(bool acknowledged)
    {
        if (State == NegotiationState.AwaitResponse && !_isPausing)
        {
            _isHeard = acknowledged;
            effects.Arm(DeviceTimer.Exchange, acknowledged ? AnswerTime : UnheardTime);
        }
        else if (State == NegotiationState.AwaitConfirmation && acknowledged)
        {
            effects.Arm(DeviceTimer.Exchange, HeardTime);
            effects.Listen(_heardMhz, HeardTime);
        }
        else if (State == NegotiationState.Confirming)
        {
            if (acknowledged || _isHeard)
            {
                Succeed();
            }
            else
            {
                // Once more; then it counts as done: the group's first frames will tell.
                _isHeard = true;
                effects.Send(Partner, Partner, _partner!.ListenMhz, ConfirmationStay, _answer);
            }
        }
    }

    /// <summary>A listen is over: who is to confirm is still listened for.</summary>
    public void OnListenEnded()
    {
        if (State == NegotiationState.AwaitConfirmation)
        {
            effects.Listen(_heardMhz, HeardTime);
        }
    }

    /// <summary>The Exchange timer.</summary>
    public void OnExchangeTimer()
    {
        switch (State)
        {
            case NegotiationState.AwaitResponse when _isPausing:
                SendRequest();
                break;
            case NegotiationState.AwaitResponse when _partner!.RequestsSent >= MostRequests:
                Fail(-1, $"it did not answer {MostRequests} requests");
                break;
            case NegotiationState.AwaitResponse:
                Pause();
                break;
            case NegotiationState.AwaitConfirmation:
                Fail(-1, "it did not confirm what it had asked for");
                break;
            case NegotiationState.Confirming:
                Succeed();
                break;
            case NegotiationState.None or NegotiationState.AwaitPeer:
                break;
        }
    }

    /// <summary>The Patience timer.</summary>
    public void OnPatienceTimer()
    {
        if (State == NegotiationState.AwaitPeer)
        {
            Fail(-1, $"its user did not say yes within {Patience.TotalSeconds} s");
        }
    }

    /// <summary>The partner is there, and perhaps ready now.</summary>
    public void OnPartnerProbed()
    {
        if (State == NegotiationState.AwaitPeer)
        {
            effects.Cancel(DeviceTimer.Patience);
            Begins();
            Enter(NegotiationState.AwaitResponse);
            _token = DeviceSelf.TokenAfter(_token);
            SendRequest();
        }
    }

    /// <summary>Ends it without a word, and what was allowed for it; false when there is none.</summary>
    public bool Cancel()
    {
        if (_partner is not { } peer)
        {
            return false;
        }

        // Were it still waiting for us, it would be asked anew at once.
        peer.Readiness = PeerReadiness.Ready;
        peer.Wish = null;
        End();
        return true;
    }

    private OurSide Side(MacAddress peer, PeerWish? wish) => new()
    {
        IsBusy = IsBusyFor(peer),
        Address = self.Address,
        State = State,
        Partner = Partner,
        Wish = wish,
        IsReady = IsReady(),
        Channels = self.Channels,
        ForcedMhz = wish is { FrequencyMhz: > 0 } ? wish.FrequencyMhz : self.Options.ForcedMhz,
        PreferredMhz = self.Options.PreferredMhz,
    };

    private void Accept(Peer peer, PeerWish wish, in GoNegotiationRequest request, int groupMhz, int frequencyMhz)
    {
        Use(peer);
        Begins();
        _partner = peer;
        _wish = wish;
        _frequency = groupMhz;
        _heardMhz = frequencyMhz;
        _peerInterface = request.IntendedAddress;
        _peerTime = TimeSpan.FromMilliseconds(10 * request.ClientTimeout);
        peer.Readiness = PeerReadiness.Ready;
        effects.Cancel(DeviceTimer.Patience);
        Enter(NegotiationState.AwaitConfirmation);
        _answer = _frames.Response(P2pStatus.Success, peer.Token, wish, groupMhz, !request.TieBreaker);
        Answer(peer.Address, frequencyMhz, AnswerTime, _answer);
        effects.Arm(DeviceTimer.Exchange, AnswerTime);
    }

    private void Refuse(Peer peer, P2pStatus status, int frequencyMhz) => effects.Answer(peer.Address, self.Address, frequencyMhz, RefusalStay,
        _frames.Response(status, peer.Token, new PeerWish(ProvisionMethod.PushButton, null, self.Options.Intent, 0), 0, tieBreaker: false));

    /// <summary>People allowed it, or the rule did, and still there is no group: why.</summary>
    private void Tell(Peer peer, PeerWish? wish, in GoNegotiationRequest request, P2pStatus status)
    {
        peer.LastStatus = (int)status;
        if (wish is null || status == P2pStatus.UnableToAccommodate)
        {
            return;
        }

        peer.Wish = null;
        effects.ExplainOfStranger(peer.Address, $"no group: {NegotiationWords.Reason(status, wish, request.Intent)}");
        effects.AnnounceOfStranger(DeviceEvent.NegotiationFailed, EventWord.Of("status", (int)status));
        if (Partner == peer.Address)
        {
            End();
            Ended();
        }
    }

    private void Confirm(in RequestVerdict verdict, in GoNegotiationResponse response, int frequencyMhz)
    {
        var accepted = verdict.Outcome == RequestOutcome.Accepted;
        var status = accepted ? P2pStatus.Success : verdict.Status;
        _frequency = verdict.FrequencyMhz;
        _peerInterface = response.IntendedAddress;
        _peerTime = TimeSpan.FromMilliseconds(10 * response.ClientTimeout);
        _answer = _frames.Confirmation(status, _token, accepted ? _frequency : 0);
        if (accepted)
        {
            // From here on it is on the channel where it answered.
            _partner!.ListenMhz = frequencyMhz;
            _isHeard = false;
            Enter(NegotiationState.Confirming);
            effects.Arm(DeviceTimer.Exchange, AnswerTime);
        }

        effects.Send(Partner, Partner, frequencyMhz, ConfirmationStay, _answer);
        if (!accepted)
        {
            Fail((int)status, NegotiationWords.Reason(status, _wish!, response.Intent));
        }
    }

    private void SendRequest()
    {
        _isPausing = false;
        var (peer, wish) = (_partner!, _wish!);
        peer.RequestsSent++;
        effects.Send(peer.Address, peer.Address, self.WhereToFind(peer), AnswerTime,
            _frames.Request(_token, wish, _tieBreaker));

        // Should the radio never tell that it was sent.
        effects.Arm(DeviceTimer.Exchange, 2 * AnswerTime);
    }

    /// <summary>Two devices that both ask would never hear each other: in between we listen, each time for another while.</summary>
    private void Pause()
    {
        _isPausing = true;
        var units = _isHeard ? 1 : 1 + (_partner!.RequestsSent * 7 + self.Address.GetHashCode() & 1);
        var pause = units * ListenUnit;
        effects.Listen(self.Options.ListenMhz, pause);
        effects.Arm(DeviceTimer.Exchange, pause);
    }

    private void Answer(MacAddress peer, int frequencyMhz, TimeSpan stay, byte[] frame) => effects.Send(peer, self.Address, frequencyMhz, stay, frame);

    private void Succeed()
    {
        var (peer, wish) = (_partner!, _wish!);
        peer.LastStatus = 0;
        peer.Wish = null;
        peer.Readiness = PeerReadiness.Ready;
        peer.IntendedAddress = _peerInterface;
        var plan = new GroupPlan(peer.Address, _peerInterface, _frequency, wish.Method, wish.Pin, _peerTime);
        End();
        effects.Announce(DeviceEvent.NegotiationSucceeded, EventWord.Of("role", "GO"), EventWord.Of("freq", plan.FrequencyMhz),
            EventWord.Of("ht40", 0), EventWord.Of("peer_dev", peer.Address), EventWord.Of("peer_iface", _peerInterface),
            EventWord.Of("wps_method", NegotiationWords.Of(wish.Method)));
        Agreed(plan);
    }

    private void Fail(int status, string why)
    {
        var peer = _partner!;
        peer.LastStatus = status;
        peer.Wish = null;
        peer.Readiness = PeerReadiness.Ready;
        effects.Explain(peer.Address, $"no group: {why}");
        End();
        effects.Announce(DeviceEvent.NegotiationFailed, EventWord.Of("status", status));
        Ended();
    }

    private void End()
    {
        effects.Cancel(DeviceTimer.Exchange);
        effects.Cancel(DeviceTimer.Patience);
        Enter(NegotiationState.None);
        _partner = null;
        _wish = null;
        _isPausing = false;
    }

    private void Enter(NegotiationState state)
    {
        State = state;
        self.Elements.PasswordId = state == NegotiationState.None ? -1 : (int)NegotiationWords.PasswordIdOf(_wish!.Method);
    }

    private bool NextTieBreaker()
    {
        _nextTieBreaker = !_nextTieBreaker;
        return !_nextTieBreaker;
    }
}
