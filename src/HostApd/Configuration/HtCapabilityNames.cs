namespace HostApd.Configuration;

/// <summary>The words of <c>ht_capab</c> (802.11-2020 9.4.2.55.2).</summary>
internal static class HtCapabilityNames
{
    private const ushort RxStbcMask = 0x0300;
    private const ushort SmpsMask = 0x000C;
    private const string Above = "HT40+";
    private const string Below = "HT40-";

    /// <summary>Word, bits to set, bits to clear before.</summary>
    private static readonly (string Word, ushort Bits, ushort Mask)[] Words =
    [
        ("LDPC", 0x0001, 0),
        ("SMPS-STATIC", 0x0000, SmpsMask),
        ("SMPS-DYNAMIC", 0x0004, SmpsMask),
        ("GF", 0x0010, 0),
        ("SHORT-GI-20", 0x0020, 0),
        ("SHORT-GI-40", 0x0040, 0),
        ("TX-STBC", 0x0080, 0),
        ("RX-STBC1", 0x0100, RxStbcMask),
        ("RX-STBC12", 0x0200, RxStbcMask),
        ("RX-STBC123", 0x0300, RxStbcMask),
        ("DELAYED-BA", 0x0400, 0),
        ("MAX-AMSDU-7935", 0x0800, 0),
        ("DSSS_CCK-40", 0x1000, 0),
        ("40-INTOLERANT", 0x4000, 0),
        ("LSIG-TXOP-PROT", 0x8000, 0),
    ];

    /// <summary>
    /// <c>[HT40+][SHORT-GI-20]…</c>; replaces what was set before. hostapd looks for each word with its brackets, wherever they
    /// stand, and passes over everything else.
    /// </summary>
    internal static SettingProblem? Apply(AccessPointConfiguration target, string value)
    {
        var capabilities = Ap.RadioOptions.DefaultHtCapabilities;
        var rest = value;
        foreach (var (word, bits, mask) in Words)
        {
            capabilities = Take(ref rest, word) ? (ushort)(capabilities & ~mask | bits) : capabilities;
        }

        var above = Take(ref rest, Above);
        var below = Take(ref rest, Below);
        target.Radio.HtCapabilities = above || below ? (ushort)(capabilities | Ap.RadioOptions.HtFortyMhz) : capabilities;
        target.Radio.SecondaryChannel = above ? 1 : below ? -1 : 0;
        target.Radio.EitherSide = above && below;
        var unknown = rest.Split(['[', ']', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (unknown.Length == 0)
        {
            return null;
        }

        var taken = string.Concat(Words.Select(static w => w.Word).Append(Above).Append(Below)
            .Where(w => value.Contains($"[{w}]", StringComparison.Ordinal)).Select(static w => $"[{w}]"));
        return SettingProblem.Remark($"'{Spoken.Shortly(unknown[0])}' is no capability and does not count, as in hostapd"
            + Suggestion.For(unknown[0], [.. Words.Select(static w => w.Word), Above, Below]), taken);
    }

    private static bool Take(ref string rest, string word)
    {
        var without = rest.Replace($"[{word}]", " ", StringComparison.Ordinal);
        var found = without.Length < rest.Length;
        rest = without;
        return found;
    }
}
