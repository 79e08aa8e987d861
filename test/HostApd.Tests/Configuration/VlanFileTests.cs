using HostApd.Ap;
using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

public sealed class VlanFileTests
{
    [Test]
    public void Lines_are_a_number_or_any_a_name_and_perhaps_a_bridge()
    {
        var (lines, problem) = VlanFile.Parse("# networks\n\n1 one\n4094\tlast br-last\r\n* wlan0.# br-all\n", "vlans");
        Assert.That(problem, Is.Null);
        Assert.That(lines, Is.EqualTo(new VlanLine[] { new(1, "one", null), new(4094, "last", "br-last"), new(0, "wlan0.#", "br-all") }));
    }

    [TestCase("0 a", "begins with no VLAN: write a number from 1 to 4094, or * for any")]
    [TestCase("4095 a", "begins with no VLAN: write a number from 1 to 4094, or * for any")]
    [TestCase("10x a", "begins with no VLAN: write a number from 1 to 4094, or * for any")]
    [TestCase("guests a", "begins with no VLAN: write a number from 1 to 4094, or * for any")]
    [TestCase("-1 a", "begins with no VLAN: write a number from 1 to 4094, or * for any")]
    [TestCase("10", "needs a number, the name of an interface, and perhaps the name of a bridge")]
    [TestCase("10 a b c", "needs a number, the name of an interface, and perhaps the name of a bridge")]
    [TestCase("10 a/b", "has a name that no interface can have: 1–15 bytes without '/' and ':'")]
    [TestCase("10 a sixteen-bytes-ab", "has a name that no interface can have: 1–15 bytes without '/' and ':'")]
    [TestCase("* fifteen-bytes-a#", "has a name that no interface can have: 1–15 bytes without '/' and ':'")]
    [TestCase("* all", "is for any number, and the name of its interface has no # that stands for it")]
    [TestCase("7 again", "is the second for VLAN 7")]
    public void What_is_wrong_is_said_with_its_line(string line, string why)
    {
        var (lines, problem) = VlanFile.Parse("7 a\n\n" + line + "\n", "vlans");
        Assert.That(problem, Is.EqualTo("line 3 of vlans " + why));
        Assert.That(lines, Is.Empty);
    }

    [Test]
    public void There_is_one_line_for_any_number() =>
        Assert.That(VlanFile.Parse("* a#\n* b#\n", "vlans").Problem, Is.EqualTo("line 2 of vlans is the second for any number"));
}
