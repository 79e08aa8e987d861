using System.Globalization;
using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Architecture;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>
/// Beacons element by element, and where their counters of a move are, against hostapd's own for 20 to 160 MHz and n, ac and ax (<c>Beacons.txt</c>).
/// EHT and 6 GHz, which that hostapd does not speak or may not there, are looked at field by field in <see cref="GenerationElementsTests"/>.
/// </summary>
public sealed class HostapdsBeaconTests
{
    private const string SecondaryOffset = "62";

    private static readonly string Vectors = Path.Combine(SourceTree.Root, "test/HostApd.Tests/Ap/Elements/Beacons.txt");

    /// <summary>Bodies that hostapd's announcement of a move has, some at one width alone, and what ours has in their place.</summary>
    private static readonly Dictionary<string, string> Others = new()
    {
        // Up to 40 MHz there is no centre in VHT Operation, and in what is like it (802.11-2020 9.4.2.160, table 9-274): hostapd names one once it was told where to move, and none before.
        ["192 002400fcff at 20"] = "192 000000fcff",
        ["192 002600fcff at 40"] = "192 000000fcff",
        ["196 c203002e00"] = "196 c203000000",

        // 160 MHz are width 1 with the centre of the primary's 80 MHz and that of the whole; width 2 is deprecated (802.11-2020 9.4.2.160, table 9-274).
        ["196 c203027200"] = "196 c203016a72",

        // A VHT capability for 160 MHz is announced where these are used.
        ["191 04000000aaaa0000aaaa0000 at 80"] = "191 00000000aaaa0000aaaa0000",
    };

    /// <summary>The radio of the captures under the rules of South Africa, without the channels on which radar would be to be looked for.</summary>
    private static readonly RadioCapabilities Radio = WideRadio.Hwsim with
    {
        Country = "ZA",
        Bands =
        [
            WideRadio.Hwsim.Bands[0] with
            {
                He = new HeCapabilities(Convert.FromHexString("0178c81a4000"), Convert.FromHexString("00bfce0000000000000000"), Convert.FromHexString("fafffaff"), [], 0),
            },
            WideRadio.Hwsim.Bands[1] with
            {
                Channels = [.. Numbers.Select(static n => new RadioChannel(5000 + 5 * n, false, false, false, n < 100 ? 20 : 30))],
            },
        ],
    };

    private static int[] Numbers => [36, 40, 44, 48, 100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140];

    public static IEnumerable<TestCaseData> Rows => File.ReadAllLines(Vectors).Where(static l => l[0] != '#')
        .Select(static l => new TestCaseData(l).SetArgDisplayNames(l[..l.LastIndexOf(' ')]));

    [TestCaseSource(nameof(Rows))]
    public void Element_for_element_it_is_hostapds(string row)
    {
        var words = row.Split(' ');
        var from = Place(words[0]);
        var beyond = words[1] switch { "HE" when from.PrimaryMhz > 5000 => Generations.Vht | Generations.He, "HE" => Generations.He, "VHT" => Generations.Vht, _ => Generations.None };
        using var rig = ApRig.Enabled(new SimulatedRadioOptions { Capabilities = Radio }, o => o with
        {
            Security = null,
            Radio = new RadioOptions
            {
                Mode = from.PrimaryMhz > 5000 ? HardwareMode.A : HardwareMode.G,
                Channel = from,
                BeyondHt = beyond,
                HtCapabilities = (ushort)(RadioOptions.DefaultHtCapabilities | (from.WidthMhz > 20 ? HtBits.Forty : 0)),
                VhtCapabilities = 0,
                He = new HeOptions { Colour = 5, SuBeamformer = false, SuBeamformee = false, MuBeamformer = false },
                IgnoresCoexistence = true,
                CountryCode = "ZA",
                CountryEnvironment = 0x20,
            },
        });
        var theirs = Convert.FromHexString(words[^1]);
        if (words.Length == 3)
        {
            Assert.That(Elements(rig.Radio.BeaconTail), Is.EqualTo(Elements(theirs)));
            return;
        }

        Assert.That(rig.Bss.Radio.SwitchChannel(new ChannelSwitch(Place(words[3]), 10, BlocksTransmission: false)).Succeeded);
        int[] counters = [.. words[4..6].Select(static w => int.Parse(w, CultureInfo.InvariantCulture))];
        Assert.That(counters.Select(i => theirs[i]), Is.All.EqualTo(10));

        // Ours has Secondary Channel Offset behind the announcement, which hostapd never sends, and the second counter stands that much further behind.
        var ours = Elements(rig.Radio.SwitchTail);
        var more = ours.RemoveAll(static e => e.StartsWith(SecondaryOffset + " ", StringComparison.Ordinal)) * 3;
        Assert.That(more, Is.EqualTo(Place(words[3]).Secondary == 0 ? 0 : 3));
        Assert.That(ours, Is.EqualTo(Elements(theirs).Select(e => Others.GetValueOrDefault(e) ?? Others.GetValueOrDefault($"{e} at {from.WidthMhz}") ?? e)));
        Assert.That(rig.Radio.SwitchCounters, Is.EqualTo(new[] { counters[0], counters[1] + more }));
    }

    /// <summary><c>36/80</c>; in 2.4 GHz with the side of the second channel.</summary>
    private static OperatingChannel Place(string word)
    {
        var parts = word.TrimEnd('+', '-').Split('/');
        var (number, width) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return OperatingChannel.Of(ChannelGrid.Blocks(ChannelNumber.ToMhz(number, number > 14), width)
            .Single(b => !word.EndsWith('+') && !word.EndsWith('-') || b.Secondary == (word.EndsWith('+') ? 1 : -1)));
    }

    private static List<string> Elements(ReadOnlySpan<byte> tail)
    {
        var found = new List<string>();
        var reader = new ElementReader(tail);
        while (reader.MoveNext())
        {
            found.Add($"{(int)reader.Current.Id} {Convert.ToHexStringLower(reader.Current.Body)}");
        }

        Assert.That(reader.Malformed, Is.False);
        return found;
    }
}
