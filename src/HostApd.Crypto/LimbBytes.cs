using System.Numerics;

namespace HostApd.Crypto;

/// <summary>Between bytes, most significant first, and limbs of 28 bits, the lowest first, whatever each of these lies in.</summary>
internal static class LimbBytes
{
    public const int Bits = 28;

    /// <summary>Reads bytes that fit into limbs that are zeros.</summary>
    public static void Load<TLimb>(ReadOnlySpan<byte> bytes, Span<TLimb> limbs)
        where TLimb : unmanaged, IBinaryInteger<TLimb>
    {
        const ulong mask = (1UL << Bits) - 1;
        ulong bits = 0;
        var count = 0;
        var at = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            bits |= (ulong)bytes[i] << count;
            count += 8;
            if (count >= Bits)
            {
                limbs[at++] = TLimb.CreateTruncating(bits & mask);
                bits >>= Bits;
                count -= Bits;
            }
        }

        if (count > 0)
        {
            limbs[at] = TLimb.CreateTruncating(bits);
        }
    }

    /// <summary>Fills <paramref name="bytes"/>; zeros lead.</summary>
    public static void Store<TLimb>(ReadOnlySpan<TLimb> limbs, Span<byte> bytes)
        where TLimb : unmanaged, IBinaryInteger<TLimb>
    {
        ulong bits = 0;
        var count = 0;
        var at = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            if (count < 8 && at < limbs.Length)
            {
                bits |= ulong.CreateTruncating(limbs[at++]) << count;
                count += Bits;
            }

            bytes[i] = (byte)bits;
            bits >>= 8;
            count -= 8;
        }
    }
}
