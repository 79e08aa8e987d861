namespace HostApd.Cli.Editing;

/// <summary>Asks for the words that may stand at a place.</summary>
/// <param name="kind">Of what kind.</param>
/// <param name="typed">What stands there already; of use where there are too many to list them all.</param>
internal delegate IEnumerable<string> CompletionSource(Completed kind, string typed);

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
            [] => source(Completed.Commands, typed),
            [.., "--svg"] => source(Completed.Files, typed),
            [var name, .. var arguments] when CliCommands.Find(name, out _) is { } command => For(command, arguments.Length, typed, source),
            _ => [],
        };
        return new Completion(start, [.. words.Where(w => w.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> For(CliCommand command, int before, string typed, CompletionSource source) => command switch
    {
        // Options may stand anywhere behind the join.
        { Name: "timeline" } => [.. Words(command).Where(w => before == 0 || w[0] == '-'), .. before == 0 ? source(Completed.Stations, typed) : []],
        { Name: "accept_acl" or "deny_acl" } when before == 1 => source(Completed.Stations, typed),
        _ when before > 0 => [],
        { Completed: Completed.Nothing } => [],
        { Completed: Completed.Words } => Words(command),
        _ => source(command.Completed, typed),
    };

    private static string[] Words(CliCommand command) => command.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
