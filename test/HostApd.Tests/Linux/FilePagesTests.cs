using System.Text;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>Which pages of the program's file may be given back: never one that somebody has written to.</summary>
public sealed class FilePagesTests
{
    [TestCase("r-xp", "/usr/sbin/hostapd-net", "0", ExpectedResult = true, TestName = "code")]
    [TestCase("r--p", "/usr/lib/libc.so.6", "0", ExpectedResult = true, TestName = "tables of a library")]
    [TestCase("r-xp", "/usr/sbin/hostapd-net (deleted)", "0", ExpectedResult = true, TestName = "code of a program that was replaced")]
    [TestCase("r--p", "/usr/sbin/hostapd-net", "8", ExpectedResult = false, TestName = "tables that were relocated before")]
    [TestCase("r-xp", "/usr/sbin/hostapd-net", "4", ExpectedResult = false, TestName = "code with a breakpoint")]
    [TestCase("rw-p", "/usr/sbin/hostapd-net", "0", ExpectedResult = false, TestName = "variables, not written yet")]
    [TestCase("r--s", "/etc/table", "0", ExpectedResult = false, TestName = "shared with others")]
    [TestCase("r-xp", "[vdso]", "0", ExpectedResult = false, TestName = "the kernel's own page")]
    [TestCase("r--p", "", "0", ExpectedResult = false, TestName = "memory without a file")]
    [TestCase("---p", "/usr/lib/libm.so.6", "0", ExpectedResult = false, TestName = "a hole")]
    public bool Only_what_nobody_wrote_is_given_back(string rights, string path, string anonymous)
    {
        var map = Mapping("00400000-00404000", rights, path, anonymous);

        var ranges = FilePages.Unwritten(Encoding.UTF8.GetBytes(map));

        Assert.That(ranges, Has.Count.LessThanOrEqualTo(1));
        Assert.That(ranges, Is.All.EqualTo(((nuint)0x400000, (nuint)0x4000)));
        return ranges.Count == 1;
    }

    [Test]
    public void Each_mapping_is_judged_by_its_own_lines()
    {
        var map = Mapping("7f000000-7f001000", "r--p", "/a", "4") + Mapping("7f001000-7f003000", "r-xp", "/a", "0")
            + Mapping("7f003000-7f004000", "rw-p", "/a", "0") + "7f005000-7f006000 r-xp 00000000 00:1f 5 /b\nSize: 4 kB\n"
            + Mapping("7f007000-7f008000", "r--p", "/c", "0");

        var ranges = FilePages.Unwritten(Encoding.UTF8.GetBytes(map));

        Assert.That(ranges, Is.EqualTo(new[] { ((nuint)0x7f001000, (nuint)0x2000), ((nuint)0x7f007000, (nuint)0x1000) }));
    }

    [TestCase("")]
    [TestCase("\n\nAnonymous: 0 kB\n")]
    [TestCase("00400000-00404000\nAnonymous: 0 kB\n")]
    [TestCase("00400000-00404000 r-xp\nAnonymous: 0 kB\n")]
    [TestCase("00404000-00400000 r-xp 0 0 0 /a\nAnonymous: 0 kB\n")]
    [TestCase("00400000-00404000 r-xp 0 0 0 /a\nAnonymous:\n")]
    [TestCase("00400000-00404000 r-xp 0 0 0 /a")]
    public void Lines_of_another_shape_give_back_nothing(string map) =>
        Assert.That(FilePages.Unwritten(Encoding.UTF8.GetBytes(map)), Is.Empty);

    [Test]
    [NonParallelizable]
    public void A_process_goes_on_after_its_own_were_given_back()
    {
        Assert.That(FilePages.GiveBack(), Is.GreaterThan(0UL));
        Assert.That(Encoding.UTF8.GetString("still here"u8), Is.EqualTo("still here"));
    }

    private static string Mapping(string range, string rights, string path, string anonymous) =>
        $"{range} {rights} 00001000 00:1f 1234 {path}\nSize:               16 kB\nRss:                16 kB\n"
        + $"Anonymous:      {anonymous,5} kB\nLazyFree:              0 kB\nVmFlags: rd ex mr mw me\n";
}
