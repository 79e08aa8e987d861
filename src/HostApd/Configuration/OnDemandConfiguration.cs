using HostApd.Ieee80211;
using HostApd.P2p;

namespace HostApd.Configuration;

/// <summary>The values of section [p2p] that concern a device whose groups come on demand.</summary>
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

    internal P2pDeviceOptions? ToOptions(AccessPointConfiguration target) => !target.GroupOwner.Enabled || !Enabled
        ? null
        : new P2pDeviceOptions
        {
            Device = target.Wps.Device,
            Uuid = target.Wps.Uuid,
            ConfigMethods = target.Wps.ConfigMethods,
            Country = target.Radio.CountryCode ?? "XX",
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
