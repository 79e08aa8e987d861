using System.Runtime.CompilerServices;

namespace HostApd.Crypto;

/// <summary>
/// A prime of FIPS 186-4 D.1.2 as arithmetic in limbs of 28 bits wants it. Each ends in ones, so −1/p is 1 modulo 2^28 and a limb times
/// p is that limb times p + 1, which is a handful of powers of two, less the limb itself.
/// </summary>
internal interface ICurvePrime
{
    /// <summary>Limbs of a number, even; 2^(28 · limbs) is above 2^23 times the prime.</summary>
    static abstract int Limbs { get; }

    /// <summary>Adds a limb times p + 1 to the columns from that limb's own on.</summary>
    static abstract void Fold(ref long column, long digit);
}

/// <summary>2^256 − 2^224 + 2^192 + 2^96 − 1.</summary>
internal readonly struct Prime256 : ICurvePrime
{
    public static int Limbs => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fold(ref long column, long digit)
    {
        Unsafe.Add(ref column, 3) += digit << 12;
        Unsafe.Add(ref column, 6) += digit << 24;
        Unsafe.Add(ref column, 8) -= digit;
        Unsafe.Add(ref column, 9) += digit << 4;
    }
}

/// <summary>2^384 − 2^128 − 2^96 + 2^32 − 1.</summary>
internal readonly struct Prime384 : ICurvePrime
{
    public static int Limbs => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fold(ref long column, long digit)
    {
        Unsafe.Add(ref column, 1) += digit << 4;
        Unsafe.Add(ref column, 3) -= digit << 12;
        Unsafe.Add(ref column, 4) -= digit << 16;
        Unsafe.Add(ref column, 13) += digit << 20;
    }
}

/// <summary>2^521 − 1.</summary>
internal readonly struct Prime521 : ICurvePrime
{
    public static int Limbs => 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fold(ref long column, long digit) => Unsafe.Add(ref column, 18) += digit << 17;
}
