using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>
/// PT, the point that a password is in a network (802.11-2020 12.4.4.2.3), and what makes products of it cheap. Nothing of it ever changes, so threads
/// share it: it is wiped when the last of those who hold it has disposed of it, each once.
/// </summary>
public sealed class SaePoint : IDisposable
{
    private readonly SecretBytes _memory;
    private int _holders = 1;

    /// <param name="group">The group.</param>
    /// <param name="point">x and y; copied.</param>
    public SaePoint(SaeGroup group, ReadOnlySpan<byte> point)
    {
        ArgumentNullException.ThrowIfNull(group);
        Group = group;
        _memory = new SecretBytes(group.Curve.CombLength + group.Curve.PointLength);
        point.CopyTo(_memory.Span[group.Curve.CombLength..]);
        group.Curve.MakeComb(point, _memory.Span[..group.Curve.CombLength]);
    }

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>x and y.</summary>
    public ReadOnlySpan<byte> Span => _memory.Span[Group.Curve.CombLength..];

    /// <summary>scalar · PT. False as <see cref="EllipticCurve.Multiply"/>.</summary>
    public bool Multiply(ReadOnlySpan<byte> scalar, Span<byte> result) =>
        Group.Curve.MultiplyComb(scalar, _memory.Span[..Group.Curve.CombLength], result);

    /// <summary>The same for one more holder.</summary>
    public SaePoint Share()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _memory.Dispose();
        }
    }
}
