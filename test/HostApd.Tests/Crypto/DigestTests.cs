using HostApd.Crypto;
using NUnit.Framework;

namespace HostApd.Tests.Crypto;

/// <summary>The examples of FIPS 180 for one block, and all lengths around a block and its padding against the platform.</summary>
public sealed class DigestTests
{
    [Test]
    public void The_digests_of_the_examples()
    {
        byte[] sha1 = new byte[Sha1.Length], sha256 = new byte[Sha256.Length], sha384 = new byte[Sha384.Length], sha512 = new byte[Sha512.Length];
        Sha1.Hash("abc"u8, sha1);
        Sha256.Hash("abc"u8, sha256);
        Sha384.Hash("abc"u8, sha384);
        Sha512.Hash("abc"u8, sha512);
        Assert.Multiple(() =>
        {
            Assert.That(Convert.ToHexStringLower(sha1), Is.EqualTo("a9993e364706816aba3e25717850c26c9cd0d89d"));
            Assert.That(Convert.ToHexStringLower(sha256), Is.EqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
            Assert.That(Convert.ToHexStringLower(sha384), Is.EqualTo(
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"));
            Assert.That(Convert.ToHexStringLower(sha512), Is.EqualTo(
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"));
        });
    }

    [Test]
    public void Every_length_up_to_two_blocks()
    {
        var message = Enumerable.Range(0, 257).Select(static i => (byte)(7 * i)).ToArray();
        byte[] sha384 = new byte[Sha384.Length], sha512 = new byte[Sha512.Length];
        for (var length = 0; length < message.Length; length++)
        {
            Sha384.Hash(message.AsSpan(0, length), sha384);
            Sha512.Hash(message.AsSpan(0, length), sha512);
            Assert.That(sha384, Is.EqualTo(System.Security.Cryptography.SHA384.HashData(message.AsSpan(0, length))), $"{length}");
            Assert.That(sha512, Is.EqualTo(System.Security.Cryptography.SHA512.HashData(message.AsSpan(0, length))), $"{length}");
        }
    }
}
