using System.Text;
using HostApd.Crypto;
using NUnit.Framework;

namespace HostApd.Tests.Crypto;

/// <summary>Vectors: RFC 6070; 802.11-2020 J.3.2 (PRF) and J.4.2 (passphrases).</summary>
public sealed class KeyDerivationTests
{
    [TestCase("password", "salt", 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6")]
    [TestCase("password", "salt", 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957")]
    [TestCase("password", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1")]
    [TestCase("passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096,
        "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038")]
    public void Pbkdf2_gives_the_keys_of_rfc_6070(string password, string salt, int rounds, string expected)
    {
        var key = new byte[expected.Length / 2];
        KeyDerivation.Pbkdf2Sha1(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), rounds, key);
        Assert.That(Convert.ToHexStringLower(key), Is.EqualTo(expected));
    }

    [TestCase("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "prefix", "4869205468657265",
        "bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606e17d8da35402ffee"
        + "75df78c3d31e0f889f012120c0862beb67753e7439ae242edb8373698356cf5a")]
    [TestCase("4a656665", "prefix", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        "51f4de5b33f249adf81aeb713a3c20f4fe631446fabdfa58244759ae58ef9009"
        + "a99abf4eac2ca5fa87e692c440eb40023e7babb206d61de7b92f41529092b8fc")]
    public void Prf_512_gives_the_vectors_of_annex_j(string key, string label, string data, string expected)
    {
        using var hmac = Hmac.Sha1();
        hmac.SetKey(Convert.FromHexString(key));
        var output = new byte[64];
        KeyDerivation.Prf(hmac, Encoding.ASCII.GetBytes(label), Convert.FromHexString(data), output);
        Assert.That(Convert.ToHexStringLower(output), Is.EqualTo(expected));
    }

    [Test]
    public void A_shorter_Prf_is_the_beginning_of_a_longer_one()
    {
        using var hmac = Hmac.Sha1();
        hmac.SetKey([1, 2, 3]);
        var whole = new byte[64];
        var part = new byte[48];
        KeyDerivation.Prf(hmac, "label"u8, [9], whole);
        KeyDerivation.Prf(hmac, "label"u8, [9], part);
        Assert.That(part, Is.EqualTo(whole[..48]));
    }

    [Test]
    public void Kdf_names_its_length_so_that_lengths_do_not_share_a_beginning()
    {
        using var hmac = Hmac.Sha256();
        hmac.SetKey([1, 2, 3]);
        var whole = new byte[64];
        var part = new byte[48];
        KeyDerivation.Kdf(hmac, "label"u8, [9], whole);
        KeyDerivation.Kdf(hmac, "label"u8, [9], part);
        Assert.That(part, Is.Not.EqualTo(whole[..48]));

        // The first step by hand: HMAC-SHA-256(key, 01 00 || label || context || 00 02), 512 bits.
        byte[] message = [1, 0, .. "label"u8, 9, 0x00, 0x02];
        Assert.That(whole[..32], Is.EqualTo(System.Security.Cryptography.HMACSHA256.HashData(new byte[] { 1, 2, 3 }, message)));
    }
}
