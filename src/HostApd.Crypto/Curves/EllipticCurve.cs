namespace HostApd.Crypto;

/// <summary>
/// A curve of FIPS 186-4 D.1.2: P-256, P-384 or P-521. Points are x and y, scalars are numbers, each <see cref="Length"/> bytes, most
/// significant first. How long an operation takes, and what it touches, depends on no number that it is given.
/// </summary>
public abstract class EllipticCurve
{
    /// <summary>P-256.</summary>
    public static EllipticCurve P256 => Curves.P256;

    /// <summary>P-384.</summary>
    public static EllipticCurve P384 => Curves.P384;

    /// <summary>P-521.</summary>
    public static EllipticCurve P521 => Curves.P521;

    /// <summary>Bytes of a number of the field, and of a scalar: 32, 48, 66.</summary>
    public abstract int Length { get; }

    /// <summary>Bits of the prime: 256, 384, 521.</summary>
    public abstract int Bits { get; }

    /// <summary>Bytes of a point.</summary>
    public int PointLength => 2 * Length;

    /// <summary>The prime of the field.</summary>
    public abstract ReadOnlySpan<byte> Prime { get; }

    /// <summary>How many points there are, a prime.</summary>
    public abstract ReadOnlySpan<byte> Order { get; }

    /// <summary>The base point: every other is a multiple of it.</summary>
    public abstract ReadOnlySpan<byte> Generator { get; }

    /// <summary>Whether a stranger's x and y are below the prime and on the curve. Everybody may know them.</summary>
    public abstract bool IsPoint(ReadOnlySpan<byte> point);

    /// <summary>Whether a stranger's or a drawn number may be a scalar of SAE: above 1 and below the order (802.11-2020 12.4.5.4).</summary>
    public abstract bool IsScalar(ReadOnlySpan<byte> scalar);

    /// <summary>
    /// A number below two times the order less one, modulo the order less one, and one more: what a public digest becomes as a scalar (802.11-2020
    /// 12.4.4.2.3). Everybody may know it.
    /// </summary>
    public void ToScalar(Span<byte> number)
    {
        // The order is odd, and a number is not below the order less one when it is not below the order once it is odd itself.
        var last = number[^1];
        number[^1] |= 1;
        var reduces = number.SequenceCompareTo(Order) >= 0;
        number[^1] = last;
        var carry = reduces ? 2 : 1;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            carry += number[i] - (reduces ? Order[i] : 0);
            number[i] = (byte)carry;
            carry >>= 8;
        }
    }

    /// <summary>1 ÷ scalar modulo the order, of a scalar other than 0 that everybody may know: how long it takes depends on it.</summary>
    public void InvertScalar(ReadOnlySpan<byte> scalar, Span<byte> inverse) => PublicInverse.Of(scalar[..Length], Order, inverse);

    /// <summary>scalar · point. False when that is the point at infinity, which has no x and y: zeros then.</summary>
    public abstract bool Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result);

    /// <summary>scalar · point + second · other, in less than the time of two products. False as <see cref="Multiply"/>.</summary>
    public abstract bool MultiplyTwo(
        ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, ReadOnlySpan<byte> second, ReadOnlySpan<byte> other, Span<byte> result);

    /// <summary>Bytes of a comb: 4 kB at most.</summary>
    public abstract int CombLength { get; }

    /// <summary>
    /// Makes, in about the time of a product, of a point what its products take less than half the time with. It is as secret as the point, means
    /// something on this machine only, and lies where an array begins.
    /// </summary>
    public abstract void MakeComb(ReadOnlySpan<byte> point, Span<byte> comb);

    /// <summary>scalar · the point that the comb is of. False as <see cref="Multiply"/>.</summary>
    public abstract bool MultiplyComb(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> comb, Span<byte> result);

    /// <summary>Replaces y by −y.</summary>
    public abstract void Negate(Span<byte> point);

    /// <summary>
    /// The sum of the points of two numbers (802.11-2020 12.4.4.2.3, SSWU), each of up to twice <see cref="Length"/> bytes and taken modulo
    /// the prime. False as <see cref="Multiply"/>.
    /// </summary>
    public abstract bool MapTwo(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> result);

    /// <summary>All ones when the bytes are below the prime and the x of a point, else 0.</summary>
    public abstract uint IsAbscissa(ReadOnlySpan<byte> x);

    /// <summary>The point of an x that is one's; the lowest bit of its y is that of <paramref name="parity"/>.</summary>
    public abstract void Lift(ReadOnlySpan<byte> x, uint parity, Span<byte> point);

    /// <summary>a + b modulo the order.</summary>
    public abstract void AddScalars(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> sum);

    /// <summary>a · b modulo the order.</summary>
    public abstract void MultiplyScalars(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> product);

    /// <summary>Made at the first use of any: a daemon without SAE has none.</summary>
    private static class Curves
    {
        internal static readonly EllipticCurve P256 = new Curve<Prime256>(
            10,
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
            + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");

        internal static readonly EllipticCurve P384 = new Curve<Prime384>(
            12,
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"
            + "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f");

        internal static readonly EllipticCurve P521 = new Curve<Prime521>(
            4,
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66"
            + "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650");
    }
}
