namespace HostApd.Ap;

/// <summary>HT Capabilities Information (802.11-2020 9.4.2.55.2): its fields, and the words of <c>ht_capab</c> for them.</summary>
public static class HtBits
{
    /// <summary>40 MHz.</summary>
    public const ushort Forty = 0x0002;

    /// <summary>SM power save: both bits set is off, and the access point's choice, not the radio's.</summary>
    public const ushort PowerSave = 0x000C;

    /// <summary>Short guard interval at 40 MHz.</summary>
    public const ushort ShortGuard40 = 0x0040;

    /// <summary>Streams of RX STBC.</summary>
    public const ushort RxStbc = 0x0300;

    /// <summary>DSSS and CCK rates at 40 MHz.</summary>
    public const ushort Dsss40 = 0x1000;

    /// <summary>No BSS around may use 40 MHz.</summary>
    public const ushort FortyIntolerant = 0x4000;

    /// <summary>What no access point of today announces, though the radio may have it: green field, delayed Block Ack, L-SIG TXOP.</summary>
    private const ushort Outdated = 0x0010 | 0x0400 | 0x8000;

    /// <summary>Words and their bits; a mask is cleared before.</summary>
    public static IReadOnlyList<(string Word, ushort Bits, ushort Mask)> Words { get; } =
    [
        ("LDPC", 0x0001, 0),
        ("SMPS-STATIC", 0x0000, PowerSave),
        ("SMPS-DYNAMIC", 0x0004, PowerSave),
        ("GF", 0x0010, 0),
        ("SHORT-GI-20", 0x0020, 0),
        ("SHORT-GI-40", ShortGuard40, 0),
        ("TX-STBC", 0x0080, 0),
        ("RX-STBC1", 0x0100, RxStbc),
        ("RX-STBC12", 0x0200, RxStbc),
        ("RX-STBC123", 0x0300, RxStbc),
        ("DELAYED-BA", 0x0400, 0),
        ("MAX-AMSDU-7935", 0x0800, 0),
        ("DSSS_CCK-40", Dsss40, 0),
        ("40-INTOLERANT", FortyIntolerant, 0),
        ("LSIG-TXOP-PROT", 0x8000, 0),
    ];

    /// <summary>What a radio has of them, as an access point announces it on a channel.</summary>
    public static ushort OfRadio(int radio, bool isWide) =>
        (ushort)((radio & ~(Outdated | FortyIntolerant) | PowerSave) & ~(isWide ? 0 : Forty | ShortGuard40 | Dsss40));

    /// <summary>Those of <paramref name="wanted"/> that <paramref name="radio"/> has, and what is not the radio's: SM power save, and to tolerate no 40 MHz.</summary>
    public static int Within(int wanted, int radio) => wanted & (radio & ~RxStbc | PowerSave | FortyIntolerant) | Math.Min(wanted & RxStbc, radio & RxStbc);

    /// <summary>The words for those of <paramref name="wanted"/> that <paramref name="radio"/> lacks, in brackets; empty: it has all.</summary>
    public static string Missing(int wanted, int radio)
    {
        var missing = wanted & ~Within(wanted, radio);
        missing = (wanted & RxStbc) > (radio & RxStbc) ? missing & ~RxStbc | wanted & RxStbc : missing & ~RxStbc;
        var words = "";
        foreach (var (word, bits, mask) in Words)
        {
            words += mask == 0 && (bits & missing) != 0 || mask == RxStbc && bits == (missing & RxStbc) ? $"[{word}]" : "";
        }

        return words;
    }
}
