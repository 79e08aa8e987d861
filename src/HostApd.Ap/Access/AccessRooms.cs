using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>What the accesses of all stations of a BSS share, in one place: a full table has two thousand of them.</summary>
/// <param name="Site">What all stands on.</param>
/// <param name="Port">The ports of the stations.</param>
/// <param name="Group">The group key of the access point's own network.</param>
/// <param name="Vlans">Networks of their own for some stations.</param>
/// <param name="Keys">Keys that belong to single devices, and the network's.</param>
/// <param name="Agreed">Keys that were agreed on.</param>
/// <param name="Transition">Keys by which other access points of the mobility domain know a station.</param>
/// <param name="Hold">Who waits for keys that cannot be drawn yet.</param>
internal sealed record AccessRooms(BssSite Site, IApPort Port, GroupKeys Group, StationVlans Vlans, DeviceKeys Keys, PmksaCache Agreed, TransitionKeys Transition, EntropyHold Hold)
{
    /// <summary>What would bring a station back without a question is forgotten, in all networks of the process.</summary>
    internal Action<MacAddress> Forget { get; set; } = static _ => { };
}
