using HostApd.Ieee80211;
using HostApd.Linux;

namespace HostApd.Nl80211;

/// <summary>How an interface is to be driven.</summary>
public sealed class Nl80211LinkOptions
{
    /// <summary>Name of the network interface.</summary>
    public required string InterfaceName { get; init; }

    /// <summary>The address the interface shall have; null: as it is.</summary>
    public MacAddress? Address { get; init; }

    /// <summary><see cref="Address"/> is what it had in an earlier run: a radio that cannot take it does its work with its own.</summary>
    public bool AddressIsWish { get; init; }

    /// <summary>Look for the interface only when it is to be prepared.</summary>
    public bool Deferred { get; init; }

    /// <summary>Where there is no such interface, make it on the radio of this one; null: do not.</summary>
    public string? CreateOn { get; init; }

    /// <summary>As <see cref="CreateOn"/>, on the radio of this name (phy0).</summary>
    public string? CreateOnPhy { get; init; }

    /// <summary>
    /// A made interface without <see cref="Address"/> has this one of the free addresses behind the other's, counted from 1; 0: a locally
    /// administered one that no interface of the radio has.
    /// </summary>
    public int AddressOffset { get; init; }

    /// <summary>Addresses that others of the radio were given: none of them is free.</summary>
    public IReadOnlyCollection<MacAddress> GivenAddresses { get; init; } = [];

    /// <summary>Bridge to be in from <see cref="Driver.IApLink.Prepare"/> on; made if it is not there. Null: none.</summary>
    public string? Bridge { get; init; }

    /// <summary>Tells the programs that may hold an interface, for the words of a refusal.</summary>
    internal Func<string, IEnumerable<string>> FindUsers { get; init; } = RadioUsers.Of;
}
