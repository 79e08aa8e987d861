using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HostApd.Crypto;

/// <summary>Arithmetic of scalars, modulo the order of a curve. Steps and addresses are the same whatever the numbers are.</summary>
internal sealed class CurveOrder
{
    private readonly uint[] _order;
    private readonly uint[] _square;
    private readonly uint _inverse;
    private readonly int _length;

    public CurveOrder(ReadOnlySpan<byte> order)
    {
        _order = SmallLimbs.Read(order);
        _length = order.Length;
        _inverse = NegativeInverse(_order[0]);
        _square = SmallLimbs.Shift(SmallLimbs.Read([1], _order.Length), 2 * SmallLimbs.Bits * _order.Length, _order);
    }

    /// <summary>All ones when the number is below the order and neither 0 nor 1, else 0.</summary>
    public uint IsAboveOne(ReadOnlySpan<byte> number)
    {
        Span<uint> memory = stackalloc uint[2 * _order.Length];
        Span<uint> x = memory[.._order.Length], less = memory[_order.Length..];
        SmallLimbs.Load(number, x);
        var isBelow = SmallLimbs.Subtract(x, _order, less);
        x[0] &= ~1U;
        var result = isBelow & ~SmallLimbs.IsZero(x);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(memory));
        return result;
    }

    /// <summary>a + b of two that are below the order.</summary>
    public void Add(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> sum)
    {
        Span<uint> memory = stackalloc uint[3 * _order.Length];
        Span<uint> x = memory[.._order.Length], y = memory.Slice(_order.Length, _order.Length), less = memory[^_order.Length..];
        SmallLimbs.Load(a, x);
        SmallLimbs.Load(b, y);
        uint carry = 0;
        for (var i = 0; i < x.Length; i++)
        {
            carry += x[i] + y[i];
            x[i] = carry & SmallLimbs.Mask;
            carry >>= SmallLimbs.Bits;
        }

        SmallLimbs.ReduceOnce(x, _order, less);
        SmallLimbs.Store(x, sum[.._length]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(memory));
    }

    /// <summary>a · b of two that are below the order.</summary>
    public void Multiply(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> product)
    {
        Span<uint> memory = stackalloc uint[3 * _order.Length];
        Span<uint> x = memory[.._order.Length], y = memory.Slice(_order.Length, _order.Length), less = memory[^_order.Length..];
        SmallLimbs.Load(a, x);
        SmallLimbs.Load(b, y);
        MultiplyReduced(x, y, x);
        MultiplyReduced(x, _square, x);
        SmallLimbs.ReduceOnce(x, _order, less);
        SmallLimbs.Store(x, product[.._length]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(memory));
    }

    /// <summary>x·y/R, below two times the order, as R is far above it.</summary>
    private void MultiplyReduced(ReadOnlySpan<uint> x, ReadOnlySpan<uint> y, Span<uint> result)
    {
        var n = _order.Length;
        Span<ulong> columns = stackalloc ulong[2 * n + 1];
        columns.Clear();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                columns[i + j] += (ulong)x[i] * y[j];
            }
        }

        ulong carry = 0;
        for (var i = 0; i < n; i++)
        {
            carry += columns[i];
            var digit = (uint)carry * _inverse & SmallLimbs.Mask;
            carry += (ulong)digit * _order[0];
            for (var j = 1; j < n; j++)
            {
                columns[i + j] += (ulong)digit * _order[j];
            }

            carry >>= SmallLimbs.Bits;
        }

        for (var i = 0; i < n; i++)
        {
            carry += columns[n + i];
            result[i] = (uint)carry & SmallLimbs.Mask;
            carry >>= SmallLimbs.Bits;
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(columns));
    }

    /// <summary>−1/number modulo 2^28, of an odd one: each step has twice the right bits.</summary>
    private static uint NegativeInverse(uint number)
    {
        var inverse = number;
        for (var i = 0; i < 4; i++)
        {
            inverse *= 2 - number * inverse;
        }

        return (0 - inverse) & SmallLimbs.Mask;
    }
}
