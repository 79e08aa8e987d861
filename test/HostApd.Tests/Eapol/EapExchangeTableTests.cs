using HostApd.Eapol;
using NUnit.Framework;

namespace HostApd.Tests.Eapol;

/// <summary>The table over <see cref="EapExchange"/>, walked cell by cell. <c>=</c> means the same state.</summary>
public sealed class EapExchangeTableTests
{
    private static readonly string[] States = ["Idle", "ExpectIdentity", "ExpectResponse", "ExpectBackend", "Succeeded", "Ended"];

    private const string Begin = "ExpectIdentity Started ArmTimer:Session:5 Proposed:0:1 Send ArmTimer:Retransmit:3";
    private const string Unexpected = "= Dropped:NotExpected";
    private const string Next = "ExpectResponse Send ArmTimer:Retransmit:3";
    private const string Stopped = "Ended CancelTimer:Retransmit CancelTimer:Session";
    private const string Fail = Stopped + " Send Failure SessionEnded";

    private const string Restart = "ExpectIdentity close Started ArmTimer:Session:5 Proposed:0:1 Send ArmTimer:Retransmit:3";
    private const string Leave = "Ended close CancelTimer:Retransmit CancelTimer:Session";

    private static readonly string[][] Rows =
    [
        ["Wait", "= ArmTimer:Session:5", "=", "=", "=", "=", "="],
        ["Start", Begin, "=", "=", "=", "=", "="],
        ["EapolStart", Begin, "= Send ArmTimer:Retransmit:3", Restart, Restart, Restart, "="],
        ["Logoff", Stopped + " SessionEnded", Stopped + " SessionEnded", Leave + " SessionEnded", Leave + " SessionEnded",
            Leave + " SessionEnded", "="],
        ["Identity", Unexpected, "ExpectResponse CancelTimer:Retransmit ArmTimer:Session:120 Proposed:14122:254 Send ArmTimer:Retransmit:3",
            "= Dropped:OtherType", Unexpected, Unexpected, Unexpected],
        ["StrangeIdentity", Unexpected, "Ended CancelTimer:Retransmit " + Fail[6..], "= Dropped:OtherType", Unexpected,
            Unexpected, Unexpected],
        ["IdentityOfElsewhere", Unexpected, "ExpectBackend CancelTimer:Retransmit ArmTimer:Session:120 CancelTimer:Retransmit",
            "= Dropped:OtherType", Unexpected, Unexpected, Unexpected],
        ["Response", Unexpected, "= Dropped:OtherType", Next, Unexpected, Unexpected, Unexpected],
        ["ResponsePending", Unexpected, "= Dropped:OtherType", "ExpectBackend CancelTimer:Retransmit", Unexpected, Unexpected,
            Unexpected],
        ["ResponseIgnored", Unexpected, "= Dropped:OtherType", "= Dropped:IgnoredByMethod", Unexpected, Unexpected, Unexpected],
        ["ResponseLast", Unexpected, "= Dropped:OtherType", "Ended close " + Fail[6..], Unexpected, Unexpected, Unexpected],
        ["Nak", Unexpected, "= Dropped:OtherType", "Ended close " + Fail[6..], Unexpected, Unexpected, Unexpected],
        ["ExpandedNak", Unexpected, "= Dropped:OtherType", "Ended close " + Fail[6..], Unexpected, Unexpected, Unexpected],
        ["OtherMethod", Unexpected, "= Dropped:OtherType", "= Dropped:OtherType", Unexpected, Unexpected, Unexpected],
        ["OtherIdentifier", .. Enumerable.Repeat("= Dropped:Identifier", 6)],
        ["Request", .. Enumerable.Repeat("= Dropped:NotAResponse", 6)],
        ["Success", .. Enumerable.Repeat("= Dropped:NotAResponse", 6)],
        ["Truncated", .. Enumerable.Repeat("= Dropped:Malformed", 6)],
        ["AnswerRequest", "=", "=", "=", Next, "=", "="],
        ["AnswerPending", "=", "=", "=", "= CancelTimer:Retransmit", "=", "="],
        ["AnswerIgnored", .. Enumerable.Repeat("=", 6)],
        ["AnswerOtherType", .. Enumerable.Repeat("=", 6)],
        ["AnswerSuccess", "=", "=", "=", "Succeeded CancelTimer:Retransmit CancelTimer:Session Send Success", "=", "="],
        ["AnswerFailure", "=", "=", "=", "Ended close " + Fail[6..], "=", "="],
        ["AnswerOfAnother", .. Enumerable.Repeat("=", 6)],
        ["Retransmit", "=", "= Retransmitted Send ArmTimer:Retransmit:6", "= Retransmitted Send ArmTimer:Retransmit:6", "=", "=", "="],
        ["SessionTimer", Stopped + " SessionEnded", "Ended Timeout " + Fail[6..], "Ended close Timeout " + Fail[6..],
            "Ended close Timeout " + Fail[6..], "=", "="],
        ["Stop", Stopped, Stopped, Leave, Leave, Leave, "="],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_effects(string state, string @event, string expected)
    {
        var rig = new EapExchangeRig();
        rig.Reach(state);
        Assert.That(rig.Exchange.State.ToString(), Is.EqualTo(state), "reached");
        var closed = rig.Closed;
        Raise(rig, @event);
        var words = rig.Drain();
        var next = rig.Exchange.State.ToString();
        var seen = (next == state ? "=" : next) + (rig.Closed > closed ? " close" : "") + (words.Length > 0 ? " " + words : "");
        Assert.That(seen, Is.EqualTo(expected.StartsWith(state + " ", StringComparison.Ordinal)
            ? "=" + expected[state.Length..]
            : expected));
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));
        Assert.That(States, Is.EqualTo(Enum.GetNames<EapExchangeState>()));
    }

    [Test]
    public void Requests_are_repeated_with_back_off_five_times()
    {
        var rig = new EapExchangeRig();
        rig.Reach("ExpectResponse");
        var first = rig.LastSent;
        string[] waits = ["6", "12", "20", "20", "20"];
        foreach (var wait in waits)
        {
            rig.Exchange.OnTimer(EapExchangeTimer.Retransmit);
            Assert.That(rig.Drain(), Is.EqualTo("Retransmitted Send ArmTimer:Retransmit:" + wait));
            Assert.That(rig.LastSent, Is.EqualTo(first), "the same bytes, the same identifier");
        }

        rig.Exchange.OnTimer(EapExchangeTimer.Retransmit);
        Assert.That(rig.Drain(), Is.EqualTo("Timeout " + Fail[6..]));
    }

    [Test]
    public void A_repeated_response_is_dropped_by_its_identifier()
    {
        var rig = new EapExchangeRig();
        rig.Reach("ExpectResponse");
        var response = rig.Response(rig.Exchange.Identifier, EapExchangeRig.MethodData);
        rig.Exchange.OnEapPacket(response);
        rig.Drain();
        rig.Exchange.OnEapPacket(response);
        Assert.That(rig.Drain(), Is.EqualTo("Dropped:Identifier"));
    }

    [Test]
    public void The_frames_are_those_of_the_standard()
    {
        var rig = new EapExchangeRig();
        rig.Reach("ExpectIdentity");
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo("0200000501" + "08" + "000501"));
        rig.Reach("ExpectResponse");
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo("0200000f" + "0109000f" + "fe00372a00000001" + "0101aa"));
        rig.Exchange.OnEapPacket(rig.Response(9, [3, 254]));
        rig.Drain();
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo("0200000404090004"));
    }

    private static void Raise(EapExchangeRig rig, string name)
    {
        var exchange = rig.Exchange;
        var identifier = exchange.Identifier;
        switch (name)
        {
            case "Wait": exchange.Wait(); break;
            case "Start": exchange.Start(); break;
            case "EapolStart": exchange.OnEapolStart(); break;
            case "Logoff": exchange.OnEapolLogoff(); break;
            case "Identity": exchange.OnEapPacket(rig.Response(identifier, [1, .. "known"u8])); break;
            case "StrangeIdentity": exchange.OnEapPacket(rig.Response(identifier, [1, .. "strange"u8])); break;
            case "Response": exchange.OnEapPacket(rig.Response(identifier, EapExchangeRig.MethodData)); break;
            case "ResponsePending": RespondWith(rig, EapMethodStep.Pending); break;
            case "ResponseIgnored": RespondWith(rig, EapMethodStep.Ignore); break;
            case "ResponseLast": RespondWith(rig, EapMethodStep.Finished); break;
            case "Nak": exchange.OnEapPacket(rig.Response(identifier, [3, 13])); break;
            case "ExpandedNak": exchange.OnEapPacket(rig.Response(identifier, [254, 0, 0, 0, 0, 0, 0, 3])); break;
            case "OtherMethod": exchange.OnEapPacket(rig.Response(identifier, [254, 0, 0x37, 0x2A, 0, 0, 0, 2])); break;
            case "OtherIdentifier":
                exchange.OnEapPacket(rig.Response((byte)(identifier + 1), [1, .. "known"u8]));
                break;
            case "Request": exchange.OnEapPacket([1, identifier, 0, 5, 1]); break;
            case "Success": exchange.OnEapPacket([3, identifier, 0, 4]); break;
            case "Truncated": exchange.OnEapPacket([2, identifier, 0, 9, 1]); break;
            case "IdentityOfElsewhere": exchange.OnEapPacket(rig.Response(identifier, [1, .. "elsewhere"u8])); break;
            case "AnswerRequest": exchange.OnAnswer(rig.Local, EapAnswer.Request); break;
            case "AnswerPending": exchange.OnAnswer(rig.Local, EapAnswer.Pending); break;
            case "AnswerIgnored": exchange.OnAnswer(rig.Local, EapAnswer.Ignored); break;
            case "AnswerOtherType": exchange.OnAnswer(rig.Local, EapAnswer.OtherType); break;
            case "AnswerSuccess": exchange.OnAnswer(rig.Local, EapAnswer.Success); break;
            case "AnswerFailure": exchange.OnAnswer(rig.Local, EapAnswer.Failure); break;
            case "AnswerOfAnother": exchange.OnAnswer(new PlayedBackend(), EapAnswer.Success); break;
            case "Retransmit": exchange.OnTimer(EapExchangeTimer.Retransmit); break;
            case "SessionTimer": exchange.OnTimer(EapExchangeTimer.Session); break;
            case "Stop": exchange.Stop(); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such event");
        }
    }

    private static void RespondWith(EapExchangeRig rig, EapMethodStep step)
    {
        rig.NextStep = step;
        rig.Exchange.OnEapPacket(rig.Response(rig.Exchange.Identifier, EapExchangeRig.MethodData));
    }
}
