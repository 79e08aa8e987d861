using System.Runtime.CompilerServices;

namespace HostApd.Crypto;

/// <summary>
/// A prime of FIPS 186-4 D.1.2 as arithmetic in limbs wants it. Each ends in ones, so −1/p is 1 modulo a power of two and a digit times
/// p is that digit times p + 1, which is a handful of powers of two, less the digit itself.
/// </summary>
internal interface ICurvePrime
{
    /// <summary>Limbs of a number.</summary>
    static abstract int Limbs { get; }

    /// <summary>Bits of a limb: a column has room for as many products as there are limbs, each of up to 6 · 2^(2 · bits − 2).</summary>
    static abstract int Bits { get; }

    /// <summary>Limbs that a product loses at its lower end: it is divided by R = 2^(bits · digits), which is above 2^7 times the prime.</summary>
    static abstract int Digits { get; }

    /// <summary>
    /// What 2^(bits · limbs) is modulo the prime, where that is small and the top limb has no room for several times the prime; 0: it has.
    /// </summary>
    static abstract int Wrap { get; }

    /// <summary>first · second ÷ R modulo p, small; the result may be one of them. The columns are room.</summary>
    static abstract void Multiply(ref long columns, ref int first, ref int second, ref int result);

    /// <summary>number² ÷ R modulo p, small; the result may be the number. The columns are room.</summary>
    static abstract void Square(ref long columns, ref int number, ref int result);
}

/// <summary>A prime whose products are added up in memory, in <see cref="CurveColumns{TPrime}"/>.</summary>
internal interface IFoldingPrime : ICurvePrime
{
    /// <summary>Adds a digit times p + 1 to the columns from that digit's own on.</summary>
    static abstract void Fold(ref long column, long digit);
}

/// <summary>2^384 − 2^128 − 2^96 + 2^32 − 1.</summary>
internal readonly struct Prime384 : IFoldingPrime
{
    public static int Limbs => 14;

    public static int Bits => 28;

    public static int Digits => 14;

    public static int Wrap => 0;

    public static void Multiply(ref long columns, ref int first, ref int second, ref int result) =>
        CurveColumns<Prime384>.Multiply(ref columns, ref first, ref second, ref result);

    public static void Square(ref long columns, ref int number, ref int result) => CurveColumns<Prime384>.Square(ref columns, ref number, ref result);

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
internal readonly struct Prime521 : IFoldingPrime
{
    public static int Limbs => 18;

    public static int Bits => 29;

    public static int Digits => 19;

    public static int Wrap => 2;

    public static void Multiply(ref long columns, ref int first, ref int second, ref int result) =>
        CurveColumns<Prime521>.Multiply(ref columns, ref first, ref second, ref result);

    public static void Square(ref long columns, ref int number, ref int result) => CurveColumns<Prime521>.Square(ref columns, ref number, ref result);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fold(ref long column, long digit) => Unsafe.Add(ref column, 17) += digit << 28;
}
