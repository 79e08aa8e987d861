using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Simulation;
using HostApd.Wps;

namespace HostApd.Tests.P2p;

/// <summary>
/// A Group Owner with the options of the captured one: wpa_supplicant 2.10 (Debian) over mac80211_hwsim, kernel 6.1,
/// <c>p2p_group_add</c>, device name "go".
/// </summary>
internal sealed class GroupOwnerRig
{
    public const string OurGroup = "0f0f00" + "420000000000" + "4449524543542d4f48";
    public const string ForeignGroup = "0f0f00" + "420000000000" + "4449524543542d5858";

    public static readonly MacAddress Owner = new([0x42, 0, 0, 0, 0, 0]);
    public static readonly MacAddress Client = new([0x42, 0, 0, 0, 1, 0]);
    public static readonly MacAddress ClientInterface = new([0x46, 0, 0, 0, 1, 0]);

    /// <summary>P2P attributes of the captured client's Association Request: Capability, Device Info.</summary>
    public const string ClientAttributes =
        "02020027000d1800420000000100" + "0188000a0050f20400050010110003636c69";

    public GroupOwnerRig(Func<GroupOwnerOptions, GroupOwnerOptions>? change = null)
    {
        var options = new GroupOwnerOptions
        {
            InterfaceName = "wlan0",
            Device = new DeviceData { DeviceName = "go", DeviceType = new DeviceType(1, 0x0050F204, 1) },
            ConfigMethods = ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad,
            Persistent = false,
        };
        GroupOwner = new GroupOwner(Owner, "DIRECT-OH"u8, change is null ? options : change(options), Clock, () => Pin);
    }

    public VirtualClock Clock { get; } = new();

    public GroupOwner GroupOwner { get; }

    public string? Pin { get; set; } = "12345670";

    /// <summary>A public action frame; gives what the Group Owner wants done, a line each.</summary>
    public string[] Public(string subtypeAndToken, string p2p = "", string wps = "", MacAddress? from = null) =>
        Receive("0409506f9a09" + subtypeAndToken + Element("506f9a09", p2p) + Element("0050f204", wps), from);

    public string[] Receive(string body, MacAddress? from = null)
    {
        GroupOwner.OnAction(from ?? Client, Convert.FromHexString(body));
        return Effects();
    }

    public string[] Effects()
    {
        var lines = new List<string>();
        while (GroupOwner.TryNextEffect(out var effect))
        {
            lines.Add(effect.Kind switch
            {
                GroupOwnerEffectKind.SendAction or GroupOwnerEffectKind.SendAwaited => $"{effect.Address} {Convert.ToHexStringLower(effect.Body!)}",
                GroupOwnerEffectKind.Announce => $"{NameOf(effect.Event)} {effect.Address} {string.Join(' ', effect.Words!)}",
                GroupOwnerEffectKind.PressButton => $"press {effect.Address}",
                GroupOwnerEffectKind.UpdateElements => "update",
            });
        }

        return [.. lines];
    }

    private static string NameOf(P2pEvent told) => told switch
    {
        P2pEvent.PushButtonWanted => "P2P-PROV-DISC-PBC-REQ",
        P2pEvent.ShowPin => "P2P-PROV-DISC-SHOW-PIN",
        P2pEvent.EnterPin => "P2P-PROV-DISC-ENTER-PIN",
    };

    public static string Element(string ouiAndType, string attributes) => attributes.Length == 0
        ? ""
        : $"dd{(ouiAndType.Length + attributes.Length) / 2:x2}{ouiAndType}{attributes}";

    public delegate void Writing(ref ByteWriter writer);

    public static string Written(Writing write)
    {
        var writer = new ByteWriter(new byte[2048]);
        write(ref writer);
        return Convert.ToHexStringLower(writer.Written);
    }
}
