using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

public sealed class EapKeysTests
{
    private static readonly MacAddress Bssid = new([0x02, 0, 0, 0, 0, 0]);
    private static readonly MacAddress Station = new([0x02, 0, 0, 0, 1, 0]);

    /// <summary>The example hash of hashcat's mode 16800: a PMKID that was heard on the air, of the passphrase "hashcat!".</summary>
    [Test]
    public void A_PMKID_by_SHA_1()
    {
        using var pmk = Pmk.FromPassphrase(Convert.FromHexString("ed487162465a774bfba60eb603a39f3a"), "hashcat!");
        var id = new byte[16];
        EapKeys.WriteId(
            KeySuite.EapCcmp, pmk.Span, new MacAddress(Convert.FromHexString("4604ba734d4e")), new MacAddress(Convert.FromHexString("89acf0e761f4")), id);
        Assert.That(Convert.ToHexStringLower(id), Is.EqualTo("2582a8281bf9d4308d6f5731d0e61c61"));
    }

    /// <summary>Computed with Python's hmac and hashlib.</summary>
    [Test]
    public void A_PMKID_by_SHA_256()
    {
        var id = new byte[16];
        EapKeys.WriteId(KeySuite.EapSha256Ccmp, [.. Enumerable.Range(0, 32).Select(static i => (byte)i)], Bssid, Station, id);
        Assert.That(Convert.ToHexStringLower(id), Is.EqualTo("101f50b954acbc60c51f8ae8f4b549ef"));
    }

    [TestCase(31, 0)]
    [TestCase(32, 32)]
    [TestCase(64, 32)]
    public void A_PMK_is_the_first_part_of_a_key_that_is_long_enough(int length, int expected) =>
        Assert.That(EapKeys.PmkOf(KeySuite.EapCcmp, new byte[length]).Length, Is.EqualTo(expected));

    [Test]
    public void A_key_of_another_network_is_found_by_the_name_that_it_has_here()
    {
        var clock = TimeProvider.System;
        using var there = new PmksaCache(clock);
        using var here = new PmksaCache(clock);
        var grant = new object();
        there.Add(Station, AkmSuite.Ieee8021X, new byte[32], new byte[16], TimeSpan.FromSeconds(100), grant: grant);
        var id = new byte[16];
        EapKeys.WriteId(KeySuite.EapCcmp, new byte[32], Bssid, Station, id);
        Assert.That(here.TakeNamed(there, KeySuite.EapCcmp, Bssid, Station, new byte[16]), Is.Null, "the name that it has there");
        Assert.That(here.TakeNamed(there, KeySuite.EapSha256Ccmp, Bssid, Station, id), Is.Null, "another key management");
        Assert.That(here.TakeNamed(there, KeySuite.EapCcmp, Bssid, Station, []), Is.Null, "no name");
        var taken = here.TakeNamed(there, KeySuite.EapCcmp, Bssid, Station, [.. new byte[16], .. id]);
        Assert.That(taken, Is.Not.Null.And.Property(nameof(Pmksa.Grant)).SameAs(grant).And.Property(nameof(Pmksa.IsOpportunistic)).True);
        Assert.That(taken!.Id.ToArray(), Is.EqualTo(id));
        Assert.That(here.Left(taken), Is.LessThanOrEqualTo(TimeSpan.FromSeconds(100)));
    }
}
