using NLog;

namespace HostApd.Configuration;

/// <summary>One mistake of the owner: where, what, and what to do.</summary>
internal readonly record struct ConfigurationProblem(string File, int Line, string? Key, string Text)
{
    /// <summary>It asks for what is not built in, and the owner has asked to pass such things over; or it was only remarked.</summary>
    internal bool IsWarning { get; init; }

    /// <summary>How much it weighs in the log.</summary>
    internal LogLevel Level => IsWarning ? LogLevel.Warn : LogLevel.Error;

    /// <summary>It was taken, and only remarked.</summary>
    internal bool IsRemark { get; init; }

    /// <summary>It could be passed over by request.</summary>
    internal bool IsPassable { get; init; }

    /// <summary>It only sums up the problems below it.</summary>
    internal bool IsHeading { get; init; }

    /// <summary>The things that are not built in and that the line asks for, with commas between.</summary>
    internal string? Feature { get; init; }

    /// <summary>As what the value was taken, where it should have been written otherwise.</summary>
    internal string? ReadAs { get; init; }

    /// <summary>What came of a value, in the place where it stands.</summary>
    internal static ConfigurationProblem Of(string file, int line, string key, SettingProblem problem, ReadOptions options) =>
        new(file, line, key, problem.Text)
        {
            IsRemark = problem.IsRemark,
            Feature = problem.Feature,
            ReadAs = problem.ReadAs,
            IsPassable = problem.Kind == ProblemKind.Unsupported,
            IsWarning = problem.IsRemark || problem.Kind == ProblemKind.Unsupported && options.IgnoreUnsupported,
        };

    /// <summary>
    /// One sentence that says what a file would need: it tells more than ten lines of keys. Null where nothing is missing.
    /// </summary>
    internal static ConfigurationProblem? Heading(string file, IReadOnlyList<ConfigurationProblem> problems)
    {
        var features = problems.Where(static p => p is { Feature: not null, IsRemark: false }).SelectMany(static p => p.Feature!.Split(", ")).Distinct().ToList();
        var isPassedOver = problems.All(static p => p.IsWarning);
        return features.Count == 0 ? null
            : new ConfigurationProblem(file, 0, null, $"needs {string.Join(", ", features)}: not built yet{(isPassedOver ? ", and passed over" : "")}")
            {
                IsHeading = true,
                IsWarning = true,
            };
    }

    /// <summary><c>file:line: key: problem</c>, on one line; a problem of the whole file has no line.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}" : File;
        var end = IsHeading ? "" : IsRemark ? " (warning)" : IsWarning ? " (ignored)" : "";
        return Spoken.OnOneLine((Key is null ? $"{place}: {Text}" : $"{place}: {Spoken.Shortly(Key)}: {Text}") + end);
    }
}
