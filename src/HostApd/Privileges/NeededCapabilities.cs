using HostApd.Configuration;
using HostApd.Linux;

namespace HostApd.Privileges;

/// <summary>A capability, and the setting that takes it; null: every access point does.</summary>
internal readonly record struct CapabilityNeed(Capability Capability, string? Because);

/// <summary>
/// Which of root's capabilities the settings take:
/// <list type="table">
/// <item><term>always</term><description>NET_ADMIN: nl80211, interfaces, bridges, addresses, routes, the receive buffers of netlink;
/// NET_RAW: packet sockets for EAPOL, and DHCP's socket bound to its interface</description></item>
/// <item><term>dhcp = on, radius_das_port, -g</term><description>NET_BIND_SERVICE: port 67, and the other one where it is below 1024. Behind -g interfaces come
/// later, and want what they want</description></item>
/// <item><term>ctrl_interface_group, -G</term><description>CHOWN: the sockets are given to the group; DAC_OVERRIDE: its members' own sockets, to which
/// the answers go, may be written by their owners alone</description></item>
/// <item><term>credit_kernel = 1</term><description>SYS_ADMIN: RNDADDENTROPY</description></item>
/// <item><term>a place of another user's</term><description>root by itself is bound to the modes of files: DAC_READ_SEARCH for what is read,
/// DAC_OVERRIDE for what is written or run (<see cref="NamedPlaces"/>)</description></item>
/// </list>
/// Nothing else takes any: pid file, log, seed, group and metrics are files like others; LEDs, buttons, rfkill and hwrng are root's in
/// /sys and /dev; sockets are made and their modes set by their owner (no FOWNER); no process is signalled (no KILL), no priority or limit
/// is raised, and the kernel loads modules by itself for who may change interfaces.
/// </summary>
internal static class NeededCapabilities
{
    /// <summary>From here on ports are everybody's.</summary>
    private const int FirstFreePort = 1024;

    /// <summary>For these settings, with the places among them that are <paramref name="closed"/>.</summary>
    internal static IReadOnlyList<CapabilityNeed> Of(DaemonOptions options, IReadOnlyList<AccessPointConfiguration> configurations,
        IReadOnlyList<NamedPlace> closed)
    {
        var all = configurations.SelectMany(static c => c.WithFurther).ToList();
        var group = options.Group is not null ? "-G" : all.Exists(static b => b.ControlGroup is not null) ? "ctrl_interface_group" : null;
        (Capability Capability, string? Because, bool IsNeeded)[] table =
        [
            (Capability.NetAdmin, null, true),
            (Capability.NetRaw, null, true),
            (Capability.NetBindService, "dhcp = on", all.Exists(static b => b.GroupOwner.Dhcp)),
            (Capability.NetBindService, "radius_das_port", all.Exists(static b => b.Radius.AuthorizationPort is > 0 and < FirstFreePort)),
            (Capability.NetBindService, "-g", options.GlobalSocket is not null),
            (Capability.Chown, group, group is not null),
            (Capability.DacOverride, group, group is not null),
            (Capability.SysAdmin, "credit_kernel = 1", configurations.Any(static c => c.CreditKernel)),
        ];
        return
        [
            .. table.Where(static row => row.IsNeeded).Select(static row => new CapabilityNeed(row.Capability, row.Because)),
            .. closed.Select(static p => new CapabilityNeed(
                p.Use == FileUse.Read ? Capability.DacReadSearch : Capability.DacOverride, $"{p.Key}: {p.Path} is another user's")).Distinct(),
        ];
    }

    /// <summary>As a set.</summary>
    internal static CapabilitySet Set(IEnumerable<CapabilityNeed> needs) => CapabilitySet.Of(needs.Select(static n => n.Capability));

    /// <summary>Those of <paramref name="held"/> with what takes them: <c>NET_ADMIN NET_RAW NET_BIND_SERVICE (dhcp = on)</c>.</summary>
    internal static string Describe(CapabilitySet held, IReadOnlyList<CapabilityNeed> needs)
    {
        var words = held.Named.Select(c => CapabilitySet.NameOf(c) + Reasons(needs.Where(n => n.Capability == c))).ToList();
        var others = held.Count - words.Count;
        return words.Count == 0 && others == 0 ? "none" : string.Join(' ', others == 0 ? words : words.Append($"and {others} more"));
    }

    private static string Reasons(IEnumerable<CapabilityNeed> needs)
    {
        var reasons = string.Join(", ", needs.Select(static n => n.Because).OfType<string>().Distinct());
        return reasons.Length == 0 ? "" : $" ({reasons})";
    }
}
