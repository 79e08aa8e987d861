using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HostApd.Crypto;

/// <summary>Products modulo a prime, two rows and two columns at a time; limbs are even in number.</summary>
internal static class CurveColumns<TPrime>
    where TPrime : struct, IFoldingPrime
{
    public static void Multiply(ref long columns, ref int first, ref int second, ref int result)
    {
        Clear(ref columns);
        for (var i = 0; i < TPrime.Limbs; i += 2)
        {
            long d0 = Unsafe.Add(ref second, i), d1 = Unsafe.Add(ref second, i + 1);
            AddRows(ref Unsafe.Add(ref columns, i), ref first, 0, d0, d1);
        }

        Reduce(ref columns, ref result);
    }

    /// <summary>The product of two different limbs is added once, one of them doubled.</summary>
    public static void Square(ref long columns, ref int number, ref int result)
    {
        Clear(ref columns);
        for (var i = 0; i < TPrime.Limbs; i += 2)
        {
            ref var sum = ref Unsafe.Add(ref columns, i);
            long d0 = Unsafe.Add(ref number, i), d1 = Unsafe.Add(ref number, i + 1);
            Unsafe.Add(ref sum, i) += d0 * d0;
            Unsafe.Add(ref sum, i + 1) += 2 * d0 * d1;
            Unsafe.Add(ref sum, i + 2) += d1 * d1;
            AddRows(ref sum, ref number, i + 2, 2 * d0, 2 * d1);
        }

        Reduce(ref columns, ref result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRows(ref long sum, ref int number, int from, long d0, long d1)
    {
        ref var limb = ref Unsafe.Add(ref number, from);
        ref var end = ref Unsafe.Add(ref number, TPrime.Limbs);
        ref var column = ref Unsafe.Add(ref sum, from);
        long before = 0;
        while (Unsafe.IsAddressLessThan(ref limb, ref end))
        {
            long x = limb, y = Unsafe.Add(ref limb, 1);
            column += x * d0 + before * d1;
            Unsafe.Add(ref column, 1) += y * d0 + x * d1;
            before = y;
            limb = ref Unsafe.Add(ref limb, 2);
            column = ref Unsafe.Add(ref column, 2);
        }

        column += before * d1;
    }

    private static void Clear(ref long columns) => MemoryMarshal.CreateSpan(ref columns, CurveField<TPrime>.ColumnCount).Clear();

    private static void Reduce(ref long column, ref int result)
    {
        var mask = (1L << TPrime.Bits) - 1;
        var half = 1L << (TPrime.Bits - 1);
        long carry = 0;
        for (var i = 0; i < TPrime.Digits; i++)
        {
            carry += column;
            TPrime.Fold(ref column, carry & mask);
            carry >>= TPrime.Bits;
            column = ref Unsafe.Add(ref column, 1);
        }

        for (nint i = 0; i < TPrime.Limbs - 1; i++)
        {
            carry += Unsafe.Add(ref column, i) + half;
            Unsafe.Add(ref result, i) = (int)((carry & mask) - half);
            carry >>= TPrime.Bits;
        }

        Unsafe.Add(ref result, TPrime.Limbs - 1) = (int)(carry + Unsafe.Add(ref column, TPrime.Limbs - 1));
    }
}
