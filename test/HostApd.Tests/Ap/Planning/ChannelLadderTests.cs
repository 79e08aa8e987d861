using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap.Planning;

/// <summary>Where one can go when radar has taken the channel: blocks by their primary channel, with * those that are to be listened to first.</summary>
public sealed class ChannelLadderTests
{
    private static readonly RadioCapabilities Etsi = SimulatedRadioOptions.WithFiveGhz("DE", RadarRegion.Etsi);
    private static readonly RadioCapabilities Fcc = SimulatedRadioOptions.WithFiveGhz("US", RadarRegion.Fcc);

    // 36–64, 100–144 and 149–165 there are; in Europe 120–128 are weather radar's.
    [TestCase(52, 20, true, ExpectedResult = "36 40 44 48 149 153 157 161 165 56* 60* 64* 100* 104* 108* 112* 116* 132* 136* 140* 144*")]
    [TestCase(52, 20, false, ExpectedResult = "36 40 44 48 149 153 157 161 165 56* 60* 64* 100* 104* 108* 112* 116* 120* 124* 128* 132* 136* 140* 144*")]
    [TestCase(100, 40, true, ExpectedResult = "36 44 149 157 52* 60* 108* 132* 140*; 36 40 44 48 149 153 157 161 165 100* 52* 56* 60* 64* 104* 108* 112* 116* 132* 136* 140* 144*")]
    [TestCase(116, 80, false, ExpectedResult = "36 149 52* 100* 132*; 36 44 149 157 116* 52* 60* 100* 108* 124* 132* 140*; "
        + "36 40 44 48 149 153 157 161 165 116* 52* 56* 60* 64* 100* 104* 108* 112* 120* 124* 128* 132* 136* 140* 144*")]
    public string All_places_are_there_the_widest_first(int number, int width, bool etsi) => Text(Of(Block(number, width), etsi ? Etsi : Fcc));

    [Test]
    public void Weather_radar_is_left_alone_where_it_is_to_be_listened_for_alone()
    {
        var free = Etsi with
        {
            Bands = [.. Etsi.Bands.Select(static b => b with { Channels = [.. b.Channels.Select(static c => c with { Radar = c.Radar && c.FrequencyMhz < 5500 })] })],
        };
        Assert.That(Text(Of(Block(36, 160), free), 160), Is.EqualTo("100"), "as in South Africa");
        Assert.That(Text(Of(Block(36, 160), Etsi), 160), Is.Empty);
    }

    [Test]
    public void The_half_that_holds_the_primary_channel_is_kept_and_of_the_others_the_lowest_channel_is_the_primary()
    {
        var ladder = Of(Block(60, 160), Fcc);
        Assert.That(ladder[0].Channel, Is.EqualTo(Block(100, 160)));
        Assert.That(ladder.Where(static r => r.Channel.WidthMhz == 80).Select(static r => r.Channel),
            Is.SupersetOf(new[] { Block(60, 80), Block(36, 80), Block(100, 80), Block(116, 80) }));
        Assert.That(ladder.Select(static r => r.Channel), Does.Not.Contain(Block(52, 80)), "that is the same 80 MHz");
    }

    [Test]
    public void What_radar_has_taken_is_left_out_with_all_that_holds_it()
    {
        var radio = Fcc.After(RadarNews.Detected, Block(60, 40)).After(RadarNews.CheckFinished, Block(100, 80));
        Assert.That(Text(Of(Block(60, 40), radio), 40), Is.EqualTo("36 44 100 108 149 157 52* 116* 124* 132* 140*"));
        Assert.That(Text(Of(Block(60, 80), radio), 80), Is.EqualTo("36 100 149 116* 132*"));
    }

    [Test]
    public void It_stays_within_the_list_and_within_what_the_radio_hears_radar_in()
    {
        Assert.That(Text(ChannelLadder.Of(Block(100, 40), Fcc, [5180, 5200, 5220, 5520, 5540, 5560], First)), Is.EqualTo("36 44 108*; 36 40 44 100* 104* 108* 112*"));
        Assert.That(ChannelLadder.Of(Block(52, 80), Fcc, [5220, 5785], First).Where(static r => !r.NeedsCheck).Select(static r => r.Channel),
            Is.EqualTo(new[] { Block(44, 80), Block(157, 80), Block(44, 40), Block(157, 40), Block(44, 20), Block(157, 20) }), "around what is on the list");
        var narrow = Fcc with { Combinations = [Fcc.Combinations[0] with { RadarWidthsMhz = [20, 40] }] };
        Assert.That(Text(Of(Block(36, 80), narrow), 80), Is.EqualTo("149"));
    }

    [Test]
    public void There_is_none_in_another_band_nor_without_HT_where_that_was_not_wished_for()
    {
        Assert.That(Of(OperatingChannel.Of(5260, ht: false), Fcc).Select(static r => r.Channel.Width), Is.All.EqualTo(ChannelWidth.TwentyWithoutHt));
        Assert.That(Of(Block(52, 20), Fcc).Select(static r => r.Channel.PrimaryMhz), Is.All.GreaterThan(5000));
    }

    /// <summary>Whatever is wished for, on whatever radio: each place is one that the kernel takes, in the band, and no wider.</summary>
    [Test]
    public void Every_place_is_a_channel([Values("mt76", "brcmfmac", "hwsim", "iwlwifi")] string wiphy)
    {
        var radio = WrittenWiphy.Read(wiphy);
        var places = 0;
        foreach (var mhz in radio.Bands.SelectMany(static b => b.Channels).Select(static c => c.FrequencyMhz))
        {
            foreach (var block in new[] { 20, 40, 80, 160, 320 }.SelectMany(w => ChannelGrid.Blocks(mhz, w)))
            {
                var wish = OperatingChannel.Of(block);
                foreach (var (channel, needsCheck) in Of(wish, radio))
                {
                    places++;
                    Assert.That(KernelRule.Takes(channel) && channel.WholeClass != 0, $"{wish}: {channel}");
                    Assert.That(channel.WidthMhz <= wish.WidthMhz && ChannelGrid.BandOf(channel.PrimaryMhz) == ChannelGrid.BandOf(mhz) && channel != wish, $"{wish}: {channel}");
                    Assert.That(radio.WhyNot(channel, looksForRadar: true), Is.Null, $"{wish}: {channel}");
                    Assert.That(needsCheck, Is.EqualTo(channel.PartsMhz.Any(p => radio.FindChannel(p) is { Radar: true })));
                }
            }
        }

        Assert.That(places, Is.GreaterThan(400));
    }

    [Test]
    public void Every_one_of_equals_is_as_likely_to_be_the_first()
    {
        var random = new Random(7);
        var counts = Enumerable.Range(0, 9000).Select(_ => ChannelLadder.Of(Block(52, 20), Etsi, [], random.Next)[0])
            .CountBy(static r => r).ToDictionary(static c => c.Key, static c => c.Value);
        Assert.That(counts, Has.Count.EqualTo(9), "36–48 and 149–165");
        Assert.That(counts.Values, Is.All.InRange(850, 1150));
        Assert.That(counts.Keys.Select(static r => r.NeedsCheck), Is.All.False);
    }

    /// <summary>Leaves the order as it is.</summary>
    private static int First(int below) => below - 1;

    private static OperatingChannel Block(int number, int width) => OperatingChannel.Of(ChannelGrid.Blocks(5000 + 5 * number, width).First());

    private static IReadOnlyList<LadderRung> Of(OperatingChannel wish, RadioCapabilities radio) => ChannelLadder.Of(wish, radio, [], First);

    private static string Text(IReadOnlyList<LadderRung> ladder, int width = 0) => string.Join("; ", ladder.Where(r => width is 0 || r.Channel.WidthMhz == width)
        .GroupBy(static r => r.Channel.WidthMhz).Select(static g => string.Join(' ', g.Select(static r => $"{r.Channel.Number}{(r.NeedsCheck ? "*" : "")}"))));
}
