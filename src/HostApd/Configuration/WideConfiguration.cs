using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>One generation's own words for the width of the channel, as hostapd has them.</summary>
/// <param name="Index">0: 20 or 40 MHz, 1: 80, 2: 160, 3: 80+80, 9: 320.</param>
/// <param name="First">Number of the centre; 0: not said.</param>
/// <param name="Second">Number of the second centre of 80+80; 0: not said.</param>
internal readonly record struct WidthWords(int Index, int First, int Second)
{
    /// <summary>80+80 MHz, which is not built in.</summary>
    internal const int Split = 3;

    /// <summary>In MHz; 0: HT says it.</summary>
    internal int Mhz => Index switch { 1 => 80, 2 or Split => 160, 9 => 320, _ => 0 };
}

/// <summary>What is said of generations after HT and of channels wider than 20 MHz. A value: what was said before compares with it.</summary>
internal sealed record WideConfiguration
{
    /// <summary>Channel width that is left to the radio.</summary>
    internal const int Auto = 0;

    /// <summary><c>channel_width</c> in MHz or <see cref="Auto"/>; null: not said.</summary>
    public int? Width { get; init; }

    /// <summary><c>generation</c>: this and all before; null: not said.</summary>
    public Generations? UpTo { get; init; }

    /// <summary><c>band</c>: 2.4, 5 or 6; empty: the number of the channel says it.</summary>
    public string Band { get; init; } = "";

    /// <summary><c>band=6</c>, or an <c>op_class</c> of it.</summary>
    public bool IsSixGhz => Band == "6" || Band.Length == 0 && OperatingClasses.IsOfSixGhz(OperatingClass);

    /// <summary><c>op_class</c>; 0: not said.</summary>
    public int OperatingClass { get; init; }

    /// <summary>One of <c>ieee80211n</c> to <c>ieee80211be</c> was given: nothing is guessed.</summary>
    public bool SaysGenerations { get; init; }

    public bool Ac { get; init; }

    public bool Ax { get; init; }

    public bool Be { get; init; }

    public WidthWords OfVht { get; init; }

    public WidthWords OfHe { get; init; }

    public WidthWords OfEht { get; init; }

    /// <summary><c>ht_capab</c> was given.</summary>
    public bool SaysHtCapabilities { get; init; }

    /// <summary><c>vht_capab</c>; null: the radio's own.</summary>
    public uint? VhtCapabilities { get; init; }

    /// <summary><c>require_ht</c> to <c>require_eht</c>.</summary>
    public Generations Required { get; init; }

    /// <summary>Whatever the radio has of them: a width or a generation was asked for, and none of hostapd's switches.</summary>
    public bool TakesWhatThereIs => UpTo is not null || Width is not null && !SaysGenerations;

    /// <summary>What is asked for beside HT.</summary>
    public Generations BeyondHt => UpTo is { } last ? last & ~Generations.Ht
        : TakesWhatThereIs ? Generations.All & ~Generations.Ht
        : (Ac ? Generations.Vht : 0) | (Ax ? Generations.He : 0) | (Be ? Generations.Eht : 0);

    /// <summary>The words of the newest generation that is switched on, with their beginning; null: none is.</summary>
    public (string Prefix, WidthWords Words)? Newest => Be ? ("eht", OfEht) : Ax ? ("he", OfHe) : Ac ? ("vht", OfVht) : null;

    /// <summary>The width that is asked for in MHz, who asks, and how firmly; 0 MHz: what <c>ht_capab</c> says.</summary>
    /// <param name="isBelowFiveGhz">Where 20 MHz are what is left to the radio.</param>
    internal (int Mhz, WidthWish Wish) Wanted(bool isBelowFiveGhz)
    {
        var widest = isBelowFiveGhz ? 20 : IsSixGhz ? 320 : 160;
        return Width switch
        {
            Auto => (widest, new WidthWish("channel_width", false)),
            { } said => (said, new WidthWish("channel_width", true)),

            // In 6 GHz the class has the word, as in hostapd.
            null when IsSixGhz && OperatingClasses.WidthOf(OperatingClass) is var ofClass and > 0 => (ofClass, new WidthWish("op_class", true)),
            null when Newest is { Words.Mhz: > 0 } newest => (newest.Words.Mhz, new WidthWish($"{newest.Prefix}_oper_chwidth", true)),
            null when OperatingClasses.WidthOf(OperatingClass) is var byClass and > 20 => (byClass, new WidthWish("op_class", true)),
            null when UpTo is not null => (widest, new WidthWish("generation", false)),
            null => (0, WidthWish.OfHt),
        };
    }
}

/// <summary>Global operating classes as a configuration names them (802.11-2020 table E-4).</summary>
internal static class OperatingClasses
{
    // Classes from the first to the last of a row are as wide.
    private static readonly (int First, int Last, int Mhz)[] Widths =
    [
        (81, 82, 20), (83, 84, 40), (115, 115, 20), (116, 117, 40), (118, 118, 20), (119, 120, 40), (121, 121, 20), (122, 123, 40), (124, 125, 20),
        (126, 127, 40), (128, 128, 80), (129, 129, 160), (131, 131, 20), (132, 132, 40), (133, 133, 80), (134, 134, 160), (136, 136, 20), (137, 137, 320),
    ];

    /// <summary>In MHz; 0: no such class, or one of two pieces.</summary>
    internal static int WidthOf(int operatingClass) => Array.Find(Widths, r => operatingClass >= r.First && operatingClass <= r.Last).Mhz;

    /// <summary>It is of 6 GHz.</summary>
    internal static bool IsOfSixGhz(int operatingClass) => operatingClass is >= 131 and <= 137;
}
