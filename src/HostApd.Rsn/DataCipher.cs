namespace HostApd.Rsn;

/// <summary>A cipher that protects data frames: what everybody who has to do with its keys asks of it. One row each.</summary>
public sealed record DataCipher
{
    /// <summary>CCMP-128 (802.11-2020 12.5.3).</summary>
    public static DataCipher Ccmp { get; } = new() { Suite = CipherSuite.Ccmp, Name = "CCMP", KeyLength = 16 };

    /// <summary>GCMP-128 (802.11-2020 12.5.5).</summary>
    public static DataCipher Gcmp { get; } = new() { Suite = CipherSuite.Gcmp128, Name = "GCMP", KeyLength = 16 };

    /// <summary>GCMP-256.</summary>
    public static DataCipher Gcmp256 { get; } = new() { Suite = CipherSuite.Gcmp256, Name = "GCMP-256", KeyLength = 32 };

    /// <summary>CCMP-256.</summary>
    public static DataCipher Ccmp256 { get; } = new() { Suite = CipherSuite.Ccmp256, Name = "CCMP-256", KeyLength = 32 };

    /// <summary>All of them in the order of an RSNE and of replies.</summary>
    public static IReadOnlyList<DataCipher> All { get; } = [Ccmp256, Gcmp256, Ccmp, Gcmp];

    /// <summary>As they are chosen of those that a station names, most wanted first.</summary>
    internal static IReadOnlyList<DataCipher> Wanted { get; } = [Gcmp256, Ccmp256, Ccmp, Gcmp];

    /// <summary>As one of those that are offered becomes the group's: what most stations know goes first.</summary>
    internal static IReadOnlyList<DataCipher> ForGroup { get; } = [Ccmp, Gcmp, Gcmp256, Ccmp256];

    /// <summary>Its selector: in the RSNE, for the kernel, and in STA and MIB.</summary>
    public required CipherSuite Suite { get; init; }

    /// <summary>hostapd's word for it: <c>rsn_pairwise=</c>, <c>group_cipher=</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Length of its temporal key in bytes: TK or GTK (802.11-2020 table 12-8).</summary>
    public required int KeyLength { get; init; }
}
