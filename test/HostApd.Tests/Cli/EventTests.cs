using System.Text;
using System.Text.Json;
using HostApd.Cli;
using HostApd.Cli.Editing;
using HostApd.Control;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>Events and replies are strangers' text: taken apart, handed to programs, shown and written as JSON.</summary>
public sealed class EventTests
{
    [Test]
    public void An_event_is_taken_apart()
    {
        var one = ControlEvent.Parse("<3>AP-STA-CONNECTED 02:00:00:00:01:00 p2p_dev_addr=02:00:00:00:08:00 keyid=x");
        Assert.Multiple(() =>
        {
            Assert.That(one.Interface, Is.Null);
            Assert.That(one.Level, Is.EqualTo(3));
            Assert.That(one.Name, Is.EqualTo("AP-STA-CONNECTED"));
            Assert.That(one.Address, Is.EqualTo("02:00:00:00:01:00"));
            Assert.That(one.Pairs(), Is.EqualTo(new KeyValuePair<string, string>[] { new("p2p_dev_addr", "02:00:00:00:08:00"), new("keyid", "x") }));
        });
    }

    [TestCase("IFNAME=wlan1 <2>AP-ENABLED ", "wlan1", 2, "AP-ENABLED ")]
    [TestCase("IFNAME=wlan1", "wlan1", 3, "")]
    [TestCase("<>", null, 3, "<>")]
    [TestCase("<99999999999>x", null, 3, "<99999999999>x")]
    [TestCase("<3>", null, 3, "")]
    [TestCase("", null, 3, "")]
    public void Odd_events_are_events(string datagram, string? interfaceName, int level, string text)
    {
        var one = ControlEvent.Parse(datagram);
        Assert.That((one.Interface, one.Level, one.Text, one.Address), Is.EqualTo((interfaceName, level, text, (string?)null)));
        Assert.That(one.Pairs(), Is.Empty);
    }

    [TestCase("E name='My Phone' x=1", "name:My Phone|x:1")]
    [TestCase("E name='it's here' x=1", "name:it's here|x:1")]
    [TestCase("E name='", "name:'")]
    [TestCase("E name='open x=1", "name:'open|x:1")]
    [TestCase("E name='a b'", "name:a b")]
    [TestCase("E a=1 a=2 =3 ä=4 b=", "a:1|b:")]
    [TestCase("E [name=1] x=y=z", "x:y=z")]
    public void Values_keep_their_blanks_and_the_first_counts(string text, string pairs) =>
        Assert.That(string.Join('|', ControlEvent.Parse("<3>" + text).Pairs().Select(static p => $"{p.Key}:{p.Value}")), Is.EqualTo(pairs));

    [Test]
    public void A_program_gets_the_words_and_the_values()
    {
        var call = ActionQueue.Describe(ControlEvent.Parse("<3>AP-STA-CONNECTED 02:00:00:00:01:00 keyid=x ip-addr=10.0.0.2"), "wlan0");
        Assert.That(call.Arguments, Is.EqualTo(new[] { "wlan0", "AP-STA-CONNECTED", "02:00:00:00:01:00", "keyid=x", "ip-addr=10.0.0.2" }));
        Assert.That(call.Variables, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["HOSTAPD_NET_INTERFACE"] = "wlan0",
            ["HOSTAPD_NET_EVENT"] = "AP-STA-CONNECTED",
            ["HOSTAPD_NET_TEXT"] = "AP-STA-CONNECTED 02:00:00:00:01:00 keyid=x ip-addr=10.0.0.2",
            ["HOSTAPD_NET_ADDRESS"] = "02:00:00:00:01:00",
            ["HOSTAPD_NET_KEYID"] = "x",
            ["HOSTAPD_NET_IP_ADDR"] = "10.0.0.2",
        }));
    }

    [Test]
    public void An_event_cannot_put_words_into_anothers_mouth()
    {
        var call = ActionQueue.Describe(
            ControlEvent.Parse("<3>X event=Y interface=evil text=z PATH=/tmp LD_PRELOAD=/x \0\n\"$(reboot)\" " + ByteText.Decode([0xff])), "wlan0");
        Assert.Multiple(() =>
        {
            Assert.That(call.Variables["HOSTAPD_NET_EVENT"], Is.EqualTo("X"));
            Assert.That(call.Variables["HOSTAPD_NET_INTERFACE"], Is.EqualTo("wlan0"));
            Assert.That(call.Variables.Keys, Has.All.StartsWith("HOSTAPD_NET_"));
            Assert.That(call.Variables.Values.Concat(call.Arguments), Has.None.Contains("\0"));
            Assert.That(call.Arguments[^2..], Is.EqualTo(new[] { "\n\"$(reboot)\"", "\ufffd" }), "one word, and no shell sees it");
        });
    }

    [TestCase("plain é 網 😀", "plain é 網 😀")]
    [TestCase("a\e[2Jb\r\n", "a\\x1b[2Jb\\x0d\\x0a")]
    [TestCase("\u009b1m\u202e\u2028\ufeff", "\\x9b1m\\u202e\\u2028\\ufeff")]
    [TestCase("\0\x7f\t", "\\x00\\x7f\\x09")]
    public void A_terminal_gets_it_harmless(string text, string shown)
    {
        Assert.That(TerminalText.Line(text), Is.EqualTo(shown));
        Assert.That(TerminalText.Lines("a\n\tb\r"), Is.EqualTo("a\n\tb\\x0d"), "lines of a reply stay");
    }

    [Test]
    public void Bytes_that_are_no_text_are_shown_as_such() =>
        Assert.That(TerminalText.Line(ByteText.Decode([(byte)'a', 0xff, 0x80])), Is.EqualTo("a\\xff\\x80"));

    [Test]
    public void An_event_in_json()
    {
        var json = Encoding.UTF8.GetString(JsonReply.Of(
            ControlEvent.Parse("<3>AP-STA-CONNECTED 02:00:00:00:01:00 name='a \"b\"' keyid=" + ByteText.Decode([0xff])), "wlan0",
            new DateTimeOffset(2026, 11, 25, 12, 0, 0, 5, TimeSpan.FromHours(1))));
        Assert.That(json, Does.EndWith("}\n").And.Not.Contains("\n{"));
        using var parsed = JsonDocument.Parse(json);
        var root = parsed.RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(root.EnumerateObject().Select(static p => p.Name),
                Is.EqualTo(new[] { "time", "interface", "level", "event", "text", "address", "values" }));
            Assert.That(root.GetProperty("time").GetString(), Is.EqualTo("2026-11-25T11:00:00.005Z"));
            Assert.That(root.GetProperty("interface").GetString(), Is.EqualTo("wlan0"));
            Assert.That(root.GetProperty("level").GetInt32(), Is.EqualTo(3));
            Assert.That(root.GetProperty("values").GetProperty("name").GetString(), Is.EqualTo("a \"b\""));
            Assert.That(root.GetProperty("values").GetProperty("keyid").GetString(), Is.EqualTo("\ufffd"));
        });
    }

    [TestCase("state=ENABLED\nfreq=2437\nht_caps_info=0000\nbss[0]=wlan0\nssid[0]=1\nnum_sta[0]=2\nbss[1]=wlan1\n", false,
        """{"state":"ENABLED","freq":2437,"ht_caps_info":"0000","bss":[{"interface":"wlan0","ssid":"1","num_sta":2},{"interface":"wlan1"}]}""")]
    [TestCase("02:00:00:00:01:00\nflags=[AUTH][ASSOC]\nsignal=-30\nwpsDeviceName=42\n", true,
        """{"address":"02:00:00:00:01:00","flags":["AUTH","ASSOC"],"signal":-30,"wpsDeviceName":"42"}""")]
    [TestCase("freq=N/A\nfreq=1\nnonsense\n=x\nbss=1\nbss[0]=w\nbss[99999999999]=w\nx[=1\ny]=2\n", false,
        """{"freq":"N/A","bss":"1","bss[99999999999]":"w","x[":"1","y]":"2"}""")]
    [TestCase("", true, "{}")]
    public void Replies_in_json(string reply, bool withAddress, string json) =>
        Assert.That(Encoding.UTF8.GetString(JsonReply.Of(reply, withAddress)), Is.EqualTo(json + "\n"));

    [Test]
    public void Any_datagram_is_survived_and_its_json_is_json()
    {
        var random = new Random(5);
        const string Likely = "<3>IFNAME= ='[]\n\0\"\\\u001b";
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(60)];
            for (var at = 0; at < bytes.Length; at++)
            {
                bytes[at] = random.Next(2) == 0 ? (byte)Likely[random.Next(Likely.Length)] : (byte)random.Next(256);
            }

            var text = ByteText.Decode(bytes);
            var one = ControlEvent.Parse(text);
            using var first = JsonDocument.Parse(JsonReply.Of(one, null, DateTimeOffset.UnixEpoch));
            using var second = JsonDocument.Parse(JsonReply.Of(text, withAddress: i % 2 == 0));
            _ = ActionQueue.Describe(one, "wlan0");
            Assert.That(TerminalText.Line(text), Has.None.Matches<char>(char.IsControl));
            Assert.That(Screen.Draw(text, text.Length, 1 + i % 100), Does.StartWith("\r> "));
        }
    }

    [TestCase("status", 2, 80, "\r> status\e[K\r\e[4C")]
    [TestCase("0123456789", 10, 10, "\r> 3456789\e[K\r\e[9C", Description = "the part around the cursor")]
    [TestCase("0123456789", 0, 10, "\r> 0123456\e[K\r\e[2C")]
    [TestCase("網網網網", 4, 8, "\r> 網網\e[K\r\e[6C", Description = "two columns each")]
    public void The_line_keeps_to_its_row(string text, int cursor, int columns, string drawn) =>
        Assert.That(Screen.Draw(text, cursor, columns), Is.EqualTo(drawn));

    [Test]
    public void A_pipe_is_cut_into_lines()
    {
        var buffer = new LineBuffer(longest: 8);
        buffer.Add("pi"u8);
        Assert.That(buffer.TryTake(isEnd: false, out _), Is.False);
        buffer.Add("ng\r\n0123456789\nlast"u8);
        Assert.That(buffer.TryTake(isEnd: false, out var first) ? first : null, Is.EqualTo("ping"));
        Assert.That(buffer.TryTake(isEnd: false, out var second) ? second : null, Is.EqualTo("01234567"));
        Assert.That(buffer.TryTake(isEnd: false, out _), Is.False);
        Assert.That(buffer.TryTake(isEnd: true, out var third) ? third : null, Is.EqualTo("last"));
        Assert.That(buffer.TryTake(isEnd: true, out _), Is.False);
    }
}
