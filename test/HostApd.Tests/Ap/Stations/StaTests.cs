using HostApd.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>
/// The table over <see cref="Sta"/>, walked cell by cell in an open network, where nothing but 802.11 itself moves a
/// station: the next state (– for forgotten, <c>=</c> for the same) and what was sent, told the kernel or announced.
/// </summary>
public sealed class StaTests
{
    private const string Fresh = "Authenticated: AddStation, SendFrame AuthenticationResponse";
    private const string Accepted = "AwaitingAssociationAck: UpdateStation, SendFrame AssociationResponse";
    private const string Anew = "AwaitingAssociationAck: AddStation, UpdateStation, SendFrame AssociationResponse";
    private const string Opened = "Authorized: Authorize, !AP-STA-CONNECTED";
    private const string Closed = "Unauthorize, !AP-STA-DISCONNECTED, ";
    private const string Gone = "–: RemoveStation";
    private const string Unknown = "=: SendFrame Deauthentication";

    private static readonly string[] States =
        ["–", "Authenticated", "AwaitingAssociationAck", "Associated", "Authorized", "Leaving"];

    private static readonly string[][] Rows =
    [
        ["AuthenticationTooSoon", Fresh, .. Enumerable.Repeat("=: SendFrame AuthenticationResponse", 4), Fresh],
        ["AssociationRequest", Unknown, Accepted, "=: SendFrame AssociationResponse", "=: SendFrame AssociationResponse",
            Anew.Replace("AddStation", Closed + "AddStation", StringComparison.Ordinal), Unknown],
        ["OtherAssociationRequest", Unknown, Accepted, Anew, Anew,
            Anew.Replace("AddStation", Closed + "AddStation", StringComparison.Ordinal), Unknown],
        ["ThirdAssociationRequest", Unknown, Accepted, Anew, Anew,
            Anew.Replace("AddStation", Closed + "AddStation", StringComparison.Ordinal), Unknown],
        ["MalformedRequest", Unknown, "=", "=", "=", "=", Unknown],
        ["RefusedRequest", Unknown, "–: SendFrame AssociationResponse, RemoveStation",
            "–: AddStation, SendFrame AssociationResponse, RemoveStation",
            "–: AddStation, SendFrame AssociationResponse, RemoveStation",
            $"–: {Closed}AddStation, SendFrame AssociationResponse, RemoveStation", Unknown],
        ["ResponseAcknowledged", "=", "=", Opened, "=", "=", "="],
        ["ResponseNotAcknowledged", "=", "=", "Authenticated: AddStation", "=", "=", "="],
        ["LeaveAcknowledged", "=", "=", "=", "=", "=", Gone],
        ["Deauthentication", "=", Gone, Gone, Gone, $"–: {Closed}RemoveStation", Gone],
        ["Eapol", "=", "=", "=", "=", "=", "="],
        ["Timer", "=", "–: SendFrame Deauthentication, RemoveStation", Opened, "Leaving: ReadStation, ProbeStation, ReadStation, SendFrame Deauthentication",
            $"Leaving: ReadStation, ProbeStation, ReadStation, {Closed}SendFrame Deauthentication", Gone],
        ["EventsLost", "=", "=", Opened, "=", "=", "="],
        ["UnexpectedFrame", Unknown, Unknown, Unknown, "=", "=", Unknown],
        ["CommandDeauthenticate", Unknown, "Leaving: SendFrame Deauthentication", "Leaving: SendFrame Deauthentication",
            "Leaving: SendFrame Deauthentication", $"Leaving: {Closed}SendFrame Deauthentication", Unknown],
        ["StationLeft", "=", "–", "–", "–", $"–: {Closed[..^2]}", "–"],
    ];

    private static readonly byte[] Request = AssociationRequest(5, "labtest");

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_effects(string state, string @event, string expected)
    {
        using var rig = Reach(state);
        Assert.That(Where(rig), Is.EqualTo(state), "reached");
        rig.Radio.Calls.Clear();
        Raise(rig, @event);
        var next = Where(rig);
        var seen = string.Join(", ", rig.Radio.Calls.Select(Word));
        var cell = (next == state ? "=" : next) + (seen.Length == 0 ? "" : ": " + seen);
        Assert.That(cell, Is.EqualTo(expected.StartsWith(state + ":", StringComparison.Ordinal)
            ? "=" + expected[state.Length..]
            : expected));
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(States[1..], Is.EqualTo(Enum.GetNames<StaState>()));
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));
    }

    private static string Where(ApRig rig) => rig.Sta(ApRig.First)?.State.ToString() ?? "–";

    private static ApRig Reach(string state)
    {
        var rig = ApRig.Enabled(change: static o => o with { Security = null, Without = Generations.Ht });
        if (state == "–")
        {
            return rig;
        }

        rig.Radio.Inject(StrangersTests.Authentication(ApRig.First));
        if (state == "Authenticated")
        {
            return rig;
        }

        rig.Air.When("AssociationResponse").LoseStatus().Times(-1);
        rig.Air.When("Deauthentication").LoseStatus().Times(-1);
        rig.Radio.Inject(Request);
        if (state == "Associated")
        {
            // The driver does not open the port: the station stays associated.
            rig.Radio.Refuse("Authorize", new HostApd.Driver.DriverResult("authorizing a station", 22, "refused", null));
        }

        if (state is not "AwaitingAssociationAck")
        {
            Acknowledge(rig, true);
        }

        if (state == "Leaving")
        {
            rig.Bss.SendAway(ApRig.First, HostApd.Ieee80211.ReasonCode.Unspecified, disassociate: false);
        }

        return rig;
    }

    private static void Raise(ApRig rig, string name)
    {
        var patience = TimeSpan.FromSeconds(rig.Sta(ApRig.First)?.State switch
        {
            StaState.Authenticated => 5,
            StaState.Associated or StaState.Authorized => 303.1,
            _ => 1,
        });
        switch (name)
        {
            case "AuthenticationTooSoon": rig.Radio.Inject(StrangersTests.Authentication(ApRig.First)); break;
            case "AssociationRequest": rig.Radio.Inject(Request); break;
            case "OtherAssociationRequest": rig.Radio.Inject(AssociationRequest(10, "labtest")); break;
            case "ThirdAssociationRequest":
                // Of two that differ within a second only the first starts anything over.
                rig.Radio.Inject(AssociationRequest(10, "labtest"));
                if (rig.Sta(ApRig.First) is { State: StaState.AwaitingAssociationAck } && rig.Radio.Calls.Exists(static c => c.StartsWith("AddStation", StringComparison.Ordinal)))
                {
                    rig.Radio.Inject(AssociationRequest(11, "labtest"));
                }

                break;
            case "MalformedRequest": rig.Radio.Inject(AssociationRequest(5, "labtest")[..^1]); break;
            case "RefusedRequest": rig.Radio.Inject(AssociationRequest(5, "another")); break;
            case "ResponseAcknowledged": Acknowledge(rig, true); break;
            case "ResponseNotAcknowledged": Acknowledge(rig, false); break;
            case "LeaveAcknowledged": rig.Radio.ReportSent(0, ToStation(0xc0, [3, 0]), true); break;
            case "Deauthentication": rig.Radio.Inject(StrangersTests.Leaving(ApRig.First)); break;
            case "Eapol": rig.Radio.InjectEapol(ApRig.First, [1, 1, 0, 0]); break;
            case "Timer":
                rig.Radio.Counters[ApRig.First] = new() { InactiveMilliseconds = 300_000 };
                rig.Clock.Advance(patience);
                break;
            case "EventsLost": rig.Radio.EventsAreLost(); break;
            case "UnexpectedFrame": rig.Radio.InjectUnexpected(ApRig.First); break;
            case "CommandDeauthenticate": rig.Bss.SendAway(ApRig.First, HostApd.Ieee80211.ReasonCode.Unspecified, disassociate: false); break;
            case "StationLeft": rig.Radio.StationLeaves(ApRig.First); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such event");
        }
    }

    private static void Acknowledge(ApRig rig, bool acknowledged) =>
        rig.Radio.ReportSent(rig.Radio.LastCookie, ToStation(0x10, new byte[6]), acknowledged);

    private static byte[] ToStation(byte type, byte[] body)
    {
        byte[] frame = [type, .. new byte[23], .. body];
        ApRig.First.CopyTo(frame.AsSpan(4));
        return frame;
    }

    private static byte[] AssociationRequest(byte listenInterval, string ssid)
    {
        var frame = StrangersTests.Authentication(ApRig.First)[..24];
        frame[0] = 0x00;
        return [.. frame, 0x21, 0x04, listenInterval, 0, 0, (byte)ssid.Length,
            .. System.Text.Encoding.ASCII.GetBytes(ssid), 1, 5, 2, 4, 11, 22, 12];
    }

    private static string Word(string call)
    {
        var words = call.TrimStart('!', ' ').Split(' ');
        return call[0] == '!' ? "!" + words[0] : words[0] == "SendFrame" ? "SendFrame " + words[1] : words[0];
    }
}
