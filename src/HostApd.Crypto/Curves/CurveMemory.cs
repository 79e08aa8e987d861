using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HostApd.Crypto;

/// <summary>All that an operation of a curve writes to on its way, in one piece that is wiped at its end.</summary>
internal readonly ref struct CurveMemory<TPrime>
    where TPrime : struct, ICurvePrime
{
    private const int Points = 3;
    private const int Numbers = 4;
    private readonly Span<int> _all;
    private readonly Span<int> _points;

    /// <param name="constants">Of the curve.</param>
    /// <param name="memory">Of <see cref="Length"/>, anything in it.</param>
    public CurveMemory(CurveConstants constants, Span<int> memory)
    {
        memory.Clear();
        _all = memory;
        Field = new CurveField<TPrime>(constants, MemoryMarshal.Cast<int, long>(memory[..ColumnLength]));
        var scratch = memory.Slice(ColumnLength, CurvePoints<TPrime>.ScratchLength);
        Adder = new CurvePoints<TPrime>(Field, scratch);
        Map = new CurveMap<TPrime>(Field, scratch);
        _points = memory[(ColumnLength + CurvePoints<TPrime>.ScratchLength)..];
    }

    /// <summary>Without the tables of products.</summary>
    public static int Length => ColumnLength + CurvePoints<TPrime>.ScratchLength + Points * CurvePoints<TPrime>.PointLength + Numbers * TPrime.Limbs;

    /// <summary>With two of them.</summary>
    public static int LengthWithTables => Length + 2 * CurvePoints<TPrime>.TableLength;

    public CurveField<TPrime> Field { get; }

    public CurvePoints<TPrime> Adder { get; }

    /// <summary>Works in the same scratch as <see cref="Adder"/>: what either left there, the other overwrites.</summary>
    public CurveMap<TPrime> Map { get; }

    private static int ColumnLength => 2 * CurveField<TPrime>.ColumnCount;

    public Span<int> Point(int index) => _points.Slice(index * CurvePoints<TPrime>.PointLength, CurvePoints<TPrime>.PointLength);

    public Span<int> Number(int index) => _points.Slice(Points * CurvePoints<TPrime>.PointLength + index * TPrime.Limbs, TPrime.Limbs);

    public Span<int> Table(int index) => _all.Slice(Length + index * CurvePoints<TPrime>.TableLength, CurvePoints<TPrime>.TableLength);

    /// <summary>From x and y, most significant byte first.</summary>
    public void Load(ReadOnlySpan<byte> bytes, Span<int> point)
    {
        var half = bytes.Length / 2;
        Map.Load(bytes[..half], CurvePoints<TPrime>.X(point));
        Map.Load(bytes[half..], CurvePoints<TPrime>.Y(point));
        Field.Constants.One.CopyTo(CurvePoints<TPrime>.Z(point));
    }

    /// <summary>To x and y; false, and zeros, for the point at infinity.</summary>
    public bool Store(Span<int> point, Span<byte> bytes)
    {
        Span<int> inverse = Number(0), plain = Number(1), product = Number(2);
        var half = bytes.Length / 2;
        var isInfinity = Field.IsZero(CurvePoints<TPrime>.Z(point));
        Field.Power(CurvePoints<TPrime>.Z(point), Field.Constants.Inversion, inverse);
        Field.Multiply(CurvePoints<TPrime>.X(point), inverse, product);
        Field.Leave(product, plain);
        CurveField<TPrime>.Store(plain, bytes[..half]);
        Field.Multiply(CurvePoints<TPrime>.Y(point), inverse, product);
        Field.Leave(product, plain);
        CurveField<TPrime>.Store(plain, bytes[half..]);
        return isInfinity == 0;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_all));
}
