using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>The keys of section [vlan].</summary>
internal static class VlanSettings
{
    /// <summary>Before a number of up to four digits.</summary>
    private const int LongestPrefix = 14;

    internal static IEnumerable<Setting> All =>
    [
        New("dynamic_vlan", "0", "networks of their own for stations, by the word of a server or of accept_mac_file: 0 = no, 1 = for who is put into one, "
            + "2 = and nobody else comes in",
            SettingValue.Number(0, 2, static (t, v) => t.Vlan.Mode = (DynamicVlan)v), static (t, read) => t.Vlan.Mode = read.Vlan.Mode),
        New("vlan_file", "", "a line for each network: its number or * for any, the name of the interface (# stands for the number), perhaps a bridge; "
            + "without it any number, on INTERFACE.#",
            ValueForm.Path.Said(ReadFile), static (t, read) => (t.Vlan.NetworksFile, t.Vlan.Networks) = (read.Vlan.NetworksFile, read.Vlan.Networks)) with
        {
            IsFromFilesOnly = true,
            Named = static t => t.Vlan.NetworksFile,
        },
        New("vlan_tagged_interface", "", "the interface that carries these networks on, tagged (802.1Q): each of its links becomes a port of the network's bridge",
            Name(LongestName, static (t, v) => t.Vlan.TaggedInterface = v), static (t, read) => t.Vlan.TaggedInterface = read.Vlan.TaggedInterface) with
        {
            IsFromFilesOnly = true,
        },
        New("vlan_bridge", "", "what the bridges are called before the number, where vlan_file says nothing; without it brvlan, or brTAGGED. with vlan_tagged_interface",
            Name(LongestPrefix, static (t, v) => t.Vlan.Bridge = v), static (t, read) => t.Vlan.Bridge = read.Vlan.Bridge) with
        {
            IsFromFilesOnly = true,
        },
        New("vlan_naming", "0", "what the links of vlan_tagged_interface are called: 0 = vlan10, 1 = eth0.10",
            SettingValue.Switch(static (t, v) => t.Vlan.NamesLinksByInterface = v),
            static (t, read) => t.Vlan.NamesLinksByInterface = read.Vlan.NamesLinksByInterface),
    ];

    private const int LongestName = 15;

    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting take) => new("vlan", key, standard, meaning, apply)
    {
        Take = take,
        Cost = ChangeCost.Restart,
        Option = static o => o.Vlans,
    };

    private static ApplySetting Name(int longest, Action<AccessPointConfiguration, string> put) => ValueForm.Bytes(ValueKind.Text, longest).Said((target, value) =>
    {
        var name = value.Trim();
        if (name.Length > longest || InterfaceName.Problem(name) is not null)
        {
            return InterfaceName.Problem(name) ?? $"needs 1–{longest} bytes";
        }

        put(target, name);
        return null;
    });

    private static SettingProblem? ReadFile(AccessPointConfiguration target, string value)
    {
        var (lines, problem) = VlanFile.Read(value);
        if (problem is not null)
        {
            return problem;
        }

        (target.Vlan.NetworksFile, target.Vlan.Networks) = (value, lines);
        return null;
    }
}
