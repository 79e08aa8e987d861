using HostApd.Control;

namespace HostApd.Commands;

/// <summary>A control command that <typeparamref name="TOwner"/> answers.</summary>
/// <param name="verb">As a <see cref="ControlCommand"/> has it.</param>
/// <param name="arguments">As above.</param>
/// <param name="answer">As above.</param>
/// <param name="run">Does it with what stands behind the verb, and answers; null where that makes it no command.</param>
internal sealed class ControlCommand<TOwner>(string verb, string arguments, string answer, Func<TOwner, string, string?> run)
    : ControlCommand(verb, arguments, answer)
{
    /// <summary>Does it, and answers.</summary>
    internal string? Run(TOwner owner, string rest) => run(owner, rest);
}

/// <summary>The commands of one owner: what is asked is looked up here, and what there is to ask is read here.</summary>
internal sealed class CommandTable<TOwner>(params ControlCommand<TOwner>[] rows)
{
    /// <summary>All of them, as they stand in the table.</summary>
    internal IReadOnlyList<ControlCommand> All => rows;

    /// <summary>Whether that is one of them.</summary>
    internal bool Has(string verb) => Find(verb) is not null;

    /// <summary>The reply, or null when the command is none of these; those for tests are none without them.</summary>
    internal string? Run(TOwner owner, string verb, string arguments, bool testing = false) =>
        Find(verb) is { } row && (testing || !row.IsForTests) ? row.Run(owner, arguments) : null;

    private ControlCommand<TOwner>? Find(string verb) => Array.Find(rows, r => r.Verb == verb);
}
