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

    private static string Text(OperatingChannel channel) =>
        $"{channel.PrimaryMhz} {channel.Width} {channel.WidthMhz} {channel.CentreMhz} {channel.Secondary} {channel.Ht}";
}
