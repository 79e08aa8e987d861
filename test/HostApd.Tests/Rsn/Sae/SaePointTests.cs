using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Sae;

public sealed class SaePointTests
{
    [Test]
    public void It_is_there_for_as_long_as_anybody_holds_it_and_wiped_then([Values((ushort)19, (ushort)20, (ushort)21)] ushort number)
    {
        var group = SaeGroup.Find(number)!;
        var scalar = new byte[group.Curve.Length];
        scalar[^1] = 77;
        byte[] expected = new byte[group.Curve.PointLength], result = new byte[group.Curve.PointLength];
        group.Curve.Multiply(scalar, group.Curve.Generator, expected);
        var point = new SaePoint(group, group.Curve.Generator);
        var other = point.Share();
        Assert.That(point.Multiply(scalar, result));
        Assert.That(result, Is.EqualTo(expected));
        point.Dispose();
        result.AsSpan().Clear();
        Assert.That(other.Multiply(scalar, result));
        Assert.That(result, Is.EqualTo(expected), "one has let it go, the other has not");
        other.Dispose();
        Assert.That(other.Span.ToArray(), Is.All.Zero);
        Assert.That(other.Multiply(scalar, result), Is.False, "what made products cheap is wiped, too");
    }
}
