using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Rsn;
using NUnit.Framework;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using ECCurve = Org.BouncyCastle.Math.EC.ECCurve;
using ECPoint = Org.BouncyCastle.Math.EC.ECPoint;

namespace HostApd.Tests.Rsn.Owe;

/// <summary>The keys of both sides, against a library that has its own curves and the platform's HKDF (RFC 5869) and digests.</summary>
[TestFixture(19, "secp256r1")]
[TestFixture(20, "secp384r1")]
[TestFixture(21, "secp521r1")]
public sealed class OweAgreementTests(int number, string name)
{
    private readonly SaeGroup _group = SaeGroup.Find((ushort)number)!;
    private readonly ECPoint _generator = CustomNamedCurves.GetByName(name).G;
    private readonly ECCurve _library = CustomNamedCurves.GetByName(name).Curve;

    private HashAlgorithmName Hash => number switch { 19 => HashAlgorithmName.SHA256, 20 => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };

    private int Length => _group.Curve.Length;

    [Test]
    public void A_station_made_of_others_parts_has_the_same_keys()
    {
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 40; i++)
        {
            var scalar = RandomScalar(random);
            var point = _generator.Multiply(scalar).Normalize();
            var x = Bytes(point.AffineXCoord.ToBigInteger());
            using var work = Work(x, RandomScalar(random));
            work.Run();
            using var keys = work.Agreement!;
            Assert.That(work.Verdict, Is.EqualTo(OweVerdict.Good));

            // Of the two points of our x the station takes either.
            var right = Right(_library.FromBigInteger(new BigInteger(1, work.Own)));
            foreach (var y in (ECFieldElement[])[right.Sqrt(), right.Sqrt().Negate()])
            {
                var ours = _library.CreatePoint(new BigInteger(1, work.Own), y.ToBigInteger());
                var secret = Bytes(ours.Multiply(scalar).Normalize().AffineXCoord.ToBigInteger());
                Check(keys, secret, x, work.Own.ToArray());
            }
        }
    }

    [Test]
    public void Our_public_key_is_the_librarys()
    {
        var random = new Random(23);
        foreach (var scalar in (BigInteger[])[BigInteger.Two, _library.Order.Subtract(BigInteger.One), RandomScalar(random), RandomScalar(random)])
        {
            using var key = new OweKey(_group, Bytes(scalar));
            var x = new byte[Length];
            key.WritePublic(x);
            Assert.That(x, Is.EqualTo(Bytes(_generator.Multiply(scalar).Normalize().AffineXCoord.ToBigInteger())));
        }
    }

    [Test]
    public void Both_sides_share_one_secret()
    {
        var random = new Random(29);
        using var one = new OweKey(_group, Bytes(RandomScalar(random)));
        using var other = new OweKey(_group, Bytes(RandomScalar(random)));
        byte[] x = new byte[Length], y = new byte[Length], secret = new byte[Length], same = new byte[Length];
        one.WritePublic(x);
        other.WritePublic(y);
        Assert.That(one.TryShare(y, secret) && other.TryShare(x, same));
        Assert.That(same, Is.EqualTo(secret));
        Assert.That(secret, Has.Some.Not.Zero);

        // Each end of the salt and of the PMKID has its place.
        using var keys = OweAgreement.Of(_group, secret, x, y);
        using var swapped = OweAgreement.Of(_group, secret, y, x);
        Check(keys, secret, x, y);
        Check(swapped, secret, y, x);
        Assert.That(swapped.Pmk.Span.SequenceEqual(keys.Pmk.Span), Is.False);
        Assert.That(swapped.Pmkid.SequenceEqual(keys.Pmkid), Is.False);
    }

    /// <summary>A secret that begins with zeros keeps them: the smallest x of a point, times one, is itself.</summary>
    [Test]
    public void A_secret_is_as_long_as_the_prime()
    {
        var x = BigInteger.One;
        while (Right(_library.FromBigInteger(x)).Sqrt() is null)
        {
            x = x.Add(BigInteger.One);
        }

        // order − 1 is −1: the other point of the same x.
        using var key = new OweKey(_group, Bytes(_library.Order.Subtract(BigInteger.One)));
        var secret = Enumerable.Repeat((byte)0xEE, Length).ToArray();
        Assert.That(key.TryShare(Bytes(x), secret));
        Assert.That(secret, Is.EqualTo(Bytes(x)));
    }

    [Test]
    public void An_x_of_no_point_is_told_and_comes_to_nothing()
    {
        var prime = _library.Field.Characteristic;
        var numbers = new List<BigInteger> { prime, prime.Add(BigInteger.One), BigInteger.One.ShiftLeft(8 * Length).Subtract(BigInteger.One) };
        for (var x = BigInteger.Zero; numbers.Count < 12; x = x.Add(BigInteger.One))
        {
            if (Right(_library.FromBigInteger(x)).Sqrt() is null)
            {
                numbers.Add(x);
            }
            else if (x.Add(prime).BitLength <= 8 * Length)
            {
                numbers.Add(x.Add(prime));
            }
        }

        using var key = new OweKey(_group, Bytes(BigInteger.Three));
        foreach (var number in numbers)
        {
            using var work = Work(Bytes(number), BigInteger.Three);
            work.Run();
            Assert.That(work.Verdict, Is.EqualTo(OweVerdict.NoPoint), number.ToString());
            Assert.That(work.Agreement, Is.Null);
            Assert.That(work.Own.IsEmpty);

            var secret = Enumerable.Repeat((byte)0xEE, Length).ToArray();
            Assert.That(key.TryShare(Bytes(number), secret), Is.False);
            Assert.That(secret, Is.All.EqualTo(0xEE));
        }

        Assert.That(key.TryShare(new byte[Length - 1], new byte[Length]), Is.False);
        Assert.That(key.TryShare(new byte[Length + 1], new byte[Length]), Is.False);
        Assert.That(key.TryShare([], new byte[Length]), Is.False);
    }

    [Test]
    public void What_is_no_scalar_is_no_private_key()
    {
        foreach (var number in (BigInteger[])[BigInteger.Zero, BigInteger.One, _library.Order, _library.Order.Add(BigInteger.One)])
        {
            Assert.That(() => new OweKey(_group, Bytes(number)), Throws.ArgumentException);
        }

        Assert.That(() => new OweKey(_group, new byte[Length - 1]), Throws.ArgumentException);
    }

    [Test]
    public void The_keys_are_as_long_as_the_row_of_the_group_says_and_the_draw_is_wiped()
    {
        var draw = new SecretBytes(Bytes(BigInteger.Three));
        var work = new OweWork(Parameter(_group.Curve.Generator[..Length]), draw);
        Assert.That((work.Verdict, work.Agreement), Is.EqualTo(((OweVerdict?)null, (OweAgreement?)null)), "it has not run");
        work.Run();
        var row = KeySuite.OweCcmp(_group.Hash);
        Assert.That(work.Agreement!.Pmk.Length, Is.EqualTo(row.PmkLength));
        Assert.That(work.Agreement.Pmkid.Length, Is.EqualTo(Rsne.PmkidLength));
        using var pmk = Pmk.Agreed(row, work.Agreement.Pmk.Span, work.Agreement.Pmkid);
        Assert.That(pmk.Span.SequenceEqual(work.Agreement.Pmk.Span));
        work.Dispose();
        Assert.That(draw.Span.ToArray(), Is.All.Zero);
        work.Agreement.Dispose();
        Assert.That(work.Agreement.Pmk.Span.ToArray(), Is.All.Zero);
    }

    [Test]
    public void A_repeated_element_is_known_again_and_no_other()
    {
        var x = _group.Curve.Generator[..Length].ToArray();
        using var work = Work(x, BigInteger.Three);
        Assert.That(work.Answers(Parameter(x)));
        x[^1] ^= 1;
        Assert.That(work.Answers(Parameter(x)), Is.False);
        Assert.That(work.Station.SequenceEqual(_group.Curve.Generator[..Length]), "it has a copy");
    }

    private void Check(OweAgreement keys, byte[] secret, byte[] station, byte[] accessPoint)
    {
        byte[] salt = [.. station, .. accessPoint, (byte)number, 0];
        var pmk = HKDF.DeriveKey(Hash, secret, Digest([]).Length, salt, "OWE Key Generation"u8.ToArray());
        Assert.That(keys.Pmk.Span.ToArray(), Is.EqualTo(pmk));
        Assert.That(keys.Pmkid.ToArray(), Is.EqualTo(Digest([.. station, .. accessPoint])[..16]));
    }

    private byte[] Digest(byte[] message) => number switch { 19 => SHA256.HashData(message), 20 => SHA384.HashData(message), _ => SHA512.HashData(message) };

    private OweWork Work(ReadOnlySpan<byte> x, BigInteger scalar) => new(Parameter(x), new SecretBytes(Bytes(scalar)));

    private OweElement Parameter(ReadOnlySpan<byte> x)
    {
        byte[] element = [255, (byte)(3 + x.Length), 32, (byte)number, 0, .. x];
        Assert.That(OweElement.TryParse(element, [_group], out var parameter), Is.EqualTo(OweVerdict.Good));
        return parameter;
    }

    private ECFieldElement Right(ECFieldElement x) => x.Square().Add(_library.A).Multiply(x).Add(_library.B);

    private BigInteger RandomScalar(Random random)
    {
        var bytes = new byte[Length + 8];
        random.NextBytes(bytes);
        return new BigInteger(1, bytes).Mod(_library.Order.Subtract(BigInteger.Two)).Add(BigInteger.Two);
    }

    private byte[] Bytes(BigInteger number)
    {
        var bytes = number.ToByteArrayUnsigned();
        return [.. new byte[Length - bytes.Length], .. bytes];
    }
}
