using HostApd.Eapol;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Eapol;

public sealed class EapolFrameTests
{
    [Test]
    public void A_frame_is_read_and_link_padding_is_left_out()
    {
        byte[] bytes = [0x01, 0x00, 0x00, 0x02, 0xAA, 0xBB, 0x00, 0x00, 0x00];
        Assert.That(EapolFrame.TryParse(bytes, out var frame, out var error), Is.True);
        Assert.That(error.Code, Is.EqualTo(EapolErrorCode.None));
        Assert.That(frame.Version, Is.EqualTo(1));
        Assert.That(frame.Type, Is.EqualTo(EapolType.EapPacket));
        Assert.That(frame.Body.ToArray(), Is.EqualTo(new byte[] { 0xAA, 0xBB }));
        Assert.That(frame.Whole.Length, Is.EqualTo(6));
    }

    [TestCase("", EapolErrorCode.ShortHeader, 0)]
    [TestCase("020300", EapolErrorCode.ShortHeader, 3)]
    [TestCase("02030001", EapolErrorCode.ShortBody, 4)]
    [TestCase("0203000201", EapolErrorCode.ShortBody, 4)]
    [TestCase("0203ffff00", EapolErrorCode.ShortBody, 4)]
    public void A_cut_off_frame_says_where(string hex, EapolErrorCode code, int offset)
    {
        Assert.That(EapolFrame.TryParse(Convert.FromHexString(hex), out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(new EapolError(code, offset)));
    }

    [Test]
    public void An_eapol_start_without_a_body_is_whole()
    {
        Assert.That(EapolFrame.TryParse([0x02, 0x01, 0x00, 0x00], out var frame, out _), Is.True);
        Assert.That(frame.Type, Is.EqualTo(EapolType.Start));
        Assert.That(frame.Body.IsEmpty, Is.True);
    }

    [Test]
    public void A_header_has_its_length_most_significant_byte_first()
    {
        var buffer = new byte[4];
        var writer = new ByteWriter(buffer);
        EapolFrame.WriteHeader(ref writer, 2, EapolType.Key, 0x0175);
        Assert.That(buffer, Is.EqualTo(new byte[] { 0x02, 0x03, 0x01, 0x75 }));
    }
}
