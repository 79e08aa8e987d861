using HostApd.Entropy;
using NUnit.Framework;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Prng.Drbg;

namespace HostApd.Tests.Entropy;

public sealed class HmacDrbgTests
{
    /// <summary>NIST CAVP drbgvectors_no_reseed, HMAC_DRBG, SHA-256, first group, count 0: the second output counts.</summary>
    [Test]
    public void Without_personalisation_it_gives_the_published_vector()
    {
        using var drbg = new HmacDrbg(Convert.FromHexString(
            "ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488659ba96c601dc69fc902940805ec0ca8"));
        var output = new byte[128];
        drbg.Generate(default, output);
        drbg.Generate(default, output);
        Assert.That(Convert.ToHexStringLower(output), Is.EqualTo(
            "e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460"
            + "b6f73ebad0dc2aba6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668"
            + "961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8"));
    }

    [Test]
    public void With_additional_input_it_agrees_with_another_implementation()
    {
        var entropy = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var nonce = Enumerable.Range(100, 16).Select(i => (byte)i).ToArray();
        var source = new FixedEntropy(entropy);
        var other = new HMacSP800Drbg(new HMac(new Sha256Digest()), 256, source, null, nonce);
        using var ours = new HmacDrbg([.. entropy, .. nonce]);
        for (var length = 1; length < 100; length += 7)
        {
            var additional = Enumerable.Repeat((byte)length, 32).ToArray();
            var expected = new byte[length];
            var given = new byte[length];
            other.Generate(expected, 0, length, additional, false);
            ours.Generate(additional, given);
            Assert.That(given, Is.EqualTo(expected));
        }
    }

    private sealed class FixedEntropy(byte[] entropy) : Org.BouncyCastle.Crypto.IEntropySource
    {
        public bool IsPredictionResistant => false;

        public int EntropySize => 256;

        public byte[] GetEntropy() => entropy;

        public int GetEntropy(Span<byte> output)
        {
            entropy.CopyTo(output);
            return entropy.Length;
        }
    }
}
