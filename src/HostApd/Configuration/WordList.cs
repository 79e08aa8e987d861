namespace HostApd.Configuration;

/// <summary>
/// A list of words, some of which are built in. The others may be passed over where the list names one that is, or one that is no
/// stronger: then the file itself lets in who has no more than ours.
/// </summary>
/// <param name="ours">What is built in; the first stands in for what may be passed over alone.</param>
/// <param name="hostapds">hostapd's other words.</param>
/// <param name="noStronger">Those of them that are no stronger than our first.</param>
internal sealed class WordList(string[] ours, string[] hostapds, string[] noStronger)
{
    /// <summary>What a value looks like.</summary>
    internal ValueForm Form { get; } = ValueForm.Of(ValueKind.Words, ours);

    /// <summary>The words of a value.</summary>
    internal static string[] Split(string value) => value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Puts what is taken in its place, in our order and with single blanks; nothing, where it is not to be passed over.</summary>
    internal ApplySetting Reader(Action<AccessPointConfiguration, string> put) => Form.Said((target, value) =>
    {
        var problem = Judge(value, out var taken);
        if (taken is not null)
        {
            put(target, taken);
        }

        return problem;
    });

    /// <summary>What is wrong with a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="taken">What counts of it, perhaps by request only; null: nothing.</param>
    internal SettingProblem? Judge(string value, out string? taken)
    {
        taken = null;
        var words = Split(value);
        if (words.Length == 0)
        {
            return $"'{Spoken.Shortly(value)}' names nothing; use {ours[0]}";
        }

        if (Array.Find(words, w => !ours.Contains(w) && !hostapds.Contains(w)) is { } unknown)
        {
            // No guess: the word beside it is another protection.
            return SettingValue.Unknown(unknown, ours);
        }

        var others = words.Where(w => !ours.Contains(w)).Distinct().ToList();
        var instead = Array.Exists(ours, words.Contains) ? string.Join(' ', ours.Where(words.Contains)) : ours[0];
        var features = string.Join(", ", others.Select(FeatureOf).Distinct());
        var missing = $"'{string.Join("', '", others)}' {(others.Count == 1 ? "is" : "are")} not supported";
        if (!words.Any(w => ours.Contains(w) || noStronger.Contains(w)))
        {
            return SettingProblem.MissingProtection(features,
                $"{missing}, and {instead} instead would be weaker, so that is never passed over; use {instead}");
        }

        taken = instead;
        return others.Count == 0 ? null : SettingProblem.Missing(features, $"{missing}; use {instead}") with { ReadAs = instead };
    }

    private static string FeatureOf(string word) =>
        word.Contains("FILS", StringComparison.Ordinal) ? "FILS"
        : word.StartsWith("SAE", StringComparison.Ordinal) ? "SAE"
        : word.Contains("EAP", StringComparison.Ordinal) ? "802.1X"
        : word;
}
