using System.Text;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>The files of a running process: its number and its log.</summary>
public sealed class ProcessFilesTests
{
    private string _folder = "";

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_file_with_our_number_goes_with_us()
    {
        var path = Path.Combine(_folder, "pid");
        Assert.That(PidFile.Write(path, out var file), Is.Null);
        Assert.That(File.ReadAllText(path), Is.EqualTo($"{Environment.ProcessId}\n"));
        file!.Dispose();
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void The_number_of_another_stays()
    {
        var path = Path.Combine(_folder, "pid");
        Assert.That(PidFile.Write(path, out var file), Is.Null);
        File.WriteAllText(path, "1\n");
        file!.Dispose();
        Assert.That(File.ReadAllText(path), Is.EqualTo("1\n"));
    }

    [Test]
    public void A_log_grows_and_its_folder_is_not_made()
    {
        var path = Path.Combine(_folder, "log");
        for (var i = 0; i < 2; i++)
        {
            Assert.That(AppendedFile.Open(path, 0x1A0, out var file).Succeeded);
            Assert.That(StandardStreams.Write(file!.Fd, Encoding.ASCII.GetBytes($"line {i}\n")));
            file.Dispose();
        }

        Assert.That(File.ReadAllText(path), Is.EqualTo("line 0\nline 1\n"));
        Assert.That(AppendedFile.Open(Path.Combine(_folder, "no", "log"), 0x1A0, out var none).ToString(),
            Is.EqualTo($"opening {_folder}/no/log: No such file or directory"));
        Assert.That(none, Is.Null);
        Assert.That(AppendedFile.Open(_folder, 0x1A0, out _).ToString(), Is.EqualTo($"opening {_folder}: Is a directory"));
        Assert.That(AppendedFile.Open("", 0x1A0, out _).Succeeded, Is.False);
    }

    [TestCase("/bin/sh", FileUse.Execute, "ok")]
    [TestCase("/no/such", FileUse.Execute, "executing /no/such: No such file or directory")]
    [TestCase("/", FileUse.Execute, "executing /: Is a directory")]
    [TestCase("/proc/self/mem/x", FileUse.Read, "reading /proc/self/mem/x: Not a directory")]
    [TestCase("/proc/nope", FileUse.Write, "writing to /proc/nope: No such file or directory")]
    public void What_may_be_done_with_a_file(string path, FileUse use, string expected) =>
        Assert.That(FilePermissions.Check(path, use).ToString(), Is.EqualTo(expected));
}
