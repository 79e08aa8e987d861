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
