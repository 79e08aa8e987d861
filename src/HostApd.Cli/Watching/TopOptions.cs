using System.Globalization;

namespace HostApd.Cli.Watching;

/// <summary>The words behind <c>top</c>.</summary>
/// <param name="Interval">Between two looks.</param>
/// <param name="Json">For machines.</param>
internal sealed record TopOptions(TimeSpan Interval, bool Json)
{
    internal const string Usage = "usage: top [-n SECONDS]   (0.1 to 3600)";

    private const double Shortest = 0.1;
    private const double Longest = 3600;

    /// <summary>Null: they are none.</summary>
    internal static TopOptions? Read(string[] words, bool json)
    {
        var seconds = 1.0;
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--json":
                    json = true;
                    break;
                case "-n" or "--interval" when i + 1 < words.Length
                    && double.TryParse(words[++i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds)
                    && seconds is >= Shortest and <= Longest:
                    break;
                default:
                    return null;
            }
        }

        return new TopOptions(TimeSpan.FromSeconds(seconds), json);
    }
}
