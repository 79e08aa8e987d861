using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>How busy the BSS says it is, and when it says it anew.</summary>
public sealed class BssLoadTests
{
    /// <summary>50 beacon intervals of 100 TU, in seconds.</summary>
    private const double Period = 5.12;

    [Test]
    public void Without_a_period_it_says_nothing_and_asks_nobody()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Survey = new ChannelSurvey(2437, 1000, 500);
        rig.Run(60);
        Assert.That((Element(rig), rig.Bss.Load.IsMeasured), Is.EqualTo(("", false)));
    }

    /// <summary>Counts of the radio one after another, in ms on the channel and busy, and what the Beacon says after the last.</summary>
    [TestCase("0/0 1000/0", 0)]
    [TestCase("0/0 1000/500", 127)]
    [TestCase("0/0 1000/1000", 255)]
    [TestCase("5000/4000 6000/4100", 25, TestName = "only what came since counts")]
    [TestCase("0/0 1000/1001", 255, TestName = "never more than all of it")]
    [TestCase("0/0 1000/500 1000/500", 127, TestName = "no time has passed: as before")]
    [TestCase("0/0 1000/500 100/90", 0, TestName = "a count that went back began anew")]
    [TestCase("0/0 1000/500 100/90 200/190", 255, TestName = "and goes on from there")]
    [TestCase("0/0 1000/500 2000/400", 0, TestName = "so did one of which a part went back")]
    [TestCase("0/0 18446744073709551615/18446744073709551615", 255)]
    public void The_share_of_busy_time_between_two_readings(string counts, int utilization)
    {
        using var rig = Loaded();
        foreach (var count in counts.Split(' '))
        {
            Count(rig, count);
        }

        Assert.That((Element(rig), rig.Bss.Load.ChannelUtilization), Is.EqualTo(($"0b050000{utilization:x2}0000", (byte)utilization)));
    }

    [Test]
    public void What_was_counted_of_another_channel_does_not_count()
    {
        using var rig = Loaded();
        Count(rig, "0/0");
        Count(rig, "1000/1000");
        Count(rig, "1500/1500", frequency: 2412);
        Assert.That((rig.Bss.Load.ChannelUtilization, rig.Bss.Load.IsMeasured), Is.EqualTo(((byte)0, false)));
        Count(rig, "2500/1600", frequency: 2412);
        Assert.That((rig.Bss.Load.ChannelUtilization, rig.Bss.Load.IsMeasured), Is.EqualTo(((byte)25, true)));
    }

    [Test]
    public void A_radio_that_does_not_count_is_told_of_and_asked_on()
    {
        using var rig = Loaded(survey: null);
        rig.Run(10 * Period);
        Assert.That(Element(rig), Is.EqualTo("0b050000000000"));
        Assert.That(rig.Bss.Load.IsMeasured, Is.False);
        Count(rig, "0/0");
        Count(rig, "1000/1000");
        Assert.That(Element(rig), Is.EqualTo("0b050000ff0000"));
        rig.Radio.Survey = null;
        rig.Run(Period);
        Assert.That((Element(rig), rig.Bss.Load.IsMeasured), Is.EqualTo(("0b050000000000", false)));
    }

    [Test]
    public void The_Beacon_is_written_anew_only_when_it_would_say_something_else()
    {
        using var rig = Loaded();
        Count(rig, "0/0");
        var written = Updates(rig);
        for (var second = 1; second <= 5; second++)
        {
            Count(rig, $"{second}000/0");
        }

        Assert.That(Updates(rig), Is.EqualTo(written), "nothing changed");
        Count(rig, "6000/1000");
        Assert.That(Updates(rig), Is.EqualTo(written + 1), "the channel is busy");
        Count(rig, "7000/2000");
        Assert.That(Updates(rig), Is.EqualTo(written + 1), "it still is");
    }

    [Test]
    public void The_count_of_stations_follows_who_comes_and_goes()
    {
        using var rig = Loaded();
        rig.Connect(ApRig.First);
        rig.Run(Period);
        Assert.That(Element(rig), Is.EqualTo("0b050100000000"));
        Assert.That(rig.Bss.SendAway(ApRig.First, ReasonCode.Unspecified, disassociate: false));
        rig.Run(Period + 1);
        Assert.That(Element(rig), Is.EqualTo("0b050000000000"));
    }

    [Test]
    public void A_Probe_Response_says_what_is_now_and_the_Beacon_what_was_at_the_end_of_the_period()
    {
        using var rig = Loaded();
        rig.Connect(ApRig.First);
        rig.Air.Sent.Clear();
        rig.Connect(ApRig.Second);
        Assert.That(Convert.ToHexStringLower(rig.Air.Sent.First(static f => f.Name == "ProbeResponse").Bytes), Does.Contain("0b050100000000"));
    }

    /// <summary>The average of whole periods, kept until the next one is over; the period of 150 is three of 50.</summary>
    [TestCase(150, "0/0 1000/0 2000/1000", 0)]
    [TestCase(150, "0/0 1000/0 2000/1000 3000/1000", 85)]
    [TestCase(150, "0/0 1000/0 2000/1000 3000/1000 4000/2000", 85)]
    [TestCase(150, "0/0 1000/0 2000/1000 3000/1000 4000/2000 5000/3000 6000/4000", 255)]
    [TestCase(50, "0/0 1000/1000 2000/1000", 0)]
    [TestCase(101, "0/0 1000/1000 2000/1000 3000/1000", 85)]
    public void The_average(int period, string counts, int average)
    {
        using var rig = Loaded(average: period);
        foreach (var count in counts.Split(' '))
        {
            Count(rig, count);
        }

        Assert.That(rig.Bss.Load.AverageUtilization, Is.EqualTo(average));
    }

    [Test]
    public void What_a_test_says_goes_before_what_is_also_without_a_period()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Load = new BssLoadOptions { Said = new BssLoadValues(12, 80, 20000) } });
        Assert.That(Element(rig), Is.EqualTo("0b050c0050204e"));
    }

    [Test]
    public void A_reload_begins_and_ends_it_under_the_stations()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        rig.Radio.Survey = new ChannelSurvey(2437, 0, 0);
        rig.Bss.Reconfigure(rig.Bss.Options with { Load = new BssLoadOptions { UpdatePeriod = 50 } }, ChangeCost.Live);
        Assert.That(Element(rig), Is.EqualTo("0b050100000000"));
        Count(rig, "1000/1000");
        Assert.That(Element(rig), Is.EqualTo("0b050100ff0000"));
        rig.Bss.Reconfigure(rig.Bss.Options with { Load = new BssLoadOptions() }, ChangeCost.Live);
        Assert.That((Element(rig), rig.Bss.Load.IsMeasured, rig.Sta(ApRig.First)?.IsAuthorized), Is.EqualTo(("", false, true)));
        var written = Updates(rig);
        rig.Run(10 * Period);
        Assert.That(Updates(rig), Is.EqualTo(written));
    }

    [Test]
    public void Off_the_air_nobody_is_asked_and_the_next_life_begins_anew()
    {
        using var rig = Loaded();
        Count(rig, "0/0");
        Count(rig, "1000/1000");
        rig.Bss.Disable();
        Assert.That((rig.Bss.Load.ChannelUtilization, rig.Bss.Load.IsMeasured), Is.EqualTo(((byte)0, false)));
        rig.Run(10 * Period);
        Assert.That(rig.Bss.Enable().Succeeded);
        Assert.That(Element(rig), Is.EqualTo("0b050000000000"));
    }

    private static ApRig Loaded(int average = 0, string? survey = "0/0")
    {
        var rig = ApRig.Enabled();
        rig.Radio.Survey = survey is null ? null : new ChannelSurvey(2437, 0, 0);
        rig.Bss.Reconfigure(rig.Bss.Options with { Load = new BssLoadOptions { UpdatePeriod = 50, AveragePeriod = average } }, ChangeCost.Live);
        return rig;
    }

    /// <summary>The radio has counted so far, and the next period is over.</summary>
    private static void Count(ApRig rig, string counts, int frequency = 2437)
    {
        var parts = counts.Split('/');
        rig.Radio.Survey = new ChannelSurvey(frequency, ulong.Parse(parts[0], null), ulong.Parse(parts[1], null));
        rig.Run(Period);
    }

    private static int Updates(ApRig rig) => rig.Radio.Calls.Count(static c => c.StartsWith("UpdateBeacon", StringComparison.Ordinal));

    private static string Element(ApRig rig)
    {
        var reader = new ElementReader(rig.Radio.BeaconTail);
        while (reader.MoveNext())
        {
            if (reader.Current.Id == ElementId.BssLoad)
            {
                return "0b" + reader.Current.Body.Length.ToString("x2", null) + Convert.ToHexStringLower(reader.Current.Body);
            }
        }

        return "";
    }
}
