using System.Numerics;

namespace HostApd.Sequences;

/// <summary>What looks at a sequence (see <see cref="Sequence"/>) and says something of it.</summary>
public static class SequenceEnds
{
    /// <summary>There is one.</summary>
    public static bool Any<T>(this IEnumerable<T> source)
    {
        foreach (var _ in source)
        {
            return true;
        }

        return false;
    }

    /// <summary>There is one for which a question is answered with yes.</summary>
    public static bool Any<T>(this IEnumerable<T> source, Func<T, bool> isWanted)
    {
        foreach (var item in source)
        {
            if (isWanted(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>There is none for which a question is answered with no.</summary>
    public static bool All<T>(this IEnumerable<T> source, Func<T, bool> isWanted)
    {
        foreach (var item in source)
        {
            if (!isWanted(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One of them is equal.</summary>
    public static bool Contains<T>(this IEnumerable<T> source, T wanted) => source.Contains(wanted, EqualityComparer<T>.Default);

    /// <summary>One of them is equal, in the eyes of a comparer.</summary>
    public static bool Contains<T>(this IEnumerable<T> source, T wanted, IEqualityComparer<T> comparer)
    {
        foreach (var item in source)
        {
            if (comparer.Equals(item, wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As many, and equal ones in the same order.</summary>
    public static bool SequenceEqual<T>(this IEnumerable<T> source, IEnumerable<T> other)
    {
        using var ours = source.GetEnumerator();
        using var theirs = other.GetEnumerator();
        while (ours.MoveNext())
        {
            if (!theirs.MoveNext() || !EqualityComparer<T>.Default.Equals(ours.Current, theirs.Current))
            {
                return false;
            }
        }

        return !theirs.MoveNext();
    }

    /// <summary>How many there are.</summary>
    public static int Count<T>(this IEnumerable<T> source)
    {
        var count = 0;
        foreach (var _ in source)
        {
            count++;
        }

        return count;
    }

    /// <summary>For how many a question is answered with yes.</summary>
    public static int Count<T>(this IEnumerable<T> source, Func<T, bool> isWanted)
    {
        var count = 0;
        foreach (var item in source)
        {
            count += isWanted(item) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The first; the type's default where there is none.</summary>
    public static T? FirstOrDefault<T>(this IEnumerable<T> source)
    {
        foreach (var item in source)
        {
            return item;
        }

        return default;
    }

    /// <summary>The first for which a question is answered with yes; the type's default where there is none.</summary>
    public static T? FirstOrDefault<T>(this IEnumerable<T> source, Func<T, bool> isWanted)
    {
        foreach (var item in source)
        {
            if (isWanted(item))
            {
                return item;
            }
        }

        return default;
    }

    /// <summary>The first.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static T First<T>(this IEnumerable<T> source)
    {
        foreach (var item in source)
        {
            return item;
        }

        throw Empty();
    }

    /// <summary>The first for which a question is answered with yes.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static T First<T>(this IEnumerable<T> source, Func<T, bool> isWanted)
    {
        foreach (var item in source)
        {
            if (isWanted(item))
            {
                return item;
            }
        }

        throw Empty();
    }

    /// <summary>The last.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static T Last<T>(this IReadOnlyList<T> source) => source.Count > 0 ? source[source.Count - 1] : throw Empty();

    /// <summary>The last; the type's default where there is none.</summary>
    public static T? LastOrDefault<T>(this IReadOnlyList<T> source) => source.Count > 0 ? source[source.Count - 1] : default;

    /// <summary>All numbers together.</summary>
    /// <exception cref="OverflowException">More than the type holds.</exception>
    public static T Sum<T>(this IEnumerable<T> source) where T : INumber<T>
    {
        var sum = T.Zero;
        foreach (var item in source)
        {
            sum = checked(sum + item);
        }

        return sum;
    }

    /// <summary>A number of each, all together.</summary>
    public static TResult Sum<T, TResult>(this IEnumerable<T> source, Func<T, TResult> of) where TResult : INumber<TResult>
    {
        var sum = TResult.Zero;
        foreach (var item in source)
        {
            sum = checked(sum + of(item));
        }

        return sum;
    }

    /// <summary>The greatest.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static T Max<T>(this IEnumerable<T> source) => source.Extreme(1);

    /// <summary>The greatest of what each one has.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static TResult Max<T, TResult>(this IEnumerable<T> source, Func<T, TResult> of) => source.Select(of).Extreme(1);

    /// <summary>The least.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static T Min<T>(this IEnumerable<T> source) => source.Extreme(-1);

    /// <summary>The least of what each one has.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static TResult Min<T, TResult>(this IEnumerable<T> source, Func<T, TResult> of) => source.Select(of).Extreme(-1);

    /// <summary>The first of those that have the greatest; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">There is none, and the type has no null.</exception>
    public static T? MaxBy<T, TKey>(this IEnumerable<T> source, Func<T, TKey> of)
    {
        T? best = default;
        var isEmpty = true;
        foreach (var item in source)
        {
            if (isEmpty || Comparer<TKey>.Default.Compare(of(item), of(best!)) > 0)
            {
                best = item;
            }

            isEmpty = false;
        }

        return isEmpty && best is not null ? throw Empty() : best;
    }

    /// <summary>Takes one after another together with what came of those before.</summary>
    public static TResult Aggregate<T, TResult>(this IEnumerable<T> source, TResult first, Func<TResult, T, TResult> together)
    {
        foreach (var item in source)
        {
            first = together(first, item);
        }

        return first;
    }

    private static T Extreme<T>(this IEnumerable<T> source, int sign)
    {
        using var items = source.GetEnumerator();
        if (!items.MoveNext())
        {
            throw Empty();
        }

        var best = items.Current;
        while (items.MoveNext())
        {
            if (Comparer<T>.Default.Compare(items.Current, best) * sign > 0)
            {
                best = items.Current;
            }
        }

        return best;
    }

    private static InvalidOperationException Empty() => new("the sequence is empty");
}
