using System.Globalization;
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

    // As hostapd's suite has them in test_ap_ht.py: our channel with its side, who is there, and what becomes of it.
    [TestCase("5-", "", "5-", Description = "nobody")]
    [TestCase("5-", "6+", "5", Description = "conflict: two pairs that overlap")]
    [TestCase("1+", "11-", "1", Description = "conflict: its second channel is 7, inside ours")]
    [TestCase("1+", "11", "1+", Description = "not affected")]
    [TestCase("5-", "7l", "5", Description = "legacy")]
    [TestCase("5-", "7", "5", Description = "HT at 20 MHz")]
    [TestCase("1+", "1!", "1", Description = "intolerant on our own primary")]
    [TestCase("1+", "5!", "1", Description = "and on our second")]
    [TestCase("1+", "1+!", "1", Description = "and of the very same pair")]
    [TestCase("1+", "8!", "1", Description = "and 25 MHz above the centre")]
    [TestCase("1+", "9!", "1+", Description = "and beyond")]
    [TestCase("5-", "5-", "5-", Description = "match")]
    [TestCase("5-", "1+", "5", Description = "the same two channels the other way round: in 2.4 GHz nobody swaps")]
    [TestCase("5-", "5+", "5", Description = "our primary, and its second on the other side")]
    [TestCase("5-", "5l", "5-", Description = "legacy on our primary")]
    [TestCase("5-", "1l", "5", Description = "legacy on our second")]
    [TestCase("5-", "8", "5", Description = "25 MHz above the centre")]
    [TestCase("5-", "9", "5-", Description = "30 MHz above it")]
    [TestCase("5-", "12-", "5", Description = "its second channel is 8: 25 MHz above the centre")]
    [TestCase("5-", "13-", "5-", Description = "its second channel is 9")]
    [TestCase("13-", "6", "13", Description = "25 MHz below the centre")]
    [TestCase("13-", "5", "13-", Description = "30 MHz below it")]
    [TestCase("13-", "8+ 13-", "13", Description = "its second channel is 12")]
    public void Scenes_of_2_4_GHz(string ours, string heard, string becomes) => Assert.That(Judged(ours, heard, 40), Is.EqualTo($"{becomes}/{(becomes.EndsWith(ours[^1]) ? 40 : 20)}"));

    // The pair, who is there, and how it lies afterwards: the centre stays, whatever the width.
    [TestCase("36+", "36+", "36+", Description = "match")]
    [TestCase("36+", "40-", "40-", Description = "switch: the other way round")]
    [TestCase("36+", "40", "40-", Description = "switch: somebody on our second, nobody on our primary")]
    [TestCase("36+", "40l", "40-", Description = "and be it legacy")]
    [TestCase("36+", "36 40", "36+", Description = "somebody on both")]
    [TestCase("36+", "36l 40", "36+")]
    [TestCase("36+", "36+ 40-", "36+", Description = "both ways: ours is as good")]
    [TestCase("40-", "36+", "36+", Description = "and from above")]
    [TestCase("40-", "36", "36+")]
    [TestCase("40-", "40-", "40-")]
    [TestCase("40-", "44+ 48-", "40-", Description = "another pair")]
    [TestCase("48-", "44+", "44+", Description = "the upper half of the same 80 MHz")]
    [TestCase("48-", "36/80 40/80", "48-", Description = "around it, with their primary channels elsewhere")]
    [TestCase("36+", "40/80", "40-", Description = "a wide one whose primary is our second")]
    [TestCase("36+", "40!", "40-", Description = "nobody's tolerance counts in 5 GHz")]
    [TestCase("157+", "161-", "161-")]
    public void Scenes_of_5_GHz(string ours, string heard, string becomes)
    {
        foreach (var width in new[] { 40, 80 })
        {
            Assert.That(Judged(ours, heard, width), Is.EqualTo($"{becomes}/{width}"));
        }
    }

    private static string Judged(string ours, string heard, int width)
    {
        var isFive = int.Parse(ours[..^1], CultureInfo.InvariantCulture) is var number && number > 14;
        var mhz = ChannelNumber.ToMhz(number, isFive);
        var wanted = OperatingChannel.Of(ChannelGrid.Blocks(mhz, width).Single(b => b.Secondary == (ours[^1] == '+' ? 1 : -1)));
        var judged = CoexistenceVerdict.Judge(wanted, [.. AcsChooserTests.Heard(heard, isFive)]);
        Assert.That(judged.Verdict, Is.EqualTo(judged.Channel == wanted ? FortyMhzVerdict.Kept : judged.Channel.WidthMhz == 20 ? FortyMhzVerdict.Narrowed : FortyMhzVerdict.Swapped));
        Assert.That(judged.Blamed is null, Is.EqualTo(judged.Verdict == FortyMhzVerdict.Kept));
        Assert.That(judged.Verdict == FortyMhzVerdict.Narrowed || judged.Channel.CentreMhz == wanted.CentreMhz);
        return $"{judged.Channel.Number}{judged.Channel.Secondary switch { > 0 => "+", < 0 => "-", _ => "" }}/{judged.Channel.WidthMhz}";
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
