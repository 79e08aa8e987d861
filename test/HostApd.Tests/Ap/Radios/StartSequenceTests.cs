using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>What a radio does before any of its BSSes begins, with two BSSes and two steps that a test ends.</summary>
public sealed class StartSequenceTests
{
    private static readonly DriverResult Busy = new("looking around", ErrorNumber.Busy, "Device or resource busy", null);
    private static readonly OperatingChannel Eleven = OperatingChannel.Of(2462, ht: true);

    [Test]
    public void The_steps_follow_each_other_and_the_BSS_says_which_is_under_way()
    {
        using var at = new Scene(country: "DE");
        Assert.That(at.First.Enable().Succeeded);
        var seen = new List<(BssState, RadioState)> { (at.First.State, at.Radio.State) };
        at.Clock.Advance(TimeSpan.FromSeconds(1));
        seen.Add((at.First.State, at.Radio.State));
        at.One.End(StepOutcome.GoOn);
        seen.Add((at.First.State, at.Radio.State));
        at.Two.End(StepOutcome.GoOn);
        seen.Add((at.First.State, at.Radio.State));
        Assert.That(seen, Is.EqualTo(new[]
        {
            (BssState.CountryUpdate, RadioState.CountryUpdate), (BssState.ChoosingChannel, RadioState.ChoosingChannel),
            (BssState.RadarCheck, RadioState.RadarCheck), (BssState.Enabled, RadioState.Ready),
        }));
        Assert.That(at.Links[0].Calls.Where(static c => c.StartsWith("Start", StringComparison.Ordinal)), Has.Exactly(1).Items);
    }

    [Test]
    public void Who_starts_meanwhile_waits_and_all_begin_where_the_last_step_says()
    {
        using var at = new Scene();
        at.First.Enable();
        at.One.End(StepOutcome.At(Eleven));
        Assert.That(at.Second.Enable().Succeeded);
        Assert.That((at.First.State, at.Second.State), Is.EqualTo((BssState.RadarCheck, BssState.RadarCheck)));
        at.Two.End(StepOutcome.GoOn);
        Assert.That((at.First.State, at.Second.State), Is.EqualTo((BssState.Enabled, BssState.Enabled)));
        Assert.That(at.Links.Select(static l => l.Calls.Single(static c => c.StartsWith("Start", StringComparison.Ordinal))), Is.All.StartsWith("Start 2462"));
        Assert.That(at.Two.Told, Is.EqualTo(new[] { $"begin {at.First.Bssid} 2462" }), "what one step says the next one sees");
    }

    [Test]
    public void A_channel_that_was_chosen_is_one_for_those_that_have_not_started_yet()
    {
        using var at = new Scene();
        at.First.Enable();
        at.One.End(StepOutcome.At(Eleven));
        at.Two.End(StepOutcome.GoOn);
        Assert.That(at.Second.Enable().Succeeded);
        Assert.That(at.Links[1].Calls, Has.One.StartsWith("Start 2462"));
        Assert.That(at.One.Told, Has.Exactly(1).Items, "another BSS beacons: there is nothing to choose");
    }

    [Test]
    public void A_refusal_is_everybodys()
    {
        using var at = new Scene();
        at.First.Enable();
        at.Second.Enable();
        at.One.End(StepOutcome.Refused(Busy));
        Assert.That((at.First.State, at.Second.State, at.Radio.State), Is.EqualTo((BssState.Disabled, BssState.Disabled, RadioState.Ready)));
        Assert.That((at.First.Problem, at.Second.Problem), Is.EqualTo((Busy, Busy)));
        Assert.That(at.Two.Told, Is.Empty);
    }

    [Test]
    public void A_refusal_at_once_is_the_answer()
    {
        using var at = new Scene();
        at.One.AtOnce = StepOutcome.Refused(Busy);
        Assert.That(at.First.Enable(), Is.EqualTo(Busy));
        Assert.That((at.First.State, at.Radio.State), Is.EqualTo((BssState.Disabled, RadioState.Ready)));
    }

    [Test]
    public void What_is_done_at_once_is_waited_for_by_nobody()
    {
        using var at = new Scene();
        at.One.AtOnce = StepOutcome.At(Eleven);
        at.Two.AtOnce = StepOutcome.GoOn;
        Assert.That(at.First.Enable().Succeeded);
        Assert.That((at.First.State, at.First.Options.Channel.Number), Is.EqualTo((BssState.Enabled, 11)));
    }

    [Test]
    public void A_step_has_its_time()
    {
        using var at = new Scene();
        at.First.Enable();
        at.Clock.Advance(at.One.Patience - TimeSpan.FromMilliseconds(1));
        Assert.That(at.First.State, Is.EqualTo(BssState.ChoosingChannel));
        at.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((at.First.State, at.One.Told[^1]), Is.EqualTo((BssState.Disabled, "give up")));
    }

    [Test]
    public void The_next_step_has_its_own_time()
    {
        using var at = new Scene();
        at.First.Enable();
        at.Clock.Advance(at.One.Patience - TimeSpan.FromSeconds(1));
        at.One.End(StepOutcome.GoOn);
        at.Clock.Advance(at.Two.Patience - TimeSpan.FromSeconds(1));
        Assert.That(at.First.State, Is.EqualTo(BssState.RadarCheck));
    }

    [Test]
    public void The_last_that_is_taken_off_cancels_and_what_the_step_says_then_is_nothing()
    {
        using var at = new Scene();
        at.First.Enable();
        at.First.Disable();
        at.One.End(StepOutcome.GoOn);
        at.Clock.Advance(at.One.Patience);
        Assert.That((at.First.State, at.Radio.State), Is.EqualTo((BssState.Disabled, RadioState.Ready)));
        Assert.That(at.One.Told, Is.EqualTo(new[] { $"begin {at.First.Bssid} 2437", "cancel" }));
    }

    [Test]
    public void Whose_interface_a_step_works_with_is_taken_off_and_another_gives_its_own()
    {
        using var at = new Scene();
        at.First.Enable();
        at.Second.Enable();
        at.Links[0].InterfaceChanges(InterfaceChange.Removed);
        Assert.That(at.One.Told, Is.EqualTo(new[] { $"begin {at.First.Bssid} 2437", "cancel", $"begin {at.Second.Bssid} 2437" }));
        at.One.End(StepOutcome.GoOn);
        at.Two.End(StepOutcome.GoOn);
        Assert.That((at.First.State, at.Second.State), Is.EqualTo((BssState.Disabled, BssState.Enabled)));
    }

    [Test]
    public void One_of_two_that_wait_is_taken_off_and_the_step_goes_on()
    {
        using var at = new Scene();
        at.First.Enable();
        at.Second.Enable();
        at.Second.Dispose();
        Assert.That(at.One.Told, Has.Exactly(1).Items);
        at.First.Dispose();
        Assert.That((at.One.Told[^1], at.Radio.State), Is.EqualTo(("cancel", RadioState.Ready)));
    }

    [Test]
    public void Who_is_set_up_silent_needs_the_country_and_the_rest_when_it_begins_to_beacon()
    {
        using var at = new Scene(country: "US", silent: true);
        at.First.Enable();
        Assert.That((at.First.State, at.One.Told.Count), Is.EqualTo((BssState.Silent, 0)));
        Assert.That(at.First.Enable().Succeeded);
        Assert.That(at.First.State, Is.EqualTo(BssState.ChoosingChannel));
        at.One.End(StepOutcome.At(Eleven));
        at.Two.End(StepOutcome.GoOn);
        Assert.That((at.First.State, at.First.Options.Channel.Number), Is.EqualTo((BssState.Enabled, 11)));
        Assert.That(at.Links[0].Calls.Count(static c => c.StartsWith("SetCountry", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void Whom_the_one_that_is_silent_waits_with_begins_only_behind_all_its_steps()
    {
        using var at = new Scene(country: "DE", silent: true);
        at.First.Enable();
        at.Second.Configure(at.Second.Options with { StartSilent = false });
        at.Second.Enable();
        at.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((at.First.State, at.Second.State, at.One.Told[0]),
            Is.EqualTo((BssState.ChoosingChannel, BssState.ChoosingChannel, $"begin {at.Second.Bssid} 2437")));
        at.One.End(StepOutcome.GoOn);
        at.Two.End(StepOutcome.GoOn);
        Assert.That((at.First.State, at.Second.State), Is.EqualTo((BssState.Silent, BssState.Enabled)));
    }

    [Test]
    public void Another_country_begins_from_the_start()
    {
        using var at = new Scene(country: "DE");
        at.First.Enable();
        at.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(at.First.State, Is.EqualTo(BssState.ChoosingChannel));
        at.Second.Configure(at.Second.Options with { Radio = at.Second.Options.Radio with { CountryCode = "FR" } });
        at.Second.Enable();
        Assert.That((at.First.State, at.Second.State, at.One.Told[^1]), Is.EqualTo((BssState.CountryUpdate, BssState.CountryUpdate, "cancel")));
        at.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((at.First.State, at.Links[0].Capabilities.Country), Is.EqualTo((BssState.ChoosingChannel, "FR")));
    }

    [Test]
    public void A_fault_in_the_start_of_one_keeps_no_other_from_its_own()
    {
        using var at = new Scene();
        at.First.Enable();
        at.Second.Enable();
        at.Links[0].Refuse("Start", Busy, times: 9);
        at.One.End(StepOutcome.GoOn);
        at.Two.End(StepOutcome.GoOn);
        Assert.That((at.First.State, at.Second.State), Is.EqualTo((BssState.Disabled, BssState.Enabled)));
    }

    /// <summary>Two BSSes on one radio with two steps.</summary>
    private sealed class Scene : IDisposable
    {
        private readonly ApRig _rig;

        internal Scene(string? country = null, bool silent = false)
        {
            _rig = new ApRig(null, o => o with { StartSilent = silent, Radio = o.Radio with { CountryCode = country } }, steps: [One, Two]);
            var second = new SimulatedRadio(_rig.Clock, new SimulatedRadioOptions { Address = new MacAddress([2, 0, 0, 0, 0, 1]) });
            Links = [_rig.Radio, second];
            Second = new Bss(_rig.Bss.Options, second, Radio, _rig.Pool, _rig.Clock);
        }

        internal ScriptedStep One { get; } = new() { State = RadioState.ChoosingChannel, TakesTime = true };

        internal ScriptedStep Two { get; } = new() { State = RadioState.RadarCheck, TakesTime = true };

        internal Bss First => _rig.Bss;

        internal Bss Second { get; }

        internal Radio Radio => First.Radio;

        internal VirtualClock Clock => _rig.Clock;

        internal IReadOnlyList<SimulatedRadio> Links { get; }

        public void Dispose()
        {
            Second.Dispose();
            _rig.Dispose();
        }
    }
}
