using System.Text;
using HostApd.Crypto;
using NUnit.Framework;

namespace HostApd.Tests.Crypto;

/// <summary>Vectors: RFC 2202 (SHA-1), RFC 4231 (SHA-2).</summary>
public sealed class HmacTests
{
    private static readonly byte[] LongKey = Enumerable.Repeat((byte)0xAA, 80).ToArray();

    [TestCase("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00")]
    [TestCase("4a656665", "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")]
    public void Sha1_gives_the_codes_of_rfc_2202(string key, string message, string expected)
    {
        using var hmac = Hmac.Sha1();
        hmac.SetKey(Convert.FromHexString(key));
        Assert.That(Code(hmac, Encoding.ASCII.GetBytes(message)), Is.EqualTo(expected));
    }

    [Test]
    public void A_key_longer_than_a_block_is_hashed_first()
    {
        using var hmac = Hmac.Sha1();
        hmac.SetKey(LongKey);
        var message = Encoding.ASCII.GetBytes("Test Using Larger Than Block-Size Key - Hash Key First");
        Assert.That(Code(hmac, message), Is.EqualTo("aa4ae5e15272d00e95705637ce8a3b55ed402112"));
    }

    [Test]
    public void Sha256_gives_the_codes_of_rfc_4231()
    {
        using var hmac = Hmac.Sha256();
        hmac.SetKey("Jefe"u8);
        Assert.That(
            Code(hmac, Encoding.ASCII.GetBytes("what do ya want for nothing?")),
            Is.EqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }

    [TestCase("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
        "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
        TestName = "RFC 4231 4.2")]
    [TestCase("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        TestName = "RFC 4231 4.3")]
    public void Sha384_and_sha512_give_the_codes_of_rfc_4231(string key, string message, string sha384, string sha512)
    {
        using var shorter = Hmac.Sha384();
        using var longer = Hmac.Sha512();
        shorter.SetKey(Convert.FromHexString(key));
        longer.SetKey(Convert.FromHexString(key));
        Assert.Multiple(() =>
        {
            Assert.That(Code(shorter, Convert.FromHexString(message)), Is.EqualTo(sha384));
            Assert.That(Code(longer, Convert.FromHexString(message)), Is.EqualTo(sha512));
        });
    }

    [TestCase(0)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(65)]
    [TestCase(127)]
    [TestCase(128)]
    [TestCase(129)]
    [TestCase(300)]
    public void Keys_around_the_length_of_a_block_are_those_of_the_frameworks_own(int length)
    {
        var key = Enumerable.Range(0, length).Select(static i => (byte)i).ToArray();
        foreach (var (ours, theirs) in new (Hmac, byte[])[]
        {
            (Hmac.Sha256(), System.Security.Cryptography.HMACSHA256.HashData(key, new byte[] { 1, 2, 3 })),
            (Hmac.Sha384(), System.Security.Cryptography.HMACSHA384.HashData(key, new byte[] { 1, 2, 3 })),
            (Hmac.Sha512(), System.Security.Cryptography.HMACSHA512.HashData(key, new byte[] { 1, 2, 3 })),
        })
        {
            using (ours)
            {
                ours.SetKey(key);
                Assert.That(Code(ours, [1, 2, 3]), Is.EqualTo(Convert.ToHexStringLower(theirs)));
            }
        }
    }

    [Test]
    public void The_same_object_gives_the_same_code_again_and_forgets_an_old_key()
    {
        using var hmac = Hmac.Sha1();
        hmac.SetKey("one"u8);
        var first = Code(hmac, [1, 2, 3]);
        Assert.That(Code(hmac, [1, 2, 3]), Is.EqualTo(first));
        hmac.SetKey("two"u8);
        Assert.That(Code(hmac, [1, 2, 3]), Is.Not.EqualTo(first));
        hmac.SetKey("one"u8);
        Assert.That(Code(hmac, [1, 2, 3]), Is.EqualTo(first));
    }

    [Test]
    public void A_code_may_be_cut_but_not_stretched()
    {
        using var hmac = Hmac.Sha1();
        var cut = new byte[16];
        hmac.Compute([1], cut);
        Assert.That(Code(hmac, [1]), Does.StartWith(Convert.ToHexStringLower(cut)));
        Assert.That(() => hmac.Finish(new byte[21]), Throws.ArgumentException);
    }

    [Test]
    public void A_message_allocates_nothing()
    {
        using var hmac = Hmac.Sha1();
        hmac.SetKey("key"u8);
        var mac = new byte[20];
        var message = new byte[99];
        hmac.Compute(message, mac);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            hmac.SetKey(mac);
            hmac.Compute(message, mac);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static string Code(Hmac hmac, byte[] message)
    {
        var mac = new byte[hmac.MacLength];
        hmac.Compute(message, mac);
        return Convert.ToHexStringLower(mac);
    }
}
