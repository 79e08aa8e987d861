namespace HostApd.Configuration;

/// <summary>A key of hostapd's that nothing here answers to, and the values that ask for nothing.</summary>
/// <param name="Key">The key.</param>
/// <param name="Feature">What it belongs to.</param>
/// <param name="Harmless">Values that mean what we do anyway; null: every value, for other keys decide alone.</param>
internal sealed record UnsupportedKey(string Key, string Feature, IReadOnlyList<string>? Harmless)
{
    /// <summary>Without it the network is weaker than its file wants it: it is not passed over, whoever asks.</summary>
    internal bool Protects { get; init; }

    /// <summary>What is to be said of <paramref name="value"/>; nothing where it wants nothing that is missing.</summary>
    internal SettingProblem? Judge(string value)
    {
        var word = SettingValue.TryLeadingNumber(value, out var number, out _)
            ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : value.Trim();
        return Harmless is null || Harmless.Contains(word) ? null
            : !Protects ? SettingProblem.Missing(Feature, "is hostapd's, but not supported yet")
            : SettingProblem.MissingProtection(Feature,
                "is hostapd's, but not supported yet; without it the network would be weaker than this file wants, so it is never passed over");
    }
}

/// <summary>
/// hostapd's keys that are not built in: refused by name, so that nobody believes in a protection that is not there. The table
/// says what each belongs to, in one word a key: <c>key</c> is always refused, <c>key=0|1</c> unless it has one of these values,
/// <c>key=*</c> never, because it only tells how something works that another, refused key would switch on. A <c>!</c> before
/// the key: it protects somebody (keys, who may join, who may talk to whom), and asking to pass over what is not supported does
/// not help.
/// </summary>
internal static class UnsupportedKeys
{
    private static readonly Dictionary<string, UnsupportedKey> Keys = Read();

    /// <summary>All of them.</summary>
    internal static IEnumerable<UnsupportedKey> All => Keys.Values;

    /// <summary>The key, when it is one of these.</summary>
    internal static UnsupportedKey? Find(string key) => Keys.GetValueOrDefault(key);

    private static Dictionary<string, UnsupportedKey> Read()
    {
        var keys = new Dictionary<string, UnsupportedKey>(StringComparer.Ordinal);
        foreach (var (feature, words) in UnsupportedKeyTable.All)
        {
            foreach (var word in words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                var key = Read(feature, word);
                keys[key.Key] = key;
            }
        }

        return keys;
    }

    private static UnsupportedKey Read(string feature, string word)
    {
        var equals = word.IndexOf('=');
        var values = equals < 0 ? null : word[(equals + 1)..];
        return new UnsupportedKey((equals < 0 ? word : word[..equals]).TrimStart('!'), feature, values == "*" ? null : values?.Split('|') ?? [])
        {
            Protects = word[0] == '!',
        };
    }
}
