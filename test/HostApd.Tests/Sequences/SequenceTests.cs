using HostApd.Sequences;
using NUnit.Framework;

namespace HostApd.Tests.Sequences;

/// <summary>Each word says what the library's says.</summary>
[TestFixture]
internal sealed class SequenceTests
{
    private static readonly int[][] Some = [[], [7], [1, 2, 3, 4, 5, 6], [3, 1, 3, 2, 1], [5, 5, 5], [-4, 0, 9, -4, 12, 9, 2]];

    [TestCaseSource(nameof(Some))]
    public void What_is_passed_on(params int[] source) => Assert.Multiple(() =>
    {
        Same(Sequence.Where(source, IsOdd), Enumerable.Where(source, IsOdd));
        Same(Sequence.Select(source, x => $"{x}"), Enumerable.Select(source, x => $"{x}"));
        Same(Sequence.Select(source, (x, i) => (x, i)), Enumerable.Select(source, (x, i) => (x, i)));
        Same(Sequence.SelectMany(source, x => new[] { x, -x }), Enumerable.SelectMany(source, x => new[] { x, -x }));
        Same(Sequence.Concat(source, [8, 9]), Enumerable.Concat(source, [8, 9]));
        Same(Sequence.Append(source, 8), Enumerable.Append(source, 8));
        Same(Sequence.Prepend(source, 8), Enumerable.Prepend(source, 8));
        for (var count = -1; count < 8; count++)
        {
            Same(Sequence.Take(source, count), Enumerable.Take(source, count));
            Same(Sequence.Skip(source, count), Enumerable.Skip(source, count));
        }

        Same(Sequence.TakeWhile(source, IsOdd), Enumerable.TakeWhile(source, IsOdd));
        Same(Sequence.SkipWhile(source, IsOdd), Enumerable.SkipWhile(source, IsOdd));
        Same(Sequence.Distinct(source), Enumerable.Distinct(source));
        Same(Sequence.DistinctBy(source, IsOdd), Enumerable.DistinctBy(source, IsOdd));
        Same(Sequence.Except(source, [1, 5]), Enumerable.Except(source, [1, 5]));
        Same(Sequence.Intersect(source, [2, 1, 5]), Enumerable.Intersect(source, [2, 1, 5]));
        Same(Sequence.DefaultIfEmpty(source, 8), Enumerable.DefaultIfEmpty(source, 8));
        Same(Sequence.Index(source), Enumerable.Index(source));
        Same(Sequence.Zip(source, [8, 9, 10]), Enumerable.Zip(source, [8, 9, 10]));
        Same(Sequence.Backwards(source), Enumerable.Reverse(source));
        Same(Sequence.Cast<int>(source), Enumerable.Cast<int>(source));
        Same(Sequence.OfType<string>(new object[] { 1, "a", 2.0, "b" }), ["a", "b"]);
        Same(Sequence.Range(3, source.Length), Enumerable.Range(3, source.Length));
    });

    [TestCaseSource(nameof(Some))]
    public void What_is_put_together(params int[] source) => Assert.Multiple(() =>
    {
        Same(Gathered.ToList(source), source);
        Same(Gathered.ToArray(source), source);
        Assert.That(Gathered.ToHashSet(source), Is.EquivalentTo(Enumerable.ToHashSet(source)));
        var distinct = Enumerable.Distinct(source);
        Assert.That(Gathered.ToDictionary(distinct, x => -x), Is.EquivalentTo(Enumerable.ToDictionary(distinct, x => -x)));
        Assert.That(Gathered.ToDictionary(distinct, x => -x, x => $"{x}"), Is.EquivalentTo(Enumerable.ToDictionary(distinct, x => -x, x => $"{x}")));
        // Equal ones stay in order: their places tell.
        var numbered = Enumerable.Index(source);
        Same(Gathered.OrderBy(numbered, x => x.Item), Enumerable.OrderBy(numbered, x => x.Item));
        Same(Gathered.OrderByDescending(numbered, x => x.Item), Enumerable.OrderByDescending(numbered, x => x.Item));
        Same(Gathered.Order(source), Enumerable.Order(source));
        Same(Gathered.Order(Enumerable.Select(source, x => $"{x}"), StringComparer.Ordinal), Enumerable.Order(Enumerable.Select(source, x => $"{x}"), StringComparer.Ordinal));
        var groups = Enumerable.ToList(Enumerable.GroupBy(source, IsOdd));
        Same(Enumerable.Select(Gathered.GroupBy(source, IsOdd), g => g.Key), Enumerable.Select(groups, g => g.Key));
        Same(Enumerable.SelectMany(Gathered.GroupBy(source, IsOdd), g => g.Items), Enumerable.SelectMany(groups, g => g));
        Same(Enumerable.SelectMany(Gathered.GroupBy(source, IsOdd, x => -x), g => g.Items), Enumerable.SelectMany(groups, g => Enumerable.Select(g, x => -x)));
    });

    [TestCaseSource(nameof(Some))]
    public void What_is_said_of_it(params int[] source) => Assert.Multiple(() =>
    {
        Assert.That(SequenceEnds.Any(source), Is.EqualTo(Enumerable.Any(source)));
        Assert.That(SequenceEnds.Any(source, IsOdd), Is.EqualTo(Enumerable.Any(source, IsOdd)));
        Assert.That(SequenceEnds.All(source, IsOdd), Is.EqualTo(Enumerable.All(source, IsOdd)));
        Assert.That(SequenceEnds.Contains(source, 3), Is.EqualTo(Enumerable.Contains(source, 3)));
        Assert.That(SequenceEnds.Count(source), Is.EqualTo(Enumerable.Count(source)));
        Assert.That(SequenceEnds.Count(source, IsOdd), Is.EqualTo(Enumerable.Count(source, IsOdd)));
        Assert.That(SequenceEnds.FirstOrDefault(source), Is.EqualTo(Enumerable.FirstOrDefault(source)));
        Assert.That(SequenceEnds.FirstOrDefault(source, x => !IsOdd(x)), Is.EqualTo(Enumerable.FirstOrDefault(source, x => !IsOdd(x))));
        Assert.That(SequenceEnds.LastOrDefault(source), Is.EqualTo(Enumerable.LastOrDefault(source)));
        Assert.That(SequenceEnds.Sum(source), Is.EqualTo(Enumerable.Sum(source)));
        Assert.That(SequenceEnds.Sum(source, x => 2.5 * x), Is.EqualTo(Enumerable.Sum(source, x => 2.5 * x)));
        SameOrNone(() => SequenceEnds.MaxBy(source, x => -x * x), () => Enumerable.MaxBy(source, x => -x * x));
        var words = Enumerable.Select(source, x => $"{x}");
        Assert.That(SequenceEnds.MaxBy(words, x => x.Length), Is.EqualTo(Enumerable.MaxBy(words, x => x.Length)));
        Assert.That(SequenceEnds.Aggregate(source, "", (text, x) => text + x), Is.EqualTo(Enumerable.Aggregate(source, "", (text, x) => text + x)));
        foreach (var other in Some)
        {
            Assert.That(SequenceEnds.SequenceEqual(source, other), Is.EqualTo(Enumerable.SequenceEqual(source, other)));
        }

        SameOrNone(() => SequenceEnds.First(source), () => Enumerable.First(source));
        SameOrNone(() => SequenceEnds.First(source, x => x > 4), () => Enumerable.First(source, x => x > 4));
        SameOrNone(() => SequenceEnds.Last(source), () => Enumerable.Last(source));
        SameOrNone(() => SequenceEnds.Max(source), () => Enumerable.Max(source));
        SameOrNone(() => SequenceEnds.Min(source), () => Enumerable.Min(source));
        SameOrNone(() => SequenceEnds.Max(source, x => -x), () => Enumerable.Max(source, x => -x));
        SameOrNone(() => SequenceEnds.Min(source, x => -x), () => Enumerable.Min(source, x => -x));
    });

    [Test]
    public void Nothing_is_looked_at_before_it_is_asked_for_and_nothing_behind()
    {
        var looked = 0;
        var some = Sequence.Select(Sequence.Range(0, 10), x => looked = x);
        Assert.That(looked, Is.Zero);
        Assert.That(SequenceEnds.First(Sequence.Where(some, x => x > 3)), Is.EqualTo(4));
        Assert.That(looked, Is.EqualTo(4));
        Same(Sequence.Take(some, 2), [0, 1]);
        Assert.That(looked, Is.EqualTo(1));
    }

    [Test]
    public void A_sum_that_does_not_fit_is_none() =>
        Assert.That(() => SequenceEnds.Sum(new[] { int.MaxValue, 1 }), Throws.InstanceOf<OverflowException>());

    private static bool IsOdd(int x) => x % 2 != 0;

    private static void Same<T>(IEnumerable<T> ours, IEnumerable<T> theirs) => Assert.That(ours, Is.EqualTo(theirs).AsCollection);

    private static void SameOrNone<T>(Func<T> ours, Func<T> theirs)
    {
        T? wanted = default;
        try
        {
            wanted = theirs();
        }
        catch (InvalidOperationException)
        {
            Assert.That(() => ours(), Throws.InvalidOperationException);
            return;
        }

        Assert.That(ours(), Is.EqualTo(wanted));
    }
}
