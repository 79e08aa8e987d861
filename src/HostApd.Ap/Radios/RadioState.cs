namespace HostApd.Ap;

/// <summary>What a radio is doing that all its BSSes must wait for.</summary>
public enum RadioState
{
    /// <summary>Nothing: its BSSes may start, and move.</summary>
    Ready,

    /// <summary>The kernel has been asked for another regulatory domain.</summary>
    CountryUpdate,

    /// <summary>It looks around for the best channel (ACS).</summary>
    ChoosingChannel,

    /// <summary>It looks for networks that have no room for 40 MHz beside them (802.11-2020 11.15.5).</summary>
    CoexistenceScan,

    /// <summary>It listens for radar on its channel (CAC).</summary>
    RadarCheck,
}
