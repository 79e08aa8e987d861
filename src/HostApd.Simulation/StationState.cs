namespace HostApd.Simulation;

/// <summary>How far a station has got, as it sees it.</summary>
public enum StationState
{
    /// <summary>Not trying.</summary>
    Idle,

    /// <summary>Probe Request sent.</summary>
    Probing,

    /// <summary>Authentication sent.</summary>
    Authenticating,

    /// <summary>Association Request sent.</summary>
    Associating,

    /// <summary>Association Response received; with security, the 4-way handshake is awaited or under way.</summary>
    Associated,

    /// <summary>Data may flow.</summary>
    Connected,
}
