using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>20/40 BSS Coexistence Management frames behind their action, written by hand from 802.11-2020 9.6.7.2, 9.4.2.57 and 9.4.2.59.</summary>
public sealed class CoexistenceReportTests
{
    private static readonly OperatingChannel Pair = OperatingChannel.Of(2437, ht: true, 1);

    [TestCase("48 01 00", false, false)]
    [TestCase("48 01 02", true, false)]
    [TestCase("48 01 04", false, true)]
    [TestCase("48 01 06", true, true)]
    [TestCase("48 01 f9", false, false, TestName = "Other bits say nothing of it")]
    [TestCase("48 02 02 ff", true, false, TestName = "A later version may be longer")]
    [TestCase("48 01 00 48 01 06", false, false, TestName = "The first counts")]
    [TestCase("49 02 51 06 48 01 02", true, false, TestName = "In whatever order")]
    [TestCase("dd 00 48 01 02", true, false, TestName = "What is not known is passed over")]
    public void It_is_read(string frame, bool intolerant, bool asks)
    {
        Assert.That(CoexistenceReport.TryParse(Bytes(frame), out var report));
        Assert.That((report.IsFortyIntolerant, report.AsksForTwenty), Is.EqualTo((intolerant, asks)));
    }

    [TestCase("")]
    [TestCase("48")]
    [TestCase("48 00")]
    [TestCase("48 01")]
    [TestCase("48 02 02")]
    [TestCase("49 02 51 06", Description = "a report of channels alone is none")]
    [TestCase("48 01 02 49")]
    [TestCase("48 01 02 49 03 51 06")]
    public void What_is_cut_off_is_none(string frame) => Assert.That(CoexistenceReport.TryParse(Bytes(frame), out _), Is.False);

    // Channels 6 and 10 lie around 2447 MHz: 2422 to 2472 MHz are affected, which are the channels 3 to 13.
    [TestCase("49 02 51 02", 0)]
    [TestCase("49 02 51 03", 3)]
    [TestCase("49 02 51 06", 0, Description = "our own primary")]
    [TestCase("49 02 51 0a", 10)]
    [TestCase("49 02 51 0d", 13)]
    [TestCase("49 02 52 0e", 0, Description = "2484 MHz")]
    [TestCase("49 02 73 24", 0, Description = "36 is none of this band")]
    [TestCase("49 02 51 00", 0)]
    [TestCase("49 02 51 ff", 0)]
    [TestCase("49 01 51", 0, Description = "a class without channels")]
    [TestCase("49 00", 0)]
    [TestCase("49 04 51 01 06 0b", 11, Description = "the third of them")]
    [TestCase("49 02 51 01 49 02 20 05", 5, Description = "the second report")]
    public void What_it_reports_counts_where_the_pair_affects_it(string reports, int number)
    {
        Assert.That(CoexistenceReport.TryParse(Bytes("48 01 00 " + reports), out var report));
        Assert.That(report.FirstAffected(Pair), Is.EqualTo(number));
    }

    [Test]
    public void The_second_channel_may_lie_below()
    {
        Assert.That(CoexistenceReport.TryParse(Bytes("48 01 00 49 03 51 0d 01"), out var report));
        Assert.That(report.FirstAffected(OperatingChannel.Of(2437, ht: true, -1)), Is.EqualTo(1), "2402 to 2452 MHz: 13 is not of them");
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
