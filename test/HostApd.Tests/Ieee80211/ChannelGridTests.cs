using System.Globalization;
using HostApd.Ieee80211;
using HostApd.Tests.Architecture;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>Every primary channel of every width, by the centres that 802.11-2020 annex E and 802.11be list, and the classes of table E-4.</summary>
public sealed class ChannelGridTests
{
    private const string FiveGhz = "36 40 44 48 52 56 60 64 100 104 108 112 116 120 124 128 132 136 140 144 149 153 157 161 165 169 173 177";

    private static readonly string Table = Path.Combine(SourceTree.Root, "test/HostApd.Tests/Ieee80211/ChannelGrid.txt");
    private static readonly int[] Widths = [20, 40, 80, 160, 320];

    private static IEnumerable<int> SixGhz => Enumerable.Range(0, 59).Select(static i => 1 + 4 * i);

    [TestCase(20, FiveGhz)]
    [TestCase(40, "38 46 54 62 102 110 118 126 134 142 151 159 167 175")]
    [TestCase(80, "42 58 106 122 138 155 171")]
    [TestCase(160, "50 114 163")]
    [TestCase(320, "")]
    public void The_blocks_of_5_GHz_are_those_around_the_listed_centres(int width, string centres) =>
        Compare(Numbers(FiveGhz), width, Numbers(centres), static n => 5000 + 5 * n);

    [Test]
    public void The_blocks_of_6_GHz_are_those_around_the_listed_centres() => Assert.Multiple(() =>
    {
        Compare(SixGhz, 20, SixGhz, Mhz);
        Compare(SixGhz, 40, Enumerable.Range(0, 29).Select(static k => 3 + 8 * k), Mhz);
        Compare(SixGhz, 80, Enumerable.Range(0, 14).Select(static k => 7 + 16 * k), Mhz);
        Compare(SixGhz, 160, Enumerable.Range(0, 7).Select(static k => 15 + 32 * k), Mhz);
        Compare(SixGhz, 320, [31, 95, 159, 63, 127, 191], Mhz);
        Assert.That(Texts(5935, 20), Is.EqualTo("5935 136"));
        Assert.That(Texts(5935, 40), Is.Empty);
    });

    [Test]
    public void Every_primary_channel_has_its_blocks_with_their_centres_and_classes()
    {
        var told = new List<string>();
        foreach (var line in File.ReadAllLines(Table))
        {
            var isSixGhz = told.Contains("# 6 GHz");
            told.Add(line[0] == '#' ? line
                : $"{line[..3]} {string.Join(' ', Widths.SelectMany(w => ChannelGrid.Blocks(MhzOf(line[..3], isSixGhz), w)).Select(Cell))}");
        }

        Assert.That(told, Is.EqualTo(File.ReadAllLines(Table)));
    }

    [TestCase(1, "2412 81", "2422 83")]
    [TestCase(4, "2427 81", "2437 83")]
    [TestCase(5, "2432 81", "2442 83, 2422 84")]
    [TestCase(9, "2452 81", "2462 83, 2442 84")]
    [TestCase(10, "2457 81", "2447 84")]
    [TestCase(13, "2472 81", "2462 84")]
    [TestCase(14, "2484 82", "")]
    [TestCase(0, "", "")]
    public void In_2_4_GHz_the_second_half_lies_on_either_side_where_there_is_room(int channel, string twenty, string forty)
    {
        var mhz = ChannelNumber.ToMhz(channel, isFiveGhz: false);
        Assert.That((Texts(mhz, 20), Texts(mhz, 40), Texts(mhz, 80)), Is.EqualTo((twenty, forty, "")));
    }

    [TestCase(5180, 80, 1, 42)]
    [TestCase(5200, 80, -1, 42)]
    [TestCase(5220, 80, 1, 42)]
    [TestCase(5240, 80, -1, 42)]
    [TestCase(5240, 160, -1, 50)]
    [TestCase(5180, 20, 0, 36)]
    public void Its_second_20_MHz_are_the_other_half_of_its_40(int primary, int width, int secondary, int centre)
    {
        var block = ChannelGrid.Blocks(primary, width).Single();
        Assert.That((block.Secondary, block.CentreNumber), Is.EqualTo((secondary, centre)));
    }

    [TestCase(5185)]
    [TestCase(5340)]
    [TestCase(5480)]
    [TestCase(5740)]
    [TestCase(5905)]
    [TestCase(5950)]
    [TestCase(7135)]
    [TestCase(2414)]
    [TestCase(2477)]
    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(int.MaxValue)]
    [TestCase(int.MinValue)]
    public void What_lies_beside_has_none(int mhz) =>
        Assert.That(new[] { 20, 40, 80, 160, 320, 0, 30 }.SelectMany(w => ChannelGrid.Blocks(mhz, w)), Is.Empty);

    private static string Cell(ChannelBlock block) =>
        $"{block.WidthMhz}:{block.OperatingClass}@{block.CentreNumber}{(block.WidthMhz != 40 ? "" : block.Secondary > 0 ? "+" : "-")}";

    private static int Mhz(int number) => 5950 + 5 * number;

    /// <summary>Channel 2 of 6 GHz lies below all others.</summary>
    private static int MhzOf(string number, bool isSixGhz) => int.Parse(number.Trim(), CultureInfo.InvariantCulture) is var n && !isSixGhz ? 5000 + 5 * n : n == 2 ? 5935 : Mhz(n);

    private static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    private static string Texts(int mhz, int width) => string.Join(", ", ChannelGrid.Blocks(mhz, width).Select(static b => $"{b.CentreMhz} {b.OperatingClass}"));

    /// <summary>A channel lies in a block when its centre is less than half of the width away.</summary>
    private static void Compare(IEnumerable<int> channels, int width, IEnumerable<int> centres, Func<int, int> mhz)
    {
        var all = centres.Select(mhz).ToList();
        foreach (var primary in channels.Select(mhz))
        {
            Assert.That(ChannelGrid.Blocks(primary, width).Select(static b => b.CentreMhz),
                Is.EquivalentTo(all.Where(c => Math.Abs(c - primary) < width / 2)), $"{primary} MHz, {width} MHz wide");
        }
    }
}
