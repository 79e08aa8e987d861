using System.Security.Cryptography;
using Org.BouncyCastle.Math;

namespace HostApd.Crypto;

/// <summary>
/// Exponentiation modulo the prime of <see cref="DhGroup5"/>, in Montgomery's form with 24 limbs of 64 bits, least
/// significant first. It takes the same steps and touches the same memory whatever the exponent is, which the library's
/// does not, and it is what a WPS client waits for: about twice as fast.
/// </summary>
internal static class Group5Arithmetic
{
    private const int Limbs = DhGroup5.PublicLength / sizeof(ulong);
    private const int WindowBits = 4;
    private const int TableLength = 1 << WindowBits;

    private static readonly ulong[] Prime = Load(DhGroup5.Prime);

    /// <summary>R² mod p with R = 2^1536: brings a number into Montgomery's form.</summary>
    private static readonly ulong[] RSquared = Load(BigInteger.One.ShiftLeft(2 * 64 * Limbs).Mod(DhGroup5.Prime));

    /// <summary>Writes <paramref name="number"/>^<paramref name="exponent"/> mod p; all most significant byte first.</summary>
    internal static void Power(ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, Span<byte> result)
    {
        Span<ulong> table = stackalloc ulong[TableLength * Limbs];
        Span<ulong> power = stackalloc ulong[Limbs];
        Span<ulong> chosen = stackalloc ulong[Limbs];
        Span<ulong> one = stackalloc ulong[Limbs];
        one.Clear();
        one[0] = 1;
        FillTable(table, number, one);

        table[..Limbs].CopyTo(power);
        foreach (var digits in exponent)
        {
            for (var shift = 8 - WindowBits; shift >= 0; shift -= WindowBits)
            {
                for (var i = 0; i < WindowBits; i++)
                {
                    Multiply(power, power, power);
                }

                Choose(table, digits >> shift & TableLength - 1, chosen);
                Multiply(power, chosen, power);
            }
        }

        Multiply(power, one, power);
        Store(power, result);
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(table));
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(power));
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(chosen));
    }

    /// <summary>The number's powers 0 to 15, in Montgomery's form.</summary>
    private static void FillTable(Span<ulong> table, ReadOnlySpan<byte> number, ReadOnlySpan<ulong> one)
    {
        Span<ulong> plain = stackalloc ulong[Limbs];
        Load(number, plain);
        Multiply(one, RSquared, table[..Limbs]);
        Multiply(plain, RSquared, table.Slice(Limbs, Limbs));
        for (var i = 2; i < TableLength; i++)
        {
            Multiply(table.Slice((i - 1) * Limbs, Limbs), table.Slice(Limbs, Limbs), table.Slice(i * Limbs, Limbs));
        }
    }

    /// <summary>Copies entry <paramref name="index"/>, reading all of them.</summary>
    private static void Choose(ReadOnlySpan<ulong> table, int index, Span<ulong> chosen)
    {
        chosen.Clear();
        for (var entry = 0; entry < TableLength; entry++)
        {
            // All ones when entry == index, else zero, without a branch.
            var difference = (ulong)(uint)(entry ^ index);
            var mask = (difference - 1 & ~difference) >> 63;
            mask = 0 - mask;
            for (var i = 0; i < Limbs; i++)
            {
                chosen[i] |= table[entry * Limbs + i] & mask;
            }
        }
    }

    /// <summary>
    /// a·b/R mod p. As the lowest limb of p is all ones, −1/p mod 2^64 is 1 and the quotient digit is the lowest limb of
    /// the sum itself.
    /// </summary>
    private static void Multiply(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> result)
    {
        Span<ulong> sum = stackalloc ulong[Limbs + 2];
        sum.Clear();
        ReadOnlySpan<ulong> prime = Prime;
        for (var i = 0; i < Limbs; i++)
        {
            var digit = b[i];
            ulong carry = 0;
            for (var j = 0; j < Limbs; j++)
            {
                sum[j] = MultiplyAdd(a[j], digit, sum[j], ref carry);
            }

            sum[Limbs] += carry;
            sum[Limbs + 1] = sum[Limbs] < carry ? 1UL : 0;

            var quotient = sum[0];
            carry = 0;
            MultiplyAdd(quotient, prime[0], sum[0], ref carry);
            for (var j = 1; j < Limbs; j++)
            {
                sum[j - 1] = MultiplyAdd(quotient, prime[j], sum[j], ref carry);
            }

            sum[Limbs - 1] = sum[Limbs] + carry;
            sum[Limbs] = sum[Limbs + 1] + (sum[Limbs - 1] < carry ? 1UL : 0);
        }

        Reduce(sum, result);
    }

    /// <summary>x·y + z + carry; the upper half becomes the next carry.</summary>
    private static ulong MultiplyAdd(ulong x, ulong y, ulong z, ref ulong carry)
    {
        var high = Math.BigMul(x, y, out var low);
        low += z;
        high += low < z ? 1UL : 0;
        low += carry;
        high += low < carry ? 1UL : 0;
        carry = high;
        return low;
    }

    /// <summary>Subtracts p once when the sum is not below it, without a branch.</summary>
    private static void Reduce(ReadOnlySpan<ulong> sum, Span<ulong> result)
    {
        Span<ulong> less = stackalloc ulong[Limbs];
        ReadOnlySpan<ulong> prime = Prime;
        ulong borrow = 0;
        for (var i = 0; i < Limbs; i++)
        {
            var difference = sum[i] - prime[i];
            var next = (sum[i] < prime[i] ? 1UL : 0) | (difference < borrow ? 1UL : 0);
            less[i] = difference - borrow;
            borrow = next;
        }

        // Keep the sum only when it had no limb beyond and the subtraction borrowed.
        var keep = 0 - (borrow & (sum[Limbs] ^ 1));
        for (var i = 0; i < Limbs; i++)
        {
            result[i] = sum[i] & keep | less[i] & ~keep;
        }
    }

    private static ulong[] Load(BigInteger number)
    {
        var bytes = new byte[DhGroup5.PublicLength];
        DhGroup5.Write(number, bytes);
        var limbs = new ulong[Limbs];
        Load(bytes, limbs);
        return limbs;
    }

    private static void Load(ReadOnlySpan<byte> bytes, Span<ulong> limbs)
    {
        for (var i = 0; i < Limbs; i++)
        {
            limbs[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[(8 * (Limbs - 1 - i))..]);
        }
    }

    private static void Store(ReadOnlySpan<ulong> limbs, Span<byte> bytes)
    {
        for (var i = 0; i < Limbs; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[(8 * (Limbs - 1 - i))..], limbs[i]);
        }
    }
}
