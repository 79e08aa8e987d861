using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

public sealed class EventFieldTests
{
    [TestCase("Living Room TV")]
    [TestCase("[TV] Samsung 7 (55)")]
    [TestCase("Küche – 客厅 🙂")]
    [TestCase("")]
    public void An_ordinary_name_stays_as_it_is(string name) => Assert.That(EventField.Escape(name), Is.EqualTo(name));

    [TestCase("x' p2p_dev_addr=aa:bb", @"x\x27 p2p_dev_addr\x3daa:bb")]
    [TestCase("say \"so\"", @"say \x22so\x22")]
    [TestCase(@"a\x27b", @"a\x5cx27b")]
    [TestCase("a|b", @"a\x7cb")]
    [TestCase("a\nb\u0085c\u007fd\0", "a_b_c_d_")]
    public void What_could_end_a_field_or_begin_another_is_escaped(string name, string expected) =>
        Assert.That(EventField.Escape(name), Is.EqualTo(expected));
}
