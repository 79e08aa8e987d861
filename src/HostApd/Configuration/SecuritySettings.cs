using HostApd.Ap;
using HostApd.Control;
using HostApd.Rsn;
using static HostApd.Ap.ChangeCost;

namespace HostApd.Configuration;

/// <summary>The keys of section [security].</summary>
internal static class SecuritySettings
{
    /// <summary>What is built in of <c>wpa_key_mgmt</c>, in the order of an RSNE.</summary>
    private static readonly KeySuite[] KeyManagements =
    [
        KeySuite.EapCcmp, KeySuite.PskCcmp, KeySuite.FtEapCcmp, KeySuite.FtPskCcmp, KeySuite.EapSha256Ccmp, KeySuite.PskSha256Ccmp, KeySuite.SaeCcmp, KeySuite.FtSaeCcmp,
        KeySuite.SaeExtKeyCcmp(KeyHash.Sha256), KeySuite.SaeExtKeyCcmp(KeyHash.Sha384), KeySuite.SaeExtKeyCcmp(KeyHash.Sha512),
        KeySuite.OweCcmp(KeyHash.Sha256), KeySuite.OweCcmp(KeyHash.Sha384), KeySuite.OweCcmp(KeyHash.Sha512),
    ];

    /// <summary>hostapd's other words for it.</summary>
    private static readonly string[] OtherKeyManagements =
    [
        "FT-EAP-SHA384", "FT-SAE-EXT-KEY",
        "WPA-EAP-SUITE-B", "WPA-EAP-SUITE-B-192", "WPA-EAP-SHA384", "FILS-SHA256", "FILS-SHA384", "FT-FILS-SHA256", "FT-FILS-SHA384", "DPP",
        "PASN", "OSEN",
    ];

    private static readonly WordList KeyManagementWords = new(
        [.. KeyManagements.Select(static s => s.Name).Prepend(KeySuite.PskCcmp.Name).Distinct()], OtherKeyManagements, []);

    /// <summary>The first is for those who have TKIP instead of it.</summary>
    private static readonly WordList CipherWords = new(["CCMP", "CCMP-256", "GCMP", "GCMP-256"], ["TKIP"], ["TKIP"]);

    internal static IEnumerable<Setting> All =>
    [
        New("wpa", "0", "0 = open, 2 = WPA2", ValueForm.Of(ValueKind.Word, "0", "2").Said(Wpa),
            static (t, read) => (t.Wpa, t.HadOldWpa) = (read.Wpa, read.HadOldWpa), Restart, static o => o.Security) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("wpa_key_mgmt", "WPA-PSK", "key management, with blanks between: WPA-PSK, WPA-PSK-SHA256, SAE (WPA3), SAE-EXT-KEY, OWE (encryption without a "
            + "password), WPA-EAP, WPA-EAP-SHA256 (802.1X), FT-PSK, FT-SAE, FT-EAP (the same with fast transition, which stations that cannot need the others beside); WPA-PSK SAE = WPA3 for "
            + "stations that can",
            KeyManagementWords.Reader(static (t, words) => t.KeyManagement = words),
            static (t, read) => t.KeyManagement = read.KeyManagement, Restart, static o => o.Security) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("wpa_passphrase", "", "8–63 bytes; a letter beyond ASCII is two or more of them", ValueForm.Bytes(ValueKind.Text, 63).Said(Passphrase),
            TakePassphrase, Restart, static o => o.Security) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("wpa_psk", "", "instead of the passphrase: 64 hexadecimal digits", ValueForm.Bytes(ValueKind.Hex, 32).Said(Psk),
            static (t, read) => t.Psk = read.Psk, Restart, static o => o.Security) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("wpa_psk_file", "", "file with a line '[keyid=name] address key' for each device; WPS gives every device a key of its own and adds it",
            SettingValue.Text(4096, static (t, v) => t.PskFile = v),
            static (t, read) => t.PskFile = read.PskFile, Live) with
        {
            IsFromFilesOnly = true,
            Named = static t => t.PskFile,
        },
        New("rsn_pairwise", "CCMP", "pairwise ciphers with blanks between: CCMP, which all stations know, CCMP-256, GCMP, GCMP-256",
            CipherWords.Reader(static (t, words) => t.RsnPairwise = words),
            static (t, read) => t.RsnPairwise = read.RsnPairwise, Restart, static o => o.Security) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("wpa_pairwise", "CCMP", "the same, by its old name; rsn_pairwise goes before it",
            CipherWords.Form.Said(static (t, v) =>
            {
                // What else there is to say depends on rsn_pairwise, which may come later.
                if (CipherWords.Judge(v, out _) is { Kind: ProblemKind.Mistake } wrong)
                {
                    return wrong;
                }

                t.OldPairwise = v;
                return null;
            }),
            static (t, read) => t.OldPairwise = read.OldPairwise, Restart, static o => o.Security) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("group_cipher", "", "group cipher; without it CCMP where stations may choose it, else GCMP, GCMP-256 or CCMP-256",
            CipherWords.Form.Said(GroupCipher), static (t, read) => t.GroupCipher = read.GroupCipher, Restart, static o => o.Security) with
        {
            OverruledBy = Overruler.Wps,
        },
        New("wpa_group_rekey", "86400", "seconds between new group keys; 0 = never",
            SettingValue.Interval(static (t, v) => t.GroupRekey = v),
            static (t, read) => t.GroupRekey = read.GroupRekey, Restart, static o => o.Security),
        New("wpa_strict_rekey", "0", "1 = a new group key whenever a station leaves; with 0 who has left can read group frames until the next one",
            SettingValue.Switch(static (t, v) => t.StrictRekey = v),
            static (t, read) => t.StrictRekey = read.StrictRekey, Restart, static o => o.Security),
        New("wpa_ptk_rekey", "0", "seconds after which a station gets a new pairwise key; 0 = never",
            SettingValue.Interval(static (t, v) => t.PairwiseRekey = v),
            static (t, read) => t.PairwiseRekey = read.PairwiseRekey, Restart, static o => o.Security),
        New("wpa_deny_ptk0_rekey", "0",
            "a pairwise key without a second key ID: 0 = is replaced under its association, 1 = only if our driver can do that safely, 2 = never: the station begins anew",
            SettingValue.Number(0, 2, static (t, v) => t.KeyZeroRekey = (KeyZeroRekey)v),
            static (t, read) => t.KeyZeroRekey = read.KeyZeroRekey, Restart, static o => o.Security),
        New("extended_key_id", "0",
            "two key IDs in turn for pairwise keys, so that a new one costs no frame: 0 = no, 1 = with stations that can, if the driver can, 2 = the same, from 1 on",
            SettingValue.Number(0, 2, static (t, v) => t.ExtendedKeyId = (ExtendedKeyId)v),
            static (t, read) => t.ExtendedKeyId = read.ExtendedKeyId, Restart, static o => o.Security),
        New("ieee80211w", "", "protection of management frames (PMF): 0 = none, 1 = for stations that can, 2 = stations that cannot stay out; without it 0 with "
            + "WPA-PSK and WPA-EAP, 1 with SAE beside it, 2 with SAE or OWE alone", SettingValue.Number(0, 2, static (t, v) => t.SaidFrameProtection = (FrameProtection)v),
            static (t, read) => t.SaidFrameProtection = read.SaidFrameProtection, Restart, static o => o.Security),
        New("group_mgmt_cipher", "AES-128-CMAC", "what protects management frames to all: AES-128-CMAC, which all stations know, BIP-GMAC-128, BIP-GMAC-256, BIP-CMAC-256",
            SettingValue.OneOf([.. ManagementCipher.All.Select(static c => c.Name)],
                static (t, v) => t.ManagementCipher = ManagementCipher.All.First(c => c.Name == v)),
            static (t, read) => t.ManagementCipher = read.ManagementCipher, Restart, static o => o.Security),
        New("beacon_prot", "0", "1 = Beacons are protected, too; needs ieee80211w, and a radio that can",
            SettingValue.Switch(static (t, v) => t.ProtectsBeacons = v),
            static (t, read) => t.ProtectsBeacons = read.ProtectsBeacons, Restart, static o => o.Security),
        New("disable_pmksa_caching", "0", "1 = who comes back by SAE, OWE or 802.1X agrees on a key anew each time",
            SettingValue.Switch(static (t, v) => t.CachesKeys = !v),
            static (t, read) => t.CachesKeys = read.CachesKeys, Restart, static o => o.Security),
        New("okc", "0", "1 = a key of SAE or 802.1X is good at all networks of the process that have this name and these passwords, and okc = 1, too",
            SettingValue.Switch(static (t, v) => t.SharesKeys = v),
            static (t, read) => t.SharesKeys = read.SharesKeys, Restart, static o => o.Security),
        New("assoc_sa_query_max_timeout", "1000", "time units (1.024 ms) that a station with PMF may take to say that it is still there, when somebody joins in its name",
            SettingValue.Number(1, 100_000, static (t, v) => t.SaQueryMaxTimeout = v),
            static (t, read) => t.SaQueryMaxTimeout = read.SaQueryMaxTimeout, Live, static o => o.SaQueryMaxTimeout),
        New("assoc_sa_query_retry_timeout", "201", "time units after which it is asked again",
            SettingValue.Number(1, 100_000, static (t, v) => t.SaQueryRetryTimeout = v),
            static (t, read) => t.SaQueryRetryTimeout = read.SaQueryRetryTimeout, Live, static o => o.SaQueryRetryTimeout),
        New("wpa_disable_eapol_key_retries", "0", "1 = send messages that bring keys once, so that no station can be made to install one twice",
            SettingValue.Switch(static (t, v) => t.SendsKeysOnce = v),
            static (t, read) => t.SendsKeysOnce = read.SendsKeysOnce, Restart, static o => o.Security),
        New("wpa_pairwise_update_count", "4", "tries of messages 1 and 3",
            SettingValue.Number(1, 100, static (t, v) => t.PairwiseUpdateCount = v),
            static (t, read) => t.PairwiseUpdateCount = read.PairwiseUpdateCount, Restart, static o => o.Security),
        New("wpa_group_update_count", "4", "tries of the group message",
            SettingValue.Number(1, 100, static (t, v) => t.GroupUpdateCount = v),
            static (t, read) => t.GroupUpdateCount = read.GroupUpdateCount, Restart, static o => o.Security),
        New("eapol_version", "2", "802.1X version in what we send: 1 or 2",
            SettingValue.Number(1, 2, static (t, v) => t.EapolVersion = v),
            static (t, read) => t.EapolVersion = read.EapolVersion, Restart, static o => o.Security),
        New("eapol_key_index_workaround", "0", "a workaround for WEP's keys; nothing here needs it",
            SettingValue.Switch(static (_, _) => { })),
    ];

    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting? take = null,
        ChangeCost? cost = null, Func<BssOptions, object?>? option = null) =>
        new("security", key, standard, meaning, apply) { Take = take, Cost = cost, Option = option };

    /// <summary>What hostapd says of <c>wpa_pairwise</c>, which counts only where <c>rsn_pairwise</c> is not set.</summary>
    internal static SettingProblem? JudgePairwise(string value) => CipherWords.Judge(value, out _);

    /// <summary>Whether some, or all, of the key managements have their key from there.</summary>
    internal static bool Offers(AccessPointConfiguration bss, PmkSource source, bool alone = false)
    {
        var managements = WordList.Split(bss.KeyManagement);
        var offered = Array.FindAll(KeyManagements, s => managements.Contains(s.Name));
        return alone ? Array.TrueForAll(offered, s => s.Source == source) : Array.Exists(offered, s => s.Source == source);
    }

    /// <summary>Whether some of the key managements are for fast transition.</summary>
    internal static bool OffersFastTransition(AccessPointConfiguration bss)
    {
        var managements = WordList.Split(bss.KeyManagement);
        return Array.Exists(KeyManagements, s => s.IsFastTransition && managements.Contains(s.Name));
    }

    /// <summary>What stations may choose from, by the three keys.</summary>
    internal static KeySuiteOffer OfferOf(AccessPointConfiguration bss)
    {
        var ciphers = bss.RsnPairwise;
        if (ciphers is null && bss.OldPairwise is { } old)
        {
            _ = CipherWords.Judge(old, out ciphers);
        }

        var managements = WordList.Split(bss.KeyManagement);
        var pairwise = WordList.Split(ciphers ?? DataCipher.Ccmp.Name);
        var offer = KeySuiteOffer.Of(
            Array.FindAll(KeyManagements, s => managements.Contains(s.Name)),
            [.. DataCipher.All.Where(c => pairwise.Contains(c.Name))],
            DataCipher.All.FirstOrDefault(c => c.Name == bss.GroupCipher));
        return offer.Equals(KeySuiteOffer.Personal) ? KeySuiteOffer.Personal : offer;
    }

    /// <summary>A group has one cipher.</summary>
    private static SettingProblem? GroupCipher(AccessPointConfiguration target, string value)
    {
        var problem = CipherWords.Judge(value, out var words);
        if (problem is null or { Kind: ProblemKind.Unsupported } && WordList.Split(value) is [_, _, ..])
        {
            return $"'{Spoken.Shortly(value)}' are several, and a group has one cipher; use one of them";
        }

        target.GroupCipher = words ?? target.GroupCipher;
        return problem;
    }

    /// <summary>
    /// A bit field in hostapd: 1 = WPA, 2 = WPA2. Both become the stronger of them; WPA alone is refused and never passed over,
    /// for an access point without a value is an open one.
    /// </summary>
    private static SettingProblem? Wpa(AccessPointConfiguration target, string value)
    {
        if (!SettingValue.TryLeadingNumber(value, out var number, out var remark) || number is < 0 or > 3)
        {
            return $"'{Spoken.Shortly(value)}' is no value; use 0 for an open network or 2 for WPA2";
        }

        if (number == 1)
        {
            return SettingProblem.MissingProtection("WPA without WPA2", "'1' is WPA without WPA2, which is not supported and never passed over; use 2");
        }

        target.Wpa = number & 2;
        target.HadOldWpa = number == 3;
        return number == 3 ? SettingValue.ReadAs(3, 2, "WPA2 alone; stations that speak only the old WPA cannot join") : remark;
    }

    /// <summary>Any bytes, as in hostapd: stations make the same key of them.</summary>
    private static SettingProblem? Passphrase(AccessPointConfiguration target, string value)
    {
        var length = ByteText.Encode(value).Length;
        if (length is < 8 or > 63)
        {
            return $"has {length} {(System.Text.Ascii.IsValid(value) ? "characters" : "bytes")}; 8–63 are allowed";
        }

        target.Passphrase = value;
        if (target.IsFlat)
        {
            // hostapd: the later of the two counts.
            target.Psk = null;
        }

        return null;
    }

    /// <summary>A group that the file gives no passphrase keeps the one that was drawn for it.</summary>
    private static void TakePassphrase(AccessPointConfiguration running, AccessPointConfiguration read) =>
        running.Passphrase = running.GroupOwner.Enabled ? read.Passphrase ?? running.Passphrase : read.Passphrase;

    private static SettingProblem? Psk(AccessPointConfiguration target, string value)
    {
        if (value.Length != 64 || !value.All(char.IsAsciiHexDigit))
        {
            return "needs exactly 64 hexadecimal digits";
        }

        target.Psk = value;
        if (target.IsFlat)
        {
            target.Passphrase = null;
        }

        return null;
    }
}
