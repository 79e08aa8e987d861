using HostApd.Crypto;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Sae;

/// <summary>Commits that wait for whoever comes.</summary>
public sealed class SaeStockTests
{
    private static readonly SaeGroup Group = SaeGroup.Find(19)!;

    private static SaePassword Password(int number) => new("labtest"u8, [(byte)number, 1, 2], default, null);

    private static SaePreparedCommit Commit(byte number)
    {
        byte[] scalar = [.. new byte[31], (byte)(number + 2)];
        using var point = new SaePoint(Group, EllipticCurve.P256.Generator);
        Assert.That(SaePreparedCommit.TryCreate(point, scalar, scalar, out var commit));
        return commit!;
    }

    [Test]
    public void What_is_asked_for_is_wanted_and_each_is_given_once()
    {
        using var stock = new SaeStock();
        var password = Password(1);
        Assert.That(stock.Missing, Is.Null);
        Assert.That(stock.Take(password, Group), Is.Null);
        Assert.That(stock.Missing, Is.EqualTo((password, Group)));
        stock.Put(password, Group, Commit(1));
        stock.Put(password, Group, Commit(2));
        Assert.That((stock.Missing, stock.Count), Is.EqualTo(((ValueTuple<SaePassword, SaeGroup>?)null, 2)));
        stock.Put(password, Group, Commit(3));
        Assert.That(stock.Count, Is.EqualTo(SaeStock.Depth), "no more than are wanted");
        Assert.That(stock.Take(password, Group)!.Scalar[^1], Is.EqualTo(3));
        Assert.That(stock.Take(password, Group)!.Scalar[^1], Is.EqualTo(4));
        Assert.That(stock.Take(password, Group), Is.Null);
        Assert.That(stock.Take(Password(1), Group), Is.Null, "another object is another password");
    }

    [Test]
    public void Of_too_many_kinds_the_one_goes_that_nobody_has_asked_for_for_longest()
    {
        using var stock = new SaeStock();
        var passwords = Enumerable.Range(0, SaeStock.MostKinds + 1).Select(Password).ToList();
        foreach (var password in passwords[..^1])
        {
            stock.Expect(password, Group);
            stock.Put(password, Group, Commit(1));
        }

        Assert.That(stock.Take(passwords[0], Group), Is.Not.Null);
        stock.Expect(passwords[^1], Group);
        Assert.That(stock.Count, Is.EqualTo(SaeStock.MostKinds - 2));
        stock.Put(passwords[1], Group, Commit(1));
        Assert.That(stock.Count, Is.EqualTo(SaeStock.MostKinds - 2), "nobody wants that any more");
        stock.Clear();
        Assert.That((stock.Count, stock.Missing is null), Is.EqualTo((0, true)));
    }
}
