namespace HostApd.Configuration;

/// <summary>The words of <c>ht_capab</c> (802.11-2020 9.4.2.55.2).</summary>
internal static class HtCapabilityNames
{
    private const ushort RxStbcMask = 0x0300;
    private const ushort SmpsMask = 0x000C;

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

    /// <summary><c>[HT40+][SHORT-GI-20]…</c>; replaces what was set before, as hostapd does.</summary>
    internal static SettingProblem? Apply(AccessPointConfiguration target, string value)
    {
        var capabilities = Ap.BssOptions.DefaultHtCapabilities;
        var secondary = 0;
        foreach (var word in value.Split(['[', ']', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "HT40+" or "HT40-")
            {
                secondary = word == "HT40+" ? 1 : -1;
                capabilities |= Ap.BssOptions.HtFortyMhz;
                continue;
            }

            var known = Array.Find(Words, w => w.Word == word);
            if (known.Word is null)
            {
                return $"'[{word}]' is no capability{Suggestion.For(word, [.. Words.Select(static w => w.Word), "HT40+", "HT40-"])}";
            }

            capabilities = (ushort)(capabilities & ~known.Mask | known.Bits);
        }

        target.Radio.HtCapabilities = capabilities;
        target.Radio.SecondaryChannel = secondary;
        return null;
    }
}
