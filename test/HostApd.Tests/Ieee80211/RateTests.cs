using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

public sealed class RateTests
{
    [Test]
    public void The_four_CCK_rates_are_known_basic_or_not()
    {
        var cck = Enumerable.Range(0, 256).Where(static r => Rate.IsCck((byte)r));
        Assert.That(cck, Is.EqualTo(new[] { 2, 4, 11, 22, 0x82, 0x84, 0x8B, 0x96 }));
    }

    [TestCase("82848b96", true)]
    [TestCase("02040b16", true)]
    [TestCase("82848b960c", false)]
    [TestCase("", true)]
    public void Rates_are_only_CCK_when_none_is_another(string rates, bool expected) =>
        Assert.That(Rate.AreOnlyCck(Convert.FromHexString(rates)), Is.EqualTo(expected));
}
