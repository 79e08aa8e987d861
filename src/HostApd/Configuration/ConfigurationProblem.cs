namespace HostApd.Configuration;

/// <summary>One mistake of the owner: where, what, and what to do.</summary>
internal readonly record struct ConfigurationProblem(string File, int Line, string? Key, string Text)
{
    /// <summary>It asks for what is not built in, and the owner has asked to pass such things over.</summary>
    internal bool IsWarning { get; init; }

    /// <summary><c>file:line: key: problem</c>; a problem of the whole file has no line.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}" : File;
        return (Key is null ? $"{place}: {Text}" : $"{place}: {Key}: {Text}") + (IsWarning ? " (ignored)" : "");
    }
}
