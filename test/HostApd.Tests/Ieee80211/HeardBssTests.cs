using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>What a Beacon says of where its BSS is and how wide. Bodies are written out after 802.11-2020 9.4.2 and 802.11be 9.4.2.311.</summary>
public sealed class HeardBssTests
{
    private static readonly MacAddress Bssid = new([2, 0, 0, 0, 9, 0]);


    public static IEnumerable<TestCaseData> Cases =>
    [
        Case("nothing", 2437, "", 2437, 20, 2437, 0),
        Case("HT 20", 2437, Ht(6, 0), 2437, 20, 2437, 0),
        Case("HT 40 above", 2437, Ht(6, 1), 2437, 40, 2447, 2457),
        Case("HT 40 below", 2437, Ht(6, 3), 2437, 40, 2427, 2417),
        Case("HT offset 2 is reserved", 2437, Ht(6, 2), 2437, 20, 2437, 0),
        Case("VHT as HT says", 5180, Ht(36, 1) + "c0050000000000", 5180, 40, 5190, 5200),
        Case("VHT 80", 5180, Ht(36, 1) + "c005012a000000", 5180, 80, 5210, 5200),
        Case("VHT 160 by both centres", 5180, Ht(36, 1) + "c005012a320000", 5180, 160, 5250, 5200),
        Case("VHT 160 by the old width", 5180, Ht(36, 1) + "c0050232000000", 5180, 160, 5250, 5200),
        Case("VHT 80+80 counts by its first", 5180, Ht(36, 1) + "c005012a9b0000", 5180, 80, 5210, 5200),
        Case("VHT centre that is none", 5180, Ht(36, 1) + "c0050163000000", 5180, 40, 5190, 5200),
        Case("EHT 80", 5180, Ht(36, 1) + "ff096a 01 44444444 02 2a 00", 5180, 80, 5210, 5200),
        Case("EHT 160", 5180, "ff096a 01 44444444 03 2a 32", 5180, 160, 5250, 5200),
        Case("EHT 320", 5955, "ff096a 01 44444444 04 0f 1f", 5955, 320, 6105, 5975),
        Case("EHT without the part", 5180, Ht(36, 3) + "ff066a 00 44444444", 5180, 40, 5170, 5160),
        Case("EHT width 7", 5180, Ht(36, 1) + "ff096a 01 44444444 07 2a 32", 5180, 40, 5190, 5200),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Where_it_is(int mhz, string elements, int primary, int width, int centre, int secondary)
    {
        var bss = HeardBss.Of(Bssid, mhz, -50, Convert.FromHexString(elements.Replace(" ", "", StringComparison.Ordinal)));
        Assert.That((bss.Channel.PrimaryMhz, bss.Channel.WidthMhz, bss.Channel.CentreMhz, bss.SecondaryMhz), Is.EqualTo((primary, width, centre, secondary)));
    }

    [TestCase("2d02 0040", true, Description = "HT Capabilities: bit 14")]
    [TestCase("2d02 ffbf", false, Description = "all but that")]
    [TestCase("4801 02", true, Description = "20/40 BSS Coexistence: bit 1")]
    [TestCase("4801 fd", false, Description = "all but that")]
    [TestCase("4800", false)]
    [TestCase("", false)]
    public void Whether_it_tolerates_40_MHz(string elements, bool intolerant) =>
        Assert.That(HeardBss.Of(Bssid, 2437, 0, Convert.FromHexString(elements.Replace(" ", "", StringComparison.Ordinal))).IsFortyIntolerant, Is.EqualTo(intolerant));

    [Test]
    public void Its_name_is_taken_as_it_is()
    {
        Assert.That(HeardBss.Of(Bssid, 2437, 0, [0, 3, 1, 2, 255]).Ssid, Is.EqualTo(new byte[] { 1, 2, 255 }));
        Assert.That(HeardBss.Of(Bssid, 2437, 0, [0, 33, .. new byte[33]]).Ssid, Is.Empty, "longer than any");
    }

    /// <summary>Cut at each byte it is the same without what was cut, or something narrower; never an exception.</summary>
    [Test]
    public void Cut_off_anywhere_it_is_what_is_left()
    {
        var whole = Convert.FromHexString((Ht(36, 1) + "c005012a32000048010 2ff096a0144444444032a32").Replace(" ", "", StringComparison.Ordinal));
        for (var length = 0; length < whole.Length; length++)
        {
            var bss = HeardBss.Of(Bssid, 5180, 0, whole.AsSpan(0, length));
            var expected = length < 24 ? 20 : length < 31 ? 40 : 160;
            Assert.That(bss.Channel.WidthMhz, Is.EqualTo(expected), $"{length} bytes");
        }
    }

    private static string Ht(byte channel, byte offset) => $"3d16{channel:x2}{offset:x2}{new string('0', 40)}";

    private static TestCaseData Case(string name, int mhz, string elements, int primary, int width, int centre, int secondary) =>
        new TestCaseData(mhz, elements, primary, width, centre, secondary).SetArgDisplayNames(name);
}
