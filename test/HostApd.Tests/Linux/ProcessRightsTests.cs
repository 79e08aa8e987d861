using System.Diagnostics;
using System.Globalization;
using System.Text;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>What the process may do, against what the kernel says of it, and lowered on threads and in processes of the tests' own.</summary>
public sealed class ProcessRightsTests
{
    private static readonly CapabilitySet Override = CapabilitySet.Of([Capability.DacOverride, Capability.DacReadSearch]);

    [Test]
    public void The_rights_are_those_that_the_kernel_shows()
    {
        var rights = ProcessRights.Read();
        Assert.That(rights.Effective.Bits, Is.EqualTo(Line("CapEff")));
        Assert.That(rights.Bounding.Bits, Is.EqualTo(Line("CapBnd")));
        Assert.That(rights.NoNewPrivileges, Is.EqualTo(Line("NoNewPrivs") == 1));
    }

    [Test]
    public void A_set_is_bits_with_names()
    {
        var set = CapabilitySet.Of([Capability.NetRaw, Capability.NetAdmin]);
        Assert.That(set.Bits, Is.EqualTo(0x3000UL));
        Assert.That(set.Count, Is.EqualTo(2));
        Assert.That(set.Named.Select(CapabilitySet.NameOf), Is.EqualTo(new[] { "NET_ADMIN", "NET_RAW" }));
        Assert.That(set.IsWithin(new CapabilitySet(0x3001)), Is.True);
        Assert.That(new CapabilitySet(0x3001).IsWithin(set), Is.False);
        Assert.That(new CapabilitySet(0x3001).Without(set).Bits, Is.EqualTo(1UL));
        Assert.That(Enum.GetValues<Capability>().Select(CapabilitySet.NameOf), Has.None.Null, "each has its name");
        Assert.That(Enum.GetValues<Capability>().Select(CapabilitySet.NameOf), Is.Unique);
    }

    [TestCase("a\0b\0", "a|b")]
    [TestCase("a\0\0b\0", "a||b")]
    [TestCase("a", "a")]
    [TestCase("", "")]
    public void Words_end_with_a_zero(string line, string expected) =>
        Assert.That(string.Join('|', ProcessImage.Split(Encoding.UTF8.GetBytes(line)).Select(Encoding.UTF8.GetString)), Is.EqualTo(expected));

    /// <summary>A thread of its own is asked, and this one has what it had.</summary>
    [Test]
    public void Who_asks_without_a_right_has_it_again_behind_the_question()
    {
        var before = ProcessRights.Read();
        ProcessRights? asked = null;
        ProcessRights.AskWithout(Override, () => asked = ProcessRights.Read());
        Assert.That(asked!.Effective, Is.EqualTo(before.Effective.Without(Override)));
        Assert.That(ProcessRights.Read(), Is.EqualTo(before));
    }

    /// <summary>A place of another user's is closed to root without the right to pass over modes; one that nobody may write is not.</summary>
    [Test]
    public void Another_users_place_is_closed_to_root_that_is_bound_to_modes()
    {
        if (!ProcessRights.Read().IsRoot || !Override.IsWithin(ProcessRights.Read().Effective))
        {
            Assert.Ignore("for root");
        }

        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        try
        {
            var (theirs, file) = (Path.Combine(folder, "theirs"), Path.Combine(folder, "theirs", "a.ini"));
            Directory.CreateDirectory(theirs);
            File.WriteAllText(file, "x");
            Assert.That(Closed(file, FileUse.Read), Is.False);
            Run("/bin/chown", "65534", file);
            Run("/bin/chmod", "644", file);
            Assert.That((Closed(file, FileUse.Read), Closed(file, FileUse.Write)), Is.EqualTo((false, true)), "a file that may be read");
            Run("/bin/chmod", "600", file);
            Assert.That((Closed(file, FileUse.Read), Closed(file, FileUse.Execute)), Is.EqualTo((true, true)), "a file of its own");
            Run("/bin/chown", "65534", theirs);
            Run("/bin/chmod", "700", theirs);
            Assert.That(Closed(Path.Combine(theirs, "new"), FileUse.Write), Is.True, "a folder to be written in");
            Assert.That(Closed(Path.Combine(theirs, "further", "new"), FileUse.Write), Is.True, "and one to be made in it");
            Assert.That(Closed(Path.Combine(folder, "further", "new"), FileUse.Write), Is.False, "one to be made in ours");
            Assert.That(Closed("/nowhere/x", FileUse.Read), Is.False, "what is not there is told by who looks for it");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static bool Closed(string path, FileUse use) =>
            HostApd.Privileges.NamedPlaces.Closed([new HostApd.Privileges.NamedPlace("x", path, use)]).Count == 1;
    }

    private static ulong Line(string name) =>
        ulong.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal)).Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }
}
