using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Owe;

/// <summary>Elements of strangers: exact edges.</summary>
public sealed class OweElementTests
{
    private static readonly SaeGroup[] All = [SaeGroup.Find(19)!, SaeGroup.Find(20)!, SaeGroup.Find(21)!];

    [TestCase(19, 37)]
    [TestCase(20, 53)]
    [TestCase(21, 71)]
    public void Each_group_has_its_length(int group, int length)
    {
        var element = Element(group, length - 5);
        Assert.That(element, Has.Length.EqualTo(length));
        Assert.That(OweElement.TryParse(element, All, out var parameter), Is.EqualTo(OweVerdict.Good));
        Assert.That(parameter.Group.Number, Is.EqualTo(group));
        Assert.That(parameter.X.SequenceEqual(element.AsSpan(5)));

        var writer = new ByteWriter(new byte[length]);
        OweElement.Write(ref writer, parameter.Group, parameter.X);
        Assert.That(writer.Failed, Is.False);
        Assert.That(writer.Written.SequenceEqual(element));
    }

    [TestCase(19, 32)]
    [TestCase(20, 48)]
    [TestCase(21, 66)]
    public void A_key_of_another_length_is_no_point(int group, int length)
    {
        for (var other = 0; other <= 252; other++)
        {
            var verdict = OweElement.TryParse(Element(group, other), All, out var parameter);
            Assert.That(verdict, Is.EqualTo(other == length ? OweVerdict.Good : OweVerdict.NoPoint), $"{other}");
            Assert.That(parameter.X.Length, Is.EqualTo(other == length ? length : 0));
        }
    }

    [TestCase(0)]
    [TestCase(18)]
    [TestCase(22)]
    [TestCase(0x1300)]
    [TestCase(0x0113)]
    [TestCase(0xFFFF)]
    public void Other_groups_are_told_by_number(int group)
    {
        foreach (var length in (int[])[0, 32, 252])
        {
            Assert.That(OweElement.TryParse(Element(group, length), All, out _), Is.EqualTo(OweVerdict.UnknownGroup));
            Assert.That(OweElement.GroupOf(Element(group, length)), Is.EqualTo(group));
        }
    }

    [Test]
    public void A_group_that_is_known_may_be_refused()
    {
        Assert.That(OweElement.TryParse(Element(19, 32), [All[1], All[2]], out _), Is.EqualTo(OweVerdict.UnknownGroup));
        Assert.That(OweElement.TryParse(Element(19, 32), [], out _), Is.EqualTo(OweVerdict.UnknownGroup));
        Assert.That(OweElement.TryParse(Element(20, 48), [All[1], All[2]], out _), Is.EqualTo(OweVerdict.Good));
    }

    [Test]
    public void What_is_no_such_element_or_names_no_group_counts_as_none()
    {
        var good = Element(19, 32);
        for (var cut = 0; cut < good.Length; cut++)
        {
            AssertNone(good[..cut], $"cut off at {cut}");
        }

        AssertNone([.. good, 0], "longer than it says");
        AssertNone([254, .. good[1..]], "another identifier");
        AssertNone([good[0], good[1], 33, .. good[3..]], "another extension");
        AssertNone([255, 0], "no extension");
        AssertNone([255, 1, 32], "no group");
        AssertNone([255, 2, 32, 19], "half a group");
        Assert.That(OweElement.TryParse([255, 3, 32, 19, 0], All, out _), Is.EqualTo(OweVerdict.NoPoint), "a group, and no key");
    }

    private static void AssertNone(ReadOnlySpan<byte> element, string what)
    {
        Assert.That(OweElement.TryParse(element, All, out _), Is.EqualTo(OweVerdict.NoElement), what);
        Assert.That(OweElement.GroupOf(element), Is.Zero, what);
    }

    private static byte[] Element(int group, int length) =>
        [255, (byte)(3 + length), 32, (byte)group, (byte)(group >> 8), .. Enumerable.Range(1, length).Select(static i => (byte)i)];
}
