using HostApd.Ap;
using HostApd.Driver;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>The table over <see cref="Recovery"/>, walked cell by cell: the next state, and <c>start</c> or a delay in seconds.</summary>
public sealed class RecoveryTests
{
    private static readonly RecoveryState[] States = Enum.GetValues<RecoveryState>();

    private static readonly string[][] Rows =
    [
        // event           Off                   OnAir                AwaitingInterface    Retrying
        ["OnStarted", "OnAir", "=", "OnAir", "OnAir"],
        ["OnRefused", "=", "Retrying 1", "Retrying 1", "= 2"],
        ["End", "=", "Off", "Off", "Off"],
        ["OnLost", "=", "Retrying 1", "=", "= 2"],
        ["OnLinkLost", "=", "AwaitingInterface", "=", "AwaitingInterface"],
        ["OnLinkLost blocked", "=", "Retrying 1", "Retrying 1", "= 2"],
        ["Await", "AwaitingInterface", "AwaitingInterface", "=", "AwaitingInterface"],
        ["Persist", "Retrying 1", "Retrying 1", "Retrying 1", "= 2"],
        ["OnChance", "=", "=", "Retrying start", "= start"],
        ["Timer up", "=", "=", "=", "= start"],
        ["Timer down", "=", "=", "=", "= start"],
        ["Timer missing", "=", "=", "=", "AwaitingInterface"],
        ["Timer blocked", "=", "=", "=", "= 2"],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column].ToString(), row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_what_follows(RecoveryState state, string @event, string expected)
    {
        var rig = new Rig();
        rig.Reach(state);
        Assert.That(rig.Recovery.State, Is.EqualTo(state), "reached");
        rig.Started = 0;
        rig.Raise(@event);
        var seen = (rig.Recovery.State == state ? "=" : rig.Recovery.State.ToString()) + (rig.Started > 0 ? " start" : "");
        var armed = rig.DelayInSeconds();
        Assert.That(armed is null ? seen : $"{seen} {armed}", Is.EqualTo(expected));
    }

    [Test]
    public void Attempts_become_rarer_up_to_one_a_minute_and_begin_anew_after_a_minute_on_the_air()
    {
        var rig = new Rig();
        rig.Reach(RecoveryState.OnAir);
        rig.Recovery.OnLost("a test");
        var delays = new List<int?>();
        rig.OnStart = () =>
        {
            rig.Recovery.OnRefused();
        };
        for (var i = 0; i < 8; i++)
        {
            delays.Add(rig.DelayInSeconds());
        }

        Assert.That(delays, Is.EqualTo(new int?[] { 1, 2, 4, 8, 16, 32, 60, 60 }));
        rig.OnStart = () => rig.Recovery.OnStarted();
        Assert.That(rig.DelayInSeconds(), Is.EqualTo(60));
        rig.Recovery.OnLost("at once again");
        Assert.That(rig.DelayInSeconds(), Is.EqualTo(60), "one that comes and goes is not tried every second");
        rig.Clock.Advance(TimeSpan.FromSeconds(60));
        rig.Recovery.OnLost("after a good while");
        Assert.That(rig.DelayInSeconds(), Is.EqualTo(1));
    }

    [TestCase(RecoveryState.AwaitingInterface)]
    [TestCase(RecoveryState.Retrying)]
    public void An_attempt_that_breaks_off_in_the_middle_is_not_the_last(RecoveryState state)
    {
        var rig = new Rig();
        rig.Reach(state);
        rig.OnStart = () =>
        {
            if (rig.Started == 1)
            {
                // What Bss.OnFault says when the start threw.
                rig.Recovery.OnLost("a fault of ours");
            }
            else
            {
                rig.Recovery.OnStarted();
            }
        };
        rig.Recovery.OnChance();
        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That((rig.Started, rig.Recovery.State), Is.EqualTo((2, RecoveryState.OnAir)));
    }

    private sealed class Rig
    {
        internal Rig() => Recovery = new Recovery("wlan0", Clock, () => Link, () =>
        {
            Started++;
            OnStart?.Invoke();
        });

        internal VirtualClock Clock { get; } = new();

        internal Recovery Recovery { get; }

        internal LinkCondition Link { get; set; } = LinkCondition.Up;

        internal int Started { get; set; }

        internal Action? OnStart { get; set; }

        internal void Reach(RecoveryState state)
        {
            switch (state)
            {
                case RecoveryState.Off: break;
                case RecoveryState.OnAir: Recovery.OnStarted(); break;
                case RecoveryState.AwaitingInterface: Recovery.Await(); break;
                case RecoveryState.Retrying: Recovery.Persist(); break;
            }
        }

        internal void Raise(string @event)
        {
            switch (@event)
            {
                case "OnStarted": Recovery.OnStarted(); break;
                case "OnRefused": Recovery.OnRefused(); break;
                case "End": Recovery.End(); break;
                case "OnLost": Recovery.OnLost("a test"); break;
                case "OnLinkLost": Recovery.OnLinkLost(); break;
                case "OnLinkLost blocked":
                    Link = LinkCondition.Blocked;
                    Recovery.OnLinkLost();
                    break;
                case "Await": Recovery.Await(); break;
                case "Persist": Recovery.Persist(); break;
                case "OnChance": Recovery.OnChance(); break;
                default:
                    Link = Enum.Parse<LinkCondition>(@event["Timer ".Length..], ignoreCase: true);
                    Clock.Advance(TimeSpan.FromSeconds(1));
                    break;
            }
        }

        /// <summary>Lets time pass until the timer fires; null when it is not armed.</summary>
        internal int? DelayInSeconds()
        {
            if (Clock.ArmedTimers == 0)
            {
                return null;
            }

            var link = Link;
            var started = Started;
            Link = LinkCondition.Up;
            for (var seconds = 1; seconds <= 120; seconds++)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                if (Started != started)
                {
                    Link = link;
                    return seconds;
                }
            }

            throw new InvalidOperationException("The timer never fired.");
        }
    }
}
