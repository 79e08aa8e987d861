namespace HostApd.Ieee80211;

/// <summary>Bits of the Capability Information field (802.11-2020 9.4.1.4).</summary>
public static class CapabilityBits
{
    /// <summary>The sender is an access point.</summary>
    public const ushort Ess = 0x0001;

    /// <summary>Data is encrypted.</summary>
    public const ushort Privacy = 0x0010;

    /// <summary>Short preambles.</summary>
    public const ushort ShortPreamble = 0x0020;

    /// <summary>Spectrum management is wanted of stations: radar may be on the channel (802.11-2020 11.8).</summary>
    public const ushort SpectrumManagement = 0x0100;

    /// <summary>Short slot time.</summary>
    public const ushort ShortSlot = 0x0400;
}
