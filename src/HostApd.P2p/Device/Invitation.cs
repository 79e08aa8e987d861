using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>Where an invitation stands.</summary>
internal enum InvitationState
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Our Request is out.</summary>
    AwaitResponse,

    /// <summary>We said yes to a peer's; the answer is on its way.</summary>
    Answering,
}

/// <summary>
/// Invitations (P2P 1.7 3.1.5): a peer brings our group back, or we it; or we ask a peer into the group that runs. Who is a member is not
/// looked at: the key decides.
/// <code>
/// event \ state           | None                                | AwaitResponse           | Answering
/// Request, into its group | 1 (we are never a client)           | 1                       | 1
/// Request, not our group  | 8                                   | 8                       | 8
/// Request, our group      | not to be resumed unasked: 1; no entropy: 1, and we invite when there is; no channel: 7;
///                         | 0 → Answering                       | of the partner: the same; else 5 | of the partner: repeated; else 5
/// Invite                  | → AwaitResponse                     | refused                 | refused
/// Response 0              | –                                   | → None, group           | –
/// Response 7              | –                                   | once on another channel | –
/// Response 8              | –                                   | → None, it is forgotten | –
/// Response, other         | –                                   | → None                  | –
/// sent                    | –                                   | answer is waited for    | → None, group; not acknowledged: 50 ms
/// Exchange timer          | –                                   | again, 100 times at most| → None, group
/// Cancel                  | –                                   | → None                  | → None
/// </code>
/// </summary>
internal sealed class Invitation(DeviceSelf self, DeviceEffects effects)
{
    /// <summary>Requests at most.</summary>
    public const int MostRequests = 100;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RunningAnswerTime = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan UnheardTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseTime = TimeSpan.FromMilliseconds(205);
    private static readonly TimeSpan StartDelay = TimeSpan.FromMilliseconds(50);

    private Peer? _partner;
    private byte _token;
    private int _frequency;
    private bool _isPausing;
    private bool _wasMoved;

    /// <summary>Where it stands.</summary>
    public InvitationState State { get; private set; }

    /// <summary>With whom; zero: with nobody.</summary>
    public MacAddress Partner => _partner?.Address ?? MacAddress.Zero;

    /// <summary>It came to an end without a group: the device goes on as it would.</summary>
    public required Action Ended { get; init; }

    /// <summary>It brings our group back.</summary>
    public required Action<GroupPlan> Agreed { get; init; }

    /// <summary>Keys can be drawn.</summary>
    public required Func<bool> IsReady { get; init; }

    /// <summary>Something else than an invitation is under way.</summary>
    public required Func<bool> IsBusy { get; init; }

    /// <summary>The frequency of our group that runs, in MHz; 0: none does.</summary>
    public required Func<int> RunningMhz { get; init; }

    /// <summary>An Invitation Request, which was heard on <paramref name="frequencyMhz"/>.</summary>
    public void OnRequest(Peer peer, byte token, in InvitationRequest request, int frequencyMhz)
    {
        var isRepeated = State == InvitationState.Answering && Partner == peer.Address;
        var (status, groupMhz) = isRepeated ? (P2pStatus.Success, _frequency) : Judge(peer, request);
        Respond(peer, token, status, groupMhz, frequencyMhz);
        if (isRepeated)
        {
            return;
        }

        if (status != P2pStatus.Success)
        {
            TellRefusal(peer, request, status);
            return;
        }

        _partner = peer;
        _frequency = groupMhz;
        State = InvitationState.Answering;
        effects.Arm(DeviceTimer.Exchange, AnswerTime);
        effects.Announce(DeviceEvent.InvitationAccepted, EventWord.Of("sa", peer.Address), EventWord.Of("persistent", 0), EventWord.Of("freq", groupMhz));
    }

    /// <summary>Invites a peer: back into our group, or into it as it runs. False while another exchange is under way.</summary>
    public bool Begin(Peer peer, int frequencyMhz)
    {
        if (State != InvitationState.None || IsBusy())
        {
            return false;
        }

        _partner = peer;
        _token = DeviceSelf.TokenAfter(_token);
        _frequency = frequencyMhz;
        _wasMoved = false;
        peer.InvitationsSent = 0;
        State = InvitationState.AwaitResponse;
        SendRequest();
        return true;
    }

    /// <summary>An Invitation Response.</summary>
    public void OnResponse(MacAddress source, byte token, in InvitationResponse response)
    {
        if (State != InvitationState.AwaitResponse || source != Partner || token != _token)
        {
            return;
        }

        var peer = _partner!;
        switch (response.Status)
        {
            case (int)P2pStatus.Success:
                var groupMhz = ChannelFor(response.OperatingChannel, response.ChannelList);
                if (groupMhz is null && RunningMhz() == 0)
                {
                    Finish(peer, (int)P2pStatus.NoCommonChannel);
                    break;
                }

                effects.Announce(DeviceEvent.InvitationResult, EventWord.Of("status", 0));
                if (RunningMhz() != 0)
                {
                    End();
                    Ended();
                }
                else
                {
                    Agree(peer, groupMhz!.Value);
                }

                break;
            case (int)P2pStatus.NoCommonChannel when !_wasMoved && self.Options.ForcedMhz == 0 && RunningMhz() == 0:
                _wasMoved = true;
                _frequency = Another(_frequency != 0 ? _frequency : self.Options.PreferredMhz);
                SendRequest();
                break;
            case (int)P2pStatus.UnknownGroup:
                effects.Explain(source, "it has forgotten our group: it has to be let in anew");
                effects.Emit(new DeviceEffect(DeviceEffectKind.ForgetClient) { Address = source });
                Finish(peer, response.Status);
                break;
            default:
                Finish(peer, response.Status < 0 ? (int)P2pStatus.InvalidParameters : response.Status);
                break;
        }
    }

    /// <summary>A frame of this invitation has left, acknowledged or not.</summary>
    public void OnSent(bool acknowledged)
    {
        if (State == InvitationState.Answering && acknowledged)
        {
            // It has our answer and looks for the group at once: one that is not there yet is looked for again only after a while.
            Agree(_partner!, _frequency);
        }
        else if (State == InvitationState.Answering)
        {
            effects.Arm(DeviceTimer.Exchange, StartDelay);
        }
        else if (State == InvitationState.AwaitResponse && !_isPausing)
        {
            effects.Arm(DeviceTimer.Exchange, acknowledged ? Stay : UnheardTime);
        }
    }

    /// <summary>The Exchange timer.</summary>
    public void OnExchangeTimer()
    {
        switch (State)
        {
            case InvitationState.Answering:
                Agree(_partner!, _frequency);
                break;
            case InvitationState.AwaitResponse when _isPausing:
                SendRequest();
                break;
            case InvitationState.AwaitResponse when _partner!.InvitationsSent >= MostRequests:
                Finish(_partner, -1);
                break;
            case InvitationState.AwaitResponse:
                _isPausing = true;
                if (RunningMhz() == 0)
                {
                    effects.Listen(self.Options.ListenMhz, PauseTime);
                }

                effects.Arm(DeviceTimer.Exchange, PauseTime);
                break;
            case InvitationState.None:
                break;
        }
    }

    /// <summary>Ends it without a word; false when there is none.</summary>
    public bool Cancel()
    {
        var was = State != InvitationState.None;
        if (was)
        {
            End();
        }

        return was;
    }

    private TimeSpan Stay => RunningMhz() != 0 ? RunningAnswerTime : AnswerTime;

    private (P2pStatus Status, int FrequencyMhz) Judge(Peer peer, in InvitationRequest request)
    {
        if (request.GroupDevice.IsZero || request.ChannelList.IsEmpty)
        {
            return (P2pStatus.InvalidParameters, 0);
        }

        if (request.InvitationFlags >= 0 && (request.InvitationFlags & 1) == 0)
        {
            return (P2pStatus.InformationUnavailable, 0);
        }

        // Who does not want to be asked hears of no group: also not whether it was the right one.
        if (!self.Options.PersistentReconnect && peer.Wish is null)
        {
            return (P2pStatus.InformationUnavailable, 0);
        }

        if (!self.IsOurGroup(request.GroupDevice, request.GroupSsid))
        {
            return (P2pStatus.UnknownGroup, 0);
        }

        if (IsBusy() || State != InvitationState.None && Partner != peer.Address)
        {
            return (P2pStatus.UnableToAccommodate, 0);
        }

        if (!IsReady())
        {
            return (P2pStatus.InformationUnavailable, 0);
        }

        return ChannelFor(request.OperatingChannel, request.ChannelList) is { } frequency
            ? (P2pStatus.Success, frequency) : (P2pStatus.NoCommonChannel, 0);
    }

    private int? ChannelFor(ReadOnlySpan<byte> operating, ReadOnlySpan<byte> channels)
    {
        var peerMhz = P2pChannel.TryParse(operating, out var channel) ? channel.FrequencyMhz : 0;
        return P2pChannelList.TryParse(channels) is { } list
            ? ChannelChoice.Choose(self.Channels.Intersect(list), self.Options.ForcedMhz, 0, peerMhz) is { } peers && (peerMhz == peers || self.Options.ForcedMhz != 0) ? peers
                : ChannelChoice.Choose(self.Channels.Intersect(list), self.Options.ForcedMhz, self.Options.PreferredMhz, peerMhz)
            : null;
    }

    private int Another(int frequencyMhz)
    {
        foreach (var social in (ReadOnlySpan<int>)[2412, 2437, 2462])
        {
            if (social != frequencyMhz && self.Channels.Contains(social))
            {
                return social;
            }
        }

        return frequencyMhz;
    }

    private void TellRefusal(Peer peer, in InvitationRequest request, P2pStatus status)
    {
        if (status == P2pStatus.InformationUnavailable && self.IsOurGroup(request.GroupDevice, request.GroupSsid) && !IsReady())
        {
            peer.Readiness = PeerReadiness.WaitsForInvitation;
            effects.ExplainOfStranger(peer.Address, "brings our group back; there is not enough entropy for its keys yet: it waits, and we invite it as soon as there is");
            return;
        }

        if (status != P2pStatus.InformationUnavailable)
        {
            return;
        }

        if (self.IsOurGroup(request.GroupDevice, request.GroupSsid))
        {
            var freq = P2pChannel.TryParse(request.OperatingChannel, out var channel) ? channel.FrequencyMhz : 0;
            effects.AnnounceOfStranger(DeviceEvent.InvitationReceived, EventWord.Of("sa", peer.Address), EventWord.Of("persistent", 0), EventWord.Of("freq", freq));
            return;
        }

        effects.ExplainOfStranger(peer.Address, "invites us into a group of its own; we are never a client");
        List<EventWord> words = [EventWord.Of("sa", peer.Address), EventWord.Of("go_dev_addr", request.GroupDevice)];
        if (!request.GroupBssid.IsZero)
        {
            words.Add(EventWord.Of("bssid", request.GroupBssid));
        }

        words.Add(EventWord.Of("unknown-network"));
        effects.AnnounceOfStranger(DeviceEvent.InvitationReceived, words);
    }

    private void Respond(Peer peer, byte token, P2pStatus status, int groupMhz, int frequencyMhz)
    {
        var isAgreed = status == P2pStatus.Success;
        var writer = effects.BeginFrame();
        new InvitationResponse
        {
            Status = (int)status,
            OwnerTimeout = isAgreed ? DeviceSelf.OwnerTimeout : (byte)0,
            OperatingChannel = isAgreed ? self.Channel(groupMhz) : default,
            GroupBssid = isAgreed ? self.Address : MacAddress.Zero,
            ChannelList = isAgreed ? self.Channels.ToBody() : default,
        }.Write(ref writer, token);
        if (isAgreed)
        {
            effects.Send(peer.Address, self.Address, frequencyMhz, StartDelay, writer);
        }
        else
        {
            effects.Answer(peer.Address, self.Address, frequencyMhz, TimeSpan.Zero, writer);
        }
    }

    private void SendRequest()
    {
        _isPausing = false;
        var peer = _partner!;
        peer.InvitationsSent++;
        var running = RunningMhz();
        var writer = effects.BeginFrame();
        new InvitationRequest
        {
            // Who runs is ready.
            OwnerTimeout = running != 0 ? (byte)0 : DeviceSelf.OwnerTimeout,
            ClientTimeout = running != 0 ? (byte)0 : DeviceSelf.ClientTimeout,
            InvitationFlags = running != 0 ? 0 : 1,
            OperatingChannel = self.Channel(running != 0 ? running : _frequency != 0 ? _frequency : self.Options.PreferredMhz),
            GroupBssid = self.Address,
            ChannelList = self.Channels.ToBody(),
            GroupDevice = self.Address,
            GroupSsid = self.Options.Ssid,
            DeviceInfo = self.DeviceInfo(),
        }.Write(ref writer, _token);
        effects.Send(peer.Address, peer.Address, self.WhereToFind(peer), Stay, writer);
        effects.Arm(DeviceTimer.Exchange, 2 * AnswerTime);
    }

    private void Agree(Peer peer, int groupMhz)
    {
        peer.LastStatus = 0;
        peer.Wish = null;
        peer.Readiness = PeerReadiness.Ready;
        End();
        Agreed(new GroupPlan(peer.Address, MacAddress.Zero, groupMhz, Method: null, Pin: null, TimeSpan.Zero));
    }

    private void Finish(Peer peer, int status)
    {
        peer.LastStatus = status;
        End();
        effects.Announce(DeviceEvent.InvitationResult, EventWord.Of("status", status));
        Ended();
    }

    private void End()
    {
        effects.Cancel(DeviceTimer.Exchange);
        State = InvitationState.None;
        _partner = null;
        _isPausing = false;
    }
}
