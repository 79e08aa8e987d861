using System.Text;
using HostApd.Crypto;
using NUnit.Framework;

namespace HostApd.Tests.Crypto;

/// <summary>Vectors: RFC 2202 (SHA-1), RFC 4231 (SHA-256).</summary>
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
