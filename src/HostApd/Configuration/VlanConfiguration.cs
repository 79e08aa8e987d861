using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>Section [vlan]: networks of their own for some stations.</summary>
internal sealed class VlanConfiguration
{
    /// <summary><c>dynamic_vlan</c>.</summary>
    internal DynamicVlan Mode { get; set; }

    /// <summary><c>vlan_file</c>; null: there is none.</summary>
    internal string? NetworksFile { get; set; }

    /// <summary>What stood there when it was read.</summary>
    internal IReadOnlyList<VlanLine> Networks { get; set; } = [];

    /// <summary><c>vlan_tagged_interface</c>; null: there is none.</summary>
    internal string? TaggedInterface { get; set; }

    /// <summary><c>vlan_bridge</c>; null: hostapd's names.</summary>
    internal string? Bridge { get; set; }

    /// <summary><c>vlan_naming</c>.</summary>
    internal bool NamesLinksByInterface { get; set; }

    /// <summary>The options; null where there are no such networks.</summary>
    internal VlanOptions? ToOptions() => Mode == DynamicVlan.Off ? null : new VlanOptions
    {
        Mode = Mode,
        Lines = Networks,
        TaggedInterface = TaggedInterface,
        Bridge = Bridge,
        NamesLinksByInterface = NamesLinksByInterface,
    };
}
