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

    /// <summary>hostapd's bodies, captured at 80 MHz; who does not speak a generation is not told of it, which hostapd does all the same.</summary>
    [TestCase("", "")]
    [TestCase("n", "45 61")]
    [TestCase("n ac", "45 61 191 192")]
    [TestCase("n ac ax", "45 61 191 192 255/35 255/36")]
    public void An_association_is_answered_with_hostapds_bodies(string generations, string ids)
    {
        var hostapds = new Dictionary<string, string>
        {
            ["45"] = "0e001bffff000000000000000000000100000000000000000000",
            ["61"] = "24050000000000000000000000000000000000000000",
            ["191"] = "00000000aaaa0000aaaa0000",
            ["192"] = "012a00fcff",
            ["255/35"] = "230178c81a400004bfce0000000000000000fafffaff",
            ["255/36"] = "24f03f0005fcff",
        };
        var spoken = new Dictionary<string, string>
        {
            ["n"] = "2d1a7e101bffff000000000000000000000100000000000000000000",
            ["ac"] = "bf0cfa048003aaaa0000aaaa0000",
            ["ax"] = "ff1e230178c81a40001cbfce0000000000000000fafffafffafffafffafffaff",
        };
        using var rig = Rig(80, Generations.Vht | Generations.He, static r => r with
        {
            TakesHtOfRadio = false,
            HtCapabilities = 0x000e,
            VhtCapabilities = 0,
            He = new HeOptions { Colour = 5, SuBeamformer = false, SuBeamformee = false, MuBeamformer = false },
        });
        const string addresses = "3a010200000000000200000001000200000000000000";
        rig.Radio.Inject(Convert.FromHexString($"b000{addresses}000001000000"));
        rig.Run(0.01);
        rig.Radio.Inject(Convert.FromHexString($"0000{addresses}1104050000076c61627465737401080c1218243048606c30140100000fac040100000fac040100000fac020000"
            + string.Concat(generations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(g => spoken[g])) + "dd070050f202000100"));
        var answer = Read(rig.Air.Sent.Last(static f => f.Name == "AssociationResponse").Bytes.AsSpan(ManagementFrame.HeaderLength + 6));
        Assert.That(answer.Where(e => hostapds.ContainsKey(e.Key)), Is.EquivalentTo(hostapds.Where(e => ids.Split(' ').Contains(e.Key))));
    }

    // No capture shows 6 GHz: 802.11ax 9.4.2.249 (primary, width, centre of the 80 MHz, that of the 160, 6 Mb/s), 802.11be 9.4.2.311 (width, centres).
    [TestCase(2, 20, 2, "88", "0200020006", "")]
    [TestCase(5, 20, 5, "83", "0500050006", "")]
    [TestCase(5, 40, 3, "84", "0501030006", "")]
    [TestCase(37, 80, 39, "85", "2502270006", "")]
    [TestCase(37, 160, 47, "86", "2503272f06", "")]
    [TestCase(53, 160, 47, "86", "3503372f06", "")]
    [TestCase(5, 320, 31, "89", "0503070f06", "040f1f", Description = "HE has the 160 MHz around the primary")]
    [TestCase(37, 320, 31, "89", "2503272f06", "042f1f", Description = "one block")]
    [TestCase(37, 320, 63, "89", "2503272f06", "042f3f", Description = "and the other one")]
    [TestCase(189, 320, 191, "89", "bd03b7af06", "04afbf")]
    public void In_6_GHz_HE_says_it_all(int number, int width, int centre, string operatingClass, string sixGhz, string widest)
    {
        var block = ChannelGrid.Blocks(number == 2 ? 5935 : 5950 + 5 * number, width).Single(b => b.CentreNumber == centre);
        using var rig = Rig(20, Generations.He | Generations.Eht, r => r with
        {
            Channel = OperatingChannel.Of(block),
            He = new HeOptions { Colour = 5, SuBeamformer = false, SuBeamformee = false, MuBeamformer = false },
        });
        var beacon = Read(rig.Radio.BeaconTail);
        Assert.That(beacon["59"][..2], Is.EqualTo(operatingClass));
        Assert.That(beacon["195"], Is.EqualTo("18fe"), "-1 dBm/MHz for clients everywhere");
        Assert.That(beacon["255/36"], Is.EqualTo($"24f03f0205fcff{sixGhz}"));
        Assert.That(beacon["255/59"], Is.EqualTo("3bff3e"));
        Assert.That(beacon["255/106"], Is.EqualTo($"6a{(widest.Length > 0 ? "01" : "00")}11000000{widest}"));
        Assert.That(beacon["255/35"], Is.EqualTo($"230178c81a4000{(width >= 160 ? "0c" : "04")}bfce00000000000000000000"[..36] + string.Concat(Enumerable.Repeat("faff", width >= 160 ? 4 : 2))));
        Assert.That(beacon["255/108"], Is.EqualTo($"6c0700{(width == 320 ? "7e" : "7c")}0000feff7f7f0100{string.Concat(Enumerable.Repeat("888888", width switch { 320 => 3, 160 => 2, _ => 1 }))}0000"));
        Assert.That(beacon.Keys.Intersect(["45", "61", "191", "192"]), Is.Empty);
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

    // Wide Bandwidth Channel Switch has centres as VHT Operation, and knows no more than 160 MHz; of 320 MHz one tells with the class of the primary's half.
    [TestCase(5, 20, "010505", "01830505", "", "")]
    [TestCase(5, 40, "010505", "01840505", "03", "c203000000")]
    [TestCase(5, 80, "010505", "01850505", "03", "c203010700")]
    [TestCase(5, 160, "010505", "01860505", "03", "c20301070f")]
    [TestCase(5, 320, "010505", "01860505", "03", "c20301070f")]
    public void A_move_in_6_GHz_is_announced(int number, int width, string announced, string extended, string second, string wrapper)
    {
        using var rig = Rig(20, Generations.He | Generations.Eht, static r => r with { Channel = OperatingChannel.Of(ChannelGrid.Blocks(6135, 80).First()) });
        var to = OperatingChannel.Of(ChannelGrid.Blocks(5950 + 5 * number, width).First());
        Assert.That(rig.Bss.Radio.SwitchChannel(new ChannelSwitch(to, 5, BlocksTransmission: true)).Succeeded);
        var beacon = Read(rig.Radio.SwitchTail);
        Assert.That((beacon["37"], beacon["60"], beacon.GetValueOrDefault("62", ""), beacon.GetValueOrDefault("196", "")), Is.EqualTo((announced, extended, second, wrapper)));
        Assert.That(rig.Radio.SwitchCounters.Select(i => rig.Radio.SwitchTail[i]), Is.EqualTo(new byte[] { 5, 5 }));
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
