using System.Numerics;
using HostApd.Crypto;
using NUnit.Framework;

namespace HostApd.Tests.Crypto;

/// <summary>Numbers of the fields at the ends of what their limbs and values may be, where a column overflows first.</summary>
public sealed class CurveFieldTests
{
    /// <summary>How much two factors count: 6 together.</summary>
    private static readonly (int First, int Second)[] Counts = [(1, 1), (1, 6), (6, 1), (2, 3), (3, 2), (2, 2)];

    [Test]
    public void Products_of_the_largest_factors_are_right_and_small([Values("P-256", "P-384", "P-521")] string name) => Check(name, products: true);

    [Test]
    public void Sums_of_the_largest_numbers_are_right_and_small([Values("P-256", "P-384", "P-521")] string name) => Check(name, products: false);

    private static void Check(string name, bool products)
    {
        switch (name)
        {
            case "P-256": Check<Prime256>(EllipticCurve.P256, products); break;
            case "P-384": Check<Prime384>(EllipticCurve.P384, products); break;
            default: Check<Prime521>(EllipticCurve.P521, products); break;
        }
    }

    private static void Check<TPrime>(EllipticCurve curve, bool products)
        where TPrime : struct, ICurvePrime
    {
        var prime = new BigInteger(curve.Prime, isUnsigned: true, isBigEndian: true);
        var constants = new CurveConstants(TPrime.Limbs, TPrime.Bits, TPrime.Digits, curve.Prime, curve.Prime, curve.Order);
        var field = new CurveField<TPrime>(constants, new long[CurveField<TPrime>.ColumnCount]);
        var random = new Random(23);
        int[] first = new int[TPrime.Limbs], second = new int[TPrime.Limbs], result = new int[TPrime.Limbs];
        for (var i = 0; i < 6000; i++)
        {
            var (one, other) = Counts[i % Counts.Length];
            Fill<TPrime>(first, one, i % 4, random, products ? 14 * prime : prime);
            Fill<TPrime>(second, other, i / 4 % 4, random, products ? 14 * prime : prime);
            if (products)
            {
                field.Multiply(first, second, result);
                AssertEqual(Value<TPrime>(result) << (TPrime.Bits * TPrime.Digits), Value<TPrime>(first) * Value<TPrime>(second), prime);
                AssertSmall<TPrime>(result);
                Assert.That(BigInteger.Abs(Value<TPrime>(result)), Is.LessThan(2 * prime));
                if (one <= 2)
                {
                    field.Square(first, result);
                    AssertEqual(Value<TPrime>(result) << (TPrime.Bits * TPrime.Digits), Value<TPrime>(first) * Value<TPrime>(first), prime);
                    AssertSmall<TPrime>(result);
                }
            }
            else
            {
                CurveField<TPrime>.Combine(3, first, -9, second, result);
                AssertEqual(Value<TPrime>(result), 3 * Value<TPrime>(first) - 9 * Value<TPrime>(second), prime);
                AssertSmall<TPrime>(result);
            }
        }
    }

    /// <summary>Limbs as large as they may be, of one sign, of two, or one by one by chance; the top one as far as the value goes.</summary>
    private static void Fill<TPrime>(int[] number, int count, int kind, Random random, BigInteger mostValue)
        where TPrime : struct, ICurvePrime
    {
        var most = count << (TPrime.Bits - 1);
        for (var i = 0; i < number.Length; i++)
        {
            number[i] = kind switch { 0 => most, 1 => -most, 2 => random.Next(2) == 0 ? most : -most, _ => random.Next(-most, most) };
        }

        var top = Math.Min(most, (int)BigInteger.Min(int.MaxValue, mostValue >> (TPrime.Bits * (TPrime.Limbs - 1))));
        number[^1] = Math.Clamp(number[^1], -top, top);
    }

    private static BigInteger Value<TPrime>(int[] number)
        where TPrime : struct, ICurvePrime
    {
        var value = BigInteger.Zero;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            value = (value << TPrime.Bits) + number[i];
        }

        return value;
    }

    private static void AssertEqual(BigInteger a, BigInteger b, BigInteger prime) => Assert.That((a - b) % prime, Is.EqualTo(BigInteger.Zero));

    /// <summary>Where the top limb has no room for more than p, the number may be beyond by little.</summary>
    private static void AssertSmall<TPrime>(int[] number)
        where TPrime : struct, ICurvePrime
    {
        var half = 1 << (TPrime.Bits - 1);
        var excess = TPrime.Wrap == 0 ? 0 : 256;
        Assert.That(number, Has.All.InRange(-half - excess, half + excess));
    }
}
