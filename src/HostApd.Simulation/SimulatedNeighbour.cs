using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>What a search finds.</summary>
/// <param name="Bssid">BSSID or P2P Device Address.</param>
/// <param name="FrequencyMhz">Where: a search of other channels does not find it.</param>
/// <param name="Elements">Elements of its Probe Response.</param>
public sealed record SimulatedNeighbour(MacAddress Bssid, int FrequencyMhz, byte[] Elements)
{
    /// <summary>How loud, in dBm.</summary>
    public int SignalDbm { get; init; } = -40;
}
