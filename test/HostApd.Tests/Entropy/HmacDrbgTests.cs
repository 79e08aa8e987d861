using HostApd.Entropy;
using NUnit.Framework;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Prng.Drbg;

namespace HostApd.Tests.Entropy;

public sealed class HmacDrbgTests
{
    /// <summary>
    /// NIST CAVP (CAVS 14.3) HMAC_DRBG, SHA-256: entropy and nonce, personalisation, entropy of a reseed (or none), and the
    /// output of the second of two calls. From drbgvectors_no_reseed counts 0 and 1 without, 0 and 1 with personalisation, and
    /// drbgvectors_pr_false counts 0 and 1.
    /// </summary>
    [TestCase("ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488659ba96c601dc69fc902940805ec0ca8", "", "",
        "e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460"
        + "b6f73ebad0dc2aba6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668"
        + "961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8")]
    [TestCase("79737479ba4e7642a221fcfd1b820b134e9e3540a35bb48ffae29c20f5418ea33593259c092bef4129bc2c6c9e19f343", "", "",
        "cf5ad5984f9e43917aa9087380dac46e410ddc8a7731859c84e9d0f31bd43655b924159413e2293b17610f211e09f770"
        + "f172b8fb693a35b85d3b9e5e63b1dc252ac0e115002e9bedfb4b5b6fd43f33b8e0eafb2d072e1a6fee1f159df9b51e6c"
        + "8da737e60d5032dd30544ec51558c6f080bdbdab1de8a939e961e06b5f1aca37")]
    [TestCase("5cacc68165a2e2ee20812f35ec73a79dbf30fd475476ac0c44fc6174cdac2b556f885496c1e63af620becd9e71ecb824",
        "e72dd8590d4ed5295515c35ed6199e9d211b8f069b3058caa6670b96ef1208d0", "",
        "f1012cf543f94533df27fedfbf58e5b79a3dc517a9c402bdbfc9a0c0f721f9d53faf4aafdc4b8f7a1b580fcaa52338d4"
        + "bd95f58966a243cdcd3f446ed4bc546d9f607b190dd69954450d16cd0e2d6437067d8b44d19a6af7a7cfa8794e5fbd72"
        + "8e8fb2f2e8db5dd4ff1aa275f35886098e80ff844886060da8b1e7137846b23b")]
    [TestCase("8df013b4d103523073917ddf6a869793059e9943fc8654549e7ab22f7c29f122da2625af2ddd4abcce3cf4fa4659d84e",
        "b571e66d7c338bc07b76ad3757bb2f9452bf7e07437ae8581ce7bc7c3ac651a9", "",
        "b91cba4cc84fa25df8610b81b641402768a2097234932e37d590b1154cbd23f97452e310e291c45146147f0da2d81761"
        + "fe90fba64f94419c0f662b28c1ed94da487bb7e73eec798fbcf981b791d1be4f177a8907aa3c401643a5b62b87b89d66"
        + "b3a60e40d4a8e4e9d82af6d2700e6f535cdb51f75c321729103741030ccc3a56")]
    [TestCase("06032cd5eed33f39265f49ecb142c511da9aff2af71203bffaf34a9ca5bd9c0d0e66f71edc43e42a45ad3c6fc6cdc4df", "",
        "01920a4e669ed3a85ae8a33b35a74ad7fb2a6bb4cf395ce00334a9c9a5a5d552",
        "76fc79fe9b50beccc991a11b5635783a83536add03c157fb30645e611c2898bb2b1bc215000209208cd506cb28da2a51"
        + "bdb03826aaf2bd2335d576d519160842e7158ad0949d1a9ec3e66ea1b1a064b005de914eac2e9d4f2d72a8616a802254"
        + "22918250ff66a41bd2f864a6a38cc5b6499dc43f7f2bd09e1e0f8f5885935124")]
    [TestCase("aadcf337788bb8ac01976640726bc51635d417777fe6939eded9ccc8a378c76a9ccc9d80c89ac55a8cfe0f99942f5a4d", "",
        "03a57792547e0c98ea1776e4ba80c007346296a56a270a35fd9ea2845c7e81e2",
        "17d09f40a43771f4a2f0db327df637dea972bfff30c98ebc8842dc7a9e3d681c61902f71bffaf5093607fbfba9674a70"
        + "d048e562ee88f027f630a78522ec6f706bb44ae130e05c8d7eac668bf6980d99b4c0242946452399cb032cc6f9fd9628"
        + "4709bd2fa565b9eb9f2004be6c9ea9ff9128c3f93b60dc30c5fc8587a10de68c")]
    public void It_gives_the_published_vectors(string seed, string personalisation, string reseed, string expected)
    {
        using var drbg = new HmacDrbg([.. Convert.FromHexString(seed), .. Convert.FromHexString(personalisation)]);
        if (reseed.Length > 0)
        {
            drbg.Reseed(Convert.FromHexString(reseed));
        }

        var output = new byte[128];
        drbg.Generate(default, output);
        drbg.Generate(default, output);
        Assert.That(Convert.ToHexStringLower(output), Is.EqualTo(expected));
    }

    /// <summary>What is left in memory after the end tells nothing.</summary>
    [Test]
    public void Disposal_wipes_the_state()
    {
        var drbg = new HmacDrbg(new byte[48]);
        var state = typeof(HmacDrbg).GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)
            .Where(static f => f.FieldType == typeof(HostApd.Crypto.SecretBytes))
            .Select(f => (HostApd.Crypto.SecretBytes)f.GetValue(drbg)!)
            .Select(static s => (byte[])typeof(HostApd.Crypto.SecretBytes)
                .GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)
                .First(static f => f.FieldType == typeof(byte[])).GetValue(s)!)
            .ToList();
        Assert.That(state, Is.Not.Empty);
        Assert.That(state.Any(static bytes => bytes.Any(static b => b != 0)), Is.True, "there is a state to wipe");
        drbg.Dispose();
        Assert.That(state.SelectMany(static bytes => bytes), Has.All.Zero);
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
