using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HostApd.Crypto;

/// <summary>
/// Points of a curve in projective coordinates X : Y : Z, x = X/Z and y = Y/Z, one number behind the other; the point at infinity is 0 : 1 : 0.
/// Addition is complete (Renes, Costello and Batina 2016, algorithm 4), and so is doubling, as no point of these curves is its own
/// negative: there are no points for which another way would have to be taken. Coordinates are small (<see cref="CurveField{TPrime}"/>).
/// </summary>
/// <param name="field">Of the curve's prime.</param>
/// <param name="scratch">Of <see cref="ScratchLength"/> limbs; wiping it is the caller's part.</param>
internal readonly ref struct CurvePoints<TPrime>(CurveField<TPrime> field, Span<int> scratch)
    where TPrime : struct, ICurvePrime
{
    private const int DigitBits = 5;
    private const int Entries = 1 << (DigitBits - 1);
    private const int MostCombBytes = 4096;

    private readonly CurveField<TPrime> _field = field;
    private readonly Span<int> _scratch = scratch;

    /// <summary>Limbs of a point.</summary>
    public static int PointLength => 3 * TPrime.Limbs;

    /// <summary>Eight numbers, and a point chosen of a table.</summary>
    public static int ScratchLength => 11 * TPrime.Limbs;

    /// <summary>Limbs of a point's multiples from 1 to 16.</summary>
    public static int TableLength => Entries * PointLength;

    /// <summary>Limbs of a point's comb.</summary>
    public static int CombLength => CombEntries * PointLength;

    private static int Teeth => 32 * PointLength * sizeof(int) <= MostCombBytes ? 5 : 4;

    private static int CombEntries => (1 << Teeth) - 1;

    private Span<int> Chosen => _scratch[^PointLength..];

    public static Span<int> X(Span<int> point) => point[..TPrime.Limbs];

    public static Span<int> Y(Span<int> point) => point.Slice(TPrime.Limbs, TPrime.Limbs);

    public static Span<int> Z(Span<int> point) => point.Slice(2 * TPrime.Limbs, TPrime.Limbs);

    /// <summary>p + q; the result may be one of them.</summary>
    public void Add(ReadOnlySpan<int> p, ReadOnlySpan<int> q, Span<int> result)
    {
        var n = TPrime.Limbs;
        Span<int> t0 = Temporary(0), t1 = Temporary(1), t2 = Temporary(2), t3 = Temporary(3), t4 = Temporary(4);
        ReadOnlySpan<int> x1 = p[..n], y1 = p.Slice(n, n), z1 = p.Slice(2 * n, n);
        ReadOnlySpan<int> x2 = q[..n], y2 = q.Slice(n, n), z2 = q.Slice(2 * n, n);
        Span<int> x = Temporary(5), y = Temporary(6), z = Temporary(7);
        _field.Multiply(x1, x2, t0);
        _field.Multiply(y1, y2, t1);
        _field.Multiply(z1, z2, t2);
        Cross(x1, y1, x2, y2, t0, t1, t3);
        Cross(y1, z1, y2, z2, t1, t2, t4);
        Cross(x1, z1, x2, z2, t0, t2, y);
        _field.Multiply(_field.Constants.B, t2, z);
        CurveField<TPrime>.Combine(3, y, -3, z, x);
        CurveField<TPrime>.Subtract(t1, x, z);
        CurveField<TPrime>.Add(t1, x, x);
        _field.Multiply(_field.Constants.B, y, y);
        CurveField<TPrime>.Subtract(y, t0, y);
        CurveField<TPrime>.Combine(3, y, -9, t2, y);
        CurveField<TPrime>.Combine(3, t0, -3, t2, t0);
        _field.Multiply(t4, y, t1);
        _field.Multiply(t0, y, t2);
        _field.Multiply(x, z, y);
        CurveField<TPrime>.Combine(1, y, 1, t2, Y(result));
        _field.Multiply(t3, x, x);
        CurveField<TPrime>.Combine(1, x, -1, t1, X(result));
        _field.Multiply(t4, z, z);
        _field.Multiply(t3, t0, t0);
        CurveField<TPrime>.Combine(1, z, 1, t0, Z(result));
    }

    /// <summary>Fills the point's multiples from 1 to 16.</summary>
    public void Tabulate(ReadOnlySpan<int> point, Span<int> table)
    {
        point.CopyTo(Entry(table, 1));
        for (var i = 2; i <= Entries; i += 2)
        {
            Entry(table, i / 2).CopyTo(Entry(table, i));
            Double(Entry(table, i), 1);
            if (i < Entries)
            {
                Add(Entry(table, i), Entry(table, 1), Entry(table, i + 1));
            }
        }
    }

    /// <summary>
    /// The sum of scalar times point over one or two scalars and tables, five bits of each at a time, as a number from −16 to 16. A scalar is as
    /// long as the other, most significant byte first.
    /// </summary>
    public void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<int> table, ReadOnlySpan<byte> second, ReadOnlySpan<int> secondTable, Span<int> result)
    {
        var from = 8 * scalar.Length / DigitBits * DigitBits;
        ChooseDigit(table, scalar, from, result);
        AddDigit(secondTable, second, from, result);
        while (from > 0)
        {
            from -= DigitBits;
            Double(result, DigitBits);
            AddDigit(table, scalar, from, result);
            AddDigit(secondTable, second, from, result);
        }
    }

    /// <summary>
    /// Fills the sums of those multiples of the point that a comb of a scalar has: by 1, and by 2^spacing, once, twice and so on, of which the number
    /// of an entry tells which are in it.
    /// </summary>
    public void TabulateComb(ReadOnlySpan<int> point, int scalarLength, Span<int> table)
    {
        point.CopyTo(Entry(table, 1));
        for (var tooth = 2; tooth <= CombEntries; tooth *= 2)
        {
            Entry(table, tooth / 2).CopyTo(Entry(table, tooth));
            Double(Entry(table, tooth), CombSpacing(scalarLength));
            for (var i = 1; i < tooth; i++)
            {
                Add(Entry(table, i), Entry(table, tooth), Entry(table, tooth + i));
            }
        }
    }

    /// <summary>scalar times the point of a comb.</summary>
    public void MultiplyComb(ReadOnlySpan<byte> scalar, ReadOnlySpan<int> table, Span<int> result)
    {
        var spacing = CombSpacing(scalar.Length);
        ChooseColumn(table, scalar, spacing - 1, result);
        for (var column = spacing - 2; column >= 0; column--)
        {
            Double(result, 1);
            ChooseColumn(table, scalar, column, Chosen);
            Add(result, Chosen, result);
        }
    }

    private static int CombSpacing(int scalarLength) => (8 * scalarLength + Teeth - 1) / Teeth;

    /// <summary>A point's multiple, or entry of a comb, from 1 on.</summary>
    private static Span<int> Entry(Span<int> table, int number) => table.Slice((number - 1) * PointLength, PointLength);

    /// <summary>A bit of a scalar, 0 beyond either end.</summary>
    private static int Bit(ReadOnlySpan<byte> scalar, int at) =>
        (uint)at < 8 * scalar.Length ? scalar[scalar.Length - 1 - at / 8] >> (at % 8) & 1 : 0;

    private Span<int> Temporary(int index) => _scratch.Slice(index * TPrime.Limbs, TPrime.Limbs);

    /// <summary>a1·b2 + a2·b1, of which a = a1·a2 and b = b1·b2 are there.</summary>
    private void Cross(
        ReadOnlySpan<int> a1, ReadOnlySpan<int> b1, ReadOnlySpan<int> a2, ReadOnlySpan<int> b2, ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> result)
    {
        Span<int> sum = Temporary(5);
        CurveField<TPrime>.Add(a1, b1, sum);
        CurveField<TPrime>.Add(a2, b2, result);
        _field.Multiply(sum, result, result);
        CurveField<TPrime>.Subtract(result, a, result);
        CurveField<TPrime>.Subtract(result, b, result);
    }

    /// <summary>
    /// 2^times the point, once at least, in Jacobian coordinates (x = X/Z², y = Y/Z³), where the first doubling takes seven products (Bernstein and
    /// Lange 2007) and each other eight (Bernstein 2001). Infinity is all zeros there.
    /// </summary>
    private void Double(Span<int> point, int times)
    {
        Span<int> x = X(point), y = Y(point), z = Z(point), t = Temporary(0);
        var isInfinity = _field.IsZero(z);
        DoubleProjective(x, y, z);
        for (var i = 1; i < times; i++)
        {
            DoubleJacobian(x, y, z);
        }

        _field.Multiply(x, z, x);
        _field.Square(z, t);
        _field.Multiply(z, t, z);
        CurveField<TPrime>.Select(isInfinity, _field.Constants.One, y);
    }

    /// <summary>From projective coordinates to Jacobian ones.</summary>
    private void DoubleProjective(Span<int> x, Span<int> y, Span<int> z)
    {
        Span<int> w = Temporary(0), r = Temporary(1), b = Temporary(2), t = Temporary(3);

        // w = 3(X − Z)(X + Z), Z' = 2YZ, R = Y·Z', B = 2X·R.
        CurveField<TPrime>.Subtract(x, z, w);
        CurveField<TPrime>.Add(x, z, t);
        _field.Multiply(w, t, w);
        CurveField<TPrime>.Times(3, w);
        _field.Multiply(y, z, z);
        CurveField<TPrime>.Add(z, z, z);
        _field.Multiply(y, z, r);
        CurveField<TPrime>.Add(r, r, t);
        _field.Multiply(x, t, b);
        _field.Square(r, r);
        Finish(w, b, r, x, y, t);
    }

    /// <summary>z counts 2, before and after.</summary>
    private void DoubleJacobian(Span<int> x, Span<int> y, Span<int> z)
    {
        Span<int> w = Temporary(0), r = Temporary(1), b = Temporary(2), t = Temporary(3);

        // w = 3(X − Z²)(X + Z²), Z' = 2YZ, R = 2Y², B = 2X·R.
        _field.Square(z, t);
        CurveField<TPrime>.Subtract(x, t, w);
        CurveField<TPrime>.Add(x, t, t);
        _field.Multiply(w, t, w);
        CurveField<TPrime>.Times(3, w);
        _field.Multiply(y, z, z);
        CurveField<TPrime>.Add(z, z, z);
        _field.Square(y, r);
        CurveField<TPrime>.Add(r, r, r);
        CurveField<TPrime>.Add(r, r, t);
        _field.Multiply(x, t, b);
        _field.Square(r, r);
        Finish(w, b, r, x, y, t);
    }

    /// <summary>X = w² − 2B, Y = w(B − X) − 2R².</summary>
    private void Finish(Span<int> w, Span<int> b, Span<int> squareOfR, Span<int> x, Span<int> y, Span<int> t)
    {
        _field.Square(w, x);
        CurveField<TPrime>.Combine(1, x, -2, b, x);
        CurveField<TPrime>.Subtract(b, x, t);
        _field.Multiply(w, t, y);
        CurveField<TPrime>.Combine(1, y, -2, squareOfR, y);
    }

    /// <summary>Adds the multiple that a digit asks for, if there is a scalar.</summary>
    private void AddDigit(ReadOnlySpan<int> table, ReadOnlySpan<byte> scalar, int from, Span<int> result)
    {
        if (!scalar.IsEmpty)
        {
            ChooseDigit(table, scalar, from, Chosen);
            Add(result, Chosen, result);
        }
    }

    /// <summary>
    /// The multiple that a digit asks for: of the five bits from one on, less 32 where the highest is set, and one more where the one before them is.
    /// </summary>
    private void ChooseDigit(ReadOnlySpan<int> table, ReadOnlySpan<byte> scalar, int from, Span<int> chosen)
    {
        var bits = 0;
        for (var i = DigitBits - 1; i >= 0; i--)
        {
            bits = 2 * bits | Bit(scalar, from + i);
        }

        var digit = bits + Bit(scalar, from - 1) - ((bits >> (DigitBits - 1)) << DigitBits);
        var sign = digit >> 31;
        Choose(table, (digit ^ sign) - sign, chosen);
        CurveField<TPrime>.Negate(sign, Y(chosen));
    }

    /// <summary>The entry of a comb for the bits under its teeth.</summary>
    private void ChooseColumn(ReadOnlySpan<int> table, ReadOnlySpan<byte> scalar, int column, Span<int> chosen)
    {
        var entry = 0;
        for (var tooth = Teeth - 1; tooth >= 0; tooth--)
        {
            entry = 2 * entry | Bit(scalar, column + tooth * CombSpacing(scalar.Length));
        }

        Choose(table, entry, chosen);
    }

    /// <summary>Copies one entry of the table, or infinity for 0, and reads all of them: which one it was, the cache does not show.</summary>
    private void Choose(ReadOnlySpan<int> table, int number, Span<int> chosen)
    {
        chosen.Clear();
        CurveField<TPrime>.Select(CurveField<TPrime>.IsZero(number), _field.Constants.One, Y(chosen));
        ref var to = ref MemoryMarshal.GetReference(chosen);
        for (var at = 0; at < table.Length; at += PointLength)
        {
            // All ones where the two are equal, else zero: no comparison that could become a branch.
            number--;
            var mask = CurveField<TPrime>.IsZero(number);
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(table), at);
            nint i = 0;
            for (; Vector128.IsHardwareAccelerated && i + Vector128<int>.Count <= PointLength; i += Vector128<int>.Count)
            {
                (Vector128.LoadUnsafe(ref to, (nuint)i) | (Vector128.LoadUnsafe(ref from, (nuint)i) & Vector128.Create(mask))).StoreUnsafe(ref to, (nuint)i);
            }

            for (; i < PointLength; i++)
            {
                Unsafe.Add(ref to, i) |= Unsafe.Add(ref from, i) & mask;
            }
        }
    }
}
