namespace HostApd.Ieee80211;

/// <summary>
/// Which blocks there are in 2.4, 5 and 6 GHz, and what class each has (802.11-2020 annex E, 802.11be for 320 MHz). What of them may be used says the
/// radio and its country.
/// </summary>
public static class ChannelGrid
{
    private const int Channel = 20;

    // 5 GHz by class; where a class has no upper half of its own, both are the same.
    private static readonly Row[] Rows =
    [
        Row.FiveGhz(36, 48, 20, 115, 115), Row.FiveGhz(52, 64, 20, 118, 118), Row.FiveGhz(100, 144, 20, 121, 121),
        Row.FiveGhz(149, 161, 20, 124, 124), Row.FiveGhz(165, 177, 20, 125, 125),
        Row.FiveGhz(36, 48, 40, 116, 117), Row.FiveGhz(52, 64, 40, 119, 120), Row.FiveGhz(100, 144, 40, 122, 123), Row.FiveGhz(149, 177, 40, 126, 127),
        Row.FiveGhz(36, 64, 80, 128, 128), Row.FiveGhz(100, 144, 80, 128, 128), Row.FiveGhz(149, 177, 80, 128, 128),
        Row.FiveGhz(36, 64, 160, 129, 129), Row.FiveGhz(100, 128, 160, 129, 129), Row.FiveGhz(149, 177, 160, 129, 129),
        new Row(5935, 5935, 20, 136, 136),
        Row.SixGhz(1, 233, 20, 131), Row.SixGhz(1, 229, 40, 132), Row.SixGhz(1, 221, 80, 133), Row.SixGhz(1, 221, 160, 134),
        // 320 MHz lie in two rows that overlap: most primaries have a choice.
        Row.SixGhz(1, 189, 320, 137), Row.SixGhz(33, 221, 320, 137),
    ];

    /// <summary>Which band a frequency is of, by the name that people have for it: 2 (2.4 GHz), 5 or 6.</summary>
    public static int BandOf(int mhz) => mhz < 5000 ? 2 : mhz < 5925 ? 5 : 6;

    /// <summary>
    /// The blocks of a width around a primary channel, in order: none where it has none, two where there is a choice (40 MHz in 2.4 GHz,
    /// the one above first, and 320 MHz).
    /// </summary>
    public static IEnumerable<ChannelBlock> Blocks(int primaryMhz, int widthMhz)
    {
        if (primaryMhz is >= 2412 and <= 2472 && (primaryMhz - 2412) % 5 == 0)
        {
            if (widthMhz == Channel)
            {
                yield return new ChannelBlock(primaryMhz, Channel, primaryMhz, 81);
            }

            if (widthMhz == 40 && primaryMhz <= 2452)
            {
                yield return new ChannelBlock(primaryMhz, widthMhz, primaryMhz + 10, 83);
            }

            if (widthMhz == 40 && primaryMhz >= 2432)
            {
                yield return new ChannelBlock(primaryMhz, widthMhz, primaryMhz - 10, 84);
            }
        }

        if (primaryMhz == 2484 && widthMhz == Channel)
        {
            yield return new ChannelBlock(primaryMhz, Channel, primaryMhz, 82);
        }

        foreach (var row in Rows)
        {
            if (row.WidthMhz == widthMhz && primaryMhz >= row.FirstMhz && primaryMhz <= row.LastMhz && (primaryMhz - row.FirstMhz) % Channel == 0)
            {
                var first = row.FirstMhz + (primaryMhz - row.FirstMhz) / widthMhz * widthMhz;
                var block = new ChannelBlock(primaryMhz, widthMhz, first + (widthMhz - Channel) / 2, row.Class);
                yield return block.Secondary < 0 ? block with { OperatingClass = row.UpperClass } : block;
            }
        }
    }

    /// <summary>Blocks side by side, from the centre of the first channel of 20 MHz to that of the last.</summary>
    private readonly record struct Row(int FirstMhz, int LastMhz, int WidthMhz, byte Class, byte UpperClass)
    {
        internal static Row FiveGhz(int first, int last, int widthMhz, byte lower, byte upper) => new(5000 + 5 * first, 5000 + 5 * last, widthMhz, lower, upper);

        internal static Row SixGhz(int first, int last, int widthMhz, byte operatingClass) =>
            new(5950 + 5 * first, 5950 + 5 * last, widthMhz, operatingClass, operatingClass);
    }
}
