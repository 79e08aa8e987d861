using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>
/// The table over <see cref="Bss"/>, walked cell by cell: the next state and what happened, <c>=</c> for the same state;
/// a lone <c>=</c> means nothing at all.
/// </summary>
public sealed class LifeTests
{
    private const string Begun = "Prepare, Start, !AP-ENABLED";
    private const string Lost = "!INTERFACE-DISABLED, !AP-DISABLED";
    private const string Ended = "SendFrame, Stop, !AP-DISABLED";

    private static readonly DriverResult Missing =
        new("opening wlan0", 19, "there is no such interface", null) { InterfaceMissing = true };

    private static readonly BssState[] States =
    [
        BssState.Uninitialized, BssState.Disabled, BssState.CountryUpdate, BssState.ChoosingChannel, BssState.CoexistenceScan, BssState.RadarCheck,
        BssState.Enabled, BssState.Silent,
    ];

    /// <summary>The three that wait for a step stand in one column: nothing in a BSS tells them apart.</summary>
    private static readonly string[][] Rows =
    [
        // event                 Uninitialized        Disabled             CountryUpdate                waits for a step                Enabled          Silent
        ["Enable", "Enabled: " + Begun, "Enabled: " + Begun, "=", "=", "=", "Enabled: Start"],
        ["EnableElsewhere", "CountryUpdate: Prepare", "CountryUpdate: Prepare", "=", "=", "=", "Enabled: Start"],
        ["EnableBusy", "RadarCheck: Prepare", "RadarCheck: Prepare", "=", "=", "=", "RadarCheck"],
        ["EnableRefused", "Disabled: Prepare, !AP-DISABLED", "=: Prepare", "=", "=", "=", "Enabled: Start"],
        ["StartRefused", "Disabled: Prepare, Start, !AP-DISABLED", "=: Prepare, Start", "=", "=", "=", "Disabled: Start, !AP-DISABLED"],
        ["EnableMissing", "=: Prepare", "=: Prepare", "=", "=", "=", "Enabled: Start"],
        ["RegulatoryChanged", "=", "=", "Enabled: Start, !AP-ENABLED", "=", "=", "="],
        ["RegulatoryElsewhere", "=", "=", "=", "=", "=", "="],
        ["CountryTimer", "=", "=", "Enabled: Start, !AP-ENABLED", "=", "=", "="],
        ["StepTimer", "=", "=", "Enabled: Start, !AP-ENABLED", "Disabled: !AP-DISABLED", "=", "="],
        ["StepDone", "=", "=", "=", "Enabled: Start, !AP-ENABLED", "=", "="],
        ["StepDoneElsewhere", "=", "=", "=", "Enabled: Start, !AP-ENABLED", "=", "="],
        ["StepRefused", "=", "=", "=", "Disabled: !AP-DISABLED", "=", "="],
        ["Disable", "=", "=", "Disabled: Stop, !AP-DISABLED", "Disabled: Stop, !AP-DISABLED", "Disabled: " + Ended, "Disabled: Stop, !AP-DISABLED"],
        ["FallSilent", "=", "=", "Disabled: Stop, !AP-DISABLED", "Disabled: Stop, !AP-DISABLED", "Silent: Stop", "="],
        ["Down", "=", "=", "Disabled: " + Lost, "Disabled: " + Lost, "Disabled: " + Lost, "Disabled: " + Lost],
        ["Removed", "=", "=", "Disabled: " + Lost, "Disabled: " + Lost, "Disabled: " + Lost, "Disabled: " + Lost],
        ["Up", "=", "=", "=", "=", "=", "="],
        ["Returned", "=", "=", "=", "=", "=", "="],
        ["Unblocked", "=", "=", "=", "=", "=", "="],
        ["Stopped", "=", "=", "=", "=", "Disabled: !AP-DISABLED", "="],
        ["EventsLost", "=", "=", "=", "=", "=", "="],
        ["Frame", "=", "=", "=", "=", "=: SendFrame", "="],
        ["Eapol", "=", "=", "=", "=", "=", "="],
        ["StationArrived", "=", "=", "=", "=", "=: RemoveStation", "="],
        ["UpdateBeacon", "=", "=", "=", "=", "=: UpdateBeacon", "Enabled: Start"],
        ["UpdateBeaconBusy", "=", "=", "=", "=", "=: UpdateBeacon", "RadarCheck"],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1 - Math.Clamp(column - 3, 0, 2)]).SetArgDisplayNames(States[column].ToString(), row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_effects(BssState state, string @event, string expected)
    {
        var step = new ScriptedStep
        {
            State = state == BssState.ChoosingChannel ? RadioState.ChoosingChannel
            : state == BssState.CoexistenceScan ? RadioState.CoexistenceScan : RadioState.RadarCheck
        };
        using var rig = Reach(state, elsewhere: @event == "EnableElsewhere", wait: @event == "EnableMissing", step);
        Assert.That(rig.Bss.State, Is.EqualTo(state), "reached");
        rig.Radio.Calls.Clear();
        Raise(rig, step, @event);
        var next = rig.Bss.State == state ? "=" : rig.Bss.State.ToString();
        var seen = string.Join(", ", rig.Radio.Calls.Select(Word).Where(static w => w.Length > 0));
        Assert.That(seen.Length == 0 ? next : $"{next}: {seen}", Is.EqualTo(expected));
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state()
    {
        Assert.That(States, Is.EqualTo(Enum.GetValues<BssState>()));
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length - 1));
    }

    [TestCase(InterfaceChange.Down, InterfaceChange.Up)]
    [TestCase(InterfaceChange.Removed, InterfaceChange.Returned)]
    public void An_interface_that_comes_back_is_an_access_point_again(InterfaceChange lost, InterfaceChange regained)
    {
        using var rig = ApRig.Enabled();
        var armed = rig.Clock.ArmedTimers;
        rig.Connect(ApRig.First);
        rig.Events.Clear();
        rig.Radio.InterfaceChanges(lost);
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
        Assert.That(rig.Clock.ArmedTimers, Is.LessThan(armed), "the group key's timer has gone too");
        rig.Radio.InterfaceChanges(regained);
        Assert.That(rig.Events, Is.EqualTo(new[]
        {
            "INTERFACE-DISABLED", "AP-STA-DISCONNECTED 02:00:00:00:01:00", "AP-DISABLED", "INTERFACE-ENABLED", "AP-ENABLED",
        }));
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void An_interface_that_is_refused_on_its_return_is_tried_again_at_the_next_chance()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.InterfaceChanges(InterfaceChange.Down);
        rig.Radio.Refuse("Prepare", new DriverResult("bringing the interface up", 132, "rfkill", null));
        rig.Radio.InterfaceChanges(InterfaceChange.Up);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Disabled));
        rig.Radio.InterfaceChanges(InterfaceChange.Up);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    [Test]
    public void An_interface_that_is_not_there_yet_is_waited_for()
    {
        using var rig = new ApRig(wait: true);
        rig.Radio.Refuse("Prepare", Missing, times: 2);
        Assert.That(rig.Bss.Enable().Succeeded);
        Assert.That((rig.Bss.Recovery.ComesBack, rig.Bss.Problem), Is.EqualTo((true, Missing)));
        rig.Radio.InterfaceChanges(InterfaceChange.Returned);
        Assert.That((rig.Bss.Recovery.ComesBack, rig.Bss.WasEnabled), Is.EqualTo((true, false)), "gone again before it could be used");
        rig.Radio.InterfaceChanges(InterfaceChange.Returned);
        Assert.That((rig.Bss.State, rig.Bss.Recovery.ComesBack, rig.Bss.Problem), Is.EqualTo((BssState.Enabled, false, (DriverResult?)null)));
        Assert.That(rig.Events, Is.EqualTo(new[] { "INTERFACE-ENABLED", "INTERFACE-ENABLED", "AP-ENABLED" }));
    }

    [Test]
    public void An_interface_that_is_not_there_is_an_error_without_the_wish_to_wait()
    {
        using var rig = new ApRig();
        rig.Radio.Refuse("Prepare", Missing);
        Assert.That(rig.Bss.Enable(), Is.EqualTo(Missing));
        rig.Radio.InterfaceChanges(InterfaceChange.Returned);
        Assert.That((rig.Bss.State, rig.Bss.Recovery.ComesBack), Is.EqualTo((BssState.Disabled, false)));
    }

    [Test]
    public void The_wait_ends_by_command()
    {
        using var rig = new ApRig(wait: true);
        rig.Radio.Refuse("Prepare", Missing);
        rig.Bss.Enable();
        rig.Bss.Disable();
        rig.Radio.InterfaceChanges(InterfaceChange.Returned);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Uninitialized));
    }

    [Test]
    public void An_access_point_switched_off_by_command_stays_off_when_the_interface_comes_up()
    {
        using var rig = ApRig.Enabled();
        rig.Bss.Disable();
        rig.Radio.InterfaceChanges(InterfaceChange.Up);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Disabled));
    }

    [Test]
    public void A_channel_that_the_radio_does_not_have_is_named_with_what_to_do()
    {
        using var rig = new ApRig(change: static o => o with
        {
            Radio = o.Radio with { Mode = HardwareMode.A, Channel = OperatingChannel.Of(5180, ht: true) },
        });
        var result = rig.Bss.Enable();
        Assert.That(result.ToString(), Is.EqualTo(
            "using channel 36: phy0 has no 5180 MHz; set hw_mode and channel to what `iw phy` lists"));
        Assert.That(rig.Bss.Problem, Is.EqualTo(result));
    }

    [Test]
    public void The_start_tells_old_stations_and_installs_the_group_key_before_it_is_announced()
    {
        using var rig = new ApRig();
        rig.Bss.Enable();
        Assert.That(rig.Radio.Calls, Is.EqualTo(new[]
        {
            "Prepare", "Start 2437 rsn", "SendFrame Deauthentication ff:ff:ff:ff:ff:ff", "InstallKey group 1 default",
            "! AP-ENABLED",
        }));
    }

    [Test]
    public void The_end_sends_everybody_away_once_and_leaves_no_timer()
    {
        var rig = ApRig.Enabled();
        var station = rig.Connect(ApRig.First);
        rig.Bss.Disable();
        rig.Run(0.01);
        Assert.That(station.Ended, Is.EqualTo(3));
        Assert.That(rig.Clock.ArmedTimers, Is.Zero);
        rig.Dispose();
    }

    private static ApRig Reach(BssState state, bool elsewhere, bool wait, ScriptedStep step)
    {
        step.TakesTime = state.IsStarting() && state != BssState.CountryUpdate;
        var rig = new ApRig(new SimulatedRadioOptions { ConfirmsCountry = false }, o => o with
        {
            BroadcastDeauth = false,
            Security = null,
            Radio = o.Radio with { CountryCode = elsewhere || state == BssState.CountryUpdate ? "DE" : "US" },
            StartSilent = state == BssState.Silent,
        }, wait, steps: step);
        if (state != BssState.Uninitialized)
        {
            rig.Bss.Enable();
        }

        if (state == BssState.Disabled)
        {
            rig.Bss.Disable();
        }
        else if (elsewhere && state is not (BssState.Uninitialized or BssState.CountryUpdate))
        {
            SetCountry(rig);
        }

        return rig;
    }

    /// <summary>The kernel says that the country that was asked for is set.</summary>
    private static void SetCountry(ApRig rig)
    {
        rig.Radio.Capabilities = rig.Radio.Capabilities with { Country = rig.Bss.Options.Radio.CountryCode! };
        rig.Radio.RegulatoryChanges();
    }

    private static void Raise(ApRig rig, ScriptedStep step, string name)
    {
        var refused = new DriverResult("asking", 16, "Device or resource busy", null);
        switch (name)
        {
            case "Enable" or "EnableElsewhere": rig.Bss.Enable(); break;
            case "EnableRefused":
                rig.Radio.Refuse("Prepare", refused);
                rig.Bss.Enable();
                break;
            case "EnableMissing":
                rig.Radio.Refuse("Prepare", Missing);
                rig.Bss.Enable();
                break;
            case "StartRefused":
                rig.Radio.Refuse("Start", refused);
                rig.Bss.Enable();
                break;
            case "EnableBusy":
                step.TakesTime = true;
                rig.Bss.Enable();
                break;
            case "UpdateBeaconBusy":
                step.TakesTime = true;
                rig.Bss.UpdateBeacon();
                break;
            case "FallSilent": rig.Bss.FallSilent(); break;
            case "StepTimer": rig.Run(60); break;
            case "StepDone": step.End(StepOutcome.GoOn); break;
            case "StepDoneElsewhere": step.End(StepOutcome.At(OperatingChannel.Of(2462, ht: true))); break;
            case "StepRefused": step.End(StepOutcome.Refused(refused)); break;
            case "RegulatoryChanged": SetCountry(rig); break;
            case "RegulatoryElsewhere": rig.Radio.RegulatoryChanges(); break;
            case "UpdateBeacon": rig.Bss.UpdateBeacon(); break;
            case "Unblocked": rig.Radio.InterfaceChanges(InterfaceChange.Unblocked); break;
            case "CountryTimer": rig.Run(5); break;
            case "Disable": rig.Bss.Disable(); break;
            case "Down": rig.Radio.InterfaceChanges(InterfaceChange.Down); break;
            case "Removed": rig.Radio.InterfaceChanges(InterfaceChange.Removed); break;
            case "Up": rig.Radio.InterfaceChanges(InterfaceChange.Up); break;
            case "Returned": rig.Radio.InterfaceChanges(InterfaceChange.Returned); break;
            case "Stopped": rig.Radio.KernelStops(); break;
            case "EventsLost": rig.Radio.EventsAreLost(); break;
            case "Frame": rig.Radio.Inject(StrangersTests.Probe("labtest"u8, 6)); break;
            case "Eapol": rig.Radio.InjectEapol(ApRig.First, [1, 1, 0, 0]); break;
            case "StationArrived": rig.Radio.StationArrives(ApRig.First, [0, 9]); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such event");
        }
    }

    private static string Word(string call)
    {
        var first = call.TrimStart('!', ' ').Split(' ')[0];
        return call[0] == '!' ? "!" + first : first is "SetCountry" or "Dispose" ? "" : first;
    }
}
