using System.Globalization;
using System.Text;
using HostApd.Driver;

namespace HostApd.Ap;

/// <summary>hostapd's <c>dynamic_vlan</c>.</summary>
public enum DynamicVlan
{
    /// <summary>What is said of VLANs counts for nothing.</summary>
    Off,

    /// <summary>Who is put into one is there; all others are in the access point's own network.</summary>
    Optional,

    /// <summary>Who is put into none does not come in.</summary>
    Required,
}

/// <summary>A line of <c>vlan_file</c>.</summary>
/// <param name="Id">1–4094; 0: any (<c>*</c>), of which no other line speaks.</param>
/// <param name="Name">Name of the interface; <c>#</c> stands for the number where the line is for any.</param>
/// <param name="Bridge">The bridge; null: by the settings.</param>
public sealed record VlanLine(int Id, string Name, string? Bridge);

/// <summary>Networks of their own for some stations, and what they are called.</summary>
public sealed record VlanOptions
{
    private const int LongestName = 15;

    /// <summary><c>dynamic_vlan</c>.</summary>
    public DynamicVlan Mode { get; init; }

    /// <summary><c>vlan_file</c>; empty: any number, on <c>INTERFACE.#</c>.</summary>
    public IReadOnlyList<VlanLine> Lines { get; init; } = [];

    /// <summary><c>vlan_tagged_interface</c>: carries all of them on, tagged; null: nothing does.</summary>
    public string? TaggedInterface { get; init; }

    /// <summary><c>vlan_bridge</c>: what bridges are called before the number; null: hostapd's names.</summary>
    public string? Bridge { get; init; }

    /// <summary><c>vlan_naming</c>: a tagged link is called <c>TAGGED.ID</c>, and not <c>vlanID</c>.</summary>
    public bool NamesLinksByInterface { get; init; }

    /// <summary>Whether it says the same as another.</summary>
    internal bool IsSame(VlanOptions other) => this with { Lines = other.Lines } == other && Lines.SequenceEqual(other.Lines);

    /// <summary>What one number comes to; null, with the reason, where it is none of ours, or a name would be too long.</summary>
    public VlanSettings? Plan(int id, string interfaceName, out string? problem)
    {
        var line = Lines.FirstOrDefault(l => l.Id == id) ?? Lines.FirstOrDefault(static l => l.Id == 0);
        if (id is < 1 or > 4094 || line is null && Lines.Count > 0)
        {
            problem = id is < 1 or > 4094 ? $"{id} is no VLAN" : $"VLAN {id} is not in vlan_file";
            return null;
        }

        var number = id.ToString(CultureInfo.InvariantCulture);
        var name = line is null ? $"{interfaceName}.{number}" : line.Id == 0 ? line.Name.Replace("#", number, StringComparison.Ordinal) : line.Name;
        var bridge = line?.Bridge ?? (Bridge is { } prefix ? prefix + number : TaggedInterface is { } tagged ? $"br{tagged}.{number}" : "brvlan" + number);
        var trunk = TaggedInterface is { } parent ? new VlanTrunk(parent, NamesLinksByInterface ? $"{parent}.{number}" : "vlan" + number) : null;
        foreach (var made in (string?[])[name, bridge, trunk?.Name])
        {
            if (made is not null && Encoding.UTF8.GetByteCount(made) > LongestName)
            {
                problem = $"'{made}' is longer than the {LongestName} bytes that the name of an interface may have; give VLAN {id} shorter names in vlan_file";
                return null;
            }
        }

        problem = null;
        return new VlanSettings(id, name) { Bridge = bridge, Trunk = trunk };
    }
}
