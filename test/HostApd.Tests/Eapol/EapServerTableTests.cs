using HostApd.Eapol;
using NUnit.Framework;

namespace HostApd.Tests.Eapol;

/// <summary>The table over <see cref="EapServer"/>, walked cell by cell. <c>=</c> means the same state.</summary>
public sealed class EapServerTableTests
{
    private static readonly string[] States = ["Idle", "ExpectIdentity", "ExpectResponse", "ExpectMethod", "Ended"];

    private const string Begin = "ExpectIdentity Started ArmTimer:Session:5 Proposed:0:1 Send ArmTimer:Retransmit:3";
    private const string Unexpected = "= Dropped:NotExpected";
    private const string Next = "ExpectResponse Send ArmTimer:Retransmit:3";
    private const string Stopped = "Ended CancelTimer:Retransmit CancelTimer:Session";
    private const string Fail = Stopped + " Send Failure SessionEnded";

    private static readonly string[][] Rows =
    [
        ["Wait", "= ArmTimer:Session:5", "=", "=", "=", "="],
        ["Start", Begin, "=", "=", "=", "="],
        ["EapolStart", Begin, "= Send ArmTimer:Retransmit:3", "ExpectIdentity close Started ArmTimer:Session:5 Proposed:0:1 Send "
            + "ArmTimer:Retransmit:3", "ExpectIdentity close Started ArmTimer:Session:5 Proposed:0:1 Send ArmTimer:Retransmit:3",
            "="],
        ["Logoff", Stopped + " SessionEnded", Stopped + " SessionEnded", "Ended close CancelTimer:Retransmit CancelTimer:Session "
            + "SessionEnded", "Ended close CancelTimer:Retransmit CancelTimer:Session SessionEnded", "="],
        ["Identity", Unexpected, "ExpectResponse CancelTimer:Retransmit ArmTimer:Session:120 Proposed:14122:254 Send ArmTimer:Retransmit:3",
            "= Dropped:OtherType", Unexpected, Unexpected],
        ["StrangeIdentity", Unexpected, "Ended CancelTimer:Retransmit " + Fail[6..], "= Dropped:OtherType", Unexpected,
            Unexpected],
        ["Response", Unexpected, "= Dropped:OtherType", Next, Unexpected, Unexpected],
        ["ResponsePending", Unexpected, "= Dropped:OtherType", "ExpectMethod CancelTimer:Retransmit", Unexpected, Unexpected],
        ["ResponseIgnored", Unexpected, "= Dropped:OtherType", "= Dropped:IgnoredByMethod", Unexpected, Unexpected],
        ["ResponseLast", Unexpected, "= Dropped:OtherType", "Ended close " + Fail[6..], Unexpected, Unexpected],
        ["Nak", Unexpected, "= Dropped:OtherType", "Ended close " + Fail[6..], Unexpected, Unexpected],
        ["ExpandedNak", Unexpected, "= Dropped:OtherType", "Ended close " + Fail[6..], Unexpected, Unexpected],
        ["OtherMethod", Unexpected, "= Dropped:OtherType", "= Dropped:OtherType", Unexpected, Unexpected],
        ["OtherIdentifier", .. Enumerable.Repeat("= Dropped:Identifier", 5)],
        ["Request", .. Enumerable.Repeat("= Dropped:NotAResponse", 5)],
        ["Success", .. Enumerable.Repeat("= Dropped:NotAResponse", 5)],
        ["Truncated", .. Enumerable.Repeat("= Dropped:Malformed", 5)],
        ["MethodReady", "=", "=", "=", Next, "="],
        ["MethodOver", "=", "=", "=", "Ended close " + Fail[6..], "="],
        ["Retransmit", "=", "= Retransmitted Send ArmTimer:Retransmit:6", "= Retransmitted Send ArmTimer:Retransmit:6", "=", "="],
        ["SessionTimer", Stopped + " SessionEnded", "Ended Timeout " + Fail[6..], "Ended close Timeout " + Fail[6..],
            "Ended close Timeout " + Fail[6..], "="],
        ["Stop", Stopped, Stopped, "Ended close CancelTimer:Retransmit CancelTimer:Session",
            "Ended close CancelTimer:Retransmit CancelTimer:Session", "="],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_effects(string state, string @event, string expected)
    {
        var rig = new EapServerRig();
        rig.Reach(state);
        Assert.That(rig.Server.State.ToString(), Is.EqualTo(state), "reached");
        var closed = rig.Closed;
        Raise(rig, @event);
        var words = rig.Drain();
        var next = rig.Server.State.ToString();
        var seen = (next == state ? "=" : next) + (rig.Closed > closed ? " close" : "") + (words.Length > 0 ? " " + words : "");
        Assert.That(seen, Is.EqualTo(expected.StartsWith(state + " ", StringComparison.Ordinal)
            ? "=" + expected[state.Length..]
            : expected));
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));
        Assert.That(States, Is.EqualTo(Enum.GetNames<EapServerState>()));
    }

    [Test]
    public void Requests_are_repeated_with_back_off_five_times()
    {
        var rig = new EapServerRig();
        rig.Reach("ExpectResponse");
        var first = rig.LastSent;
        string[] waits = ["6", "12", "20", "20", "20"];
        foreach (var wait in waits)
        {
            rig.Server.OnTimer(EapServerTimer.Retransmit);
            Assert.That(rig.Drain(), Is.EqualTo("Retransmitted Send ArmTimer:Retransmit:" + wait));
            Assert.That(rig.LastSent, Is.EqualTo(first), "the same bytes, the same identifier");
        }

        rig.Server.OnTimer(EapServerTimer.Retransmit);
        Assert.That(rig.Drain(), Is.EqualTo("Timeout " + Fail[6..]));
    }

    [Test]
    public void A_repeated_response_is_dropped_by_its_identifier()
    {
        var rig = new EapServerRig();
        rig.Reach("ExpectResponse");
        var response = rig.Response(rig.Server.Identifier, EapServerRig.MethodData);
        rig.Server.OnEapPacket(response);
        rig.Drain();
        rig.Server.OnEapPacket(response);
        Assert.That(rig.Drain(), Is.EqualTo("Dropped:Identifier"));
    }

    [Test]
    public void The_frames_are_those_of_the_standard()
    {
        var rig = new EapServerRig();
        rig.Reach("ExpectIdentity");
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo("0200000501" + "08" + "000501"));
        rig.Reach("ExpectResponse");
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo("0200000f" + "0109000f" + "fe00372a00000001" + "0101aa"));
        rig.Server.OnEapPacket(rig.Response(9, [3, 254]));
        rig.Drain();
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo("0200000404090004"));
    }

    private static void Raise(EapServerRig rig, string name)
    {
        var server = rig.Server;
        var identifier = server.Identifier;
        switch (name)
        {
            case "Wait": server.Wait(); break;
            case "Start": server.Start(); break;
            case "EapolStart": server.OnEapolStart(); break;
            case "Logoff": server.OnEapolLogoff(); break;
            case "Identity": server.OnEapPacket(rig.Response(identifier, [1, .. "known"u8])); break;
            case "StrangeIdentity": server.OnEapPacket(rig.Response(identifier, [1, .. "strange"u8])); break;
            case "Response": server.OnEapPacket(rig.Response(identifier, EapServerRig.MethodData)); break;
            case "ResponsePending": RespondWith(rig, EapMethodStep.Pending); break;
            case "ResponseIgnored": RespondWith(rig, EapMethodStep.Ignore); break;
            case "ResponseLast": RespondWith(rig, EapMethodStep.Finished); break;
            case "Nak": server.OnEapPacket(rig.Response(identifier, [3, 13])); break;
            case "ExpandedNak": server.OnEapPacket(rig.Response(identifier, [254, 0, 0, 0, 0, 0, 0, 3])); break;
            case "OtherMethod": server.OnEapPacket(rig.Response(identifier, [254, 0, 0x37, 0x2A, 0, 0, 0, 2])); break;
            case "OtherIdentifier":
                server.OnEapPacket(rig.Response((byte)(identifier + 1), [1, .. "known"u8]));
                break;
            case "Request": server.OnEapPacket([1, identifier, 0, 5, 1]); break;
            case "Success": server.OnEapPacket([3, identifier, 0, 4]); break;
            case "Truncated": server.OnEapPacket([2, identifier, 0, 9, 1]); break;
            case "MethodReady": server.OnMethodReady(EapMethodStep.Request); break;
            case "MethodOver": server.OnMethodReady(EapMethodStep.Finished); break;
            case "Retransmit": server.OnTimer(EapServerTimer.Retransmit); break;
            case "SessionTimer": server.OnTimer(EapServerTimer.Session); break;
            case "Stop": server.Stop(); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such event");
        }
    }

    private static void RespondWith(EapServerRig rig, EapMethodStep step)
    {
        rig.NextStep = step;
        rig.Server.OnEapPacket(rig.Response(rig.Server.Identifier, EapServerRig.MethodData));
    }
}
