using HostApd.Ieee80211;
using HostApd.P2p;

namespace HostApd.Configuration;

/// <summary>The values of section [p2p] that concern a device without a group: one whose groups come on demand, or whose group is off the air.</summary>
internal sealed class OnDemandConfiguration
{
    internal bool Enabled { get; set; }

    internal DeviceAcceptance Acceptance { get; set; }

    internal int Intent { get; set; } = 15;

    /// <summary>1, 6 or 11.</summary>
    internal int ListenChannel { get; set; } = 6;

    /// <summary>Seconds; 0: the group stays.</summary>
    internal int GroupIdle { get; set; }

    /// <summary>Channels that no group is to have (P2P_SET disallow_freq), in MHz.</summary>
    internal IReadOnlyList<int> DisallowedMhz { get; set; } = [];

    /// <summary>What the device is: there from the start on, or for as long as P2P_LISTEN says.</summary>
    internal P2pDeviceOptions ToOptions(AccessPointConfiguration target) => new()
    {
        Device = target.Wps.Device,
        Uuid = target.Wps.Uuid,
        ConfigMethods = target.Wps.ConfigMethods,
        Country = target.Radio.CountryCode ?? "XX",
        Listens = Enabled ? ListenHabit.Always : ListenHabit.WhenAsked,
        ListenMhz = ChannelNumber.ToMhz(ListenChannel, isFiveGhz: false),
        DisallowedMhz = DisallowedMhz,
        Intent = Intent,
        Acceptance = Acceptance,
        Accepted = target.GroupOwner.AutoPushButtonDevices,
        PersistentReconnect = target.GroupOwner.PersistentReconnect,
        IntraBss = target.GroupOwner.IntraBss && !target.Isolate,
        IpAddressAllocation = target.GroupOwner.Pool is not null,
        GroupIdle = TimeSpan.FromSeconds(GroupIdle),
    };
}
