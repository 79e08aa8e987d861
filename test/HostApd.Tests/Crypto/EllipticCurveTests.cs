using HostApd.Crypto;
using NUnit.Framework;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace HostApd.Tests.Crypto;

/// <summary>The curves' arithmetic, number by number against a library that has its own.</summary>
[TestFixture("secp256r1")]
[TestFixture("secp384r1")]
[TestFixture("secp521r1")]
public sealed class EllipticCurveTests(string name)
{
    private readonly ECCurve _library = CustomNamedCurves.GetByName(name).Curve;
    private readonly ECPoint _generator = CustomNamedCurves.GetByName(name).G;
    private readonly EllipticCurve _curve = name switch
    {
        "secp256r1" => EllipticCurve.P256,
        "secp384r1" => EllipticCurve.P384,
        _ => EllipticCurve.P521,
    };

    private BigInteger Prime => _library.Field.Characteristic;

    private BigInteger Order => _library.Order;

    /// <summary>Cases that carry through every limb, or through none.</summary>
    private IEnumerable<BigInteger> Edges => ((long[])[0, 1, 2, 3, 15, 16, (1 << 28) - 1, 1 << 28, (1L << 56) + 1]).Select(BigInteger.ValueOf)
        .Concat([Order.Subtract(BigInteger.One), Order.Subtract(BigInteger.Two), Order.ShiftRight(1), Order.ShiftRight(1).Add(BigInteger.One),
            BigInteger.One.ShiftLeft(_curve.Bits - 1), BigInteger.One.ShiftLeft(_curve.Bits - 1).Subtract(BigInteger.One), BigInteger.One.ShiftLeft(112)]);

    [Test]
    public void It_is_the_curve_of_its_name()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new BigInteger(1, _curve.Prime), Is.EqualTo(Prime));
            Assert.That(new BigInteger(1, _curve.Order), Is.EqualTo(Order));
            Assert.That(_curve.Bits, Is.EqualTo(_library.FieldSize));
            Assert.That(_curve.Length, Is.EqualTo((_library.FieldSize + 7) / 8));
            Assert.That(_curve.IsPoint(Bytes(_generator)));
            Assert.That(_curve.Generator.ToArray(), Is.EqualTo(Bytes(_generator)));
        });
    }

    [Test]
    public void Products_at_the_edges_are_the_librarys()
    {
        foreach (var point in (ECPoint[])[_generator, _generator.Negate(), _generator.Twice(), _generator.Multiply(BigInteger.ValueOf(15)), RandomPoint(new Random(1))])
        {
            foreach (var scalar in Edges)
            {
                CheckProduct(scalar, point.Normalize());
            }
        }
    }

    [Test]
    public void A_product_by_the_order_has_no_x_and_y()
    {
        var result = new byte[_curve.PointLength];
        Assert.That(_curve.Multiply(_curve.Order, Bytes(_generator), result), Is.False);
        Assert.That(result, Is.All.Zero);
    }

    /// <summary>Ten thousand, where everything is asked for: minutes.</summary>
    [Test]
    public void Random_products_are_the_librarys()
    {
        var cases = Environment.GetEnvironmentVariable("HOSTAPD_NET_ALL") is null ? 400 : 10_000;
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var point = _generator;
        for (var i = 0; i < cases; i++)
        {
            var scalar = RandomBelow(random, Order);
            CheckProduct(scalar, point);
            point = RandomPoint(random);
        }
    }

    [Test]
    public void Two_products_in_one_are_the_librarys_also_where_they_meet()
    {
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            var (p, q) = (RandomPoint(random), RandomPoint(random));
            CheckTwo(RandomBelow(random, Order), p, RandomBelow(random, Order), q);
        }

        var point = RandomPoint(random);
        var some = RandomBelow(random, Order);
        CheckTwo(some, point, some, point);
        CheckTwo(some, point, some, point.Negate());
        CheckTwo(some, point, Order.Subtract(some), point);
        CheckTwo(BigInteger.Zero, point, some, point);
        CheckTwo(BigInteger.One, point, BigInteger.Two, point);
        CheckTwo(BigInteger.One, point.Twice().Normalize(), BigInteger.Two, point);
    }

    [Test]
    public void Scalars_are_added_and_multiplied_modulo_the_order()
    {
        var random = new Random(3);
        var numbers = Edges.Where(e => e.CompareTo(Order) < 0).Concat(Enumerable.Range(0, 20).Select(_ => RandomBelow(random, Order))).ToList();
        var result = new byte[_curve.Length];
        foreach (var a in numbers)
        {
            foreach (var b in numbers)
            {
                _curve.AddScalars(Bytes(a), Bytes(b), result);
                Assert.That(new BigInteger(1, result), Is.EqualTo(a.Add(b).Mod(Order)), $"{a} + {b}");
                _curve.MultiplyScalars(Bytes(a), Bytes(b), result);
                Assert.That(new BigInteger(1, result), Is.EqualTo(a.Multiply(b).Mod(Order)), $"{a} · {b}");
            }
        }
    }

    [Test]
    public void A_scalar_is_inverted_modulo_the_order()
    {
        var random = new Random(4);
        var numbers = Edges.Where(e => e.Mod(Order).SignValue > 0 && e.CompareTo(Order) < 0).Concat(Enumerable.Range(0, 200).Select(_ => RandomBelow(random, Order)))
            .Append(BigInteger.One).Append(Order.Subtract(BigInteger.One)).ToList();
        var result = new byte[_curve.Length];
        foreach (var number in numbers)
        {
            _curve.InvertScalar(Bytes(number), result);
            Assert.That(new BigInteger(1, result), Is.EqualTo(number.ModInverse(Order)), $"1 / {number}");
        }
    }

    [Test]
    public void A_scalar_is_above_one_and_below_the_order()
    {
        var wanted = new (BigInteger Number, bool Is)[]
        {
            (BigInteger.Zero, false), (BigInteger.One, false), (BigInteger.Two, true), (BigInteger.Three, true), (Order.Subtract(BigInteger.One), true),
            (Order, false), (Order.Add(BigInteger.One), false), (BigInteger.One.ShiftLeft(28), true), (BigInteger.One.ShiftLeft(28).Add(BigInteger.One), true),
            (BigInteger.One.ShiftLeft(8 * _curve.Length).Subtract(BigInteger.One), false),
        };
        Assert.Multiple(() =>
        {
            foreach (var (number, expected) in wanted)
            {
                Assert.That(_curve.IsScalar(Bytes(number)), Is.EqualTo(expected), number.ToString());
            }

            Assert.That(_curve.IsScalar(new byte[_curve.Length - 1]), Is.False);
            Assert.That(_curve.IsScalar([]), Is.False);
        });
    }

    [Test]
    public void A_digest_becomes_a_scalar()
    {
        var most = BigInteger.One.ShiftLeft(8 * _curve.Length).Min(Order.Subtract(BigInteger.One).ShiftLeft(1)).Subtract(BigInteger.One);
        foreach (var number in ((int[])[-3, -2, -1, 0, 1, 2]).Select(i => Order.Add(BigInteger.ValueOf(i)))
            .Concat([BigInteger.Zero, BigInteger.One, Order.ShiftRight(1), most]))
        {
            var bytes = Bytes(number);
            _curve.ToScalar(bytes);
            Assert.That(new BigInteger(1, bytes), Is.EqualTo(number.Mod(Order.Subtract(BigInteger.One)).Add(BigInteger.One)), number.ToString());
        }
    }

    [Test]
    public void A_point_is_on_the_curve_and_its_numbers_are_below_the_prime()
    {
        var good = RandomPoint(new Random(5));
        var bytes = Bytes(good);
        Assert.That(_curve.IsPoint(bytes));
        for (var bit = 0; bit < 8 * bytes.Length; bit += 7)
        {
            var bad = (byte[])bytes.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(_curve.IsPoint(bad), Is.False);
        }

        Assert.Multiple(() =>
        {
            Assert.That(_curve.IsPoint(bytes.AsSpan(1)), Is.False);
            Assert.That(_curve.IsPoint([.. bytes, 0]), Is.False);
            Assert.That(_curve.IsPoint(new byte[_curve.PointLength]), Is.False);
            Assert.That(_curve.IsPoint([]), Is.False);
        });
        foreach (var x in PointsOfSmallX())
        {
            var beyond = x.X.Add(Prime);
            if (beyond.BitLength <= 8 * _curve.Length)
            {
                Assert.That(_curve.IsPoint([.. Bytes(x.X), .. Bytes(x.Y)]));
                Assert.That(_curve.IsPoint([.. Bytes(beyond), .. Bytes(x.Y)]), Is.False, "the same point, written with x + p");
            }
        }
    }

    [Test]
    public void The_other_point_of_an_x_is_the_negative()
    {
        var random = new Random(11);
        for (var i = 0; i < 20; i++)
        {
            var point = RandomPoint(random);
            var bytes = Bytes(point);
            _curve.Negate(bytes);
            Assert.That(bytes, Is.EqualTo(Bytes(point.Negate())));
            _curve.Negate(bytes);
            Assert.That(bytes, Is.EqualTo(Bytes(point)));
        }
    }

    [Test]
    public void An_x_is_told_from_one_that_is_none_and_lifted_to_either_y()
    {
        var random = new Random(13);
        var found = 0;
        for (var i = 0; i < 60; i++)
        {
            var x = RandomBelow(random, Prime);
            var element = _library.FromBigInteger(x);
            var right = element.Square().Add(_library.A).Multiply(element).Add(_library.B);
            var isOne = right.Sqrt() is not null;
            Assert.That(_curve.IsAbscissa(Bytes(x)), Is.EqualTo(isOne ? uint.MaxValue : 0), x.ToString());
            if (!isOne)
            {
                continue;
            }

            found++;
            foreach (var parity in (uint[])[0, 1, 2, 3])
            {
                var point = new byte[_curve.PointLength];
                _curve.Lift(Bytes(x), parity, point);
                Assert.That(_curve.IsPoint(point));
                Assert.That(point[^1] & 1, Is.EqualTo(parity & 1));
                Assert.That(point[.._curve.Length], Is.EqualTo(Bytes(x)));
            }
        }

        Assert.That(found, Is.GreaterThan(10).And.LessThan(50));
        Assert.That(_curve.IsAbscissa(Bytes(PointsOfSmallX().First().X.Add(Prime))), Is.Zero, "not below the prime");
    }

    /// <summary>Against the formula of 802.11-2020 12.4.4.2.3, word for word and with branches.</summary>
    [Test]
    public void The_map_is_the_standards()
    {
        var random = new Random(17);
        var numbers = Enumerable.Range(0, 24).Select(i => RandomBelow(random, BigInteger.One.ShiftLeft(8 * (i % 3 == 0 ? _curve.Length : _curve.Length * 3 / 2))))
            .Concat([BigInteger.Zero, BigInteger.One, Prime.Subtract(BigInteger.One), Prime, Prime.Add(BigInteger.One)]).ToList();
        for (var i = 0; i + 1 < numbers.Count; i++)
        {
            var (a, b) = (numbers[i], numbers[i + 1]);
            var result = new byte[_curve.PointLength];
            var sum = Mapped(a).Add(Mapped(b)).Normalize();
            Assert.That(_curve.MapTwo(Wide(a), Wide(b), result), Is.EqualTo(!sum.IsInfinity));
            Assert.That(result, Is.EqualTo(sum.IsInfinity ? new byte[_curve.PointLength] : Bytes(sum)), $"{a}, {b}");
        }

        var opposite = new byte[_curve.PointLength];
        Assert.That(_curve.MapTwo(Wide(numbers[0].Mod(Prime)), Wide(Prime.Subtract(numbers[0].Mod(Prime))), opposite), Is.False, "u and −u have opposite points");
        Assert.That(opposite, Is.All.Zero);
    }

    private ECPoint Mapped(BigInteger number)
    {
        var z = _library.FromBigInteger(Prime.Subtract(BigInteger.ValueOf(_curve.Length switch { 32 => 10, 48 => 12, _ => 4 })));
        var u = _library.FromBigInteger(number.Mod(Prime));
        var zu2 = z.Multiply(u.Square());
        var m = zu2.Square().Add(zu2);
        var one = _library.FromBigInteger(BigInteger.One);
        var x1 = m.IsZero ? _library.B.Divide(z.Multiply(_library.A)) : _library.B.Negate().Divide(_library.A).Multiply(one.Add(m.Invert()));
        var x = x1;
        var y = Right(x1).Sqrt();
        if (y is null)
        {
            x = zu2.Multiply(x1);
            y = Right(x).Sqrt();
        }

        Assert.That(y, Is.Not.Null);
        return _library.CreatePoint(x.ToBigInteger(), (y!.TestBitZero() == u.TestBitZero() ? y : y.Negate()).ToBigInteger());
    }

    private ECFieldElement Right(ECFieldElement x) => x.Square().Add(_library.A).Multiply(x).Add(_library.B);

    private List<(BigInteger X, BigInteger Y)> PointsOfSmallX()
    {
        var points = new List<(BigInteger, BigInteger)>();
        for (var i = 0; points.Count < 3; i++)
        {
            var x = _library.FromBigInteger(BigInteger.ValueOf(i));
            if (Right(x).Sqrt() is { } y)
            {
                points.Add((x.ToBigInteger(), y.ToBigInteger()));
            }
        }

        return points;
    }

    private void CheckProduct(BigInteger scalar, ECPoint point)
    {
        var expected = point.Multiply(scalar).Normalize();
        var result = new byte[_curve.PointLength];
        Assert.That(_curve.Multiply(Bytes(scalar), Bytes(point), result), Is.EqualTo(!expected.IsInfinity));
        Assert.That(result, Is.EqualTo(expected.IsInfinity ? new byte[_curve.PointLength] : Bytes(expected)), $"{scalar} · {point}");
    }

    /// <summary>Where all combs of a scalar's teeth are met: the comb's own edges, and what is between.</summary>
    [Test]
    public void Products_by_a_comb_are_the_librarys()
    {
        var random = new Random(19);
        var comb = new byte[_curve.CombLength];
        Assert.That(comb, Has.Length.AtMost(4096));
        foreach (var point in (ECPoint[])[_generator, RandomPoint(random), RandomPoint(random)])
        {
            _curve.MakeComb(Bytes(point), comb);
            var powers = Enumerable.Range(0, _curve.Bits - 1).Select(static i => BigInteger.One.ShiftLeft(i));
            foreach (var scalar in Edges.Concat(powers).Concat(Enumerable.Range(0, 100).Select(_ => RandomBelow(random, Order))).Append(Order))
            {
                var expected = point.Multiply(scalar).Normalize();
                var result = new byte[_curve.PointLength];
                Assert.That(_curve.MultiplyComb(Bytes(scalar), comb, result), Is.EqualTo(!expected.IsInfinity));
                Assert.That(result, Is.EqualTo(expected.IsInfinity ? new byte[_curve.PointLength] : Bytes(expected)), $"{scalar} · {point}");
            }
        }
    }

    private void CheckTwo(BigInteger a, ECPoint p, BigInteger b, ECPoint q)
    {
        var expected = p.Multiply(a).Add(q.Multiply(b)).Normalize();
        var result = new byte[_curve.PointLength];
        Assert.That(_curve.MultiplyTwo(Bytes(a), Bytes(p), Bytes(b), Bytes(q), result), Is.EqualTo(!expected.IsInfinity));
        Assert.That(result, Is.EqualTo(expected.IsInfinity ? new byte[_curve.PointLength] : Bytes(expected)));
    }

    private ECPoint RandomPoint(Random random) => _generator.Multiply(RandomBelow(random, Order.Subtract(BigInteger.One)).Add(BigInteger.One)).Normalize();

    private static BigInteger RandomBelow(Random random, BigInteger bound)
    {
        var bytes = new byte[bound.BitLength / 8 + 9];
        random.NextBytes(bytes);
        return new BigInteger(1, bytes).Mod(bound);
    }

    private byte[] Bytes(BigInteger number)
    {
        var bytes = number.ToByteArrayUnsigned();
        return [.. new byte[_curve.Length - bytes.Length], .. bytes];
    }

    private byte[] Wide(BigInteger number)
    {
        var bytes = number.ToByteArrayUnsigned();
        return [.. new byte[_curve.Length * 3 / 2 - bytes.Length], .. bytes];
    }

    private byte[] Bytes(ECPoint point)
    {
        var normal = point.Normalize();
        return [.. Bytes(normal.AffineXCoord.ToBigInteger()), .. Bytes(normal.AffineYCoord.ToBigInteger())];
    }
}
