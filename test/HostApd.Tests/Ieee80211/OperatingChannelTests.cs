using System.Globalization;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>A channel as the whole of the house spells it.</summary>
public sealed class OperatingChannelTests
{
    [TestCase(5180, 20, ExpectedResult = "5180 Twenty 20 5180 0 True")]
    [TestCase(5200, 40, ExpectedResult = "5200 Forty 40 5190 -1 True")]
    [TestCase(5220, 80, ExpectedResult = "5220 Eighty 80 5210 1 True")]
    [TestCase(5320, 160, ExpectedResult = "5320 OneSixty 160 5250 -1 True")]
    [TestCase(5955, 320, ExpectedResult = "5955 ThreeTwenty 320 6105 1 True")]
    public string A_block_becomes_a_channel(int primary, int width) => Text(OperatingChannel.Of(ChannelGrid.Blocks(primary, width).First()));

    [TestCase(false, 0, ExpectedResult = "2437 TwentyWithoutHt 20 2437 0 False")]
    [TestCase(true, 0, ExpectedResult = "2437 Twenty 20 2437 0 True")]
    [TestCase(true, 1, ExpectedResult = "2437 Forty 40 2447 1 True")]
    [TestCase(true, -1, ExpectedResult = "2437 Forty 40 2427 -1 True")]
    [TestCase(false, 1, ExpectedResult = "2437 TwentyWithoutHt 20 2437 0 False", Description = "without HT there is no second channel")]
    public string Up_to_40_MHz_a_side_is_enough(bool ht, int secondary) => Text(OperatingChannel.Of(2437, ht, secondary));

    [TestCase(false, 0, ExpectedResult = "2437 MHz, 20 wide around 2437 without HT")]
    [TestCase(true, 1, ExpectedResult = "2437 MHz, 40 wide around 2447")]
    public string It_can_be_said(bool ht, int secondary) => OperatingChannel.Of(2437, ht, secondary).ToString();

    [Test]
    public void What_is_no_width_makes_none() =>
        Assert.That(() => OperatingChannel.Of(new ChannelBlock(5180, 30, 5185, 0)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    /// <summary>Every width around every primary channel, with its centre anywhere: what has a class is what Linux takes, too.</summary>
    [TestCase(2412, 2472, 5, ExpectedResult = "20:26 40:18")]
    [TestCase(5180, 5320, 20, ExpectedResult = "20:16 40:8 80:8 160:8")]
    [TestCase(5500, 5720, 20, ExpectedResult = "20:24 40:12 80:12 160:8")]
    [TestCase(5745, 5885, 20, ExpectedResult = "20:16 40:8 80:8 160:8")]
    [TestCase(5935, 5935, 20, ExpectedResult = "20:2")]
    [TestCase(5955, 7115, 20, ExpectedResult = "20:118 40:58 80:56 160:56 320:96")]
    public string What_has_a_class_the_kernel_takes(int first, int last, int step)
    {
        var counts = new SortedDictionary<int, int>();
        for (var primary = first; primary <= last; primary += step)
        {
            foreach (var width in Enum.GetValues<ChannelWidth>())
            {
                for (var centre = primary - 320; centre <= primary + 320; centre += 5)
                {
                    if (new OperatingChannel(primary, width, centre) is { WholeClass: > 0 } channel)
                    {
                        Assert.That(KernelRule.Takes(channel), $"{channel}");
                        counts[channel.WidthMhz] = counts.GetValueOrDefault(channel.WidthMhz) + 1;
                    }
                }
            }
        }

        return string.Join(' ', counts.Select(static c => $"{c.Key}:{c.Value}"));
    }

    [TestCase(5200, 40, 5210, Description = "40 with 44")]
    [TestCase(5220, 80, 5230, Description = "44 to 56")]
    [TestCase(5660, 80, 5670, Description = "128 to 140")]
    [TestCase(5745, 80, 5755)]
    [TestCase(5500, 160, 5530)]
    [TestCase(5955, 320, 6085)]
    public void What_the_kernel_takes_beside_the_grid_has_none(int primary, int width, int centre)
    {
        var channel = OperatingChannel.Of(new ChannelBlock(primary, width, centre, 0));
        Assert.That((KernelRule.Takes(channel), channel.WholeClass), Is.EqualTo((true, 0)));
    }

    // Where the one is, where the other goes, and where the one goes then: primary, width, centre.
    [TestCase("36 40 38", "44 40 46", ExpectedResult = "44 40 46")]
    [TestCase("36 40 38", "48 40 46", ExpectedResult = "48 40 46", Description = "the second channel lies on its side")]
    [TestCase("36 40 38", "44 20 44", ExpectedResult = "44 20 44", Description = "no more than the other")]
    [TestCase("36 20 36", "44 80 42", ExpectedResult = "44 20 44", Description = "nor than itself")]
    [TestCase("36 40 38", "44 80 42", ExpectedResult = "44 40 46", Description = "the half around the primary")]
    [TestCase("36 80 42", "104 160 114", ExpectedResult = "104 80 106")]
    [TestCase("36 160 50", "128 160 114", ExpectedResult = "128 160 114")]
    [TestCase("100 160 114", "149 80 155", ExpectedResult = "149 80 155")]
    [TestCase("36 80 42", "165 20 165", ExpectedResult = "165 20 165")]
    [TestCase("36 40 38", "40 40 42", ExpectedResult = "40 20 40", Description = "the other is beside the grid")]
    [TestCase("36 80 42", "44 80 46", ExpectedResult = "44 20 44", Description = "and with 80 MHz")]
    [TestCase("1 40 3", "5 40 7", ExpectedResult = "5 40 7", Description = "2.4 GHz: above")]
    [TestCase("1 40 3", "5 40 3", ExpectedResult = "5 40 3", Description = "and below")]
    [TestCase("6 20- 6", "11 40 9", ExpectedResult = "11 20- 11", Description = "without HT")]
    public string Where_another_goes_it_goes_as_far_as_it_fits(string one, string other)
    {
        var moved = Written(one).MovedWith(Written(other));
        Assert.That(KernelRule.Takes(moved));
        return $"{moved.Number} {moved.WidthMhz}{(moved.Ht ? "" : "-")} {ChannelNumber.Of(moved.CentreMhz)}";
    }

    private static OperatingChannel Written(string text)
    {
        var words = text.Split(' ');
        int[] numbers = [.. words.Select(static w => int.Parse(w.TrimEnd('-'), CultureInfo.InvariantCulture))];
        var isFive = numbers[0] > 14;
        var channel = OperatingChannel.Of(new ChannelBlock(ChannelNumber.ToMhz(numbers[0], isFive), numbers[1], ChannelNumber.ToMhz(numbers[2], isFive), 0));
        return words[1].EndsWith('-') ? channel.WithoutHt : channel;
    }

    private static string Text(OperatingChannel channel) =>
        $"{channel.PrimaryMhz} {channel.Width} {channel.WidthMhz} {channel.CentreMhz} {channel.Secondary} {channel.Ht}";
}
