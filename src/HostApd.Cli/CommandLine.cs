namespace HostApd.Cli;

/// <summary>
/// The shell's words as getopt(3) reads them: letters may share a dash, a value may stand right behind its letter, and the
/// options end where the command begins.
/// </summary>
internal static class CommandLine
{
    private const string WithValue = "-p -s -i -G -a -P";

    /// <summary>The same with each option apart, of two with one letter the last, and <c>--</c> before the command.</summary>
    internal static string[] Expand(string[] args)
    {
        var options = new Dictionary<string, string?>();
        string[] command = [];
        for (var i = 0; i < args.Length; i++)
        {
            var word = args[i];
            if (word == "--" || word.Length < 2 || word[0] != '-')
            {
                command = ["--", .. args[(word == "--" ? i + 1 : i)..]];
                break;
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                options[word] = null;
            }
            else if (Split(word, options) is { } last && i + 1 < args.Length)
            {
                options[last] = args[++i];
            }
        }

        return [.. options.SelectMany(static o => o.Value is null ? new[] { o.Key } : [o.Key, o.Value]), .. command];
    }

    /// <summary>The last letter, when its value is the next word.</summary>
    private static string? Split(string word, Dictionary<string, string?> options)
    {
        for (var i = 1; i < word.Length; i++)
        {
            var option = "-" + word[i];
            options[option] = null;
            if (WithValue.Contains(option, StringComparison.Ordinal))
            {
                if (i + 1 == word.Length)
                {
                    return option;
                }

                options[option] = word[(i + 1)..];
                return null;
            }
        }

        return null;
    }
}
