namespace HostApd.Crypto;

/// <summary>
/// From numbers of the field to points: the simplified method of Shallue, van de Woestijne and Ulas as 802.11-2020 12.4.4.2.3 has it, and
/// the search for a number that is the x of a point. Nothing here branches on a number.
/// </summary>
/// <param name="field">Of the curve's prime.</param>
/// <param name="scratch">Of <see cref="ScratchLength"/> limbs; wiping it is the caller's part.</param>
internal readonly ref struct CurveMap<TPrime>(CurveField<TPrime> field, Span<uint> scratch)
    where TPrime : struct, ICurvePrime
{
    private readonly CurveField<TPrime> _field = field;
    private readonly Span<uint> _scratch = scratch;

    /// <summary>Eight numbers.</summary>
    public static int ScratchLength => 8 * TPrime.Limbs;

    /// <summary>
    /// Reads a number of up to twice the prime's bytes, most significant first, modulo the prime: the part beyond the prime's own length counts
    /// 2^(8 · length).
    /// </summary>
    public void Load(ReadOnlySpan<byte> bytes, Span<uint> number)
    {
        var length = _field.Constants.PrimeBytes.Length;
        Span<uint> plain = Temporary(0), high = Temporary(1);
        var lower = bytes[^Math.Min(length, bytes.Length)..];
        SmallLimbs.Load(lower, plain);
        _field.Enter(plain, number);
        if (bytes.Length > length)
        {
            SmallLimbs.Load(bytes[..^length], plain);
            _field.Enter(plain, high);
            plain.Clear();
            plain[8 * length / SmallLimbs.Bits] = 1U << (8 * length % SmallLimbs.Bits);
            _field.Enter(plain, plain);
            _field.Multiply(high, plain, high);
            CurveField<TPrime>.Add(number, high, number);
            CurveField<TPrime>.Carry(number);
        }
    }

    /// <summary>The point of a number; the curve's parameter z is −<paramref name="minusZ"/>.</summary>
    public void Map(ReadOnlySpan<uint> u, uint minusZ, Span<uint> x, Span<uint> y)
    {
        Span<uint> w = Temporary(0), m = Temporary(1), t = Temporary(2), third = Temporary(3), value = Temporary(4), other = Temporary(5);
        var one = _field.Constants.One;

        // w = −z·u², m = w² − w.
        _field.Square(u, w);
        CurveField<TPrime>.Times(minusZ, w);
        _field.Square(w, m);
        _field.SubtractLarge(m, w, m);

        // b/3, which is −b/a.
        one.CopyTo(t);
        CurveField<TPrime>.Times(3, t);
        _field.Power(t, _field.Constants.Inversion, third);
        _field.Multiply(third, _field.Constants.B, third);

        // x1 = b/3 · (1 + 1/m), or b/3 / −z where m is zero (whose power is zero, too).
        var isZero = _field.IsZero(m);
        _field.Power(m, _field.Constants.Inversion, t);
        CurveField<TPrime>.Add(t, one, t);
        one.CopyTo(m);
        CurveField<TPrime>.Times(minusZ, m);
        _field.Power(m, _field.Constants.Inversion, m);
        SmallLimbs.Select(isZero, m, t);
        _field.Multiply(third, t, x);

        // x2 = z·u²·x1, taken where x1 is the x of no point.
        _field.Multiply(w, x, t);
        m.Clear();
        _field.Subtract(m, t, t);
        RightSide(x, value);
        RightSide(t, other);
        var takesOther = ~IsSquare(value);
        SmallLimbs.Select(takesOther, t, x);
        SmallLimbs.Select(takesOther, other, value);
        RootOf(value, LowBit(u), y);
    }

    /// <summary>All ones when the number is the x of a point, else 0.</summary>
    public uint IsAbscissa(ReadOnlySpan<uint> x)
    {
        var value = Temporary(4);
        RightSide(x, value);
        return IsSquare(value) & ~_field.IsZero(value);
    }

    /// <summary>The y of a point, whose lowest bit is as asked; of an x that is one's.</summary>
    public void Lift(ReadOnlySpan<uint> x, uint lowBit, Span<uint> y)
    {
        var value = Temporary(4);
        RightSide(x, value);
        RootOf(value, lowBit, y);
    }

    /// <summary>x³ − 3x + b, a difference of 128 p.</summary>
    public void RightSide(ReadOnlySpan<uint> x, Span<uint> value)
    {
        Span<uint> three = Temporary(6);
        _field.Square(x, value);
        _field.Multiply(value, x, value);
        CurveField<TPrime>.Add(value, _field.Constants.B, value);
        x.CopyTo(three);
        CurveField<TPrime>.Times(3, three);
        _field.SubtractLarge(value, three, value);
    }

    /// <summary>The lowest bit of the number itself.</summary>
    private uint LowBit(ReadOnlySpan<uint> number)
    {
        var plain = Temporary(6);
        _field.Leave(number, plain);
        return plain[0] & 1;
    }

    /// <summary>All ones for zero and for squares.</summary>
    private uint IsSquare(ReadOnlySpan<uint> number)
    {
        Span<uint> power = Temporary(6), difference = Temporary(7);
        _field.Power(number, _field.Constants.Residue, power);
        _field.Subtract(power, _field.Constants.One, difference);
        return _field.IsZero(difference) | _field.IsZero(power);
    }

    private void RootOf(ReadOnlySpan<uint> value, uint lowBit, Span<uint> y)
    {
        Span<uint> negative = Temporary(7);
        _field.Power(value, _field.Constants.Root, y);
        negative.Clear();
        _field.Subtract(negative, y, negative);
        SmallLimbs.Select(0 - (LowBit(y) ^ lowBit), negative, y);
    }

    private Span<uint> Temporary(int index) => _scratch.Slice(index * TPrime.Limbs, TPrime.Limbs);
}
