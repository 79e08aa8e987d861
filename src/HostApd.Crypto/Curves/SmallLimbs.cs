namespace HostApd.Crypto;

/// <summary>Numbers modulo a curve's order, or those from which constants are made, in memory: limbs of 28 bits, the lowest first, each in 32 bits.</summary>
internal static class SmallLimbs
{
    public const int Bits = LimbBytes.Bits;

    public const uint Mask = (1U << Bits) - 1;

    /// <summary>A number of its own from bytes, most significant first, with room for twice as much.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="limbs">Limbs; 0: as many as the bytes want.</param>
    public static uint[] Read(ReadOnlySpan<byte> bytes, int limbs = 0)
    {
        var number = new uint[limbs == 0 ? 8 * bytes.Length / Bits + 1 : limbs];
        Load(bytes, number);
        return number;
    }

    /// <summary>Reads bytes, most significant first, that fit.</summary>
    public static void Load(ReadOnlySpan<byte> bytes, Span<uint> number)
    {
        number.Clear();
        LimbBytes.Load(bytes, number);
    }

    /// <summary>Fills <paramref name="bytes"/>, most significant first; zeros lead.</summary>
    public static void Store(ReadOnlySpan<uint> number, Span<byte> bytes) => LimbBytes.Store(number, bytes);

    /// <summary>Twice the number, whose top limb has room for it.</summary>
    public static void Double(Span<uint> number)
    {
        uint carry = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var twice = 2 * number[i] + carry;
            number[i] = twice & Mask;
            carry = twice >> Bits;
        }
    }

    /// <summary>a − b, and all ones when that is below zero, else 0.</summary>
    public static uint Subtract(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, Span<uint> result)
    {
        long carry = 0;
        for (var i = 0; i < result.Length; i++)
        {
            carry += (long)a[i] - b[i];
            result[i] = (uint)carry & Mask;
            carry >>= Bits;
        }

        return (uint)carry;
    }

    /// <summary>The number, which is below two times the modulus, modulo it.</summary>
    /// <param name="number">The number.</param>
    /// <param name="modulus">The modulus.</param>
    /// <param name="scratch">As long; what is left there is as secret as the number.</param>
    public static void ReduceOnce(Span<uint> number, ReadOnlySpan<uint> modulus, Span<uint> scratch) =>
        Select(~Subtract(number, modulus, scratch), scratch, number);

    /// <summary>The number, which is below the modulus, times 2^bits modulo it. Slow: for what is made once.</summary>
    public static uint[] Shift(ReadOnlySpan<uint> number, int bits, ReadOnlySpan<uint> modulus)
    {
        var result = number.ToArray();
        var scratch = new uint[number.Length];
        for (var i = 0; i < bits; i++)
        {
            Double(result);
            ReduceOnce(result, modulus, scratch);
        }

        return result;
    }

    /// <summary>Leaves a where the mask is zeros, and takes b where it is ones.</summary>
    public static void Select(uint mask, ReadOnlySpan<uint> b, Span<uint> a)
    {
        for (var i = 0; i < a.Length; i++)
        {
            a[i] ^= (a[i] ^ b[i]) & mask;
        }
    }

    /// <summary>All ones when every limb is zero, else 0.</summary>
    public static uint IsZero(ReadOnlySpan<uint> number)
    {
        uint any = 0;
        foreach (var limb in number)
        {
            any |= limb;
        }

        return (uint)((((long)any) - 1) >> 63);
    }
}
