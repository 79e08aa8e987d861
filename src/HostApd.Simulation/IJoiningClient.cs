using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>Somebody who wants to come in, by whatever way.</summary>
public interface IJoiningClient
{
    /// <summary>The address that it joins with.</summary>
    MacAddress Address { get; }

    /// <summary>Its P2P Device Address, or zero.</summary>
    MacAddress Device { get; }

    /// <summary>It is in.</summary>
    bool IsConnected { get; }

    /// <summary>It tries no more.</summary>
    bool HasGivenUp { get; }

    /// <summary>It does something that no frame shows; with a number.</summary>
    event Action<ClientAct, int>? Acted;

    /// <summary>Begins.</summary>
    void Start();
}
