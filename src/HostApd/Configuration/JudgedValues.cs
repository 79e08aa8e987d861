namespace HostApd.Configuration;

/// <summary>
/// Values that hostapd refuses, of keys that are not built in and that otherwise may say what they like: whoever mistypes one hears of
/// it here, too.
/// </summary>
internal static class JudgedValues
{
    private static readonly (string Key, Func<string, bool> IsRight, string Wanted)[] Table =
    [
        ("gas_frag_limit", static v => SettingValue.TryLeadingNumber(v, out var number, out _) && number > 0, "a number above 0"),
    ];

    /// <summary>The keys, for tests.</summary>
    internal static IEnumerable<string> Keys => Table.Select(static r => r.Key);

    /// <summary>What is wrong with the value, or null.</summary>
    internal static SettingProblem? Judge(string key, string value) =>
        Array.Find(Table, r => r.Key == key) is { IsRight: { } isRight, Wanted: var wanted } && !isRight(value)
            ? new SettingProblem($"'{Spoken.Shortly(value)}' is not {wanted}")
            : null;
}
