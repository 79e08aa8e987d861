namespace HostApd.Rsn;

/// <summary>
/// A cipher that protects group-addressed robust management frames, and Beacons (BIP, 802.11-2020 12.5.4). One row each; the
/// protection itself is the radio's work.
/// </summary>
public sealed record ManagementCipher
{
    /// <summary>BIP-CMAC-128: what an RSNE means that names none.</summary>
    public static ManagementCipher BipCmac128 { get; } = new() { Suite = CipherSuite.BipCmac128, Name = "AES-128-CMAC", KeyLength = 16 };

    /// <summary>BIP-GMAC-128.</summary>
    public static ManagementCipher BipGmac128 { get; } = new() { Suite = CipherSuite.BipGmac128, Name = "BIP-GMAC-128", KeyLength = 16 };

    /// <summary>BIP-GMAC-256.</summary>
    public static ManagementCipher BipGmac256 { get; } = new() { Suite = CipherSuite.BipGmac256, Name = "BIP-GMAC-256", KeyLength = 32 };

    /// <summary>BIP-CMAC-256.</summary>
    public static ManagementCipher BipCmac256 { get; } = new() { Suite = CipherSuite.BipCmac256, Name = "BIP-CMAC-256", KeyLength = 32 };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ManagementCipher> All { get; } = [BipCmac128, BipGmac128, BipGmac256, BipCmac256];

    /// <summary>Its selector: in the RSNE, and for the kernel.</summary>
    public required CipherSuite Suite { get; init; }

    /// <summary>hostapd's word for it: <c>group_mgmt_cipher=</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Length of an IGTK or BIGTK in bytes (802.11-2020 table 12-8).</summary>
    public required int KeyLength { get; init; }

    /// <summary>What the RSNE says of it: nothing of the one that is meant anyway.</summary>
    public CipherSuite Written => Suite == CipherSuite.BipCmac128 ? CipherSuite.None : Suite;

    /// <summary>Whether a station's RSNE means this one.</summary>
    public bool IsMeantBy(CipherSuite named) => Suite == (named == CipherSuite.None ? CipherSuite.BipCmac128 : named);
}
