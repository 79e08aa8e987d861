using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HostApd.Crypto;

/// <summary>
/// Products modulo p in Montgomery's form (1985) with R = 2^1568. As R is 2^32 times p, what comes out of a product may go into
/// the next as it is: nothing is ever subtracted, and steps and addresses are the same whatever the numbers are. Factors are
/// below 2^1537, a product is not above p by more than p/2^30.
/// </summary>
/// <param name="successor">p + 1.</param>
/// <param name="scratch">Of <see cref="ScratchLength"/> lanes; wiping it is the caller's part.</param>
internal readonly ref struct Montgomery<TRows>(ReadOnlySpan<ulong> successor, Span<ulong> scratch)
    where TRows : ILimbRows
{
    /// <summary>The columns of a product, and a number with its zeros.</summary>
    public const int ScratchLength = Columns + Limbs.Stride;

    private const int Columns = 2 * Limbs.Count + Limbs.Rows;

    private readonly ReadOnlySpan<ulong> _successor = successor;
    private readonly Span<ulong> _columns = scratch[..Columns];
    private readonly Span<ulong> _rest = scratch[Columns..];

    /// <summary>a·b/R mod p.</summary>
    public void Multiply(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> result)
    {
        _columns.Clear();
        ref var sum = ref MemoryMarshal.GetReference(_columns);
        ref var x = ref FirstOf(a);
        ref var digit = ref FirstOf(b);
        ref var next = ref FirstOf(_successor);
        ulong carry = 0;
        for (var at = 0; at < Limbs.Count; at += Limbs.Rows)
        {
            AddRows(ref sum, ref x, ref Unsafe.Add(ref digit, at), 0);
            carry = Reduce(ref sum, ref next, carry);
            sum = ref Unsafe.Add(ref sum, Limbs.Rows);
        }

        Limbs.Carry(_columns[Limbs.Count..], carry, result);
    }

    /// <summary>a·a/R mod p: the product of two different limbs is added once, one of them doubled.</summary>
    public void Square(ReadOnlySpan<ulong> a, Span<ulong> result)
    {
        _columns.Clear();
        ref var sum = ref MemoryMarshal.GetReference(_columns);
        ref var digit = ref FirstOf(a);
        ref var rest = ref FirstOf(_rest);
        ref var next = ref FirstOf(_successor);
        Double(ref digit, ref rest);
        ulong carry = 0;
        for (var at = 0; at < Limbs.Count; at += Limbs.Rows)
        {
            // Among themselves these four meet in both orders; those before have met every other.
            ref var four = ref Unsafe.Add(ref digit, at);
            ref var place = ref Unsafe.Add(ref rest, at);
            Put(ref place, Vector128.LoadUnsafe(ref four), Vector128.LoadUnsafe(ref four, 2));
            AddRows(ref sum, ref rest, ref four, at);
            Put(ref place, Vector128<ulong>.Zero, Vector128<ulong>.Zero);
            carry = Reduce(ref sum, ref next, carry);
            sum = ref Unsafe.Add(ref sum, Limbs.Rows);
        }

        Limbs.Carry(_columns[Limbs.Count..], carry, result);
    }

    private static ref ulong FirstOf(ReadOnlySpan<ulong> number)
    {
        Debug.Assert(number.Length == Limbs.Stride, "a number comes with its zeros");
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(number), Limbs.Rows);
    }

    private static void Double(ref ulong number, ref ulong doubled)
    {
        for (nuint i = 0; i < Limbs.Count; i += 2)
        {
            (Vector128.LoadUnsafe(ref number, i) << 1).StoreUnsafe(ref doubled, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref ulong place, Vector128<ulong> low, Vector128<ulong> high)
    {
        low.StoreUnsafe(ref place);
        high.StoreUnsafe(ref place, 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRows(ref ulong sum, ref ulong x, ref ulong digits, int from) => TRows.Add(
        ref sum, ref x, digits, Unsafe.Add(ref digits, 1), Unsafe.Add(ref digits, 2), Unsafe.Add(ref digits, 3), from);

    /// <summary>
    /// Adds the multiple of p that makes the four lowest limbs zero, and gives what these carry. p ends in 64 ones: −1/p is 1
    /// modulo 2^28, so the multiple's limbs are those of the sum, and a limb times p is the limb times p + 1, whose two lowest
    /// limbs are zeros, less the limb itself, which is what is in the sum. The carry stays in a register: to store it where the
    /// next rows load pairs would make them wait.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reduce(ref ulong sum, ref ulong next, ulong carry)
    {
        ulong next2 = Unsafe.Add(ref next, 2), next3 = Unsafe.Add(ref next, 3);
        carry += sum;
        var y0 = carry & Limbs.Mask;
        carry = (carry >> Limbs.Bits) + Unsafe.Add(ref sum, 1);
        var y1 = carry & Limbs.Mask;
        carry = (carry >> Limbs.Bits) + Unsafe.Add(ref sum, 2) + next2 * y0;
        var y2 = carry & Limbs.Mask;
        carry = (carry >> Limbs.Bits) + Unsafe.Add(ref sum, 3) + next3 * y0 + next2 * y1;
        TRows.Add(ref sum, ref next, y0, y1, y2, carry & Limbs.Mask, Limbs.Rows);
        return carry >> Limbs.Bits;
    }
}
