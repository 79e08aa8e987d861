namespace HostApd.Configuration;

/// <summary>One mistake of the owner: where, what, and what to do.</summary>
internal readonly record struct ConfigurationProblem(string File, int Line, string? Key, string Text)
{
    /// <summary>It asks for what is not built in, and the owner has asked to pass such things over; or it was only remarked.</summary>
    internal bool IsWarning { get; init; }

    /// <summary>It was taken, and only remarked.</summary>
    internal bool IsRemark { get; init; }

    /// <summary>It could be passed over by request.</summary>
    internal bool IsPassable { get; init; }

    /// <summary>What came of a value, in the place where it stands.</summary>
    internal static ConfigurationProblem Of(string file, int line, string key, SettingProblem problem, ReadOptions options) =>
        new(file, line, key, problem.Text)
        {
            IsRemark = problem.IsRemark,
            IsPassable = problem.Kind == ProblemKind.Unsupported,
            IsWarning = problem.IsRemark || problem.Kind == ProblemKind.Unsupported && options.IgnoreUnsupported,
        };

    /// <summary><c>file:line: key: problem</c>, on one line; a problem of the whole file has no line.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}" : File;
        var end = IsRemark ? " (warning)" : IsWarning ? " (ignored)" : "";
        return Spoken.OnOneLine((Key is null ? $"{place}: {Text}" : $"{place}: {Spoken.Shortly(Key)}: {Text}") + end);
    }
}
