using System.Globalization;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Driver;

public class RadioCapabilitiesTests
{
    private static readonly RegulatoryRule[] Germany =
    [
        new(2400_000, 2483_500, 40_000, 20, false, false, false),
        new(5250_000, 5350_000, 80_000, 20, true, false, true),
        new(5470_000, 5725_000, 160_000, 26, true, false, false),
    ];

    private static RadioCapabilities Radio(string country, RegulatoryRule[] rules, params RadioChannel[] channels) => new()
    {
        PhyName = "phy0",
        Country = country,
        Rules = rules,
        SupportsAccessPoint = true,
        Bands = [new RadioBand { Rates = [2, 4], Channels = channels }],
    };

    [TestCase(2437, ExpectedResult = null)]
    [TestCase(2484, ExpectedResult = "it is not allowed in DE (regulatory: disabled; no rule of DE covers it)")]
    [TestCase(2412, ExpectedResult = "it is not allowed in DE (regulatory: disabled by the driver; rule 2400-2483 MHz, 40 MHz wide, 20 dBm)")]
    [TestCase(5260, ExpectedResult = "it needs radar detection (DFS) in DE; rule 5250-5350 MHz, 80 MHz wide, 20 dBm, radar detection, indoors: ieee80211h is off")]
    [TestCase(2472, ExpectedResult = "nobody may start a network on it in DE (regulatory: no-IR; rule 2400-2483 MHz, 40 MHz wide, 20 dBm)")]
    [TestCase(5955, ExpectedResult = "phy0 cannot tune to it")]
    public string? A_closed_channel_says_by_which_rule(int frequency) => Radio("DE", Germany,
        new RadioChannel(2437, false, false, false, 20), new RadioChannel(2484, true, false, false, 0),
        new RadioChannel(2412, true, false, false, 0), new RadioChannel(5260, false, true, true, 20),
        new RadioChannel(2472, false, true, false, 20)).WhyNot(frequency);

    [TestCase(36, 80, ExpectedResult = null)]
    [TestCase(36, 160, ExpectedResult = "of its 160 MHz, 5260 MHz (channel 52): it is not allowed in DE (regulatory: disabled by the driver; rule 5250-5350 MHz, 80 MHz wide, 20 dBm, radar detection, indoors)")]
    [TestCase(40, 40, ExpectedResult = "5180 MHz (channel 36) is kept from 40 MHz by phy0 or by the rules of DE")]
    [TestCase(40, 20, ExpectedResult = null)]
    public string? A_wide_channel_is_closed_with_the_first_of_its_parts(int number, int width) => Radio("DE", Germany,
        new RadioChannel(5180, false, false, false, 20) { Limits = ChannelLimits.NoFortyAbove }, new RadioChannel(5200, false, false, false, 20),
        new RadioChannel(5220, false, false, false, 20), new RadioChannel(5240, false, false, false, 20),
        new RadioChannel(5260, true, false, false, 20)).WhyNot(OperatingChannel.Of(ChannelGrid.Blocks(5000 + 5 * number, width).First()));

    // What is set, what the radio hears in MHz, and what is missing for 80 MHz from 52 on.
    [TestCase(false, "20 40 80", RadarRegion.Etsi, false, ExpectedResult = "ieee80211h is off")]
    [TestCase(true, "20 40 80", RadarRegion.Unset, false, ExpectedResult = "the kernel knows of no way to do so in DE")]
    [TestCase(true, "", RadarRegion.Etsi, false, ExpectedResult = "phy0 hears no radar as an access point")]
    [TestCase(true, "20 40", RadarRegion.Etsi, false, ExpectedResult = "phy0 hears radar in 20, 40 MHz, and not in 80")]
    [TestCase(true, "20 40 80", RadarRegion.Etsi, false, ExpectedResult = null)]
    [TestCase(true, "", RadarRegion.Unset, true, ExpectedResult = null)]
    [TestCase(false, "", RadarRegion.Etsi, true, ExpectedResult = "ieee80211h is off")]
    public string? A_channel_with_radar_is_open_to_who_can_look_for_that(bool looks, string widths, RadarRegion region, bool itself)
    {
        var radio = WithRadar(widths, region) with { DetectsRadarItself = itself };
        var why = radio.WhyNot(Eighty, looks);
        Assert.That(radio.Refuse(Eighty, looks)?.Advice, Is.EqualTo(why is null ? null
            : !looks ? "set ieee80211h = 1 (with ieee80211d = 1 and country_code), or another channel" : "set another channel, or the right country_code"));
        return why?[(why.IndexOf(": ", StringComparison.Ordinal) + 2)..];
    }

    [Test]
    public void A_combination_without_access_points_does_not_hear_for_them() =>
        Assert.That((WithRadar("20", RadarRegion.Fcc) with { Combinations = [new(1, 1, [new(1, ["station"])]) { RadarWidthsMhz = [20] }] })
            .WhyNot(5260, looksForRadar: true), Does.EndWith("hears no radar as an access point"));

    [TestCase(RadarState.Usable, RadarState.Usable, ExpectedResult = RadarState.Usable)]
    [TestCase(RadarState.Available, RadarState.Available, ExpectedResult = RadarState.Available)]
    [TestCase(RadarState.Available, RadarState.Usable, ExpectedResult = RadarState.Usable)]
    [TestCase(RadarState.Available, RadarState.Unavailable, ExpectedResult = RadarState.Unavailable)]
    [TestCase(RadarState.Unavailable, RadarState.Usable, ExpectedResult = RadarState.Unavailable)]
    public RadarState? The_worst_part_counts(RadarState first, RadarState last)
    {
        var radio = WithRadar("80", RadarRegion.Etsi).After(RadarNews.CheckFinished, Eighty);
        radio = With(With(radio, 5260, first), 5320, last);
        Assert.That((radio with { DetectsRadarItself = true }).RadarOn(Eighty), Is.Null, "the driver sees to it");
        return radio.RadarOn(Eighty);
    }

    [TestCase(RadarNews.Detected, ExpectedResult = "Unavailable Unavailable Available")]
    [TestCase(RadarNews.CheckFinished, ExpectedResult = "Available Available Available")]
    [TestCase(RadarNews.OccupancyEnded, ExpectedResult = "Usable Usable Available")]
    [TestCase(RadarNews.CheckExpired, ExpectedResult = "Usable Usable Available")]
    [TestCase(RadarNews.CheckAborted, ExpectedResult = "Available Available Available")]
    [TestCase(RadarNews.CheckStarted, ExpectedResult = "Available Available Available")]
    public string News_of_radar_reach_the_parts_that_they_name(RadarNews news)
    {
        var radio = WithRadar("80", RadarRegion.Etsi).After(RadarNews.CheckFinished, Eighty)
            .After(news, OperatingChannel.Of(5260, ht: true, 1));
        Assert.That(radio.FindChannel(5180)!.RadarState, Is.EqualTo(RadarState.Usable), "it has no radar");
        return string.Join(' ', new[] { 5260, 5280, 5300 }.Select(mhz => radio.FindChannel(mhz)!.RadarState));
    }

    [Test]
    public void A_channel_is_listened_to_as_long_as_any_part_of_it_needs()
    {
        var radio = WithRadar("80", RadarRegion.Etsi);
        radio = radio with
        {
            Bands = [radio.Bands[0] with { Channels = [.. radio.Bands[0].Channels.Select(static c => c.FrequencyMhz == 5300 ? c with { RadarCheck = TimeSpan.FromMinutes(10) } : c)] }],
        };
        Assert.That(new[] { OperatingChannel.Of(5180, ht: true), OperatingChannel.Of(5260, ht: true, 1), Eighty }.Select(radio.RadarCheckOf),
            Is.EqualTo(new[] { TimeSpan.Zero, TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10) }));
    }

    private static OperatingChannel Eighty => OperatingChannel.Of(ChannelGrid.Blocks(5260, 80).First());

    private static RadioCapabilities WithRadar(string widths, RadarRegion region) => Radio("DE", [],
        [.. new[] { 5180, 5260, 5280, 5300, 5320 }.Select(static mhz => new RadioChannel(mhz, false, false, mhz > 5250, 20))]) with
    {
        RadarRegion = region,
        Combinations =
        [
            new(1, 1, [new(1, ["AP"])]) { RadarWidthsMhz = [.. widths.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static w => int.Parse(w, CultureInfo.InvariantCulture))] },
        ],
    };

    private static RadioCapabilities With(RadioCapabilities radio, int mhz, RadarState state) => radio.After(state switch
    {
        RadarState.Usable => RadarNews.OccupancyEnded,
        RadarState.Available => RadarNews.CheckFinished,
        RadarState.Unavailable => RadarNews.Detected,
    }, OperatingChannel.Of(mhz, ht: false));

    [TestCase(2412, ExpectedResult = true)]
    [TestCase(2472, ExpectedResult = true)]
    [TestCase(2477, ExpectedResult = false)] // its upper edge lies 3.5 MHz outside
    public bool A_rule_covers_a_channel_when_all_of_its_20_MHz_fit(int frequency) => Germany[0].Covers(frequency);

    [Test]
    public void The_doctor_names_what_stands_in_the_way_the_most_important_first()
    {
        var patient = new Doctor.Patient
        {
            Name = "wlan0",
            Radio = Radio("00", [], new RadioChannel(2484, true, false, false, 0)) with
            {
                Combinations = [new InterfaceCombination(2, 1, [new InterfaceLimit(1, ["AP"]), new InterfaceLimit(1, ["station"])])],
            },
            Neighbours = [new RadioInterface("wlan1", "station", 2412)],
            Users = ["iwd (process 9)"],
            Switch = SwitchState.Soft,
        };
        Assert.That(patient.CanStart, Is.False);
        Assert.That(patient.Advice(), Is.EqualTo(new[]
        {
            "run `rfkill unblock wifi`",
            "it may be in use by iwd (process 9): stop that first, or make it leave wlan0 alone",
            "set country_code: the world's rules close channels that your country may allow",
            "no channel may be opened by an access point now",
            "one channel at a time: use that of wlan1 (station, 2412 MHz), or take it down",
        }));
        Assert.That(patient.Describe(), Does.Contain("at the same time     1 of AP, 1 of station; in all at most 2, on 1 channel\n")
            .And.Contain("also on this radio   wlan1 (station, 2412 MHz)\n")
            .And.Contain("    channel 14       2484 MHz: it is not allowed in 00"));
    }

    [Test]
    public void A_radio_without_AP_mode_has_one_remedy()
    {
        var patient = new Doctor.Patient { Name = "wlan0", Radio = Radio("DE", Germany) with { SupportsAccessPoint = false } };
        Assert.That(patient.CanStart, Is.False);
        Assert.That(patient.Advice(), Is.EqualTo(new[] { "its driver has no AP mode: use another adapter, or another driver for it" }));
    }

    [Test]
    public void A_healthy_radio_needs_no_advice()
    {
        var patient = new Doctor.Patient { Name = "wlan0", Radio = Radio("DE", Germany, new RadioChannel(2412, false, false, false, 20)) };
        Assert.That(patient.CanStart);
        Assert.That(patient.Advice(), Is.Empty);
    }

    [Test]
    public void Channels_of_which_the_same_is_true_share_a_line()
    {
        var patient = new Doctor.Patient
        {
            Name = "wlan0",
            Radio = Radio("DE", Germany, new RadioChannel(2412, false, false, false, 20), new RadioChannel(2417, false, false, false, 20),
                new RadioChannel(2484, true, false, false, 0)),
        };
        Assert.That(patient.Describe(), Does.EndWith("  2.4 GHz: 2 rates\n    an access point  without HT; up to 20 MHz, e.g. channel = 1, channel_width = 20\n    channel 1-2      2412 MHz on: up to 20 dBm\n"
            + "    channel 14       2484 MHz: it is not allowed in DE (regulatory: disabled; no rule of DE covers it)\n"));
    }

    [TestCase(2, 1, 1, "station", 1, "AP", ExpectedResult = 1)]
    [TestCase(2, 2, 1, "station", 1, "AP", ExpectedResult = 2)]
    [TestCase(1, 1, 1, "station", 1, "AP", ExpectedResult = 0)] // one interface in all
    [TestCase(2, 1, 2, "station AP", 1, "mesh", ExpectedResult = 1)]
    [TestCase(2, 1, 1, "station AP", 1, "mesh", ExpectedResult = 0)] // one of the two
    [TestCase(2, 1, 1, "station", 1, "P2P-GO", ExpectedResult = 0)] // we are of the type of access points
    public int So_many_channels_are_left_beside_a_station(int interfaces, int channels, int max, string types, int otherMax, string otherTypes) => (Radio("DE", []) with
    {
        Combinations =
        [
            new(2, 9, [new(2, ["AP", "mesh"])]),
            new(interfaces, channels, [new(max, types.Split(' ')), new(otherMax, otherTypes.Split(' '))]),
        ],
    }).ChannelsBesideStation;

    [Test]
    public void A_driver_that_names_no_combination_leaves_none() => Assert.That(Radio("DE", []).ChannelsBesideStation, Is.Zero);
}
