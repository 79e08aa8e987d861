using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>The keys of group-addressed management frames and of Beacons: drawn, handed out and installed with the group key.</summary>
public sealed class ManagementKeyTests
{
    private static readonly RsnOptions Protecting = new() { TransmitStatusAvailable = true, Offer = KeySuiteOffer.Personal.Protecting(FrameProtection.Allowed, ManagementCipher.BipCmac128) };
    private static readonly RsnOptions WithBeacons = Protecting with { ProtectsBeacons = true };

    [TestCase(false, 1, "InstallGroupKey:1 SetDefaultGroupKey:1 InstallGroupKey:4 SetDefaultGroupKey:4 ArmTimer:86400000")]
    [TestCase(true, 1,
        "InstallGroupKey:1 SetDefaultGroupKey:1 InstallGroupKey:4 SetDefaultGroupKey:4 InstallGroupKey:6 SetDefaultGroupKey:6 ArmTimer:86400000")]
    public void All_keys_of_a_generation_are_one_draw_and_go_to_the_driver_in_order(bool beacons, int draws, string expected)
    {
        var rig = new HandshakeRig(beacons ? WithBeacons : Protecting);
        rig.Group.Start();
        Assert.That(rig.DrainGroup(), Is.EqualTo(expected));
        Assert.That(rig.Group.Generation, Is.EqualTo(draws));
    }

    [Test]
    public void Lengths_and_ciphers_are_those_of_the_kind()
    {
        var rig = new HandshakeRig(WithBeacons with { Offer = KeySuiteOffer.Personal.Protecting(FrameProtection.Required, ManagementCipher.BipCmac256) });
        rig.Group.Start();
        Assert.That(new[] { 1, 2, 4, 5, 6, 7 }.Select(id => (rig.Group.Key(id).Length, rig.Group.CipherOf(id))), Is.EqualTo(new[]
        {
            (16, CipherSuite.Ccmp), (16, CipherSuite.Ccmp), (32, CipherSuite.BipCmac256), (32, CipherSuite.BipCmac256),
            (32, CipherSuite.BipCmac256), (32, CipherSuite.BipCmac256),
        }));
    }

    [Test]
    public void Message_3_brings_them_with_their_packet_numbers_to_who_protects_frames()
    {
        var rig = new HandshakeRig(WithBeacons) { SequenceOf = { [1] = [1, 0, 0, 0, 0, 0], [4] = [4, 1, 0, 0, 0, 0], [6] = [6, 2, 0, 0, 0, 9] } }.WithProtection();
        rig.StartGroup();
        rig.Associate();
        Assert.That(rig.Receive(rig.Supplicant.Message2(rig.LastSent)), Is.EqualTo("ReadSequence:1 ArmTimer:100 ReadSequence:4 ReadSequence:6 Send"));
        Assert.That(Convert.ToHexStringLower(rig.LastSent[65..71]), Is.EqualTo("010000000000"));
        var keyData = Convert.ToHexStringLower(rig.Supplicant.KeyData(rig.LastSent));
        Assert.That(keyData, Does.StartWith(Convert.ToHexStringLower(rig.OwnRsne)
            + "dd16000fac010100" + Key(rig, 1)
            + "dd1c000fac090400" + "040100000000" + Key(rig, 4)
            + "dd1c000fac0e0600" + "060200000009" + Key(rig, 6)));
    }

    [Test]
    public void Who_does_not_protect_frames_gets_none_and_no_question_is_asked_for_it()
    {
        var rig = new HandshakeRig(WithBeacons) { Rsne = HandshakeRig.StationRsne };
        rig.Supplicant.Rsne = rig.Rsne;
        rig.StartGroup();
        rig.Associate();
        Assert.That(rig.Receive(rig.Supplicant.Message2(rig.LastSent)), Is.EqualTo("ReadSequence:1 ArmTimer:100 Send"));
        var keyData = rig.Supplicant.KeyData(rig.LastSent);
        Assert.That(KdeReader.TryFind(keyData, KdeType.Igtk, out _) || KdeReader.TryFind(keyData, KdeType.Bigtk, out _), Is.False);
    }

    [Test]
    public void An_unknown_packet_number_is_zero_and_not_that_of_another_station()
    {
        var rig = new HandshakeRig(Protecting) { SequenceOf = { [4] = [7, 7, 7, 7, 7, 7] } }.WithProtection();
        rig.Connect();
        rig.SequenceOf[4] = [];
        rig.Authenticator.StartGroupRekey();
        rig.Drain();
        Assert.That(KdeReader.TryFind(rig.Supplicant.KeyData(rig.LastSent), KdeType.Igtk, out var igtk), Is.True);
        Assert.That(igtk[..8].ToArray(), Is.EqualTo(new byte[] { 4, 0, 0, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void A_rekeying_hands_out_and_switches_all_of_them_together()
    {
        var rig = new HandshakeRig(WithBeacons).WithProtection().Connect();
        var before = new[] { 1, 4, 6 }.Select(id => Key(rig, id)).ToList();
        rig.Group.Rekey();
        rig.DrainGroup();
        rig.Drain();
        var keyData = Convert.ToHexStringLower(rig.Supplicant.KeyData(rig.LastSent));
        Assert.That(keyData, Does.StartWith("dd16000fac010200" + Key(rig, 2)
            + "dd1c000fac090500" + "000000000000" + Key(rig, 5) + "dd1c000fac0e0700" + "000000000000" + Key(rig, 7)));
        Assert.That(new[] { 1, 4, 6 }.Select(id => Key(rig, id)), Is.EqualTo(before), "the old ones are in use so far");
        rig.Receive(rig.Supplicant.Group2(rig.LastSent));
        Assert.That(rig.DrainGroup(), Is.EqualTo(
            "InstallGroupKey:2 SetDefaultGroupKey:2 InstallGroupKey:5 SetDefaultGroupKey:5 InstallGroupKey:7 SetDefaultGroupKey:7 ArmTimer:86400000 Rekeyed"));
    }

    [TestCase(2, "InstallGroupKey:2 SetDefaultGroupKey:2 InstallGroupKey:5 SetDefaultGroupKey:5 InstallGroupKey:7 SetDefaultGroupKey:7", "")]
    [TestCase(5, "InstallGroupKey:5 SetDefaultGroupKey:5 InstallGroupKey:7 SetDefaultGroupKey:7", "ReadSequence:2 ")]
    [TestCase(7, "InstallGroupKey:7 SetDefaultGroupKey:7", "ReadSequence:2 ReadSequence:5 ")]
    public void What_the_driver_has_taken_it_is_not_given_twice(int refused, string again, string questions)
    {
        var rig = new HandshakeRig(WithBeacons).WithProtection().Connect();
        rig.DrainGroup();
        rig.Group.Rekey();
        rig.DrainGroup();
        rig.Drain();
        rig.Receive(rig.Supplicant.Group2(rig.LastSent));
        while (rig.Group.TryNextEffect(out var effect))
        {
            if (effect.Kind == GroupKeyEffectKind.InstallGroupKey && effect.KeyIndex == refused)
            {
                rig.Group.OnEffectFailed(effect);
            }
        }

        Assert.That(rig.Group.State, Is.EqualTo(GroupKeyState.SetKeys));
        rig.Authenticator.StartGroupRekey();
        Assert.That(rig.Drain().Replace(" ArmTimer:500", "", StringComparison.Ordinal), Is.EqualTo(questions + "SendEncrypted"),
            "packet numbers are those of the keys that the driver has");
        rig.Group.OnTimer();
        Assert.That(rig.DrainGroup(), Does.StartWith(again + " ArmTimer"));
    }

    [Test]
    public void Keys_that_cannot_be_drawn_whole_leave_the_old_ones()
    {
        var rig = new HandshakeRig(Protecting).WithProtection().Connect();
        var before = (Key(rig, 1), Key(rig, 4), rig.Group.KeyIndex);
        rig.Nonces.Starved = true;
        rig.Group.Rekey();
        Assert.That((Key(rig, 1), Key(rig, 4), rig.Group.KeyIndex), Is.EqualTo(before));
        rig.Group.Stop();
        Assert.That(new[] { 1, 2, 4, 5 }.Select(id => rig.Group.Key(id).IndexOfAnyExcept((byte)0)), Is.All.EqualTo(-1), "forgotten");
    }

    /// <summary>The RSNE of Debian's hostapd 2.10 with ieee80211w=2, from its Beacons in a virtual lab in November 2026, but for the key management.</summary>
    [Test]
    public void The_element_says_what_hostapds_says()
    {
        Assert.That(Element(FrameProtection.Required, ManagementCipher.BipCmac128), Is.EqualTo("30140100000fac040100000fac040100000fac02c000"));
        Assert.That(Element(FrameProtection.Allowed, ManagementCipher.BipCmac128), Does.EndWith("8000"));
        Assert.That(Element(FrameProtection.Allowed, ManagementCipher.BipGmac128), Is.EqualTo("301a0100000fac040100000fac040100000fac0280000000000fac0b"));
        Assert.That(Element(FrameProtection.None, ManagementCipher.BipGmac128), Is.EqualTo("30140100000fac040100000fac040100000fac020000"));
    }

    private static string Element(FrameProtection protection, ManagementCipher cipher) =>
        Convert.ToHexStringLower(new RsneBuilder { Offer = KeySuiteOffer.Personal.Protecting(protection, cipher) }.ToArray());

    private static string Key(HandshakeRig rig, int keyId) => Convert.ToHexStringLower(rig.Group.Key(keyId));
}
