using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HostApd.Crypto;

/// <summary>
/// Where a power spends its time: four rows of products at once, in the columns of a sum. Which lanes are read and written is
/// the caller's part: all of a number with its zeros, and as many columns.
/// </summary>
internal interface ILimbRows
{
    /// <summary>sum += x · (d0 + 2^28 d1 + 2^56 d2 + 2^84 d3), from a limb of x and its column on.</summary>
    static abstract void Add(ref ulong sum, ref ulong x, ulong d0, ulong d1, ulong d2, ulong d3, int from);
}

/// <summary>One product after another, on any processor.</summary>
internal readonly struct SingleRows : ILimbRows
{
    public static void Add(ref ulong sum, ref ulong x, ulong d0, ulong d1, ulong d2, ulong d3, int from)
    {
        ref var end = ref Unsafe.Add(ref sum, Limbs.Count + Limbs.Rows);
        ref var column = ref Unsafe.Add(ref sum, from);
        ref var limb = ref Unsafe.Add(ref x, from);
        ulong x1 = Unsafe.Add(ref limb, -1), x2 = Unsafe.Add(ref limb, -2), x3 = Unsafe.Add(ref limb, -3);
        while (Unsafe.IsAddressLessThan(ref column, ref end))
        {
            ulong y0 = limb, y1 = Unsafe.Add(ref limb, 1);
            column += y0 * d0 + x1 * d1 + x2 * d2 + x3 * d3;
            var y2 = Unsafe.Add(ref limb, 2);
            Unsafe.Add(ref column, 1) += y1 * d0 + y0 * d1 + x1 * d2 + x2 * d3;
            var y3 = Unsafe.Add(ref limb, 3);
            Unsafe.Add(ref column, 2) += y2 * d0 + y1 * d1 + y0 * d2 + x1 * d3;
            Unsafe.Add(ref column, 3) += y3 * d0 + y2 * d1 + y1 * d2 + y0 * d3;
            (x1, x2, x3) = (y3, y2, y1);
            column = ref Unsafe.Add(ref column, 4);
            limb = ref Unsafe.Add(ref limb, 4);
        }
    }
}

/// <summary>Two products at once (SSE2, which every x64 has): twice as fast on hardware, and slow where it is emulated.</summary>
internal readonly struct PairedRows : ILimbRows
{
    public static void Add(ref ulong sum, ref ulong x, ulong d0, ulong d1, ulong d2, ulong d3, int from)
    {
        Vector128<uint> v0 = Digit(d0), v1 = Digit(d1), v2 = Digit(d2), v3 = Digit(d3);
        ref var end = ref Unsafe.Add(ref sum, Limbs.Count + Limbs.Rows);
        ref var column = ref Unsafe.Add(ref sum, from);
        ref var limb = ref Unsafe.Add(ref x, from);
        while (Unsafe.IsAddressLessThan(ref column, ref end))
        {
            var low = Vector128.LoadUnsafe(ref column);
            var high = Vector128.LoadUnsafe(ref column, 2);
            low += Products(ref limb, 0, v0);
            high += Products(ref limb, 2, v0);
            low += Products(ref limb, -1, v1);
            high += Products(ref limb, 1, v1);
            low += Products(ref limb, -2, v2);
            high += Products(ref limb, 0, v2);
            low += Products(ref limb, -3, v3);
            high += Products(ref limb, -1, v3);
            low.StoreUnsafe(ref column);
            high.StoreUnsafe(ref column, 2);
            column = ref Unsafe.Add(ref column, 4);
            limb = ref Unsafe.Add(ref limb, 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Digit(ulong digit) => Vector128.Create(digit).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Products(ref ulong limb, int at, Vector128<uint> digit) =>
        Sse2.Multiply(Vector128.LoadUnsafe(ref Unsafe.Add(ref limb, at)).AsUInt32(), digit);
}
