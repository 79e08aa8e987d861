using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

public sealed class HexTextTests
{
    [TestCase("", "")]
    [TestCase("00", "00")]
    [TestCase("aBfF09", "ABFF09")]
    public void Two_digits_are_a_byte(string text, string bytes)
    {
        Assert.That(HexText.TryParse(text, out var read));
        Assert.That(Convert.ToHexString(read), Is.EqualTo(bytes));
    }

    [TestCase("0")]
    [TestCase("abc")]
    [TestCase("0g")]
    [TestCase(" 00")]
    [TestCase("00 11")]
    [TestCase("0x00")]
    [TestCase("\uFF11\uFF11")]
    public void Anything_else_is_none(string text)
    {
        Assert.That(HexText.TryParse(text, out var read), Is.False);
        Assert.That(read, Is.Empty);
    }
}
