namespace HostApd.Crypto;

/// <summary>
/// From numbers of the field to points: the simplified method of Shallue, van de Woestijne and Ulas as 802.11-2020 12.4.4.2.3 has it, and
/// the search for a number that is the x of a point. Nothing here branches on a number.
/// </summary>
/// <param name="field">Of the curve's prime.</param>
/// <param name="scratch">Of <see cref="ScratchLength"/> limbs; wiping it is the caller's part.</param>
internal readonly ref struct CurveMap<TPrime>(CurveField<TPrime> field, Span<int> scratch)
    where TPrime : struct, ICurvePrime
{
    private readonly CurveField<TPrime> _field = field;
    private readonly Span<int> _scratch = scratch;

    /// <summary>Eight numbers.</summary>
    public static int ScratchLength => 8 * TPrime.Limbs;

    /// <summary>Reads a number of any length, most significant byte first, modulo the prime: as many bytes as fit, and what is above them.</summary>
    public void Load(ReadOnlySpan<byte> bytes, Span<int> number)
    {
        var length = Math.Min(_field.Constants.PrimeBytes.Length, TPrime.Limbs * TPrime.Bits / 8);
        Span<int> part = Temporary(0), shift = Temporary(1);
        shift.Clear();
        shift[8 * length / TPrime.Bits] = 1 << (8 * length % TPrime.Bits);
        _field.Enter(shift);
        var first = bytes.Length % length;
        _field.Enter(bytes[..first], number);
        for (var rest = bytes[first..]; !rest.IsEmpty; rest = rest[length..])
        {
            _field.Enter(rest[..length], part);
            _field.Multiply(number, shift, number);
            CurveField<TPrime>.Add(number, part, number);
            CurveField<TPrime>.Carry(number);
        }
    }

    /// <summary>The point of a number; the curve's parameter z is −<paramref name="minusZ"/>.</summary>
    public void Map(ReadOnlySpan<int> u, int minusZ, Span<int> x, Span<int> y)
    {
        Span<int> w = Temporary(0), m = Temporary(1), t = Temporary(2), third = Temporary(3), value = Temporary(4), other = Temporary(5);
        var one = _field.Constants.One;

        // w = −z·u², m = w² − w.
        _field.Square(u, w);
        CurveField<TPrime>.Times(minusZ, w);
        _field.Square(w, m);
        CurveField<TPrime>.Subtract(m, w, m);

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
        CurveField<TPrime>.Select(isZero, m, t);
        _field.Multiply(third, t, x);

        // x2 = z·u²·x1, taken where x1 is the x of no point.
        _field.Multiply(w, x, t);
        m.Clear();
        CurveField<TPrime>.Subtract(m, t, t);
        RightSide(x, value);
        RightSide(t, other);
        var takesOther = ~IsSquare(value);
        CurveField<TPrime>.Select(takesOther, t, x);
        CurveField<TPrime>.Select(takesOther, other, value);
        RootOf(value, LowBit(u), y);
    }

    /// <summary>All ones when the number is the x of a point, else 0.</summary>
    public int IsAbscissa(ReadOnlySpan<int> x)
    {
        var value = Temporary(4);
        RightSide(x, value);
        return IsSquare(value) & ~_field.IsZero(value);
    }

    /// <summary>The y of a point, whose lowest bit is as asked; of an x that is one's.</summary>
    public void Lift(ReadOnlySpan<int> x, int lowBit, Span<int> y)
    {
        var value = Temporary(4);
        RightSide(x, value);
        RootOf(value, lowBit, y);
    }

    /// <summary>x³ − 3x + b, small.</summary>
    public void RightSide(ReadOnlySpan<int> x, Span<int> value)
    {
        Span<int> three = Temporary(6);
        _field.Square(x, value);
        _field.Multiply(value, x, value);
        CurveField<TPrime>.Add(value, _field.Constants.B, value);
        x.CopyTo(three);
        CurveField<TPrime>.Times(3, three);
        CurveField<TPrime>.Subtract(value, three, value);
        CurveField<TPrime>.Carry(value);
    }

    /// <summary>The lowest bit of the number itself.</summary>
    private int LowBit(ReadOnlySpan<int> number)
    {
        var plain = Temporary(6);
        _field.Leave(number, plain);
        return plain[0] & 1;
    }

    /// <summary>All ones for zero and for squares.</summary>
    private int IsSquare(ReadOnlySpan<int> number)
    {
        Span<int> power = Temporary(6), difference = Temporary(7);
        _field.Power(number, _field.Constants.Residue, power);
        CurveField<TPrime>.Subtract(power, _field.Constants.One, difference);
        return _field.IsZero(difference) | _field.IsZero(power);
    }

    private void RootOf(ReadOnlySpan<int> value, int lowBit, Span<int> y)
    {
        Span<int> negative = Temporary(7);
        _field.Power(value, _field.Constants.Root, y);
        negative.Clear();
        CurveField<TPrime>.Subtract(negative, y, negative);
        CurveField<TPrime>.Select(0 - (LowBit(y) ^ lowBit), negative, y);
    }

    private Span<int> Temporary(int index) => _scratch.Slice(index * TPrime.Limbs, TPrime.Limbs);
}
