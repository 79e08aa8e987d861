using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>802.11-2020 table E-4, the classes of 20 MHz, first and last channel of each, and what lies beside.</summary>
public sealed class OperatingClassTests
{
    [TestCase(2412, 81)]
    [TestCase(2472, 81)]
    [TestCase(2484, 82)]
    [TestCase(5180, 115)]
    [TestCase(5240, 115)]
    [TestCase(5260, 118)]
    [TestCase(5320, 118)]
    [TestCase(5500, 121)]
    [TestCase(5720, 121)]
    [TestCase(5745, 124)]
    [TestCase(5805, 124)]
    [TestCase(5825, 125)]
    [TestCase(5885, 125)]
    [TestCase(2407, 0)]
    [TestCase(5345, 0)]
    [TestCase(5955, 0)]
    public void A_channel_has_its_class(int frequency, int expected) =>
        Assert.That(OperatingClass.Of(frequency), Is.EqualTo((byte)expected));
}
