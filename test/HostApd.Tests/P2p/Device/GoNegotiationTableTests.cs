using HostApd.Ieee80211;
using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>
/// The table over <see cref="GoNegotiation"/>, walked cell by cell, empty ones included: what the device is about then, and what it does;
/// <c>=</c> is the same. The partner has the lower address, so that it asks and we answer where both ask.
/// </summary>
public sealed class GoNegotiationTableTests
{
    private const byte PeerToken = 7;
    private static readonly string[] States = ["None", "AwaitResponse", "AwaitPeer", "AwaitConfirmation", "Confirming"];
    private static readonly MacAddress Partner = DeviceRig.Lower;
    private static readonly MacAddress Other = new([0x42, 0, 0, 0, 2, 0]);

    private static readonly string[][] Rows =
    [
        ["Begin", "Negotiation | send Request", "=", "Negotiation | send Request", "=", "="],
        ["Begin with another", "Negotiation | send Request", "=", "Negotiation | send Request", "=", "="],
        ["Request of another", .. Enumerable.Repeat("= | answer Response 1 | NegotiationRequested", 5)],
        ["Request of another, allowed",
            "Negotiation | send Response 0",
            "= | answer Response 5",
            "= | answer Response 5",
            "= | answer Response 5",
            "= | answer Response 5"],
        ["Request", "Negotiation | send Response 0", "= | send Response 0", "Negotiation | send Response 0", "= | send Response 0", "="],
        ["Request, same token", "Negotiation | send Response 0", "= | send Response 0", "Negotiation | send Response 0", "= | send Response 0", "="],
        ["Request, intent 15",
            "= | answer Response 9 | log | NegotiationFailed status=9",
            "Listen | answer Response 9 | log | NegotiationFailed status=9 | listen",
            "Listen | answer Response 9 | log | NegotiationFailed status=9 | listen",
            "Listen | answer Response 9 | log | NegotiationFailed status=9 | listen",
            "="],
        ["Request, status 11",
            "= | answer Response 4 | log | NegotiationFailed status=4",
            "Listen | log | NegotiationFailed status=11 | listen",
            "Listen | log | NegotiationFailed status=11 | listen",
            "Listen | log | NegotiationFailed status=11 | listen",
            "Listen | log | NegotiationFailed status=11 | listen"],
        ["Response 0", "=", "= | send Confirmation 0", "=", "=", "="],
        ["Response 0, it would own", "=", "Listen | send Confirmation 2 | log | NegotiationFailed status=2 | listen", "=", "=", "="],
        ["Response 1", "=", "WaitPeer | log | listen", "=", "=", "="],
        ["Response 11", "=", "Listen | log | NegotiationFailed status=11 | listen", "=", "=", "="],
        ["Response without status", "=", "Listen | log | NegotiationFailed status=4 | listen", "=", "=", "="],
        ["Response, other token", .. Enumerable.Repeat("=", 5)],
        ["Response of another", .. Enumerable.Repeat("=", 5)],
        ["Confirmation 0", "=", "=", "=", "Group | NegotiationSucceeded | rest | start for 01 2437 PushButton", "="],
        ["Confirmation 7", "=", "=", "=", "Listen | log | NegotiationFailed status=7 | listen", "="],
        ["Confirmation, other token", .. Enumerable.Repeat("=", 5)],
        ["Confirmation of another", .. Enumerable.Repeat("=", 5)],
        ["sent", "=", "=", "=", "= | listen", "Group | NegotiationSucceeded | rest | start for 01 2437 PushButton"],
        ["not acknowledged", "=", "=", "=", "=", "= | send Confirmation 0"],
        ["Exchange timer",
            "=",
            "= | listen",
            "=",
            "Listen | log | NegotiationFailed status=-1 | listen",
            "Group | NegotiationSucceeded | rest | start for 01 2437 PushButton"],
        ["Patience timer", "=", "=", "Listen | log | NegotiationFailed status=-1 | listen", "=", "="],
        ["partner probes",
            "= | frame to 01 2437",
            "= | frame to 01 2437",
            "Negotiation | frame to 01 2437 | send Request",
            "= | frame to 01 2437",
            "= | frame to 01 2437"],
        ["Cancel", "= | listen", "Listen | listen", "Listen | listen", "Listen | listen", "Listen | listen"],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_what_is_next_and_what_is_done(string state, string @event, string expected) =>
        Assert.That(Walk(state, @event), Is.EqualTo(expected));

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));
        Assert.That(States, Is.EqualTo(Enum.GetNames<NegotiationState>()));
    }

    private static string Walk(string state, string @event)
    {
        var rig = Reach(state, out var token);
        var before = rig.Device.State;
        rig.Pass(101);
        var lines = rig.Do(d => Raise(d, @event, token));
        return $"{(rig.Device.State == before ? "=" : rig.Device.State.ToString())}{string.Concat(lines.Select(static l => $" | {Brief(l)}"))}";
    }

    /// <summary>Of a frame its name and status, of the rest the first words.</summary>
    private static string Brief(string line) => line.Split(" #")[0] is var head && head != line ? head
        : line.StartsWith("log", StringComparison.Ordinal) ? "log"
        : line.StartsWith("NegotiationSucceeded", StringComparison.Ordinal) ? "NegotiationSucceeded"
        : line.StartsWith("NegotiationRequested", StringComparison.Ordinal) ? "NegotiationRequested"
        : line.StartsWith("listen", StringComparison.Ordinal) ? "listen" : line;

    private static DeviceRig Reach(string state, out byte token)
    {
        var rig = DeviceRig.Started();
        rig.Fate = FrameFate.Open;
        rig.Find(Partner);
        rig.Find(Other);
        token = 1;
        switch (state)
        {
            case "None":
                rig.Allow(Partner);
                break;
            case "AwaitConfirmation":
                rig.Allow(Partner);
                rig.Hear(Partner, FramesOfPeer.Request(Partner, PeerToken));
                break;
            default:
                rig.Ask(Partner);
                token = FramesOfPeer.TokenOf(rig.Frames[^1]);
                break;
        }

        if (state is "AwaitPeer" or "Confirming")
        {
            rig.Hear(Partner, FramesOfPeer.Response(Partner, token, state == "AwaitPeer" ? 1 : 0));
        }

        Assert.That(rig.Device.State, Is.EqualTo(state switch
        {
            "None" => DeviceState.Listen,
            "AwaitPeer" => DeviceState.WaitPeer,
            _ => DeviceState.Negotiation,
        }), "reached");
        return rig;
    }

    private static void Raise(P2pDevice device, string @event, byte token)
    {
        var wish = new PeerWish(ProvisionMethod.PushButton, null, 15, 0);
        switch (@event)
        {
            case "Begin":
                var isFree = device.State is DeviceState.Listen or DeviceState.WaitPeer;
                Assert.That(device.Connect(Partner, wish, onlyAllow: false), Is.EqualTo(isFree));
                break;
            case "Begin with another":
                device.Connect(Other, wish, onlyAllow: false);
                break;
            case "Request of another, allowed":
                device.Connect(Other, wish, onlyAllow: true);
                Hear(device, Other, FramesOfPeer.Request(Other));
                break;
            case "Request of another":
                Hear(device, Other, FramesOfPeer.Request(Other));
                break;
            case "Request":
                Hear(device, Partner, FramesOfPeer.Request(Partner, 9));
                break;
            case "Request, same token":
                Hear(device, Partner, FramesOfPeer.Request(Partner, PeerToken));
                break;
            case "Request, intent 15":
                Hear(device, Partner, FramesOfPeer.Request(Partner, 9, static (ref request) => request.Intent = 15));
                break;
            case "Request, status 11":
                Hear(device, Partner, FramesOfPeer.Request(Partner, 9, static (ref request) => request.Status = 11));
                break;
            case "Response 0":
                Hear(device, Partner, FramesOfPeer.Response(Partner, token));
                break;
            case "Response 0, it would own":
                Hear(device, Partner, FramesOfPeer.Response(Partner, token, 0, static (ref response) => response.Intent = 15));
                break;
            case "Response 1":
                Hear(device, Partner, FramesOfPeer.Response(Partner, token, 1));
                break;
            case "Response 11":
                Hear(device, Partner, FramesOfPeer.Response(Partner, token, 11));
                break;
            case "Response without status":
                Hear(device, Partner, FramesOfPeer.Response(Partner, token, -1));
                break;
            case "Response, other token":
                Hear(device, Partner, FramesOfPeer.Response(Partner, (byte)(token + 1)));
                break;
            case "Response of another":
                Hear(device, Other, FramesOfPeer.Response(Other, token));
                break;
            case "Confirmation 0":
                Hear(device, Partner, FramesOfPeer.Confirmation(PeerToken));
                break;
            case "Confirmation 7":
                Hear(device, Partner, FramesOfPeer.Confirmation(PeerToken, 7));
                break;
            case "Confirmation, other token":
                Hear(device, Partner, FramesOfPeer.Confirmation(PeerToken + 1));
                break;
            case "Confirmation of another":
                Hear(device, Other, FramesOfPeer.Confirmation(PeerToken));
                break;
            case "sent":
                device.OnSent(acknowledged: true);
                break;
            case "not acknowledged":
                device.OnSent(acknowledged: false);
                break;
            case "Exchange timer":
                device.OnTimer(DeviceTimer.Exchange);
                break;
            case "Patience timer":
                device.OnTimer(DeviceTimer.Patience);
                break;
            case "partner probes":
                device.OnProbeRequest(FramesOfPeer.Probe(Partner), 2437, -40);
                break;
            case "Cancel":
                device.Cancel();
                break;
            default:
                Assert.Fail($"no such event: {@event}");
                break;
        }
    }

    private static void Hear(P2pDevice device, MacAddress peer, byte[] body) => device.OnAction(peer, body, 2437, -40);
}
