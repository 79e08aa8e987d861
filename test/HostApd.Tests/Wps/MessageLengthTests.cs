using HostApd.Wps;
using HostApd.Wps.Messages;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

/// <summary>Every attribute of every message: taken away, one byte short, one byte long, at its limits.</summary>
public sealed class MessageLengthTests
{
    private delegate bool Parser(ReadOnlySpan<byte> bytes, out WscError error);

    private static readonly (string Name, string Frame, Parser Parse, string Attributes)[] Messages =
    [
        ("M1", CapturedExchange.M1, (b, out e) => M1.TryParse(b, out _, out e),
            "104A 1022 1047 1020 101A 1032 1004 1010 100D 1008 1044 1021:0-64 1023:0-32 1024:0-32 1042:0-32 1054 1011:0-32 103C "
            + "1002 1012 1009 102D"),
        ("M2", CapturedExchange.M2, (b, out e) => M2.TryParse(b, false, out _, out e),
            "104A 1022 101A 1039 1048 1032 1004 1010 100D 1008 1021:0-64 1023:0-32 1024:0-32 1042:0-32 1054 1011:0-32 103C 1002 "
            + "1009 1012 102D 1005"),
        ("M3", CapturedExchange.M3, (b, out e) => M3.TryParse(b, out _, out e), "104A 1022 1039 1014 1015 1005"),
        ("M4", CapturedExchange.M4, (b, out e) => M4.TryParse(b, out _, out e), "104A 1022 101A 103D 103E 1018:32-1000 1005"),
        ("M5", CapturedExchange.M5, (b, out e) => SealedMessage.TryParse(b, MessageType.M5, out _, out e),
            "104A 1022 1039 1018:32-1000 1005"),
        ("M6", CapturedExchange.M6, (b, out e) => SealedMessage.TryParse(b, MessageType.M6, out _, out e),
            "104A 1022 101A 1018:32-1000 1005"),
        ("M7", CapturedExchange.M7, (b, out e) => SealedMessage.TryParse(b, MessageType.M7, out _, out e),
            "104A 1022 1039 1018:32-1000 1005"),
        ("M8", CapturedExchange.M8, (b, out e) => SealedMessage.TryParse(b, MessageType.M8, out _, out e),
            "104A 1022 101A 1018:32-1000 1005"),
        ("Done", CapturedExchange.Done, (b, out e) => ClosingMessage.TryParse(b, MessageType.WscDone, out _, out e),
            "104A 1022 101A 1039"),
        ("Credential", "", (b, out e) => Credential.TryParse(b, true, out _, out e), "1026 1045:0-32 1003 100F 1027:0-64 1020"),
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from message in Messages
        from attribute in message.Attributes.Split(' ')
        select new TestCaseData(message.Name, attribute).SetArgDisplayNames(message.Name, attribute);

    [TestCaseSource(nameof(Cells))]
    public void An_attribute_has_its_length_and_no_other(string name, string attribute)
    {
        var (_, _, parse, _) = Array.Find(Messages, m => m.Name == name);
        var whole = BytesOf(name);
        Assert.That(parse(whole, out var error), Is.True, error.ToString());
        var id = Convert.ToInt32(attribute[..4], 16);
        var range = attribute.Length > 5 ? attribute[5..].Split('-').Select(int.Parse).ToArray() : null;
        var length = Find(whole, id).Length;
        foreach (var right in range ?? [length])
        {
            Assert.That(parse(WithLength(whole, id, right), out error), Is.True, $"{right}: {error}");
        }

        foreach (var wrong in new[] { (range?[0] ?? length) - 1, (range?[1] ?? length) + 1 })
        {
            if (wrong >= 0 && wrong != 1001)
            {
                Assert.That(parse(WithLength(whole, id, wrong), out error), Is.False, $"length {wrong}");
                Assert.That(error.Code, Is.EqualTo(WscErrorCode.Length));
                Assert.That((int)error.Attribute, Is.EqualTo(id));
            }
        }

        Assert.That(parse(Rebuild(whole, t => t.Id == id ? null : t.Value), out error), Is.False, "absent");
        Assert.That(error.Code, Is.EqualTo(WscErrorCode.Missing));
    }

    [Test]
    public void Any_order_will_do_and_what_is_unknown_is_skipped([Values("M1", "M2", "M3", "M8", "Done")] string name)
    {
        var (_, _, parse, _) = Array.Find(Messages, m => m.Name == name);
        var attributes = Split(BytesOf(name)).ToList();
        var last = attributes[^1].Id == 0x1005 ? attributes[^1..] : [];
        attributes.RemoveRange(attributes.Count - last.Count, last.Count);
        attributes.Reverse();
        byte[] unknown = [0x10, 0x99, 0, 3, 1, 2, 3];
        byte[] bytes = [.. unknown, .. attributes.Concat(last).SelectMany(Join)];
        Assert.That(parse(bytes, out var error), Is.True, error.ToString());
    }

    [Test]
    public void Every_cut_is_an_error([Values("M1", "M2", "M3", "M4", "M5", "Done", "Credential")] string name)
    {
        var (_, _, parse, _) = Array.Find(Messages, m => m.Name == name);
        var whole = BytesOf(name);
        var shortest = name is "M1" or "Done" ? whole.Length - 10 : whole.Length;
        for (var length = 0; length < shortest; length++)
        {
            Assert.That(parse(whole.AsSpan(0, length), out var error), Is.False, $"{length} bytes");
            Assert.That(error.Offset, Is.LessThanOrEqualTo(length));
        }
    }

    [Test]
    public void Nothing_follows_the_authenticator()
    {
        byte[] bytes = [.. BytesOf("M3"), 0x10, 0x99, 0, 0];
        Assert.That(M3.TryParse(bytes, out _, out var error), Is.False);
        Assert.That(error.Code, Is.EqualTo(WscErrorCode.AuthenticatorNotLast));
    }

    [Test]
    public void Another_message_type_is_an_error()
    {
        Assert.That(SealedMessage.TryParse(BytesOf("M5"), MessageType.M7, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(new WscError(WscErrorCode.Value, AttributeId.MessageType, 5)));
    }

    [TestCase("000120", true)]
    [TestCase("0000", false)]
    [TestCase("00022020", false)]
    [TestCase("0106ffffffffffff", true)]
    [TestCase("0105ffffffffff", false)]
    [TestCase("0100", false)]
    [TestCase("020101", true)]
    [TestCase("0200", false)]
    [TestCase("030101", true)]
    [TestCase("03020101", false)]
    [TestCase("040105", true)]
    [TestCase("0400", false)]
    [TestCase("0903aabbcc", true)]
    [TestCase("0903aabb", false)]
    [TestCase("09", false)]
    [TestCase("", true)]
    public void A_subelement_of_the_WFA_has_its_length_and_no_other(string hex, bool isRight)
    {
        Assert.That(WfaExtension.TryParse(Convert.FromHexString(hex), out _), Is.EqualTo(isRight));
        byte[] message =
        [
            .. BytesOf("Done")[..^10],
            0x10, 0x49, 0, 4, 0, 1, 0x37, 9,
            0x10, 0x49, 0, (byte)(3 + hex.Length / 2), 0, 0x37, 0x2A, .. Convert.FromHexString(hex),
        ];
        Assert.That(ClosingMessage.TryParse(message, MessageType.WscDone, out _, out _), Is.EqualTo(isRight));
    }

    [Test]
    public void The_WFA_subelements_are_read()
    {
        Assert.That(WfaExtension.TryParse(
            Convert.FromHexString("0001200106010203040506020101030101040107"), out var extension), Is.True);
        Assert.That(extension.Version2, Is.EqualTo(0x20));
        Assert.That(Convert.ToHexStringLower(extension.AuthorizedMacs), Is.EqualTo("010203040506"));
        Assert.That(extension.NetworkKeyShareable && extension.RequestToEnroll, Is.True);
        Assert.That(extension.SettingsDelayTime, Is.EqualTo(7));
    }

    internal static List<(int Id, byte[] Value)> Split(byte[] bytes)
    {
        var attributes = new List<(int, byte[])>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = bytes[at + 2] << 8 | bytes[at + 3];
            attributes.Add((bytes[at] << 8 | bytes[at + 1], bytes[(at + 4)..(at + 4 + length)]));
            at += 4 + length;
        }

        return attributes;
    }

    internal static byte[] Rebuild(byte[] bytes, Func<(int Id, byte[] Value), byte[]?> change) =>
        [.. Split(bytes).Select(t => (t.Id, Value: change(t)!)).Where(t => t.Value is not null).SelectMany(Join)];

    private static byte[] WithLength(byte[] bytes, int id, int length) => Rebuild(bytes, t =>
    {
        var value = t.Value;
        if (t.Id == id)
        {
            Array.Resize(ref value, length);
        }

        return value;
    });

    private static byte[] Find(byte[] bytes, int id) => Split(bytes).Find(t => t.Id == id).Value;

    private static IEnumerable<byte> Join((int Id, byte[] Value) t) =>
        [(byte)(t.Id >> 8), (byte)t.Id, (byte)(t.Value.Length >> 8), (byte)t.Value.Length, .. t.Value];

    private static byte[] BytesOf(string name)
    {
        var frame = Array.Find(Messages, m => m.Name == name).Frame;
        return frame.Length > 0
            ? CapturedExchange.MessageOf(frame)
            : Convert.FromHexString(CapturedExchange.M8Settings)[4..];
    }
}
