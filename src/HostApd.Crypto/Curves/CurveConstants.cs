namespace HostApd.Crypto;

/// <summary>What a curve y² = x³ − 3x + b of FIPS 186-4 D.1.2 is, in limbs; a number of the field is in Montgomery's form unless it says otherwise.</summary>
internal sealed class CurveConstants
{
    private const int Some = 4;
    private const int Many = 7;

    /// <param name="limbs">Limbs of a number.</param>
    /// <param name="prime">The prime of the field.</param>
    /// <param name="b">The curve's b.</param>
    /// <param name="order">How many points the curve has, a prime.</param>
    public CurveConstants(int limbs, ReadOnlySpan<byte> prime, ReadOnlySpan<byte> b, ReadOnlySpan<byte> order)
    {
        PrimeBytes = prime.ToArray();
        OrderBytes = order.ToArray();
        Prime = Read(limbs, prime);
        Unit = new uint[limbs];
        Unit[0] = 1;
        SomePrimes = Doubled(Prime, Some);
        ManyPrimes = Doubled(Prime, Many);
        One = SmallLimbs.Shift(Unit, SmallLimbs.Bits * limbs, Prime);
        Square = SmallLimbs.Shift(One, SmallLimbs.Bits * limbs, Prime);
        B = SmallLimbs.Shift(Read(limbs, b), SmallLimbs.Bits * limbs, Prime);
        Inversion = Halved(PrimeBytes, -2, 0);
        Root = Halved(PrimeBytes, 1, 2);
        Residue = Halved(PrimeBytes, -1, 1);
    }

    /// <summary>The prime, most significant byte first.</summary>
    public byte[] PrimeBytes { get; }

    /// <summary>The order, most significant byte first.</summary>
    public byte[] OrderBytes { get; }

    /// <summary>The prime itself, not in Montgomery's form.</summary>
    public uint[] Prime { get; }

    /// <summary>The number 1, not in Montgomery's form.</summary>
    public uint[] Unit { get; }

    /// <summary>16 p, as it is added to a difference.</summary>
    public uint[] SomePrimes { get; }

    /// <summary>128 p.</summary>
    public uint[] ManyPrimes { get; }

    /// <summary>1.</summary>
    public uint[] One { get; }

    /// <summary>What brings a number into Montgomery's form: R² mod p.</summary>
    public uint[] Square { get; }

    /// <summary>b.</summary>
    public uint[] B { get; }

    /// <summary>p − 2: the power that is an inverse.</summary>
    public byte[] Inversion { get; }

    /// <summary>(p + 1) / 4: the power that is a square root, as these primes are 3 modulo 4.</summary>
    public byte[] Root { get; }

    /// <summary>(p − 1) / 2: the power that is 1 for squares.</summary>
    public byte[] Residue { get; }

    private static uint[] Read(int limbs, ReadOnlySpan<byte> bytes)
    {
        var number = new uint[limbs];
        SmallLimbs.Load(bytes, number);
        return number;
    }

    private static uint[] Doubled(uint[] number, int times)
    {
        var result = (uint[])number.Clone();
        for (var i = 0; i < times; i++)
        {
            SmallLimbs.Double(result);
        }

        return result;
    }

    /// <summary>number + amount, divided by two as often as asked: it has as many zeros at its end.</summary>
    private static byte[] Halved(byte[] number, int amount, int halvings)
    {
        var result = new byte[number.Length];
        for (var i = number.Length - 1; i >= 0; i--)
        {
            amount += number[i];
            result[i] = (byte)amount;
            amount >>= 8;
        }

        // What is beyond the last byte comes back from the left.
        for (var i = 0; i < halvings; i++)
        {
            for (var at = 0; at < result.Length; at++)
            {
                var low = amount & 1;
                amount = result[at];
                result[at] = (byte)(low << 7 | result[at] >> 1);
            }

            amount = 0;
        }

        return result;
    }
}
