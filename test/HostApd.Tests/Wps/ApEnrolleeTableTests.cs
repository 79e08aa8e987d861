using HostApd.Wps;
using HostApd.Wps.Messages;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

/// <summary>
/// The table over <see cref="ApEnrolleeSession"/>, walked cell by cell. A cell is the next state and what is sent: a message
/// type, <c>NACKn</c> with its Configuration Error, or <c>-</c>.
/// </summary>
public sealed class ApEnrolleeTableTests
{
    private static readonly string[] States =
    [
        "ExpectKeyPair", "ExpectM2", "ExpectKeys", "ExpectM4", "ExpectM6", "ExpectM8", "ExpectDoneAck", "ExpectAck", "Finished",
    ];

    private const string Nack = "ExpectAck NACK0";
    private const string Locked = "ExpectAck NACK15";
    private const string Pair = "ExpectKeyPair -";
    private const string Keys = "ExpectKeys -";
    private const string Done = "ExpectDoneAck -";
    private const string Over = "Finished Failure";
    private const string Gone = "Finished -";

    private static readonly string[] Same =
        [Pair, "ExpectM2 -", Keys, "ExpectM4 -", "ExpectM6 -", "ExpectM8 -", Done, Over, Gone];

    private static readonly string[] Ended = [Pair, Over, Keys, Over, Over, Over, Over, Over, Gone];

    private static readonly string[][] Rows =
    [
        ["Due", "ExpectM2 M1", Keys, "ExpectM4 M3", "ExpectM6 M5", "ExpectM8 M7", "ExpectDoneAck WscDone", Over, Over, Gone],
        ["Keys", "ExpectM2 M1", "ExpectM2 -", "ExpectM4 M3", "ExpectM4 -", "ExpectM6 -", "ExpectM8 -", Done, "ExpectAck -", Gone],
        ["M2D", Pair, "ExpectAck WscAck", Keys, Over, Over, Over, Done, Over, Gone],
        ["M1", Pair, Over, Keys, Over, Over, Over, Done, Over, Gone],
        ["Empty", Pair, Over, Keys, Over, Over, Over, Done, Over, Gone],
        ["Short nonce", Pair, Nack, Keys, Nack, Nack, Nack, Done, Over, Gone],
        ["BadAuthenticator", Pair, Keys, Keys, Nack, Nack, Nack, Done, Over, Gone],
        ["Locked", Pair, Locked, Keys, Locked, Locked, Locked, Over, Over, Gone],
        ["Other PIN", Pair, Locked, Keys, Locked, Locked, Locked, Over, Over, Gone],
        ["Same PIN again", Pair, Locked, Keys, Locked, Locked, Locked, Over, Over, Gone],
        ["Locked, Keys", Locked, "ExpectM2 -", Locked, "ExpectM4 -", "ExpectM6 -", "ExpectM8 -", Done, "ExpectAck -", Gone],
        ["No settings", Pair, Keys, Keys, "ExpectM6 M5", Nack, "ExpectDoneAck WscDone", Over, Over, Gone],
        ["Nack", Pair, Over, Keys, Over, Over, Over, Over, Over, Gone],
        ["OtherNack", .. Ended],
        ["OtherAck", .. Ended],
        ["EarlyAck", .. Ended],
        ["Done", .. Ended],
        ["Start", .. Same],
        ["SessionTimeout", .. Enumerable.Repeat(Over, 8), Gone],
        ["Close", .. Enumerable.Repeat(Gone, 9)],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_answer(string state, string @event, string expected)
    {
        var rig = new WpsRig(WpsRig.LabOptions with { ApSetupLocked = false, ApPin = "12345670" }) { Tasks = [] };
        var registrar = new ExternalRegistrar("12345670")
        {
            NewSettings = Convert.FromHexString("1045000178" + "100300020001" + "100f00020001" + "10270000" + "10200006020000000000"),
        };
        var session = rig.Open(WpsRig.Station);
        rig.Receive(session, registrar.Answer(rig.LastSent)!);
        var machine = (ApEnrolleeSession)session.Machine!;
        Reach(rig, session, machine, registrar, state);
        Assert.That(machine.State.ToString(), Is.EqualTo(state), "reached");
        var sent = rig.AllSent.Count;
        Raise(rig, session, machine, registrar, @event);
        var answer = rig.AllSent.Count == sent ? "-" : Describe(rig.LastSent);
        Assert.That($"{machine.State} {answer}", Is.EqualTo(expected));
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));
        Assert.That(States, Is.EqualTo(Enum.GetNames<ApEnrolleeState>()));
    }

    private static void Reach(
        WpsRig rig, WpsSession session, ApEnrolleeSession machine, ExternalRegistrar registrar, string state)
    {
        if (state is "ExpectAck" or "Finished")
        {
            rig.Registrar.DisableApPin();
            RunTasks(rig);
            if (state == "Finished")
            {
                Answer(rig, session, 2, []);
            }

            return;
        }

        for (var steps = 0; machine.State.ToString() != state && steps < 10; steps++)
        {
            Step(rig, session, machine, registrar);
        }
    }

    /// <summary>What the state waits for.</summary>
    private static void Step(WpsRig rig, WpsSession session, ApEnrolleeSession machine, ExternalRegistrar registrar)
    {
        if (machine.State is ApEnrolleeState.ExpectKeyPair or ApEnrolleeState.ExpectKeys)
        {
            RunTasks(rig);
        }
        else if (registrar.Answer(rig.LastSent) is { } answer)
        {
            rig.Receive(session, answer);
        }
    }

    private static void Raise(
        WpsRig rig, WpsSession session, ApEnrolleeSession machine, ExternalRegistrar registrar, string name)
    {
        switch (name)
        {
            case "Due": Step(rig, session, machine, registrar); break;
            case "Keys": RunTasks(rig); break;
            case "M1": Answer(rig, session, 4, CapturedExchange.MessageOf(CapturedExchange.M1)); break;
            case "M2D": Answer(rig, session, 4, M2D()); break;
            case "Empty": Answer(rig, session, 4, []); break;
            case "BadAuthenticator" when rig.LastSent.Length > 18 && rig.LastSent[16] == 4:
                var due = registrar.Answer(rig.LastSent)!;
                due[^1] ^= 1;
                rig.Receive(session, due);
                break;
            case "Short nonce" when rig.LastSent.Length > 18 && rig.LastSent[16] == 4:
                Answer(rig, session, 4, RegistrarSessionTableTests.Shortened(registrar.Answer(rig.LastSent)![18..], 0x101A));
                break;
            case "BadAuthenticator" or "Short nonce": Answer(rig, session, 4, []); break;
            case "Locked, Keys":
                rig.Registrar.DisableApPin();
                RunTasks(rig);
                break;
            case "Locked" or "Other PIN" or "Same PIN again" or "No settings":
                Disturb(rig.Registrar, name);
                rig.Drain();
                if (machine.State is not (ApEnrolleeState.ExpectKeyPair or ApEnrolleeState.ExpectKeys))
                {
                    Step(rig, session, machine, registrar);
                }

                break;
            case "Nack": Answer(rig, session, 3, Closing(rig, machine, MessageType.WscNack)); break;
            case "OtherNack": Answer(rig, session, 3, Other(MessageType.WscNack)); break;
            case "OtherAck": Answer(rig, session, 2, Other(MessageType.WscAck)); break;
            case "EarlyAck": Answer(rig, session, 2, Closing(rig, machine, MessageType.WscAck)); break;
            case "Done": Answer(rig, session, 5, Other(MessageType.WscDone)); break;
            case "Start": Answer(rig, session, 1, []); break;
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
            case "Locked": registrar.DisableApPin(); break;
            case "Other PIN": registrar.SetApPin("11112222", TimeSpan.Zero); break;
            case "Same PIN again": registrar.SetApPin("12345670", TimeSpan.Zero); break;
            default: registrar.SetNetwork(new WpsNetwork("labwps"u8, default, null, isProtected: true)); break;
        }
    }

    /// <summary>Of this exchange: the nonces of the machine as it has them.</summary>
    private static byte[] Closing(WpsRig rig, ApEnrolleeSession machine, MessageType type)
    {
        var m1 = rig.AllSent.Find(f => f.Length > 300);
        M1.TryParse(m1 is null ? default : m1.AsSpan(18), out var parsed, out _);
        var hasM2 = machine.State > ApEnrolleeState.ExpectM2 && machine.State < ApEnrolleeState.ExpectAck;
        return Write(type, parsed.EnrolleeNonce, Enumerable.Repeat((byte)(hasM2 ? 0x52 : 0), 16).ToArray());
    }

    private static byte[] Other(MessageType type) => Write(type, new byte[16], [.. Enumerable.Repeat((byte)0xEE, 16)]);

    private static byte[] Write(MessageType type, ReadOnlySpan<byte> enrolleeNonce, byte[] registrarNonce)
    {
        var writer = new AttributeWriter(new byte[128]);
        var message = new ClosingMessage { EnrolleeNonce = enrolleeNonce, RegistrarNonce = registrarNonce };
        message.Write(ref writer, type);
        return writer.Written.ToArray();
    }

    private static byte[] M2D()
    {
        var writer = new AttributeWriter(new byte[512]);
        var message = new M2
        {
            EnrolleeNonce = new byte[16],
            RegistrarNonce = new byte[16],
            UuidR = new byte[16],
            Device = DeviceAttributes.Of(new DeviceData()),
        };
        message.Write(ref writer, isM2D: true);
        return writer.Written.ToArray();
    }

    private static void RunTasks(WpsRig rig)
    {
        while (rig.Tasks is { Count: > 0 })
        {
            rig.RunTask();
        }
    }

    private static void Answer(WpsRig rig, WpsSession session, byte opCode, byte[] message)
    {
        byte[] data = [254, 0, 0x37, 0x2A, 0, 0, 0, 1, opCode, 0, .. message];
        var length = 4 + data.Length;
        rig.Receive(session,
            [1, 0, (byte)(length >> 8), (byte)length, 2, rig.LastSent[5], (byte)(length >> 8), (byte)length, .. data]);
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
