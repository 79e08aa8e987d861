using System.Diagnostics;
using HostApd.Ap;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>One machine's effects run after another's, never inside them.</summary>
public sealed class WorkListTests
{
    [Test]
    public void What_an_effect_gives_another_to_do_comes_after_it()
    {
        var told = new List<string>();
        var list = new WorkList();
        var last = new Work(() => told.Add("last"));
        var first = new Work(() =>
        {
            told.Add("first begins");
            list.Add(last);
            told.Add("first ends");
        });
        list.Add(first);
        list.Add(last);
        Assert.That(told, Is.EqualTo(new[] { "first begins", "first ends", "last", "last" }));
    }

    [Test]
    public void After_a_fault_the_list_is_empty_and_runs_again()
    {
        var told = 0;
        var list = new WorkList();
        Assert.That(() => list.Add(new Work(static () => throw new InvalidOperationException())), Throws.InvalidOperationException);
        list.Add(new Work(() => told++));
        Assert.That(told, Is.EqualTo(1));
    }

    [Test]
    public void A_group_rekey_of_400_stations_is_as_deep_as_of_one()
    {
        var (one, many) = (DepthOfRekey(1), DepthOfRekey(400));
        TestContext.Out.WriteLine($"deepest stack at a SendEapol of the group message: 1 station {one}, 400 stations {many}");
        Assert.That(many, Is.EqualTo(one));
    }

    private static int DepthOfRekey(int stations)
    {
        using var rig = ApRig.Enabled();
        for (var i = 0; i < stations; i++)
        {
            rig.Station(new MacAddress([2, 0, 1, 0, (byte)(i >> 8), (byte)i])).Join();
            if (i % 50 == 49)
            {
                // So many may be half-way in at once, and not many more.
                rig.Run(1);
            }
        }

        rig.Run(5);
        Assert.That(rig.Bss.Stations.Count(static s => s.IsAuthorized), Is.EqualTo(stations));
        var (deepest, sent) = (0, 0);
        rig.Tap.Frame += (in SeenFrame seen) =>
        {
            if (seen is { Moment: FrameMoment.Submitted, IsEapol: true })
            {
                sent++;
                deepest = Math.Max(deepest, new StackTrace().FrameCount);
            }
        };
        rig.Bss.GroupKeys.Rekey();
        Assert.That(sent, Is.EqualTo(stations), "all in one go");
        return deepest;
    }

    private sealed class Work(Action run) : IWork
    {
        public void RunEffects() => run();
    }
}
