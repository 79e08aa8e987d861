using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.P2p;

namespace HostApd.Commands;

/// <summary>wpa_supplicant's P2P commands, as far as a Group Owner has them.</summary>
internal sealed class P2pCommands(Bss bss, AccessPointConfiguration configuration)
{
    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments)
    {
        if (!verb.StartsWith("P2P_", StringComparison.Ordinal))
        {
            return null;
        }

        if (!configuration.GroupOwner.Enabled)
        {
            return ControlReplies.Fail;
        }

        return verb switch
        {
            "P2P_GROUP_ADD" => Reply(bss.State != BssState.Enabled && bss.Enable().Succeeded),
            "P2P_GROUP_REMOVE" => Remove(),
            "P2P_GET_PASSPHRASE" => configuration.Passphrase ?? ControlReplies.Fail,
            "P2P_PEER" => Peer(arguments),
            "P2P_REMOVE_CLIENT" => RemoveClient(arguments),
            "P2P_SET" => Set(arguments),
            _ => null,
        };
    }

    private static string Reply(bool succeeded) => succeeded ? ControlReplies.Ok : ControlReplies.Fail;

    private string Remove()
    {
        if (bss.State != BssState.Enabled)
        {
            return ControlReplies.Fail;
        }

        bss.Disable();
        return ControlReplies.Ok;
    }

    /// <summary><c>address | FIRST | NEXT-address</c>, by P2P Device Address.</summary>
    private string Peer(string which)
    {
        var clients = bss.GroupOwner?.Clients ?? [];
        if (which == "FIRST")
        {
            return clients.FirstOrDefault() is { } first ? Describe(first) : ControlReplies.Fail;
        }

        var next = which.StartsWith("NEXT-", StringComparison.Ordinal);
        if (!MacAddress.TryParse(next ? which.AsSpan(5) : which, out var address))
        {
            return ControlReplies.Fail;
        }

        var found = next
            ? clients.SkipWhile(c => c.Info.Address != address).Skip(1).FirstOrDefault()
            : clients.FirstOrDefault(c => c.Info.Address == address || c.InterfaceAddress == address);
        return found is null ? ControlReplies.Fail : Describe(found);
    }

    private static string Describe(GroupClient client)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{client.Info.Address}\n");
        text.Append(CultureInfo.InvariantCulture, $"pri_dev_type={client.Info.PrimaryType}\n");
        text.Append(CultureInfo.InvariantCulture, $"device_name={client.Info.PrintableName}\n");
        text.Append(CultureInfo.InvariantCulture, $"config_methods=0x{(int)client.Info.ConfigMethods:x}\n");
        text.Append(CultureInfo.InvariantCulture, $"dev_capab=0x{(int)client.Capability:x}\n");
        text.Append(CultureInfo.InvariantCulture, $"group_capab=0x{(int)client.GroupCapability:x}\n");
        text.Append(CultureInfo.InvariantCulture, $"interface_addr={client.InterfaceAddress}\n");
        return text.ToString();
    }

    /// <summary>Shuts one device out. With a shared passphrase it could come back: the reply says so.</summary>
    private string RemoveClient(string arguments)
    {
        var text = arguments.StartsWith("iface=", StringComparison.Ordinal) ? arguments["iface=".Length..] : arguments;
        if (!MacAddress.TryParse(text, out var device))
        {
            return ControlReplies.Fail;
        }

        if (bss.GroupOwner?.FindDevice(device) is { } client)
        {
            bss.Deauthenticate(client.InterfaceAddress, ReasonCode.InvalidAuthentication);
        }

        return bss.RemoveDevicePsk(device)
            ? ControlReplies.Ok
            : "OK but the device knows the shared passphrase: change it to keep the device out\n";
    }

    /// <summary>Values that a running group can take; the rest is refused.</summary>
    private string Set(string arguments)
    {
        var (key, value) = CommandText.Split(arguments);
        switch (key)
        {
            case "ssid_postfix":
                configuration.GroupOwner.SsidPostfix = value;
                return ControlReplies.Ok;
            case "per_sta_psk" when value is "0" or "1":
                configuration.GroupOwner.PerStationPsk = value == "1";
                return ControlReplies.Ok;
            default:
                return ControlReplies.Fail;
        }
    }
}
