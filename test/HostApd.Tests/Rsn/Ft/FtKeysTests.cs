using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>
/// The keys of fast transition (802.11-2020 12.7.1.6), against numbers that another program has made from the standard's formulas: Python's hmac and hashlib
/// for the derivations (HMAC-SHA-256 over a counter of two bytes, label, context and length), <c>openssl mac -cipher AES-128-CBC CMAC</c> for the MIC.
/// </summary>
public sealed class FtKeysTests
{
    private const string R0 = "cd0a0e12a0646671f070d4ace79eeaa1b7bde195047f9e2cf1b7a0b02b3473dd";
    private const string R0Name = "425e48d7d82beb6e848a957f758c2b48";
    private const string R1 = "f27ccf93ef4df84a4f04f16bcd353f05b8cff20308dfd97946e39a3b0442533b";
    private const string R1Name = "ef16b26cc5c8943815b0789e83ef4545";
    private const string Ptk = "17733728e0e78a9c0cbbde7c0ae6afb64c66b5e3d79c54729f73fe1b5892563ffda962c6815fefa548cffe9f568af58c";
    private const string Mic = "3898a9fa7e057cdaa4056b55e533fc12";

    private static readonly MacAddress Station = new([2, 0, 0, 0, 1, 0]);
    private static readonly MacAddress Bssid = new([2, 0, 0, 0, 3, 0]);
    private static readonly MacAddress Holder = new([0, 1, 2, 3, 4, 5]);

    private static readonly FtTerms Terms = new(
        new FtOptions { MobilityDomain = 0xa1b2, R0KeyHolder = "ap1.example"u8.ToArray(), R1KeyHolder = Holder }, "labtest"u8.ToArray(), Bssid);

    [Test]
    public void Each_key_and_its_name_come_of_the_one_before()
    {
        byte[] xxKey = [.. Enumerable.Range(0x20, 32).Select(static i => (byte)i)];
        var (key, name) = (new byte[32], new byte[16]);
        FtKeys.DeriveR0(xxKey, Terms, Terms.Options.R0KeyHolder, Station, key, name);
        Assert.That((Convert.ToHexStringLower(key), Convert.ToHexStringLower(name)), Is.EqualTo((R0, R0Name)));
        FtKeys.DeriveR1(key, name, Terms.R1KeyHolder, Station, key, name);
        Assert.That((Convert.ToHexStringLower(key), Convert.ToHexStringLower(name)), Is.EqualTo((R1, R1Name)));
        using var keys = new PairwiseKeys(KeySuite.FtPskCcmp);
        keys.DeriveTransition(key, Bssid, Station, Filled(0xaa), Filled(0x51));
        Assert.That(Convert.ToHexStringLower([.. keys.Kck, .. keys.Kek, .. keys.Tk]), Is.EqualTo(Ptk));
    }

    [Test]
    public void The_MIC_covers_the_addresses_the_number_of_the_message_and_the_elements()
    {
        var rsne = Convert.FromHexString("30260100000fac040100000fac040100000fac0400000100" + R1Name);
        var domain = Convert.FromHexString("3603a1b200");
        var element = Convert.FromHexString("37670003" + new string('f', 32) + Convert.ToHexString(Filled(0xaa)) + Convert.ToHexString(Filled(0x51))
            + "0106000102030405" + "030b6170312e6578616d706c65");
        var mic = new byte[16];
        FtKeys.Mic(Convert.FromHexString(Ptk[..32]), Station, Bssid, 5, rsne, domain, element, [], mic);
        Assert.That(Convert.ToHexStringLower(mic), Is.EqualTo(Mic), "what stands for the MIC counts as zeros");
        foreach (var (message, rsnxe) in new[] { ((byte)6, Array.Empty<byte>()), ((byte)5, [244, 1, 0x20]) })
        {
            FtKeys.Mic(Convert.FromHexString(Ptk[..32]), Station, Bssid, message, rsne, domain, element, rsnxe, mic);
            Assert.That(Convert.ToHexStringLower(mic), Is.Not.EqualTo(Mic));
        }
    }

    [Test]
    public void Of_the_pre_shared_keys_the_one_counts_whose_name_the_station_says()
    {
        byte[] right = [.. Enumerable.Range(0x20, 32).Select(static i => (byte)i)];
        using var offer = new PmkOffer([new Pmk(new byte[32]), new Pmk(right)]);
        var key = new byte[32];
        Assert.That(FtKeys.TryProve(offer, Terms, "ap1.example"u8, Station, Convert.FromHexString(R0Name), key));
        Assert.That((Convert.ToHexStringLower(key), offer.Proven), Is.EqualTo((R0, offer.All[1])));
        using var other = new PmkOffer([new Pmk(right)]);
        Assert.That(FtKeys.TryProve(other, Terms, "ap2.example"u8, Station, Convert.FromHexString(R0Name), key), Is.False, "another holder");
        Assert.That(other.Proven, Is.Null);
    }

    [Test]
    public void The_key_of_EAP_is_the_second_part_of_its_master_key()
    {
        byte[] master = [.. Enumerable.Range(0, 64).Select(static i => (byte)i)];
        Assert.That(EapKeys.PmkOf(KeySuite.FtEapCcmp, master).ToArray(), Is.EqualTo(master[32..]));
        Assert.That(EapKeys.PmkOf(KeySuite.FtEapCcmp, master.AsSpan(0, 63)).ToArray(), Is.Empty);
        Assert.That(EapKeys.PmkOf(KeySuite.EapCcmp, master).ToArray(), Is.EqualTo(master[..32]));
    }

    private static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 32)];
}
