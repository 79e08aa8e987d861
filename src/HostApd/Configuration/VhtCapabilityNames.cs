namespace HostApd.Configuration;

/// <summary>The words of <c>vht_capab</c> (802.11-2020 9.4.2.157.2), each in brackets.</summary>
internal static class VhtCapabilityNames
{
    private const uint SuBeamformer = 1 << 11;
    private const uint SuBeamformee = 1 << 12;

    /// <summary>A word, its bits, and the bit that it counts with alone; 0: with any.</summary>
    private static readonly (string Word, uint Bits, uint Needs)[] Words =
    [
        ("MAX-MPDU-7991", 1, 0), ("MAX-MPDU-11454", 2, 0), ("VHT160", 1 << 2, 0), ("VHT160-80PLUS80", 2 << 2, 0), ("RXLDPC", 1 << 4, 0),
        ("SHORT-GI-80", 1 << 5, 0), ("SHORT-GI-160", 1 << 6, 0), ("TX-STBC-2BY1", 1 << 7, 0),
        ("RX-STBC-1", 1 << 8, 0), ("RX-STBC-12", 2 << 8, 0), ("RX-STBC-123", 3 << 8, 0), ("RX-STBC-1234", 4 << 8, 0),
        ("SU-BEAMFORMER", SuBeamformer, 0), ("SU-BEAMFORMEE", SuBeamformee, 0),
        ("BF-ANTENNA-2", 1 << 13, SuBeamformee), ("BF-ANTENNA-3", 2 << 13, SuBeamformee), ("BF-ANTENNA-4", 3 << 13, SuBeamformee), ("BF-ANTENNA-5", 4 << 13, SuBeamformee),
        ("SOUNDING-DIMENSION-2", 1 << 16, SuBeamformer), ("SOUNDING-DIMENSION-3", 2 << 16, SuBeamformer), ("SOUNDING-DIMENSION-4", 3 << 16, SuBeamformer),
        ("SOUNDING-DIMENSION-5", 4 << 16, SuBeamformer), ("MU-BEAMFORMER", 1 << 19, 0), ("VHT-TXOP-PS", 1 << 21, 0), ("HTC-VHT", 1 << 22, 0),
        ("MAX-A-MPDU-LEN-EXP0", 0, 0), ("MAX-A-MPDU-LEN-EXP1", 1 << 23, 0), ("MAX-A-MPDU-LEN-EXP2", 2 << 23, 0), ("MAX-A-MPDU-LEN-EXP3", 3 << 23, 0),
        ("MAX-A-MPDU-LEN-EXP4", 4 << 23, 0), ("MAX-A-MPDU-LEN-EXP5", 5 << 23, 0), ("MAX-A-MPDU-LEN-EXP6", 6 << 23, 0), ("MAX-A-MPDU-LEN-EXP7", 7 << 23, 0),
        ("VHT-LINK-ADAPT2", 2 << 26, 0), ("VHT-LINK-ADAPT3", 3 << 26, 0), ("RX-ANTENNA-PATTERN", 1 << 28, 0), ("TX-ANTENNA-PATTERN", 1 << 29, 0),
    ];

    /// <summary>Replaces what the radio has. As in hostapd words count with their brackets, and what is none does not.</summary>
    internal static SettingProblem? Apply(AccessPointConfiguration target, string value)
    {
        if (value.Trim().Length == 0)
        {
            target.Radio.Wide = target.Radio.Wide with { VhtCapabilities = null };
            return null;
        }

        uint bits = 0;
        var rest = value;
        var taken = "";
        foreach (var (word, set, _) in Words)
        {
            var without = rest.Replace($"[{word}]", " ", StringComparison.Ordinal);
            if (without.Length < rest.Length)
            {
                bits |= set;
                taken += $"[{word}]";
            }

            rest = without;
        }

        foreach (var (word, set, needs) in Words)
        {
            if (needs != 0 && (bits & needs) == 0 && value.Contains($"[{word}]", StringComparison.Ordinal))
            {
                bits &= ~set;
            }
        }

        target.Radio.Wide = target.Radio.Wide with { VhtCapabilities = bits };
        var unknown = rest.Split(['[', ']', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return unknown.Length == 0 ? null
            : SettingProblem.Remark($"'{Spoken.Shortly(unknown[0])}' is no capability and does not count, as in hostapd"
                + Suggestion.For(unknown[0], [.. Words.Select(static w => w.Word)]), taken);
    }
}
