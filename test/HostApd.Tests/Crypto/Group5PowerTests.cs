using System.Numerics;
using System.Runtime.Intrinsics.X86;
using HostApd.Crypto;
using NUnit.Framework;

namespace HostApd.Tests.Crypto;

/// <summary>Powers of group 5 by either kind of rows, whichever this machine would choose, against two libraries.</summary>
public sealed class Group5PowerTests
{
    private const int Length = DhGroup5.PublicLength;

    private static readonly BigInteger P = new(DhGroup5.Prime, isUnsigned: true, isBigEndian: true);
    private static readonly BigInteger Largest = (BigInteger.One << 1536) - 1;

    /// <summary>Numbers at the edges of limbs, bytes, R and p; p itself is none (DhGroup5 refuses it).</summary>
    private static readonly BigInteger[] Bases =
    [
        0, 1, 2, 3, (1 << 28) - 1, 1 << 28, (1 << 28) + 1, (BigInteger.One << 56) - 1, (BigInteger.One << 112) + 1,
        BigInteger.One << 1488, (BigInteger.One << 1512) - 1, BigInteger.One << 1535, (P - 1) / 2, P - 2, P - 1, P + 1, Largest,
        (BigInteger.One << 1568) % P, Largest / 255, (BigInteger.One << 1536) - (BigInteger.One << 768),
    ];

    private static readonly BigInteger[] Exponents =
    [
        0, 1, 2, 3, 15, 16, (1 << 28) - 1, 1 << 28, (1 << 28) + 1, BigInteger.One << 255, (BigInteger.One << 256) - 1,
    ];

    /// <summary>Of the length of p, where a power has an answer that can be said beforehand.</summary>
    private static readonly BigInteger[] LongExponents = [(P - 1) / 2, P - 2, P - 1, P, Largest];

    private delegate void Power(ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, Span<byte> result);

    [Test]
    public void The_edges_are_the_libraries()
    {
        foreach (var number in Bases)
        {
            foreach (var exponent in Exponents)
            {
                Check(number, exponent, 32);
            }
        }
    }

    [Test]
    public void Exponents_of_the_length_of_the_prime_are_the_libraries()
    {
        foreach (var number in (BigInteger[])[1, 2, (1 << 28) - 1, (P - 1) / 2, P - 2, P - 1, Largest])
        {
            foreach (var exponent in LongExponents)
            {
                Check(number, exponent, Length);
            }
        }
    }

    [Test]
    public void Random_numbers_are_the_libraries()
    {
        var random = new Random(5);
        var number = new byte[Length];
        var exponent = new byte[DhGroup5.PrivateLength];
        for (var i = 0; i < 120; i++)
        {
            random.NextBytes(number);
            random.NextBytes(exponent);
            // Some with leading zeros, some with none.
            number.AsSpan(0, i % 4 == 0 ? random.Next(Length) : 0).Clear();
            exponent.AsSpan(0, i % 8 == 0 ? random.Next(exponent.Length) : 0).Clear();
            Check(Number(number), Number(exponent), exponent.Length);
        }
    }

    /// <summary>Fermat: x^(p−1) = 1, and 2 generates the subgroup of order (p−1)/2.</summary>
    [Test]
    public void Orders_are_those_of_the_group([Values] bool pairs)
    {
        Assert.That(Raise(Rows(pairs), 3, P - 1, Length), Is.EqualTo(BigInteger.One));
        Assert.That(Raise(Rows(pairs), 2, (P - 1) / 2, Length), Is.EqualTo(BigInteger.One));
        Assert.That(Raise(Rows(pairs), P - 1, P - 2, Length), Is.EqualTo(P - 1));
    }

    [Test]
    public void Leading_zeros_of_an_exponent_change_nothing([Values(0, 1, 2, 31, 32, 33)] int length)
    {
        var exponent = BigInteger.Min(123_456_789, (BigInteger.One << 8 * length) - 1);
        Check(P - 5, exponent, length);
    }

    [Test]
    public void A_result_begins_with_its_zeros_and_nothing_is_written_behind_it([Values] bool pairs)
    {
        var result = new byte[Length + 8];
        Array.Fill(result, (byte)0xEE);
        Rows(pairs)(Bytes(2, Length), [70], result);
        var wanted = new byte[Length];
        wanted[^9] = 0x40;
        Assert.That(result, Is.EqualTo((byte[])[.. wanted, .. Enumerable.Repeat((byte)0xEE, 8)]));
    }

    [Test]
    public void A_result_may_take_the_place_of_its_number([Values] bool pairs)
    {
        var bytes = Bytes(P - 7, Length);
        Rows(pairs)(bytes, [9, 8, 7], bytes);
        Assert.That(Number(bytes), Is.EqualTo(BigInteger.ModPow(P - 7, 0x090807, P)));
    }

    [Test]
    public void What_this_machine_chooses_is_one_of_the_two()
    {
        Assert.That(Group5Power.TakesPairs, Is.False.Or.EqualTo(Sse2.IsSupported));
        var result = new byte[Length];
        Group5Power.Compute(Bytes(3, Length), [200], result);
        Assert.That(Number(result), Is.EqualTo(BigInteger.ModPow(3, 200, P)));
    }

    [Test]
    public void Constants_are_what_they_are_called()
    {
        Assert.That(Value(Group5Constants.One), Is.EqualTo(BigInteger.One));
        Assert.That(Value(Group5Constants.Successor), Is.EqualTo(P + 1));
        Assert.That(Value(Group5Constants.Square) % P, Is.EqualTo((BigInteger.One << 2 * 1568) % P));
        Assert.That(Value(Group5Constants.Square), Is.LessThan(BigInteger.One << 1537));
    }

    [Test]
    public void Limbs_give_the_bytes_that_they_took()
    {
        foreach (var number in Bases)
        {
            var limbs = new ulong[Limbs.Stride];
            Array.Fill(limbs, ulong.MaxValue);
            Limbs.Load(Bytes(number, Length), limbs);
            Assert.That(limbs, Has.All.LessThan(1UL << Limbs.Bits));
            Assert.That(Value(limbs), Is.EqualTo(number));
            var bytes = new byte[Length];
            Limbs.Store(limbs, bytes);
            Assert.That(bytes, Is.EqualTo(Bytes(number, Length)));
        }
    }

    /// <summary>All lanes at their largest: no column may overflow, whichever way the rows add them up.</summary>
    [Test]
    public void Products_of_the_largest_limbs_fit_their_columns([Values] bool pairs)
    {
        var number = new ulong[Limbs.Stride];
        number.AsSpan(Limbs.Rows, Limbs.Count).Fill(Limbs.Mask);
        var columns = new ulong[2 * Limbs.Count + Limbs.Rows];
        for (var at = 0; at < Limbs.Count; at += Limbs.Rows)
        {
            Add(pairs, columns, number, at);
            Add(pairs, columns, number, at);
        }

        var product = BigInteger.Zero;
        for (var i = columns.Length - 1; i >= 0; i--)
        {
            product = (product << Limbs.Bits) + columns[i];
        }

        Assert.That(product, Is.EqualTo(2 * BigInteger.Pow((BigInteger.One << 1568) - 1, 2)));
    }

    [Test]
    public void A_power_allocates_nothing()
    {
        var key = new byte[DhGroup5.PrivateLength];
        Array.Fill(key, (byte)0xA5);
        var own = new byte[Length];
        var shared = new byte[Length];
        DhGroup5.PublicKey(key, own);
        DhGroup5.TryAgree(key, own, shared);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DhGroup5.PublicKey(key, own);
        DhGroup5.TryAgree(key, own, shared);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Add(bool pairs, ulong[] columns, ulong[] number, int at)
    {
        if (pairs)
        {
            RequirePairs();
            PairedRows.Add(ref columns[at], ref number[Limbs.Rows], Limbs.Mask, Limbs.Mask, Limbs.Mask, Limbs.Mask, 0);
        }
        else
        {
            SingleRows.Add(ref columns[at], ref number[Limbs.Rows], Limbs.Mask, Limbs.Mask, Limbs.Mask, Limbs.Mask, 0);
        }
    }

    private static Power Rows(bool pairs)
    {
        if (!pairs)
        {
            return Group5Power.Compute<SingleRows>;
        }

        RequirePairs();
        return Group5Power.Compute<PairedRows>;
    }

    private static void RequirePairs() => Assume.That(Sse2.IsSupported, "only x64 has these rows");

    /// <summary>Both kinds of rows, where the processor has both, against two libraries.</summary>
    private static void Check(BigInteger number, BigInteger exponent, int exponentLength)
    {
        var wanted = BigInteger.ModPow(number, exponent, P);
        Assert.That(LibraryPower(number, exponent), Is.EqualTo(wanted), "the libraries differ");
        var single = Raise(Group5Power.Compute<SingleRows>, number, exponent, exponentLength);
        Assert.That(single, Is.EqualTo(wanted), () => $"single: {number:x} ^ {exponent:x}");
        if (Sse2.IsSupported)
        {
            var pairs = Raise(Group5Power.Compute<PairedRows>, number, exponent, exponentLength);
            Assert.That(pairs, Is.EqualTo(wanted), () => $"pairs: {number:x} ^ {exponent:x}");
        }
    }

    private static BigInteger Raise(Power power, BigInteger number, BigInteger exponent, int exponentLength)
    {
        var result = new byte[Length];
        Array.Fill(result, (byte)0xEE);
        power(Bytes(number, Length), Bytes(exponent, exponentLength), result);
        return Number(result);
    }

    private static BigInteger LibraryPower(BigInteger number, BigInteger exponent)
    {
        var power = Foreign(number).ModPow(Foreign(exponent), Foreign(P));
        return Number(power.ToByteArrayUnsigned());
    }

    private static Org.BouncyCastle.Math.BigInteger Foreign(BigInteger number) =>
        new(1, number.ToByteArray(isUnsigned: true, isBigEndian: true));

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static BigInteger Value(ReadOnlySpan<ulong> limbs)
    {
        var number = BigInteger.Zero;
        for (var i = Limbs.Stride - 1; i >= Limbs.Rows; i--)
        {
            number = (number << Limbs.Bits) + limbs[i];
        }

        return number;
    }

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = new byte[length];
        if (!number.IsZero)
        {
            var own = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            own.CopyTo(bytes, length - own.Length);
        }

        return bytes;
    }
}
