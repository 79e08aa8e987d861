using System.Text;
using System.Xml.Linq;
using HostApd.Cli;
using HostApd.Cli.Sharing;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>A network as a QR code: what is in it, how it is drawn, and when there is none.</summary>
public sealed class ShareTests
{
    private const string Reply = "ssid=labtest\nhidden=0\nwpa=2\npassphrase=12345678\n";

    [TestCase("labtest", "12345678", false, ExpectedResult = "WIFI:T:WPA;S:labtest;P:12345678;;")]
    [TestCase("labtest", null, false, ExpectedResult = "WIFI:T:nopass;S:labtest;;")]
    [TestCase("labtest", "12345678", true, ExpectedResult = "WIFI:T:WPA;S:labtest;P:12345678;H:true;;")]
    [TestCase("labtest", null, true, ExpectedResult = "WIFI:T:nopass;S:labtest;H:true;;")]
    [TestCase("a\\b;c,d\"e:f", "\"foo;bar\\baz\",:", false, ExpectedResult = "WIFI:T:WPA;S:a\\\\b\\;c\\,d\\\"e\\:f;P:\\\"foo\\;bar\\\\baz\\\"\\,\\:;;")]
    [TestCase("Café ☕", "pässword", false, ExpectedResult = "WIFI:T:WPA;S:Café ☕;P:pässword;;")]
    [TestCase("cafe", "12345678", false, ExpectedResult = "WIFI:T:WPA;S:\"cafe\";P:12345678;;", Description = "digits in quotes are a name")]
    [TestCase("0", null, false, ExpectedResult = "WIFI:T:nopass;S:\"0\";;")]
    [TestCase("cafe!", null, false, ExpectedResult = "WIFI:T:nopass;S:cafe!;;")]
    [TestCase(" a ", " b b b b ", false, ExpectedResult = "WIFI:T:WPA;S: a ;P: b b b b ;;")]
    [TestCase("a\nb", null, false, ExpectedResult = "WIFI:T:nopass;S:610A62;;", Description = "no text")]
    public string The_text_in_the_code(string ssid, string? passphrase, bool isHidden) =>
        JoinText.Of(new SharedNetwork(Encoding.UTF8.GetBytes(ssid), passphrase, isHidden));

    [TestCase("fffe", ExpectedResult = "WIFI:T:nopass;S:FFFE;;")]
    [TestCase("61c3", ExpectedResult = "WIFI:T:nopass;S:61C3;;", Description = "half a letter")]
    [TestCase("00", ExpectedResult = "WIFI:T:nopass;S:00;;")]
    public string A_name_that_is_no_text_is_spelt_in_hexadecimal(string ssid) =>
        JoinText.Of(new SharedNetwork(Convert.FromHexString(ssid), null, false));

    [TestCase("plain", ExpectedResult = "706c61696e")]
    [TestCase("\\\\\\\"\\n\\r\\t\\e", ExpectedResult = "5c220a0d091b")]
    [TestCase("\\xc3\\xa9\\x00", ExpectedResult = "c3a900")]
    [TestCase("é", ExpectedResult = "c3a9")]
    [TestCase("\\", ExpectedResult = "5c")]
    [TestCase("\\q\\x1\\xzz", ExpectedResult = "5c715c78315c787a7a")]
    [TestCase("\\x+1", ExpectedResult = "5c782b31")]
    public string Escaped_bytes_are_found_again(string text) => Convert.ToHexStringLower(EscapedBytes.Decode(text));

    [TestCase(Reply, ExpectedResult = "6c616274657374 12345678 False")]
    [TestCase("ssid=a\\\\b\nhidden=1\nwpa=0\n", ExpectedResult = "615c62  True")]
    [TestCase("ssid=x\nhidden=0\nwpa=2\npassphrase= a=b: c \n", ExpectedResult = "78  a=b: c  False")]
    [TestCase("bssid=02:00:00:00:00:00\nssid=x\nwps_state=configured\npassphrase=12345678\npsk=00\nwpa=2\nkey_mgmt=WPA-PSK\n", ExpectedResult = "78 12345678 False",
        Description = "hostapd's GET_CONFIG")]
    [TestCase("bssid=02:00:00:00:00:00\nssid=x\nwps_state=disabled\n", ExpectedResult = "78  False")]
    [TestCase("ssid=x\nwps_state=disabled\nwpa=2\nkey_mgmt=WPA-PSK\n",
        ExpectedResult = "the daemon does not tell the passphrase: hostapd does so only where WPS is on and the key is no PSK")]
    [TestCase("ssid=x\nwps_state=disabled\nwpa=2\nkey_mgmt=WPA-EAP WPA-EAP-SHA256\n",
        ExpectedResult = "the network wants a name and a password of each user (802.1X), and has no passphrase for all")]
    [TestCase("ssid=x\nwpa=2\npassphrase=1234567\n", ExpectedResult = "the passphrase is none that a phone could take: 8 to 63 bytes of text (UTF-8)")]
    [TestCase("ssid=123456789012345678901234567890123\nwpa=0\n", ExpectedResult = "the daemon does not tell the network's name", Description = "33 bytes are none")]
    [TestCase("OK\n", ExpectedResult = "the daemon does not tell the network's name")]
    [TestCase("", ExpectedResult = "the daemon does not tell the network's name")]
    public string A_reply_is_a_network_or_says_why_not(string reply) =>
        SharedNetwork.Read(reply, out var problem) is { } network
            ? $"{Convert.ToHexStringLower(network.Ssid)} {network.Passphrase} {network.IsHidden}" : problem!;

    /// <summary>No attribute holds a byte that is no text.</summary>
    [Test]
    public void A_passphrase_that_is_no_text_is_not_shared()
    {
        Assert.That(SharedNetwork.Read("ssid=x\nhidden=0\nwpa=2\npassphrase=1234567\udcff\n", out var problem), Is.Null);
        Assert.That(problem, Does.StartWith("the passphrase is none that a phone could take"));
    }

    [Test]
    public void The_drawing_for_a_terminal_and_for_a_file()
    {
        var modules = QrModules.Of("WIFI:T:WPA;S:labtest;P:12345678;;", QrSpare.Little);
        Assert.That(modules.Size, Is.EqualTo(29 + 8), "version 3, and a quiet zone of four around it");
        var plain = QrDrawing.Write(modules, isTerminal: false);
        Assert.That(plain, Is.EqualTo(Golden));
        var coloured = QrDrawing.Write(modules, isTerminal: true);
        Assert.That(coloured.Split('\n')[..^1], Is.All.StartsWith("\e[38;5;16;48;5;231m").And.All.EndsWith("\e[0m"), "no row colours what follows it");
        Assert.That(coloured.Replace("\e[38;5;16;48;5;231m", "", StringComparison.Ordinal).Replace("\e[0m", "", StringComparison.Ordinal), Is.EqualTo(plain));
    }

    [Test]
    public void The_picture_is_well_formed_and_says_what_it_is()
    {
        var modules = QrModules.Of("WIFI:T:nopass;S:a;;", QrSpare.Some);
        var svg = XElement.Parse(QrDrawing.WriteSvg(modules, "Wi-Fi network <&\"é>"));
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.That((string?)svg.Attribute("role"), Is.EqualTo("img"));
        Assert.That((string?)svg.Element(ns + "title"), Is.EqualTo("Wi-Fi network <&\"é>"));
        Assert.That((string?)svg.Attribute("aria-labelledby"), Is.EqualTo((string?)svg.Element(ns + "title")!.Attribute("id")));
        Assert.That((string?)svg.Attribute("viewBox"), Is.EqualTo($"0 0 {modules.Size} {modules.Size}"));
        Assert.That((string?)svg.Element(ns + "path")!.Attribute("d"), Does.StartWith("M4 4h7v1h-7z"), "the first corner, behind the quiet zone");
    }

    [Test]
    public void Code_and_text_stand_below_each_other()
    {
        using var daemon = new PlayedDaemon(static _ => Reply);
        var (result, output, error) = daemon.Run(json: false, "share");
        Assert.That((result, error), Is.EqualTo((SessionResult.Done, "")));
        Assert.That(output, Is.EqualTo(Golden + "network     labtest\npassphrase  12345678\njoin        scan the code with the camera\n"));
        Assert.That(daemon.Asked, Is.EqualTo(new[] { "SHARE" }));
    }

    [Test]
    public void For_machines_there_is_no_drawing()
    {
        using var daemon = new PlayedDaemon(static _ => "ssid=a\\xff\nhidden=1\nwpa=2\npassphrase=\"quoted\"\n");
        const string expected = "{\"ssid\":\"a\uFFFD\",\"passphrase\":\"\\\"quoted\\\"\",\"hidden\":true,\"code\":\"WIFI:T:WPA;S:61FF;P:\\\\\\\"quoted\\\\\\\";H:true;;\"}\n";
        Assert.That(daemon.Run(json: true, "share"), Is.EqualTo((SessionResult.Done, expected, "")));
        Assert.That(daemon.Run(json: false, "share --json").Output, Is.EqualTo(expected));
    }

    [Test]
    public void The_picture_goes_into_a_file_of_its_owners_or_to_standard_output_alone()
    {
        using var daemon = new PlayedDaemon(static _ => Reply);
        var file = Path.Combine(daemon.Folder, "code.svg");
        File.WriteAllText(file, "an older one, which all may read");
        Assert.That(daemon.Run(json: false, "share --svg " + file), Is.EqualTo((SessionResult.Done,
            "network     labtest\npassphrase  12345678\njoin        scan the code with the camera\n", "")));
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), "the passphrase is in it");
        var (result, output, _) = daemon.Run(json: false, "share --svg -");
        Assert.That((result, output), Is.EqualTo((SessionResult.Done, File.ReadAllText(file))));
        Assert.That(daemon.Run(json: false, $"share --svg {daemon.Folder}/missing/code.svg").Result, Is.EqualTo(SessionResult.Refused));
    }

    [Test]
    public void What_hostapd_does_not_know_is_asked_in_its_own_words()
    {
        using var daemon = new PlayedDaemon(static request => request == "SHARE" ? "UNKNOWN COMMAND\n" : "ssid=x\nwpa=2\nkey_mgmt=WPA-PSK\n");
        var (result, output, error) = daemon.Run(json: false, "share");
        Assert.That((result, output), Is.EqualTo((SessionResult.Refused, "")));
        Assert.That(error, Does.StartWith("the daemon does not tell the passphrase"));
        Assert.That(daemon.Asked, Is.EqualTo(new[] { "SHARE", "GET_CONFIG" }));
        Assert.That(daemon.Run(json: true, "share").Output, Does.StartWith("""{"error":"FAIL","reason":"the daemon does not"""));
    }

    [Test]
    public void A_refusal_comes_with_its_reason()
    {
        using var daemon = new PlayedDaemon(static request => request == "SHARE" ? "FAIL\n" : "each device has a key of its own\n");
        Assert.That(daemon.Run(json: false, "share"), Is.EqualTo((SessionResult.Refused, "FAIL\n", "each device has a key of its own\n")));
    }

    [TestCase("share --svg")]
    [TestCase("share x")]
    [TestCase("share --svg \"\"")]
    public void Anything_else_is_misused(string line)
    {
        using var daemon = new PlayedDaemon(static _ => Reply);
        Assert.That(daemon.Run(json: false, line), Is.EqualTo((SessionResult.Misused, "", "usage: share [--svg FILE|-]\n")));
    }

    [Test]
    public void The_text_below_is_harmless_and_says_what_is_odd()
    {
        Assert.That(ShareView.Describe(new SharedNetwork([0x1b, 0xff], null, true)), Is.EqualTo(new[]
        {
            "network     \e\udcff   (hidden)", "passphrase  none: the network is open",
            "join        scan the code with the camera; its name is no text, which not every phone takes",
        }));
        using var daemon = new PlayedDaemon(static _ => "ssid=\\e[2J\nhidden=0\nwpa=0\n");
        Assert.That(daemon.Run(json: false, "share").Output, Does.Contain("network     \\x1b[2J\n"));
    }

    [Test]
    public void The_licence_names_whose_encoder_it_is()
    {
        using var daemon = new PlayedDaemon(static _ => "");
        Assert.That(daemon.Run(json: false, "license").Output, Does.Contain("QRCoder"));
    }

    private const string Golden = """
                                             
                                             
            █▀▀▀▀▀█ ▄█ ▄▄  ▀▀█▄▀  █▀▀▀▀▀█    
            █ ███ █ ▄█▀█  ▀ █▄█ ▄ █ ███ █    
            █ ▀▀▀ █ ▄ █ ▀███▄ ▄ █ █ ▀▀▀ █    
            ▀▀▀▀▀▀▀ ▀ ▀ █▄▀▄▀ ▀▄▀ ▀▀▀▀▀▀▀    
            ▀▀▀▀█ ▀▀██▀ ▀ ▀█▄▀▀█▀▀▄▀▄▀▄█     
             ▀▄  ▀▀  █▄█▀ ▄ ▄▀█ ▄██▀▄▀ ▄▄    
            ▀▄▀█▀█▀▄▀█▄▀▄▄▄▄ ▀▀▄█▄▄██▀█▄     
              ██▀ ▀  ▀▀ ▄█▀▀▀▀▀▄▀▄▀▀ ▄▀      
            ▄█▀ █ ▀▀█▄▄ ▀ ▀ ▀▀▀▄█▄▄▀▄█ █▀    
            █ ▄▀  ▀ █▄▄█▀ ▄▀▀ ▄ █▀ ▀█   ▄    
            ▀ ▀▀▀ ▀ ▄█▀▀▄▄▄ ▀▀▀ █▀▀▀█▀█      
            █▀▀▀▀▀█ ▀ ▀ ▄█▀█   ██ ▀ █▄▀      
            █ ███ █ ██  ▀ ▀ ▀▀▀ ▀▀▀▀██ █▄    
            █ ▀▀▀ █ █▀▄█▀ ▄▀█▀▄█▄█▀▀██▀█     
            ▀▀▀▀▀▀▀ ▀▀ ▀   ▀▀▀▀▀ ▀▀ ▀▀       
                                             
                                             

        """;
}
