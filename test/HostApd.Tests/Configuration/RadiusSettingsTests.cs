using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Rsn;
using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>The keys of 802.1X and of the servers that are asked.</summary>
public sealed class RadiusSettingsTests
{
    private const string Good = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\n";
    private const string Asking = Good + "macaddr_acl=2\nnas_identifier=lab\n";
    private const string Server = "auth_server_addr=192.0.2.1\nauth_server_shared_secret=sixteen and more\n";

    private static AccessPointConfiguration Read(string text, out List<ConfigurationProblem> problems)
    {
        problems = [];
        return ConfigurationFile.Read("test.conf", Encoding.UTF8.GetBytes(text), default, problems);
    }

    private static string Servers(string text) => Read(text, out _).Radius.Servers.ToString();

    [Test]
    public void Each_address_of_hostapd_s_opens_a_server()
    {
        var read = Read(Asking + Server + "auth_server_port=1645\nauth_server_addr=2001:db8::1\nauth_server_shared_secret=another one of sixteen\n", out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(read.Radius.Servers.ToString(), Is.EqualTo("192.0.2.1 1645 (secret, 16 bytes), 2001:db8::1  (secret, 22 bytes)"));
    }

    [Test]
    public void In_an_ini_the_keys_of_a_server_come_in_any_order_and_further_ones_have_a_line_each()
    {
        const string ini = "[radio]\ninterface=wlan0\nhw_mode=g\nchannel=6\n[bss]\nssid=home\nmacaddr_acl=2\n[security]\nwpa=2\nwpa_passphrase=12345678\n[radius]\nnas_identifier=lab\n"
            + "auth_server_3=192.0.2.3 1812 a secret with blanks in it\nauth_server_shared_secret=sixteen and more\nauth_server_port=1645\nauth_server_addr=192.0.2.1\n";
        var read = Read(ini, out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(read.Radius.Servers.ToString(), Is.EqualTo("192.0.2.1 1645 (secret, 16 bytes), 192.0.2.3 1812 (secret, 26 bytes)"));
        Assert.That(Encoding.UTF8.GetString(read.Radius.Servers.Lines.Last().Secret!.Span), Is.EqualTo("a secret with blanks in it"));
    }

    [Test]
    public void There_are_eight_servers_and_no_ninth()
    {
        var eight = string.Concat(Enumerable.Range(1, 8).Select(static i => $"auth_server_addr=192.0.2.{i}\nauth_server_shared_secret=sixteen and more\n"));
        Assert.That(Read(Asking + eight, out var problems).Radius.Servers.Lines.Count(), Is.EqualTo(8));
        Assert.That(problems, Is.Empty);
        Read(Asking + eight + "auth_server_addr=192.0.2.9\n", out problems);
        Assert.That(problems.Single().Text, Is.EqualTo("is one server too many: 8 are allowed"));
    }

    [TestCase("auth_server_addr=radius.example.org", "'radius.example.org' is no address of IPv4 or IPv6; a name is not looked up: write the address that it has")]
    [TestCase("auth_server_addr=1", "'1' is no address of IPv4 or IPv6; a name is not looked up: write the address that it has")]
    [TestCase("auth_server_addr=fe80::1%2", "'fe80::1%2' is no address of IPv4 or IPv6; a name is not looked up: write the address that it has")]
    [TestCase("own_ip_addr=ap", "'ap' is no address of IPv4 or IPv6; a name is not looked up: write the address that it has")]
    [TestCase("auth_server_port=0", "'0' is not a number from 1 to 65535")]
    [TestCase("auth_server_port=65536", "'65536' is not a number from 1 to 65535")]
    [TestCase("auth_server_shared_secret=", "is empty, and everybody knows that: write what the server has for this access point")]
    [TestCase("auth_server_2=192.0.2.2 secret", "is no server: write its address, its port and its secret, with blanks between")]
    [TestCase("auth_server_2=192.0.2.2 65536 secret", "'65536' is no port: write its address, its port and its secret, with blanks between")]
    [TestCase("radius_auth_req_attr=300:s:x", "'300' is no type of an attribute: write type:s:text, type:d:number or type:x:hexadecimal digits")]
    [TestCase("radius_auth_req_attr=80:x:00", "attribute 80 is for the access point to write")]
    [TestCase("radius_auth_req_attr=79:x:00", "attribute 79 is for the access point to write")]
    [TestCase("radius_auth_req_attr=126:x:0", "attribute 126 has no value of 1–253 bytes: write 126:s:text, 126:d:number or 126:x:hexadecimal digits")]
    [TestCase("radius_auth_req_attr=126:d:4294967296", "attribute 126 has no value of 1–253 bytes: write 126:s:text, 126:d:number or 126:x:hexadecimal digits")]
    [TestCase("radius_auth_req_attr=126:y:1", "attribute 126 has no value of 1–253 bytes: write 126:s:text, 126:d:number or 126:x:hexadecimal digits")]
    [TestCase("wpa_psk_radius=4", "'4' is not a number from 0 to 3")]
    [TestCase("radius_client_dev=a/b", null)]
    public void What_is_wrong_is_said(string line, string? text)
    {
        Read(Asking + Server + line + "\n", out var problems);
        var problem = problems.Single(static p => !p.IsWarning);
        Assert.That((problem.Key, problem.Line), Is.EqualTo((line.Split('=')[0], 11)));
        Assert.That(text, Is.Null.Or.EqualTo(problem.Text));
    }

    [TestCase("auth_server_shared_secret=testing123", "has 10 bytes: whoever sees one packet can find it by trying; use 16 random characters or more, here and at the server")]
    [TestCase("radius_retry_primary_interval=600", "is of no use: a server that was silent is asked every six seconds whether it is there, and returned to when it says so, and no sooner")]
    public void What_is_taken_with_a_word(string line, string text)
    {
        Read(Asking + Server + line + "\n", out var problems);
        Assert.That(problems.Select(static p => (p.Text, p.IsRemark)), Is.EqualTo(new[] { (text, true) }));
    }

    [Test]
    public void Answers_have_to_be_signed_whatever_the_file_says_and_the_server_s_cure_is_named()
    {
        Read(Asking + Server + "radius_require_message_authenticator=0\n", out var problems);
        Assert.That(problems.Single().Text, Does.StartWith("'0' is read as 1: ").And.Contain("CVE-2024-3596").And.Contain("require_message_authenticator = yes").And.Contain("Post-Auth-Type REJECT"));
        Assert.That(problems.Single().IsRemark);
    }

    [TestCase(Good + "ieee8021x=1\nnas_identifier=lab\n" + Server, "ieee8021x: has keys by WPA-EAP alone: have wpa = 2 and WPA-EAP among wpa_key_mgmt, or set it to 0")]
    [TestCase(Good + "macaddr_acl=2\nnas_identifier=lab\n", "auth_server_addr: is missing: macaddr_acl = 2 asks a server")]
    [TestCase(Good + "macaddr_acl=2\n" + Server, "nas_identifier: is missing: servers must be told who asks (RFC 2865 4.1): name this access point, or give own_ip_addr")]
    [TestCase(Good + "wpa_psk_radius=2\n", "wpa_psk_radius: needs macaddr_acl = 2: the server tells passphrases when it is asked about an address")]
    [TestCase(Good + "wpa_psk_radius=3\n", "auth_server_addr: is missing: wpa_psk_radius = 3 asks a server")]
    [TestCase(Asking + "auth_server_addr=192.0.2.1\n", "auth_server_shared_secret: is missing: what 192.0.2.1 has for this access point")]
    [TestCase(Asking + "auth_server_shared_secret=sixteen and more\n", "auth_server_addr: is missing: its secret is there")]
    [TestCase(Asking + Server + "radius_client_addr=2001:db8::1\n", "radius_client_addr: 192.0.2.1 is not asked from 2001:db8::1: one is an address of IPv4, the other of IPv6")]
    public void What_does_not_fit_together_is_named(string text, string expected)
    {
        Read(text, out var problems);
        Assert.That(problems.Select(static p => $"{p.Key}: {p.Text}"), Does.Contain(expected));
    }

    [Test]
    public void An_address_of_IPv4_that_is_written_as_one_of_IPv6_is_one_of_IPv4()
    {
        var read = Read(Asking + Server.Replace("192.0.2.1", "::ffff:192.0.2.1", StringComparison.Ordinal), out var problems);
        Assert.That(problems.Where(static p => !p.IsWarning), Is.Empty);
        Assert.That(read.Radius.Servers.Lines.Single().Address, Is.EqualTo(new System.Net.IPAddress([192, 0, 2, 1])));
    }

    [Test]
    public void Everything_that_is_missing_is_named_at_once()
    {
        Read(Good + "macaddr_acl=2\nauth_server_addr=192.0.2.1\n", out var problems);
        Assert.That(problems.Select(static p => p.Key), Is.EquivalentTo(new[] { "auth_server_shared_secret", "nas_identifier" }));
    }

    [Test]
    public void With_passphrases_of_the_server_alone_the_file_needs_none()
    {
        var read = Read(Asking.Replace("wpa_passphrase=12345678\n", "", StringComparison.Ordinal) + Server + "wpa_psk_radius=2\n", out var problems);
        Assert.That(problems, Is.Empty);
        using var security = read.ToOptions().Security!;
        Assert.That((security.PskFromService, read.ToOptions().AclPolicy), Is.EqualTo((PskFromService.Required, AclPolicy.AskService)));
    }

    [Test]
    public void The_lists_say_nothing_of_who_is_asked_about()
    {
        var acl = new MacAcl();
        var station = new HostApd.Ieee80211.MacAddress([2, 0, 0, 0, 0, 1]);
        Assert.That(acl.Allows(station, AclPolicy.AskService));
        acl.Denied[station] = 0;
        Assert.That(acl.Allows(station, AclPolicy.AskService), Is.False);
    }

    private const string Heard = "radius_das_port=3799\nradius_das_client=192.0.2.1 a secret with blanks\n";

    [Test]
    public void Who_may_end_sessions_is_named_with_a_secret_to_the_end_of_the_line()
    {
        var read = Read(Good + Heard + "radius_das_client_2=::ffff:192.0.2.2 another one of sixteen\nradius_das_time_window=60\nradius_das_require_event_timestamp=1\n"
            + "radius_das_require_message_authenticator=0\n", out var problems).Radius;
        Assert.That(problems, Is.Empty);
        Assert.That(read.AuthorizationClients.ToString(), Is.EqualTo("192.0.2.1  (secret, 20 bytes), 192.0.2.2  (secret, 22 bytes)"));
        Assert.That(Encoding.UTF8.GetString(read.AuthorizationClients[0]!.Secret!.Span), Is.EqualTo("a secret with blanks"));
        Assert.That((read.AuthorizationPort, read.AuthorizationWindow, read.NeedsEventTimestamp, read.NeedsMessageAuthenticator), Is.EqualTo((3799, 60, true, false)));
        read = Read(Good, out _).Radius;
        Assert.That((read.AuthorizationPort, read.AuthorizationWindow, read.NeedsEventTimestamp, read.NeedsMessageAuthenticator, read.AuthorizationClients.Any),
            Is.EqualTo((0, 300, false, true, false)));
    }

    [TestCase("radius_das_port=65536", "'65536' is not a number from 0 to 65535")]
    [TestCase("radius_das_client=192.0.2.1", "is no server: write its address and its secret, with a blank between")]
    [TestCase("radius_das_client=till.example.org a secret of sixteen", "'till.example.org' is no address of IPv4 or IPv6; a name is not looked up: write the address that it has")]
    [TestCase("radius_das_client_8=192.0.2.1 ", "is no server: write its address and its secret, with a blank between")]
    public void Who_cannot_end_sessions_is_told_of(string line, string text)
    {
        Read(Good + line + "\n", out var problems);
        Assert.That(problems.Where(static p => !p.IsWarning).Select(static p => (p.Key, p.Text)), Is.EqualTo(new[] { (line.Split('=')[0], text) }));
    }

    [TestCase("radius_das_time_window=0", "'0' is read as 1: a second is the least that two clocks differ by, and a day means that one is not set")]
    [TestCase("radius_das_time_window=86401", "'86401' is read as 86400: a second is the least that two clocks differ by, and a day means that one is not set")]
    [TestCase("radius_das_client=192.0.2.1 testing123", "has 10 bytes: whoever sees one packet can find it by trying; use 16 random characters or more, here and at the server")]
    public void What_is_read_otherwise_is_said(string line, string text)
    {
        Read(Good + Heard + line + "\n", out var problems);
        Assert.That(problems.Where(static p => p.IsRemark).Select(static p => p.Text), Does.Contain(text));
    }

    [Test]
    public void A_port_without_anybody_and_somebody_without_a_port()
    {
        Read(Good + "radius_das_port=3799\n", out var problems);
        Assert.That(problems.Select(static p => (p.Key, p.Text, p.IsWarning)), Is.EqualTo(new[] { ("radius_das_client", "is missing: radius_das_port is opened for it", false) }));
        Read(Good + Heard.Replace("3799", "0", StringComparison.Ordinal), out problems);
        Assert.That(problems.Select(static p => (p.Key, p.Text, p.IsRemark)), Is.EqualTo(new[] { ("radius_das_client", "counts only with radius_das_port", true) }));
    }

    [TestCase("a secret with blanks", 3799, null)]
    [TestCase("another one of sixteen", 3799, "192.0.2.1 has another secret in wlan0; there is one that hears it for all networks (bss=wlan0_1)")]
    [TestCase("another one of sixteen", 0, null)]
    public void A_server_has_one_secret_for_all_networks(string secret, int port, string? problem)
    {
        Read(Good + Heard + $"bss=wlan0_1\nssid=guests\nradius_das_port={port}\nradius_das_client=192.0.2.1 {secret}\n", out var problems);
        Assert.That(problems.Where(static p => !p.IsWarning).Select(static p => p.Text), Is.EqualTo(problem is null ? [] : new[] { problem }));
        Assert.That(string.Join('\n', problems), Does.Not.Contain(secret));
    }

    [Test]
    public void Who_may_end_sessions_is_converted()
    {
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes(Good + Heard), problems);
        var read = Read(ini, out var found).Radius;
        Assert.That(problems.Concat(found), Is.Empty, ini);
        Assert.That((read.AuthorizationPort, read.AuthorizationClients.ToString()), Is.EqualTo((3799, "192.0.2.1  (secret, 20 bytes)")));
    }

    [Test]
    public void No_secret_is_shown_anywhere()
    {
        var read = Read(Asking + Server + "auth_server_2=192.0.2.2 1812 secret of the second\n", out _);
        Assert.That(read.Radius.Servers.ToString(), Does.Not.Contain("sixteen").And.Not.Contain("second"));
        Read(Asking + "auth_server_2=192.0.2.2 x secret of the second\n", out var problems);
        Assert.That(string.Join('\n', problems), Does.Not.Contain("second"));
    }

    [Test]
    public void A_message_shows_a_text_and_tells_programs_more_behind_a_zero()
    {
        var read = Read(Good + "eap_message=hello\\0networkid=lab\n", out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(Encoding.ASCII.GetString(read.Radius.EapMessage), Is.EqualTo("hello\0networkid=lab"));
    }

    /// <summary>As the pages that people follow have it.</summary>
    private const string Enterprise = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nieee8021x=1\neapol_version=2\neap_server=0\nown_ip_addr=127.0.0.1\nauth_server_addr=127.0.0.1\n"
        + "auth_server_port=1812\nauth_server_shared_secret=sixteen and more\nauth_algs=1\nwpa=2\nwpa_key_mgmt=WPA-EAP\nrsn_pairwise=CCMP\n";

    [TestCase("WPA-EAP", "WPA-EAP", FrameProtection.None)]
    [TestCase("WPA-EAP-SHA256", "WPA-EAP-SHA256", FrameProtection.None)]
    [TestCase("WPA-EAP-SHA256 WPA-EAP", "WPA-EAP WPA-EAP-SHA256", FrameProtection.None)]
    [TestCase("WPA-EAP WPA-PSK SAE", "WPA-EAP WPA-PSK SAE", FrameProtection.Allowed)]
    public void A_network_of_802_1X_is_what_its_file_says(string words, string offered, FrameProtection protection)
    {
        var text = Enterprise.Replace("WPA-EAP\n", words + "\n", StringComparison.Ordinal) + (words.Contains("PSK", StringComparison.Ordinal) ? "wpa_passphrase=12345678\n" : "")
            + "eap_reauth_period=600\neap_message=hello\n";
        var read = Read(text, out var problems);
        Assert.That(problems, Is.Empty);
        using var security = read.ToOptions().Security!;
        Assert.That((security.Rsn.Offer.AkmNames, read.FrameProtection, security.Enterprise!.Reauthentication, security.Enterprise.Message.Length),
            Is.EqualTo((offered, protection, TimeSpan.FromMinutes(10), 5)));
    }

    [TestCase("ieee8021x=1\n", "", "ieee8021x: is missing: WPA-EAP is 802.1X, set it to 1")]
    [TestCase("ieee8021x=1\n", "ieee8021x=0\n", "ieee8021x: is missing: WPA-EAP is 802.1X, set it to 1")]
    [TestCase("WPA-EAP\n", "WPA-PSK\nwpa_passphrase=12345678\n", "ieee8021x: has keys by WPA-EAP alone: have wpa = 2 and WPA-EAP among wpa_key_mgmt, or set it to 0")]
    [TestCase("auth_server_addr=127.0.0.1\nauth_server_port=1812\nauth_server_shared_secret=sixteen and more\n", "", "auth_server_addr: is missing: 802.1X asks a server")]
    [TestCase("eap_server=0\n", "eap_server=1\nwps_state=2\n", "wps_state: has nothing to hand out where wpa_key_mgmt is WPA-EAP alone: set it to 0")]
    [TestCase("eap_server=0\n", "p2p_go=1\n", "wpa_key_mgmt: WPA-EAP is not for a P2P group: its clients have no account anywhere")]
    public void What_does_not_fit_802_1X_is_named(string part, string instead, string expected)
    {
        var text = Enterprise.Replace(part, instead, StringComparison.Ordinal);
        Assert.That(text, Is.Not.EqualTo(Enterprise));
        Read(text, out var problems);
        Assert.That(problems.Select(static p => $"{p.Key}: {p.Text}"), Does.Contain(expected));
    }

    [Test]
    public void A_network_of_802_1X_is_converted_and_runs()
    {
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes(Enterprise), problems);
        Assert.That(problems, Is.Empty);
        var read = Read(ini, out var found);
        Assert.That(found, Is.Empty, ini);
        Assert.That((read.Radius.ControlsPorts, read.KeyManagement, read.Radius.Servers.ToString()), Is.EqualTo((true, "WPA-EAP", "127.0.0.1 1812 (secret, 16 bytes)")));
    }

    /// <summary>An ini has one line for what stands there several times.</summary>
    [Test]
    public void All_servers_and_attributes_of_a_hostapd_conf_are_converted()
    {
        const string conf = Asking + "auth_server_addr=192.0.2.1\nauth_server_port=1645\nauth_server_shared_secret=sixteen and more\n"
            + "auth_server_addr=2001:db8::1\nauth_server_shared_secret=another of sixteen\nradius_auth_req_attr=126:s:Lab of ours\nradius_auth_req_attr=77:d:1\n";
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes(conf), problems);
        Assert.That(problems, Is.Empty);
        var read = Read(ini, out var found);
        Assert.That(found, Is.Empty, ini);
        Assert.That(read.Radius.Servers.ToString(), Is.EqualTo(Servers(conf).Replace("2001:db8::1  ", "2001:db8::1 1812 ", StringComparison.Ordinal)));
        Assert.That(read.Radius.Servers[0], Is.EqualTo(Read(conf, out _).Radius.Servers[0]));
        Assert.That(read.Radius.RequestAttributes.Select(static a => a.ToString()), Is.EqualTo(new[] { $"126:x:{Convert.ToHexStringLower("Lab of ours"u8)}", "77:x:00000001" }));
    }
}
