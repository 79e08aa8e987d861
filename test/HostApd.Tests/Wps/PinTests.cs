using HostApd.Tests.Rsn;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

public sealed class PinTests
{
    [TestCase("12345670", "12345670")]
    [TestCase("1234-5670", "12345670")]
    [TestCase(" 1234 5670 ", "12345670")]
    [TestCase("1234", "1234")]
    [TestCase("1 2.3:4", "1234")]
    [TestCase("PIN 1234_5670", "12345670", Description = "digits alone count, as in wpa_supplicant")]
    [TestCase("12345671", "FAIL-CHECKSUM\n")]
    [TestCase("12345", "FAIL\n")]
    [TestCase("123456700", "FAIL\n")]
    [TestCase("1234567x", "FAIL\n")]
    [TestCase("", "FAIL\n")]
    public void A_pin_is_checked(string text, string reply) => Assert.That(Pin.Check(text), Is.EqualTo(reply));

    [TestCase(1234567, 0)]
    [TestCase(0, 0)]
    [TestCase(1, 7)]
    [TestCase(9999999, 5)]
    public void The_checksum_is_that_of_the_standard(int digits, int checksum) =>
        Assert.That(Pin.Checksum(digits), Is.EqualTo(checksum));

    [Test]
    public void A_random_pin_is_never_taken_from_the_uneven_end()
    {
        var nonces = new ScriptedNonces([0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xB4, 0x5E, 0x80], [0x00, 0x12, 0xD6, 0x87]);
        Assert.That(Pin.TryDraw(nonces), Is.EqualTo("12345670"), "0xFFB45E80 is 429 × 10^7, the first that is drawn again");
    }

    [Test]
    public void Without_random_bytes_there_is_no_pin() =>
        Assert.That(Pin.TryDraw(new ScriptedNonces { Starved = true }), Is.Null);
}
