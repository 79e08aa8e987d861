namespace HostApd.Cli;

/// <summary>
/// The shell's words as getopt(3) reads them: letters may share a dash, a value may stand right behind its letter, and the
/// options end where the command begins.
/// </summary>
internal static class CommandLine
{
    private const string WithValue = "-p -s -i -G -a -P -l";

    /// <summary>The same with each option apart and <c>--</c> before the command.</summary>
    internal static string[] Expand(string[] args)
    {
        var words = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var word = args[i];
            if (word == "--" || word.Length < 2 || word[0] != '-')
            {
                words.Add("--");
                words.AddRange(args[(word == "--" ? i + 1 : i)..]);
                return [.. words];
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(word);
            }
            else if (Split(word, words) && i + 1 < args.Length)
            {
                words.Add(args[++i]);
            }
        }

        return [.. words];
    }

    /// <summary>True when the last letter's value is the next word.</summary>
    private static bool Split(string word, List<string> words)
    {
        for (var i = 1; i < word.Length; i++)
        {
            var option = "-" + word[i];
            words.Add(option);
            if (WithValue.Contains(option, StringComparison.Ordinal))
            {
                if (i + 1 == word.Length)
                {
                    return true;
                }

                words.Add(word[(i + 1)..]);
                return false;
            }
        }

        return false;
    }
}
