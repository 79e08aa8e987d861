using HostApd.Driver;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Nl80211;

/// <summary>What a split dump tells of a band (numbers of linux/nl80211.h: 22 bands, 1 channels, 7 and 8 VHT, 9 what interface types speak).</summary>
public class BandReaderTests
{
    private const ushort FiveGhz = 1;

    private static byte[] Wiphy(params byte[][] parts) => ScriptedKernel.Nest(22, ScriptedKernel.Nest(FiveGhz, parts));

    private static byte[] Channel(params byte[][] attributes) => Wiphy(ScriptedKernel.Nest(1, ScriptedKernel.Nest(0, attributes)));

    private static RadioBand Read(params byte[][] messages)
    {
        using var kernel = new ScriptedKernel();
        kernel.Replies["GET_WIPHY"] = [.. HwsimWiphy.Messages, Channel(ScriptedKernel.U32(1, 5180)), .. messages];
        using var driver = kernel.Open();
        return driver.Radio.Capabilities.Bands[1];
    }

    [Test]
    public void All_of_a_generation_is_gathered_from_where_it_stands()
    {
        byte[] mcs = [0xaa, 0xaa, 0, 0, 0xaa, 0xaa, 0, 0];
        var entry = ScriptedKernel.Nest(0,
            ScriptedKernel.Nest(1, ScriptedKernel.Attribute(3)), ScriptedKernel.Attribute(2, [1, 2, 3, 4, 5, 6]),
            ScriptedKernel.Attribute(3, [0x1c, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), ScriptedKernel.Attribute(4, new byte[12]),
            ScriptedKernel.Attribute(5, [7]), ScriptedKernel.Attribute(6, [0xff, 0x3e]),
            ScriptedKernel.Attribute(8, [0x11, 0x12]), ScriptedKernel.Attribute(9, [2, 1, 2, 3, 4, 5, 6, 7, 8]), ScriptedKernel.Attribute(10, new byte[6]));
        var band = Read(Wiphy(ScriptedKernel.U32(8, 0x038004fa), ScriptedKernel.Attribute(7, mcs)), Wiphy(ScriptedKernel.Nest(9, entry)));
        Assert.That((band.Vht!.Info, band.Vht.HasOneSixty), Is.EqualTo((0x038004fau, true)));
        Assert.That(band.Vht.McsSet, Is.EqualTo(mcs));
        Assert.That(band.He!.Mac, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That((band.He.HasFortyBelowThreeGhz, band.He.HasEighty, band.He.HasOneSixty), Is.EqualTo((false, true, true)));
        Assert.That((band.He.McsSet.Length, band.He.PpeThresholds, band.He.SixGhz), Is.EqualTo((12, new byte[] { 7 }, (ushort)0x3eff)));
        Assert.That((band.Eht!.Mac, band.Eht.McsSet.Length, band.Eht.HasThreeTwenty), Is.EqualTo((new byte[] { 0x11, 0x12 }, 6, true)));
    }

    [Test]
    public void What_is_cut_short_is_not_there()
    {
        var entry = ScriptedKernel.Nest(0, ScriptedKernel.Nest(1, ScriptedKernel.Attribute(3)),
            ScriptedKernel.Attribute(2, new byte[5]), ScriptedKernel.Attribute(3, new byte[11]), ScriptedKernel.Attribute(8, new byte[2]), ScriptedKernel.Attribute(9, new byte[8]));
        var band = Read(Wiphy(ScriptedKernel.U32(8, 1), ScriptedKernel.Attribute(7, new byte[7])), Wiphy(ScriptedKernel.Nest(9, entry)));
        Assert.That((band.Vht, band.He, band.Eht), Is.EqualTo(((VhtCapabilities?)null, (HeCapabilities?)null, (EhtCapabilities?)null)));
    }

    // Attributes of a channel by their numbers, and what follows.
    [TestCase(9, ChannelLimits.NoFortyBelow)]
    [TestCase(10, ChannelLimits.NoFortyAbove)]
    [TestCase(11, ChannelLimits.NoEighty)]
    [TestCase(12, ChannelLimits.NoOneSixty)]
    [TestCase(14, ChannelLimits.IndoorsOnly)]
    [TestCase(15, ChannelLimits.WithStation)]
    [TestCase(16, ChannelLimits.NoTwenty)]
    [TestCase(19, ChannelLimits.NoHe)]
    [TestCase(26, ChannelLimits.NoThreeTwenty)]
    [TestCase(27, ChannelLimits.NoEht)]
    [TestCase(99, ChannelLimits.None)]
    public void A_channel_is_kept_from(int attribute, ChannelLimits limits)
    {
        var band = Read(Channel(ScriptedKernel.U32(1, 5240), ScriptedKernel.Attribute((ushort)attribute)));
        Assert.That(band.Channels.Single(static c => c.FrequencyMhz == 5240).Limits, Is.EqualTo(limits));
    }

    [TestCase(0u, 0u, RadarState.Usable, 60_000)]
    [TestCase(1u, 0u, RadarState.Unavailable, 60_000)]
    [TestCase(2u, 600_000u, RadarState.Available, 600_000)]
    [TestCase(3u, 1000u, RadarState.Usable, 1000)]
    public void What_is_known_of_radar(uint said, uint check, RadarState state, int milliseconds)
    {
        var band = Read(Channel(ScriptedKernel.U32(1, 5300), ScriptedKernel.Attribute(5), ScriptedKernel.U32(7, said), ScriptedKernel.U32(13, check)));
        var channel = band.Channels.Single(static c => c.FrequencyMhz == 5300);
        Assert.That((channel.Radar, channel.RadarState, channel.RadarCheck), Is.EqualTo((true, state, TimeSpan.FromMilliseconds(milliseconds))));
    }

    [TestCase(5180, 36, 80, ChannelLimits.NoEighty, ExpectedResult = false)]
    [TestCase(5180, 36, 80, ChannelLimits.NoOneSixty | ChannelLimits.NoFortyAbove, ExpectedResult = true)]
    [TestCase(5180, 36, 40, ChannelLimits.NoFortyAbove, ExpectedResult = false)]
    [TestCase(5180, 36, 40, ChannelLimits.NoFortyBelow, ExpectedResult = true)]
    [TestCase(5200, 36, 40, ChannelLimits.NoFortyBelow, ExpectedResult = false)]
    [TestCase(5180, 36, 160, ChannelLimits.NoOneSixty, ExpectedResult = false)]
    [TestCase(5180, 36, 20, ChannelLimits.NoFortyAbove | ChannelLimits.NoEighty, ExpectedResult = true)]
    public bool It_fits_into_a_width(int mhz, int primary, int width, ChannelLimits limits) =>
        new RadioChannel(mhz, false, false, false, 20) { Limits = limits }
            .Fits(OperatingChannel.Of(ChannelGrid.Blocks(5000 + 5 * primary, width).First()));
}
