using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>The words of <c>ht_capab</c> (802.11-2020 9.4.2.55.2).</summary>
internal static class HtCapabilityNames
{
    private const string Above = "HT40+";
    private const string Below = "HT40-";

    /// <summary>
    /// <c>[HT40+][SHORT-GI-20]…</c>; replaces what was set before. hostapd looks for each word with its brackets, wherever they
    /// stand, and passes over everything else.
    /// </summary>
    internal static SettingProblem? Apply(AccessPointConfiguration target, string value)
    {
        var capabilities = Ap.RadioOptions.DefaultHtCapabilities;
        var rest = value;
        foreach (var (word, bits, mask) in HtBits.Words)
        {
            capabilities = Take(ref rest, word) ? (ushort)(capabilities & ~mask | bits) : capabilities;
        }

        var above = Take(ref rest, Above);
        var below = Take(ref rest, Below);
        target.Radio.HtCapabilities = above || below ? (ushort)(capabilities | HtBits.Forty) : capabilities;
        target.Radio.SecondaryChannel = above ? 1 : below ? -1 : 0;
        target.Radio.EitherSide = above && below;
        target.Radio.Wide = target.Radio.Wide with { SaysHtCapabilities = value.Trim().Length > 0 };
        var unknown = rest.Split(['[', ']', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (unknown.Length == 0)
        {
            return null;
        }

        var taken = string.Concat(HtBits.Words.Select(static w => w.Word).Append(Above).Append(Below)
            .Where(w => value.Contains($"[{w}]", StringComparison.Ordinal)).Select(static w => $"[{w}]"));
        return SettingProblem.Remark($"'{Spoken.Shortly(unknown[0])}' is no capability and does not count, as in hostapd"
            + Suggestion.For(unknown[0], [.. HtBits.Words.Select(static w => w.Word), Above, Below]), taken);
    }

    private static bool Take(ref string rest, string word)
    {
        var without = rest.Replace($"[{word}]", " ", StringComparison.Ordinal);
        var found = without.Length < rest.Length;
        rest = without;
        return found;
    }
}
