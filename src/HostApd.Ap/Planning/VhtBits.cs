namespace HostApd.Ap;

/// <summary>VHT Capabilities Information (802.11-2020 9.4.2.157.2): its fields, and the words of <c>vht_capab</c> for them.</summary>
public static class VhtBits
{
    /// <summary>Supported Channel Width Set.</summary>
    public const uint Width = 3 << 2;

    /// <summary>160 MHz in one piece.</summary>
    public const uint OneSixty = 1 << 2;

    /// <summary>Short guard interval at 160 MHz.</summary>
    public const uint ShortGuard160 = 1 << 6;

    /// <summary>It can be told to be one of many at once; a station's alone.</summary>
    public const uint MuBeamformee = 1 << 20;

    /// <summary>Fields, each of whose values may be no greater than the radio's: mask and the word for it.</summary>
    public static IReadOnlyList<(uint Mask, string Word)> Fields { get; } =
    [
        (0x3, "MAX-MPDU"), (Width, "VHT160"), (1 << 4, "RXLDPC"), (1 << 5, "SHORT-GI-80"), (ShortGuard160, "SHORT-GI-160"), (1 << 7, "TX-STBC-2BY1"),
        (7 << 8, "RX-STBC"), (1 << 11, "SU-BEAMFORMER"), (1 << 12, "SU-BEAMFORMEE"), (7 << 13, "BF-ANTENNA"), (7 << 16, "SOUNDING-DIMENSION"),
        (1 << 19, "MU-BEAMFORMER"), (MuBeamformee, "MU-BEAMFORMEE"), (1 << 21, "VHT-TXOP-PS"), (1 << 22, "HTC-VHT"), (7 << 23, "MAX-A-MPDU-LEN-EXP"),
        (3 << 26, "VHT-LINK-ADAPT"), (1 << 28, "RX-ANTENNA-PATTERN"), (1 << 29, "TX-ANTENNA-PATTERN"),
    ];

    /// <summary>The first field of <paramref name="wanted"/> that goes beyond <paramref name="radio"/>, with both values, shifted down; null when none does.</summary>
    public static (uint Mask, string Word, uint Wanted, uint Radio)? Excess(uint wanted, uint radio)
    {
        foreach (var (mask, word) in Fields)
        {
            if ((wanted & mask) > (radio & mask))
            {
                var shift = System.Numerics.BitOperations.TrailingZeroCount(mask);
                return (mask, word, (wanted & mask) >> shift, (radio & mask) >> shift);
            }
        }

        return null;
    }
}
