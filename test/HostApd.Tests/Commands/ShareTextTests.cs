using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Crypto;
using HostApd.Rsn;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>SHARE: what a device must know to join, or why there is nothing that all could be told.</summary>
public sealed class ShareTextTests
{
    [TestCase("labtest", 0, "12345678", ExpectedResult = "ssid=labtest\nhidden=0\nwpa=2\npassphrase=12345678\n")]
    [TestCase("labtest", 1, "12345678", ExpectedResult = "ssid=labtest\nhidden=1\nwpa=2\npassphrase=12345678\n")]
    [TestCase("é\n", 2, " a=b: c ü", ExpectedResult = "ssid=\\xc3\\xa9\\n\nhidden=1\nwpa=2\npassphrase= a=b: c \u00c3\u00bc\n", Description = "a byte a character")]
    [TestCase("open", 0, null, ExpectedResult = "ssid=open\nhidden=0\nwpa=0\n")]
    public string? The_network_as_it_is_in_force(string ssid, int hidden, string? passphrase)
    {
        using var rig = new ApRig(change: o => o with
        {
            Ssid = System.Text.Encoding.UTF8.GetBytes(ssid),
            IgnoreBroadcastSsid = hidden,
            Security = passphrase is null ? null : o.Security! with { Passphrase = Secret(passphrase) },
        });
        var configuration = AccessPointConfiguration.WithHostapdsDefaults("wlan0");
        configuration.Wpa = 2;
        configuration.Passphrase = "set for later";
        return ShareText.Write(rig.Bss, configuration);
    }

    [TestCase(false, true, false, ExpectedResult = "the key is 64 hexadecimal digits (wpa_psk), and no passphrase that a phone could take")]
    [TestCase(true, true, false, ExpectedResult = "the key is 64 hexadecimal digits (wpa_psk), and no passphrase that a phone could take", Description = "it goes before")]
    [TestCase(false, false, true, ExpectedResult = "each device has a key of its own (wpa_psk_file), and there is no passphrase for all")]
    [TestCase(true, false, true, ExpectedResult = null, Description = "it is for all, beside the file")]
    [TestCase(false, false, false, ExpectedResult = "no passphrase has been set or drawn yet")]
    public string? What_cannot_be_shared_says_why(bool hasPassphrase, bool hasKey, bool hasFile)
    {
        using var rig = new ApRig(change: o => o with
        {
            Security = o.Security! with { HasGivenKey = hasKey, Passphrase = hasPassphrase ? Secret("12345678") : null },
        });
        var configuration = AccessPointConfiguration.WithHostapdsDefaults("wlan0");
        configuration.PskFile = hasFile ? "/etc/hostapd.psk" : null;
        Refusals.Instance.Begin();
        var reply = ShareText.Write(rig.Bss, configuration);
        var reason = Refusals.Instance.End();
        Assert.That(reply == "FAIL\n", Is.EqualTo(reason is not null));
        return reason;
    }

    [TestCase("WPA-PSK SAE", "12345678", "12345678", ExpectedResult = "12345678")]
    [TestCase("WPA-PSK SAE", "12345678", "another", ExpectedResult = "WPA2 and SAE have different passwords here, and a phone would try one of them at both")]
    [TestCase("WPA-PSK SAE", "12345678", "another|named", ExpectedResult = "WPA2 and SAE have different passwords here, and a phone would try one of them at both")]
    [TestCase("SAE", "12345678", "a long one of SAE", ExpectedResult = "a long one of SAE")]
    [TestCase("SAE", null, "p|named", ExpectedResult = "SAE has passwords for single stations, or with names, alone")]
    [TestCase("OWE", null, null, ExpectedResult = "there is no passphrase: the network is for everybody (OWE)")]
    public string? What_is_shared_of_WPA3(string managements, string? passphrase, string? password)
    {
        KeySuite[] rows = managements switch
        {
            "SAE" => [KeySuite.SaeCcmp],
            "OWE" => [KeySuite.OweCcmp(KeyHash.Sha256)],
            _ => [KeySuite.PskCcmp, KeySuite.SaeCcmp],
        };
        using var rig = new ApRig(change: o => o with
        {
            Security = o.Security! with
            {
                Passphrase = passphrase is null ? null : Secret(passphrase),
                Rsn = o.Security.Rsn with { Offer = KeySuiteOffer.Of(rows, [DataCipher.Ccmp]) },
                Sae = password is null ? null : new SaeOptions
                {
                    Passwords =
                    [
                        new SaePassword("labtest"u8, System.Text.Encoding.UTF8.GetBytes(password.Split('|')[0]), password.Contains('|', StringComparison.Ordinal) ? "n"u8 : default, null),
                    ],
                },
            },
        });
        Refusals.Instance.Begin();
        var reply = ShareText.Write(rig.Bss, AccessPointConfiguration.WithHostapdsDefaults("wlan0"));
        var reason = Refusals.Instance.End();
        return reply == "FAIL\n" ? reason : reply[(reply.IndexOf("passphrase=", StringComparison.Ordinal) + 11)..].TrimEnd('\n');
    }

    [Test]
    public void A_group_without_a_name_yet_is_not_shared()
    {
        using var rig = new ApRig(change: static o => o with { Ssid = [] });
        Refusals.Instance.Begin();
        Assert.That(ShareText.Write(rig.Bss, AccessPointConfiguration.WithHostapdsDefaults("wlan0")), Is.EqualTo("FAIL\n"));
        Assert.That(Refusals.Instance.End(), Is.EqualTo("the network has no name yet"));
    }

    private static SecretBytes Secret(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
