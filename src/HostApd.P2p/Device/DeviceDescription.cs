using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>Who a P2P device is, in a group or without one.</summary>
public sealed record DeviceDescription
{
    /// <summary>P2P Device Address.</summary>
    public required MacAddress Address { get; init; }

    /// <summary>Name, type and the like.</summary>
    public required DeviceData Device { get; init; }

    /// <summary><c>config_methods</c>, as <see cref="ConfigMethodNames.TryParse"/> gives it.</summary>
    public required ConfigMethods ConfigMethods { get; init; }

    /// <summary>UUID-E; empty: derived from the address (<see cref="WpsUuid.FromMac"/>).</summary>
    public Guid Uuid { get; init; }

    /// <summary>Where its radio can be.</summary>
    public RfBands RfBands { get; init; } = RfBands.Band2G4;

    /// <summary>Secondary device types: it may be looked for as one of these, too.</summary>
    public IReadOnlyList<DeviceType> SecondaryTypes { get; init; } = [];

    /// <summary>P2P Device Info: of the methods only those that P2P knows, and without their kinds (P2P 1.7 4.1.15).</summary>
    public P2pDeviceInfo ToDeviceInfo()
    {
        var secondary = new byte[SecondaryTypes.Count * DeviceType.Length];
        for (var i = 0; i < SecondaryTypes.Count; i++)
        {
            SecondaryTypes[i].CopyTo(secondary.AsSpan(i * DeviceType.Length));
        }

        return new P2pDeviceInfo
        {
            Address = Address,
            ConfigMethods = ConfigMethods & (ConfigMethods.Display | ConfigMethods.Keypad | ConfigMethods.PushButton),
            PrimaryType = Device.DeviceType,
            SecondaryTypes = secondary,
            Name = System.Text.Encoding.UTF8.GetBytes(Device.DeviceName),
        };
    }
}
