using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>Elements, headers and addresses at their exact edges.</summary>
public sealed class ElementsTests
{
    [TestCase("", "", false)]
    [TestCase("0000", "Ssid:", false)]
    [TestCase("000161", "Ssid:61", false)]
    [TestCase("000261", "", true)]
    [TestCase("00", "", true)]
    [TestCase("000161030106ff00", "Ssid:61 DsParameterSet:06 Extension:", false)]
    [TestCase("00016130", "Ssid:61", true)]
    public void A_walk_ends_at_the_last_whole_element(string hex, string expected, bool malformed)
    {
        var reader = new ElementReader(Convert.FromHexString(hex));
        var seen = new List<string>();
        while (reader.MoveNext())
        {
            seen.Add($"{reader.Current.Id}:{Convert.ToHexStringLower(reader.Current.Body)}");
        }

        Assert.That(string.Join(' ', seen), Is.EqualTo(expected));
        Assert.That(reader.Malformed, Is.EqualTo(malformed));
    }

    [TestCase(32, true)]
    [TestCase(33, false)]
    public void An_SSID_has_at_most_32_bytes(int length, bool good) =>
        Assert.That(RequestElements.TryParse((byte[])[0, (byte)length, .. new byte[length]], out _), Is.EqualTo(good));

    [Test]
    public void Of_extended_elements_the_one_with_a_public_key_is_looked_at()
    {
        Assert.That(RequestElements.TryParse([255, 0, 255, 1, 33, 255, 3, 32, 19, 0, 255, 1, 32], out var elements));
        Assert.That(elements.DiffieHellman.ToArray(), Is.EqualTo(new byte[] { 255, 3, 32, 19, 0 }));
        Assert.That(RequestElements.TryParse([255, 2, 32], out _), Is.False, "cut off");
    }

    [Test]
    public void Of_repeated_elements_the_first_counts()
    {
        Assert.That(RequestElements.TryParse([0, 1, 0x61, 0, 1, 0x62, 48, 1, 7, 48, 1, 8], out var elements));
        Assert.That(elements.Ssid.ToArray(), Is.EqualTo(new byte[] { 0x61 }));
        Assert.That(elements.Rsne.ToArray(), Is.EqualTo(new byte[] { 48, 1, 7 }));
    }

    [TestCase(25, 0)]
    [TestCase(26, 26)]
    [TestCase(27, 26)]
    public void HT_Capabilities_count_when_they_are_whole(int length, int taken)
    {
        RequestElements.TryParse((byte[])[45, (byte)length, .. new byte[length]], out var elements);
        Assert.That(elements.HtCapabilities.Length, Is.EqualTo(taken));
    }

    [Test]
    public void An_empty_SSID_is_the_wildcard_and_none_is_none()
    {
        RequestElements.TryParse([0, 0], out var wildcard);
        RequestElements.TryParse([], out var none);
        Assert.That(wildcard.HasSsid);
        Assert.That(none.HasSsid, Is.False);
    }

    [TestCase(23, 0x00, 0x00, false, TestName = "A header of 23 bytes is none")]
    [TestCase(24, 0x00, 0x00, true, TestName = "A header of 24 bytes is one")]
    [TestCase(24, 0x08, 0x00, false, TestName = "Data is no management frame")]
    [TestCase(24, 0x01, 0x00, false, TestName = "Another protocol version is none of ours")]
    [TestCase(24, 0x00, 0x40, true, TestName = "A protected frame is one")]
    [TestCase(24, 0x00, 0x80, false, TestName = "A frame with HT Control is not read")]
    public void A_management_frame_is_told_by_its_header(int length, byte first, byte second, bool good)
    {
        var bytes = new byte[length];
        (bytes[0], bytes[1]) = (first, second);
        Assert.That(ManagementFrame.TryParse(bytes, out var frame), Is.EqualTo(good));
        Assert.That(frame.IsProtected, Is.EqualTo(good && second == 0x40), "and says so");
    }

    [TestCase("02:00:00:00:01:00", true)]
    [TestCase("02-00-00-00-01-00", false)]
    [TestCase("02:00:00:00:01:0", false)]
    [TestCase("02:00:00:00:01:0g", false)]
    [TestCase("02:00:00:00:01:00:", false)]
    [TestCase(" 2:00:00:00:01:00", false)]
    public void An_address_is_six_pairs_of_digits_between_colons(string text, bool good)
    {
        Assert.That(MacAddress.TryParse(text, out var address), Is.EqualTo(good));
        Assert.That(address.ToString(), Is.EqualTo(good ? text : "00:00:00:00:00:00"));
    }
}
