using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>What comes of a GO Negotiation Request.</summary>
internal enum RequestOutcome
{
    /// <summary>Nothing is answered.</summary>
    Silence,

    /// <summary>It is answered with a status, and that is all.</summary>
    Refused,

    /// <summary>Status 1: not yet. A person is asked.</summary>
    Asked,

    /// <summary>Status 1: not yet, because no key could be drawn. We ask when one can.</summary>
    Deferred,

    /// <summary>Nothing is answered, and the negotiation that we began has failed: the peer's user said no.</summary>
    OursRejected,

    /// <summary>It is answered with success: we will own.</summary>
    Accepted,
}

/// <summary>What comes of a GO Negotiation Request, with all that follows from it.</summary>
/// <param name="Outcome">What to do.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="FrequencyMhz">Where the group will be.</param>
internal readonly record struct RequestVerdict(RequestOutcome Outcome, P2pStatus Status = P2pStatus.Success, int FrequencyMhz = 0)
{
    internal static RequestVerdict Refuse(P2pStatus status) => new(RequestOutcome.Refused, status);
}

/// <summary>Where our side of a negotiation stands.</summary>
internal enum NegotiationState
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Our Request is out.</summary>
    AwaitResponse,

    /// <summary>The peer is not ready: it asks, or probes, or we give up.</summary>
    AwaitPeer,

    /// <summary>We have agreed; the peer has to confirm.</summary>
    AwaitConfirmation,

    /// <summary>We have confirmed; the frame is on its way.</summary>
    Confirming,
}

/// <summary>What our side brings to the checks.</summary>
internal readonly record struct OurSide
{
    /// <summary>Our P2P Device Address.</summary>
    public required MacAddress Address { get; init; }

    /// <summary>Where our negotiation stands.</summary>
    public required NegotiationState State { get; init; }

    /// <summary>With whom; zero: with nobody.</summary>
    public required MacAddress Partner { get; init; }

    /// <summary>Something else with another peer is under way: an invitation.</summary>
    public required bool IsBusy { get; init; }

    /// <summary>What is allowed with the sender; null: nothing has been.</summary>
    public required PeerWish? Wish { get; init; }

    /// <summary>Keys can be drawn.</summary>
    public required bool IsReady { get; init; }

    /// <summary>Where we may have a group.</summary>
    public required P2pChannelList Channels { get; init; }

    /// <summary>The only frequency that will do, in MHz; 0: any.</summary>
    public required int ForcedMhz { get; init; }

    /// <summary>Where we would like it, in MHz; 0: anywhere.</summary>
    public required int PreferredMhz { get; init; }
}

/// <summary>
/// The checks of a negotiation (P2P 1.7 3.1.4.2), in the order in which they count: questions without effects. Of two devices that both
/// ask, the one with the higher address is asked and answers.
/// </summary>
internal static class NegotiationChecks
{
    internal const int MaxIntent = 15;

    /// <summary>A GO Negotiation Request that has been read.</summary>
    internal static RequestVerdict JudgeRequest(in GoNegotiationRequest request, Peer sender, MacAddress source, in OurSide us)
    {
        if (!IsComplete(request, source))
        {
            return RequestVerdict.Refuse(P2pStatus.InvalidParameters);
        }

        if (request.Status > 0)
        {
            // A Request that says no: some devices answer ours so when their user has rejected it.
            return request.Status == (int)P2pStatus.RejectedByUser && us.Partner == source
                ? new RequestVerdict(RequestOutcome.OursRejected) : RequestVerdict.Refuse(P2pStatus.InvalidParameters);
        }

        if (sender.Readiness == PeerReadiness.Rejected)
        {
            return RequestVerdict.Refuse(P2pStatus.RejectedByUser);
        }

        if (us.Wish is not { } wish)
        {
            return new RequestVerdict(RequestOutcome.Asked, P2pStatus.InformationUnavailable);
        }

        if (us.IsBusy || us.State != NegotiationState.None && us.Partner != source)
        {
            return RequestVerdict.Refuse(P2pStatus.UnableToAccommodate);
        }

        if (request.Intent is < 0 or > MaxIntent)
        {
            return RequestVerdict.Refuse(P2pStatus.InvalidParameters);
        }

        if (us.State == NegotiationState.Confirming
            || us.State == NegotiationState.AwaitResponse && (source.CompareTo(us.Address) > 0 || sender.Readiness == PeerReadiness.WaitsForUs))
        {
            return new RequestVerdict(RequestOutcome.Silence);
        }

        if (!us.IsReady)
        {
            return new RequestVerdict(RequestOutcome.Deferred, P2pStatus.InformationUnavailable);
        }

        return JudgeTerms(request, wish, us);
    }

    /// <summary>
    /// Who owns (table 3-1): the higher intent; of two equal ones the tie breaker of the Request decides; two of 15 cannot agree.
    /// Null when they cannot.
    /// </summary>
    /// <param name="asker">Intent in the Request.</param>
    /// <param name="tieBreaker">Tie breaker in the Request.</param>
    /// <param name="asked">Intent in the Response.</param>
    /// <returns>Whether who sent the Request owns.</returns>
    internal static bool? AskerOwns(int asker, bool tieBreaker, int asked) =>
        asker == MaxIntent && asked == MaxIntent ? null : asker != asked ? asker > asked : tieBreaker;

    /// <summary>
    /// A Response with success to our Request: the status of our Confirmation. A Response says with its intent and its channels what the
    /// peer agrees to; nothing of it is believed unseen.
    /// </summary>
    internal static RequestVerdict JudgeResponse(in GoNegotiationResponse response, PeerWish wish, bool tieBreaker, in OurSide us)
    {
        if (response.IntendedAddress.IsZero || response.Intent is < 0 or > MaxIntent || P2pChannelList.TryParse(response.ChannelList) is not { } list)
        {
            return RequestVerdict.Refuse(P2pStatus.InvalidParameters);
        }

        if (AskerOwns(wish.Intent, tieBreaker, response.Intent) is not true)
        {
            return RequestVerdict.Refuse(P2pStatus.IncompatibleParameters);
        }

        return Choose(list, 0, us) is not { } frequency ? RequestVerdict.Refuse(P2pStatus.NoCommonChannel)
            : !Fits(response.PasswordId, wish.Method) ? RequestVerdict.Refuse(P2pStatus.IncompatibleProvisioning)
            : new RequestVerdict(RequestOutcome.Accepted, FrequencyMhz: frequency);
    }

    /// <summary>Whether what the peer does fits what we do: it shows a PIN that was entered here, enters one that we show, or presses as we do.</summary>
    internal static bool Fits(int passwordId, ProvisionMethod method) => passwordId == (int)(method switch
    {
        ProvisionMethod.PushButton => DevicePasswordId.PushButton,
        ProvisionMethod.Display => DevicePasswordId.UserSpecified,
        ProvisionMethod.Keypad => DevicePasswordId.RegistrarSpecified,
    });

    private static RequestVerdict JudgeTerms(in GoNegotiationRequest request, PeerWish wish, in OurSide us)
    {
        switch (AskerOwns(request.Intent, request.TieBreaker, wish.Intent))
        {
            case null:
                return RequestVerdict.Refuse(P2pStatus.BothIntents15);
            case true:
                // We are never a client: what the peer wants does not go with what we can.
                return RequestVerdict.Refuse(P2pStatus.IncompatibleParameters);
            case false:
                break;
        }

        var preferred = P2pChannel.TryParse(request.OperatingChannel, out var channel) ? channel.FrequencyMhz : 0;
        return P2pChannelList.TryParse(request.ChannelList) is not { } list || Choose(list, preferred, us) is not { } frequency
            ? RequestVerdict.Refuse(P2pStatus.NoCommonChannel)
            : !Fits(request.PasswordId, wish.Method) ? RequestVerdict.Refuse(P2pStatus.IncompatibleProvisioning)
            : new RequestVerdict(RequestOutcome.Accepted, FrequencyMhz: frequency);
    }

    private static int? Choose(P2pChannelList theirs, int peerMhz, in OurSide us) =>
        ChannelChoice.Choose(us.Channels.Intersect(theirs), us.ForcedMhz, us.PreferredMhz, peerMhz);

    private static bool IsComplete(in GoNegotiationRequest request, MacAddress source) =>
        !request.ListenChannel.IsEmpty && !request.OperatingChannel.IsEmpty && !request.ChannelList.IsEmpty
        && !request.IntendedAddress.IsZero && P2pDeviceInfo.TryParse(request.DeviceInfo) is { } info && info.Address == source;
}
