namespace HostApd.Crypto;

/// <summary>
/// A number of group 5 in memory: 56 limbs of 28 bits, the lowest first, each in a lane of 64 bits, so that 112 products add up
/// in a column before one is too large. Zeros stand before and behind, as rows of products reach beyond either end.
/// </summary>
internal static class Limbs
{
    public const int Bits = LimbBytes.Bits;

    public const int Count = 56;

    /// <summary>Rows of products are added four at a time: zeros behind a number, and before it.</summary>
    public const int Rows = 4;

    /// <summary>Lanes of a number with its zeros; the lowest limb is at <see cref="Rows"/>.</summary>
    public const int Stride = Rows + Count + Rows;

    public const ulong Mask = (1UL << Bits) - 1;

    /// <summary>Reads at most 196 bytes, most significant first.</summary>
    public static void Load(ReadOnlySpan<byte> bytes, Span<ulong> number)
    {
        number.Clear();
        LimbBytes.Load(bytes, number.Slice(Rows, Count));
    }

    /// <summary>Fills <paramref name="bytes"/>, most significant first; zeros lead.</summary>
    public static void Store(ReadOnlySpan<ulong> number, Span<byte> bytes) => LimbBytes.Store(number.Slice(Rows, Count), bytes);

    /// <summary>Makes limbs of columns, each of which gives what is beyond 28 bits to the next.</summary>
    public static void Carry(ReadOnlySpan<ulong> columns, ulong carry, Span<ulong> number)
    {
        var limbs = number.Slice(Rows, Count);
        for (var i = 0; i < limbs.Length; i++)
        {
            carry += columns[i];
            limbs[i] = carry & Mask;
            carry >>= Bits;
        }
    }
}
