namespace HostApd.Sequences;

/// <summary>Sequences (see <see cref="Sequence"/>) put into something that stays.</summary>
public static class Gathered
{
    /// <summary>All, in order.</summary>
    public static List<T> ToList<T>(this IEnumerable<T> source) => new(source);

    /// <summary>All, in order.</summary>
    public static T[] ToArray<T>(this IEnumerable<T> source) => new List<T>(source).ToArray();

    /// <summary>Each but once.</summary>
    public static HashSet<T> ToHashSet<T>(this IEnumerable<T> source, IEqualityComparer<T>? comparer = null) => new(source, comparer);

    /// <summary>Each by a key of its own.</summary>
    /// <exception cref="ArgumentException">Two have the same.</exception>
    public static Dictionary<TKey, T> ToDictionary<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key, IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => source.ToDictionary(key, item => item, comparer);

    /// <summary>Something of each by a key of its own.</summary>
    /// <exception cref="ArgumentException">Two have the same.</exception>
    public static Dictionary<TKey, TValue> ToDictionary<T, TKey, TValue>(this IEnumerable<T> source, Func<T, TKey> key, Func<T, TValue> of,
        IEqualityComparer<TKey>? comparer = null) where TKey : notnull
    {
        var all = new Dictionary<TKey, TValue>(comparer);
        foreach (var item in source)
        {
            all.Add(key(item), of(item));
        }

        return all;
    }

    /// <summary>By a key, the least first; equal ones stay in order.</summary>
    public static IReadOnlyList<T> OrderBy<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key) => source.Ordered(key, 1);

    /// <summary>By a key, the greatest first; equal ones stay in order.</summary>
    public static IReadOnlyList<T> OrderByDescending<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key) => source.Ordered(key, -1);

    /// <summary>The least first.</summary>
    public static IReadOnlyList<T> Order<T>(this IEnumerable<T> source, IComparer<T>? comparer = null) => source.Ordered(item => item, 1, comparer);

    /// <summary>Those of a key together, in the order in which the keys come first.</summary>
    public static IEnumerable<(TKey Key, List<T> Items)> GroupBy<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key)
        where TKey : notnull => source.GroupBy(key, item => item);

    /// <summary>Something of those of a key together, in the order in which the keys come first.</summary>
    public static IEnumerable<(TKey Key, List<TValue> Items)> GroupBy<T, TKey, TValue>(this IEnumerable<T> source, Func<T, TKey> key, Func<T, TValue> of)
        where TKey : notnull
    {
        var groups = new Dictionary<TKey, List<TValue>>();
        foreach (var item in source)
        {
            if (!groups.TryGetValue(key(item), out var group))
            {
                groups.Add(key(item), group = []);
            }

            group.Add(of(item));
        }

        return groups.Select(group => (group.Key, group.Value));
    }

    private static T[] Ordered<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key, int sign, IComparer<TKey>? comparer = null)
    {
        comparer ??= Comparer<TKey>.Default;
        var items = source.ToArray();
        var places = Sequence.Range(0, items.Length).ToArray();
        Array.Sort(places, (a, b) => comparer.Compare(key(items[a]), key(items[b])) * sign is var order and not 0 ? order : a - b);
        return Array.ConvertAll(places, place => items[place]);
    }
}
