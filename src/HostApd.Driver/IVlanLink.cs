using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>A network of its own for some stations of an access point: an interface of theirs, in a bridge of its own.</summary>
/// <param name="Id">1–4094.</param>
/// <param name="Name">Name of the interface, 1–15 bytes.</param>
public sealed record VlanSettings(int Id, string Name)
{
    /// <summary>The bridge, which is made if it is not there; null: none.</summary>
    public string? Bridge { get; init; }

    /// <summary>The interface that carries the network on, tagged (802.1Q): it becomes a port of the bridge; null: none.</summary>
    public VlanTrunk? Trunk { get; init; }
}

/// <summary>An 802.1Q link, which is made if it is not there.</summary>
/// <param name="Parent">The interface whose frames are tagged.</param>
/// <param name="Name">Name of the link, 1–15 bytes.</param>
public sealed record VlanTrunk(string Parent, string Name);

/// <summary>
/// Another face of an <see cref="IApLink"/> that beacons: its stations in networks of their own, each with group keys of its own. What is
/// made here goes with it, and with the process.
/// </summary>
public interface IVlanLink
{
    /// <summary>Makes a network, with bridge and trunk. What can be made of it only in part is taken back.</summary>
    DriverResult Add(VlanSettings vlan);

    /// <summary>Takes it back, and what was made for it; the last station has left it.</summary>
    DriverResult Remove(int id);

    /// <summary>Puts a station into a network; 0: into the access point's own.</summary>
    DriverResult Move(MacAddress station, int id);

    /// <summary>Installs a group key of a network.</summary>
    DriverResult InstallKey(int id, in KeySettings key);

    /// <summary>As <see cref="IApLink.ReadKeySequence"/>, of a network's.</summary>
    DriverResult ReadKeySequence(int id, int keyIndex, Span<byte> sequence);
}
