using System.Numerics;

namespace HostApd.Linux;

/// <summary>A part of what root may do (capabilities(7)): those that an access point may have a use for.</summary>
public enum Capability
{
    /// <summary>Give files to groups that are not one's own.</summary>
    Chown = NativeMethods.CapChown,

    /// <summary>Pass over the mode of files and folders.</summary>
    DacOverride = NativeMethods.CapDacOverride,

    /// <summary>The same for reading files and looking into folders alone.</summary>
    DacReadSearch = NativeMethods.CapDacReadSearch,

    /// <summary>Narrow what programs that are started can get.</summary>
    SetPcap = NativeMethods.CapSetPcap,

    /// <summary>Bind ports below 1024.</summary>
    NetBindService = NativeMethods.CapNetBindService,

    /// <summary>Change interfaces, addresses and radios.</summary>
    NetAdmin = NativeMethods.CapNetAdmin,

    /// <summary>Packet sockets.</summary>
    NetRaw = NativeMethods.CapNetRaw,

    /// <summary>A great deal, of which we want one thing: crediting entropy to the kernel.</summary>
    SysAdmin = NativeMethods.CapSysAdmin,
}

/// <summary>Capabilities, a bit each by their numbers; also those that have no name here.</summary>
public readonly record struct CapabilitySet(ulong Bits)
{
    private static readonly (Capability Capability, string Name)[] s_named =
    [
        (Capability.NetAdmin, "NET_ADMIN"), (Capability.NetRaw, "NET_RAW"), (Capability.NetBindService, "NET_BIND_SERVICE"),
        (Capability.Chown, "CHOWN"), (Capability.DacOverride, "DAC_OVERRIDE"), (Capability.DacReadSearch, "DAC_READ_SEARCH"),
        (Capability.SysAdmin, "SYS_ADMIN"), (Capability.SetPcap, "SETPCAP"),
    ];

    /// <summary>These.</summary>
    public static CapabilitySet Of(IEnumerable<Capability> capabilities) =>
        new(capabilities.Aggregate(0UL, static (bits, capability) => bits | 1UL << (int)capability));

    /// <summary>How many.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>Those that have a name here, the most telling first.</summary>
    public IEnumerable<Capability> Named
    {
        get
        {
            var bits = Bits;
            return s_named.Select(static n => n.Capability).Where(c => (bits & 1UL << (int)c) != 0);
        }
    }

    /// <summary>As in the kernel's headers, without CAP_ before it.</summary>
    public static string NameOf(Capability capability) => Array.Find(s_named, n => n.Capability == capability).Name;

    /// <summary>Whether this one is in it.</summary>
    public bool Contains(Capability capability) => Contains((int)capability);

    /// <summary>As above, by number.</summary>
    public bool Contains(int number) => (Bits & 1UL << number) != 0;

    /// <summary>Whether all of it are in <paramref name="other"/>, too.</summary>
    public bool IsWithin(CapabilitySet other) => (Bits & ~other.Bits) == 0;

    /// <summary>What is in both.</summary>
    public CapabilitySet And(CapabilitySet other) => new(Bits & other.Bits);

    /// <summary>What is in it and not in <paramref name="other"/>.</summary>
    public CapabilitySet Without(CapabilitySet other) => new(Bits & ~other.Bits);
}
