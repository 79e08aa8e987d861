namespace HostApd.Ap;

/// <summary>Whether the BSS says how busy it is, and how often it finds out. Periods are in beacon intervals.</summary>
public sealed record BssLoadOptions
{
    /// <summary><c>bss_load_update_period</c>; 0: it does not say.</summary>
    public int UpdatePeriod { get; init; }

    /// <summary><c>chan_util_avg_period</c>: over how long the average is taken; 0: none is.</summary>
    public int AveragePeriod { get; init; }

    /// <summary><c>bss_load_test</c>: said instead of what is; for tests.</summary>
    public BssLoadValues? Said { get; init; }
}

/// <summary>What a BSS Load element says (802.11-2020 9.4.2.27).</summary>
/// <param name="StationCount">Stations that are associated.</param>
/// <param name="ChannelUtilization">Share of time that the channel was busy, in units of 1/255.</param>
/// <param name="AdmissionCapacity">Medium time that admission control has left, in units of 32 µs/s.</param>
public readonly record struct BssLoadValues(ushort StationCount, byte ChannelUtilization, ushort AdmissionCapacity);
