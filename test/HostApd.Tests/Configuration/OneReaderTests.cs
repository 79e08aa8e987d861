using System.Text;
using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>What was judged is what is read, whatever bytes a file has.</summary>
public sealed class OneReaderTests
{
    private const string Good = "[radio]\ninterface = wlan0\nchannel = 6\n[bss]\n";

    [TestCase("ssid = a\rb\n", "a.ini:5: ssid: has a carriage return within the line: end lines with a line feed")]
    [TestCase("ssid = a\0b\n", "a.ini:5: ssid: has a control character (0x00): take it out; a name may be written as ssid2, in hexadecimal")]
    [TestCase("ssid = a\n/etc = 5\n", "a.ini:6: /etc: unknown configuration item: a newer version's, or misspelt; take the line out, or put a # before it")]
    [TestCase("ssid = a\n[bss\n", "a.ini:6: '[bss' is no section: write [name]")]
    [TestCase("ssid = a\n[]\n", "a.ini:6: '[]' is no section: write [name]")]
    [TestCase("ssid = a\nssid = b\n", "a.ini:6: ssid: is set twice; the first is in line 5")]
    [TestCase("ssid = a\n[BSS]\nSSID = b\n", "a.ini:7: SSID: is set twice; the first is in line 5")]
    [TestCase("ssid = a\nwpa_passphrase geheim12345\n", "a.ini:6: 'wpa_passphrase …' is no setting: write key = value")]
    [TestCase("ssid = a\n= 5\n", "a.ini:6: '= 5' is no setting: write key = value")]
    public void A_mistake_of_form_has_its_line(string lines, string expected) => Assert.That(Read(Good + lines, out _), Is.EqualTo(new[] { expected }));

    [TestCase("# a\r[security]\rwpa = 0\nssid = home\n")]
    [TestCase("; caf\u00e9\nssid = home\n")]
    [TestCase("ssid = \"home\"\n")]
    [TestCase("SSID=home\r\n")]
    [TestCase("  [ bss ]  \n\tssid\t=\thome\t\n")]
    public void A_right_file_is_read(string lines)
    {
        Assert.That(Read(Good + lines, out var read), Is.Empty);
        Assert.That(read.Ssid, Is.EqualTo("home"u8.ToArray()));
    }

    [TestCase("\"a\"b\"", "a\"b")]
    [TestCase("\"\"a\"\"", "\"a\"")]
    [TestCase("\" a \"", " a ")]
    [TestCase("/a", "/a")]
    [TestCase("#a", "#a")]
    [TestCase("a = b", "a = b")]
    [TestCase("[a]", "[a]")]
    public void A_value_is_what_stands_there(string value, string expected)
    {
        Assert.That(Read(Good + $"ssid = {value}\n", out var read), Is.Empty);
        Assert.That(Encoding.UTF8.GetString(read.Ssid), Is.EqualTo(expected));
    }

    [Test]
    public void Bytes_that_are_no_text_are_told_where_they_count_and_harmless_in_a_comment()
    {
        byte[] head = Encoding.UTF8.GetBytes(Good);
        Assert.That(Read([.. head, .. "# K"u8, 0xfc, .. "che\nssid = home\n"u8], out var read), Is.Empty);
        Assert.That(read.Ssid, Is.EqualTo("home"u8.ToArray()));
        Assert.That(Read([.. head, .. "ssid = K"u8, 0xfc, .. "che\n"u8], out _),
            Is.EqualTo(new[] { "a.ini:5: ssid: is not UTF-8 (byte 0xfc): save the file as UTF-8; a name may be written as ssid2, in hexadecimal" }));
    }

    [Test]
    public void A_line_of_any_length_is_judged_quickly()
    {
        var before = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.That(Read(Good + "ssid = home\n" + new string('x', 1 << 16) + " = 5\n", out _).Single(), Has.Length.LessThan(300));
        Assert.That(Read(Good + "ssid = " + new string('x', 1 << 16) + "\n", out _).Single(), Does.Contain("needs 1–32 bytes"));
        var many = string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"k{i} = 1\n"));
        Assert.That(Read(Good + "ssid = home\n" + many, out _), Has.Count.EqualTo(20_000));
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(before), Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    [TestCase("/dev/zero")]
    [TestCase("/dev/tty")]
    [TestCase("/")]
    [TestCase("")]
    [TestCase("/proc/self/\0/x")]
    public void What_is_no_file_is_a_problem_and_nothing_waits_for_it(string path)
    {
        foreach (var options in new ReadOptions[] { default, new(false, NamedByClient: true) })
        {
            var problems = new List<ConfigurationProblem>();
            ConfigurationFile.Read(path, options, problems);
            Assert.That(problems.Single().Text, Does.StartWith("cannot be read: "));
        }

        foreach (var key in new[] { "accept_mac_file", "deny_mac_file", "wpa_psk_file", "extra_cred" })
        {
            Assert.That(Read($"interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\n{key}={path}\n", out _), Has.Count.EqualTo(1), key);
        }
    }

    [TestCase("channel = 6 ; the sixth", "a.ini:3: channel: is read as 6; '; the sixth' behind it does not count: a comment needs a line of its own (warning)")]
    [TestCase("channel = 6 # the sixth", "a.ini:3: channel: is read as 6; '# the sixth' behind it does not count: a comment needs a line of its own (warning)")]
    [TestCase("channel = 6\nhw_mode = g ; fast", "a.ini:4: hw_mode: 'g ; fast' is no value; a comment needs a line of its own")]
    [TestCase("channel = 6\nhw_mode = g # fast", "a.ini:4: hw_mode: 'g # fast' is no value; a comment needs a line of its own")]
    [TestCase("channel = 6\ncountry_code = DE ; here", "a.ini:4: country_code: is read as DE; '; here' behind it does not count (warning)")]
    public void A_comment_behind_a_value_is_told(string lines, string expected) =>
        Assert.That(Read($"[radio]\ninterface = wlan0\n{lines}\n[bss]\nssid = home\n", out _), Is.EqualTo(new[] { expected }));

    [Test]
    public void An_ini_with_carriage_returns_alone_is_read_with_a_word()
    {
        Assert.That(Read((Good + "ssid = home\n").ReplaceLineEndings("\r"), out var read),
            Is.EqualTo(new[] { "a.ini:1: ends its lines with carriage returns alone: read as if they were line feeds (warning)" }));
        Assert.That(Encoding.UTF8.GetString(read.Ssid), Is.EqualTo("home"));
        Assert.That(IniEditor.Set((Good + "ssid = home\n").ReplaceLineEndings("\r"), "bss", "ssid", LineValue.Of("other")), Does.EndWith("[bss]\rssid = other\r"));
        Assert.That(FlatEditor.Set("ssid=a\rchannel=1\r", "ssid", LineValue.Of("b")), Is.EqualTo("ssid=b\rchannel=1\r"));
        Assert.That(FlatEditor.Set("\uFEFFssid=a\nchannel=1\n", "ssid", LineValue.Of("b")), Is.EqualTo("ssid=b\nchannel=1\n"));
    }

    [TestCase("", TextMarks.None, "")]
    [TestCase("a\n", TextMarks.None, "a\n")]
    [TestCase("a\rb\n", TextMarks.None, "a\rb\n")]
    [TestCase("a\r\nb\n", TextMarks.WindowsLineEnds, "a\nb\n")]
    [TestCase("a\r\r\nb\n", TextMarks.WindowsLineEnds, "a\nb\n")]
    [TestCase("a\nb\r", TextMarks.WindowsLineEnds, "a\nb")]
    [TestCase("a\rb", TextMarks.LoneReturns, "a\nb")]
    [TestCase("\r", TextMarks.LoneReturns, "\n")]
    [TestCase("\uFEFF", TextMarks.ByteOrderMark, "")]
    [TestCase("\uFEFFa\r\n", TextMarks.ByteOrderMark | TextMarks.WindowsLineEnds, "a\n")]
    public void What_stands_beside_the_text_is_taken_off(string text, object marks, string expected)
    {
        Assert.That(Encoding.UTF8.GetString(PlainText.Of(Encoding.UTF8.GetBytes(text), out var found)), Is.EqualTo(expected));
        Assert.That(found, Is.EqualTo(marks));
        Assert.That(PlainText.Remark(found), found == TextMarks.None ? Is.Null : Is.Not.Empty);
    }

    [Test]
    public void A_byte_order_mark_before_a_hostapd_conf_does_no_harm()
    {
        Assert.That(Read("\uFEFFinterface=wlan0\nhw_mode=g\nchannel=6\nssid=home\n", out var read), Is.EqualTo(new[]
        {
            "a.ini:1: begins with a byte order mark: read without; hostapd takes such marks for a part of keys and values (warning)",
        }));
        Assert.That(read.InterfaceName, Is.EqualTo("wlan0"));
        Assert.That(Read("\uFEFF[radio]\ninterface = wlan0\n", out _), Has.None.Contains("[radio]"));
    }

    [Test]
    public void Line_ends_of_elsewhere_in_a_hostapd_conf_are_read_and_named()
    {
        const string lines = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\n";
        foreach (var (end, name) in new[] { ("\r\n", "has Windows line ends (carriage returns)"), ("\r", "ends its lines with carriage returns alone") })
        {
            Assert.That(Read(lines.ReplaceLineEndings(end), out var read), Is.EqualTo(new[]
            {
                $"a.ini:1: {name}: read without; hostapd takes such marks for a part of keys and values (warning)",
            }));
            Assert.That((read.InterfaceName, read.Radio.Channel, Encoding.UTF8.GetString(read.Ssid)), Is.EqualTo(("wlan0", (int?)6, "home")));
        }

        Assert.That(Read("\uFEFF" + lines.ReplaceLineEndings("\r\n"), out _).Single(), Does.Contain("byte order mark and has Windows line ends"));
        Assert.That(Read("interface=wlan0\nhw_mode=g\nchannel=6\nssid=a\0b\n", out _)[0], Does.StartWith("a.ini:4: has a zero byte"));
    }

    private static List<string> Read(string text, out AccessPointConfiguration read) => Read(Encoding.UTF8.GetBytes(text), out read);

    private static List<string> Read(byte[] bytes, out AccessPointConfiguration read)
    {
        var problems = new List<ConfigurationProblem>();
        read = ConfigurationFile.Read("a.ini", bytes, default, problems);
        return [.. problems.Select(static p => p.ToString())];
    }
}
