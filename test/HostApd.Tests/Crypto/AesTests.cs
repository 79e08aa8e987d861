using HostApd.Crypto;
using NUnit.Framework;

namespace HostApd.Tests.Crypto;

/// <summary>Vectors: RFC 3394 section 4, RFC 4493 section 4, NIST SP 800-38A F.2.1.</summary>
public sealed class AesTests
{
    private const string Kek = "000102030405060708090a0b0c0d0e0f";
    private const string Key38A = "2b7e151628aed2a6abf7158809cf4f3c";

    [TestCase(Kek, "00112233445566778899aabbccddeeff", "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5")]
    [TestCase("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
        "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21")]
    public void Wrap_and_unwrap_give_the_vectors_of_rfc_3394(string kek, string plain, string wrapped)
    {
        var made = new byte[wrapped.Length / 2];
        Aes.Wrap(Convert.FromHexString(kek), Convert.FromHexString(plain), made);
        Assert.That(Convert.ToHexStringLower(made), Is.EqualTo(wrapped));

        var back = new byte[plain.Length / 2];
        Assert.That(Aes.TryUnwrap(Convert.FromHexString(kek), made, back), Is.True);
        Assert.That(Convert.ToHexStringLower(back), Is.EqualTo(plain));
    }

    [Test]
    public void A_changed_wrap_is_refused_and_leaves_zeros()
    {
        var wrapped = Convert.FromHexString("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
        for (var i = 0; i < wrapped.Length; i++)
        {
            wrapped[i] ^= 1;
            var back = new byte[16];
            Assert.That(Aes.TryUnwrap(Convert.FromHexString(Kek), wrapped, back), Is.False);
            Assert.That(back, Is.All.Zero);
            wrapped[i] ^= 1;
        }
    }

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(23)]
    [TestCase(25)]
    public void A_wrap_of_a_wrong_length_is_refused(int length) =>
        Assert.That(Aes.TryUnwrap(Convert.FromHexString(Kek), new byte[length], new byte[Math.Max(0, length - 8)]), Is.False);

    [TestCase("", "bb1d6929e95937287fa37d129b756746")]
    [TestCase("6bc1bee22e409f96e93d7e117393172a", "070a16b46b4d4144f79bdd9dd04a287c")]
    [TestCase("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411",
        "dfa66747de9ae63030ca32611497c827")]
    public void Cmac_gives_the_vectors_of_rfc_4493(string message, string expected)
    {
        var mac = new byte[16];
        Aes.Cmac(Convert.FromHexString(Key38A), Convert.FromHexString(message), mac);
        Assert.That(Convert.ToHexStringLower(mac), Is.EqualTo(expected));
    }

    /// <summary>Wherever a message is cut, and also where a part is empty.</summary>
    [Test]
    public void Cmac_of_parts_is_that_of_the_whole()
    {
        byte[] key = Convert.FromHexString(Key38A), whole = [.. Enumerable.Range(0, 50).Select(static i => (byte)(7 * i))];
        byte[] expected = new byte[16], mac = new byte[16];
        Aes.Cmac(key, whole, expected);
        for (var first = 0; first <= whole.Length; first++)
        {
            for (var second = first; second <= whole.Length; second++)
            {
                Aes.Cmac(key, whole.AsSpan(..first), whole.AsSpan(first..second), whole.AsSpan(second..), mac);
                Assert.That(mac, Is.EqualTo(expected), $"{first}, {second}");
            }
        }

        Aes.Cmac(key, whole, mac.AsSpan(0, 8));
        Assert.That(mac, Is.EqualTo(expected));
    }

    [Test]
    public void Cbc_gives_the_vectors_of_sp_800_38a_both_ways()
    {
        var plain = Convert.FromHexString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        var blocks = plain.ToArray();
        Aes.CbcEncrypt(Convert.FromHexString(Key38A), Convert.FromHexString(Kek), blocks);
        Assert.That(Convert.ToHexStringLower(blocks),
            Is.EqualTo("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"));
        Aes.CbcDecrypt(Convert.FromHexString(Key38A), Convert.FromHexString(Kek), blocks);
        Assert.That(blocks, Is.EqualTo(plain));
    }

    [Test]
    public void A_secret_is_zeroed_and_never_printed()
    {
        var secret = new SecretBytes([1, 2, 3]);
        Assert.That(secret.ToString(), Is.EqualTo("(secret, 3 bytes)"));
        Assert.That(secret.FixedTimeEquals([1, 2, 3]), Is.True);
        Assert.That(secret.FixedTimeEquals([1, 2]), Is.False);
        secret.Dispose();
        Assert.That(secret.Span.ToArray(), Is.All.Zero);
    }
}
