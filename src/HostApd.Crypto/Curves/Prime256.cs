using System.Runtime.CompilerServices;

namespace HostApd.Crypto;

/// <summary>
/// 2^256 − 2^224 + 2^192 + 2^96 − 1, in nine limbs of 29 bits. This is the curve that everybody has: its products are written out, a column
/// of them after the other, so that no sum of a column is in memory.
/// </summary>
internal readonly struct Prime256 : ICurvePrime
{
    public static int Limbs => 9;

    public static int Bits => 29;

    public static int Digits => 10;

    public static int Wrap => 0;

    public static void Multiply(ref long columns, ref int first, ref int second, ref int result)
    {
        long a0 = first, a1 = Unsafe.Add(ref first, 1), a2 = Unsafe.Add(ref first, 2), a3 = Unsafe.Add(ref first, 3), a4 = Unsafe.Add(ref first, 4);
        long a5 = Unsafe.Add(ref first, 5), a6 = Unsafe.Add(ref first, 6), a7 = Unsafe.Add(ref first, 7), a8 = Unsafe.Add(ref first, 8);
        long b0 = second, b1 = Unsafe.Add(ref second, 1), b2 = Unsafe.Add(ref second, 2), b3 = Unsafe.Add(ref second, 3), b4 = Unsafe.Add(ref second, 4);
        long b5 = Unsafe.Add(ref second, 5), b6 = Unsafe.Add(ref second, 6), b7 = Unsafe.Add(ref second, 7), b8 = Unsafe.Add(ref second, 8);
        var sum = a0 * b0;
        var m0 = Next(ref sum);
        sum += a0 * b1 + a1 * b0;
        var m1 = Next(ref sum);
        sum += a0 * b2 + a1 * b1 + a2 * b0;
        var m2 = Next(ref sum);
        sum += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + (m0 << 9);
        var m3 = Next(ref sum);
        sum += a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + (m1 << 9);
        var m4 = Next(ref sum);
        sum += a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + (m2 << 9);
        var m5 = Next(ref sum);
        sum += a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + (m3 << 9) + (m0 << 18);
        var m6 = Next(ref sum);
        sum += a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + (m4 << 9) + (m1 << 18) - (m0 << 21);
        var m7 = Next(ref sum);
        sum += a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + (m5 << 9) + (m2 << 18) - (m1 << 21) + (m0 << 24);
        var m8 = Next(ref sum);
        sum += a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + (m6 << 9) + (m3 << 18) - (m2 << 21) + (m1 << 24);
        var m9 = Next(ref sum);
        sum += a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + (m7 << 9) + (m4 << 18) - (m3 << 21) + (m2 << 24);
        result = Limb(ref sum);
        sum += a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + (m8 << 9) + (m5 << 18) - (m4 << 21) + (m3 << 24);
        Unsafe.Add(ref result, 1) = Limb(ref sum);
        sum += a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + (m9 << 9) + (m6 << 18) - (m5 << 21) + (m4 << 24);
        Unsafe.Add(ref result, 2) = Limb(ref sum);
        sum += a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + (m7 << 18) - (m6 << 21) + (m5 << 24);
        Unsafe.Add(ref result, 3) = Limb(ref sum);
        sum += a6 * b8 + a7 * b7 + a8 * b6 + (m8 << 18) - (m7 << 21) + (m6 << 24);
        Unsafe.Add(ref result, 4) = Limb(ref sum);
        sum += a7 * b8 + a8 * b7 + (m9 << 18) - (m8 << 21) + (m7 << 24);
        Unsafe.Add(ref result, 5) = Limb(ref sum);
        sum += a8 * b8 - (m9 << 21) + (m8 << 24);
        Unsafe.Add(ref result, 6) = Limb(ref sum);
        sum += m9 << 24;
        Unsafe.Add(ref result, 7) = Limb(ref sum);
        Unsafe.Add(ref result, 8) = (int)sum;
    }

    public static void Square(ref long columns, ref int number, ref int result)
    {
        long a0 = number, a1 = Unsafe.Add(ref number, 1), a2 = Unsafe.Add(ref number, 2), a3 = Unsafe.Add(ref number, 3), a4 = Unsafe.Add(ref number, 4);
        long a5 = Unsafe.Add(ref number, 5), a6 = Unsafe.Add(ref number, 6), a7 = Unsafe.Add(ref number, 7), a8 = Unsafe.Add(ref number, 8);
        var sum = a0 * a0;
        var m0 = Next(ref sum);
        sum += 2 * a0 * a1;
        var m1 = Next(ref sum);
        sum += 2 * a0 * a2 + a1 * a1;
        var m2 = Next(ref sum);
        sum += 2 * (a0 * a3 + a1 * a2) + (m0 << 9);
        var m3 = Next(ref sum);
        sum += 2 * (a0 * a4 + a1 * a3) + a2 * a2 + (m1 << 9);
        var m4 = Next(ref sum);
        sum += 2 * (a0 * a5 + a1 * a4 + a2 * a3) + (m2 << 9);
        var m5 = Next(ref sum);
        sum += 2 * (a0 * a6 + a1 * a5 + a2 * a4) + a3 * a3 + (m3 << 9) + (m0 << 18);
        var m6 = Next(ref sum);
        sum += 2 * (a0 * a7 + a1 * a6 + a2 * a5 + a3 * a4) + (m4 << 9) + (m1 << 18) - (m0 << 21);
        var m7 = Next(ref sum);
        sum += 2 * (a0 * a8 + a1 * a7 + a2 * a6 + a3 * a5) + a4 * a4 + (m5 << 9) + (m2 << 18) - (m1 << 21) + (m0 << 24);
        var m8 = Next(ref sum);
        sum += 2 * (a1 * a8 + a2 * a7 + a3 * a6 + a4 * a5) + (m6 << 9) + (m3 << 18) - (m2 << 21) + (m1 << 24);
        var m9 = Next(ref sum);
        sum += 2 * (a2 * a8 + a3 * a7 + a4 * a6) + a5 * a5 + (m7 << 9) + (m4 << 18) - (m3 << 21) + (m2 << 24);
        result = Limb(ref sum);
        sum += 2 * (a3 * a8 + a4 * a7 + a5 * a6) + (m8 << 9) + (m5 << 18) - (m4 << 21) + (m3 << 24);
        Unsafe.Add(ref result, 1) = Limb(ref sum);
        sum += 2 * (a4 * a8 + a5 * a7) + a6 * a6 + (m9 << 9) + (m6 << 18) - (m5 << 21) + (m4 << 24);
        Unsafe.Add(ref result, 2) = Limb(ref sum);
        sum += 2 * (a5 * a8 + a6 * a7) + (m7 << 18) - (m6 << 21) + (m5 << 24);
        Unsafe.Add(ref result, 3) = Limb(ref sum);
        sum += 2 * a6 * a8 + a7 * a7 + (m8 << 18) - (m7 << 21) + (m6 << 24);
        Unsafe.Add(ref result, 4) = Limb(ref sum);
        sum += 2 * a7 * a8 + (m9 << 18) - (m8 << 21) + (m7 << 24);
        Unsafe.Add(ref result, 5) = Limb(ref sum);
        sum += a8 * a8 - (m9 << 21) + (m8 << 24);
        Unsafe.Add(ref result, 6) = Limb(ref sum);
        sum += m9 << 24;
        Unsafe.Add(ref result, 7) = Limb(ref sum);
        Unsafe.Add(ref result, 8) = (int)sum;
    }

    /// <summary>
    /// The digit of a column: so often the prime is added there, of which the column itself becomes a multiple of 2^29, and what is above follows in
    /// the next columns; carries.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Next(ref long sum)
    {
        var digit = sum & ((1L << 29) - 1);
        sum >>= 29;
        return digit;
    }

    /// <summary>The limb of a column, from −2^28 to 2^28 − 1; carries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Limb(ref long sum)
    {
        const long half = 1L << 28;
        sum += half;
        var limb = (int)((sum & ((1L << 29) - 1)) - half);
        sum >>= 29;
        return limb;
    }
}
