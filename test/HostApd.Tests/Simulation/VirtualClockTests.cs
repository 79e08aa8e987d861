using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Simulation;

/// <summary>Virtual time: in order, repeatable, and never by itself.</summary>
public sealed class VirtualClockTests
{
    [Test]
    public void Timers_fire_when_due_and_in_order_of_arming_when_due_together()
    {
        var clock = new VirtualClock();
        var seen = new List<string>();
        using var late = Timer(clock, seen, "late", 20);
        using var first = Timer(clock, seen, "first", 10);
        using var second = Timer(clock, seen, "second", 10);
        clock.Advance(TimeSpan.FromMilliseconds(9));
        Assert.That(seen, Is.Empty);
        clock.Advance(TimeSpan.FromMilliseconds(11));
        Assert.That(seen, Is.EqualTo(new[] { "first 10", "second 10", "late 20" }));
        Assert.That(clock.ArmedTimers, Is.Zero);
    }

    [Test]
    public void A_disposed_timer_cannot_be_armed_again()
    {
        var clock = new VirtualClock();
        var seen = new List<string>();
        var timer = Timer(clock, seen, "never", 10);
        timer.Dispose();
        Assert.That(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), Is.False);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(seen, Is.Empty);
    }

    [Test]
    public void A_periodic_timer_keeps_its_pace()
    {
        var clock = new VirtualClock();
        var seen = new List<string>();
        using var timer = clock.CreateTimer(_ => seen.Add($"{clock.Elapsed.TotalMilliseconds}"), null,
            TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10));
        clock.Advance(TimeSpan.FromMilliseconds(30));
        Assert.That(seen, Is.EqualTo(new[] { "5", "15", "25" }));
    }

    [Test]
    public void Waiting_for_a_condition_stops_at_the_moment_it_holds_or_at_the_limit()
    {
        var clock = new VirtualClock();
        var done = false;
        clock.Schedule(TimeSpan.FromMilliseconds(7), () => done = true);
        Assert.That(clock.RunUntil(() => done, TimeSpan.FromSeconds(1)));
        Assert.That(clock.Elapsed.TotalMilliseconds, Is.EqualTo(7));
        Assert.That(clock.RunUntil(static () => false, TimeSpan.FromSeconds(1)), Is.False);
        Assert.That(clock.Elapsed.TotalMilliseconds, Is.EqualTo(1007));
    }

    private static ITimer Timer(VirtualClock clock, List<string> seen, string name, int milliseconds) => clock.CreateTimer(
        _ => seen.Add($"{name} {clock.Elapsed.TotalMilliseconds}"), null, TimeSpan.FromMilliseconds(milliseconds),
        Timeout.InfiniteTimeSpan);
}
