using System.Numerics;
using System.Runtime.InteropServices;

namespace HostApd.Crypto;

/// <summary>A curve over one of the primes: gives each operation its memory, and wipes it.</summary>
internal sealed class Curve<TPrime> : EllipticCurve
    where TPrime : struct, ICurvePrime
{
    private readonly CurveConstants _constants;
    private readonly CurveOrder _order;
    private readonly int _minusZ;
    private readonly byte[] _generator;

    /// <param name="minusZ">The number whose negative is z of 802.11-2020 table 12-1.</param>
    /// <param name="prime">In hex, as what follows.</param>
    /// <param name="b">The curve's b.</param>
    /// <param name="order">Its order.</param>
    /// <param name="generator">Its base point.</param>
    public Curve(int minusZ, string prime, string b, string order, string generator)
    {
        _constants = new CurveConstants(
            TPrime.Limbs, TPrime.Bits, TPrime.Digits, Convert.FromHexString(prime), Convert.FromHexString(b), Convert.FromHexString(order));
        _order = new CurveOrder(_constants.OrderBytes);
        _minusZ = minusZ;
        _generator = Convert.FromHexString(generator);
    }

    public override int Length => _constants.PrimeBytes.Length;

    public override int Bits => 8 * Length - BitOperations.LeadingZeroCount((uint)_constants.PrimeBytes[0] << 24);

    public override ReadOnlySpan<byte> Prime => _constants.PrimeBytes;

    public override ReadOnlySpan<byte> Order => _constants.OrderBytes;

    public override ReadOnlySpan<byte> Generator => _generator;

    public override bool IsPoint(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointLength || point[..Length].SequenceCompareTo(Prime) >= 0 || point[Length..].SequenceCompareTo(Prime) >= 0)
        {
            return false;
        }

        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.Length]);
        Span<int> x = memory.Number(0), y = memory.Number(1), value = memory.Number(2);
        memory.Map.Load(point[..Length], x);
        memory.Map.Load(point[Length..], y);
        memory.Map.RightSide(x, value);
        memory.Field.Square(y, y);
        CurveField<TPrime>.Subtract(value, y, y);
        return memory.Field.IsZero(y) != 0;
    }

    public override bool IsScalar(ReadOnlySpan<byte> scalar) => scalar.Length == Length && _order.IsAboveOne(scalar) != 0;

    public override bool Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result)
    {
        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.LengthWithTables]);
        return Multiply(memory, scalar, point, default, default, result);
    }

    public override bool MultiplyTwo(
        ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, ReadOnlySpan<byte> second, ReadOnlySpan<byte> other, Span<byte> result)
    {
        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.LengthWithTables]);
        memory.Load(other, memory.Point(1));
        memory.Adder.Tabulate(memory.Point(1), memory.Table(1));
        return Multiply(memory, scalar, point, second, memory.Table(1), result);
    }

    public override void Negate(Span<byte> point)
    {
        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.Length]);
        Span<int> y = memory.Number(0), plain = memory.Number(1);
        memory.Map.Load(point[Length..], y);
        CurveField<TPrime>.Negate(-1, y);
        memory.Field.Leave(y, plain);
        CurveField<TPrime>.Store(plain, point[Length..]);
    }

    public override bool MapTwo(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> result)
    {
        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.Length]);
        MapOne(memory, first, memory.Point(0));
        MapOne(memory, second, memory.Point(1));
        memory.Adder.Add(memory.Point(0), memory.Point(1), memory.Point(0));
        return memory.Store(memory.Point(0), result[..PointLength]);
    }

    public override uint IsAbscissa(ReadOnlySpan<byte> x)
    {
        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.Length]);
        var number = memory.Number(0);
        var borrow = 0;
        for (var i = Length - 1; i >= 0; i--)
        {
            borrow = x[i] - Prime[i] + (borrow >> 8);
        }

        memory.Map.Load(x, number);
        return (uint)((borrow >> 31) & memory.Map.IsAbscissa(number));
    }

    public override void Lift(ReadOnlySpan<byte> x, uint parity, Span<byte> point)
    {
        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.Length]);
        Span<int> number = memory.Number(0), y = memory.Number(1);
        memory.Map.Load(x, number);
        memory.Map.Lift(number, (int)(parity & 1), y);
        memory.Field.Leave(y, number);
        x.CopyTo(point);
        CurveField<TPrime>.Store(number, point[Length..PointLength]);
    }

    public override void AddScalars(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> sum) => _order.Add(a, b, sum);

    public override void MultiplyScalars(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> product) => _order.Multiply(a, b, product);

    public override int CombLength => CurvePoints<TPrime>.CombLength * sizeof(int);

    public override void MakeComb(ReadOnlySpan<byte> point, Span<byte> comb)
    {
        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.Length]);
        memory.Load(point, memory.Point(0));
        memory.Adder.TabulateComb(memory.Point(0), Length, MemoryMarshal.Cast<byte, int>(comb));
    }

    public override bool MultiplyComb(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> comb, Span<byte> result)
    {
        using var memory = new CurveMemory<TPrime>(_constants, stackalloc int[CurveMemory<TPrime>.Length]);
        memory.Adder.MultiplyComb(scalar, MemoryMarshal.Cast<byte, int>(comb), memory.Point(0));
        return memory.Store(memory.Point(0), result[..PointLength]);
    }

    private bool Multiply(
        CurveMemory<TPrime> memory, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, ReadOnlySpan<byte> second, ReadOnlySpan<int> secondTable,
        Span<byte> result)
    {
        memory.Load(point, memory.Point(0));
        memory.Adder.Tabulate(memory.Point(0), memory.Table(0));
        memory.Adder.Multiply(scalar, memory.Table(0), second, secondTable, memory.Point(0));
        return memory.Store(memory.Point(0), result[..PointLength]);
    }

    private void MapOne(CurveMemory<TPrime> memory, ReadOnlySpan<byte> number, Span<int> point)
    {
        memory.Map.Load(number, memory.Number(0));
        memory.Map.Map(memory.Number(0), _minusZ, CurvePoints<TPrime>.X(point), CurvePoints<TPrime>.Y(point));
        _constants.One.CopyTo(CurvePoints<TPrime>.Z(point));
    }
}
