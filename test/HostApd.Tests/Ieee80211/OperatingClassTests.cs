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

    [TestCase(81, 1, 2412)]
    [TestCase(81, 13, 2472)]
    [TestCase(81, 14, 0)]
    [TestCase(81, 0, 0)]
    [TestCase(82, 14, 2484)]
    [TestCase(82, 13, 0)]
    [TestCase(83, 9, 2452)]
    [TestCase(84, 5, 2432)]
    [TestCase(85, 5, 0)]
    [TestCase(114, 36, 0)]
    [TestCase(115, 36, 5180)]
    [TestCase(118, 64, 5320)]
    [TestCase(118, 68, 0)]
    [TestCase(121, 100, 5500)]
    [TestCase(121, 96, 0)]
    [TestCase(121, 144, 5720)]
    [TestCase(121, 148, 0)]
    [TestCase(124, 149, 5745)]
    [TestCase(125, 177, 5885)]
    [TestCase(125, 181, 0)]
    [TestCase(128, 161, 5805)]
    [TestCase(128, 42, 0)]
    [TestCase(130, 48, 5240)]
    [TestCase(131, 36, 0)]
    public void A_primary_channel_has_its_frequency_in_every_class(int operatingClass, int number, int expected) =>
        Assert.That(OperatingClass.ToMhz((byte)operatingClass, (byte)number), Is.EqualTo(expected));
}
