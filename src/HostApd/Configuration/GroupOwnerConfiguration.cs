using System.Net;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Wps;

namespace HostApd.Configuration;

/// <summary>The values of section [p2p].</summary>
internal sealed class GroupOwnerConfiguration
{
    /// <summary>Where clients look first (P2P 1.7 3.1.2.1.1).</summary>
    private static readonly int[] SocialChannels = [1, 6, 11];

    internal bool Enabled { get; set; }

    /// <summary>What it is between groups, where they come on demand.</summary>
    internal OnDemandConfiguration OnDemand { get; } = new();

    /// <summary>It is a device without a group until somebody wants one.</summary>
    internal bool IsOnDemand => Enabled && OnDemand.Enabled;

    /// <summary>Stands behind DIRECT-xy in a generated name.</summary>
    internal string SsidPostfix { get; set; } = "";

    internal bool IntraBss { get; set; } = true;

    internal bool PersistentReconnect { get; set; } = true;

    internal bool PerStationPsk { get; set; } = true;

    internal AutoPushButton AutoPushButton { get; set; }

    internal IReadOnlyList<MacAddress> AutoPushButtonDevices { get; set; } = [];

    internal string? StateFile { get; set; }

    internal IPAddress? Owner { get; set; }

    internal IPAddress? Mask { get; set; }

    internal IPAddress? Start { get; set; }

    internal IPAddress? End { get; set; }

    /// <summary>Serve DHCP from the addresses to hand out.</summary>
    internal bool Dhcp { get; set; }

    /// <summary>The addresses to hand out; null when none are configured.</summary>
    internal IpAddressPool? Pool { get; private set; }

    /// <summary>What a Group Owner is unless its owner says otherwise.</summary>
    internal void SetDefaults(AccessPointConfiguration target)
    {
        if (!Enabled)
        {
            return;
        }

        target.Radio.Channel ??= 6;
        target.Wpa = 2;
        target.WpsState = 2;
        target.WmmEnabled ??= true;
        target.Radio.Ieee80211n = true;
        target.Wps = target.Wps with
        {
            ConfigMethods = target.Wps.ConfigMethods == ConfigMethods.None
                ? ConfigMethods.PushButton | ConfigMethods.VirtualPushButton | ConfigMethods.Display
                    | ConfigMethods.VirtualDisplay | ConfigMethods.Keypad
                : target.Wps.ConfigMethods,
            Device = target.Wps.Device.DeviceName.Length == 0
                ? target.Wps.Device with { DeviceName = Environment.MachineName }
                : target.Wps.Device,
        };
    }

    internal IEnumerable<(string Key, string Problem)> Check(AccessPointConfiguration target)
    {
        if (!Enabled)
        {
            if (OnDemand.Enabled)
            {
                yield return ("p2p_mode", "needs p2p_go = 1: a device that is asked for a group becomes its owner");
            }

            yield break;
        }

        if (OnDemand.Enabled && target.WithFurther.Skip(1).Any())
        {
            yield return ("p2p_mode", "on-demand needs the radio for itself: take the further BSSes out, or p2p_mode = group");
        }

        if (target.Ssid.Length > 0 && !target.Ssid.AsSpan().StartsWith("DIRECT-"u8))
        {
            yield return ("ssid", "the name of a P2P group begins with DIRECT-");
        }

        if (target.IgnoreBroadcastSsid != 0)
        {
            yield return ("ignore_broadcast_ssid", "a P2P group cannot hide its name");
        }

        IPAddress?[] addresses = [Owner, Mask, Start, End];
        if (addresses.Any(static a => a is null) && addresses.Any(static a => a is not null))
        {
            yield return ("ip_addr_go", "ip_addr_go, ip_addr_mask, ip_addr_start and ip_addr_end belong together");
        }
        else if (Owner is not null && TryMakePool() is { } problem)
        {
            yield return ("ip_addr_start", problem);
        }
        else if (Owner is null)
        {
            Pool = null;
        }

        if (Dhcp && Owner is null)
        {
            yield return ("dhcp", "has no addresses to hand out: set ip_addr_go, ip_addr_mask, ip_addr_start and ip_addr_end");
        }
    }

    /// <summary>A warning about the channel, or null.</summary>
    internal string? WarnAboutChannel(AccessPointConfiguration target) =>
        Enabled && !(target.Radio.EffectiveMode != Ap.HardwareMode.A && SocialChannels.Contains(target.Radio.Channel ?? 0))
            ? $"channel {target.Radio.Channel} is not where P2P clients look first; 1, 6 and 11 make joins faster"
            : null;

    internal GroupOwnerOptions? ToOptions(AccessPointConfiguration target) => !Enabled
        ? null
        : new GroupOwnerOptions
        {
            InterfaceName = target.InterfaceName,
            Device = target.Wps.Device,
            ConfigMethods = target.Wps.ConfigMethods & (ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad),
            IntraBss = IntraBss && !target.Isolate,
            PersistentReconnect = PersistentReconnect,
            IpAddressAllocation = Pool is not null,
            AutoPushButton = AutoPushButton,
            AutoPushButtonDevices = AutoPushButtonDevices,
            MaxClients = target.MaxStations,
            Country = target.Radio.CountryCode ?? "XX",
        };

    private string? TryMakePool()
    {
        try
        {
            // The same addresses are the same pool: devices find theirs again after DISABLE and ENABLE.
            if (Pool?.Is(Owner!, Mask!, Start!, End!) != true)
            {
                Pool = new IpAddressPool(Owner!, Mask!, Start!, End!);
            }

            return null;
        }
        catch (ArgumentException)
        {
            return $"ip_addr_start to ip_addr_end must be 1 to {IpAddressPool.MaxSize} addresses of the network of ip_addr_go, without itself";
        }
    }
}
