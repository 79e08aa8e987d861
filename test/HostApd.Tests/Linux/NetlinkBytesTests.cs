using HostApd.Linux.Netlink;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>Netlink's bytes (little-endian machine) at their exact edges.</summary>
public sealed class NetlinkBytesTests
{
    [Test]
    public void A_message_is_header_fixed_part_and_padded_attributes()
    {
        var buffer = new byte[64];
        var writer = new NetlinkWriter(buffer, 0x1c, NetlinkFlags.Request | NetlinkFlags.Ack);
        writer.Fixed([15, 1, 0, 0]);
        writer.U32(3, 2);
        writer.U8(12, 7);
        var nest = writer.BeginNest(80);
        writer.Flag(5);
        writer.EndNest(nest);
        Assert.That(Convert.ToHexStringLower(buffer.AsSpan(0, writer.Length)), Is.EqualTo(
            "00000000" + "1c00" + "0500" + "00000000" + "00000000" + "0f010000"
            + "0800030002000000" + "05000c0007000000" + "08005080" + "04000500"));
    }

    [TestCase(20, false)]
    [TestCase(19, true)]
    public void A_message_that_does_not_fit_fails_and_never_throws(int room, bool fails)
    {
        var writer = new NetlinkWriter(new byte[room], 1, 0);
        writer.Fixed([1, 2, 3]);
        Assert.That(writer.Failed, Is.EqualTo(fails));
        writer.Bytes(1, new byte[100]);
        writer.Text(2, "text");
        writer.U64(3, 1);
        writer.EndNest(writer.BeginNest(4));
        writer.Fixed(new byte[100]);
        Assert.That(writer.Failed);
        Assert.That(writer.Length, Is.LessThanOrEqualTo(room));
    }

    [Test]
    public void An_attribute_longer_than_its_length_field_can_say_fails()
    {
        var writer = new NetlinkWriter(new byte[80_000], 1, 0);
        writer.Bytes(1, new byte[65_532]);
        Assert.That(writer.Failed);
    }

    [TestCase("", "")]
    [TestCase("040001", "")]
    [TestCase("04000100", "1:")]
    [TestCase("0500010007", "1:07")]
    [TestCase("050001000700000004000200", "1:07 2:")]
    [TestCase("0300010004000200", "")]
    [TestCase("0900010007000000", "")]
    [TestCase("040001c0", "1:")]
    public void A_walk_stops_at_the_first_length_that_does_not_fit(string hex, string expected)
    {
        var seen = new List<string>();
        foreach (var attribute in new NetlinkAttributes(Convert.FromHexString(hex)))
        {
            seen.Add($"{attribute.Type}:{Convert.ToHexStringLower(attribute.Value)}");
        }

        Assert.That(string.Join(' ', seen), Is.EqualTo(expected));
    }

    [Test]
    public void A_value_too_short_for_its_type_reads_as_zero_or_empty()
    {
        var attribute = new NetlinkAttribute(1, [7]);
        Assert.That(attribute.U8, Is.EqualTo(7));
        Assert.That(attribute.U16 + attribute.U32, Is.Zero);
        Assert.That(attribute.U64, Is.Zero);
        Assert.That(new NetlinkAttribute(1, default).Text, Is.Empty);
        Assert.That(new NetlinkAttribute(1, "ab\0c"u8).Text, Is.EqualTo("ab"));
    }

    [TestCase("", 0)]
    [TestCase("10000000010000000200000000000000", 1)]
    [TestCase("11000000010000000200000000000000", 0)]
    [TestCase("0f000000010000000200000000000000", 0)]
    [TestCase("110000000100000002000000000000000900000010000000010000000200000000000000", 2)]
    public void A_datagram_gives_its_whole_messages(string hex, int count)
    {
        ReadOnlySpan<byte> rest = Convert.FromHexString(hex);
        var seen = 0;
        while (NetlinkMessage.TryTake(ref rest, out var message))
        {
            Assert.That(message.Type, Is.EqualTo(1));
            Assert.That(message.Sequence, Is.EqualTo(2));
            seen++;
        }

        Assert.That(seen, Is.EqualTo(count));
    }
}
