namespace HostApd.Commands;

/// <summary>Taking commands apart, as hostapd does: the one reader of their words and numbers.</summary>
internal static class CommandText
{
    /// <summary>The first word, and what follows the blank behind it.</summary>
    internal static (string Verb, string Arguments) Split(string command)
    {
        var blank = command.IndexOf(' ');
        return blank < 0 ? (command, "") : (command[..blank], command[(blank + 1)..]);
    }

    /// <summary>All words; blanks between them do not count.</summary>
    internal static string[] Words(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// The number that a word begins with, as C's atoi reads it: what stands behind its digits does not count, and a word without
    /// any, such as <c>None</c>, is 0. One that is too large is the largest.
    /// </summary>
    internal static int Number(ReadOnlySpan<char> word)
    {
        word = word.TrimStart(" \t");
        var isNegative = word is ['-', ..];
        var digits = word is ['-' or '+', ..] ? word[1..] : word;
        long number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                break;
            }

            number = Math.Min(number * 10 + (digit - '0'), int.MaxValue);
        }

        return (int)(isNegative ? -number : number);
    }

    /// <summary>What follows <c>name=</c> in the first word that begins so; null: no word does.</summary>
    internal static string? Value(string[] words, string name)
    {
        foreach (var word in words)
        {
            if (word.Length > name.Length && word[name.Length] == '=' && word.StartsWith(name, StringComparison.Ordinal))
            {
                return word[(name.Length + 1)..];
            }
        }

        return null;
    }
}
