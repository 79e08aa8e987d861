using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>How long HE and EHT Capabilities say they are (802.11-2020 9.4.2.248, 802.11be 9.4.2.313).</summary>
public class GenerationLengthsTests
{
    private static byte[] He(byte widths, byte phy6, params byte[] behind)
    {
        var body = new byte[17 + behind.Length];
        body[6] = widths;
        body[12] = phy6;
        behind.CopyTo(body, 17);
        return body;
    }

    [TestCase(0x00, 21)]
    [TestCase(0x02, 21)]
    [TestCase(0x04, 21)]
    [TestCase(0x0c, 25)]
    [TestCase(0x1c, 29)]
    [TestCase(0x14, 25)]
    public void HE_has_a_set_for_each_width(int widths, int length) => Assert.That(GenerationLengths.OfHe(He((byte)widths, 0, new byte[12])), Is.EqualTo(length));

    // PPE thresholds: bits 0-2 streams less one, 3-6 a bit for each RU; 7 bits and 6 for each of both.
    [TestCase(0x08, 21 + 2, Description = "one stream, one RU: 13 bits")]
    [TestCase(0x3b, 21 + 10, Description = "four streams, three RUs: 79 bits")]
    [TestCase(0x7f, 21 + 25, Description = "eight streams, four RUs: 199 bits")]
    [TestCase(0x00, 21 + 1, Description = "no RU")]
    public void HE_thresholds_are_as_long_as_their_head_says(int head, int length) =>
        Assert.That(GenerationLengths.OfHe(He(0x04, 0x80, 0, 0, 0, 0, (byte)head)), Is.EqualTo(length));

    [Test]
    public void HE_that_is_cut_short_has_no_length()
    {
        Assert.That(GenerationLengths.OfHe(new byte[16]), Is.EqualTo(GenerationLengths.CutShort));
        Assert.That(GenerationLengths.OfHe(He(0x04, 0x80, 0, 0, 0, 0)), Is.EqualTo(GenerationLengths.CutShort), "its thresholds have no head");
        Assert.That(GenerationLengths.OfHe(new byte[17]), Is.EqualTo(21), "longer than the body: the caller compares");
    }

    [TestCase(0x00, 0x00, 15, Description = "20 MHz alone")]
    [TestCase(0x02, 0x00, 14)]
    [TestCase(0x04, 0x00, 14)]
    [TestCase(0x0c, 0x00, 17)]
    [TestCase(0x0c, 0x02, 20)]
    public void EHT_has_a_set_for_each_width_of_HE(int widths, int ehtWidths, int length)
    {
        var body = new byte[11];
        body[2] = (byte)ehtWidths;
        Assert.That(GenerationLengths.OfEht(body, He((byte)widths, 0)), Is.EqualTo(length));
    }

    [Test]
    public void EHT_thresholds_are_as_long_as_their_head_says()
    {
        var body = new byte[16];
        body[7] = 0x08;
        Assert.That(GenerationLengths.OfEht(body, He(0x04, 0)), Is.EqualTo(16), "no RU: nine bits");
        (body[14], body[15]) = (0xf3, 0x01);
        Assert.That(GenerationLengths.OfEht(body, He(0x04, 0)), Is.EqualTo(14 + (9 + 6 * 4 * 5 + 7) / 8));
        Assert.That(GenerationLengths.OfEht(body.AsSpan(0, 15), He(0x04, 0)), Is.EqualTo(GenerationLengths.CutShort));
        Assert.That(GenerationLengths.OfEht(body.AsSpan(0, 10), He(0x04, 0)), Is.EqualTo(GenerationLengths.CutShort));
        Assert.That(GenerationLengths.OfEht(body, new byte[16]), Is.EqualTo(GenerationLengths.CutShort));
    }
}
