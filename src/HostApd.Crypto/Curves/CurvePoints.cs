namespace HostApd.Crypto;

/// <summary>
/// Points of a curve in projective coordinates X : Y : Z, x = X/Z and y = Y/Z, one number behind the other; the point at infinity is 0 : 1 : 0.
/// The formulas are complete (Renes, Costello and Batina 2016, algorithms 4 and 6): there are no points for which another way would
/// have to be taken. Coordinates are small or differences, their limbs below 2^28.
/// </summary>
/// <param name="field">Of the curve's prime.</param>
/// <param name="scratch">Of <see cref="ScratchLength"/> limbs; wiping it is the caller's part.</param>
internal readonly ref struct CurvePoints<TPrime>(CurveField<TPrime> field, Span<uint> scratch)
    where TPrime : struct, ICurvePrime
{
    private const int DigitBits = 4;
    private const int Entries = 1 << DigitBits;

    private readonly CurveField<TPrime> _field = field;
    private readonly Span<uint> _scratch = scratch;

    /// <summary>Limbs of a point.</summary>
    public static int PointLength => 3 * TPrime.Limbs;

    /// <summary>Eight numbers, and a point chosen of a table.</summary>
    public static int ScratchLength => 11 * TPrime.Limbs;

    /// <summary>Limbs of a point's multiples from 0 to 15.</summary>
    public static int TableLength => Entries * PointLength;

    private Span<uint> Chosen => _scratch[^PointLength..];

    public static Span<uint> X(Span<uint> point) => point[..TPrime.Limbs];

    public static Span<uint> Y(Span<uint> point) => point.Slice(TPrime.Limbs, TPrime.Limbs);

    public static Span<uint> Z(Span<uint> point) => point.Slice(2 * TPrime.Limbs, TPrime.Limbs);

    /// <summary>p + q; the result may be one of them.</summary>
    public void Add(ReadOnlySpan<uint> p, ReadOnlySpan<uint> q, Span<uint> result)
    {
        var n = TPrime.Limbs;
        Span<uint> t0 = Temporary(0), t1 = Temporary(1), t2 = Temporary(2), t3 = Temporary(3), t4 = Temporary(4);
        ReadOnlySpan<uint> x1 = p[..n], y1 = p.Slice(n, n), z1 = p.Slice(2 * n, n);
        ReadOnlySpan<uint> x2 = q[..n], y2 = q.Slice(n, n), z2 = q.Slice(2 * n, n);
        Span<uint> x = Temporary(5), y = Temporary(6), z = Temporary(7);
        _field.Multiply(x1, x2, t0);
        _field.Multiply(y1, y2, t1);
        _field.Multiply(z1, z2, t2);
        CurveField<TPrime>.Add(x1, y1, t3);
        CurveField<TPrime>.Add(x2, y2, t4);
        _field.Multiply(t3, t4, t3);
        CurveField<TPrime>.Add(t0, t1, t4);
        _field.Subtract(t3, t4, t3);
        CurveField<TPrime>.Add(y1, z1, t4);
        CurveField<TPrime>.Add(y2, z2, x);
        _field.Multiply(t4, x, t4);
        CurveField<TPrime>.Add(t1, t2, x);
        _field.Subtract(t4, x, t4);
        CurveField<TPrime>.Add(x1, z1, x);
        CurveField<TPrime>.Add(x2, z2, y);
        _field.Multiply(x, y, x);
        CurveField<TPrime>.Add(t0, t2, y);
        _field.Subtract(x, y, y);
        _field.Multiply(_field.Constants.B, t2, z);
        _field.Subtract(y, z, x);
        CurveField<TPrime>.Add(x, x, z);
        CurveField<TPrime>.Add(x, z, x);
        _field.SubtractLarge(t1, x, z);
        CurveField<TPrime>.Add(t1, x, x);
        _field.Multiply(_field.Constants.B, y, y);
        CurveField<TPrime>.Add(t2, t2, t1);
        CurveField<TPrime>.Add(t1, t2, t2);
        _field.Subtract(y, t2, y);
        _field.Subtract(y, t0, y);
        CurveField<TPrime>.Add(y, y, t1);
        CurveField<TPrime>.Add(t1, y, y);
        CurveField<TPrime>.Add(t0, t0, t1);
        CurveField<TPrime>.Add(t1, t0, t0);
        _field.Subtract(t0, t2, t0);
        _field.Multiply(t4, y, t1);
        _field.Multiply(t0, y, t2);
        _field.Multiply(x, z, y);
        CurveField<TPrime>.Add(y, t2, y);
        _field.Multiply(x, t3, x);
        _field.Subtract(x, t1, x);
        _field.Multiply(t4, z, z);
        _field.Multiply(t3, t0, t1);
        CurveField<TPrime>.Add(z, t1, z);
        Give(x, y, z, result);
    }

    /// <summary>2 p; the result may be p itself.</summary>
    public void Double(ReadOnlySpan<uint> p, Span<uint> result)
    {
        var n = TPrime.Limbs;
        Span<uint> t0 = Temporary(0), t1 = Temporary(1), t2 = Temporary(2), t3 = Temporary(3);
        ReadOnlySpan<uint> px = p[..n], py = p.Slice(n, n), pz = p.Slice(2 * n, n);
        Span<uint> x = Temporary(5), y = Temporary(6), z = Temporary(7);
        _field.Square(px, t0);
        _field.Square(py, t1);
        _field.Square(pz, t2);
        _field.Multiply(px, py, t3);
        CurveField<TPrime>.Add(t3, t3, t3);
        _field.Multiply(px, pz, z);
        CurveField<TPrime>.Add(z, z, z);
        _field.Multiply(_field.Constants.B, t2, y);
        _field.Subtract(y, z, y);
        CurveField<TPrime>.Add(y, y, x);
        CurveField<TPrime>.Add(x, y, y);
        _field.SubtractLarge(t1, y, x);
        CurveField<TPrime>.Add(t1, y, y);
        _field.Multiply(x, y, y);
        _field.Multiply(x, t3, x);
        CurveField<TPrime>.Add(t2, t2, t3);
        CurveField<TPrime>.Add(t2, t3, t2);
        _field.Multiply(_field.Constants.B, z, z);
        _field.Subtract(z, t2, z);
        _field.Subtract(z, t0, z);
        CurveField<TPrime>.Add(z, z, t3);
        CurveField<TPrime>.Add(z, t3, z);
        CurveField<TPrime>.Add(t0, t0, t3);
        CurveField<TPrime>.Add(t3, t0, t0);
        _field.Subtract(t0, t2, t0);
        _field.Multiply(t0, z, t0);
        CurveField<TPrime>.Add(y, t0, y);
        _field.Multiply(py, pz, t0);
        CurveField<TPrime>.Add(t0, t0, t0);
        _field.Multiply(t0, z, z);
        _field.Subtract(x, z, x);
        _field.Multiply(t0, t1, z);
        CurveField<TPrime>.Add(z, z, z);
        CurveField<TPrime>.Add(z, z, z);
        Give(x, y, z, result);
    }

    /// <summary>Fills the point's multiples from 0 to 15.</summary>
    public void Tabulate(ReadOnlySpan<uint> point, Span<uint> table)
    {
        Infinity(Entry(table, 0));
        point.CopyTo(Entry(table, 1));
        for (var i = 2; i < Entries; i++)
        {
            if (i % 2 == 0)
            {
                Double(Entry(table, i / 2), Entry(table, i));
            }
            else
            {
                Add(Entry(table, i - 1), Entry(table, 1), Entry(table, i));
            }
        }
    }

    /// <summary>
    /// The sum of scalar times point over one or two scalars and tables, four bits of each at a time. A scalar is as long as the others, most
    /// significant byte first.
    /// </summary>
    public void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<uint> table, ReadOnlySpan<byte> second, ReadOnlySpan<uint> secondTable, Span<uint> result)
    {
        Infinity(result);
        for (var i = 0; i < 2 * scalar.Length; i++)
        {
            DoubleOften(result);
            AddEntry(table, scalar, i, result);
            if (!second.IsEmpty)
            {
                AddEntry(secondTable, second, i, result);
            }
        }
    }

    /// <summary>The point at infinity.</summary>
    public void Infinity(Span<uint> point)
    {
        point.Clear();
        _field.Constants.One.CopyTo(Y(point));
    }

    private static Span<uint> Entry(Span<uint> table, int index) => table.Slice(index * PointLength, PointLength);

    private Span<uint> Temporary(int index) => _scratch.Slice(index * TPrime.Limbs, TPrime.Limbs);

    private static void Give(Span<uint> x, Span<uint> y, Span<uint> z, Span<uint> result)
    {
        CurveField<TPrime>.Carry(y);
        CurveField<TPrime>.Carry(z);
        x.CopyTo(result);
        y.CopyTo(result[TPrime.Limbs..]);
        z.CopyTo(result[(2 * TPrime.Limbs)..]);
    }

    /// <summary>
    /// Sixteen times the point, in Jacobian coordinates (x = X/Z², y = Y/Z³), where doubling takes eight products for thirteen (Bernstein 2001) and is
    /// complete, too, as no point of these curves is its own negative. Infinity is 1 : 1 : 0 there, and all zeros after the change.
    /// </summary>
    private void DoubleOften(Span<uint> point)
    {
        Span<uint> x = X(point), y = Y(point), z = Z(point), square = Temporary(0);
        var isInfinity = _field.IsZero(z);
        _field.Multiply(x, z, x);
        _field.Square(z, square);
        _field.Multiply(y, square, y);
        SmallLimbs.Select(isInfinity, _field.Constants.One, x);
        SmallLimbs.Select(isInfinity, _field.Constants.One, y);
        for (var bit = 0; bit < DigitBits; bit++)
        {
            DoubleJacobian(x, y, z);
        }

        _field.Multiply(x, z, x);
        _field.Square(z, square);
        _field.Multiply(z, square, z);
    }

    private void DoubleJacobian(Span<uint> x, Span<uint> y, Span<uint> z)
    {
        Span<uint> delta = Temporary(0), gamma = Temporary(1), beta = Temporary(2), alpha = Temporary(3), t = Temporary(4);
        _field.Square(z, delta);
        _field.Square(y, gamma);
        _field.Multiply(x, gamma, beta);
        _field.Subtract(x, delta, t);
        CurveField<TPrime>.Add(x, delta, alpha);
        _field.Multiply(t, alpha, alpha);
        CurveField<TPrime>.Add(alpha, alpha, t);
        CurveField<TPrime>.Add(alpha, t, alpha);
        CurveField<TPrime>.Carry(alpha);

        // Z = (Y + Z)² − γ − δ, X = α² − 8β, Y = α(4β − X) − 8γ².
        CurveField<TPrime>.Add(y, z, z);
        _field.Square(z, z);
        CurveField<TPrime>.Add(gamma, delta, t);
        _field.Subtract(z, t, z);
        CurveField<TPrime>.Times(4, beta);
        CurveField<TPrime>.Add(beta, beta, t);
        _field.Square(alpha, x);
        _field.Subtract(x, t, x);
        _field.SubtractLarge(beta, x, beta);
        _field.Square(gamma, gamma);
        CurveField<TPrime>.Times(8, gamma);
        _field.Multiply(alpha, beta, y);
        _field.Subtract(y, gamma, y);
    }

    private void AddEntry(ReadOnlySpan<uint> table, ReadOnlySpan<byte> scalar, int at, Span<uint> result)
    {
        var digit = at % 2 == 0 ? scalar[at / 2] >> DigitBits : scalar[at / 2] & (Entries - 1);
        Choose(table, digit, Chosen);
        Add(result, Chosen, result);
    }

    /// <summary>Copies one entry of the table and reads all of them: which one it was, the cache does not show.</summary>
    private static void Choose(ReadOnlySpan<uint> table, int index, Span<uint> chosen)
    {
        chosen.Clear();
        for (var entry = 0; entry < Entries; entry++)
        {
            // All ones where the two are equal, else zero: no comparison that could become a branch.
            var mask = (uint)(((entry ^ index) - 1) >> 31);
            var from = table.Slice(entry * PointLength, PointLength);
            for (var i = 0; i < chosen.Length; i++)
            {
                chosen[i] |= from[i] & mask;
            }
        }
    }
}
