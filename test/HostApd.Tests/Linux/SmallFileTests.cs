using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>Files of a few lines, whatever length the kernel says they have.</summary>
public sealed class SmallFileTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1023)]
    [TestCase(1024)]
    [TestCase(1025)]
    [TestCase(5000)]
    public void What_was_written_is_read(int length)
    {
        var path = Path.GetTempFileName();
        try
        {
            var text = new string('x', length);
            SmallFile.Write(path, text);
            Assert.That(SmallFile.Read(path), Is.EqualTo(text));
            SmallFile.Write(path, "one\ntwo\n");
            Assert.That(SmallFile.ReadLines(path), Is.EqualTo(new[] { "one", "two" }));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A page long, as the kernel says, and a line long.</summary>
    [TestCase("/sys/class/net/lo/address", "00:00:00:00:00:00\n")]
    [TestCase("/sys/class/net/lo/addr_len", "6\n")]
    public void A_file_in_sys_is_shorter_than_it_says(string path, string expected)
    {
        Assume.That(File.Exists(path));
        Assert.That(new FileInfo(path).Length, Is.GreaterThan(expected.Length));
        Assert.That(SmallFile.Read(path), Is.EqualTo(expected));
    }

    /// <summary>Empty, as the kernel says.</summary>
    [Test]
    public void A_file_in_proc_is_longer_than_it_says()
    {
        Assert.That(new FileInfo("/proc/self/status").Length, Is.Zero);
        Assert.That(SmallFile.ReadLines("/proc/self/status")[0], Does.StartWith("Name:"));
    }

    [Test]
    public void One_that_is_not_there_is_an_exception_as_the_library_has_it() =>
        Assert.That(() => SmallFile.Read("/nowhere/at/all"), Throws.InstanceOf<IOException>());
}
