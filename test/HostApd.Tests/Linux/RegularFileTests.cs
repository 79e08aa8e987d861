using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>Whole files and nothing else, from the disk of this machine.</summary>
public sealed class RegularFileTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(0)]
    [TestCase(4096)]
    [TestCase(4097)]
    [TestCase(70_000)]
    public void A_file_is_read_to_its_end(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(static i => (byte)(i * 7))];
        File.WriteAllBytes(In("file"), bytes);
        Assert.That(Read("file", FileTrust.Anybody, out var content).ToString(), Is.EqualTo("ok"));
        Assert.That(content!.Bytes, Is.EqualTo(bytes));
    }

    [Test]
    public void A_pipe_without_a_writer_is_refused_at_once()
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", In("pipe"));
        made.WaitForExit();
        var before = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.That(Read("pipe", FileTrust.Anybody, out _).ToString(), Does.Contain("a regular file is wanted"));
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(before), Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [TestCase("/dev/zero")]
    [TestCase("/dev/null")]
    [TestCase("/")]
    [TestCase("")]
    [TestCase("/etc/hostname\0/x")]
    public void What_is_no_regular_file_is_refused(string path) =>
        Assert.That(RegularFile.Read(path, 100, FileTrust.Anybody, out _).Succeeded, Is.False);

    [Test]
    public void A_file_that_is_too_long_is_refused()
    {
        File.WriteAllBytes(In("file"), new byte[101]);
        Assert.That(RegularFile.Read(In("file"), 100, FileTrust.Anybody, out _).ToString(), Does.Contain("at most 100 bytes"));
        Assert.That(RegularFile.Read(In("file"), 101, FileTrust.Anybody, out _).Succeeded);
    }

    [TestCase(0b110_000_000, true)]
    [TestCase(0b110_100_100, true)]
    [TestCase(0b110_110_100, false)]
    [TestCase(0b110_100_110, false)]
    public void Only_its_owner_may_be_able_to_write_what_is_trusted(int mode, bool expected)
    {
        File.WriteAllText(In("file"), "x");
        File.SetUnixFileMode(In("file"), (UnixFileMode)mode);
        Assert.That(Read("file", FileTrust.OwnersOnly, out var content).Succeeded, Is.EqualTo(expected));
        Assert.That(content?.Mode, Is.EqualTo(expected ? mode : null));
        Assert.That(Read("file", FileTrust.Anybody, out _).Succeeded);
    }

    [Test]
    public void A_file_of_another_user_is_not_trusted()
    {
        if (Environment.UserName != "root")
        {
            Assert.Ignore("only root can give files away");
        }

        File.WriteAllText(In("file"), "x");
        File.SetUnixFileMode(In("file"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var given = System.Diagnostics.Process.Start("chown", ["12345", In("file")]);
        given.WaitForExit();
        Assert.That(Read("file", FileTrust.OwnersOnly, out _).Succeeded, Is.False);
        Assert.That(Read("file", FileTrust.Anybody, out _).Succeeded);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private OsResult Read(string name, FileTrust trust, out FileContent? content) =>
        RegularFile.Read(In(name), RegularFile.LongestText, trust, out content);
}
