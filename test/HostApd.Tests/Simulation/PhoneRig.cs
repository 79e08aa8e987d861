using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using HostApd.Wps;

namespace HostApd.Tests.Simulation;

/// <summary>A device whose groups come on demand, and a phone in its reach.</summary>
internal static class PhoneRig
{
    public static readonly MacAddress Phone = new([0x42, 0, 0, 0, 1, 0]);

    private static readonly DeviceData Us = new() { DeviceName = "labgo", Manufacturer = "m", ModelName = "m", ModelNumber = "1", SerialNumber = "1" };

    public static ApRig Rig(Func<P2pDeviceOptions, P2pDeviceOptions>? change = null)
    {
        const ConfigMethods methods = ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad;
        var device = new P2pDeviceOptions { Device = Us, ConfigMethods = methods, GroupIdle = TimeSpan.FromSeconds(10) };
        var rig = new ApRig(change: o => o with
        {
            Ssid = "DIRECT-ab"u8.ToArray(),
            StartSilent = true,
            Device = change?.Invoke(device) ?? device,
            Wps = new WpsOptions { Device = Us, ConfigMethods = methods },
            GroupOwner = new GroupOwnerOptions { Device = Us, ConfigMethods = methods, InterfaceName = "wlan0" },
            Security = new SecurityOptions
            {
                Pmks = [Pmk.FromPassphrase("DIRECT-ab"u8, "12345678")],
                Passphrase = new SecretBytes("12345678"u8),
            },
        });
        rig.Bss.Enable();
        rig.Run(0.01);
        rig.Events.Clear();
        return rig;
    }

    public static SimulatedP2pPeer Peer(ApRig rig, Func<SimulatedP2pPeerOptions, SimulatedP2pPeerOptions>? change = null)
    {
        var options = new SimulatedP2pPeerOptions { Device = Phone, Interface = ApRig.First };
        return new SimulatedP2pPeer(rig.Radio, change?.Invoke(options) ?? options);
    }
}
