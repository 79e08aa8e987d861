using HostApd.Radius;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>What waits for a server of accounting, by <see cref="AccountingQueue"/>'s table.</summary>
public sealed class AccountingQueueTests
{
    // Steps: S1 I1 E1 (Start, Interim, Stop of session 1), N and F (On, Off), next, ok and no (the oldest that is out is answered, given up), retry. What
    // came out, in order, and what waits or is out at the end.
    [TestCase("S1 next next", "S1 -", 1)]
    [TestCase("S1 next ok next", "S1 -", 0)]
    [TestCase("S1 S2 next next", "S1 S2", 2)]
    [TestCase("S1 E1 next next", "S1 -", 2, Description = "one of a session at a time")]
    [TestCase("S1 E1 next ok next ok", "S1 E1", 0)]
    [TestCase("S1 I1 I1 I1 next ok next ok next", "S1 I1 -", 0, Description = "the last Interim says it all")]
    [TestCase("S1 I1 E1 next ok next ok next", "S1 E1 -", 0, Description = "and the Stop more than that")]
    [TestCase("S1 next ok I1 next I1 ok next", "S1 I1 I1", 1, Description = "but for what is out")]
    [TestCase("I1 S2 I2 next next", "I1 S2", 3)]
    [TestCase("S1 next no next", "S1 -", 1)]
    [TestCase("S1 E1 S2 next no next next", "S1 S2 -", 3, Description = "given up: its successor waits, others do not")]
    [TestCase("S1 E1 next no retry next ok next ok", "S1 S1 E1", 0)]
    [TestCase("E1 N S2 next next", "E1 -", 3, Description = "On waits for what was before")]
    [TestCase("E1 N S2 next ok next next", "E1 N -", 2, Description = "and nothing passes it")]
    [TestCase("E1 N S2 next ok next ok next ok", "E1 N S2", 0)]
    [TestCase("N next no S1 next retry next ok next", "N - N S1", 1)]
    [TestCase("F next ok ok", "F", 0)]
    [TestCase("S1 next no retry next no retry next no retry next no retry next no retry next no retry next", "S1 S1 S1 S1 S1 S1 S1", 1, Description = "where nothing is taken, all stays")]
    [TestCase("S1 E1 N S2 next no retry next no retry next no retry next no retry next no retry next next next", "S1 S1 S1 S1 S1 S1 N -", 4,
        Description = "On passes what nobody takes, and what waits behind that")]
    [TestCase("S1 next no retry next no retry next no retry next no N S2 next next", "S1 S1 S1 S1 - -", 3, Description = "but not before")]
    public void What_goes_out_and_when(string steps, string sent, int left)
    {
        var queue = new AccountingQueue(8);
        Assert.That((Run(queue, steps), queue.Count, queue.Dropped), Is.EqualTo((sent, left, 0L)));
    }

    [TestCase("S1 I2 I3 S4", "S1 I3 S4", Description = "the oldest Interim goes", ExpectedResult = 1L)]
    [TestCase("S1 S2 S3 I4", "S1 S2 S3", Description = "without one what comes", ExpectedResult = 1L)]
    [TestCase("S1 S2 S3 E4", "S1 S2 S3", ExpectedResult = 1L)]
    [TestCase("S1 S2 I3 I3", "S1 S2 I3", Description = "a newer one of the same session costs nobody a place", ExpectedResult = 0L)]
    public long A_full_queue_loses_Interims_first(string steps, string sent)
    {
        var queue = new AccountingQueue(3);
        Run(queue, steps);
        Assert.That(Run(queue, "next next next"), Is.EqualTo(sent));
        return queue.Dropped;
    }

    [Test]
    public void A_record_that_is_never_taken_is_counted_and_makes_way()
    {
        var queue = new AccountingQueue(8);
        Run(queue, "S1 E1");
        for (var i = 0; i < 60; i++)
        {
            Assert.That((queue.Refused, queue.TryNext(out var record, out var ticket), record.Status), Is.EqualTo((0L, true, AccountingStatus.Start)));
            Run(queue, "S2 next ok");
            Assert.That(queue.OnGivenUp(ticket, isSilence: true), Is.EqualTo(i == 59));
            queue.Retry();
        }

        Assert.That((queue.Refused, Run(queue, "next")), Is.EqualTo((1L, "E1")));
    }

    private static string Run(AccountingQueue queue, string steps)
    {
        var (sent, outside) = (new List<string>(), new List<object>());
        foreach (var step in steps.Split(' '))
        {
            switch (step)
            {
                case "next":
                    if (queue.TryNext(out var record, out var ticket))
                    {
                        outside.Add(ticket);
                        sent.Add(Name(record));
                    }
                    else
                    {
                        sent.Add("-");
                    }

                    break;
                case "ok" or "no" when outside.Count > 0:
                    if (step == "ok")
                    {
                        queue.OnAnswered(outside[0]);
                    }
                    else
                    {
                        queue.OnGivenUp(outside[0], isSilence: true);
                    }

                    outside.RemoveAt(0);
                    break;
                case "ok" or "no":
                    break;
                case "retry":
                    queue.Retry();
                    break;
                default:
                    queue.Add(new AccountingRecord(step.Length > 1 ? (ulong)(step[1] - '0') : 0, "SEI NF".IndexOf(step[0], StringComparison.Ordinal) switch
                    {
                        0 => AccountingStatus.Start,
                        1 => AccountingStatus.Stop,
                        2 => AccountingStatus.Interim,
                        4 => AccountingStatus.On,
                        _ => AccountingStatus.Off,
                    }, []));
                    break;
            }
        }

        return string.Join(' ', sent);
    }

    private static string Name(AccountingRecord record) => record.Status switch
    {
        AccountingStatus.Start => $"S{record.Session}",
        AccountingStatus.Stop => $"E{record.Session}",
        AccountingStatus.Interim => $"I{record.Session}",
        AccountingStatus.On => "N",
        AccountingStatus.Off => "F",
    };
}
