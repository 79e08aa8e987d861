namespace HostApd.Configuration;

/// <summary>
/// Guesses what a misspelt word was meant to be. Numbers and letters that stand for something are no words: the one beside it
/// means something else, and often the network without protection.
/// </summary>
internal static class Suggestion
{
    private const int ShortestWord = 3;
    private const int LongestWord = 64;

    /// <summary><c> (did you mean x?)</c>, or nothing when no candidate is near.</summary>
    internal static string For(string word, IEnumerable<string> candidates)
    {
        if (word.Length is < ShortestWord or > LongestWord)
        {
            return "";
        }

        var best = "";
        var bestDistance = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            // What differs so much in length cannot be near; a file may have thousands of words that nobody knows.
            if (Math.Abs(candidate.Length - word.Length) >= bestDistance)
            {
                continue;
            }

            var distance = Distance(word, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best.Length == 0 ? "" : $" (did you mean {best}?)";
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = previous[j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
