namespace HostApd.Driver;

/// <summary>What a band speaks of VHT.</summary>
/// <param name="Info">VHT Capabilities Information (802.11-2020 9.4.2.157.2).</param>
/// <param name="McsSet">Supported VHT-MCS and NSS Set (9.4.2.157.3), 8 bytes.</param>
public sealed record VhtCapabilities(uint Info, byte[] McsSet)
{
    /// <summary>160 MHz, and perhaps 80+80 beside.</summary>
    public bool HasOneSixty => (Info >> 2 & 3) is 1 or 2;
}

/// <summary>What interfaces of a type speak of HE (802.11-2020 9.4.2.248).</summary>
/// <param name="Mac">HE MAC Capabilities Information, 6 bytes.</param>
/// <param name="Phy">HE PHY Capabilities Information, 11 bytes.</param>
/// <param name="McsSet">Supported HE-MCS And NSS Set, 4, 8 or 12 bytes.</param>
/// <param name="PpeThresholds">PPE Thresholds; empty: none.</param>
/// <param name="SixGhz">HE 6 GHz Band Capabilities Information; 0 in other bands.</param>
public sealed record HeCapabilities(byte[] Mac, byte[] Phy, byte[] McsSet, byte[] PpeThresholds, ushort SixGhz)
{
    /// <summary>Bytes of <see cref="Mac"/>.</summary>
    public const int MacLength = 6;

    /// <summary>Bytes of <see cref="Phy"/>.</summary>
    public const int PhyLength = 11;

    /// <summary>The bit of the first byte of <see cref="Mac"/> of who answers requests for target wake times.</summary>
    public const byte TwtResponder = 0x04;

    /// <summary>It answers requests for target wake times.</summary>
    public bool RespondsToTwt => (Mac[0] & TwtResponder) != 0;

    /// <summary>40 MHz in 2.4 GHz.</summary>
    public bool HasFortyBelowThreeGhz => (Phy[0] & 0x02) != 0;

    /// <summary>40 and 80 MHz in 5 and 6 GHz.</summary>
    public bool HasEighty => (Phy[0] & 0x04) != 0;

    /// <summary>160 MHz in 5 and 6 GHz.</summary>
    public bool HasOneSixty => (Phy[0] & 0x08) != 0;
}

/// <summary>What interfaces of a type speak of EHT (802.11be 9.4.2.313).</summary>
/// <param name="Mac">EHT MAC Capabilities Information, 2 bytes.</param>
/// <param name="Phy">EHT PHY Capabilities Information, 9 bytes.</param>
/// <param name="McsSet">Supported EHT-MCS And NSS Set, as long as the widths want it, at most 9 bytes.</param>
/// <param name="PpeThresholds">EHT PPE Thresholds; empty: none.</param>
public sealed record EhtCapabilities(byte[] Mac, byte[] Phy, byte[] McsSet, byte[] PpeThresholds)
{
    /// <summary>Bytes of <see cref="Mac"/>.</summary>
    public const int MacLength = 2;

    /// <summary>Bytes of <see cref="Phy"/>.</summary>
    public const int PhyLength = 9;

    /// <summary>320 MHz in 6 GHz.</summary>
    public bool HasThreeTwenty => (Phy[0] & 0x02) != 0;
}
