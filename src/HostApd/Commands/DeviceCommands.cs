using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Wps;

namespace HostApd.Commands;

/// <summary>
/// wpa_supplicant's commands of a P2P device that finds, is found and negotiates: always (<c>p2p_mode = on-demand</c>), or while it is to be
/// found because its group is off (P2P_LISTEN).
/// </summary>
internal sealed class DeviceCommands(Bss bss, AccessPointConfiguration configuration)
{
    private const string Unknown = "no such device has been heard of (P2P_FIND, or wait until it asks)";
    private const string Busy = "a group, or something that is being negotiated, has the radio";
    private const string DiscoverArguments = "address display|keypad|pbc";
    private const string ConnectArguments = "address pbc|pin|PIN [display|keypad|label] [auth] [go_intent=0-15] [freq=MHz] [persistent]";

    internal static CommandTable<DeviceCommands> Table { get; } = new(
        new("P2P_FIND", "[seconds] [type=social|progressive]", ControlCommand.Done, static (c, how) => c.Ask(d => Find(d, how))),
        new("P2P_STOP_FIND", "", ControlCommand.Done, static (c, _) => c.Ask(static d => Done(d.StopFind))),
        new("P2P_LISTEN", "[seconds]", ControlCommand.Done, static (c, time) => c.Ask(d => Refusals.Unless(d.Listen(Seconds(time)), Busy))),
        new("P2P_CONNECT", ConnectArguments, "OK; to pin the PIN that was drawn", static (c, how) => c.Ask(d => c.Connect(d, how))),
        new("P2P_REJECT", "address", ControlCommand.Done, static (c, who) => c.Ask(d => Reject(d, who))),
        new("P2P_UNAUTHORIZE", "address", ControlCommand.Done, static (c, who) => c.Ask(d => Unauthorize(d, who))),
        new("P2P_CANCEL", "", ControlCommand.Done, static (c, _) => c.Ask(static d => Refusals.Unless(d.Cancel(), "nothing is being negotiated, and no group forms"))),
        new("P2P_FLUSH", "", ControlCommand.Done, static (c, _) => c.Ask(static d => Done(d.Flush))),
        new("P2P_PROV_DISC", DiscoverArguments, ControlCommand.Done, static (c, who) => c.Ask(d => Discover(d, who))),
        new("P2P_INVITE", "persistent=0 [peer=address] [freq=MHz]|group=interface peer=address", ControlCommand.Done, static (c, who) => c.Ask(d => c.Invite(d, who))),
        new("P2P_EXT_LISTEN", "[period interval]", ControlCommand.Done, static (c, times) => c.Ask(d => ExtendListen(d, times))),
        new("P2P_PEERS", "", "the addresses of the devices that were found, a line each", static (c, _) => c.Ask(ListPeers)));

    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments) => !Table.Has(verb) ? null
        : bss.OnDemand.Device is null ? WithoutDevice(verb, arguments)
        : Table.Run(this, verb, arguments);

    private string Ask(Func<P2pDevice, string> question) => bss.OnDemand.Ask(question, otherwise: ControlReplies.Fail);

    private static string Reject(P2pDevice device, string address) =>
        Refusals.Unless(MacAddress.TryParse(address, out var rejected) && device.Reject(rejected), Unknown);

    private static string Unauthorize(P2pDevice device, string address) =>
        Refusals.Unless(MacAddress.TryParse(address, out var peer) && device.Unauthorize(peer), "nothing is allowed with such a device");

    private static string ListPeers(P2pDevice device) =>
        string.Concat(device.Peers.All.Where(static p => p.Renown == PeerRenown.Reported).Select(static p => $"{p.Address}\n"));

    /// <summary><c>address | FIRST | NEXT-address</c> of the devices that were heard of; null when there is no device here, or it is one of the group alone.</summary>
    internal string? Peer(string which)
    {
        if (bss.OnDemand.Device is not { } device)
        {
            return null;
        }

        if (which == "FIRST")
        {
            return device.Peers.All.FirstOrDefault() is { } first ? Describe(device, first) : null;
        }

        var next = which.StartsWith("NEXT-", StringComparison.Ordinal);
        return !MacAddress.TryParse(next ? which.AsSpan(5) : which, out var address) ? null
            : (next ? device.Peers.After(address) : device.Peers.Find(address)) is { } found ? Describe(device, found)
            : next ? Refusals.Fail("there is no further device") : null;
    }

    /// <summary><c>listen_channel N [class]</c>, <c>disallow_freq MHz[,MHz…]</c>.</summary>
    internal string Set(string key, string value)
    {
        var words = CommandText.Words(value);
        switch (key)
        {
            case "listen_channel" when words is ["1" or "6" or "11", ..]:
                configuration.GroupOwner.OnDemand.ListenChannel = CommandText.Number(words[0]);
                break;
            case "disallow_freq":
                var frequencies = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (!Array.TrueForAll(frequencies, static f => int.TryParse(f, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
                {
                    return Refusals.Fail("disallow_freq: frequencies in MHz, with commas between");
                }

                configuration.GroupOwner.OnDemand.DisallowedMhz = [.. frequencies.Select(static f => CommandText.Number(f))];
                break;
            default:
                return Refusals.Fail("listen_channel: 1, 6 or 11");
        }

        bss.OnDemand.Take(configuration.GroupOwner.OnDemand.ToOptions(configuration));
        return ControlReplies.Ok;
    }

    /// <summary>There is none: it is off, or its group runs, or would if it were not off; then P2P_LISTEN makes one for a while.</summary>
    private string WithoutDevice(string verb, string arguments)
    {
        if (configuration.GroupOwner.IsOnDemand)
        {
            return Refusals.Fail("it is not enabled, or its interface is not there");
        }

        if (bss.State.IsWanted() || bss.Recovery.ComesBack)
        {
            return Refusals.Fail("the group always runs here (p2p_mode = group): devices join it; p2p_mode = on-demand finds and negotiates");
        }

        if (verb != "P2P_LISTEN")
        {
            return Refusals.Fail("the group is off, and nobody finds it: P2P_LISTEN [seconds] lets it be found as a device");
        }

        var result = bss.OnDemand.BeFound(configuration.GroupOwner.OnDemand.ToOptions(configuration), Seconds(arguments));
        return result.Succeeded ? ControlReplies.Ok : Refusals.Fail(result.ToString());
    }

    private static TimeSpan Seconds(string number) => TimeSpan.FromSeconds(Math.Max(0, CommandText.Number(number)));

    private static string Done(Action wish)
    {
        wish();
        return ControlReplies.Ok;
    }

    /// <summary><c>[seconds] [type=social|progressive] [freq=MHz]</c>.</summary>
    private static string Find(P2pDevice device, string arguments)
    {
        var words = CommandText.Words(arguments);
        var scope = CommandText.Value(words, "type") switch
        {
            null => SearchScope.Full,
            "social" => SearchScope.Social,
            "progressive" => SearchScope.Progressive,
            _ => (SearchScope?)null,
        };
        return scope is not { } known ? Refusals.Fail("type=social or type=progressive")
            : Refusals.Unless(device.Find(known, TimeSpan.FromSeconds(words.Length > 0 ? Math.Max(0, CommandText.Number(words[0])) : 0)), Busy);
    }

    private string Connect(P2pDevice device, string arguments)
    {
        var words = CommandText.Words(arguments);
        if (words.Length < 2 || !MacAddress.TryParse(words[0], out var peer))
        {
            return Refusals.Fail("P2P_CONNECT " + ConnectArguments);
        }

        if (words.Contains("join"))
        {
            return Refusals.Fail("join: we are never a client of another's group");
        }

        var (method, pin) = MethodOf(words);
        if (method != ProvisionMethod.PushButton && pin is null)
        {
            return words[1] == "pin" ? Refusals.Fail("no PIN can be drawn: there is not enough entropy yet") : "FAIL-INVALID-PIN\n";
        }

        var intent = CommandText.Value(words, "go_intent") is { } said ? CommandText.Number(said) : device.Options.Intent;
        var frequency = CommandText.Value(words, "freq") is { } mhz ? CommandText.Number(mhz) : 0;
        if (intent is < 0 or > 15)
        {
            return Refusals.Fail("go_intent: 0 to 15");
        }

        if (RefuseChannel(device, frequency) is { } refusal)
        {
            return refusal;
        }

        return !device.Connect(peer, new PeerWish(method, pin, intent, frequency), onlyAllow: words.Contains("auth"))
            ? Refusals.Fail(device.Peers.Find(peer) is null ? Unknown : Busy)
            : words[1] == "pin" ? pin! : ControlReplies.Ok;
    }

    /// <summary>
    /// Why there can be no group on a frequency, or none at all (0) where another interface has bound the radio; null: there can. As in
    /// wpa_supplicant it is "unsupported" where none may ever be, and "unavailable" where none can be now.
    /// </summary>
    internal static string? RefuseChannel(P2pDevice device, int frequencyMhz)
    {
        var forced = device.Options.ForcedMhz;
        var wanted = frequencyMhz != 0 ? frequencyMhz : forced;
        return wanted == 0 ? null
            : !device.Options.FrequenciesMhz.Contains(wanted) ? "FAIL-CHANNEL-UNSUPPORTED\n"
            : forced != 0 && forced != wanted ? "FAIL-CHANNEL-UNAVAILABLE\n"
            : null;
    }

    /// <summary>A PIN that stands here was read off the peer, unless it is said to be shown here.</summary>
    private (ProvisionMethod Method, string? Pin) MethodOf(string[] words) => words[1] switch
    {
        "pbc" => (ProvisionMethod.PushButton, null),
        "pin" => (ProvisionMethod.Display, bss.OnDemand.DrawPin()),
        _ => (words.Contains("display") || words.Contains("label") ? ProvisionMethod.Display : ProvisionMethod.Keypad, Pin.Normalize(words[1])),
    };

    private static string Discover(P2pDevice device, string arguments)
    {
        var words = CommandText.Words(arguments);
        var method = words.Length < 2 ? ConfigMethods.None : words[1] switch
        {
            "display" => ConfigMethods.Display,
            "keypad" => ConfigMethods.Keypad,
            "pbc" => ConfigMethods.PushButton,
            _ => ConfigMethods.None,
        };
        return method == ConfigMethods.None || !MacAddress.TryParse(words[0], out var peer)
            ? Refusals.Fail("P2P_PROV_DISC " + DiscoverArguments)
            : Refusals.Unless(device.Discover(peer, method), device.Peers.Find(peer) is null ? Unknown : Busy);
    }

    /// <summary><c>persistent=0 [peer=address] [freq=MHz]</c>, or <c>group=interface peer=address</c>; without a peer who was in last is meant.</summary>
    private string Invite(P2pDevice device, string arguments)
    {
        var words = CommandText.Words(arguments);
        var isRunning = CommandText.Value(words, "group") is { } name && name == configuration.InterfaceName;
        var named = CommandText.Value(words, "peer");
        var isPersistent = CommandText.Value(words, "persistent") == "0";
        var peer = bss.Group.Known.Last;
        var isKnown = named is null ? isPersistent && !peer.IsZero : MacAddress.TryParse(named, out peer);
        if (!isKnown || !isRunning && !isPersistent)
        {
            return Refusals.Fail($"persistent=0 [peer=address] [freq=MHz], or group={configuration.InterfaceName} peer=address; without peer= who was in last");
        }

        if (isRunning != (device.Phase == GroupPhase.Running))
        {
            return Refusals.Fail(isRunning ? "the group does not run" : "the group runs: P2P_INVITE group=");
        }

        var frequency = CommandText.Value(words, "freq") is { } mhz ? CommandText.Number(mhz) : 0;
        return (isRunning ? null : RefuseChannel(device, frequency)) ?? Refusals.Unless(device.Invite(peer, frequency), Busy);
    }

    /// <summary><c>[period interval]</c> in milliseconds.</summary>
    private static string ExtendListen(P2pDevice device, string arguments)
    {
        if (device.Options.Listens == ListenHabit.WhenAsked)
        {
            return Refusals.Fail("it is found for as long as P2P_LISTEN said, and not after it (p2p_mode = group)");
        }

        var words = CommandText.Words(arguments);
        var (period, interval) = words.Length < 2 ? (0, 0) : (CommandText.Number(words[0]), CommandText.Number(words[1]));
        if (words.Length == 1 || words.Length > 1 && (period < 1 || interval < period || interval > ushort.MaxValue))
        {
            return Refusals.Fail("P2P_EXT_LISTEN [period interval]: 1 to 65535 ms, the interval no shorter than the period");
        }

        device.ExtendListen(TimeSpan.FromMilliseconds(period), TimeSpan.FromMilliseconds(interval));
        return ControlReplies.Ok;
    }

    private string Describe(P2pDevice device, Peer peer)
    {
        var text = new StringBuilder();
        void Line(string key, object value) => text.Append(CultureInfo.InvariantCulture, $"{key}={value}\n");

        text.Append(CultureInfo.InvariantCulture, $"{peer.Address}\n");
        Line("pri_dev_type", peer.Info?.PrimaryType ?? default);
        Line("device_name", peer.Info?.PrintableName ?? "");
        Line("config_methods", $"0x{(int)(peer.Info?.ConfigMethods ?? 0):x}");
        Line("dev_capab", $"0x{(int)peer.DeviceCapability:x}");
        Line("group_capab", $"0x{(int)peer.GroupCapability:x}");
        Line("level", peer.SignalDbm);
        Line("age", bss.SecondsSince(peer.LastHeard));
        Line("listen_freq", peer.ListenMhz);
        Line("wps_method", peer.Wish is { } wish ? P2pDevice.WordOf(wish.Method) : "not-ready");
        Line("interface_addr", bss.Group.Owner?.FindDevice(peer.Address)?.InterfaceAddress ?? MacAddress.Zero);
        Line("member_in_go_dev", MacAddress.Zero);
        Line("member_in_go_iface", MacAddress.Zero);
        Line("go_neg_req_sent", peer.RequestsSent);
        Line("go_state", device.Partner == peer.Address && device.State == DeviceState.Group ? "local" : "unknown");
        Line("dialog_token", peer.Token);
        Line("intended_addr", peer.IntendedAddress);
        Line("oper_freq", peer.OperatingMhz);
        Line("flags", $"{(peer.Renown == PeerRenown.Reported ? "[REPORTED]" : "[PROBE_REQ_ONLY]")}{peer.Readiness switch
        {
            PeerReadiness.Ready => "",
            PeerReadiness.NotYetReady => "[NOT_YET_READY]",
            PeerReadiness.WaitsForUs or PeerReadiness.WaitsForInvitation => "[PEER_WAITING_RESPONSE]",
            PeerReadiness.Rejected => "[USER_REJECTED]",
        }}");
        Line("status", peer.LastStatus);
        Line("invitation_reqs", peer.InvitationsSent);
        return text.ToString();
    }
}
