using HostApd.Radius;
using NUnit.Framework;
using static HostApd.Tests.Radius.Packets;

namespace HostApd.Tests.Radius;

/// <summary>What answers say. The vectors of hidden values were made with Python's hashlib over the authenticator of RFC 2865 7.1.</summary>
public sealed class RadiusAnswerTests
{
    private const string ReceiveKey = "8001e74fd77a66159af1c00e2603ed8f8a2d775b72924f399d2c98d1909d856dfa8608c3baf92fc0c0313d7dd2b3bb1fe1e7";
    private const string SendKey = "fffeff7e70126c464aaf5c685d703e62065cc6f07b83d01b23669d7e43518ef677928ebefccd67ebca047282cef51e7e8b14";
    private const string Passphrase = "9abcee91c0a6c2887d9d1c75bfa721f4567ccbc8b860ef426b7b78b0fad4a4b0aee4";

    private static readonly byte[] Authenticator = Convert.FromHexString("0f403f9473978057bd83d5cb98f4227a");
    private static readonly byte[] Salt = [0x80, 0];

    [Test]
    public void An_accept_says_what_it_says()
    {
        using var answer = Say(
            Attribute(RadiusAttributeType.EapMessage, 3, 7, 0, 4),
            Number(RadiusAttributeType.SessionTimeout, 3600),
            Number(RadiusAttributeType.TerminationAction, 1),
            Number(RadiusAttributeType.AccountingInterimInterval, 60),
            Attribute(RadiusAttributeType.Class, [.. "alice"u8]),
            Attribute(RadiusAttributeType.Class, 1),
            Attribute(RadiusAttributeType.UserName, [.. "alice"u8]),
            Attribute(RadiusAttributeType.ChargeableUserIdentity, 0),
            Attribute(RadiusAttributeType.State, 9, 9),
            Vendor(311, [16, 52, .. Convert.FromHexString(SendKey), 17, 52, .. Convert.FromHexString(ReceiveKey)]),
            Attribute(RadiusAttributeType.TunnelPassword, [0, .. Convert.FromHexString(Passphrase)]));
        Assert.That(answer, Is.Not.Null);
        Assert.Multiple(() =>
        {
            Assert.That(answer!.Code, Is.EqualTo(RadiusCode.AccessAccept));
            Assert.That(answer.Eap.ToArray(), Is.EqualTo(new byte[] { 3, 7, 0, 4 }));
            Assert.That((answer.SessionTimeout, answer.AsksAgainAtEnd, answer.InterimInterval), Is.EqualTo(((uint?)3600u, true, (uint?)60u)));
            Assert.That(answer.Classes.Select(Convert.ToHexStringLower), Is.EqualTo(new[] { "616c696365", "01" }));
            Assert.That(answer.UserName, Is.EqualTo("alice"u8.ToArray()));
            Assert.That(answer.ChargeableUserIdentity, Is.EqualTo(new byte[1]));
            Assert.That(answer.State, Is.EqualTo(new byte[] { 9, 9 }));
            Assert.That(Text(answer.ReceiveKey), Is.EqualTo(Convert.ToHexStringLower([.. Enumerable.Range(0, 32).Select(static i => (byte)i)])));
            Assert.That(Text(answer.SendKey), Is.EqualTo(Convert.ToHexStringLower([.. Enumerable.Range(32, 32).Select(static i => (byte)i)])));
            Assert.That(answer.Passphrases.Single().Span.SequenceEqual("psk-of-this-station"u8), Is.True);
            Assert.That(answer.Vlan, Is.EqualTo(VlanVerdict.None));
        });
    }

    [Test]
    public void What_was_secret_is_wiped()
    {
        var answer = Say(Vendor(311, [16, 52, .. Convert.FromHexString(SendKey)]), Vendor(311, [17, 52, .. Convert.FromHexString(ReceiveKey)]),
            Attribute(RadiusAttributeType.TunnelPassword, [0, .. Convert.FromHexString(Passphrase)]))!;
        answer.Dispose();
        Assert.That(answer.SendKey!.Span.ToArray().Concat(answer.ReceiveKey!.Span.ToArray()).Concat(answer.Passphrases[0].Span.ToArray()), Is.All.Zero);
    }

    [TestCase(0, ExpectedResult = false, TestName = "No octets hidden")]
    [TestCase(15, ExpectedResult = false, TestName = "15 octets hidden")]
    [TestCase(16, ExpectedResult = true, TestName = "16 octets hidden")]
    [TestCase(17, ExpectedResult = false, TestName = "17 octets hidden")]
    [TestCase(32, ExpectedResult = true, TestName = "32 octets hidden")]
    public bool Hidden_values_are_whole_blocks(int length)
    {
        var blocks = HideBlocks([15, .. new byte[31]], Authenticator, Salt)[..(2 + length)];
        return Says(Vendor(311, [16, (byte)(2 + blocks.Length), .. blocks]))
            && Says(Attribute(RadiusAttributeType.TunnelPassword, [0, .. blocks]));
    }

    [TestCase(0, ExpectedResult = false)]
    [TestCase(1, ExpectedResult = true)]
    [TestCase(31, ExpectedResult = true)]
    [TestCase(32, ExpectedResult = false)]
    [TestCase(255, ExpectedResult = false)]
    public bool A_hidden_length_stays_within_what_is_hidden(int length)
    {
        var blocks = HideBlocks([(byte)length, .. new byte[31]], Authenticator, Salt);
        return Says(Vendor(311, [17, (byte)(2 + blocks.Length), .. blocks]));
    }

    [TestCase(0x80, ExpectedResult = true)]
    [TestCase(0xFF, ExpectedResult = true)]
    [TestCase(0x7F, ExpectedResult = false)]
    [TestCase(0x00, ExpectedResult = false)]
    public bool The_top_bit_of_a_salt_is_set(int first)
    {
        var hidden = Hide([1, 2, 3], Authenticator, [(byte)first, 1]);
        return Says(Vendor(311, [17, (byte)(2 + hidden.Length), .. hidden]));
    }

    [Test]
    public void A_tag_alone_is_no_passphrase() => Assert.That(Says(Attribute(RadiusAttributeType.TunnelPassword, 0)), Is.False);

    [Test]
    public void Two_keys_of_a_kind_are_none()
    {
        byte[] key = [17, 52, .. Convert.FromHexString(ReceiveKey)];
        Assert.That(Says(Vendor(311, key)), Is.True);
        Assert.That(Says(Vendor(311, [.. key, .. key])), Is.False);
        Assert.That(Says(Vendor(311, key), Vendor(311, key)), Is.False);
    }

    [Test]
    public void Other_vendors_form_theirs_as_they_like()
    {
        using var answer = Say(Vendor(9, 1), Vendor(14122, [17, 52, .. Convert.FromHexString(ReceiveKey)]));
        Assert.That(answer?.ReceiveKey, Is.Null);
        Assert.That(answer, Is.Not.Null);
        Assert.That(Says(Attribute(RadiusAttributeType.VendorSpecific, 0, 0, 1)), Is.False);
        Assert.That(Says(Vendor(311, 1, 3)), Is.False);
    }

    [TestCase(0, true)]
    [TestCase(3, false)]
    [TestCase(4, true)]
    [TestCase(253, true)]
    [TestCase(254, true)]
    [TestCase(2300, true)]
    [TestCase(2301, false)]
    public void Eap_is_joined_from_its_pieces(int length, bool isRead)
    {
        byte[] packet = [.. Enumerable.Range(0, length).Select(static i => (byte)i)];
        using var answer = Say([.. packet.Chunk(253).Select(static c => Attribute(RadiusAttributeType.EapMessage, c))]);
        Assert.That(answer is not null, Is.EqualTo(isRead));
        Assert.That(answer is null || answer.Eap.SequenceEqual(packet), Is.True);
    }

    [Test]
    public void Pieces_of_eap_that_are_torn_apart_are_no_packet()
    {
        var (one, two) = (Attribute(RadiusAttributeType.EapMessage, 1, 1, 0, 6), Attribute(RadiusAttributeType.EapMessage, 1, 2));
        Assert.That(Says(one, two), Is.True);
        Assert.That(Says(one, Attribute(RadiusAttributeType.Class, 1), two), Is.False);
    }

    [TestCase(16, ExpectedResult = true)]
    [TestCase(17, ExpectedResult = false)]
    public bool Sixteen_classes_are_enough(int count) => Says([.. Enumerable.Repeat(Attribute(RadiusAttributeType.Class, 1), count)]);

    [TestCase(16, ExpectedResult = true)]
    [TestCase(17, ExpectedResult = false)]
    public bool Sixteen_passphrases_are_enough(int count) =>
        Says([.. Enumerable.Repeat(Attribute(RadiusAttributeType.TunnelPassword, [0, .. Convert.FromHexString(Passphrase)]), count)]);

    [Test]
    public void There_is_one_state() =>
        Assert.That(Says(Attribute(RadiusAttributeType.State, 1), Attribute(RadiusAttributeType.State, 1)), Is.False);

    [TestCase(RadiusAttributeType.SessionTimeout)]
    [TestCase(RadiusAttributeType.TerminationAction)]
    [TestCase(RadiusAttributeType.AccountingInterimInterval)]
    [TestCase(RadiusAttributeType.WlanReasonCode)]
    public void Numbers_have_four_octets(RadiusAttributeType type)
    {
        Assert.That(Says(Attribute(type, 0, 0, 1)), Is.False);
        Assert.That(Says(Attribute(type, 0, 0, 0, 1)), Is.True);
        Assert.That(Says(Attribute(type, 0, 0, 0, 0, 1)), Is.False);
        Assert.That(Says(Attribute(type)), Is.True, "an empty one says nothing");
    }

    [TestCase(23u, ExpectedResult = 23)]
    [TestCase(65535u, ExpectedResult = 65535)]
    [TestCase(65536u, ExpectedResult = null)]
    public int? A_reason_code_has_16_bits(uint code)
    {
        using var answer = Say(Number(RadiusAttributeType.WlanReasonCode, code));
        return answer!.ReasonCode;
    }

    private static bool Says(params byte[][] attributes)
    {
        using var answer = Say(attributes);
        return answer is not null;
    }

    private static RadiusAnswer? Say(params byte[][] attributes) =>
        Read(Answer(RadiusCode.AccessAccept, 1, Authenticator, [.. attributes.SelectMany(static a => a)]), Authenticator);
}
