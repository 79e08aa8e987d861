using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>The daemon's command line, as far as it goes before anything is touched.</summary>
[NonParallelizable]
public sealed class DaemonCommandTests
{
    [Test]
    public void A_broken_configuration_ends_with_1_and_says_that_nothing_was_started()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "[radio]\ninterfaze = wlan0\n");
            var (code, text) = Run("-dd", file);
            Assert.That(code, Is.EqualTo(1));
            Assert.That(text, Does.Contain($"{file}:2: interfaze: unknown configuration item (did you mean interface?)"));
            Assert.That(text, Does.EndWith("4 errors found; nothing was started\n"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Two_broken_files_are_both_judged_to_their_end()
    {
        var (code, text) = Run("/nowhere/a.ini", "/nowhere/b.ini");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain("/nowhere/a.ini: cannot be read").And.Contain("/nowhere/b.ini: cannot be read"));
    }

    [TestCase("-v", "hostapd-net v")]
    [TestCase("-h", "usage: hostapd-net")]
    [TestCase("--no-such-option", "usage: hostapd-net")]
    public void Questions_are_answered_on_standard_error_with_exit_code_1(string argument, string expected)
    {
        var (code, text) = Run(argument);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain(expected));
    }

    [Test]
    public void A_global_socket_without_a_folder_is_refused_with_a_way_out()
    {
        var (code, text) = Run("-g", "global");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.StartWith("-g global: a path is wanted; for a socket in this directory write ./global\n"));
    }

    [Test]
    public void The_long_questions_are_answered_with_success()
    {
        Assert.That(Run("--version"), Is.EqualTo((0, $"hostapd-net v{DaemonCommand.VersionText}\n")));
        var (code, text) = Run("--help");
        Assert.That(code, Is.Zero);
        Assert.That(text, Does.StartWith("usage: hostapd-net"));
    }

    [Test]
    public void The_letters_of_hostapd_end_as_hostapds_do()
    {
        Assert.That(Run("-v"), Is.EqualTo((1, $"hostapd-net v{DaemonCommand.VersionText}\n")));
        Assert.That(Run("-h").Code, Is.EqualTo(1));
    }

    [TestCase("a.ini", "[radio]\ninterface = wlan9\nchannel = 1\n[bss]\nssid = x\n[security]\nwpa = 2\nwpa_passphrase = change me please\n"
        + "[control]\non_event = /no/program\nctrl_interface_group = nosuchgroup\n[button]\ninput = /dev/nope\nled = nope\n[log]\nfile = /no/folder/log\n", 8, 10, 11, 13, 14, 16)]
    [TestCase("a.conf", "interface=wlan9\nchannel=1\nssid=x\nwpa=2\nwpa_passphrase=change me please\non_event=/no/program\n"
        + "ctrl_interface=/run/x\nctrl_interface_group=nosuchgroup\nbutton_input=/dev/nope\nbutton_led=nope\nlog_file=/no/folder/log\n", 5, 6, 8, 9, 10, 11)]
    public void The_check_sees_what_only_shows_when_it_runs(string name, string content, params int[] lines)
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        try
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, content);
            var (code, text) = Run("--check", file);
            Assert.That(code, Is.EqualTo(1), text);
            var words = text.Split('\n');
            foreach (var (line, word) in lines.Zip(new[] { "everybody knows it", "/no/program: No such file", "no group nosuchgroup", "/dev/nope: No such file", "leds/nope", "/no/folder: No such file" }))
            {
                Assert.That(words.Any(w => w.StartsWith($"{file}:{line}: ", StringComparison.Ordinal) && w.Contains(word, StringComparison.Ordinal)), $"{line} {word}:\n{text}");
            }

            var json = System.Text.Json.JsonDocument.Parse(Run("--check", "--json", file).Text).RootElement;
            Assert.That(json[0].GetProperty("good").GetBoolean(), Is.False);
            Assert.That(json[0].GetProperty("problems").EnumerateArray().Select(static p => p.GetProperty("line").GetInt32()), Is.EquivalentTo(lines));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void The_check_for_machines_tells_mistakes_and_words_apart()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "interface=wlan9\nchannel=1 # quiet\nssid=x\nrnr=1\nhw_mode=gn\n");
            var (code, text) = Run("--check", "--json", file, "/nowhere/b.ini");
            Assert.That(code, Is.EqualTo(1));
            var json = System.Text.Json.JsonDocument.Parse(text).RootElement;
            Assert.That(json.EnumerateArray().Select(static f => f.GetProperty("good").GetBoolean()), Is.EqualTo(new[] { false, false }));
            Assert.That(json[0].GetProperty("problems").EnumerateArray().Select(static p => p.GetProperty("weight").GetString()),
                Is.EquivalentTo(new[] { "summary", "warning", "unsupported", "error" }), text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void One_interface_serves_one_file_and_i_stands_in_for_a_missing_name()
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        try
        {
            var (first, second) = (Path.Combine(folder, "a.conf"), Path.Combine(folder, "b.conf"));
            File.WriteAllText(first, "interface=wlan9\nchannel=1\nssid=x\n");
            File.WriteAllText(second, "ssid=y\nchannel=1\ninterface=wlan9\n");
            Assert.That(Run("--check", first, second), Is.EqualTo((1, $"{second}:3: interface: wlan9 is taken by {first}: an interface serves one file (-i names another)\n"
                + "1 error found; nothing was started\n")));
            Assert.That(Run("--check", "-i", "wlan8,wlan9", first, second).Code, Is.Zero);
            File.WriteAllText(second, "ssid=y\nchannel=1\n");
            Assert.That(Run("--check", second).Text, Does.Contain("interface: is missing"));
            Assert.That(Run("--check", "-i", "wlan8", second).Code, Is.Zero);
            Assert.That(Run("--check", "-i", "a,b,c", first, second).Text, Does.StartWith("-i: names 3 interfaces for 2 files\n"));
            Assert.That(Run("--check", "-i", "a/b", second).Text, Does.Contain("a/b"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Without_a_file_there_is_usage() => Assert.That(Run().Text, Does.StartWith("usage: hostapd-net"));

    private static (int Code, string Text) Run(params string[] arguments)
    {
        using var captured = new StringWriter();
        Say.Captured = captured;
        try
        {
            return (DaemonCommand.Run(arguments), captured.ToString());
        }
        finally
        {
            Say.Captured = null;
        }
    }
}
