using HostApd.Simulation;
using HostApd.Wps;
using NUnit.Framework;
using static HostApd.Tests.Wps.CapturedExchange;

namespace HostApd.Tests.Wps;

/// <summary>
/// The table over <see cref="RegistrarSession"/>, walked cell by cell with the captured exchange. A cell is the next state and
/// what is sent: a message type, <c>NACKn</c> with its Configuration Error, or <c>-</c>.
/// </summary>
public sealed class RegistrarSessionTableTests
{
    private static readonly string[] States =
        ["ExpectM1", "ExpectKeys", "ExpectM3", "ExpectM5", "ExpectM7", "ExpectDone", "ExpectAck", "Finished"];

    private const string Nack = "ExpectAck NACK0";
    private const string Overlap = "ExpectAck NACK12";
    private const string Withdrawn = "ExpectAck NACK14";
    private const string Held = "ExpectKeys -";
    private const string Over = "Finished Failure";
    private const string Gone = "Finished -";

    private static readonly string[][] Rows =
    [
        ["M1", Held, Held, Over, Over, Over, Over, Over, Gone],
        ["M1 without consent", "ExpectAck M2D", Held, Over, Over, Over, Over, Over, Gone],
        ["M1 with a short nonce", Nack, Held, Over, Over, Over, Over, Over, Gone],
        ["M3", Over, Held, "ExpectM5 M4", Over, Over, Over, Over, Gone],
        ["M5", Over, Held, Over, "ExpectM7 M6", Over, Over, Over, Gone],
        ["M7", Over, Held, Over, Over, "ExpectDone M8", Over, Over, Gone],
        ["UnknownType", Over, Held, Over, Over, Over, Over, Over, Gone],
        ["Due, overlap", "ExpectAck M2D", Held, Overlap, Overlap, Overlap, Over, Over, Gone],
        ["Due, press over", "ExpectAck M2D", Held, Withdrawn, Withdrawn, Withdrawn, Over, Over, Gone],
        ["Due, PIN instead", "ExpectAck M2D", Held, Withdrawn, Withdrawn, Withdrawn, Over, Over, Gone],
        ["Due, press for another", "ExpectAck M2D", Held, Withdrawn, Withdrawn, Withdrawn, Over, Over, Gone],
        ["Due, no network", Held, Held, "ExpectM5 M4", "ExpectM7 M6", Nack, Over, Over, Gone],
        ["Done", Over, Held, Over, Over, Over, Over, Over, Gone],
        ["WrongHalf", Over, Held, Over, "ExpectAck NACK18", "ExpectAck NACK18", Over, Over, Gone],
        ["NotSealed", Over, Held, Over, "ExpectAck NACK2", "ExpectAck NACK2", Over, Over, Gone],
        ["BadAuthenticator", Over, Held, Nack, Nack, Nack, Over, Over, Gone],
        ["OtherNonce", Over, Held, Nack, Nack, Nack, Over, Over, Gone],
        ["Short nonce", Over, Held, Nack, Nack, Nack, Over, Over, Gone],
        ["Truncated", Over, Held, Over, Over, Over, Over, Over, Gone],
        ["Empty", Over, Held, Over, Over, Over, Over, Over, Gone],
        ["Nack", Over, Held, Over, Over, Over, Over, Over, Gone],
        ["OtherNack", Over, Held, Over, Over, Over, Over, Over, Gone],
        ["OtherDone", Over, Held, Over, Over, Over, Over, Over, Gone],
        ["Ack", Over, Held, Over, Over, Over, Over, Over, Gone],
        ["Start", "ExpectM1 -", Held, "ExpectM3 -", "ExpectM5 -", "ExpectM7 -", "ExpectDone -", Over, Gone],
        ["UnknownOpCode", "ExpectM1 -", Held, "ExpectM3 -", "ExpectM5 -", "ExpectM7 -", "ExpectDone -", "ExpectAck -", Gone],
        ["Keys", "ExpectM1 -", "ExpectM3 M2", "ExpectM3 -", "ExpectM5 -", "ExpectM7 -", "ExpectDone -", "ExpectAck -", Gone],
        ["SessionTimeout", .. Enumerable.Repeat(Over, 7), Gone],
        ["Close", .. Enumerable.Repeat(Gone, 8)],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_answer(string state, string @event, string expected)
    {
        var rig = GoldenExchangeTests.Captured();
        rig.Tasks = [];
        var session = Reach(rig, state);
        var machine = (RegistrarSession)session.Machine!;
        Assert.That(machine.State.ToString(), Is.EqualTo(state), "reached");
        var sent = rig.AllSent.Count;
        Raise(rig, session, machine, @event);
        var answer = rig.AllSent.Count == sent ? "-" : Describe(rig.LastSent);
        Assert.That($"{machine.State} {answer}", Is.EqualTo(expected));
        if (expected.StartsWith("Finished", StringComparison.Ordinal))
        {
            Assert.That(session.IsEnded, Is.True);
            Assert.That(rig.Registrar.SessionCount, Is.Zero);
        }
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));
        Assert.That(States, Is.EqualTo(Enum.GetNames<RegistrarState>()));
    }

    [Test]
    public void Any_single_changed_byte_of_any_message_is_refused_or_harmless([Values("M1", "M3", "M5", "M7", "Done")] string name)
    {
        var whole = Convert.FromHexString(FrameOf(name));
        for (var at = 18; at < whole.Length; at += name == "M1" ? 7 : 1)
        {
            var rig = GoldenExchangeTests.Captured();
            var session = Reach(rig, name == "Done" ? "ExpectDone" : "Expect" + name);
            var frame = (byte[])whole.Clone();
            frame[at] ^= 0x41;
            rig.Receive(session, frame);
            var fine = name is "M1" || Describe(rig.LastSent).StartsWith("NACK", StringComparison.Ordinal)
                || session.IsEnded && (name == "Done" || !session.Succeeded);
            Assert.That(fine, Is.True, $"byte {at}");
        }
    }

    private static WpsSession Reach(WpsRig rig, string state)
    {
        var session = rig.Open(WpsRig.Station);
        rig.Receive(session, Convert.FromHexString(IdentityResponse));
        if (state == "ExpectM1")
        {
            return session;
        }

        if (state is "ExpectAck" or "Finished")
        {
            Answer(rig, session, 3, 0, []);
            if (state == "ExpectAck")
            {
                session = rig.Open(WpsRig.Station);
                Respond(rig, session, [1, .. "WFA-SimpleConfig-Enrollee-1-0"u8]);
                Answer(rig, session, 4, 0, Shortened(MessageOf(M1), 0x101A));
            }

            return session;
        }

        rig.Receive(session, Convert.FromHexString(M1));
        string[] further = ["ExpectM3", M3, "ExpectM5", M5, "ExpectM7", M7, "ExpectDone"];
        for (var i = 0; state != "ExpectKeys"; i += 2)
        {
            RunTasks(rig);
            if (further[i] == state)
            {
                break;
            }

            rig.Receive(session, Convert.FromHexString(further[i + 1]));
        }

        return session;
    }

    private static void Raise(WpsRig rig, WpsSession session, RegistrarSession machine, string name)
    {
        switch (name)
        {
            case "M1" or "M3" or "M5" or "M7":
                Answer(rig, session, 4, 0, MessageOf(FrameOf(name)));
                break;
            case "M1 without consent":
                rig.Registrar.OnTimer(WpsTimer.WalkTime);
                rig.Drain();
                Answer(rig, session, 4, 0, MessageOf(M1));
                break;
            case "Due, overlap" or "Due, press over" or "Due, PIN instead" or "Due, press for another" or "Due, no network":
                Disturb(rig.Registrar, name);
                rig.Drain();
                var done = machine.State == RegistrarState.ExpectDone;
                Answer(rig, session, done ? (byte)5 : (byte)4, 0,
                    MessageOf(machine.State is RegistrarState.ExpectM1 or RegistrarState.ExpectKeys ? M1 : FrameOf(done ? "Done" : Due(machine))));
                break;
            case "Done": Answer(rig, session, 5, 0, MessageOf(Done)); break;
            case "OtherDone": Answer(rig, session, 5, 0, Spoil(MessageOf(Done), 0x101A)); break;
            case "WrongHalf": Answer(rig, session, 4, 0, Guess(rig, machine, "secret")); break;
            case "NotSealed": Answer(rig, session, 4, 0, Guess(rig, machine, "seal")); break;
            case "BadAuthenticator": Answer(rig, session, 4, 0, Spoil(MessageOf(FrameOf(Due(machine))), 0x1005)); break;
            case "OtherNonce": Answer(rig, session, 4, 0, Spoil(MessageOf(FrameOf(Due(machine))), 0x1039)); break;
            case "Short nonce": Answer(rig, session, 4, 0, Shortened(MessageOf(FrameOf(Due(machine))), 0x1039)); break;
            case "Truncated": Answer(rig, session, 4, 0, MessageOf(FrameOf(Due(machine)))[..^5]); break;
            case "Empty": Answer(rig, session, 4, 0, []); break;
            case "M1 with a short nonce": Answer(rig, session, 4, 0, Shortened(MessageOf(M1), 0x101A)); break;
            case "UnknownType": Answer(rig, session, 4, 0, Convert.FromHexString("104a000110" + "102200017f")); break;
            case "Nack": Answer(rig, session, 3, 0, NackMessage()); break;
            case "OtherNack": Answer(rig, session, 3, 0, Spoil(NackMessage(), 0x1039)); break;
            case "Ack": Answer(rig, session, 2, 0, MessageOf(Done)); break;
            case "Start": Answer(rig, session, 1, 0, []); break;
            case "UnknownOpCode": Answer(rig, session, 9, 0, MessageOf(M1)); break;
            case "Keys": RunTasks(rig); break;
            case "SessionTimeout":
                session.OnTimer(WpsTimer.SessionTimeout);
                rig.Drain();
                break;
            case "Close":
                session.Close();
                rig.Drain();
                break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such event");
        }
    }

    private static void Disturb(Registrar registrar, string how)
    {
        switch (how)
        {
            case "Due, overlap":
                registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
                registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
                break;
            case "Due, press over": registrar.OnTimer(WpsTimer.WalkTime); break;
            case "Due, PIN instead": registrar.AddPin("12345670"); break;
            case "Due, press for another": registrar.PushButton(WpsRig.Address(9)); break;
            default: registrar.SetNetwork(new WpsNetwork(default, default, null, isProtected: true)); break;
        }
    }

    /// <summary>The message due, from an enrollee that has another secret, or that seals wrongly.</summary>
    private static byte[] Guess(WpsRig rig, RegistrarSession machine, string fault)
    {
        if (machine.State is not (RegistrarState.ExpectM5 or RegistrarState.ExpectM7))
        {
            return MessageOf(M8);
        }

        var isM5 = machine.State == RegistrarState.ExpectM5;
        var script = GoldenExchangeTests.Enrollee with
        {
            Secret1 = isM5 ? new byte[16] : GoldenExchangeTests.Enrollee.Secret1,
            Secret2 = isM5 ? GoldenExchangeTests.Enrollee.Secret2 : new byte[16],
        };
        var honest = new SimulatedEnrollee(GoldenExchangeTests.Enrollee);
        string[] received = isM5 ? [Start, M2] : [Start, M2, M4];
        foreach (var frame in received)
        {
            honest.Answer(Convert.FromHexString(frame));
        }

        return SealedForgery.Make(honest, script, isM5, fault);
    }

    private static string Due(RegistrarSession machine) => machine.State switch
    {
        RegistrarState.ExpectM3 => "M3",
        RegistrarState.ExpectM5 => "M5",
        RegistrarState.ExpectM7 => "M7",
        RegistrarState.ExpectM1 or RegistrarState.ExpectKeys or RegistrarState.ExpectDone or RegistrarState.ExpectAck
            or RegistrarState.Finished => "M3",
    };

    private static string FrameOf(string name) => name switch { "M1" => M1, "M3" => M3, "M5" => M5, "M7" => M7, _ => Done };

    private static byte[] NackMessage()
    {
        var done = MessageOf(Done);
        done[9] = 0x0E;
        return [.. done[..^10], 0x10, 0x09, 0, 2, 0, 0, .. done[^10..]];
    }

    private static byte[] Spoil(byte[] message, int id) => MessageLengthTests.Rebuild(message, t =>
    {
        if (t.Id == id)
        {
            t.Value[0] ^= 1;
        }

        return t.Value;
    });

    /// <summary>Whole, but for one attribute that is a byte too short.</summary>
    internal static byte[] Shortened(byte[] message, int id) => MessageLengthTests.Rebuild(message, t => t.Id == id ? t.Value[..^1] : t.Value);

    private static void RunTasks(WpsRig rig)
    {
        while (rig.Tasks is { Count: > 0 })
        {
            rig.RunTask();
        }
    }

    private static void Answer(WpsRig rig, WpsSession session, byte opCode, byte flags, byte[] message) =>
        Respond(rig, session, [254, 0, 0x37, 0x2A, 0, 0, 0, 1, opCode, flags, .. message]);

    private static void Respond(WpsRig rig, WpsSession session, byte[] typeAndData)
    {
        var length = 4 + typeAndData.Length;
        var identifier = rig.LastSent[5];
        rig.Receive(session,
            [1, 0, (byte)(length >> 8), (byte)length, 2, identifier, (byte)(length >> 8), (byte)length, .. typeAndData]);
    }

    private static string Describe(byte[] frame)
    {
        if (frame[4] == 4)
        {
            return "Failure";
        }

        var attributes = MessageLengthTests.Split(frame[18..]);
        var type = (MessageType)attributes.Find(a => a.Id == 0x1022).Value[0];
        return type == MessageType.WscNack ? "NACK" + attributes.Find(a => a.Id == 0x1009).Value[1] : type.ToString();
    }
}
