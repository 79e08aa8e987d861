using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Ap.Planning;
using HostApd.Tests.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Surroundings in words, and the channel that is chosen for them.</summary>
public sealed class AcsChooserTests
{
    private static readonly OperatingChannel Narrow = OperatingChannel.Of(2412, ht: true);
    private static readonly OperatingChannel Five = OperatingChannel.Of(5180, ht: true);

    // busy: "channel:percent …"; heard: "channel[+-]@dBm …", + and - for 40 MHz, /80 for 80 MHz around it.
    [TestCase(20, "", "", 1, Description = "nothing is known: the best by rule")]
    [TestCase(20, "1:12 6:12 11:12", "", 1, Description = "all the same")]
    [TestCase(20, "1:50 6:12 11:12", "", 6)]
    [TestCase(20, "1:50 6:50 11:12", "", 11)]
    [TestCase(20, "1:13 6:12 11:12", "", 1, Description = "a hundredth is none")]
    [TestCase(20, "1:17 6:12 11:12", "", 6, Description = "a twentieth is one")]
    [TestCase(20, "1:50 6:50 11:50 3:1 2:1 4:1", "", 2, Description = "beside the three only where it is worth it")]
    [TestCase(20, "1:10 6:12 11:12 3:10", "", 1, Description = "the three cost less")]
    [TestCase(20, "", "1@-40", 6)]
    [TestCase(20, "", "1@-40 6@-40", 11)]
    [TestCase(20, "", "1@-40 6@-40 11@-40", 1, Description = "not between two that are loud")]
    [TestCase(20, "", "1@-35 6@-60 11@-80", 11, Description = "where they are least loud")]
    [TestCase(20, "", "1@-80 6@-80 6@-80 11@-80 11@-80", 1, Description = "where they are fewest")]
    [TestCase(20, "", "1+@-50", 11, Description = "40 MHz reach up to channel 5, and so into 6")]
    [TestCase(20, "", "6@0 11@0", 1, Description = "a radio that does not say how loud")]
    [TestCase(20, "1:90 6:10 11:10", "6@-90 11@-50", 6, Description = "both count")]
    [TestCase(40, "", "1@-40", 6, Description = "6 with 10: they do not reach it")]
    public void In_2_4_GHz(int width, string busy, string heard, int channel)
    {
        var chosen = Choose(Hwsim, new ChannelChoice(), width == 40 ? OperatingChannel.Of(2412, ht: true, 1) : Narrow, busy, heard)!;
        Assert.That((chosen.Channel.Number, chosen.Channel.WidthMhz), Is.EqualTo((channel, width)));
    }

    [TestCase(20, "", "", 36)]
    [TestCase(20, "36:50", "", 40)]
    [TestCase(20, "36:50 40:50 44:50 48:50", "", 149, Description = "not where radar is to be looked for")]
    [TestCase(40, "36:50", "", 44, Description = "the other pair")]
    [TestCase(80, "36:50", "", 149)]
    [TestCase(80, "36:20 40:0 44:0 48:0 149:50 153:50 157:50 161:50", "", 40, Description = "the quiet primary of the better block")]
    [TestCase(80, "", "36/80@-40 149/80@-40", 36, Description = "on a neighbour's primary, not on its secondary")]
    [TestCase(80, "", "36/80@-40 149/80@-70", 149)]
    [TestCase(40, "", "40-@-40 48-@-40 153-@-40 157@-40 161@-35", 40, Description = "its primary is better than its secondary")]
    public void In_5_GHz(int width, string busy, string heard, int channel)
    {
        var wanted = OperatingChannel.Of(ChannelGrid.Blocks(5180, width).First());
        var chosen = Choose(FiveGhz("US", RadarRegion.Fcc), new ChannelChoice(), wanted, busy, heard)!;
        Assert.That((chosen.Channel.Number, chosen.Channel.WidthMhz), Is.EqualTo((channel, width)));
    }

    [Test]
    public void The_same_surroundings_give_the_same_channel_in_whatever_order_they_were_heard()
    {
        const string heard = "1@-60 6@-61 11@-62 3@-70 9@-71";
        var turned = string.Join(' ', heard.Split(' ').Reverse());
        var one = Choose(Hwsim, new ChannelChoice(), Narrow, "1:20 6:21 11:22", heard)!;
        var other = Choose(Hwsim, new ChannelChoice(), Narrow, "11:22 6:21 1:20", turned)!;
        Assert.That(other.Channel, Is.EqualTo(one.Channel));
        Assert.That(other.Costs.Select(static c => c.Channel), Is.EqualTo(one.Costs.Select(static c => c.Channel)));
    }

    [Test]
    public void All_costs_are_told_the_best_first()
    {
        var chosen = Choose(Hwsim, new ChannelChoice { FrequenciesMhz = [2412, 2437] }, Narrow, "1:50 6:10", "1@-35")!;
        Assert.That(chosen.Costs.Select(static c => (c.Channel.Number, Math.Round(c.Cost, 3), c.Busy, c.Neighbours)),
            Is.EqualTo(new[] { (6, 0.2, (double?)0.1, 0), (1, 0.9, 0.5, 1) }));
        Assert.That(chosen.IsCounted);
        Assert.That(Choose(Hwsim, new ChannelChoice(), Narrow, "", "1@-35")!.IsCounted, Is.False);
    }

    [TestCase("6:0.1", "1:10 6:50 11:10", 6)]
    [TestCase("1:3", "", 2, Description = "with a bias of one's own 1, 6 and 11 have none")]
    [TestCase("1:0.5 6:0.4", "", 6)]
    public void A_bias_multiplies(string bias, string busy, int channel)
    {
        var choice = new ChannelChoice { Bias = Pairs(bias).ToDictionary(static p => 2407 + 5 * p.Channel, static p => p.Value) };
        Assert.That(Choose(Hwsim, choice, Narrow, busy, "")!.Channel.Number, Is.EqualTo(channel));
    }

    /// <summary>
    /// A configuration on a radio of Planning/Wiphys, what was counted and who was heard: the channel with its width, or why there is none. What a
    /// radio did not count, or lacked an attribute for, is not in the table of what was counted.
    /// </summary>
    [TestCase("mt76", "hw_mode=g; ieee80211n=1", "1:60 6:20 11:40", "", ExpectedResult = "6/20")]
    [TestCase("mt76", "hw_mode=g; ieee80211n=1", "", "1@-40 6@-40 11@-80", ExpectedResult = "11/20", Description = "nothing was counted: who was heard")]
    [TestCase("mt76", "hw_mode=g; ieee80211n=1", "1:60", "6@-50 6@-50 11@-50", ExpectedResult = "11/20", Description = "counted on one channel alone")]
    [TestCase("brcmfmac", "hw_mode=g; ieee80211n=1", "", "", ExpectedResult = "1/20", Description = "neither counted nor heard")]
    [TestCase("brcmfmac", "hw_mode=g; ieee80211n=1; channel_width=40", "", "", ExpectedResult = "1/20", Description = "no 40 MHz in 2.4 GHz")]
    [TestCase("hwsim", "hw_mode=g; ieee80211n=1; ht_capab=[HT40+]", "1:12 2:12 3:12 4:12 5:12 6:12 7:12 8:12 9:12 10:12 11:12 12:12 13:12", "", ExpectedResult = "1/40", Description = "all as busy")]
    [TestCase("hwsim", "hw_mode=g; ieee80211n=1; ht_capab=[HT40+]", "1:40 2:40 3:40 4:40 5:40 6:0 7:0 8:0 9:0 10:0 11:0 12:0 13:0", "", ExpectedResult = "11/40", Description = "11 with 7")]
    [TestCase("hwsim", "hw_mode=g; ieee80211n=1; acs_chan_bias=1:2 6:2 11:0.5", "1:12 6:12 11:30", "", ExpectedResult = "11/20", Description = "bias")]
    [TestCase("hwsim", "hw_mode=g; ieee80211n=1; acs_chan_bias=13:0.1", "13:60", "", ExpectedResult = "13/20", Description = "bias against what was counted")]
    [TestCase("hwsim", "hw_mode=g; ieee80211n=1; chanlist=3-5 9", "3:50 4:50 5:50 9:50", "5@-50", ExpectedResult = "9/20", Description = "chanlist")]
    [TestCase("hwsim", "hw_mode=g; ieee80211n=1; freqlist=2417", "2:90", "2@-30", ExpectedResult = "2/20", Description = "a list of one")]
    [TestCase("hwsim", "hw_mode=g; ieee80211n=1; chanlist=14", "", "", ExpectedResult = "channel 14: it is for 802.11b alone")]
    [TestCase("hwsim", "hw_mode=g; ieee80211n=1; min_tx_power=21", "", "",
        ExpectedResult = "channel 1: no more than 20 dBm are allowed there (min_tx_power); channel 2: no more than 20 dBm are allowed there (min_tx_power); channel 3: no more than 20 dBm are allowed there (min_tx_power)")]
    [TestCase("hwsim", "hw_mode=a; channel_width=80", "36:50 40:50 44:50 48:50 100:40 149:30", "", ExpectedResult = "116/80", Description = "where nothing was counted, and no radar is")]
    [TestCase("hwsim", "hw_mode=a; channel_width=80; min_tx_power=23", "", "100/80@-50", ExpectedResult = "116/80")]
    [TestCase("hwsim", "hw_mode=a; channel_width=80; chanlist=36 40 132", "36:50 40:20", "", ExpectedResult = "40/80", Description = "132 to 144 are not all there")]
    [TestCase("hwsim", "hw_mode=a; channel_width=80; chanlist=132", "", "", ExpectedResult = "132/40", Description = "and so it is narrower")]
    [TestCase("hwsim", "hw_mode=a; channel_width=160", "", "", ExpectedResult = "100/160", Description = "36 to 64 have radar, which is not looked for")]
    [TestCase("hwsim", "hw_mode=a; channel_width=160; country_code=ZA; ieee80211d=1; ieee80211h=1; chanlist=36 40 44 48", "", "36@-50 40@-50", ExpectedResult = "36/160", Description = "and is, where there is nothing else")]
    [TestCase("hwsim", "hw_mode=a; channel_width=160; country_code=ZA; ieee80211d=1; ieee80211h=1; chanlist=36 40 44 48; acs_exclude_dfs=1", "", "", ExpectedResult = "36/80", Description = "or narrower without it")]
    [TestCase("mt76", "hw_mode=a; ieee80211n=1; ieee80211ac=1; vht_oper_chwidth=1; country_code=DE; ieee80211d=1; ieee80211h=1; chanlist=52-64 100-140", "52:40 56:0 60:0 64:0 100:40 116:0", "", ExpectedResult = "56/80", Description = "all with radar: not among weather radar's")]
    [TestCase("mt76", "hw_mode=a; ieee80211n=1; chanlist=52-64 100-140", "", "",
        ExpectedResult = "channel 52: it needs radar detection (DFS) in DE: ieee80211h is off; channel 56: it needs radar detection (DFS) in DE: ieee80211h is off; channel 60: it needs radar detection (DFS) in DE: ieee80211h is off")]
    [TestCase("iwlwifi", "hw_mode=a; ieee80211n=1; chanlist=36", "", "", ExpectedResult = "channel 36: nobody may start a network on it in US (regulatory: no-IR)")]
    public string The_words_of_a_configuration(string wiphy, string lines, string busy, string heard)
    {
        var problems = new List<ConfigurationProblem>();
        var text = $"interface=wlan0\nssid=x\nchannel=0\n{lines.Replace("; ", "\n", StringComparison.Ordinal)}\n";
        var wish = OptionsMapping.Of(ConfigurationFile.Read("ap.conf", Encoding.UTF8.GetBytes(text), default, problems).Radio);
        Assert.That(problems.Select(static p => p.ToString()), Is.Empty);
        var radio = WrittenWiphy.Read(wiphy);
        var isFive = wish.Channel.PrimaryMhz > 5000;
        var chooser = new AcsChooser(radio, wish.Choice, wish.LooksForRadar, whole => RadioPlan.Of(wish.At(whole), radio, out _)?.Channel == whole);
        var chosen = chooser.Choose(wish.Channel, Pairs(busy).ToDictionary(p => ChannelNumber.ToMhz(p.Channel, isFive), static p => p.Value / 100), [.. Heard(heard, isFive)], null);
        Assert.That(chosen is null || KernelRule.Takes(chosen.Channel));
        return chosen is null ? chooser.WhyNone(wish.Channel) : $"{chosen.Channel.Number}/{chosen.Channel.WidthMhz}";
    }

    [Test]
    public void Only_what_is_listed_is_chosen()
    {
        Assert.That(Choose(Hwsim, new ChannelChoice { FrequenciesMhz = [2452, 2457] }, Narrow, "", "")!.Channel.Number, Is.EqualTo(9));
        var chooser = new AcsChooser(Hwsim, new ChannelChoice { FrequenciesMhz = [5180] }, looksForRadar: false);
        Assert.That(chooser.Choose(Narrow, new Dictionary<int, double>(), [], null), Is.Null);
        Assert.That(chooser.WhyNone(Narrow), Is.EqualTo("no channel of the band is in chanlist or freqlist"));
    }

    [Test]
    public void Where_the_wanted_width_cannot_be_had_it_is_the_next_narrower()
    {
        var radio = Hwsim with { Bands = [Hwsim.Bands[0] with { Channels = [.. Hwsim.Bands[0].Channels.Select(static c => c with { Limits = ChannelLimits.NoFortyAbove | ChannelLimits.NoFortyBelow })] }] };
        Assert.That(Choose(radio, new ChannelChoice(), OperatingChannel.Of(2412, ht: true, 1), "", "")!.Channel, Is.EqualTo(Narrow));
    }

    [Test]
    public void Without_HT_it_is_a_channel_without_HT() =>
        Assert.That(Choose(Hwsim, new ChannelChoice(), OperatingChannel.Of(2412, ht: false), "", "")!.Channel, Is.EqualTo(OperatingChannel.Of(2412, ht: false)));

    [TestCase(20, 1)]
    [TestCase(21, 0)]
    public void Too_little_power_is_none(int least, int found)
    {
        var chooser = new AcsChooser(Hwsim, new ChannelChoice { LeastPowerDbm = least }, looksForRadar: false);
        Assert.That(chooser.Choose(Narrow, new Dictionary<int, double>(), [], null) is not null, Is.EqualTo(found == 1));
        Assert.That(found == 1 || chooser.WhyNone(Narrow).StartsWith("channel 1: no more than 20 dBm are allowed there (min_tx_power)", StringComparison.Ordinal));
    }

    [TestCase(false, 36)]
    [TestCase(true, 149)]
    public void Outdoors_what_is_for_indoors_is_none(bool outdoors, int channel)
    {
        var radio = FiveGhz("US", RadarRegion.Fcc, static c => c.FrequencyMhz < 5260 ? c with { Limits = ChannelLimits.IndoorsOnly } : c);
        Assert.That(Choose(radio, new ChannelChoice { IsOutdoors = outdoors }, Five, "", "")!.Channel.Number, Is.EqualTo(channel));
    }

    [Test]
    public void Radar_is_looked_for_only_where_nothing_else_is_left_or_asked_for()
    {
        var radio = FiveGhz("US", RadarRegion.Fcc);
        Assert.That(Of(new ChannelChoice()), Is.EqualTo(36));
        Assert.That(Of(new ChannelChoice { FrequenciesMhz = [5260, 5500] }), Is.EqualTo(52));
        Assert.That(Of(new ChannelChoice { FrequenciesMhz = [5260, 5500], ExcludesRadar = true }), Is.Zero);

        int Of(ChannelChoice choice) => new AcsChooser(radio, choice, looksForRadar: true).Choose(Five, new Dictionary<int, double>(), [], null)?.Channel.Number ?? 0;
    }

    [TestCase(RadarRegion.Fcc, 120)]
    [TestCase(RadarRegion.Etsi, 0)]
    public void Weather_radar_is_left_alone_in_Europe(RadarRegion region, int channel)
    {
        var radio = FiveGhz("DE", region);
        var choice = new ChannelChoice { FrequenciesMhz = [5600, 5620, 5640] };
        Assert.That(new AcsChooser(radio, choice, looksForRadar: true).Choose(Five, new Dictionary<int, double>(), [], null)?.Channel.Number ?? 0, Is.EqualTo(channel));
    }

    [Test]
    public void Where_radar_was_nobody_goes()
    {
        var radio = FiveGhz("US", RadarRegion.Fcc, static c => c.FrequencyMhz == 5260 ? c with { RadarState = RadarState.Unavailable } : c);
        var choice = new ChannelChoice { FrequenciesMhz = [5260, 5280] };
        Assert.That(new AcsChooser(radio, choice, looksForRadar: true).Choose(Five, new Dictionary<int, double>(), [], null)!.Channel.Number, Is.EqualTo(56));
    }

    [TestCase("1:20 6:22 11:30", 6, Description = "1 is not better by a fifth")]
    [TestCase("1:10 6:40 11:30", 1)]
    public void Where_it_was_before_it_stays_unless_another_is_much_better(string busy, int channel) =>
        Assert.That(Choose(Hwsim, new ChannelChoice(), Narrow, busy, "", OperatingChannel.Of(2437, ht: true))!.Channel.Number, Is.EqualTo(channel));

    [Test]
    public void All_of_the_band_is_listened_to_and_in_5_GHz_no_more_than_is_listed()
    {
        Assert.That(new AcsChooser(Hwsim, new ChannelChoice { FrequenciesMhz = [2412] }, false).ToScan(Narrow), Is.EqualTo(Enumerable.Range(0, 13).Select(static i => 2412 + 5 * i)));
        var five = FiveGhz("US", RadarRegion.Fcc);
        Assert.That(new AcsChooser(five, new ChannelChoice(), false).ToScan(Five), Has.Length.EqualTo(25));
        Assert.That(new AcsChooser(five, new ChannelChoice { FrequenciesMhz = [5180] }, false).ToScan(OperatingChannel.Of(5180, ht: true, 1)), Is.EqualTo(new[] { 5180, 5200 }));
    }

    [Test]
    public void Why_nothing_can_be_had_is_told_by_the_radios_own_words()
    {
        var radio = FiveGhz("US", RadarRegion.Fcc, static c => c with { NoInitiatingRadiation = true });
        Assert.That(new AcsChooser(radio, new ChannelChoice { FrequenciesMhz = [5180] }, false).WhyNone(Five),
            Is.EqualTo("channel 36: nobody may start a network on it in US (regulatory: no-IR)"));
    }

    private static RadioCapabilities Hwsim => SimulatedRadioOptions.Hwsim;

    private static RadioCapabilities FiveGhz(string country, RadarRegion region, Func<RadioChannel, RadioChannel>? change = null)
    {
        var radio = SimulatedRadioOptions.WithFiveGhz(country, region);
        return change is null ? radio : radio with { Bands = [.. radio.Bands.Select(b => b with { Channels = [.. b.Channels.Select(change)] })] };
    }

    private static ChosenChannel? Choose(RadioCapabilities radio, ChannelChoice choice, OperatingChannel wanted, string busy, string heard, OperatingChannel? before = null)
    {
        var isFive = wanted.PrimaryMhz > 5000;
        var shares = Pairs(busy).ToDictionary(p => ChannelNumber.ToMhz(p.Channel, isFive), static p => p.Value / 100);
        return new AcsChooser(radio, choice, looksForRadar: false).Choose(wanted, shares, [.. Heard(heard, isFive)], before);
    }

    internal static IEnumerable<HeardBss> Heard(string words, bool isFive = false) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) =>
    {
        var parts = word.Split('@');
        var isWide = parts[0].EndsWith("/80", StringComparison.Ordinal);
        var number = int.Parse(parts[0].Replace("/80", "", StringComparison.Ordinal).TrimEnd('+', '-', '!', 'l'), CultureInfo.InvariantCulture);
        var mhz = ChannelNumber.ToMhz(number, isFive);
        return new HeardBss
        {
            Bssid = new MacAddress([2, 0, 0, 0, 9, (byte)i]),
            Ssid = "neighbour"u8.ToArray(),
            SignalDbm = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : -50,
            IsFortyIntolerant = parts[0].EndsWith('!'),
            Channel = isWide ? OperatingChannel.Of(ChannelGrid.Blocks(mhz, 80).First())
                : OperatingChannel.Of(mhz, !parts[0].EndsWith('l'), parts[0].EndsWith('+') ? 1 : parts[0].EndsWith('-') ? -1 : 0),
        };
    });

    private static IEnumerable<(int Channel, double Value)> Pairs(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(static w => (int.Parse(w.Split(':')[0], CultureInfo.InvariantCulture), double.Parse(w.Split(':')[1], CultureInfo.InvariantCulture)));
}
