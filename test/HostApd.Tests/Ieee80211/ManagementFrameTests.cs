using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>The header of management frames, and which of them are robust.</summary>
public sealed class ManagementFrameTests
{
    [Test]
    public void Which_action_frames_are_robust_is_the_standards_table()
    {
        // 802.11-2020 table 9-51, column "Robust": No.
        byte[] everybodys = [4, 7, 11, 15, 20, 21, 22, 30, 36, 127];
        for (var category = 0; category < 256; category++)
        {
            Assert.That(Parse(0xd0, 0, [(byte)category, 0]).IsRobust, Is.EqualTo(!everybodys.Contains((byte)category)), category.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [TestCase(0xa0, true)]
    [TestCase(0xc0, true)]
    [TestCase(0xd0, true, TestName = "An action frame without a category is nobody's")]
    [TestCase(0xb0, false)]
    [TestCase(0x00, false)]
    [TestCase(0x20, false)]
    [TestCase(0x40, false)]
    [TestCase(0x80, false)]
    [TestCase(0xe0, false)]
    public void Of_the_others_deauthentication_and_disassociation_are(int first, bool expected) =>
        Assert.That(Parse((byte)first, 0, []).IsRobust, Is.EqualTo(expected));

    [TestCase(0x00, false)]
    [TestCase(0x40, true)]
    [TestCase(0x48, true)]
    public void The_protected_bit_is_carried(int flags, bool expected) =>
        Assert.That(Parse(0xc0, (byte)flags, [3, 0]).IsProtected, Is.EqualTo(expected));

    private static ManagementFrame Parse(byte first, byte flags, byte[] body)
    {
        byte[] bytes = [first, flags, .. new byte[22], .. body];
        Assert.That(ManagementFrame.TryParse(bytes, out var frame), Is.True);
        return frame;
    }
}
