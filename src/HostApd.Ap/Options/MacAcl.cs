using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>hostapd's <c>macaddr_acl</c>.</summary>
public enum AclPolicy
{
    /// <summary>Everybody but who is denied.</summary>
    AcceptUnlessDenied,

    /// <summary>Nobody but who is accepted.</summary>
    DenyUnlessAccepted,

    /// <summary>Who is in neither list is asked about elsewhere.</summary>
    AskService,
}

/// <summary>Who may join: two lists, each an address with its VLAN. Lists outlive a restart.</summary>
public sealed class MacAcl
{
    /// <summary>Those who may (<c>accept_mac_file</c>, ACCEPT_ACL).</summary>
    public Dictionary<MacAddress, int> Accepted { get; } = [];

    /// <summary>Those who may not (<c>deny_mac_file</c>, DENY_ACL).</summary>
    public Dictionary<MacAddress, int> Denied { get; } = [];

    /// <summary>hostapd's order: who is accepted is in, then who is denied is out, then the policy decides, or whoever is asked.</summary>
    public bool Allows(MacAddress station, AclPolicy policy) => Accepted.ContainsKey(station)
        || !Denied.ContainsKey(station) && policy != AclPolicy.DenyUnlessAccepted;

    /// <summary>Replaces a list.</summary>
    public static void Replace(Dictionary<MacAddress, int> list, IReadOnlyDictionary<MacAddress, int> by)
    {
        list.Clear();
        foreach (var (address, vlan) in by)
        {
            list[address] = vlan;
        }
    }
}
