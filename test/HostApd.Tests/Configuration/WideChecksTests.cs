using System.Text;
using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Tests.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>
/// Channels of 5 GHz as hostapd's keys spell them: primary channel, side of the second, width, numbers of the centres. Of these spellings just those
/// are taken that Linux takes, too, and whose centre is one that 802.11-2020 annex E lists.
/// </summary>
public sealed class WideChecksTests
{
    private static readonly Dictionary<int, int[]> Centres = new()
    {
        [20] = [36, 40, 44, 48, 52, 56, 60, 64, 100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140, 144, 149, 153, 157, 161, 165, 169, 173, 177],
        [40] = [38, 46, 54, 62, 102, 110, 118, 126, 134, 142, 151, 159, 167, 175],
        [80] = [42, 58, 106, 122, 138, 155, 171],
        [160] = [50, 114, 163],
    };

    [Test]
    public void A_spelling_is_taken_where_the_kernel_takes_it_and_its_centre_is_listed([ValueSource(nameof(Primaries))] int primary, [Values("vht", "he")] string prefix)
    {
        int[] centres = [0, primary, .. Centres[40], .. Centres[80], .. Centres[160], primary - 2, primary + 2, primary - 6, primary + 6, primary - 14, primary + 14];
        var taken = 0;
        foreach (var index in new[] { 0, 1, 2 })
        {
            foreach (var side in new[] { 0, 1, -1 })
            {
                foreach (var centre in centres)
                {
                    var problems = new List<ConfigurationProblem>();
                    var read = Read(primary, side, prefix, index, centre, 0, problems);
                    var (width, listed) = Listed(primary, side, index);
                    var isGood = listed is { } own && (centre == 0 || centre == own);
                    Assert.That(problems.Select(static p => p.ToString()), isGood ? Is.Empty : Is.Not.Empty, $"{prefix} {primary} {side} {index} {centre}");
                    if (isGood)
                    {
                        taken++;
                        var place = read.Radio.Place;
                        Assert.That((place.Number, place.WidthMhz, ChannelNumber.Of(place.CentreMhz)), Is.EqualTo((primary, width, listed!.Value)));
                        Assert.That(KernelRule.Takes(place), $"{place}");
                    }
                    else if (centre != 0 && listed is not null)
                    {
                        Assert.That(problems.Single().ToString(), Does.Contain($"{prefix}_oper_centr_freq_seg0_idx: centre {centre} does not belong to channel {primary} at {width} MHz: {listed} does"));
                    }
                }
            }
        }

        // 20 MHz, and on one side 40; 80 and 160 by either spelling of the side where there are any.
        Assert.That(taken, Is.GreaterThanOrEqualTo(4));
    }

    [Test]
    public void A_second_centre_is_none_of_ours_whatever_the_width([Values(0, 1, 2, 3)] int index)
    {
        var problems = new List<ConfigurationProblem>();
        Read(36, 1, "vht", index, 0, 155, problems);
        Assert.That(problems.Select(static p => p.Key), Is.EqualTo(new[] { index == 3 ? "vht_oper_chwidth" : "vht_oper_centr_freq_seg1_idx" }));
    }

    public static IEnumerable<int> Primaries => Centres[20];

    /// <summary>The width that is spelt, and the listed centre that a primary channel has there; null: none, or with its second channel on the other side.</summary>
    private static (int Width, int? Centre) Listed(int primary, int side, int index)
    {
        var width = index switch { 1 => 80, 2 => 160, _ => side == 0 ? 20 : 40 };
        int? centre = Array.Find(Centres[width], c => KernelRule.Takes(5 * primary, width, 5 * c)) is var found and not 0 ? found : null;
        var second = Array.Find(Centres[40], c => KernelRule.Takes(5 * primary, 40, 5 * c));
        return (width, side == 0 || Math.Sign(second - primary) == side ? centre : null);
    }

    private static AccessPointConfiguration Read(int primary, int side, string prefix, int index, int centre, int second, List<ConfigurationProblem> problems) =>
        ConfigurationFile.Read("a.conf", Encoding.UTF8.GetBytes($"""
            interface=wlan0
            ssid=x
            hw_mode=a
            channel={primary}
            ieee80211n=1
            ht_capab={(side > 0 ? "[HT40+]" : side < 0 ? "[HT40-]" : "[SHORT-GI-20]")}
            ieee80211{(prefix == "he" ? "ax" : "ac")}=1
            {prefix}_oper_chwidth={index}
            {prefix}_oper_centr_freq_seg0_idx={centre}
            {prefix}_oper_centr_freq_seg1_idx={second}

            """), default, problems);
}
