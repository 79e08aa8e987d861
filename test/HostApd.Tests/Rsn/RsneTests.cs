using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

public sealed class RsneTests
{
    /// <summary>Beacon of hostapd 2.10, wpa=2, CCMP, WPA-PSK; mac80211_hwsim, Debian kernel 6.1.0-56, November 2026.</summary>
    private const string Captured = "30140100000fac040100000fac040100000fac020c00";

    private const string Full = "302e 0100 000fac04 0200 000fac04000fac02 0200 000fac02000fac06 8000 0100"
        + "000102030405060708090a0b0c0d0e0f";

    /// <summary>802.11-2020 9.4.2.24: a PMKID list, with and without the group management cipher behind it.</summary>
    [TestCase(FrameProtection.None)]
    [TestCase(FrameProtection.Required)]
    public void The_key_that_a_station_was_let_in_with_is_named(FrameProtection protection)
    {
        var pmkid = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
        var builder = new RsneBuilder { Offer = KeySuiteOffer.Personal.Protecting(protection, ManagementCipher.BipGmac256), Pmkid = pmkid };
        Assert.That(Rsne.TryParse(builder.ToArray(), out var rsne, out var error), error.ToString());
        Assert.That(rsne.Pmkids.ToArray(), Is.EqualTo(pmkid));
        Assert.That(rsne.GroupManagementCipher, Is.EqualTo(protection == FrameProtection.None ? CipherSuite.None : CipherSuite.BipGmac256));
        Assert.That(builder.ToArray(), Has.Length.EqualTo(protection == FrameProtection.None ? 2 + 20 + 2 + 16 : 2 + 20 + 2 + 16 + 4));
    }

    [Test]
    public void The_captured_element_is_read_and_written_byte_for_byte()
    {
        Assert.That(Rsne.TryParse(Convert.FromHexString(Captured), out var rsne, out _), Is.True);
        Assert.That(rsne.GroupCipher, Is.EqualTo(CipherSuite.Ccmp));
        Assert.That(rsne.PairwiseCount, Is.EqualTo(1));
        Assert.That(rsne.Pairwise(0), Is.EqualTo(CipherSuite.Ccmp));
        Assert.That(rsne.Akm(0), Is.EqualTo(AkmSuite.Psk));
        Assert.That(rsne.Capabilities, Is.EqualTo(RsnCapabilities.SixteenPtksaReplayCounters));
        Assert.That(rsne.PmkidCount, Is.Zero);
        var builder = new RsneBuilder { Capabilities = RsnCapabilities.SixteenPtksaReplayCounters };
        Assert.That(Convert.ToHexStringLower(builder.ToArray()), Is.EqualTo(Captured));
    }

    [Test]
    public void Lists_and_pmkids_are_read()
    {
        Assert.That(Rsne.TryParse(Bytes(Full), out var rsne, out _), Is.True);
        Assert.That(rsne.HasPairwise(CipherSuite.Tkip), Is.True);
        Assert.That(rsne.HasPairwise(CipherSuite.Gcmp128), Is.False);
        Assert.That(rsne.HasAkm(AkmSuite.PskSha256), Is.True);
        Assert.That(rsne.HasAkm(AkmSuite.Sae), Is.False);
        Assert.That(rsne.Capabilities, Is.EqualTo(RsnCapabilities.MfpCapable));
        Assert.That(rsne.Pmkid(0)[15], Is.EqualTo(15));
        Assert.That(rsne.GroupManagementCipher, Is.EqualTo(CipherSuite.None));
    }

    [Test]
    public void A_group_management_cipher_is_written_after_an_empty_pmkid_list()
    {
        var bytes = new RsneBuilder
        {
            Capabilities = RsnCapabilities.MfpCapable,
            GroupManagementCipher = CipherSuite.BipCmac128,
        }.ToArray();
        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo("301a0100000fac040100000fac040100000fac0280000000000fac06"));
        Assert.That(Rsne.TryParse(bytes, out var rsne, out _), Is.True);
        Assert.That(rsne.GroupManagementCipher, Is.EqualTo(CipherSuite.BipCmac128));
    }

    [TestCase("3002 0100")]
    [TestCase("3006 0100 000fac04")]
    [TestCase("300c 0100 000fac04 0100 000fac04")]
    [TestCase("3012 0100 000fac04 0100 000fac04 0100 000fac01")]
    public void An_element_may_end_after_any_field_and_has_the_standards_defaults(string hex)
    {
        Assert.That(Rsne.TryParse(Bytes(hex), out var rsne, out _), Is.True);
        Assert.That(rsne.GroupCipher, Is.EqualTo(CipherSuite.Ccmp));
        Assert.That(rsne.Pairwise(0), Is.EqualTo(CipherSuite.Ccmp));
        Assert.That(rsne.Akm(0), Is.EqualTo(AkmSuite.Ieee8021X));
        Assert.That(rsne.Capabilities, Is.EqualTo(RsnCapabilities.None));
    }

    [Test]
    public void Bytes_after_the_last_field_are_skipped() =>
        Assert.That(Rsne.TryParse(Bytes("301c 0100 000fac04 0100 000fac04 0100 000fac02 0000 0000 000fac06 aabb"), out _, out _), Is.True);

    [TestCase("", RsneErrorCode.BadElement, 0)]
    [TestCase("30", RsneErrorCode.BadElement, 0)]
    [TestCase("dd02 0100", RsneErrorCode.BadElement, 0)]
    [TestCase("3003 0100", RsneErrorCode.BadElement, 0)]
    [TestCase("3000", RsneErrorCode.ShortVersion, 2)]
    [TestCase("3001 01", RsneErrorCode.ShortVersion, 2)]
    [TestCase("3002 0200", RsneErrorCode.UnsupportedVersion, 2)]
    [TestCase("3005 0100 000fac", RsneErrorCode.ShortGroupCipher, 4)]
    [TestCase("3007 0100 000fac04 01", RsneErrorCode.ShortPairwiseList, 8)]
    [TestCase("300b 0100 000fac04 0100 000fac", RsneErrorCode.ShortPairwiseList, 8)]
    [TestCase("3008 0100 000fac04 0000", RsneErrorCode.ShortPairwiseList, 8)]
    [TestCase("300c 0100 000fac04 ffff 000fac04", RsneErrorCode.ShortPairwiseList, 8)]
    [TestCase("300e 0100 000fac04 0100 000fac04 0000", RsneErrorCode.ShortAkmList, 14)]
    [TestCase("3011 0100 000fac04 0100 000fac04 0100 000fac", RsneErrorCode.ShortAkmList, 14)]
    [TestCase("3013 0100 000fac04 0100 000fac04 0100 000fac02 00", RsneErrorCode.ShortCapabilities, 20)]
    [TestCase("3016 0100 000fac04 0100 000fac04 0100 000fac02 0000 0100", RsneErrorCode.ShortPmkidList, 22)]
    [TestCase("3019 0100 000fac04 0100 000fac04 0100 000fac02 0000 0000 000fac", RsneErrorCode.ShortGroupManagementCipher, 24)]
    public void A_cut_off_element_says_what_and_where(string hex, RsneErrorCode code, int offset)
    {
        Assert.That(Rsne.TryParse(Bytes(hex), out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(new RsneError(code, offset)));
    }

    [Test]
    public void A_writer_without_room_fails_and_does_not_throw()
    {
        var writer = new ByteWriter(new byte[21]);
        new RsneBuilder().Write(ref writer);
        Assert.That(writer.Failed, Is.True);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
