using System.Numerics;

namespace HostApd.Crypto;

/// <summary>Between bytes, most significant first, and limbs of 28 bits or as many as the caller says, 29 at most, the lowest first, whatever each of these lies in.</summary>
internal static class LimbBytes
{
    public const int Bits = 28;

    /// <summary>Reads bytes, whose leading bits are zeros where there are too many, into limbs that are zeros.</summary>
    public static void Load<TLimb>(ReadOnlySpan<byte> bytes, Span<TLimb> limbs, int limbBits = Bits)
        where TLimb : unmanaged, IBinaryInteger<TLimb>
    {
        var mask = (1UL << limbBits) - 1;
        ulong bits = 0;
        var count = 0;
        var at = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            bits |= (ulong)bytes[i] << count;
            count += 8;
            if (count >= limbBits)
            {
                limbs[at++] = TLimb.CreateTruncating(bits & mask);
                bits >>= limbBits;
                count -= limbBits;
            }
        }

        if (count > 0 && at < limbs.Length)
        {
            limbs[at] = TLimb.CreateTruncating(bits);
        }
    }

    /// <summary>Fills <paramref name="bytes"/>; zeros lead.</summary>
    public static void Store<TLimb>(ReadOnlySpan<TLimb> limbs, Span<byte> bytes, int limbBits = Bits)
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
                count += limbBits;
            }

            bytes[i] = (byte)bits;
            bits >>= 8;
            count -= 8;
        }
    }
}
