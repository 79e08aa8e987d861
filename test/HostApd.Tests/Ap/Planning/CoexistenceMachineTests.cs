using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap.Planning;

/// <summary>Each state with each event (<see cref="CoexistenceMachine"/>'s table), and how long it waits.</summary>
public sealed class CoexistenceMachineTests
{
    private static readonly OperatingChannel Pair = OperatingChannel.Of(2437, ht: true, 1);
    private static readonly FortyMhzUse Use = new(Pair, TimeSpan.FromSeconds(10));
    private static readonly MacAddress Sta = new([2, 0, 0, 0, 1, 0]);

    // Steps: use, other, none, in (an intolerant station), out, report, timer (all 50 s), refused (the kernel is not wide again). Behind the arrow what it is then, and how often that changed.
    [TestCase("", "off 0")]
    [TestCase("report", "off 0")]
    [TestCase("in", "off 0")]
    [TestCase("out", "off 0")]
    [TestCase("use", "wide 0")]
    [TestCase("use use", "wide 0")]
    [TestCase("use other", "wide 0")]
    [TestCase("use none", "off 0")]
    [TestCase("use timer", "wide 0")]
    [TestCase("use out", "wide 0")]
    [TestCase("use report", "narrow 1")]
    [TestCase("use report report", "narrow 1")]
    [TestCase("use report use", "narrow 1")]
    [TestCase("use report timer", "wide 2")]
    [TestCase("use report timer report", "narrow 3")]
    [TestCase("use report other", "wide 2")]
    [TestCase("use report other timer", "wide 2")]
    [TestCase("use report none", "off 2")]
    [TestCase("use report none use timer", "wide 2")]
    [TestCase("use report in timer", "narrow 1")]
    [TestCase("use report in out timer", "wide 2")]
    [TestCase("use in", "narrow 1")]
    [TestCase("use in timer", "narrow 1")]
    [TestCase("use in report timer", "narrow 1")]
    [TestCase("use in out", "narrow 1")]
    [TestCase("use in out timer", "wide 2")]
    [TestCase("use in out in timer", "narrow 1")]
    [TestCase("use in other", "wide 2")]
    [TestCase("use in none", "off 2")]
    [TestCase("refused", "off 0")]
    [TestCase("use refused", "narrow 1")]
    [TestCase("use refused timer", "wide 2")]
    [TestCase("use report refused timer", "wide 2")]
    [TestCase("use in refused timer", "narrow 1")]
    public void Each_event_in_each_state(string steps, string expected)
    {
        var (clock, changes, use) = (new VirtualClock(), 0, (FortyMhzUse?)null);
        using var machine = new CoexistenceMachine(clock);
        machine.Changed += () => changes++;
        foreach (var step in steps.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (step)
            {
                case "use": machine.Follow(use = Use, 0); break;
                case "other": machine.Follow(use = Use with { Channel = OperatingChannel.Of(2462, ht: true, -1) }, 0); break;
                case "none": machine.Follow(use = null, 0); break;
                case "in": machine.Follow(use, 1); break;
                case "out": machine.Follow(use, 0); break;
                case "refused": machine.OnRefused("refused"); break;
                case "report": Report(machine, "48 01 02"); break;
                default: clock.Advance(TimeSpan.FromSeconds(50)); break;
            }
        }

        var state = machine.IsNarrow ? "narrow" : use is null ? "off" : "wide";
        Assert.That($"{state} {changes}", Is.EqualTo(expected));
        Assert.That(machine.RestsAt(use?.Channel ?? Pair), Is.EqualTo(machine.IsNarrow));
    }

    [TestCase("48 01 02", false, "STA 02:00:00:00:01:00 tolerates no 40 MHz")]
    [TestCase("48 01 04", true, "STA 02:00:00:00:01:00 asks for 20 MHz")]
    [TestCase("48 01 04", false, "", Description = "of a stranger that is no matter")]
    [TestCase("48 01 00 49 02 51 0a", false, "STA 02:00:00:00:01:00 hears a network on channel 10 that tolerates none beside it")]
    [TestCase("48 01 00 49 02 51 01", false, "", Description = "far away")]
    [TestCase("48 01 00", true, "")]
    public void The_reason_is_told(string report, bool isMember, string reason)
    {
        using var machine = new CoexistenceMachine(new VirtualClock());
        machine.Follow(Use, 0);
        Report(machine, report, isMember);
        Assert.That((machine.Reason, machine.IsNarrow), Is.EqualTo((reason, reason.Length > 0)));
    }

    [TestCase(10, 50)]
    [TestCase(900, 4500)]
    [TestCase(0, 1500)]
    public void Forty_MHz_return_after_five_spans_without_a_word_against_them(int interval, int seconds)
    {
        var clock = new VirtualClock();
        using var machine = new CoexistenceMachine(clock);
        machine.Follow(Use with { ScanInterval = TimeSpan.FromSeconds(interval) }, 0);
        Report(machine, "48 01 02");
        clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Report(machine, "48 01 02");
        clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.That(machine.IsNarrow, "the wait began anew");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(machine.IsNarrow, Is.False);
    }

    private static void Report(CoexistenceMachine machine, string hex, bool isMember = false)
    {
        Assert.That(CoexistenceReport.TryParse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out var report));
        machine.OnReport(Sta, isMember, report);
    }
}
