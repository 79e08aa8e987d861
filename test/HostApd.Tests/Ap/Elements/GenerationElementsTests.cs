using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>
/// What is said of VHT, HE and EHT. hostapd's own are from captures of Debian's 2.10 on channel 36 at 80 MHz with country US over mac80211_hwsim
/// (Beacon and Association Response), with vht_capab unset, he_bss_color=5 and ht_capab=[HT40+].
/// </summary>
public class GenerationElementsTests
{
    private const Generations Wide = Generations.Vht | Generations.He | Generations.Eht;

    private static ApRig Rig(int width, Generations beyond, Func<RadioOptions, RadioOptions>? change = null, int number = 36) =>
        ApRig.Enabled(new SimulatedRadioOptions { Capabilities = WideRadio.Hwsim }, o =>
        {
            var radio = new RadioOptions
            {
                Mode = HardwareMode.A,
                Channel = OperatingChannel.Of(ChannelGrid.Blocks(5000 + 5 * number, width).First()),
                BeyondHt = beyond,
                TakesHtOfRadio = true,
                IgnoresCoexistence = true,
                CountryCode = "US",
                CountryEnvironment = 0x20,
            };
            return o with { Radio = change is null ? radio : change(radio) };
        });

    /// <summary>Elements by <c>id</c> or <c>id/extension</c>, with their bodies in hexadecimal.</summary>
    private static Dictionary<string, string> Read(ReadOnlySpan<byte> elements)
    {
        var found = new Dictionary<string, string>();
        var reader = new ElementReader(elements);
        while (reader.MoveNext())
        {
            var element = reader.Current;
            var name = element.Id == ElementId.Extension ? $"255/{element.Body[0]}" : $"{(int)element.Id}";
            found.TryAdd(name, Convert.ToHexStringLower(element.Body));
        }

        Assert.That(reader.Malformed, Is.False);
        return found;
    }

    [Test]
    public void At_80_MHz_they_are_hostapds()
    {
        using var rig = Rig(80, Generations.Vht | Generations.He, static r => r with
        {
            TakesHtOfRadio = false,
            HtCapabilities = 0x000e,
            VhtCapabilities = 0,
            He = new HeOptions { Colour = 5, SuBeamformer = false, SuBeamformee = false, MuBeamformer = false },
        });
        var beacon = Read(rig.Radio.BeaconTail);
        Assert.That(string.Join('\n', new[] { "59", "45", "61", "127", "191", "192", "195", "255/35", "255/36" }.Select(k => $"{k} {beacon[k]}")), Is.EqualTo("""
            59 8000
            45 0e001bffff000000000000000000000100000000000000000000
            61 24050000000000000000000000000000000000000000
            127 0400400200000040
            191 00000000aaaa0000aaaa0000
            192 012a00fcff
            195 022e2e2e
            255/35 230178c81a400004bfce0000000000000000fafffaff
            255/36 24f03f0005fcff
            """.ReplaceLineEndings("\n")));
        Assert.That(beacon.Keys.Where(static k => k is "255/38" or "255/39" or "255/59" or "255/106" or "255/108"), Is.Empty);
    }

    // 802.11-2020 tables 9-274 and 9-275: width, centre of the primary's 80 MHz, centre of the whole; 255/35 ends with a set for each width from 80 MHz on.
    [TestCase(36, 20, "0000", "00", "73")]
    [TestCase(40, 40, "0000", "01", "75")]
    [TestCase(44, 80, "2a00", "02", "80")]
    [TestCase(36, 160, "2a32", "03", "81")]
    [TestCase(64, 160, "3a32", "03", "81")]
    public void Each_width_says_where_it_lies(int number, int width, string centres, string envelope, string operatingClass)
    {
        using var rig = Rig(width, Wide, number: number);
        var beacon = Read(rig.Radio.BeaconTail);
        Assert.That(beacon["192"], Is.EqualTo($"{(width > 40 ? "01" : "00")}{centres}fcff"));
        Assert.That(beacon["195"], Does.StartWith(envelope).And.Length.EqualTo(2 * (2 + Convert.ToInt32(envelope, 16))));
        Assert.That(beacon["255/35"], Has.Length.EqualTo(2 * (1 + 6 + 11 + (width == 160 ? 8 : 4))));
        Assert.That(beacon["59"][..2], Is.EqualTo(operatingClass));
        Assert.That(beacon["191"][..8], Is.EqualTo(width == 160 ? "f6048003" : "b2048003"), "160 MHz and its guard interval are announced at 160 MHz alone");
        Assert.That(beacon["255/106"], Is.EqualTo("6a0011000000"));
        Assert.That(beacon["255/108"], Does.StartWith("6c07007c0000feff7f7f0100").And.Length.EqualTo(2 * (12 + (width == 160 ? 6 : 3) + 2)));
    }

    [Test]
    public void Without_them_nothing_of_them_is_said()
    {
        using var rig = Rig(40, Generations.None);
        Assert.That(Read(rig.Radio.BeaconTail).Keys, Is.EqualTo(new[] { "7", "48", "59", "45", "61", "127", "221" }));
    }

    [Test]
    public void What_is_said_of_spatial_reuse_and_MU_EDCA_is_said_where_it_was_set()
    {
        using var rig = Rig(80, Generations.Vht | Generations.He, static r => r with
        {
            He = new HeOptions
            {
                SpatialReuse = new SpatialReuse(0x0c, 3, 4, 5, 0x102, 1ul << 63),
                MuEdca = MuEdca.Unset with { QosInfo = 1, BestEffort = new MuEdcaRecord(8, 0xa9, 255), Voice = new MuEdcaRecord(0x67, 0x32, 1) },
            },
        });
        var beacon = Read(rig.Radio.BeaconTail);
        Assert.That(beacon["255/39"], Is.EqualTo("270c03040502010000000000000000000000000080"));
        Assert.That(beacon["255/38"], Is.EqualTo("260108a9ff000000000000673201"));
        Assert.That(beacon["255/36"][8..10], Is.EqualTo("81"), "the colour of an address is announced as not in use");
    }

    [Test]
    public void A_move_is_announced_in_its_place_with_both_counters()
    {
        using var rig = Rig(80, Generations.Vht | Generations.He);
        var to = OperatingChannel.Of(ChannelGrid.Blocks(5745, 80).First());
        Assert.That(rig.Bss.Radio.SwitchChannel(new ChannelSwitch(to, 5, BlocksTransmission: true)).Succeeded);
        var announced = Read(rig.Radio.SwitchTail);
        Assert.That((announced["37"], announced["62"], announced["60"], announced["196"]), Is.EqualTo(("019505", "01", "01809505", "c203019b00")));
        Assert.That(announced.Keys.TakeWhile(static k => k != "60"), Is.EqualTo(new[] { "7", "37", "62", "48" }));
        Assert.That(rig.Radio.SwitchCounters.Select(i => rig.Radio.SwitchTail[i]), Is.EqualTo(new byte[] { 5, 5 }));
        rig.Run(1);
        Assert.That(Read(rig.Radio.BeaconTail).Keys.Intersect(["37", "60", "62", "196"]), Is.Empty);
        Assert.That(rig.Events.Last(static e => e.Contains("CTRL-EVENT-CHANNEL-SWITCH", StringComparison.Ordinal)), Does.Contain("freq=5745").And.Contain("ch_width=80 MHz cf1=5775"));
    }

    [TestCase(1, new[] { "37" })]
    [TestCase(2, new[] { "37", "60" })]
    public void A_radio_that_counts_once_is_given_one_counter(int counters, string[] ids)
    {
        using var rig = ApRig.Enabled(new SimulatedRadioOptions { Capabilities = SimulatedRadioOptions.Hwsim with { MaxSwitchCounters = counters } });
        Assert.That(rig.Bss.Radio.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(2412, ht: true), 3, false)).Succeeded);
        Assert.That(Read(rig.Radio.SwitchTail).Keys.Intersect(["37", "60", "62", "196"]), Is.EqualTo(ids));
        Assert.That(rig.Radio.SwitchCounters, Has.Length.EqualTo(counters));
    }
}
