using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Frames;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>The checks of a negotiation, each row, and that an earlier one counts more than a later one.</summary>
public sealed class NegotiationCheckTests
{
    private static readonly MacAddress Peer = DeviceRig.Lower;

    /// <summary>The faults, in the order of the rows that find them; each may be had together with all that come later.</summary>
    private enum Fault
    {
        Incomplete,
        ForeignStatus,
        RejectedByUs,
        NotAllowed,
        Busy,
        NoIntent,
        Collision,
        NoEntropy,
        BothOwners,
        NoChannel,
        OtherMethod,
    }

    [TestCase(0, "Refused InvalidParameters")]
    [TestCase(1, "Refused InvalidParameters")]
    [TestCase(2, "Refused RejectedByUser")]
    [TestCase(3, "Asked InformationUnavailable")]
    [TestCase(4, "Refused UnableToAccommodate")]
    [TestCase(5, "Refused InvalidParameters")]
    [TestCase(6, "Silence Success")]
    [TestCase(7, "Deferred InformationUnavailable")]
    [TestCase(8, "Refused BothIntents15")]
    [TestCase(9, "Refused NoCommonChannel")]
    [TestCase(10, "Refused IncompatibleProvisioning")]
    [TestCase(11, "Accepted Success")]
    public void Each_row_counts_more_than_all_that_come_later(int row, string expected)
    {
        for (var with = 0; with < 1 << (11 - row); with++)
        {
            // This fault, and any of the later ones that can be had beside it.
            var faults = Enum.GetValues<Fault>().Where(f => (int)f == row || (int)f > row && (with >> ((int)f - row - 1) & 1) != 0).ToArray();
            if (faults.Contains(Fault.NoIntent) && faults.Contains(Fault.BothOwners) || faults.Contains(Fault.Busy) && faults.Contains(Fault.Collision))
            {
                continue;
            }

            var verdict = Judge(faults);
            Assert.That($"{verdict.Outcome} {verdict.Status}", Is.EqualTo(expected), string.Join(", ", faults));
        }
    }

    [TestCase("listen")]
    [TestCase("operating")]
    [TestCase("list")]
    [TestCase("address")]
    [TestCase("info")]
    [TestCase("other info")]
    public void Nothing_that_must_be_there_may_be_missing(string what) => Assert.That(Judge([], change: (ref request) =>
    {
        _ = what switch
        {
            "listen" => request.ListenChannel = default,
            "operating" => request.OperatingChannel = default,
            "list" => request.ChannelList = default,
            "info" => request.DeviceInfo = default,
            "other info" => request.DeviceInfo = FramesOfPeer.Info(DeviceRig.Higher),
            _ => default(ReadOnlySpan<byte>),
        };
        request.IntendedAddress = what == "address" ? MacAddress.Zero : request.IntendedAddress;
    }), Is.EqualTo(RequestVerdict.Refuse(P2pStatus.InvalidParameters)));

    [TestCase(11, true, RequestOutcome.OursRejected)]
    [TestCase(11, false, RequestOutcome.Refused)]
    [TestCase(1, true, RequestOutcome.Refused)]
    [TestCase(0, true, RequestOutcome.Accepted)]
    [TestCase(0, false, RequestOutcome.Accepted)]
    public void A_request_with_a_status_ends_our_own_where_its_user_said_no(int status, bool isPartner, object outcome) =>
        Assert.That(Judge([], (ref request) => request.Status = status,
            us => isPartner ? us with { Partner = Peer, State = NegotiationState.AwaitPeer } : us).Outcome, Is.EqualTo(outcome));

    [TestCase("AwaitResponse", "lower", false, RequestOutcome.Accepted)]
    [TestCase("AwaitResponse", "higher", false, RequestOutcome.Silence)]
    [TestCase("AwaitResponse", "lower", true, RequestOutcome.Silence)]
    [TestCase("AwaitPeer", "higher", true, RequestOutcome.Accepted)]
    [TestCase("AwaitConfirmation", "higher", false, RequestOutcome.Accepted)]
    [TestCase("Confirming", "lower", false, RequestOutcome.Silence)]
    [TestCase("Confirming", "higher", false, RequestOutcome.Silence)]
    public void Of_two_who_both_ask_the_higher_address_answers(string state, string address, bool waitsForUs, object outcome)
    {
        var peer = address == "lower" ? DeviceRig.Lower : DeviceRig.Higher;
        Assert.That(Judge([], null, us => us with { State = Enum.Parse<NegotiationState>(state), Partner = peer }, peer, waitsForUs).Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void The_higher_intent_owns_and_of_two_equal_ones_the_tie_breaker_decides_but_never_of_two_of_15()
    {
        for (var asker = 0; asker <= 15; asker++)
        {
            for (var asked = 0; asked <= 15; asked++)
            {
                foreach (var tie in (bool[])[false, true])
                {
                    // Table 3-1 in its own words: who owns is the one with the larger number of 2 x intent + tie breaker.
                    bool? rule = asker == 15 && asked == 15 ? null : 2 * asker + (tie ? 1 : 0) > 2 * asked + (tie ? 0 : 1);
                    Assert.That(NegotiationChecks.AskerOwns(asker, tie, asked), Is.EqualTo(rule), $"{asker} {tie} {asked}");
                    var verdict = Judge([], (ref request) => (request.Intent, request.TieBreaker) = (asker, tie),
                        us => us with { Wish = us.Wish! with { Intent = asked } });
                    Assert.That(verdict.Status, Is.EqualTo(rule switch
                    {
                        null => P2pStatus.BothIntents15,
                        true => P2pStatus.IncompatibleParameters,
                        false => P2pStatus.Success,
                    }));
                }
            }
        }
    }

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(14, true)]
    [TestCase(16, false)]
    [TestCase(127, false)]
    public void An_intent_is_0_to_15(int intent, bool isRight) =>
        Assert.That(Judge([], (ref request) => request.Intent = intent).Outcome == RequestOutcome.Accepted, Is.EqualTo(isRight));

    [TestCase(0, 0, 2462, 2437)]
    [TestCase(2412, 0, 2462, 2412)]
    [TestCase(0, 2462, 2412, 2462)]
    [TestCase(0, 5180, 2462, 2462)]
    [TestCase(0, 5180, 5180, 2412)]
    [TestCase(5180, 2437, 2437, 0)]
    public void The_channel_is_forced_or_ours_or_its_or_the_first(int forced, int preferred, int its, int expected)
    {
        var verdict = Judge([], (ref request) => request.OperatingChannel = FramesOfPeer.Channel(its),
            us => us with { ForcedMhz = forced, PreferredMhz = preferred == 0 ? 2437 : preferred });
        Assert.That(verdict, Is.EqualTo(expected == 0
            ? RequestVerdict.Refuse(P2pStatus.NoCommonChannel) : new RequestVerdict(RequestOutcome.Accepted, FrequencyMhz: expected)));
    }

    [Test]
    public void A_list_of_a_country_alone_has_nothing_in_common() =>
        Assert.That(Judge([], (ref request) => request.ChannelList = "US\u0004"u8), Is.EqualTo(RequestVerdict.Refuse(P2pStatus.NoCommonChannel)));

    [Test]
    public void A_password_id_fits_one_method_alone()
    {
        for (var id = -1; id < 300; id++)
        {
            Assert.That(NegotiationChecks.Fits(id, ProvisionMethod.PushButton), Is.EqualTo(id == 4), $"{id}");
            Assert.That(NegotiationChecks.Fits(id, ProvisionMethod.Display), Is.EqualTo(id == 1), $"{id}");
            Assert.That(NegotiationChecks.Fits(id, ProvisionMethod.Keypad), Is.EqualTo(id == 5), $"{id}");
        }
    }

    [TestCase("address", P2pStatus.InvalidParameters)]
    [TestCase("no intent", P2pStatus.InvalidParameters)]
    [TestCase("intent 16", P2pStatus.InvalidParameters)]
    [TestCase("no list", P2pStatus.InvalidParameters)]
    [TestCase("both 15", P2pStatus.IncompatibleParameters)]
    [TestCase("it owns", P2pStatus.IncompatibleParameters)]
    [TestCase("no channel", P2pStatus.NoCommonChannel)]
    [TestCase("other method", P2pStatus.IncompatibleProvisioning)]
    [TestCase("", P2pStatus.Success)]
    public void Nothing_in_a_response_is_believed_unseen(string fault, P2pStatus expected)
    {
        var response = new GoNegotiationResponse
        {
            Status = 0,
            Intent = fault switch { "no intent" => -1, "intent 16" => 16, "both 15" or "it owns" => 15, _ => 3 },
            IntendedAddress = fault == "address" ? MacAddress.Zero : FramesOfPeer.InterfaceOf(Peer),
            ChannelList = fault switch { "no list" => default, "no channel" => "US\u0004"u8, _ => FramesOfPeer.Channels },
            PasswordId = fault == "other method" ? 5 : 4,
        };
        var wish = new PeerWish(ProvisionMethod.PushButton, null, fault == "it owns" ? 14 : 15, 0);
        Assert.That(NegotiationChecks.JudgeResponse(response, wish, tieBreaker: true, Side(wish)).Status, Is.EqualTo(expected));
    }

    private static RequestVerdict Judge(
        Fault[] faults, FramesOfPeer.ChangeRequest? change = null, Func<OurSide, OurSide>? side = null, MacAddress? from = null, bool waitsForUs = false)
    {
        var source = from ?? Peer;
        var peer = new Peer(source) { Readiness = waitsForUs ? PeerReadiness.WaitsForUs : PeerReadiness.Ready };
        var request = new GoNegotiationRequest
        {
            Intent = faults.Contains(Fault.NoIntent) ? -1 : faults.Contains(Fault.BothOwners) ? 15 : 1,
            Status = faults.Contains(Fault.ForeignStatus) ? 5 : -1,
            ListenChannel = FramesOfPeer.Channel(2412),
            IntendedAddress = faults.Contains(Fault.Incomplete) ? MacAddress.Zero : FramesOfPeer.InterfaceOf(source),
            ChannelList = faults.Contains(Fault.NoChannel) ? "US\u0004"u8 : FramesOfPeer.Channels,
            DeviceInfo = FramesOfPeer.Info(source),
            OperatingChannel = FramesOfPeer.Channel(2462),
            PasswordId = faults.Contains(Fault.OtherMethod) ? 1 : 4,
        };
        change?.Invoke(ref request);
        if (faults.Contains(Fault.RejectedByUs))
        {
            peer.Readiness = PeerReadiness.Rejected;
        }
        else if (faults.Contains(Fault.Collision))
        {
            peer.Readiness = PeerReadiness.WaitsForUs;
        }

        var us = Side(faults.Contains(Fault.NotAllowed) ? null : new PeerWish(ProvisionMethod.PushButton, null, 15, 0)) with
        {
            IsReady = !faults.Contains(Fault.NoEntropy),
            State = faults.Contains(Fault.Busy) || faults.Contains(Fault.Collision) ? NegotiationState.AwaitResponse : NegotiationState.None,
            Partner = faults.Contains(Fault.Busy) ? DeviceRig.Higher : faults.Contains(Fault.Collision) ? source : MacAddress.Zero,
        };
        return NegotiationChecks.JudgeRequest(request, peer, source, side is null ? us : side(us));
    }

    private static OurSide Side(PeerWish? wish) => new()
    {
        Address = DeviceRig.Us,
        State = NegotiationState.None,
        Partner = MacAddress.Zero,
        IsBusy = false,
        Wish = wish,
        IsReady = true,
        Channels = P2pChannelList.Of("US", [2412, 2437, 2462]),
        ForcedMhz = 0,
        PreferredMhz = 2437,
    };
}
