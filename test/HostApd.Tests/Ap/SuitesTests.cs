using HostApd.Ap;
using HostApd.Commands;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>A whole BSS that offers other suites than WPA2-Personal's.</summary>
public sealed class SuitesTests
{
    private static readonly KeySuiteOffer All = KeySuiteOffer.Of([KeySuite.PskCcmp, KeySuite.PskSha256Ccmp], DataCipher.All);

    private static IEnumerable<TestCaseData> Rows =>
        All.Suites.Select(static r => new TestCaseData(r).SetArgDisplayNames(r.Name, r.Cipher.Name));

    [TestCaseSource(nameof(Rows))]
    public void A_station_joins_with_what_it_names_and_the_radio_gets_keys_of_that_cipher(KeySuite row)
    {
        using var rig = ApRig.WithRsn(static o => o with { Offer = All });
        var client = rig.Connect(ApRig.First, o => o with { Rsne = Element(row) });
        Assert.That(client.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Sta(ApRig.First)!.Access, Is.TypeOf<RsnAccess>().With.Property(nameof(RsnAccess.Negotiated)).SameAs(row));
        var (station, key) = rig.Radio.InstalledKeys[^1];
        Assert.That((station, key), Is.EqualTo((ApRig.First, client.InstalledKeys.Single())));
        Assert.That(key, Has.Length.EqualTo(2 * row.Cipher.KeyLength));
        Assert.That(rig.Radio.Suites.OfKeys[^1], Is.EqualTo((uint)row.Cipher.Suite));
        Assert.That(rig.Radio.Suites.OfKeys[0], Is.EqualTo(0x000FAC04));

        var text = StationText.Write(rig.Bss, rig.Sta(ApRig.First)!);
        Assert.That(text, Does.Contain($"\ndot11RSNAStatsSelectedPairwiseCipher={KeySuites.Text(row.Cipher.Suite)}\n"));
        Assert.That(text, Does.Contain($"\nAKMSuiteSelector={KeySuites.Text(row.Akm)}\n"));
        Assert.That(MibText.Write(rig.Bss), Does.Contain($"dot11RSNAAuthenticationSuiteSelected={KeySuites.Text(row.Akm)}\n"
            + $"dot11RSNAPairwiseCipherSelected={KeySuites.Text(row.Cipher.Suite)}\ndot11RSNAGroupCipherSelected=00-0f-ac-4\n"));
    }

    /// <summary>As hostapd 2.10 orders them in its RSN element, and the first of each list in its START_AP of WPA-PSK-SHA256 with CCMP.</summary>
    [Test]
    public void The_radio_is_started_with_what_the_element_says()
    {
        using var one = ApRig.WithRsn(static o => o with { Offer = new KeySuiteOffer(DataCipher.Ccmp, KeySuite.PskSha256Ccmp) });
        Assert.That(one.Radio.Suites.Akms, Is.EqualTo(new uint[] { 0x000FAC06 }));
        Assert.That((one.Radio.Suites.Pairwise.Single(), one.Radio.Suites.Group), Is.EqualTo((0x000FAC04u, 0x000FAC04u)));
        using var all = ApRig.WithRsn(static o => o with { Offer = All });
        Assert.That(all.Radio.Suites.Akms, Is.EqualTo(new uint[] { 0x000FAC02, 0x000FAC06 }));
        Assert.That(all.Radio.Suites.Pairwise, Is.EqualTo(new uint[] { 0x000FAC0A, 0x000FAC09, 0x000FAC04, 0x000FAC08 }));
        Assert.That(Convert.ToHexStringLower(all.Radio.BeaconTail), Does.Contain("30240100000fac040400000fac0a000fac09000fac04000fac080200000fac02000fac06"));
    }

    [Test]
    public void A_group_has_its_own_cipher()
    {
        using var rig = ApRig.WithRsn(static o => o with { Offer = new KeySuiteOffer(DataCipher.Ccmp256, KeySuite.PskCcmp.With(DataCipher.Gcmp256)) });
        var client = rig.Connect(ApRig.First, static o => o with { Rsne = Convert.FromHexString("30140100000fac0a0100000fac090100000fac020000") });
        Assert.That(client.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Radio.Suites.OfKeys, Is.EqualTo(new uint[] { 0x000FAC0A, 0x000FAC09 }));
        Assert.That(client.GroupKeys.Single(), Is.EqualTo("1:" + rig.Radio.InstalledKeys[0].Key));
        Assert.That(client.GroupKeys.Single(), Has.Length.EqualTo(2 + 64));
    }

    [TestCase("30140100000fac040100000fac040100000fac020000", StatusCode.InvalidGroupCipher)]
    [TestCase("30140100000fac090100000fac040100000fac020000", StatusCode.InvalidPairwiseCipher)]
    [TestCase("30140100000fac090100000fac090100000fac080000", StatusCode.InvalidAkm)]
    public void Who_names_something_else_hears_why_it_stays_out(string rsne, StatusCode status)
    {
        using var rig = ApRig.WithRsn(static o => o with { Offer = KeySuiteOffer.Of([KeySuite.PskCcmp], [DataCipher.Gcmp256]) });
        var client = rig.Station(ApRig.First, o => o with { Rsne = Convert.FromHexString(rsne) });
        client.Join();
        rig.Run(1);
        Assert.That(client.State, Is.Not.EqualTo(StationState.Connected));
        Assert.That(rig.Sta(ApRig.First) is { IsAssociated: true }, Is.False);
        Assert.That(KeySuites.Choose(Convert.FromHexString(rsne), rig.Bss.Options.Security!.Rsn.Offer).Status, Is.EqualTo(status));
    }

    /// <summary>The kernel would refuse the first key, when stations are there already.</summary>
    [Test]
    public void A_radio_without_the_cipher_is_not_started()
    {
        var radio = new SimulatedRadioOptions { Capabilities = SimulatedRadioOptions.Hwsim with { Ciphers = [0x000FAC01, 0x000FAC05, 0x000FAC02, 0x000FAC04, 0x000FAC06] } };
        using var rig = new ApRig(radio, static o => o with { Security = o.Security! with { Rsn = o.Security.Rsn with { Offer = All } } });
        var result = rig.Bss.Enable();
        Assert.That(result.ToString(), Does.Contain("phy0 lacks CCMP-256"));
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Disabled));
        Assert.That(rig.Count("Start"), Is.Zero);
        using var plain = new ApRig(radio);
        Assert.That(plain.Bss.Enable().Succeeded);
        using var group = new ApRig(radio, static o => o with
        {
            Security = o.Security! with { Rsn = o.Security.Rsn with { Offer = new KeySuiteOffer(DataCipher.Gcmp, KeySuite.PskCcmp) } },
        });
        Assert.That(group.Bss.Enable().ToString(), Does.Contain("phy0 lacks GCMP"));
    }

    private static byte[] Element(KeySuite row) => new RsneBuilder { Offer = new KeySuiteOffer(DataCipher.Ccmp, row) }.ToArray();
}
