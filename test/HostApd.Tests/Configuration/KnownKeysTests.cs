using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>
/// Every key that hostapd takes is known, whether or not it is built in. The list was asked of Debian's hostapd itself and not
/// read from its documentation, which leaves out what is old, and what is for tests.
/// </summary>
public sealed class KnownKeysTests
{
    private static readonly string Recorded = Path.Combine(Architecture.SourceTree.Root, "test/HostApd.Tests/Configuration/Files/hostapd-2.10-known.txt");

    /// <summary>What stands behind the beginnings that hostapd compares alone.</summary>
    private static readonly Dictionary<string, string[]> Endings = new()
    {
        ["tx_queue_"] = [.. from queue in (string[])["data0", "data1", "data2", "data3", "data4", "data5", "data6", "data7", "after_beacon", "beacon"]
                            from what in (string[])["aifs", "cwmin", "cwmax", "burst"]
                            select $"{queue}_{what}"],
        ["wmm_ac_"] = Categories,
        ["wme_ac_"] = Categories,
    };

    private static string[] Categories => [.. from category in (string[])["be", "bk", "vi", "vo"]
                                              from what in (string[])["aifs", "cwmin", "cwmax", "txop_limit", "acm"]
                                              select $"{category}_{what}"];

    [Test]
    public void Every_key_that_hostapd_2_10_takes_is_known()
    {
        var keys = Keys(File.ReadAllLines(Recorded));
        Assert.That(keys, Has.Count.GreaterThan(500));
        Assert.That(keys.Where(static k => !Settings.IsKnown(k)), Is.Empty);
    }

    [Test]
    public void The_hostapd_of_this_machine_takes_no_other()
    {
        var answer = DebiansHostapd.Ask("hostapd-keys.sh");
        Assert.That(Keys(answer).Where(static k => !Settings.IsKnown(k)), Is.Empty, answer[0]);
        if (answer[0] == File.ReadLines(Recorded).First())
        {
            Assert.That(answer, Is.EqualTo(File.ReadAllLines(Recorded)));
        }
    }

    [TestCase("macsec_policy")]
    [TestCase("mka_cak")]
    [TestCase("bridge_multicast_to_unicast")]
    [TestCase("assoc_frame_encryption")]
    [TestCase("eap_using_authentication_frames")]
    [TestCase("rsn_override_key_mgmt_2")]
    [TestCase("sae_pw_id_key")]
    [TestCase("require_uhr")]
    [TestCase("supported_pqc_constraints")]
    [TestCase("radio_config_id")]
    [TestCase("noscan")]
    public void A_key_of_later_versions_or_of_OpenWrt_is_known(string key) => Assert.That(Settings.IsKnown(key));

    [Test]
    public void No_key_stands_in_two_tables()
    {
        var known = Settings.All.Select(static s => s.FlatKey).Concat(UnsupportedKeys.All.Select(static k => k.Key)).Concat(IdleKeys.All).ToList();
        Assert.That(known.GroupBy(static k => k).Where(static g => g.Count() > 1).Select(static g => g.Key), Is.Empty);
        Assert.That(UnsupportedKeyTable.All.SelectMany(static f => f.Words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).ToList(),
            Has.Count.EqualTo(UnsupportedKeys.All.Count()), "a key twice");
    }

    [TestCase("wme_enabled", "wmm_enabled")]
    [TestCase("wme_ac_vo_aifs", "wmm_ac_vo_aifs")]
    [TestCase("eap_authenticator", "eap_server")]
    [TestCase("wme_ac", "wme_ac")]
    [TestCase("wme_ac_", "wmm_ac_")]
    [TestCase("ssid", "ssid")]
    public void Former_names_are_read_as_those_of_today(string former, string today) => Assert.That(FormerNames.Today(former), Is.EqualTo(today));

    [TestCase("dump_file", "/tmp/x", "forgotten")]
    [TestCase("tx_queue_data4_aifs", "2", "forgotten")]
    [TestCase("tx_queue_after_beacon_burst", "2", "forgotten")]
    [TestCase("snoop_iface", "br-lan", "OpenWrt's own")]
    [TestCase("disassoc_low_ack", "1", "left out")]
    [TestCase("qos_map_set", "0,0,2,16", "left out")]
    public void Idle_keys_are_left_out_with_a_word(string key, string value, string? word)
    {
        Assert.That(IdleKeys.TryJudge(key, value, out var remark));
        Assert.That(remark?.Text, word is null ? Is.Null : Does.Contain(word).And.EndsWith("; left out"));
        Assert.That(remark?.IsRemark, Is.Not.False);
    }

    [TestCase("tx_queue_data3_aifs")]
    [TestCase("tx_queue_data8_aifs")]
    [TestCase("dump")]
    [TestCase("dump_files")]
    [TestCase("tx_queue_data4")]
    public void What_only_looks_like_one_is_none(string key) => Assert.That(IdleKeys.Has(key), Is.False);

    private static List<string> Keys(IEnumerable<string> lines) =>
        [.. lines.Where(static l => !l.StartsWith('#')).SelectMany(static k => Endings.TryGetValue(k, out var endings) ? endings.Select(e => k + e) : [k])];
}
