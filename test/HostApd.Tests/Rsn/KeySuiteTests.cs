using System.Text.RegularExpressions;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Tests.Architecture;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>What the rows say, and which of them a station's RSNE gets.</summary>
public sealed partial class KeySuiteTests
{
    private static readonly KeySuiteOffer Personal = KeySuiteOffer.Personal;
    private static readonly KeySuiteOffer Allowing = new(DataCipher.Ccmp, KeySuite.PskCcmp with { FrameProtection = FrameProtection.Allowed });
    private static readonly KeySuiteOffer Requiring = new(DataCipher.Ccmp, KeySuite.PskCcmp with { FrameProtection = FrameProtection.Required });

    private static readonly KeySuiteOffer Stronger = KeySuiteOffer.Personal.Protecting(FrameProtection.Required, ManagementCipher.BipGmac256);

    /// <summary>Another key management behind ours, and another cipher behind both: what the walk over several rows is held to.</summary>
    private static readonly KeySuiteOffer Several = new(
        DataCipher.Ccmp,
        KeySuite.PskCcmp,
        KeySuite.PskCcmp with { Akm = AkmSuite.PskSha256, Name = "WPA-PSK-SHA256" },
        KeySuite.PskCcmp with { Cipher = DataCipher.Gcmp });

    /// <summary>All that a passphrase can be offered with.</summary>
    private static readonly KeySuiteOffer All = KeySuiteOffer.Of([KeySuite.PskCcmp, KeySuite.PskSha256Ccmp], DataCipher.All);

    /// <summary>What is wanted of all that there is, were there only sources of keys for it.</summary>
    private static readonly KeySuiteOffer Later = KeySuiteOffer.Of(
        [KeySuite.PskCcmp, KeySuite.OweCcmp(KeyHash.Sha256), KeySuite.SaeExtKeyCcmp(KeyHash.Sha256), KeySuite.SaeCcmp, KeySuite.PskSha256Ccmp], [DataCipher.Ccmp]);

    private static IEnumerable<TestCaseData> Choices =>
    [
        Choice("CCMP and PSK", "30140100000fac040100000fac040100000fac020000", Personal, StatusCode.Success),
        Choice("with WMM's replay counters", "30140100000fac040100000fac040100000fac020c00", Personal, StatusCode.Success),
        Choice("no capabilities", "30120100000fac040100000fac040100000fac02", Personal, StatusCode.Success),
        Choice("one that can protect frames", "30140100000fac040100000fac040100000fac028000", Personal, StatusCode.Success),
        Choice("none", "", Personal, StatusCode.InvalidElement),
        Choice("another element", "dd140100000fac040100000fac040100000fac020000", Personal, StatusCode.InvalidElement),
        Choice("cut off", "30140100000fac040100000fac040100000fac02", Personal, StatusCode.InvalidElement),
        Choice("another version", "30140200000fac040100000fac040100000fac020000", Personal, StatusCode.InvalidElement),
        Choice("group TKIP", "30140100000fac020100000fac040100000fac020000", Personal, StatusCode.InvalidGroupCipher),
        Choice("group cipher is asked first", "30140100000fac020100000fac020100000fac01c000", Personal, StatusCode.InvalidGroupCipher),
        Choice("pairwise TKIP", "30140100000fac040100000fac020100000fac020000", Personal, StatusCode.InvalidPairwiseCipher),
        Choice("two pairwise", "30180100000fac040200000fac04000fac020100000fac020000", Personal, StatusCode.Success),
        Choice("then the pairwise cipher", "30140100000fac040100000fac020100000fac01c000", Personal, StatusCode.InvalidPairwiseCipher),
        Choice("AKM 802.1X", "30140100000fac040100000fac040100000fac010000", Personal, StatusCode.InvalidAkm),
        Choice("AKM absent: 802.1X", "300c0100000fac040100000fac04", Personal, StatusCode.InvalidAkm),
        Choice("two AKMs", "30180100000fac040100000fac040200000fac02000fac060000", Personal, StatusCode.Success),
        Choice("fast transition beside it", "30180100000fac040100000fac040200000fac04000fac020000", Personal, StatusCode.Success),
        Choice("fast transition alone", "30140100000fac040100000fac040100000fac040000", Personal, StatusCode.InvalidAkm),
        Choice("another vendor's beside it", "301c0100000fac040100000fac0403000050f20200aabb01000fac020000", Personal, StatusCode.Success),
        Choice("another vendor's two of their own", "301c0100000fac04020000aabb0400aabb0102000050f202000fac060000", Personal, StatusCode.InvalidPairwiseCipher),
        Choice("no cipher that is offered among two", "30180100000fac040200000fac02000fac080100000fac020000", Personal, StatusCode.InvalidPairwiseCipher),
        Choice("the group's cipher as pairwise", "30140100000fac040100000fac000100000fac020000", Personal, StatusCode.InvalidPairwiseCipher),
        Choice("no group traffic", "30140100000fac070100000fac040100000fac020000", Personal, StatusCode.InvalidGroupCipher),
        Choice("all of both: the best of both", "30280100000fac040400000fac04000fac08000fac0a000fac090300000fac02000fac04000fac060000", All, StatusCode.Success, 0),
        Choice("CCMP-256 before CCMP", "30180100000fac040200000fac04000fac0a0100000fac060000", All, StatusCode.Success, 1),
        Choice("CCMP before GCMP", "30180100000fac040200000fac08000fac040100000fac060000", All, StatusCode.Success, 2),
        Choice("GCMP alone", "30140100000fac040100000fac080100000fac060000", All, StatusCode.Success, 3),
        Choice("a pre-shared key and GCMP-256", "30140100000fac040100000fac090100000fac020000", All, StatusCode.Success, 4),
        Choice("a pre-shared key and CCMP", "30140100000fac040100000fac040100000fac020000", All, StatusCode.Success, 6),
        Choice("the group's cipher is another", "30140100000fac090100000fac090100000fac060000", All, StatusCode.InvalidGroupCipher),
        Choice("SAE before a pre-shared key", "30180100000fac040100000fac040200000fac02000fac080000", Later, StatusCode.Success, 1),
        Choice("SHA-256 before SAE", "301c0100000fac040100000fac040300000fac02000fac08000fac060000", Later, StatusCode.Success, 0),
        Choice("SAE before its longer keys", "30180100000fac040100000fac040200000fac18000fac080000", Later, StatusCode.Success, 1),
        Choice("its longer keys before a pre-shared one", "30180100000fac040100000fac040200000fac02000fac180000", Later, StatusCode.Success, 2),
        Choice("OWE", "30140100000fac040100000fac040100000fac120000", Later, StatusCode.Success, 4),
        Choice("then the AKM", "30140100000fac040100000fac040100000fac01c000", Personal, StatusCode.InvalidAkm),
        Choice("frame protection that there is not", "30140100000fac040100000fac040100000fac02c000", Personal, StatusCode.InvalidRsneCapabilities),
        Choice("required without being able", "30140100000fac040100000fac040100000fac024000", Personal, StatusCode.InvalidRsneCapabilities),
        Choice("allowed, and cannot", "30140100000fac040100000fac040100000fac020000", Allowing, StatusCode.Success),
        Choice("allowed, and requires", "30140100000fac040100000fac040100000fac02c000", Allowing, StatusCode.Success),
        Choice("required, and can", "30140100000fac040100000fac040100000fac028000", Requiring, StatusCode.Success),
        Choice("required, and cannot", "30140100000fac040100000fac040100000fac020000", Requiring, StatusCode.RobustManagementPolicyViolation),
        Choice("allowed, and requires without being able", "30140100000fac040100000fac040100000fac024000", Allowing, StatusCode.RobustManagementPolicyViolation),
        Choice("required, and the default cipher by name", "301a0100000fac040100000fac040100000fac02c0000000000fac06", Requiring, StatusCode.Success),
        Choice("required, and another group management cipher", "301a0100000fac040100000fac040100000fac02c0000000000fac0b", Requiring, StatusCode.CipherRejected),
        Choice("allowed, and another group management cipher", "301a0100000fac040100000fac040100000fac0280000000000fac0b", Allowing, StatusCode.CipherRejected),
        Choice("a cipher that protects nothing does not count", "301a0100000fac040100000fac040100000fac0200000000000fac0b", Allowing, StatusCode.Success),
        Choice("another offered, and named", "301a0100000fac040100000fac040100000fac02c0000000000fac0c", Stronger, StatusCode.Success),
        Choice("another offered, and none named", "30140100000fac040100000fac040100000fac02c000", Stronger, StatusCode.CipherRejected),
        Choice("the first of several", "30140100000fac040100000fac040100000fac020000", Several, StatusCode.Success, 0),
        Choice("the second", "30140100000fac040100000fac040100000fac060000", Several, StatusCode.Success, 1),
        Choice("the third", "30140100000fac040100000fac080100000fac020000", Several, StatusCode.Success, 2),
        Choice("a cipher and an AKM of different rows", "30140100000fac040100000fac080100000fac060000", Several, StatusCode.InvalidAkm),
        Choice("a cipher of no row", "30140100000fac040100000fac090100000fac020000", Several, StatusCode.InvalidPairwiseCipher),
    ];

    private static IEnumerable<KeySuite> Rows =>
        from row in new[]
        {
            KeySuite.PskCcmp, KeySuite.PskSha256Ccmp, KeySuite.SaeCcmp,
            KeySuite.SaeExtKeyCcmp(KeyHash.Sha256), KeySuite.SaeExtKeyCcmp(KeyHash.Sha384), KeySuite.SaeExtKeyCcmp(KeyHash.Sha512),
            KeySuite.OweCcmp(KeyHash.Sha256), KeySuite.OweCcmp(KeyHash.Sha384), KeySuite.OweCcmp(KeyHash.Sha512),
        }
        from cipher in DataCipher.All
        select row.With(cipher);

    [Test]
    public void The_lengths_of_WPA2_Personal_are_the_standards()
    {
        var row = KeySuite.PskCcmp;

        // 802.11-2020 table 12-8: CCMP-128 has a temporal key of 128 bits; group and pairwise alike.
        Assert.That((8 * row.TkLength, 8 * DataCipher.Ccmp.KeyLength), Is.EqualTo((128, 128)));

        // 802.11-2020 table 12-10, 00-0F-AC:2: HMAC-SHA-1-128, KCK 128 bits, MIC 16 bytes, NIST AES key wrap, KEK 128 bits, version 2.
        Assert.That((row.Hash, row.Mic, 8 * row.KckLength, row.MicLength), Is.EqualTo((KeyHash.Sha1, MicAlgorithm.Hmac, 128, 16)));
        Assert.That((row.Wrap, 8 * row.KekLength, row.DescriptorVersion), Is.EqualTo((KeyDataWrap.AesKeyWrap, 128, KeyInformation.Version2)));

        // 802.11-2020 12.7.1.3: PRF-384 of a PMK of 256 bits, for CCMP-128.
        Assert.That((8 * row.PmkLength, 8 * row.PtkLength), Is.EqualTo((256, 384)));
        Assert.That(row.PmkidHash, Is.EqualTo(KeyHash.Sha1));
    }

    [TestCaseSource(nameof(Rows))]
    public void The_keys_of_a_row_are_as_long_as_it_says_and_a_PMK_is_ours(KeySuite row)
    {
        using var keys = new PairwiseKeys(row);
        Assert.That((keys.Kck.Length, keys.Kek.Length, keys.Tk.Length), Is.EqualTo((row.KckLength, row.KekLength, row.TkLength)));
        Assert.That(row.PtkLength, Is.EqualTo(row.KckLength + row.KekLength + row.TkLength));
        Assert.That(row.Source != PmkSource.PreShared || row.PmkLength == Pmk.Length);
        Assert.That(row.DescriptorVersion & ~KeyInformation.VersionMask, Is.EqualTo(KeyInformation.None));
    }

    [Test]
    public void Replies_and_credentials_have_its_names()
    {
        var row = KeySuite.PskCcmp;
        Assert.That((row.Name, row.Cipher.Name), Is.EqualTo(("WPA-PSK", "CCMP")));
        Assert.That((KeySuites.Text(row.Akm), KeySuites.Text(row.Cipher.Suite)), Is.EqualTo(("00-0f-ac-2", "00-0f-ac-4")));
        Assert.That((KeySuites.Text(AkmSuite.None), KeySuites.Text(CipherSuite.Ccmp256)), Is.EqualTo(("00-00-00-0", "00-0f-ac-10")));
        Assert.That(row.WscAuthenticationType, Is.EqualTo((ushort)HostApd.Wps.AuthenticationTypes.Wpa2Psk));
        Assert.That(row.WscEncryptionType, Is.EqualTo((ushort)HostApd.Wps.EncryptionTypes.Aes));
    }

    /// <summary>
    /// 802.11-2020 table 12-10; for SAE with keys as long as the hash and OWE: 802.11-2024 table 12-11, RFC 8110 4.4. Lengths in bytes.
    /// </summary>
    [Test]
    public void The_other_rows_are_the_standards()
    {
        string[] expected =
        [
            "WPA-PSK-SHA256 00-0f-ac-6 Sha256 PMK 32 KCK 16 KEK 16 AesCmac 16 Version3",
            "SAE 00-0f-ac-8 Sha256 PMK 32 KCK 16 KEK 16 AesCmac 16 None",
            "SAE-EXT-KEY 00-0f-ac-24 Sha256 PMK 32 KCK 16 KEK 16 Hmac 16 None",
            "SAE-EXT-KEY 00-0f-ac-24 Sha384 PMK 48 KCK 24 KEK 32 Hmac 24 None",
            "SAE-EXT-KEY 00-0f-ac-24 Sha512 PMK 64 KCK 32 KEK 32 Hmac 32 None",
            "OWE 00-0f-ac-18 Sha256 PMK 32 KCK 16 KEK 16 Hmac 16 None",
            "OWE 00-0f-ac-18 Sha384 PMK 48 KCK 24 KEK 32 Hmac 24 None",
            "OWE 00-0f-ac-18 Sha512 PMK 64 KCK 32 KEK 32 Hmac 32 None",
        ];
        var rows = Rows.Where(static r => r.Cipher == DataCipher.Ccmp).Skip(1);
        Assert.That(
            rows.Select(static r => $"{r.Name} {KeySuites.Text(r.Akm)} {r.Hash} PMK {r.PmkLength} KCK {r.KckLength} KEK {r.KekLength} {r.Mic} {r.MicLength} {r.DescriptorVersion}"),
            Is.EqualTo(expected));
        Assert.That(rows.Select(static r => r.PmkidHash), Is.EqualTo(rows.Select(static r => r.Hash)));
        Assert.That(
            DataCipher.All.Select(static c => $"{c.Name} {KeySuites.Text(c.Suite)} {c.KeyLength}"),
            Is.EqualTo(new[] { "CCMP-256 00-0f-ac-10 32", "GCMP-256 00-0f-ac-9 32", "CCMP 00-0f-ac-4 16", "GCMP 00-0f-ac-8 16" }));
    }

    /// <summary>The order of an RSNE and of replies is not that of preference.</summary>
    [Test]
    public void What_is_offered_stands_in_hostapds_order()
    {
        Assert.That(All.Suites.Select(static s => $"{s.Name} {s.Cipher.Name}"), Is.EqualTo(new[]
        {
            "WPA-PSK-SHA256 GCMP-256", "WPA-PSK-SHA256 CCMP-256", "WPA-PSK-SHA256 CCMP", "WPA-PSK-SHA256 GCMP",
            "WPA-PSK GCMP-256", "WPA-PSK CCMP-256", "WPA-PSK CCMP", "WPA-PSK GCMP",
        }));
        Assert.That((All.AkmNames, All.PairwiseNames), Is.EqualTo(("WPA-PSK WPA-PSK-SHA256", "CCMP-256 GCMP-256 CCMP GCMP")));
        Assert.That(Convert.ToHexStringLower(new RsneBuilder { Offer = All }.ToArray()),
            Is.EqualTo("30240100000fac040400000fac0a000fac09000fac04000fac080200000fac02000fac060000"));
        Assert.That((Later.AkmNames, Later.PairwiseNames), Is.EqualTo(("WPA-PSK WPA-PSK-SHA256 SAE SAE-EXT-KEY OWE", "CCMP")));
        Assert.That(Later.Suites.Select(static s => s.Name), Is.EqualTo(new[] { "WPA-PSK-SHA256", "SAE", "SAE-EXT-KEY", "WPA-PSK", "OWE" }));
    }

    [TestCase("CCMP", "CCMP")]
    [TestCase("GCMP", "GCMP")]
    [TestCase("GCMP-256", "GCMP-256")]
    [TestCase("CCMP-256", "CCMP-256")]
    [TestCase("GCMP-256 CCMP CCMP-256 GCMP", "CCMP")]
    [TestCase("GCMP GCMP-256", "GCMP")]
    [TestCase("CCMP-256 GCMP-256", "GCMP-256")]
    public void The_cipher_of_the_group_follows_from_the_pairwise_ones(string pairwise, string group)
    {
        var ciphers = DataCipher.All.Where(c => pairwise.Split(' ').Contains(c.Name)).ToList();
        Assert.That(KeySuiteOffer.Of([KeySuite.PskCcmp], ciphers).GroupCipher.Name, Is.EqualTo(group));
        Assert.That(KeySuiteOffer.Of([KeySuite.PskCcmp], ciphers, DataCipher.Ccmp256).GroupCipher, Is.SameAs(DataCipher.Ccmp256));
    }

    [TestCaseSource(nameof(Choices))]
    public void A_station_gets_the_row_that_it_names_or_hears_why_not(string rsne, KeySuiteOffer offered, StatusCode status, int index)
    {
        var choice = KeySuites.Choose(Convert.FromHexString(rsne), offered);
        Assert.That(choice.Status, Is.EqualTo(status));
        Assert.That(choice.Suite, status == StatusCode.Success ? Is.SameAs(offered.Suites[index]) : Is.Null);
    }

    [Test]
    public void Every_cut_of_an_element_is_judged_and_none_throws()
    {
        var whole = Convert.FromHexString("30140100000fac040100000fac040100000fac020000");
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.That(KeySuites.Choose(whole.AsSpan(0, length), Personal), Is.EqualTo(new KeySuiteChoice(null, StatusCode.InvalidElement)));
        }
    }

    [Test]
    public void The_element_of_an_offer_names_every_suite_once()
    {
        var element = new RsneBuilder { Offer = Several }.ToArray();
        Assert.That(Convert.ToHexStringLower(element), Is.EqualTo("301c0100000fac040200000fac04000fac080200000fac02000fac060000"));
        Assert.That(new RsneBuilder { Offer = Allowing }.ToArray()[^2..], Is.EqualTo(new byte[] { 0x80, 0 }));
        Assert.That(new RsneBuilder { Offer = Requiring }.ToArray()[^2..], Is.EqualTo(new byte[] { 0xC0, 0 }));
    }

    [Test]
    public void Offers_of_the_same_rows_are_equal()
    {
        var same = new KeySuiteOffer(DataCipher.Ccmp, KeySuite.PskCcmp with { });
        Assert.That(same, Is.EqualTo(Personal));
        Assert.That(KeySuiteOffer.Of([KeySuite.PskCcmp], [DataCipher.Ccmp]), Is.EqualTo(Personal));
        Assert.That(same.GetHashCode(), Is.EqualTo(Personal.GetHashCode()));
        Assert.That(new RsnOptions { Offer = same }, Is.EqualTo(new RsnOptions()));
        Assert.That(Several, Is.Not.EqualTo(Personal));
    }

    /// <summary>What knows a suite by number, or as a constant of the kernel's, knows one row and no other.</summary>
    [Test]
    public void Nobody_but_the_rows_knows_a_suite_by_number()
    {
        // The enumerations, the rows, and the key data, whose selectors are of another list (802.11-2020 table 12-9).
        string[] here = ["HostApd.Rsn/Suites.cs", "HostApd.Rsn/KeySuite.cs", "HostApd.Rsn/DataCipher.cs", "HostApd.Rsn/Kde.cs"];

        // They read and play what others send.
        string[] readers = ["HostApd.Simulation/", "HostApd.Timeline/"];
        var found = from file in SourceTree.Files("src", "*.cs")
                    let name = Path.GetRelativePath(SourceTree.Sources, file)
                    where !here.Contains(name) && !Array.Exists(readers, r => name.StartsWith(r, StringComparison.Ordinal))
                    from line in File.ReadLines(file)
                    where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && KnownByNumber().IsMatch(line)
                    select $"{name}: {line.Trim()}";
        Assert.That(found, Is.Empty);
    }

    private static TestCaseData Choice(string name, string rsne, KeySuiteOffer offered, StatusCode status, int index = 0) =>
        new TestCaseData(rsne, offered, status, index).SetArgDisplayNames(name);

    [GeneratedRegex(@"\(uint\)\s*(CipherSuite|AkmSuite)\.|\bAkmSuite\.Psk\b|\b0x000FAC0[24]\b", RegexOptions.IgnoreCase)]
    private static partial Regex KnownByNumber();
}
