namespace HostApd.Ap;

/// <summary>How stations contend in one access category (WMM 1.2 table 14).</summary>
/// <param name="CwMin">Smallest contention window, as an exponent of 2.</param>
/// <param name="CwMax">Largest contention window, as an exponent of 2.</param>
/// <param name="Aifs">Slots of silence.</param>
/// <param name="TransmitOpportunity">Units of 32 µs.</param>
/// <param name="AdmissionControl">Only after admission.</param>
public sealed record AccessCategory(int CwMin, int CwMax, int Aifs, int TransmitOpportunity, bool AdmissionControl)
{
    /// <summary>AC_BE of WMM 1.2.</summary>
    public static AccessCategory BestEffort { get; } = new(4, 10, 3, 0, false);

    /// <summary>AC_BK of WMM 1.2.</summary>
    public static AccessCategory Background { get; } = new(4, 10, 7, 0, false);

    /// <summary>AC_VI of WMM 1.2.</summary>
    public static AccessCategory Video { get; } = new(3, 4, 2, 94, false);

    /// <summary>AC_VO of WMM 1.2.</summary>
    public static AccessCategory Voice { get; } = new(2, 3, 2, 47, false);

    /// <summary>ACI/AIFSN, ECWmin/ECWmax, TXOP limit (little endian): four bytes.</summary>
    internal void Write(ref Ieee80211.ByteWriter writer, int index)
    {
        writer.U8((byte)(index << 5 | (AdmissionControl ? 0x10 : 0) | Aifs & 0x0F));
        writer.U8((byte)(CwMax << 4 | CwMin));
        writer.U16LittleEndian((ushort)TransmitOpportunity);
    }
}

/// <summary>What the BSS tells stations to use, an access category each.</summary>
public sealed record WmmParameters(
    AccessCategory BestEffort, AccessCategory Background, AccessCategory Video, AccessCategory Voice)
{
    /// <summary>WMM 1.2's own.</summary>
    public static WmmParameters Standard { get; } = new(
        AccessCategory.BestEffort, AccessCategory.Background, AccessCategory.Video, AccessCategory.Voice);
}
