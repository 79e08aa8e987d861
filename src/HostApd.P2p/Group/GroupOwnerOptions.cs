using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>Whether a Provision Discovery Request presses the button by itself.</summary>
public enum AutoPushButton
{
    /// <summary>Never: a person presses it.</summary>
    Off,

    /// <summary>For the device addresses of <see cref="GroupOwnerOptions.AutoPushButtonDevices"/>.</summary>
    AllowList,

    /// <summary>For whoever asks.</summary>
    OnRequest,
}

/// <summary>What a Group Owner is to be; names follow wpa_supplicant's keys.</summary>
public sealed record GroupOwnerOptions
{
    /// <summary>Name, type and the like.</summary>
    public required DeviceData Device { get; init; }

    /// <summary>The interface, for <c>group=</c> in events.</summary>
    public string InterfaceName { get; init; } = "";

    /// <summary><c>config_methods</c>: display, keypad, push button.</summary>
    public required ConfigMethods ConfigMethods { get; init; }

    /// <summary><c>p2p_intra_bss</c>.</summary>
    public bool IntraBss { get; init; } = true;

    /// <summary>The group outlives a restart.</summary>
    public bool Persistent { get; init; } = true;

    /// <summary><c>persistent_reconnect</c>.</summary>
    public bool PersistentReconnect { get; init; } = true;

    /// <summary>Addresses are handed out in the 4-way handshake.</summary>
    public bool IpAddressAllocation { get; init; }

    /// <summary><c>auto_pbc</c>.</summary>
    public AutoPushButton AutoPushButton { get; init; }

    /// <summary>Who may press the button from afar. A convenience that identifies nobody: addresses can be forged.</summary>
    public IReadOnlyList<MacAddress> AutoPushButtonDevices { get; init; } = [];

    /// <summary>Clients at most; the group limit bit shows when it is reached.</summary>
    public int MaxClients { get; init; } = 128;

    /// <summary><c>country_code</c> for channel attributes, two letters.</summary>
    public string Country { get; init; } = "XX";
}

/// <summary>A P2P client of the group, as its Association Request described it.</summary>
/// <param name="InterfaceAddress">The address it is associated with.</param>
/// <param name="Info">Device Info.</param>
/// <param name="Capability">Device Capability.</param>
/// <param name="GroupCapability">Group Capability.</param>
public sealed record GroupClient(
    MacAddress InterfaceAddress, P2pDeviceInfo Info, DeviceCapability Capability, GroupCapability GroupCapability);
