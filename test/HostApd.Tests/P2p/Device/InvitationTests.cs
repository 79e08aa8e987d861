using HostApd.Ieee80211;
using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>The table over <see cref="Invitation"/>, cell by cell, and its times.</summary>
public sealed class InvitationTests
{
    private static readonly string[] States = ["None", "AwaitResponse", "Answering"];
    private static readonly MacAddress Peer = DeviceRig.Lower;
    private static readonly MacAddress Other = DeviceRig.Higher;

    private static readonly string[][] Rows =
    [
        ["Request, into its group", "= | answer InvitationResponse 1 | log | InvitationReceived", "= | answer InvitationResponse 1 | log | InvitationReceived", "= | send InvitationResponse 0"],
        ["Request of another, into its group", .. Enumerable.Repeat("= | answer InvitationResponse 1 | log | InvitationReceived", 3)],
        ["Request, not our group", "= | answer InvitationResponse 8", "= | answer InvitationResponse 8", "= | send InvitationResponse 0"],
        ["Request of another, not our group", .. Enumerable.Repeat("= | answer InvitationResponse 8", 3)],
        ["Request, our group", "Invitation | send InvitationResponse 0 | InvitationAccepted", "= | send InvitationResponse 0 | InvitationAccepted", "= | send InvitationResponse 0"],
        ["Request of another, our group", "Invitation | send InvitationResponse 0 | InvitationAccepted", "= | answer InvitationResponse 5", "= | answer InvitationResponse 5"],
        ["Request of another, no channel", "= | answer InvitationResponse 7", "= | answer InvitationResponse 5", "= | answer InvitationResponse 5"],
        ["Request of another, no list", .. Enumerable.Repeat("= | answer InvitationResponse 4", 3)],
        ["Invite", "Invitation | send InvitationRequest", "=", "="],
        ["Response 0", "=", "Group | InvitationResult | rest | start for 01 2437 again", "="],
        ["Response 0, no channel", "=", "Listen | InvitationResult | listen", "="],
        ["Response 0, other token", "=", "=", "="],
        ["Response 0 of another", "=", "=", "="],
        ["Response 1", "=", "Listen | InvitationResult | listen", "="],
        ["Response 7", "=", "= | send InvitationRequest", "="],
        ["Response 8", "=", "Listen | log | forget 01 | InvitationResult | listen", "="],
        ["Exchange timer", "=", "= | listen", "Group | rest | start for 01 2462 again"],
        ["sent", "=", "=", "Group | rest | start for 01 2462 again"],
        ["not acknowledged", "=", "=", "="],
        ["Cancel", "= | listen", "Listen | listen", "Listen | listen"],
        ["GO Negotiation Request, allowed", "Negotiation | send Response 0", "Negotiation | send Response 0", "= | answer Response 5"],
        ["GO Negotiation Request of another, allowed", "Negotiation | send Response 0", "= | answer Response 5", "= | answer Response 5"],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_what_is_next_and_what_is_done(string state, string @event, string expected)
    {
        var rig = Reach(state);
        var before = rig.Device.State;
        var lines = rig.Do(d => Raise(d, @event));
        var next = rig.Device.State == before ? "=" : rig.Device.State.ToString();
        Assert.That(next + string.Concat(lines.Select(static l => $" | {Brief(l)}")), Is.EqualTo(expected));
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));
        Assert.That(States, Is.EqualTo(Enum.GetNames<InvitationState>()));
    }

    [Test]
    public void An_answer_that_was_heard_is_followed_by_the_group_at_once()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Invite(Peer)), Is.EqualTo(new[]
        {
            "send InvitationResponse 0 #1 to 01 own 2437 50", "InvitationAccepted sa=42:00:00:00:01:00 persistent=0 freq=2462",
        }));
        Assert.That(rig.PassExactly(1), Is.EqualTo(new[] { "rest", "start for 01 2462 again" }));
    }

    [Test]
    public void An_answer_that_was_not_acknowledged_is_followed_by_it_after_50_ms()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        rig.Fate = FrameFate.Lost;
        rig.Hear(Peer, FramesOfPeer.Invite(Peer));
        Assert.That(rig.PassExactly(1 + 50), Is.EqualTo(new[] { "rest", "start for 01 2462 again" }));
    }

    [Test]
    public void An_answer_of_which_nothing_is_heard_is_followed_by_it_after_500_ms()
    {
        var rig = DeviceRig.Started();
        rig.Fate = FrameFate.Open;
        rig.Hear(Peer, FramesOfPeer.Invite(Peer));
        Assert.That(rig.PassExactly(500), Has.One.EqualTo("start for 01 2462 again"));
    }

    [Test]
    public void Ours_is_waited_for_500_ms_or_100_ms_where_it_was_not_heard_and_then_we_listen_for_205_ms()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        Assert.That(rig.Do(static d => d.Invite(Peer, 0)), Is.EqualTo(new[] { "send InvitationRequest #1 to 01 its 2412 500" }));
        Assert.That(rig.PassExactly(1 + 500), Is.EqualTo(new[] { "listen 2437 205" }));
        rig.Fate = FrameFate.Lost;
        Assert.That(rig.PassExactly(205), Is.EqualTo(new[] { "send InvitationRequest #1 to 01 its 2412 500" }));
        Assert.That(rig.PassExactly(1 + 100), Is.EqualTo(new[] { "listen 2437 205" }));
    }

    [Test]
    public void After_100_of_them_it_has_failed()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        rig.Do(static d => d.Invite(Peer, 0));
        rig.Clock.RunUntil(() => rig.Device.State == DeviceState.Listen, TimeSpan.FromMinutes(10));
        Assert.That((rig.Frames.Count, string.Join(" | ", rig.Take()[^2..])), Is.EqualTo((100, "InvitationResult status=-1 | listen 2437 5000")));
    }

    [Test]
    public void Into_a_running_group_it_is_asked_without_leaving_the_channel()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        rig.Do(static d => d.AdoptGroup(2462));
        Assert.That(rig.Do(static d => d.Invite(Peer, 0)), Is.EqualTo(new[] { "send InvitationRequest #1 to 01 its 2412 150" }));
        Assert.That(rig.PassExactly(1 + 150), Is.Empty, "no listen");
        Assert.That(rig.PassExactly(205), Has.One.StartsWith("send InvitationRequest"));
        Assert.That(rig.Hear(Peer, FramesOfPeer.InvitationResponse(1, 0)), Is.EqualTo(new[] { "InvitationResult status=0" }));
        Assert.That(rig.Device.Phase, Is.EqualTo(GroupPhase.Running));
    }

    [Test]
    public void Another_channel_is_tried_once_and_is_another_than_the_first()
    {
        var rig = DeviceRig.Started(static o => o with { PreferredMhz = 2412 });
        rig.Find(Peer);
        rig.Do(static d => d.Invite(Peer, 0));
        Assert.That(OperatingMhz(rig), Is.EqualTo(2412));
        rig.Hear(Peer, FramesOfPeer.InvitationResponse(1, 7));
        Assert.That(OperatingMhz(rig), Is.EqualTo(2437));
        Assert.That(rig.Hear(Peer, FramesOfPeer.InvitationResponse(1, 7)), Does.Contain("InvitationResult status=7"));
    }

    [Test]
    public void Who_does_not_want_to_be_resumed_unasked_says_1_also_of_other_groups_and_is_told()
    {
        var rig = DeviceRig.Started(static o => o with { PersistentReconnect = false });
        rig.Find(Peer);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Invite(Peer)), Is.EqualTo(new[]
        {
            "answer InvitationResponse 1 #1 to 01 own 2437 0", "InvitationReceived sa=42:00:00:00:01:00 persistent=0 freq=2462",
        }));
        rig.Pass(200);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Invite(Peer, 2, static (ref request) => request.GroupSsid = "DIRECT-xx"u8)), Has.One.StartsWith("answer InvitationResponse 1"));
    }

    [Test]
    public void Without_entropy_it_says_1_and_invites_as_soon_as_there_is()
    {
        var rig = DeviceRig.Started();
        rig.IsReady = false;
        Assert.That(rig.Hear(Peer, FramesOfPeer.Invite(Peer)), Has.One.StartsWith("answer InvitationResponse 1").And.None.StartsWith("InvitationReceived"));
        rig.IsReady = true;
        Assert.That(rig.Do(static d => d.OnEntropyReady()), Has.One.StartsWith("send InvitationRequest"));
    }

    private static int OperatingMhz(DeviceRig rig)
    {
        HostApd.P2p.Frames.P2pActionFrame.TryParse(rig.Frames[^1], out var frame);
        var body = new P2pAttributeList(ActionElements.Parse(frame.Elements)!.P2p).Optional(P2pAttributeId.OperatingChannel);
        return P2pChannel.TryParse(body, out var channel) ? channel.FrequencyMhz : 0;
    }

    private static string Brief(string line) => line.Split(" #")[0] is var head && head != line ? head
        : line.StartsWith("log", StringComparison.Ordinal) ? "log"
        : line.StartsWith("Invitation", StringComparison.Ordinal) || line.StartsWith("listen", StringComparison.Ordinal) ? line.Split(' ')[0] : line;

    private static DeviceRig Reach(string state)
    {
        var rig = DeviceRig.Started();
        rig.Fate = FrameFate.Open;
        rig.Find(Peer);
        rig.Find(Other);
        if (state == "AwaitResponse")
        {
            rig.Do(static d => d.Invite(Peer, 0));
        }
        else if (state == "Answering")
        {
            rig.Hear(Peer, FramesOfPeer.Invite(Peer));
        }

        rig.Pass(101);
        Assert.That(rig.Device.State, Is.EqualTo(state == "None" ? DeviceState.Listen : DeviceState.Invitation), "reached");
        return rig;
    }

    private static void Raise(P2pDevice device, string @event)
    {
        var from = @event.Contains("another", StringComparison.Ordinal) ? Other : Peer;
        var wish = new PeerWish(ProvisionMethod.PushButton, null, 15, 0);
        if (@event.StartsWith("GO", StringComparison.Ordinal))
        {
            device.Connect(from, wish, onlyAllow: true);
            device.OnAction(from, FramesOfPeer.Request(from), 2437, -40);
        }
        else if (@event.StartsWith("Request", StringComparison.Ordinal))
        {
            device.OnAction(from, FramesOfPeer.Invite(from, 3, (ref request) =>
            {
                request.InvitationFlags = @event.EndsWith("into its group", StringComparison.Ordinal) ? 0 : 1;
                request.GroupDevice = @event.EndsWith("into its group", StringComparison.Ordinal) ? from : request.GroupDevice;
                request.GroupSsid = @event.EndsWith("not our group", StringComparison.Ordinal) ? "DIRECT-xx"u8 : request.GroupSsid;
                request.ChannelList = @event.EndsWith("no list", StringComparison.Ordinal) ? default
                    : @event.EndsWith("no channel", StringComparison.Ordinal) ? "US\u0004"u8 : request.ChannelList;
            }), 2437, -40);
        }
        else if (@event.StartsWith("Response", StringComparison.Ordinal))
        {
            var token = @event.EndsWith("token", StringComparison.Ordinal) ? (byte)9 : (byte)1;
            device.OnAction(from, FramesOfPeer.InvitationResponse(token, @event[9] - '0', (ref response) =>
                response.ChannelList = @event.EndsWith("no channel", StringComparison.Ordinal) ? "US\u0004"u8 : response.ChannelList), 2412, -40);
        }
        else
        {
            switch (@event)
            {
                case "Invite":
                    device.Invite(Peer, 0);
                    break;
                case "Exchange timer":
                    device.OnTimer(DeviceTimer.Exchange);
                    break;
                case "Cancel":
                    device.Cancel();
                    break;
                default:
                    device.OnSent(@event == "sent");
                    break;
            }
        }
    }
}
