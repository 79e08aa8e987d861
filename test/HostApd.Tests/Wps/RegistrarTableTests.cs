using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

/// <summary>The table over <see cref="Selection"/>, walked cell by cell: the next state and the events; <c>=</c> is the same.</summary>
public sealed class RegistrarTableTests
{
    private static readonly string[] States = ["Disabled", "Active", "TimedOut", "Overlap"];

    private static readonly string[][] Rows =
    [
        ["PushButton", "Active PbcActive", "= PbcActive", "Active PbcActive", "Active PbcActive"],
        ["PushButton, two seen", .. Enumerable.Repeat("Overlap OverlapDetected", 4)],
        ["PushButton for one, two seen", "Active PbcActive", "= PbcActive", "Active PbcActive", "Active PbcActive"],
        ["PushButtonFor", "Active PbcActive", "=", "Active PbcActive", "Active PbcActive"],
        ["PushButtonFor, two seen", "Active PbcActive", "Overlap", "Active PbcActive", "="],
        ["PushButtonFor, a PIN stands", "=", "Disabled", "Disabled", "Disabled"],
        ["Second seen", "=", "Overlap OverlapDetected", "=", "="],
        ["Second seen by PIN", "=", "=", "=", "="],
        ["WalkTime", "=", "TimedOut Timeout", "=", "="],
        ["Cancel", "= Cancel", "Disabled Timeout Cancel", "Disabled Cancel", "Disabled Cancel"],
        ["AddPin", "=", "Disabled", "Disabled", "Disabled"],
        ["M1 by PBC", "= M2D:0", "Disabled RegSuccess PbcDisable Success", "= M2D:0", "= M2D:12"],
        ["M1 by PBC, other seen", "= M2D:0", "Overlap OverlapDetected M2D:12", "= M2D:0", "= M2D:12"],
        ["M1 by PIN", "= PinNeeded M2D:0", "= PinNeeded M2D:0", "= PinNeeded M2D:0", "= PinNeeded M2D:0"],
        ["EntropyReady", "=", "=", "=", "="],
        ["PinExpiry", "=", "=", "=", "="],
        ["SessionTimer", "=", "=", "=", "="],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_events(string state, string @event, string expected)
    {
        var rig = Reach(state);
        Assert.That(rig.Registrar.Pbc.ToString(), Is.EqualTo(state), "reached");
        var start = rig.Words.Count;
        var error = Raise(rig, @event);
        rig.Drain();
        var events = rig.Words.Skip(start).Where(w => Enum.TryParse<WpsEvent>(w, out var e) && IsOurs(e));
        var next = rig.Registrar.Pbc.ToString();
        string[] words = [next == state ? "=" : next, .. events, .. error is { } e ? [$"M2D:{e}"] : Array.Empty<string>()];
        Assert.That(string.Join(' ', words), Is.EqualTo(
            expected.StartsWith(state + " ", StringComparison.Ordinal) ? "=" + expected[state.Length..] : expected));
        var selected = rig.Registrar.BeaconElements.Span.IndexOf(new byte[] { 0x10, 0x41, 0, 1, 1 }) >= 0;
        var tells = state == "Active" && next == "Overlap";
        Assert.That(selected, Is.EqualTo(next == "Active" || tells || @event is "AddPin" or "PushButtonFor, a PIN stands"), "Selected Registrar");
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));
        Assert.That(States, Is.EqualTo(Enum.GetNames<PbcState>()));
    }

    private static bool IsOurs(WpsEvent which) =>
        which is not (WpsEvent.EnrolleeSeen or WpsEvent.EapFailure or WpsEvent.EapProposedMethod or WpsEvent.EapStarted);

    private static WpsRig Reach(string state)
    {
        var rig = new WpsRig();
        switch (state)
        {
            case "Active":
                rig.Registrar.PushButton();
                break;
            case "TimedOut":
                rig.Registrar.PushButton();
                rig.Registrar.OnTimer(WpsTimer.WalkTime);
                break;
            case "Overlap":
                See(rig, 1);
                See(rig, 2);
                rig.Registrar.PushButton();
                rig.Time.Advance(TimeSpan.FromSeconds(120));
                break;
            default:
                break;
        }

        rig.Drain();
        return rig;
    }

    private static ushort? Raise(WpsRig rig, string name)
    {
        var registrar = rig.Registrar;
        switch (name)
        {
            case "PushButton": registrar.PushButton(); break;
            case "PushButton, two seen" or "PushButton for one, two seen":
                // Seen while no walk time runs, so that only the press counts.
                var wasActive = registrar.Pbc == PbcState.Active;
                See(rig, 1);
                if (wasActive)
                {
                    rig.Drain();
                }

                See(rig, 2, quietly: wasActive);
                registrar.PushButton(name.Contains("for one", StringComparison.Ordinal) ? WpsRig.Address(1) : default);
                break;
            case "PushButtonFor, two seen":
                See(rig, 1);
                See(rig, 2, quietly: true);
                registrar.PushButtonFor(WpsRig.Address(7), TimeSpan.FromSeconds(30));
                break;
            case "PushButtonFor": registrar.PushButtonFor(WpsRig.Address(7), TimeSpan.FromSeconds(30)); break;
            case "PushButtonFor, a PIN stands":
                registrar.AddPin("12345670");
                Assert.That(registrar.PushButtonFor(WpsRig.Address(7), TimeSpan.FromSeconds(30)), Is.False);
                break;
            case "Second seen":
                See(rig, 1);
                See(rig, 2);
                break;
            case "Second seen by PIN":
                See(rig, 1);
                registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2, passwordId: 0));
                break;
            case "WalkTime": registrar.OnTimer(WpsTimer.WalkTime); break;
            case "Cancel": registrar.Cancel(); break;
            case "AddPin": registrar.AddPin("12345670"); break;
            case "M1 by PBC": return rig.Enrol(WpsRig.Script(1)).ReceivedError;
            case "M1 by PBC, other seen":
                See(rig, 2);
                return rig.Enrol(WpsRig.Script(1)).ReceivedError;
            case "M1 by PIN": return rig.Enrol(WpsRig.Script(1, "12345670")).ReceivedError;
            case "EntropyReady": registrar.OnEntropyReady(); break;
            case "PinExpiry": registrar.OnTimer(WpsTimer.PinExpiry); break;
            case "SessionTimer": registrar.OnTimer(WpsTimer.EapRetransmit); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such event");
        }

        return null;
    }

    private static void See(WpsRig rig, byte number, bool quietly = false)
    {
        rig.Registrar.OnProbeRequest(WpsRig.Address(number), WpsRig.Probe(number));
        if (quietly)
        {
            // The overlap that this makes during a walk time has its own row.
            while (rig.Registrar.TryNextEffect(out _))
            {
            }
        }
    }
}
