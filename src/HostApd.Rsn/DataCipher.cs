namespace HostApd.Rsn;

/// <summary>A cipher that protects data frames: what everybody who has to do with its keys asks of it. One row each.</summary>
public sealed record DataCipher
{
    /// <summary>CCMP-128 (802.11-2020 12.5.3).</summary>
    public static DataCipher Ccmp { get; } = new() { Suite = CipherSuite.Ccmp, Name = "CCMP", KeyLength = 16 };

    /// <summary>Its selector: in the RSNE, for the kernel, and in STA and MIB.</summary>
    public required CipherSuite Suite { get; init; }

    /// <summary>hostapd's word for it: <c>rsn_pairwise=</c>, <c>group_cipher=</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Length of its temporal key in bytes: TK or GTK (802.11-2020 table 12-8).</summary>
    public required int KeyLength { get; init; }
}
