using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Sae;

/// <summary>Commits of strangers: exact edges, and what is out of its place.</summary>
public sealed class SaeCommitFrameTests
{
    private static readonly SaeGroup[] All = [SaeGroup.Find(19)!, SaeGroup.Find(20)!, SaeGroup.Find(21)!];
    private static readonly byte[] Numbers = [.. Enumerable.Range(0, 96).Select(static i => (byte)i)];
    private static readonly byte[] Token = [.. Enumerable.Repeat((byte)0x77, 32)];

    [TestCase(19, 98)]
    [TestCase(20, 146)]
    [TestCase(21, 200)]
    public void Each_group_has_its_length(int group, int length)
    {
        var fields = new byte[length];
        fields[0] = (byte)group;
        foreach (var method in Enum.GetValues<SaeMethod>())
        {
            Assert.That(SaeCommitFrame.TryParse(fields, method, All, out var commit), Is.EqualTo(SaeCommitFault.None));
            Assert.That(commit.Group.Number, Is.EqualTo(group));
            Assert.That(commit.Numbers.Length, Is.EqualTo(length - 2));
            for (var cut = 0; cut < length; cut++)
            {
                Assert.That(SaeCommitFrame.TryParse(fields.AsSpan(0, cut), method, All, out _), Is.EqualTo(SaeCommitFault.TooShort), $"{cut}");
            }
        }
    }

    [TestCase(18)]
    [TestCase(22)]
    [TestCase(0)]
    [TestCase(0x1300)]
    public void Other_groups_are_told_by_number(int group)
    {
        byte[] fields = [(byte)group, (byte)(group >> 8), .. Numbers];
        Assert.That(SaeCommitFrame.TryParse(fields, SaeMethod.Loop, All, out _), Is.EqualTo(SaeCommitFault.UnknownGroup));
        Assert.That(SaeCommitFrame.GroupOf(fields), Is.EqualTo(group));
        Assert.That(SaeCommitFrame.TryParse([19, 0, .. Numbers], SaeMethod.Loop, [All[1]], out _), Is.EqualTo(SaeCommitFault.UnknownGroup), "known, but not taken here");
    }

    [TestCase(0, SaeCommitFault.None, 0)]
    [TestCase(1, SaeCommitFault.Malformed, 0)]
    [TestCase(31, SaeCommitFault.Malformed, 0)]
    [TestCase(32, SaeCommitFault.None, 32)]
    [TestCase(60, SaeCommitFault.None, 60)]
    public void With_the_loop_the_token_stands_before_the_numbers(int length, SaeCommitFault fault, int expected)
    {
        byte[] fields = [19, 0, .. Enumerable.Repeat((byte)0x77, length), .. Numbers];
        Assert.That(SaeCommitFrame.TryParse(fields, SaeMethod.Loop, All, out var commit), Is.EqualTo(fault));
        Assert.That(commit.Token.Length, Is.EqualTo(expected));
        Assert.That(commit.Numbers.SequenceEqual(Numbers));
    }

    [Test]
    public void With_hash_to_element_four_elements_may_follow_in_order()
    {
        byte[] fields = [19, 0, .. Numbers, .. Element(33, "me"u8), .. Element(92, [19, 0, 20, 0]), .. Element(93, Token), .. Element(114, [0, 0x0F, 0xAC, 24])];
        Assert.That(SaeCommitFrame.TryParse(fields, SaeMethod.HashToElement, All, out var commit), Is.EqualTo(SaeCommitFault.None));
        Assert.That(commit.Identifier.SequenceEqual("me"u8));
        Assert.That(commit.RejectedGroups.SequenceEqual((ReadOnlySpan<byte>)[19, 0, 20, 0]));
        Assert.That(commit.Token.SequenceEqual(Token));
        Assert.That(commit.Akm, Is.EqualTo(AkmSuite.SaeExtKey));
    }

    [Test]
    public void Each_may_be_absent_and_one_out_of_its_place_is()
    {
        byte[][] elements = [Element(33, "me"u8), Element(92, [20, 0]), Element(93, Token), Element(114, [0, 0x0F, 0xAC, 8])];
        for (var mask = 0; mask < 16; mask++)
        {
            byte[] fields = [19, 0, .. Numbers, .. elements.Where((_, i) => (mask >> i & 1) != 0).SelectMany(static e => e)];
            Assert.That(SaeCommitFrame.TryParse(fields, SaeMethod.HashToElement, All, out var commit), Is.EqualTo(SaeCommitFault.None));
            var found = (commit.Identifier.IsEmpty ? 0 : 1) | (commit.RejectedGroups.IsEmpty ? 0 : 2) | (commit.Token.IsEmpty ? 0 : 4) | (commit.Akm == AkmSuite.None ? 0 : 8);
            Assert.That(found, Is.EqualTo(mask));
        }

        byte[] reversed = [19, 0, .. Numbers, .. elements[3], .. elements[2], .. elements[1], .. elements[0]];
        SaeCommitFrame.TryParse(reversed, SaeMethod.HashToElement, All, out var last);
        Assert.That(last.Akm, Is.EqualTo(AkmSuite.Sae));
        Assert.That(last.Token.IsEmpty && last.RejectedGroups.IsEmpty && last.Identifier.IsEmpty);
    }

    [TestCase(92, 1)]
    [TestCase(92, 3)]
    [TestCase(114, 3)]
    [TestCase(114, 5)]
    public void An_element_of_no_sense_refuses_all(int extension, int length)
    {
        byte[] fields = [19, 0, .. Numbers, .. Element((byte)extension, new byte[length])];
        Assert.That(SaeCommitFrame.TryParse(fields, SaeMethod.HashToElement, All, out _), Is.EqualTo(SaeCommitFault.Malformed));
    }

    [Test]
    public void An_element_that_is_cut_off_is_absent()
    {
        var element = Element(93, Token);
        for (var cut = 0; cut < element.Length; cut++)
        {
            Assert.That(SaeCommitFrame.TryParse([19, 0, .. Numbers, .. element[..cut]], SaeMethod.HashToElement, All, out var commit), Is.EqualTo(SaeCommitFault.None));
            Assert.That(commit.Token.IsEmpty);
        }
    }

    [Test]
    public void A_demand_for_a_token_is_bare_with_the_loop_and_an_element_with_the_other()
    {
        Span<byte> memory = stackalloc byte[64];
        var bare = new ByteWriter(memory);
        SaeCommitFrame.WriteTokenDemand(ref bare, 19, SaeMethod.Loop, Token);
        Assert.That(bare.Written.SequenceEqual((ReadOnlySpan<byte>)[19, 0, .. Token]));
        var wrapped = new ByteWriter(memory);
        SaeCommitFrame.WriteTokenDemand(ref wrapped, 20, SaeMethod.HashToElement, Token);
        Assert.That(wrapped.Written.SequenceEqual((ReadOnlySpan<byte>)[20, 0, .. Element(93, Token)]));
    }

    private static byte[] Element(byte extension, ReadOnlySpan<byte> body) => [255, (byte)(body.Length + 1), extension, .. body];
}
