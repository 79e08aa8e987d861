using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HostApd.Crypto;

/// <summary>
/// Arithmetic modulo the prime of a curve, in Montgomery's form. Steps and addresses are the same whatever the numbers are.
/// <para>
/// Limbs and values have signs and may grow within bounds, and only some operations bring them back. A number's limbs are <em>small</em> when they
/// are from −2^(bits − 1) to 2^(bits − 1): those of products are, and what <see cref="Carry"/> and <see cref="Times"/> leave. A sum or
/// difference of k and l small ones counts k + l, 7 at most; the counts of two factors, multiplied, are 6 at most. Values of factors
/// are within 15 p; a product is within 2 p.
/// </para>
/// </summary>
/// <param name="constants">Of the curve.</param>
/// <param name="columns">Room for a product; wiping it is the caller's part.</param>
internal readonly ref struct CurveField<TPrime>(CurveConstants constants, Span<long> columns)
    where TPrime : struct, ICurvePrime
{
    private readonly CurveConstants _constants = constants;
    private readonly ref long _columns = ref MemoryMarshal.GetReference(columns);

    public static int ColumnCount => TPrime.Limbs + TPrime.Digits + 2;

    public CurveConstants Constants => _constants;

    /// <summary>a·b/R.</summary>
    public void Multiply(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> result) =>
        TPrime.Multiply(ref _columns, ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(result));

    /// <summary>a·a/R.</summary>
    public void Square(ReadOnlySpan<int> a, Span<int> result) =>
        TPrime.Square(ref _columns, ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(result));

    /// <summary>a + b.</summary>
    public static void Add(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> result)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var sum = ref MemoryMarshal.GetReference(result);
        nint i = 0;
        for (; Vector128.IsHardwareAccelerated && i + Vector128<int>.Count <= TPrime.Limbs; i += Vector128<int>.Count)
        {
            (Vector128.LoadUnsafe(ref x, (nuint)i) + Vector128.LoadUnsafe(ref y, (nuint)i)).StoreUnsafe(ref sum, (nuint)i);
        }

        for (; i < TPrime.Limbs; i++)
        {
            Unsafe.Add(ref sum, i) = Unsafe.Add(ref x, i) + Unsafe.Add(ref y, i);
        }
    }

    /// <summary>a − b.</summary>
    public static void Subtract(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> result)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var difference = ref MemoryMarshal.GetReference(result);
        nint i = 0;
        for (; Vector128.IsHardwareAccelerated && i + Vector128<int>.Count <= TPrime.Limbs; i += Vector128<int>.Count)
        {
            (Vector128.LoadUnsafe(ref x, (nuint)i) - Vector128.LoadUnsafe(ref y, (nuint)i)).StoreUnsafe(ref difference, (nuint)i);
        }

        for (; i < TPrime.Limbs; i++)
        {
            Unsafe.Add(ref difference, i) = Unsafe.Add(ref x, i) - Unsafe.Add(ref y, i);
        }
    }

    /// <summary>Makes limbs small.</summary>
    public static void Carry(Span<int> number) => Combine(1, number, 0, number, number);

    /// <summary>The number up to 15 times, its limbs small.</summary>
    public static void Times(int factor, Span<int> number) => Combine(factor, number, 0, number, number);

    /// <summary>factor · a + other · b, its limbs small; factors are from −15 to 15.</summary>
    public static void Combine(int factor, ReadOnlySpan<int> a, int other, ReadOnlySpan<int> b, Span<int> result)
    {
        var mask = (1L << TPrime.Bits) - 1;
        var half = 1L << (TPrime.Bits - 1);
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var limb = ref MemoryMarshal.GetReference(result);
        long carry = 0;
        for (nint i = 0; i < TPrime.Limbs - 1; i++)
        {
            carry += (long)factor * Unsafe.Add(ref x, i) + (long)other * Unsafe.Add(ref y, i) + half;
            Unsafe.Add(ref limb, i) = (int)((carry & mask) - half);
            carry >>= TPrime.Bits;
        }

        carry += (long)factor * Unsafe.Add(ref x, TPrime.Limbs - 1) + (long)other * Unsafe.Add(ref y, TPrime.Limbs - 1);
        if (TPrime.Wrap != 0)
        {
            // The lowest limb is beyond small by a few then, which no bound is as narrow as to mind.
            carry += half;
            limb += TPrime.Wrap * (int)(carry >> TPrime.Bits);
            carry = (carry & mask) - half;
        }

        Unsafe.Add(ref limb, TPrime.Limbs - 1) = (int)carry;
    }

    /// <summary>Into Montgomery's form, from bytes, most significant first: as many as the prime's, or fewer.</summary>
    public void Enter(ReadOnlySpan<byte> bytes, Span<int> result)
    {
        result.Clear();
        LimbBytes.Load(bytes, result, TPrime.Bits);
        Enter(result);
    }

    /// <summary>Into Montgomery's form, from limbs of 0 to 2^bits − 1.</summary>
    public void Enter(Span<int> number)
    {
        Carry(number);
        Multiply(number, _constants.Square, number);
    }

    /// <summary>Out of it: below p, limbs of 0 to 2^bits − 1. The result is not the number.</summary>
    public void Leave(ReadOnlySpan<int> number, Span<int> result)
    {
        Span<int> less = stackalloc int[TPrime.Limbs];

        // From 0 to p, as the number is far below R; and there is more than one way to write p.
        Multiply(number, _constants.Unit, result);
        var mask = (1 << TPrime.Bits) - 1;
        int carry = 0, borrow = 0;
        for (var i = 0; i < less.Length; i++)
        {
            carry += result[i];
            result[i] = carry & mask;
            carry >>= TPrime.Bits;
            borrow += result[i] - _constants.Prime[i];
            less[i] = borrow & mask;
            borrow >>= TPrime.Bits;
        }

        Select(~borrow, less, result);
        less.Clear();
    }

    /// <summary>Fills bytes, most significant first, with a number that has left Montgomery's form.</summary>
    public static void Store(ReadOnlySpan<int> number, Span<byte> bytes) => LimbBytes.Store(number[..TPrime.Limbs], bytes, TPrime.Bits);

    /// <summary>All ones when the number is a multiple of p, else 0.</summary>
    public int IsZero(ReadOnlySpan<int> number)
    {
        Span<int> product = stackalloc int[TPrime.Limbs];

        // 0 or p, small.
        Multiply(number, _constants.Unit, product);
        int any = 0, other = 0;
        for (var i = 0; i < product.Length; i++)
        {
            any |= product[i];
            other |= product[i] ^ _constants.SmallPrime[i];
        }

        product.Clear();
        return IsZero(any) | IsZero(other);
    }

    /// <summary>All ones for 0, else 0; no comparison that could become a branch.</summary>
    public static int IsZero(int limb) => (int)(((long)(uint)limb - 1) >> 63);

    /// <summary>Leaves a where the mask is zeros, and takes b where it is ones.</summary>
    public static void Select(int mask, ReadOnlySpan<int> b, Span<int> a)
    {
        ref var from = ref MemoryMarshal.GetReference(b);
        ref var to = ref MemoryMarshal.GetReference(a);
        for (var i = 0; i < TPrime.Limbs; i++)
        {
            Unsafe.Add(ref to, i) ^= (Unsafe.Add(ref to, i) ^ Unsafe.Add(ref from, i)) & mask;
        }
    }

    /// <summary>Makes the number its negative where the mask is ones.</summary>
    public static void Negate(int mask, Span<int> number)
    {
        ref var limb = ref MemoryMarshal.GetReference(number);
        for (var i = 0; i < TPrime.Limbs; i++)
        {
            Unsafe.Add(ref limb, i) = (Unsafe.Add(ref limb, i) ^ mask) - mask;
        }
    }

    /// <summary>number^exponent for an exponent that everybody knows, most significant byte first; four bits at a time. The number counts 2 at most.</summary>
    public void Power(ReadOnlySpan<int> number, ReadOnlySpan<byte> exponent, Span<int> result)
    {
        var limbs = TPrime.Limbs;
        Span<int> table = stackalloc int[16 * limbs];
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
}
