using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.P2p;

namespace HostApd.Commands;

/// <summary>wpa_supplicant's P2P commands, as far as a Group Owner has them.</summary>
/// <param name="bss">The group's access point.</param>
/// <param name="configuration">What SET and P2P_SET change.</param>
/// <param name="enable">The one way onto the air, which ENABLE goes too: it takes the configuration as it is now.</param>
/// <param name="settle">Waits until what has changed is on the disk; null: it is at once.</param>
internal sealed class P2pCommands(Bss bss, AccessPointConfiguration configuration, Func<bool> enable, Action? settle = null)
{
    internal static CommandTable<P2pCommands> Table { get; } = new(
        new("P2P_GROUP_ADD", "[persistent[=id]] [freq=MHz]", ControlCommand.Done, static (c, how) => c.Add(how)),
        new("P2P_GROUP_REMOVE", "[interface]", ControlCommand.Done, static (c, _) => c.Remove()),
        new("P2P_GET_PASSPHRASE", "", "the group's passphrase", static (c, _) => c.TellPassphrase()),
        new("P2P_PEER", "address|FIRST|NEXT-address", "the device: address, key=value lines", static (c, which) => c._device.Peer(which) ?? c.Peer(which)),
        new("P2P_GROUP_MEMBER", "address", "the address that the device has in the group", static (c, device) => c.Member(device)),
        new("P2P_REMOVE_CLIENT", "address|iface=address", "OK, and what else is to be done", static (c, who) => c.RemoveClient(who)),
        new("P2P_SET", "ssid_postfix|per_sta_psk|listen_channel|disallow_freq|disc_int value", ControlCommand.Done, static (c, what) => c.Set(what)),
        new("WFD_SUBELEM_SET", "id [length and body in hexadecimal]", ControlCommand.Done, static (c, what) => c.SetDisplay(what)),
        new("WFD_SUBELEM_GET", "id", "length and body in hexadecimal", static (c, id) => c.GetDisplay(id)));

    private readonly DeviceCommands _device = new(bss, configuration);

    private const string NoPeer = "no such device is in the group";

    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments)
    {
        var isDisplay = verb == "SET" && arguments.StartsWith("wifi_display ", StringComparison.Ordinal);
        if (!isDisplay && !verb.StartsWith("P2P_", StringComparison.Ordinal) && !verb.StartsWith("WFD_", StringComparison.Ordinal))
        {
            return null;
        }

        if (!configuration.GroupOwner.Enabled)
        {
            return Refusals.Fail("this is no P2P group (go = on)");
        }

        return isDisplay ? SwitchDisplay(CommandText.Split(arguments).Arguments)
            : Table.Run(this, verb, arguments) ?? _device.Handle(verb, arguments);
    }

    private string TellPassphrase() => configuration.Passphrase is { } passphrase
        ? ByteText.ToLatin1(passphrase) : Refusals.Fail("no passphrase has been drawn yet, or the key is a PSK");

    /// <summary><c>[persistent[=id]] [freq=MHz]</c>; channel and width are the ini file's.</summary>
    private string Add(string arguments)
    {
        var frequency = CommandText.Value(CommandText.Words(arguments), "freq") is { } mhz ? CommandText.Number(mhz) : 0;
        if (configuration.GroupOwner.IsOnDemand && bss.OnDemand.Ask(device => DeviceCommands.RefuseChannel(device, frequency), otherwise: null) is { } refusal)
        {
            return refusal;
        }

        var ours = configuration.GroupOwner.IsOnDemand && bss.OnDemand.Device is { Options.ForcedMhz: > 0 and var forced } ? forced
            : bss.Options.Channel.PrimaryMhz;
        foreach (var word in CommandText.Words(arguments))
        {
            if (!word.StartsWith("freq=", StringComparison.Ordinal) && word != "persistent" && !word.StartsWith("persistent=", StringComparison.Ordinal))
            {
                return Refusals.Fail($"P2P_GROUP_ADD: {word}: persistent and freq=MHz are known; the width is the ini file's");
            }

            if (word.StartsWith("freq=", StringComparison.Ordinal) && frequency != ours)
            {
                return $"FAIL the channel is the ini file's: freq={ours}\n";
            }
        }

        if (bss.State.IsWanted())
        {
            return Refusals.Fail("the group is on the air already");
        }

        return Refusals.Unless(enable(), "the group could not start");
    }

    private string Remove()
    {
        if (configuration.GroupOwner.IsOnDemand || bss.OnDemand.Device is { Phase: not GroupPhase.None })
        {
            return Refusals.Unless(bss.OnDemand.Ask(static device => device.EndGroup(), otherwise: false), "there is no group");
        }

        if (bss.State != BssState.Enabled)
        {
            return Refusals.Fail("the group is not on the air");
        }

        bss.Disable();
        return ControlReplies.Ok;
    }

    /// <summary>The address that a device has in the group.</summary>
    private string Member(string device) =>
        MacAddress.TryParse(device, out var address) && bss.Group.Owner?.FindDevice(address) is { } client
            ? client.InterfaceAddress.ToString() : Refusals.Fail(NoPeer);

    /// <summary><c>address | FIRST | NEXT-address</c>, by P2P Device Address.</summary>
    private string Peer(string which)
    {
        var clients = bss.Group.Owner?.Clients ?? [];
        if (which == "FIRST")
        {
            return clients.FirstOrDefault() is { } first ? Describe(first) : Refusals.Fail(NoPeer);
        }

        var next = which.StartsWith("NEXT-", StringComparison.Ordinal);
        if (!MacAddress.TryParse(next ? which.AsSpan(5) : which, out var address))
        {
            return Refusals.Fail("an address, FIRST or NEXT-address is wanted");
        }

        var found = next
            ? clients.SkipWhile(c => c.Info.Address != address).Skip(1).FirstOrDefault()
            : clients.FirstOrDefault(c => c.Info.Address == address || c.InterfaceAddress == address);
        return found is null ? Refusals.Fail(NoPeer) : Describe(found);
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
            return Refusals.Fail("a P2P device address, or iface=address, is wanted");
        }

        // All who say that they are it: one of them is.
        foreach (var client in bss.Group.Owner?.Clients.ToArray() ?? [])
        {
            if (client.Info.Address == device || client.InterfaceAddress == device)
            {
                bss.SendAway(client.InterfaceAddress, ReasonCode.InvalidAuthentication, disassociate: false);
            }
        }

        var removed = bss.RemoveDevicePsk(device);

        // Whoever is told OK must not find the device let in again after a power cut.
        settle?.Invoke();
        return removed
            ? ControlReplies.Ok
            : "OK but the device knows the shared passphrase: change it to keep the device out\n";
    }

    /// <summary>wpa_supplicant's values; what cannot be done is refused in words.</summary>
    private string Set(string arguments)
    {
        var (key, value) = CommandText.Split(arguments);
        switch (key)
        {
            case "ssid_postfix" when System.Text.Encoding.UTF8.GetByteCount(value) <= 23:
                configuration.GroupOwner.SsidPostfix = value;
                return ControlReplies.Ok;
            case "per_sta_psk" when value is "0" or "1":
                // As in wpa_supplicant: for the next group.
                configuration.GroupOwner.PerStationPsk = value == "1";
                return ControlReplies.Ok;
            case "listen_channel" or "disallow_freq" or "disc_int":
                return _device.Set(key, value);
            case "noa" or "oppps":
                return $"FAIL {key} is not carried by nl80211\n";
            case "ctwindow":
                return "FAIL ctwindow is carried by nl80211 for interfaces of type P2P_GO only, and this one is an AP\n";
            case "managed" or "cross_connect" or "disabled" when value == "0":
                return ControlReplies.Ok;
            case "managed":
                return "FAIL managed is for devices that a network manages; a Group Owner is its own master\n";
            case "cross_connect":
                return "FAIL cross_connect: routing out of the group is the system's\n";
            case "disabled":
                return "FAIL disabled: P2P_GROUP_REMOVE ends the group\n";
            default:
                return $"FAIL {key}: ssid_postfix (23 bytes at most) and per_sta_psk (0 or 1) can be set\n";
        }
    }

    /// <summary><c>id [length and body in hexadecimal]</c>; nothing behind the id removes the subelement.</summary>
    private string SetDisplay(string arguments)
    {
        var (number, hex) = CommandText.Split(arguments);
        if (number.Length == 0 || !HexText.TryParse(hex, out var subelement) || !bss.Group.Display.TrySet(CommandText.Number(number), subelement))
        {
            return Refusals.Fail("an id from 0 to 11 and a length and body in hexadecimal that agree are wanted");
        }

        TellDisplay();
        return ControlReplies.Ok;
    }

    private string GetDisplay(string number) =>
        bss.Group.Display[CommandText.Number(number)] is { IsEmpty: false } subelement
            ? Convert.ToHexStringLower(subelement)
            : Refusals.Fail("there is no such subelement");

    private string SwitchDisplay(string value)
    {
        if (value is not ("0" or "1"))
        {
            return Refusals.Fail("wifi_display: 0 or 1");
        }

        bss.Group.Display.IsEnabled = value == "1";
        TellDisplay();
        return ControlReplies.Ok;
    }

    /// <summary>A group that is on the air says so in its Beacon. Who has none says it when it is asked, and begins none for it.</summary>
    private void TellDisplay()
    {
        if (bss.State == BssState.Enabled)
        {
            _ = bss.UpdateBeacon();
        }
    }
}
