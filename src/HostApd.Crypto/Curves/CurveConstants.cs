namespace HostApd.Crypto;

/// <summary>What a curve y² = x³ − 3x + b of FIPS 186-4 D.1.2 is, in limbs; a number of the field is in Montgomery's form unless it says otherwise.</summary>
internal sealed class CurveConstants
{
    /// <param name="limbs">Limbs of a number.</param>
    /// <param name="bits">Bits of a limb.</param>
    /// <param name="digits">Limbs that a product loses: R is 2^(bits · digits).</param>
    /// <param name="prime">The prime of the field.</param>
    /// <param name="b">The curve's b.</param>
    /// <param name="order">How many points the curve has, a prime.</param>
    public CurveConstants(int limbs, int bits, int digits, ReadOnlySpan<byte> prime, ReadOnlySpan<byte> b, ReadOnlySpan<byte> order)
    {
        PrimeBytes = prime.ToArray();
        OrderBytes = order.ToArray();
        uint[] modulus = SmallLimbs.Read(prime), one = SmallLimbs.Read([1], modulus.Length);
        Prime = Plain(modulus);
        SmallPrime = Small(modulus);
        Unit = Plain(one);
        var shifted = SmallLimbs.Shift(one, bits * digits, modulus);
        One = Small(shifted);
        Square = Small(SmallLimbs.Shift(shifted, bits * digits, modulus));
        B = Small(SmallLimbs.Shift(SmallLimbs.Read(b, modulus.Length), bits * digits, modulus));
        Inversion = Halved(PrimeBytes, -2, 0);
        Root = Halved(PrimeBytes, 1, 2);
        Residue = Halved(PrimeBytes, -1, 1);

        int[] Plain(uint[] number)
        {
            var bytes = new byte[PrimeBytes.Length];
            SmallLimbs.Store(number, bytes);
            var result = new int[limbs];
            LimbBytes.Load(bytes, result, bits);
            return result;
        }

        int[] Small(uint[] number)
        {
            var result = Plain(number);
            for (var i = 0; i < limbs - 1; i++)
            {
                var carry = (result[i] + (1 << (bits - 1))) >> bits;
                result[i] -= carry << bits;
                result[i + 1] += carry;
            }

            return result;
        }
    }

    /// <summary>The prime, most significant byte first.</summary>
    public byte[] PrimeBytes { get; }

    /// <summary>The order, most significant byte first.</summary>
    public byte[] OrderBytes { get; }

    /// <summary>The prime itself, not in Montgomery's form, limbs from 0 to 2^bits − 1.</summary>
    public int[] Prime { get; }

    /// <summary>The same, limbs from −2^(bits − 1) to 2^(bits − 1) − 1, as what a product is.</summary>
    public int[] SmallPrime { get; }

    /// <summary>The number 1, not in Montgomery's form.</summary>
    public int[] Unit { get; }

    /// <summary>1.</summary>
    public int[] One { get; }

    /// <summary>What brings a number into Montgomery's form: R² mod p.</summary>
    public int[] Square { get; }

    /// <summary>b.</summary>
    public int[] B { get; }

    /// <summary>p − 2: the power that is an inverse.</summary>
    public byte[] Inversion { get; }

    /// <summary>(p + 1) / 4: the power that is a square root, as these primes are 3 modulo 4.</summary>
    public byte[] Root { get; }

    /// <summary>(p − 1) / 2: the power that is 1 for squares.</summary>
    public byte[] Residue { get; }

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
