using HostApd.Ap;
using HostApd.Commands;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>What STATUS says of why a channel, and why it is no wider.</summary>
public sealed class LookTextTests
{
    [Test]
    public void The_costs_of_a_choice_stand_in_it_the_best_first()
    {
        using var rig = new ApRig(null, static o => o with
        {
            Radio = o.Radio with { ChoosesChannel = true, Choice = new ChannelChoice { FrequenciesMhz = [2412, 2437], Scans = 1 } },
        });
        rig.Radio.Scan.Busy![2412] = 0.5;
        rig.Radio.Stay.Neighbours.Add(new SimulatedNeighbour(new MacAddress([2, 0, 0, 0, 9, 0]), 2412, []) { SignalDbm = -35 });
        rig.Bss.Enable();
        rig.Run(2);
        Assert.That(Lines(rig, "acs["), Is.EqualTo(new[]
        {
            // Channels 2, 3 and 4 reach into channel 1, and are not busy: that is a fifth in all.
            "acs[0]=channel=6 freq=2437 width=20 cost=0.100 busy=0% bss=0",
            "acs[1]=channel=1 freq=2412 width=20 cost=0.598 busy=20% bss=1",
        }));
    }

    [Test]
    public void A_radio_that_does_not_count_says_so()
    {
        using var rig = new ApRig(null, static o => o with
        {
            Radio = o.Radio with { ChoosesChannel = true, Choice = new ChannelChoice { FrequenciesMhz = [2437], Scans = 1 } },
        });
        rig.Radio.Scan.Busy = null;
        rig.Bss.Enable();
        rig.Run(2);
        Assert.That(Lines(rig, "acs["), Is.EqualTo(new[] { "acs[0]=channel=6 freq=2437 width=20 cost=0.100 busy=unknown bss=0" }));
    }

    [TestCase(2437, "ht40_coexistence=kept")]
    [TestCase(2457, "ht40_coexistence=narrowed \"next\\tdoor\" (02:00:00:00:09:00) on channel 10 at -61 dBm uses 20 MHz beside our primary channel 6")]
    public void Who_forbids_40_MHz_stands_in_it(int mhz, string line)
    {
        using var rig = new ApRig(null, static o => o with { Radio = o.Radio.At(OperatingChannel.Of(2437, ht: true, 1)) });
        rig.Radio.Stay.Neighbours.Add(new SimulatedNeighbour(new MacAddress([2, 0, 0, 0, 9, 0]), mhz, [0, 9, .. "next\tdoor"u8]) { SignalDbm = -61 });
        rig.Bss.Enable();
        rig.Run(2);
        Assert.That(Lines(rig, "ht40_"), Is.EqualTo(new[] { line }));
    }

    [Test]
    public void Where_nobody_has_looked_nothing_is_said()
    {
        using var rig = ApRig.Enabled();
        Assert.That(Lines(rig, "acs[").Concat(Lines(rig, "ht40_")), Is.Empty);
    }

    private static IEnumerable<string> Lines(ApRig rig, string start) =>
        StatusText.Write(rig.Bss).Split('\n').Where(l => l.StartsWith(start, StringComparison.Ordinal));
}
