using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>Somebody in reach of the radio.</summary>
internal interface IAirPeer
{
    /// <summary>Its address.</summary>
    MacAddress Address { get; }

    /// <summary>The channel that it is on, in MHz: it hears no other. 0: the radio's, wherever that is.</summary>
    int FrequencyMhz { get; }

    /// <summary>A frame of the radio reaches it; true: it acknowledges.</summary>
    bool Receive(AirFrame frame);
}
