using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>The RSN Extension element, and what it is for in message 3.</summary>
public sealed class RsnxeTests
{
    // 802.11-2020 9.4.2.241: the first four bits are the number of octets, less one.
    [TestCase(new int[0], "")]
    [TestCase(new[] { Rsnxe.HashToElement }, "f40120")]
    [TestCase(new[] { Rsnxe.SsidProtection }, "f403020020")]
    [TestCase(new[] { Rsnxe.HashToElement, Rsnxe.SsidProtection }, "f403220020")]
    [TestCase(new[] { 7 }, "f40180")]
    [TestCase(new[] { 8 }, "f4020101")]
    public void Capabilities_are_bits_of_as_many_octets_as_they_ask_for(int[] bits, string expected)
    {
        var element = Rsnxe.Of(bits);
        Assert.That(Convert.ToHexStringLower(element), Is.EqualTo(expected));
        Assert.That(Enumerable.Range(4, 40).Where(bit => Rsnxe.Says(element, bit)), Is.EqualTo(bits));
    }

    [TestCase("", false)]
    [TestCase("f4", false)]
    [TestCase("f400", false)]
    [TestCase("f40120", false)]
    [TestCase("f4022000", false, Description = "an octet too short")]
    [TestCase("f403020020", true)]
    [TestCase("f4030200df", false)]
    [TestCase("f4040300ff00", true)]
    public void What_is_not_there_is_not_said(string element, bool expected) =>
        Assert.That(Rsnxe.Says(Convert.FromHexString(element), Rsnxe.SsidProtection), Is.EqualTo(expected));

    [TestCase(true, "f403020020", true)]
    [TestCase(true, "f40120", false)]
    [TestCase(true, "", false)]
    [TestCase(false, "f403020020", false)]
    public void Message_3_ends_with_the_name_where_both_want_it_compared(bool isWanted, string rsnxe, bool isTold)
    {
        var rig = new HandshakeRig(new RsnOptions { TransmitStatusAvailable = true, ProtectsSsid = isWanted }) { Rsnxe = Convert.FromHexString(rsnxe) };
        rig.StartGroup();
        rig.Associate();
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        var keyData = rig.Supplicant.KeyData(rig.LastSent);
        var ssid = KdeReader.FindElement(keyData, (byte)ElementId.Ssid);
        Assert.That(Convert.ToHexStringLower(ssid), Is.EqualTo(isTold ? "00076c616274657374" : ""));
        rig.Receive(rig.Supplicant.Message4(rig.LastSent));

        // A group message has no name.
        rig.Group.Rekey();
        rig.DrainGroup();
        rig.Drain();
        Assert.That(KdeReader.FindElement(rig.Supplicant.KeyData(rig.LastSent), (byte)ElementId.Ssid).IsEmpty);
    }
}
