using HostApd.Cli.Editing;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>What is remembered between two runs, and what must not be.</summary>
public sealed class HistoryTests
{
    private string _folder = "";

    private string FilePath => Path.Combine(_folder, "history");

    [SetUp]
    public void Open() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void Close() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Lines_come_back_in_the_next_run_without_secrets_and_for_the_owner_only()
    {
        var first = new History();
        foreach (var line in new[] { "status", "set wpa_passphrase 12345678", "wps_pin any 12345670", "RAW SET SAE_PASSWORD x", "ping", "ping" })
        {
            first.Add(line);
        }

        Assert.That(first.Lines, Has.Count.EqualTo(5), "the same line twice is one");
        Assert.That(first.Save(FilePath).ToString(), Is.EqualTo("ok"));
        Assert.That(File.GetUnixFileMode(FilePath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var second = new History();
        second.Load(FilePath);
        Assert.That(second.Lines, Is.EqualTo(new[] { "status", "ping" }));
        Assert.That(second.Older(), Is.EqualTo("ping"));
    }

    [Test]
    public void It_has_an_end()
    {
        var history = new History();
        for (var i = 0; i < 1000; i++)
        {
            history.Add($"note {i}");
        }

        Assert.That(history.Lines, Has.Count.EqualTo(200));
        Assert.That(history.Lines[^1], Is.EqualTo("note 999"));
    }

    [Test]
    public void A_strange_file_is_taken_as_far_as_it_is_text()
    {
        File.WriteAllBytes(FilePath, [(byte)'a', 0x1b, (byte)'[', 0xff, (byte)'\n', .. new byte[10_000]]);
        var history = new History();
        history.Load(FilePath);
        Assert.That(history.Lines, Is.EqualTo(new[] { "a[\ufffd" }));
        history.Load(_folder);
        history.Load(Path.Combine(_folder, "none"));
        Assert.That(history.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_place_that_cannot_be_written_is_no_exception() =>
        Assert.That(new History().Save(Path.Combine(_folder, "none", "history")).Succeeded, Is.False);
}
