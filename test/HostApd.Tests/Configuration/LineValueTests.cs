using System.Text;
using HostApd.Configuration;
using HostApd.Control;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>What comes into a file that is read line by line.</summary>
public sealed class LineValueTests
{
    [TestCase("a\nb")]
    [TestCase("a\r")]
    [TestCase("\0")]
    [TestCase("a\tb")]
    [TestCase("\u0085")]
    [TestCase("\u007f")]
    public void A_value_that_would_end_its_line_is_none(string text)
    {
        Assert.That(LineValue.TryCreate(text, out _), Is.False);
        Assert.That(() => LineValue.Of(text), Throws.ArgumentException.With.Message.Not.Contains(text));
    }

    [TestCase("home", "home")]
    [TestCase(" home", "\" home\"")]
    [TestCase("home ", "\"home \"")]
    [TestCase("\"home\"", "\"\"home\"\"")]
    [TestCase("\"", "\"")]
    [TestCase("#;= a", "#;= a")]
    public void An_ini_line_gives_back_what_was_written(string value, string expected)
    {
        Assert.That(LineValue.Of(value).ForIni, Is.EqualTo(expected));
        var text = IniEditor.Set("[bss]\n", "bss", "config_id", LineValue.Of(value));
        var problems = new List<ConfigurationProblem>();
        Assert.That(IniConfiguration.Read("a.ini", ByteText.Encode(text), default, problems).ConfigId, Is.EqualTo(value));
    }

    [TestCase("home", true)]
    [TestCase("caf\u00e9 12 \u5bb6", true)]
    [TestCase("a b", true)]
    [TestCase(" a", false)]
    [TestCase("a ", false)]
    [TestCase("a#b", false)]
    [TestCase("a;b", false)]
    [TestCase("\"a\"", false)]
    [TestCase("a\nb", false)]
    [TestCase("a\u2028b", false)]
    [TestCase("a\u00a0", false)]
    [TestCase("\ufeffa", false)]
    [TestCase("\u202ea", false)]
    public void A_name_that_is_plain_text_stands_as_it_is(string name, bool plain)
    {
        var (ssid, ssid2) = SsidLine.Of(Encoding.UTF8.GetBytes(name));
        Assert.That((ssid?.Text, ssid2?.Text),
            Is.EqualTo(plain ? (name, null) : ((string?)null, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name)))));
    }

    [Test]
    public void A_name_that_is_no_UTF8_stands_in_hexadecimal() => Assert.That(SsidLine.Of([0x61, 0xff]).Ssid2?.Text, Is.EqualTo("61ff"));

    [Test]
    public void Windows_line_ends_and_a_byte_order_mark_stay_as_they_are()
    {
        const string text = "\uFEFF[bss]\r\nssid = a\r\n# c\r\n";
        Assert.That(IniEditor.Set(text, "bss", "ssid", LineValue.Of("b")), Is.EqualTo("\uFEFF[bss]\r\nssid = b\r\n# c\r\n"));
        Assert.That(IniEditor.Set(text, "wps", "wps_state", LineValue.Of("2")), Is.EqualTo(text + "\r\n[wps]\r\nwps_state = 2\r\n"));
    }

    [TestCase("one\ntwo", "one\\x0atwo")]
    [TestCase("a\r\u001b[2J\u007f", "a\\x0d\\x1b[2J\\x7f")]
    [TestCase("a\u2028b", "a\\u2028b")]
    [TestCase("caf\u00e9 \ud83d\ude00", "caf\u00e9 \ud83d\ude00")]
    public void Text_of_others_is_one_line(string text, string expected) => Assert.That(Spoken.OnOneLine(text), Is.EqualTo(expected));

    [Test]
    public void A_byte_that_is_no_text_is_spelt_out() => Assert.That(Spoken.OnOneLine(ByteText.Decode([0x61, 0xff])), Is.EqualTo("a\\xff"));

    [Test]
    public void A_problem_is_one_line_whatever_the_file_holds()
    {
        var problems = new List<ConfigurationProblem>();
        HostapdFile.Read("a\nb.conf", "ssid=x\rinterface=y\nno\rline\nhw_mode=g\r\nke\ry=1\n"u8, AccessPointConfiguration.WithHostapdsDefaults("x"), default, problems);
        Assert.That(problems, Is.Not.Empty);
        Assert.That(problems.Select(static p => p.ToString()), Has.None.Matches<string>(static t => t!.Any(char.IsControl)));
    }

    [Test]
    public void A_line_of_the_log_is_one_line_whatever_a_client_says()
    {
        var layout = new Logging.Line(timestamps: false);
        var text = layout.Render(new NLog.LogEventInfo(NLog.LogLevel.Info, "", null, "NOTE: {0}", ["x\nwlan0: AP-ENABLED\r"]));
        Assert.That(text, Is.EqualTo("NOTE: x\\x0awlan0: AP-ENABLED\\x0d"));
        var fault = layout.Render(new NLog.LogEventInfo(NLog.LogLevel.Error, "", null, "a fault of ours:", null, new FormatException("one\nwlan0: two")));
        Assert.That(fault.Split('\n').Skip(1), Has.All.StartsWith("    "), "what follows the first line of a trace is indented");
    }
}
