using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What CHAN_SWITCH asks for.</summary>
/// <param name="Channel">Where to.</param>
/// <param name="Count">Beacons until the switch.</param>
/// <param name="BlocksTransmission">Stations are to be silent until then.</param>
public sealed record ChannelSwitch(OperatingChannel Channel, int Count, bool BlocksTransmission);
