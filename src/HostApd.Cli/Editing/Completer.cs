namespace HostApd.Cli.Editing;

/// <summary>Asks for the words that may stand at a place.</summary>
/// <param name="kind">Of what kind.</param>
internal delegate IEnumerable<string> CompletionSource(Completed kind);

/// <summary>What could stand where the cursor is.</summary>
/// <param name="Start">Where the word begins that would be replaced.</param>
/// <param name="Candidates">The words, sorted.</param>
internal sealed record Completion(int Start, string[] Candidates)
{
    /// <summary>As much as all of them begin with.</summary>
    internal string Common
    {
        get
        {
            var common = Candidates.Length == 0 ? "" : Candidates[0];
            foreach (var candidate in Candidates)
            {
                var same = 0;
                while (same < Math.Min(common.Length, candidate.Length) && char.ToLowerInvariant(common[same]) == char.ToLowerInvariant(candidate[same]))
                {
                    same++;
                }

                common = common[..same];
            }

            return common;
        }
    }
}

/// <summary>Finds what the Tab key may put: commands as the first word, what the command takes as the second.</summary>
internal static class Completer
{
    internal static Completion Complete(string text, int cursor, CompletionSource source)
    {
        var before = text[..cursor];
        var start = before.LastIndexOf(' ') + 1;
        var typed = before[start..];
        var earlier = before[..start].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> words = earlier switch
        {
            [] => source(Completed.Commands),
            [var name] when CliCommands.Find(name, out _) is { } command => For(command, source),
            ["accept_acl" or "deny_acl", _] => source(Completed.Stations),
            _ => [],
        };
        return new Completion(start, [.. words.Where(w => w.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> For(CliCommand command, CompletionSource source) => command.Completed switch
    {
        Completed.Nothing => [],
        Completed.Words when command.Name == "timeline" => [.. Words(command), .. source(Completed.Stations)],
        Completed.Words => Words(command),
        Completed.Stations or Completed.Settings or Completed.Interfaces or Completed.Commands => source(command.Completed),
    };

    private static string[] Words(CliCommand command) => command.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
