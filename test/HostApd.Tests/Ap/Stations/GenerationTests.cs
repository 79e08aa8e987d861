using System.Buffers.Binary;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Metrics;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>
/// What stations speak of VHT, HE and EHT, and what the kernel is told of it. The elements are those of wpa_supplicant over mac80211_hwsim (Debian
/// 12), captured in an Association Request to hostapd on channel 36; EHT is that of its
/// Probe Request in 2.4 GHz, with the sets that the widths of 5 GHz want.
/// </summary>
public class GenerationTests
{
    private const string Rsne = "30140100000fac040100000fac040100000fac020000";
    private const string Ht = "2d1a7e101bffff000000000000000000000100000000000000000000";
    private const string Vht = "bf0cfa048003aaaa0000aaaa0000";
    private const string He = "ff1e230178c81a40001cbfce0000000000000000fafffafffafffafffafffaff";
    private const string Eht = "ff146c07007c0000feffff7f01008888888888880000";
    private const string Wmm = "dd070050f202000100";

    private static readonly RadioOptions Wide = new()
    {
        Mode = HardwareMode.A,
        Channel = OperatingChannel.Of(ChannelGrid.Blocks(5180, 80).First()),
        BeyondHt = Generations.Vht | Generations.He | Generations.Eht,
        TakesHtOfRadio = true,
        IgnoresCoexistence = true,
    };

    private static ApRig Rig(Func<RadioOptions, RadioOptions>? change = null, Func<BssOptions, BssOptions>? bss = null) =>
        ApRig.Enabled(new SimulatedRadioOptions { Capabilities = WideRadio.Hwsim }, o =>
        {
            var options = o with { Radio = change is null ? Wide : change(Wide) };
            return bss is null ? options : bss(options);
        });

    private static Sta? Associate(ApRig rig, params string[] elements)
    {
        const string addresses = "3a01020000000000020000000100020000000000" + "0000";
        rig.Radio.Inject(Convert.FromHexString("b000" + addresses + "000001000000"));
        rig.Run(0.01);
        rig.Radio.Inject(Convert.FromHexString("0000" + addresses + "11040500" + "00076c616274657374" + "01080c1218243048606c" + string.Concat(elements)));

        // Nobody acknowledges what it is answered, so that it is looked at at once.
        return rig.Sta(ApRig.First);
    }

    [TestCase(Rsne + Ht + Vht + He + Eht + Wmm, Generations.All)]
    [TestCase(Rsne + Ht + Vht + He + Wmm, Generations.Ht | Generations.Vht | Generations.He)]
    [TestCase(Rsne + Ht + Vht + Wmm, Generations.Ht | Generations.Vht)]
    [TestCase(Rsne + Ht + Eht + Wmm, Generations.Ht, Description = "EHT stands on HE")]
    [TestCase(Rsne + Vht + Wmm, Generations.None, Description = "VHT stands on HT")]
    [TestCase(Rsne + Ht + Vht + He + Eht, Generations.Ht, Description = "without QoS there is HT alone")]
    [TestCase(Rsne + Ht + "bf0cfa048003ffff0000aaaa0000" + Wmm, Generations.Ht, Description = "no stream that it receives")]
    [TestCase(Rsne + Ht + "bf0bfa048003aaaa0000aaaa00" + Wmm, Generations.Ht, Description = "a byte short")]
    [TestCase(Rsne + Ht + "ff1d230178c81a40001cbfce0000000000000000fafffafffafffafffafffa" + Wmm, Generations.Ht, Description = "HE a byte short of what its widths want")]
    [TestCase(Rsne + Ht + He + "ff0e6c07007c0000feffff7f01008888" + Wmm, Generations.Ht | Generations.He, Description = "EHT cut short")]
    public void A_station_speaks_what_it_and_we_say_whole(string elements, Generations spoken)
    {
        using var rig = Rig();
        Assert.That(Associate(rig, elements)?.Generations, Is.EqualTo(spoken));
    }

    /// <summary>
    /// Widths by 802.11-2020 9.4.2.55.2 (HT, bit 1), 9.4.2.157.2 (VHT, bits 2–3), 9.4.2.248.3 (HE, bits 1–3 of the first byte), 802.11be
    /// 9.4.2.313.3 (EHT, bit 1) and 9.4.1.53 (Operating Mode).
    /// </summary>
    [TestCase(36, 80, Rsne + Wmm, 20, Description = "no HT")]
    [TestCase(36, 80, Rsne + Ht + Wmm, 40)]
    [TestCase(36, 80, Rsne + "2d1a7c101bffff000000000000000000000100000000000000000000" + Wmm, 20, Description = "HT of 20 MHz")]
    [TestCase(36, 80, Rsne + Ht + Vht + Wmm, 80)]
    [TestCase(36, 160, Rsne + Ht + Vht + Wmm, 160, Description = "160 and twice 80")]
    [TestCase(36, 160, Rsne + Ht + "bf0cf6048003aaaa0000aaaa0000" + Wmm, 160)]
    [TestCase(36, 160, Rsne + Ht + "bf0cf2048003aaaa0000aaaa0000" + Wmm, 80)]
    [TestCase(36, 40, Rsne + Ht + Vht + He + Wmm, 40, Description = "the channel is no wider")]
    [TestCase(36, 160, Rsne + Ht + Vht + He + Wmm, 160)]
    [TestCase(36, 80, Rsne + Ht + Vht + "ff16230178c81a400004bfce0000000000000000fafffaff" + Wmm, 80, Description = "HE of 80 MHz alone")]
    [TestCase(36, 80, Rsne + Ht + Vht + "ff16230178c81a400000bfce0000000000000000fafffaff" + Wmm, 20, Description = "HE of 20 MHz alone")]
    [TestCase(36, 160, Rsne + Ht + Vht + He + Eht + Wmm, 160)]
    [TestCase(36, 80, Rsne + Ht + Vht + He + "c70101" + Wmm, 40, Description = "it wants 40 MHz")]
    [TestCase(36, 160, Rsne + Ht + Vht + He + "c70102" + Wmm, 80, Description = "it wants 80 MHz")]
    [TestCase(36, 160, Rsne + Ht + Vht + He + "c70106" + Wmm, 160, Description = "and 160 as it is said today")]
    [TestCase(36, 160, Rsne + Ht + Vht + He + "c70103" + Wmm, 160, Description = "and as it was said before")]
    public void A_station_is_as_wide_as_it_says_and_the_channel_is(int channel, int width, string elements, int agreed)
    {
        var operating = OperatingChannel.Of(ChannelGrid.Blocks(5000 + 5 * channel, width).First());
        using var rig = Rig(o => o with { Channel = operating });
        Assert.That(SpokenGenerations.WidthOf(Associate(rig, elements)!, operating), Is.EqualTo(agreed));
    }

    [Test]
    public void Below_three_gigahertz_the_bit_of_forty_counts_and_the_other_bands_do_not()
    {
        using var rig = Rig();
        var sta = Associate(rig, Rsne, Ht, Vht, He, Eht, Wmm)!;
        var forty = OperatingChannel.Of(ChannelGrid.Blocks(2412, 40).First());
        Assert.That(SpokenGenerations.WidthOf(sta, forty), Is.EqualTo(20), "its HE says 80 and 160, and nothing of 40 here");
        Assert.That(SpokenGenerations.WidthOf(sta, OperatingChannel.Of(ChannelGrid.Blocks(5955, 320).First())), Is.EqualTo(160), "320 are for who says so");
    }

    [TestCase(Generations.None, Generations.None)]
    [TestCase(Generations.Ht, Generations.Ht)]
    [TestCase(Generations.Ht | Generations.Vht, Generations.Vht)]
    [TestCase(Generations.Ht | Generations.He, Generations.He)]
    [TestCase(Generations.All, Generations.Eht)]
    public void The_newest_is_the_last(Generations spoken, Generations newest) => Assert.That(spoken.Newest(), Is.EqualTo(newest));

    [Test]
    public void The_kernel_learns_it_before_the_station_is_answered()
    {
        using var rig = Rig();
        _ = Associate(rig, Rsne, Ht, Vht, He, Eht, "c70101", Wmm);
        var told = rig.Radio.Told(ApRig.First)!;
        Assert.That((told.Vht, told.He, told.Eht, told.OperatingMode), Is.EqualTo(("b2048003aaaa0000aaaa0000", He[6..].ToLowerInvariant(), Eht[6..], (byte?)1)));
        Assert.That(StationText.Write(rig.Bss, rig.Sta(ApRig.First)!), Does.Contain("[WMM][HT][VHT][HE][EHT][VHT_OPMODE]\n").And.Contain("vht_caps_info=0x038004fa\n").And.Contain("rx_vht_mcs_map=aaaa\n"));
    }

    [TestCase(Generations.Vht, Rsne + Ht + Wmm, StatusCode.VhtRequired)]
    [TestCase(Generations.He, Rsne + Ht + Vht + Wmm, StatusCode.HeRequired)]
    [TestCase(Generations.Eht, Rsne + Ht + Vht + He + Wmm, StatusCode.EhtRequired)]
    [TestCase(Generations.Ht | Generations.Vht, Rsne + Vht + Wmm, StatusCode.HtRequired)]
    public void Who_does_not_speak_what_is_required_is_refused(Generations required, string elements, StatusCode status)
    {
        using var rig = Rig(r => r with { Required = required });
        Assert.That(Associate(rig, elements), Is.Null);
        var answer = rig.Air.Sent.Last(static f => f.Name == "AssociationResponse").Bytes;
        Assert.That((StatusCode)BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ManagementFrame.HeaderLength + 2)), Is.EqualTo(status));
    }

    // Of the station's short guard intervals, beamforming and STBC only what we announce crosswise: ours here has RX STBC and no beamformer.
    [TestCase("fa048003", 0x038004fau, "fa048003")]
    [TestCase("fa1c9803", 0x038004fau, "fa048003", Description = "no beams: we form none, and none is formed for us")]
    [TestCase("fa048003", 0x03800402u, "92008003", Description = "we send no STBC, so that it need not receive any; LDPC is its own")]
    [TestCase("f6048003", 0x038000f2u, "32048003", Description = "80 MHz here: nothing of 160; we receive no STBC")]
    public void Of_VHT_the_kernel_hears_no_more_than_we_say(string theirs, uint ours, string told)
    {
        Span<byte> target = stackalloc byte[12];
        var plan = PlanOf() with { Vht = new VhtCapabilities(ours, new byte[8]) };
        var result = NegotiatedCapabilities.OfVht(Convert.FromHexString(theirs + "aaaa0000aaaa0000"), plan, target);
        Assert.That(Convert.ToHexStringLower(result[..4]), Is.EqualTo(told));
    }

    [TestCase(0x107e, 0x107e, ExpectedResult = 0x107e)]
    [TestCase(0x107e, 0x000c, ExpectedResult = 0x000c)]
    [TestCase(0x01ad, 0x002c, ExpectedResult = 0x002c, Description = "STBC in neither direction")]
    [TestCase(0x01a1, 0x01ad, ExpectedResult = 0x01a1, Description = "its SM power save is its own")]
    [TestCase(0x0181, 0x008d, ExpectedResult = 0x0101, Description = "we send STBC and do not receive it")]
    public int Of_HT_the_kernel_hears_no_more_than_we_say(int theirs, int ours)
    {
        Span<byte> station = stackalloc byte[26];
        Span<byte> target = stackalloc byte[26];
        BinaryPrimitives.WriteUInt16LittleEndian(station, (ushort)theirs);
        return BinaryPrimitives.ReadUInt16LittleEndian(NegotiatedCapabilities.OfHt(station, PlanOf() with { HtCapabilities = (ushort)ours }, target));
    }

    [Test]
    public void Metrics_and_STATUS_tell_how_wide_it_is()
    {
        using var rig = Rig();
        Assert.That(StatusText.Write(rig.Bss), Does.Contain("channel_width=80\ncenter_freq1=5210\nieee80211be=1\neht_oper_chwidth=1\neht_oper_centr_freq_seg0_idx=42\n")
            .And.Contain("vht_caps_info=038004b2\n").And.Contain("secondary_channel=1\nieee80211n=1\nieee80211ac=1\nieee80211ax=1\n"));
        var metrics = new MetricsText(rig.Pool, () => [new MonitoredBss("wlan0", rig.Bss, new JoinStatistics(rig.Timeline), new FrameStatistics(rig.Tap))], rig.Clock).Write();
        Assert.That(metrics, Does.Contain("channel_width_mhz{interface=\"wlan0\"} 80\n").And.Contain("channel_frequency_mhz{interface=\"wlan0\"} 5180\n"));
    }

    [Test]
    public void A_BSS_may_speak_less_than_its_radio()
    {
        using var rig = Rig(bss: static o => o with { Without = Generations.He });
        Assert.That(Associate(rig, Rsne, Ht, Vht, He, Eht, Wmm)?.Generations, Is.EqualTo(Generations.Ht | Generations.Vht));
    }

    private static RadioPlan PlanOf() => RadioPlan.Of(Wide, WideRadio.Hwsim, out _)!;
}
