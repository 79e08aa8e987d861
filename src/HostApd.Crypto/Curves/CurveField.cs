using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HostApd.Crypto;

/// <summary>
/// Arithmetic modulo the prime of a curve, in Montgomery's form. Steps and addresses are the same whatever the numbers are.
/// <para>
/// Limbs and values may grow within bounds, and only some operations bring them back. A number is <em>small</em> when its limbs are below
/// 2^28 and it is below 1.1 p: products are. A sum keeps its limbs as they come: of k small numbers it counts k. A difference has limbs
/// below 2^28, and is below what it was taken from and 16 or 128 p. Two factors may count k and l when k · l is at most 6.
/// </para>
/// </summary>
/// <param name="constants">Of the curve.</param>
/// <param name="columns">Room for two times the limbs; wiping it is the caller's part.</param>
internal readonly ref struct CurveField<TPrime>(CurveConstants constants, Span<long> columns)
    where TPrime : struct, ICurvePrime
{
    private readonly CurveConstants _constants = constants;
    private readonly Span<long> _columns = columns;

    public static int ColumnCount => 2 * TPrime.Limbs + 2;

    public CurveConstants Constants => _constants;

    /// <summary>a·b/R.</summary>
    public void Multiply(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, Span<uint> result)
    {
        ref var column = ref MemoryMarshal.GetReference(_columns);
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var digit = ref MemoryMarshal.GetReference(b);
        _columns.Clear();
        for (var i = 0; i < TPrime.Limbs; i += 2)
        {
            ulong d0 = Unsafe.Add(ref digit, i), d1 = Unsafe.Add(ref digit, i + 1), before = 0;
            ref var sum = ref Unsafe.Add(ref column, i);
            for (var j = 0; j < TPrime.Limbs; j += 2)
            {
                ulong x = Unsafe.Add(ref first, j), y = Unsafe.Add(ref first, j + 1);
                Unsafe.Add(ref sum, j) += (long)(x * d0 + before * d1);
                Unsafe.Add(ref sum, j + 1) += (long)(y * d0 + x * d1);
                before = y;
            }

            Unsafe.Add(ref sum, TPrime.Limbs) += (long)(before * d1);
        }

        Reduce(ref column, ref MemoryMarshal.GetReference(result));
    }

    /// <summary>a·a/R: the product of two different limbs is added once, one of them doubled. Counts 2 at most.</summary>
    public void Square(ReadOnlySpan<uint> a, Span<uint> result)
    {
        ref var column = ref MemoryMarshal.GetReference(_columns);
        ref var first = ref MemoryMarshal.GetReference(a);
        _columns.Clear();
        for (var i = 0; i < TPrime.Limbs; i++)
        {
            ulong digit = Unsafe.Add(ref first, i);
            ref var sum = ref Unsafe.Add(ref column, i);
            Unsafe.Add(ref sum, i) += (long)(digit * digit);
            digit += digit;
            for (var j = i + 1; j < TPrime.Limbs; j++)
            {
                Unsafe.Add(ref sum, j) += (long)(digit * Unsafe.Add(ref first, j));
            }
        }

        Reduce(ref column, ref MemoryMarshal.GetReference(result));
    }

    /// <summary>a + b, its limbs as they come.</summary>
    public static void Add(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, Span<uint> result)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var sum = ref MemoryMarshal.GetReference(result);
        for (var i = 0; i < TPrime.Limbs; i++)
        {
            Unsafe.Add(ref sum, i) = Unsafe.Add(ref x, i) + Unsafe.Add(ref y, i);
        }
    }

    /// <summary>a − b + 16 p; b is a sum of small numbers.</summary>
    public void Subtract(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, Span<uint> result) => Subtract(a, b, _constants.SomePrimes, result);

    /// <summary>a − b + 128 p; b is below three times 34 p, which two differences one of the other come to.</summary>
    public void SubtractLarge(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, Span<uint> result) => Subtract(a, b, _constants.ManyPrimes, result);

    /// <summary>Brings limbs below 2^28.</summary>
    public static void Carry(Span<uint> number)
    {
        ref var limb = ref MemoryMarshal.GetReference(number);
        ulong carry = 0;
        for (var i = 0; i < TPrime.Limbs; i++)
        {
            carry += Unsafe.Add(ref limb, i);
            Unsafe.Add(ref limb, i) = (uint)carry & SmallLimbs.Mask;
            carry >>= SmallLimbs.Bits;
        }
    }

    /// <summary>The number, which is small or a difference, up to 15 times; its limbs are below 2^28 again.</summary>
    public static void Times(uint factor, Span<uint> number)
    {
        ref var limb = ref MemoryMarshal.GetReference(number);
        uint carry = 0;
        for (var i = 0; i < TPrime.Limbs; i++)
        {
            carry += Unsafe.Add(ref limb, i) * factor;
            Unsafe.Add(ref limb, i) = carry & SmallLimbs.Mask;
            carry >>= SmallLimbs.Bits;
        }
    }

    /// <summary>Into Montgomery's form, from a number whose limbs are below 2^28.</summary>
    public void Enter(ReadOnlySpan<uint> plain, Span<uint> result) => Multiply(plain, _constants.Square, result);

    /// <summary>Out of it: below p, limbs below 2^28.</summary>
    public void Leave(ReadOnlySpan<uint> number, Span<uint> result)
    {
        Span<uint> less = stackalloc uint[TPrime.Limbs];
        Multiply(number, _constants.Unit, result);
        SmallLimbs.ReduceOnce(result, _constants.Prime, less);
        less.Clear();
    }

    /// <summary>All ones when the number is a multiple of p, else 0.</summary>
    public uint IsZero(ReadOnlySpan<uint> number)
    {
        Span<uint> plain = stackalloc uint[TPrime.Limbs];
        Leave(number, plain);
        var zero = SmallLimbs.IsZero(plain);
        plain.Clear();
        return zero;
    }

    /// <summary>number^exponent for an exponent that everybody knows, most significant byte first; four bits at a time.</summary>
    public void Power(ReadOnlySpan<uint> number, ReadOnlySpan<byte> exponent, Span<uint> result)
    {
        var limbs = TPrime.Limbs;
        Span<uint> table = stackalloc uint[16 * limbs];
        _constants.One.CopyTo(table);
        number[..limbs].CopyTo(table[limbs..]);
        for (var i = 2; i < 16; i++)
        {
            Multiply(table.Slice((i - 1) * limbs, limbs), table.Slice(limbs, limbs), table.Slice(i * limbs, limbs));
        }

        _constants.One.CopyTo(result);
        for (var i = 0; i < 2 * exponent.Length; i++)
        {
            Square(result, result);
            Square(result, result);
            Square(result, result);
            Square(result, result);
            var digit = i % 2 == 0 ? exponent[i / 2] >> 4 : exponent[i / 2] & 15;
            if (digit != 0)
            {
                Multiply(result, table.Slice(digit * limbs, limbs), result);
            }
        }

        table.Clear();
    }

    private static void Reduce(ref long column, ref uint result)
    {
        long carry = 0;
        for (var i = 0; i < TPrime.Limbs; i++)
        {
            carry += column;
            TPrime.Fold(ref column, carry & SmallLimbs.Mask);
            carry >>= SmallLimbs.Bits;
            column = ref Unsafe.Add(ref column, 1);
        }

        for (var i = 0; i < TPrime.Limbs; i++)
        {
            carry += Unsafe.Add(ref column, i);
            Unsafe.Add(ref result, i) = (uint)carry & SmallLimbs.Mask;
            carry >>= SmallLimbs.Bits;
        }
    }

    private static void Subtract(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, ReadOnlySpan<uint> primes, Span<uint> result)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var p = ref MemoryMarshal.GetReference(primes);
        ref var difference = ref MemoryMarshal.GetReference(result);
        long carry = 0;
        for (var i = 0; i < TPrime.Limbs; i++)
        {
            carry += (long)Unsafe.Add(ref x, i) - Unsafe.Add(ref y, i) + Unsafe.Add(ref p, i);
            Unsafe.Add(ref difference, i) = (uint)carry & SmallLimbs.Mask;
            carry >>= SmallLimbs.Bits;
        }
    }
}
