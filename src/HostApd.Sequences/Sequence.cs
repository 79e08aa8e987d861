using System.Collections;

namespace HostApd.Sequences;

/// <summary>
/// The words of LINQ as plain iterators: what is asked for comes when it is looked at, in order. The library's own have a generic virtual
/// method for each pair of types, which in a file compiled ahead of time is a class of every one of its iterators for each of them:
/// 0.7 MB of the daemon's.
/// </summary>
public static class Sequence
{
    /// <summary>What a question is answered with yes for.</summary>
    public static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, bool> isWanted)
    {
        foreach (var item in source)
        {
            if (isWanted(item))
            {
                yield return item;
            }
        }
    }

    /// <summary>Something of each.</summary>
    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, TResult> of)
    {
        foreach (var item in source)
        {
            yield return of(item);
        }
    }

    /// <summary>Something of each and its place, counted from 0.</summary>
    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, int, TResult> of)
    {
        var place = 0;
        foreach (var item in source)
        {
            yield return of(item, place++);
        }
    }

    /// <summary>All that each one has, one after another.</summary>
    public static IEnumerable<TResult> SelectMany<T, TResult>(this IEnumerable<T> source, Func<T, IEnumerable<TResult>> of)
    {
        foreach (var item in source)
        {
            foreach (var result in of(item))
            {
                yield return result;
            }
        }
    }

    /// <summary>One sequence, then another.</summary>
    public static IEnumerable<T> Concat<T>(this IEnumerable<T> source, IEnumerable<T> then)
    {
        foreach (var item in source)
        {
            yield return item;
        }

        foreach (var item in then)
        {
            yield return item;
        }
    }

    /// <summary>A sequence and one more.</summary>
    public static IEnumerable<T> Append<T>(this IEnumerable<T> source, T last) => source.Concat([last]);

    /// <summary>A sequence behind one more.</summary>
    public static IEnumerable<T> Prepend<T>(this IEnumerable<T> source, T first) => new[] { first }.Concat(source);

    /// <summary>At most so many.</summary>
    public static IEnumerable<T> Take<T>(this IEnumerable<T> source, int count)
    {
        if (count <= 0)
        {
            yield break;
        }

        foreach (var item in source)
        {
            yield return item;
            if (--count == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>All but so many at the front.</summary>
    public static IEnumerable<T> Skip<T>(this IEnumerable<T> source, int count)
    {
        foreach (var item in source)
        {
            if (--count < 0)
            {
                yield return item;
            }
        }
    }

    /// <summary>All before the first that is not wanted.</summary>
    public static IEnumerable<T> TakeWhile<T>(this IEnumerable<T> source, Func<T, bool> isWanted)
    {
        foreach (var item in source)
        {
            if (!isWanted(item))
            {
                yield break;
            }

            yield return item;
        }
    }

    /// <summary>All from the first on that is not to be left out.</summary>
    public static IEnumerable<T> SkipWhile<T>(this IEnumerable<T> source, Func<T, bool> isLeftOut)
    {
        var isWithin = false;
        foreach (var item in source)
        {
            isWithin = isWithin || !isLeftOut(item);
            if (isWithin)
            {
                yield return item;
            }
        }
    }

    /// <summary>Each with its place, counted from 0.</summary>
    public static IEnumerable<(int Index, T Item)> Index<T>(this IEnumerable<T> source) => source.Select(static (item, place) => (place, item));

    /// <summary>The firsts of two together, then the seconds, as long as there are both.</summary>
    public static IEnumerable<(T First, TOther Second)> Zip<T, TOther>(this IEnumerable<T> source, IEnumerable<TOther> other)
    {
        using var others = other.GetEnumerator();
        foreach (var item in source)
        {
            if (!others.MoveNext())
            {
                yield break;
            }

            yield return (item, others.Current);
        }
    }

    /// <summary>The last first; all are looked at before the first comes.</summary>
    public static IEnumerable<T> Backwards<T>(this IEnumerable<T> source)
    {
        var items = source.ToArray();
        for (var i = items.Length - 1; i >= 0; i--)
        {
            yield return items[i];
        }
    }

    /// <summary>Each but once, where it stands first.</summary>
    public static IEnumerable<T> Distinct<T>(this IEnumerable<T> source, IEqualityComparer<T>? comparer = null) => source.DistinctBy(item => item, comparer);

    /// <summary>The first of those that have the same of something.</summary>
    public static IEnumerable<T> DistinctBy<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key, IEqualityComparer<TKey>? comparer = null)
    {
        var seen = new HashSet<TKey>(comparer);
        foreach (var item in source)
        {
            if (seen.Add(key(item)))
            {
                yield return item;
            }
        }
    }

    /// <summary>Each but once that is not among others.</summary>
    public static IEnumerable<T> Except<T>(this IEnumerable<T> source, IEnumerable<T> others)
    {
        var seen = new HashSet<T>(others);
        foreach (var item in source)
        {
            if (seen.Add(item))
            {
                yield return item;
            }
        }
    }

    /// <summary>Each but once that is among others, too.</summary>
    public static IEnumerable<T> Intersect<T>(this IEnumerable<T> source, IEnumerable<T> others)
    {
        var wanted = new HashSet<T>(others);
        foreach (var item in source)
        {
            if (wanted.Remove(item))
            {
                yield return item;
            }
        }
    }

    /// <summary>One value where there is none.</summary>
    public static IEnumerable<T> DefaultIfEmpty<T>(this IEnumerable<T> source, T otherwise)
    {
        var isEmpty = true;
        foreach (var item in source)
        {
            isEmpty = false;
            yield return item;
        }

        if (isEmpty)
        {
            yield return otherwise;
        }
    }

    /// <summary>Those of a type.</summary>
    public static IEnumerable<T> OfType<T>(this IEnumerable source)
    {
        foreach (var item in source)
        {
            if (item is T wanted)
            {
                yield return wanted;
            }
        }
    }

    /// <summary>All, of which the type is known.</summary>
    /// <exception cref="InvalidCastException">One is of another.</exception>
    public static IEnumerable<T> Cast<T>(this IEnumerable source)
    {
        foreach (T item in source)
        {
            yield return item;
        }
    }

    /// <summary>Whole numbers one after another.</summary>
    public static IEnumerable<int> Range(int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return first + i;
        }
    }
}
