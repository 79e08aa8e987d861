using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>Either the old content or the new, on the disk of this machine.</summary>
public sealed class AtomicFileTests
{
    private const int OwnerOnly = 0x180;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Two_threads_that_replace_one_file_leave_one_of_their_contents_whole()
    {
        var path = Path.Combine(_folder, "file");
        byte[][] contents = [.. new byte[] { 1, 2, 3 }.Select(static b => Enumerable.Repeat(b, 50_000).ToArray())];
        var threads = contents.Select((content, i) => new Thread(() =>
        {
            for (var round = 0; round < 50; round++)
            {
                Assert.That(AtomicFile.Replace(path, content, OwnerOnly).ToString(), Is.EqualTo("ok"));
            }
        })
        { Name = i == 0 ? null : $"writer{i}" }).ToList();
        threads.ForEach(static t => t.Start());
        while (threads.Exists(static t => t.IsAlive))
        {
            if (File.Exists(path))
            {
                var seen = File.ReadAllBytes(path);
                Assert.That(contents.Any(c => c.AsSpan().SequenceEqual(seen)), $"{seen.Length} bytes");
            }
        }

        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_disk_without_room_keeps_the_old_file_and_no_half_one()
    {
        if (!Run("mount", "-t", "tmpfs", "-o", "size=16k", "hostapd-net-test", _folder))
        {
            Assert.Ignore("only root can make a small disk");
        }

        try
        {
            var path = Path.Combine(_folder, "hostapd-net.prom");
            Assert.That(AtomicFile.Replace(path, "old"u8, OwnerOnly).ToString(), Is.EqualTo("ok"));
            Assert.That(AtomicFile.Replace(path, new byte[100_000], OwnerOnly).ToString(), Does.Contain("No space left on device"));
            Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
            Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { path }), "its room is there for the next try");
        }
        finally
        {
            Assert.That(Run("umount", _folder));
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
