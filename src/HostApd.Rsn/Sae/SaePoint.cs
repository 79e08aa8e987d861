using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>
/// PT, the point that a password is in a network (802.11-2020 12.4.4.2.3), and, from its first product on, what makes those cheap: 4 kB at most. Nothing
/// of it changes, so threads share it: it is wiped when the last of those who hold it has disposed of it, each once.
/// </summary>
public sealed class SaePoint : IDisposable
{
    private readonly SecretBytes _point;
    private SecretBytes? _comb;
    private int _holders = 1;

    /// <param name="group">The group.</param>
    /// <param name="point">x and y; copied.</param>
    public SaePoint(SaeGroup group, ReadOnlySpan<byte> point) => (Group, _point) = (group, new SecretBytes(point));

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>x and y.</summary>
    public ReadOnlySpan<byte> Span => _point.Span;

    /// <summary>scalar · PT. False as <see cref="EllipticCurve.Multiply"/>.</summary>
    public bool Multiply(ReadOnlySpan<byte> scalar, Span<byte> result)
    {
        if (_comb is null)
        {
            var made = new SecretBytes(Group.Curve.CombLength);
            Group.Curve.MakeComb(_point.Span, made.Span);
            if (Interlocked.CompareExchange(ref _comb, made, null) is not null)
            {
                made.Dispose();
            }
        }

        return Group.Curve.MultiplyComb(scalar, _comb.Span, result);
    }

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
            _point.Dispose();
            _comb?.Dispose();
        }
    }
}
