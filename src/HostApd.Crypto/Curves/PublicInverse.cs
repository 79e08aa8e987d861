using System.Buffers.Binary;

namespace HostApd.Crypto;

/// <summary>1 ÷ number modulo an odd prime, of numbers that everybody may know: how long it takes depends on them (Knuth, TAOCP 2, 4.5.2).</summary>
internal static class PublicInverse
{
    /// <summary>The inverse of a number from 1 to the prime less one; all as long, the most significant byte first.</summary>
    internal static void Of(ReadOnlySpan<byte> number, ReadOnlySpan<byte> prime, Span<byte> inverse)
    {
        // A limb more than the bytes ask for: a factor and the prime are added before their sum is halved.
        var limbs = prime.Length / sizeof(ulong) + 1;
        Span<ulong> all = stackalloc ulong[5 * limbs];
        Span<ulong> modulus = all[..limbs], first = all[limbs..(2 * limbs)], second = all[(2 * limbs)..(3 * limbs)];
        Span<ulong> firstFactor = all[(3 * limbs)..(4 * limbs)], secondFactor = all[(4 * limbs)..];
        all.Clear();
        Read(prime, modulus);
        Read(prime, second);
        Read(number, first);
        firstFactor[0] = 1;
        // Both are their factors times the number, modulo the prime, until one of them is 1.
        while (!IsOne(first) && !IsOne(second))
        {
            TakeTwos(first, firstFactor, modulus);
            TakeTwos(second, secondFactor, modulus);
            if (IsLess(first, second))
            {
                Subtract(second, first);
                SubtractModulo(secondFactor, firstFactor, modulus);
            }
            else
            {
                Subtract(first, second);
                SubtractModulo(firstFactor, secondFactor, modulus);
            }
        }

        Write(IsOne(first) ? firstFactor : secondFactor, inverse[..prime.Length]);
    }

    private static void TakeTwos(Span<ulong> number, Span<ulong> factor, ReadOnlySpan<ulong> modulus)
    {
        while ((number[0] & 1) == 0)
        {
            Halve(number);
            if ((factor[0] & 1) != 0)
            {
                Add(factor, modulus);
            }

            Halve(factor);
        }
    }

    private static void SubtractModulo(Span<ulong> number, ReadOnlySpan<ulong> less, ReadOnlySpan<ulong> modulus)
    {
        if (IsLess(number, less))
        {
            Add(number, modulus);
        }

        Subtract(number, less);
    }

    private static void Add(Span<ulong> number, ReadOnlySpan<ulong> more)
    {
        UInt128 carry = 0;
        for (var i = 0; i < number.Length; i++)
        {
            carry += (UInt128)number[i] + more[i];
            number[i] = (ulong)carry;
            carry >>= 64;
        }
    }

    private static void Subtract(Span<ulong> number, ReadOnlySpan<ulong> less)
    {
        ulong borrow = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var former = number[i];
            number[i] = former - less[i] - borrow;
            borrow = former < less[i] || former == less[i] && borrow != 0 ? 1UL : 0;
        }
    }

    private static void Halve(Span<ulong> number)
    {
        for (var i = 0; i < number.Length; i++)
        {
            number[i] = number[i] >> 1 | (i + 1 < number.Length ? number[i + 1] << 63 : 0);
        }
    }

    private static bool IsLess(ReadOnlySpan<ulong> number, ReadOnlySpan<ulong> other)
    {
        var i = number.Length - 1;
        while (i > 0 && number[i] == other[i])
        {
            i--;
        }

        return number[i] < other[i];
    }

    private static bool IsOne(ReadOnlySpan<ulong> number) => number[0] == 1 && !number[1..].ContainsAnyExcept(0UL);

    private static void Read(ReadOnlySpan<byte> number, Span<ulong> limbs)
    {
        Span<byte> bytes = stackalloc byte[limbs.Length * sizeof(ulong)];
        bytes.Clear();
        number.CopyTo(bytes[^number.Length..]);
        for (var i = 0; i < limbs.Length; i++)
        {
            limbs[limbs.Length - 1 - i] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(i * sizeof(ulong))..]);
        }
    }

    private static void Write(ReadOnlySpan<ulong> limbs, Span<byte> number)
    {
        Span<byte> bytes = stackalloc byte[limbs.Length * sizeof(ulong)];
        for (var i = 0; i < limbs.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes[(i * sizeof(ulong))..], limbs[limbs.Length - 1 - i]);
        }

        bytes[^number.Length..].CopyTo(number);
    }
}
