using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace HostApd.Crypto;

/// <summary>
/// Powers modulo p, the prime of group 5, four bits of the exponent at a time. Steps and addresses depend on the exponent's
/// length alone, so how long it takes tells nothing; what was computed on the way is wiped.
/// </summary>
internal static class Group5Power
{
    private const int DigitBits = 4;
    private const int Entries = 1 << DigitBits;

    /// <summary>
    /// Whether this processor adds rows faster by pairs. Only measuring tells: an emulator of x64 calls a function for every
    /// pair. It costs the first power, which is made ahead of any client, a fraction of itself.
    /// </summary>
    internal static readonly bool TakesPairs = Sse2.IsSupported && Ticks<PairedRows>() < Ticks<SingleRows>();

    /// <summary>
    /// Writes <paramref name="number"/>^<paramref name="exponent"/> mod p, 192 bytes. The number has 192, too, and is no multiple
    /// of p: the power of one would come out as p.
    /// </summary>
    internal static void Compute(ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, Span<byte> result)
    {
        if (TakesPairs)
        {
            Compute<PairedRows>(number, exponent, result);
        }
        else
        {
            Compute<SingleRows>(number, exponent, result);
        }
    }

    /// <summary>The same with these rows, wherever the processor has them.</summary>
    internal static void Compute<TRows>(ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, Span<byte> result)
        where TRows : ILimbRows
    {
        Span<ulong> memory = stackalloc ulong[Montgomery<TRows>.ScratchLength + (Entries + 2) * Limbs.Stride];
        memory.Clear();
        var field = new Montgomery<TRows>(Group5Constants.Successor, memory[..Montgomery<TRows>.ScratchLength]);
        var numbers = memory[Montgomery<TRows>.ScratchLength..];
        var table = numbers[..(Entries * Limbs.Stride)];
        var power = numbers.Slice(Entries * Limbs.Stride, Limbs.Stride);
        var chosen = numbers[^Limbs.Stride..];
        Limbs.Load(number, power);
        Tabulate(field, power, table);
        Entry(table, 0).CopyTo(power);
        foreach (var digits in exponent)
        {
            Append(field, power, table, digits >> DigitBits, chosen);
            Append(field, power, table, digits & (Entries - 1), chosen);
        }

        field.Multiply(power, Group5Constants.One, power);
        Limbs.Store(power, result[..DhGroup5.PublicLength]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(memory));
    }

    /// <summary>The number's powers from 0 to 15, in Montgomery's form.</summary>
    private static void Tabulate<TRows>(Montgomery<TRows> field, ReadOnlySpan<ulong> number, Span<ulong> table)
        where TRows : ILimbRows
    {
        field.Multiply(Group5Constants.One, Group5Constants.Square, Entry(table, 0));
        field.Multiply(number, Group5Constants.Square, Entry(table, 1));
        for (var i = 2; i < Entries; i++)
        {
            field.Multiply(Entry(table, i - 1), Entry(table, 1), Entry(table, i));
        }
    }

    /// <summary>The power whose exponent has one more digit; a 0 costs a product like any other.</summary>
    private static void Append<TRows>(
        Montgomery<TRows> field, Span<ulong> power, ReadOnlySpan<ulong> table, int digit, Span<ulong> chosen)
        where TRows : ILimbRows
    {
        for (var i = 0; i < DigitBits; i++)
        {
            field.Square(power, power);
        }

        Choose(table, digit, chosen);
        field.Multiply(power, chosen, power);
    }

    private static Span<ulong> Entry(Span<ulong> table, int index) => table.Slice(index * Limbs.Stride, Limbs.Stride);

    /// <summary>Copies one entry of the table and reads all of them: which one it was, the cache does not show.</summary>
    private static void Choose(ReadOnlySpan<ulong> table, int index, Span<ulong> chosen)
    {
        ref var entries = ref MemoryMarshal.GetReference(table);
        ref var target = ref MemoryMarshal.GetReference(chosen);
        for (var at = Limbs.Rows; at < Limbs.Rows + Limbs.Count; at += 2)
        {
            var sum = Vector128<ulong>.Zero;
            for (var entry = 0; entry < Entries; entry++)
            {
                // All ones where the two are equal, else zero: no comparison that could become a branch.
                var mask = (ulong)((long)((entry ^ index) - 1) >> 63);
                sum |= Vector128.LoadUnsafe(ref entries, (nuint)(entry * Limbs.Stride + at)) & Vector128.Create(mask);
            }

            sum.StoreUnsafe(ref target, (nuint)at);
        }
    }

    /// <summary>What eight products take, the shortest of four times: no secret is among them.</summary>
    private static long Ticks<TRows>()
        where TRows : ILimbRows
    {
        Span<ulong> memory = stackalloc ulong[Montgomery<TRows>.ScratchLength + Limbs.Stride];
        memory.Clear();
        var field = new Montgomery<TRows>(Group5Constants.Successor, memory[..Montgomery<TRows>.ScratchLength]);
        var product = memory[Montgomery<TRows>.ScratchLength..];
        var least = long.MaxValue;
        for (var run = 0; run < 4; run++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < 8; i++)
            {
                field.Multiply(Group5Constants.Square, Group5Constants.Successor, product);
            }

            least = Math.Min(least, Stopwatch.GetTimestamp() - start);
        }

        return least;
    }
}
