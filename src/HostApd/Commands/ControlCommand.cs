namespace HostApd.Commands;

/// <summary>A control command as whoever lists them sees it.</summary>
/// <param name="Verb">Its name, hostapd's or wpa_supplicant's where they have it.</param>
/// <param name="Arguments">What stands behind it: <c>[what may be left out]</c>, <c>this|or that</c>.</param>
/// <param name="Answer">What comes back: <see cref="Done"/>, or what is told. A refusal is FAIL, and WHY tells the reason.</param>
internal record ControlCommand(string Verb, string Arguments, string Answer)
{
    /// <summary>The answer of what is only done.</summary>
    internal const string Done = "OK";

    /// <summary>It is one with <c>--testing</c> alone.</summary>
    internal bool IsForTests { get; init; }
}

/// <summary>One that <typeparamref name="TOwner"/> answers.</summary>
/// <param name="Verb">As above.</param>
/// <param name="Arguments">As above.</param>
/// <param name="Answer">As above.</param>
/// <param name="Run">Does it with what stands behind the verb, and answers; null where that makes it no command.</param>
internal sealed record ControlCommand<TOwner>(string Verb, string Arguments, string Answer, Func<TOwner, string, string?> Run)
    : ControlCommand(Verb, Arguments, Answer);

/// <summary>The commands of one owner: what is asked is looked up here, and what there is to ask is read here.</summary>
internal sealed class CommandTable<TOwner>(params IReadOnlyList<ControlCommand<TOwner>> rows)
{
    private readonly Dictionary<string, ControlCommand<TOwner>> _rows = rows.ToDictionary(static r => r.Verb, StringComparer.Ordinal);

    /// <summary>All of them, as they stand in the table.</summary>
    internal IEnumerable<ControlCommand> All => rows;

    /// <summary>Whether that is one of them.</summary>
    internal bool Has(string verb) => _rows.ContainsKey(verb);

    /// <summary>The reply, or null when the command is none of these; those for tests are none without them.</summary>
    internal string? Run(TOwner owner, string verb, string arguments, bool testing = false) =>
        _rows.TryGetValue(verb, out var row) && (testing || !row.IsForTests) ? row.Run(owner, arguments) : null;
}
