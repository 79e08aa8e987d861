using HostApd.Crypto;
using NUnit.Framework;
using Org.BouncyCastle.Math;

namespace HostApd.Tests.Crypto;

/// <summary>Our exponentiation against the library's, which shares no code with it.</summary>
public sealed class Group5ArithmeticTests
{
    [Test]
    public void It_agrees_with_the_library_on_many_numbers_and_exponents()
    {
        var state = 1u;
        byte Next() => (byte)((state = state * 1664525 + 1013904223) >> 24);
        for (var round = 0; round < 50; round++)
        {
            var number = new byte[DhGroup5.PublicLength];
            var exponent = new byte[DhGroup5.PrivateLength];
            for (var i = 1; i < number.Length; i++)
            {
                number[i] = Next();
            }

            for (var i = 0; i < exponent.Length; i++)
            {
                exponent[i] = Next();
            }

            Check(number, exponent);
        }
    }

    [TestCase("0")]
    [TestCase("1")]
    [TestCase("2")]
    [TestCase("p-1")]
    [TestCase("p-2")]
    [TestCase("2^1535")]
    public void It_agrees_at_the_edges(string which)
    {
        var number = which switch
        {
            "p-1" => DhGroup5.Prime.Subtract(BigInteger.One),
            "p-2" => DhGroup5.Prime.Subtract(BigInteger.Two),
            "2^1535" => BigInteger.One.ShiftLeft(1535),
            _ => new BigInteger(which),
        };
        var bytes = new byte[DhGroup5.PublicLength];
        DhGroup5.Write(number, bytes);
        foreach (var fill in new byte[] { 0x00, 0x01, 0x80, 0xFF })
        {
            var exponent = new byte[DhGroup5.PrivateLength];
            Array.Fill(exponent, fill);
            Check(bytes, exponent);
        }
    }

    private static void Check(byte[] number, byte[] exponent)
    {
        var expected = new byte[DhGroup5.PublicLength];
        DhGroup5.Write(new BigInteger(1, number).ModPow(new BigInteger(1, exponent), DhGroup5.Prime), expected);
        var actual = new byte[DhGroup5.PublicLength];
        Group5Arithmetic.Power(number, exponent, actual);
        Assert.That(Convert.ToHexString(actual), Is.EqualTo(Convert.ToHexString(expected)));
    }
}
