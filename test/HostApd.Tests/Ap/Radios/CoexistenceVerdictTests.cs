using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Who is there, in words (<see cref="AcsChooserTests.Heard"/>; l is legacy, ! is intolerant), and what becomes of 40 MHz.</summary>
public sealed class CoexistenceVerdictTests
{
    // Channels 6 and 10 around 2447: 5 to 13 are affected, 2422 to 2472.
    [TestCase("", "Kept")]
    [TestCase("6", "Kept", Description = "on our primary")]
    [TestCase("6l", "Kept", Description = "legacy on our primary")]
    [TestCase("6+", "Kept", Description = "the same pair")]
    [TestCase("6-", "Narrowed", Description = "our primary with another secondary")]
    [TestCase("10", "Narrowed", Description = "on our secondary")]
    [TestCase("10-", "Narrowed", Description = "the same pair the other way round")]
    [TestCase("8l", "Narrowed")]
    [TestCase("13", "Narrowed", Description = "the edge")]
    [TestCase("2", "Kept", Description = "below it")]
    [TestCase("3", "Narrowed", Description = "25 MHz from the centre")]
    [TestCase("1+", "Narrowed", Description = "its secondary is 5")]
    [TestCase("2-", "Kept", Description = "neither is inside")]
    [TestCase("6!", "Narrowed", Description = "intolerant on our primary")]
    [TestCase("1!", "Kept", Description = "intolerant elsewhere")]
    [TestCase("6 6+ 1 10", "Narrowed", Description = "one of several")]
    public void In_2_4_GHz(string heard, string verdict)
    {
        var wanted = OperatingChannel.Of(2437, ht: true, 1);
        var judged = CoexistenceVerdict.Judge(wanted, [.. AcsChooserTests.Heard(heard)]);
        Assert.That(judged.Verdict.ToString(), Is.EqualTo(verdict));
        Assert.That(judged.Channel, Is.EqualTo(verdict == "Kept" ? wanted : OperatingChannel.Of(2437, ht: true)));
    }

    [TestCase("", 36)]
    [TestCase("36", 36)]
    [TestCase("40", 40, Description = "who beacons on our secondary, and nobody on our primary")]
    [TestCase("36 40", 36)]
    [TestCase("40-", 40, Description = "our pair the other way round")]
    [TestCase("40- 36+", 36, Description = "both ways")]
    [TestCase("40- 36l", 40, Description = "the other way round counts more than a BSS of 20 MHz")]
    [TestCase("44", 36, Description = "elsewhere")]
    public void In_5_GHz_they_change_places(string heard, int primary)
    {
        foreach (var width in new[] { 40, 80 })
        {
            var wanted = OperatingChannel.Of(ChannelGrid.Blocks(5180, width).First());
            var judged = CoexistenceVerdict.Judge(wanted, [.. AcsChooserTests.Heard(heard, isFive: true)]);
            Assert.That((judged.Channel.Number, judged.Channel.WidthMhz, judged.Channel.CentreMhz), Is.EqualTo((primary, width, wanted.CentreMhz)));
            Assert.That(judged.Verdict, Is.EqualTo(primary == 36 ? FortyMhzVerdict.Kept : FortyMhzVerdict.Swapped));
        }
    }

    [TestCase("10@-61", "\"neighbour\" (02:00:00:00:09:00) on channel 10 at -61 dBm uses 20 MHz beside our primary channel 6")]
    [TestCase("8!@-61", "\"neighbour\" (02:00:00:00:09:00) on channel 8 at -61 dBm announces that it tolerates no 40 MHz")]
    [TestCase("5+@0", "\"neighbour\" (02:00:00:00:09:00) on channel 5 uses 40 MHz with channel 9, which are not our 6 and 10")]
    public void Who_forbids_it_is_named(string heard, string text) =>
        Assert.That(CoexistenceVerdict.Judge(OperatingChannel.Of(2437, ht: true, 1), [.. AcsChooserTests.Heard(heard)]).ToString(), Is.EqualTo(text));

    [TestCase(new byte[0], "a hidden network")]
    [TestCase(new byte[] { 0, 0 }, "a hidden network")]
    [TestCase(new byte[] { (byte)'a', 10, (byte)'"', 200 }, "\"a\\n\\\"\\xc8\"")]
    public void A_name_that_is_none_trips_nobody(byte[] ssid, string name)
    {
        var bss = AcsChooserTests.Heard("10@-50").Single() with { Ssid = ssid };
        Assert.That(CoexistenceVerdict.Judge(OperatingChannel.Of(2437, ht: true, 1), [bss]).ToString(), Does.StartWith(name + " ("));
    }

    [Test]
    public void Who_could_not_look_does_not_take_it_in_2_4_GHz()
    {
        var why = new DriverResult("scanning", 95, "Operation not supported", null);
        Assert.That(CoexistenceVerdict.Unseen(OperatingChannel.Of(2437, ht: true, 1), why).Channel.WidthMhz, Is.EqualTo(20));
        Assert.That(CoexistenceVerdict.Unseen(OperatingChannel.Of(5180, ht: true, 1), why).Channel.WidthMhz, Is.EqualTo(40));
        Assert.That(CoexistenceVerdict.Unseen(OperatingChannel.Of(2437, ht: true, 1), why).ToString(), Is.EqualTo("nobody could be looked for (scanning: Operation not supported)"));
    }

    [Test]
    public void It_is_listened_to_where_somebody_could_be_in_the_way()
    {
        Assert.That(CoexistenceVerdict.ToScan(OperatingChannel.Of(2437, ht: true, 1)), Is.EqualTo(Enumerable.Range(0, 13).Select(static i => 2412 + 5 * i).Where(static mhz => Math.Abs(mhz - 2447) <= 40)));
        Assert.That(CoexistenceVerdict.ToScan(OperatingChannel.Of(2412, ht: true, 1)), Is.EqualTo(Enumerable.Range(0, 11).Select(static i => 2412 + 5 * i)));
        Assert.That(CoexistenceVerdict.ToScan(OperatingChannel.Of(5200, ht: true, -1)), Is.EqualTo(new[] { 5180, 5200 }));
    }
}
