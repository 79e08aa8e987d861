using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;

namespace HostApd.Commands;

/// <summary>hostapd's commands on an interface's control socket.</summary>
internal sealed class BssCommands(Bss bss, AccessPointConfiguration configuration, ProcessCommands process)
{
    private const string NoSuchStation = "no station of this address is here";
    private const string NotEnabled = "it is not on the air";

    private readonly WpsCommands _wps = new(bss);
    private readonly AclCommands _acl = new(bss);
    private readonly ChannelCommands _channel = new(bss, configuration);
    private readonly FrameCommands _frames = new(bss);
    private readonly SettingCommands _settings = new(bss, configuration);
    private P2pCommands? _p2p;

    /// <summary>Who may join, by files and by commands.</summary>
    internal AccessLists Lists => _settings.Lists;

    /// <summary>The recent joins.</summary>
    internal TimelineCommand? Timeline { get; init; }

    /// <summary>The capture of this interface.</summary>
    internal CaptureCommand? Capture { get; init; }

    /// <summary>The data test.</summary>
    internal DataTest? DataTest { get; init; }

    /// <summary>Waits until what has changed is on the disk; null: it is at once.</summary>
    internal Action? Settle { get; init; }

    /// <summary>Commands made for tests are allowed.</summary>
    internal bool Testing { get; init; }

    /// <summary>The radio's BSSes, this one among them; null where there is only this one.</summary>
    internal Interface? Interface
    {
        get;
        set
        {
            field = value;
            _settings.ReloadKeys = () => Own?.ReloadKeys() ?? false;
            _settings.CountStations = () => (bss.Stations.Associated, value?.AccessPoints.Sum(static a => a.Bss.Stations.Associated) ?? 0);
        }
    }

    private AccessPoint? Own => Interface?.AccessPoints.FirstOrDefault(a => a.Bss == bss);

    private P2pCommands P2p => _p2p ??= new P2pCommands(bss, configuration, () => Own is { IsDevice: true } device ? device.BeginGroup() : Enable(), Settle);

    /// <summary>The reply, or null when there is no such command.</summary>
    internal string? Handle(string command)
    {
        var (verb, rest) = CommandText.Split(command);
        return verb switch
        {
            "STATUS" => StatusText.Write(bss, Interface?.AccessPoints.Select(static a => a.Bss), configuration.Radio) + process.DescribeEntropy(bss.Hold.Total),
            "STATUS-DRIVER" => bss.State == BssState.Uninitialized
                ? Refusals.Fail("its interface has not been opened yet (ENABLE)") : DriverText.WriteStatus(bss),
            "DRIVER_FLAGS" => DriverText.WriteFlags(bss.Radio.Capabilities),
            "MIB" => rest switch
            {
                "" => MibText.Write(bss),
                "radius_server" => "",
                _ => Refusals.Fail($"MIB {rest}: nothing, or radius_server"),
            },
            "STA-FIRST" => bss.Stations.FirstOrDefault() is { } first ? StationText.Write(bss, first) : "",
            "STA" => Station(rest),
            "STA-NEXT" => NextStation(rest),
            "GET_CONFIG" => StatusText.WriteConfiguration(bss, configuration),
            "SHARE" => ShareText.Write(bss, configuration),
            "DEAUTHENTICATE" => SendAway(rest, disassociate: false),
            "DISASSOCIATE" => SendAway(rest, disassociate: true),
            "POLL_STA" => Refusals.Unless(MacAddress.TryParse(rest, out var polled) && bss.Poll(polled), NoSuchStation),
            "ENABLE" => Refusals.Unless(Enable(), "it is on the air already, or could not start"),
            "DISABLE" => Refusals.Unless(Interface?.Disable() ?? Disable(), NotEnabled),
            "STOP_AP" => FallSilent(),
            "RELOAD" or "RELOAD_BSS" or "RELOAD_CONFIG" or "RELOAD_WPA_PSK" => Reload(verb),
            "UPDATE_BEACON" => (Own?.UpdateBeacon() ?? bss.UpdateBeacon()) is { Succeeded: false } refused ? Refusals.Fail(refused.ToString()) : ControlReplies.Ok,
            "TIMELINE" => Timeline?.Handle(rest),
            "CAPTURE_STOP" => Capture?.StopCommand(),
            "REKEY_GTK" => Refusals.Unless(bss.GroupKeys.Rekey(), "no group key can be renewed now: the network is open, off the air, or a renewal is under way"),
            "REKEY_PTK" => Refusals.Unless(MacAddress.TryParse(rest, out var rekeyed) && bss.RekeyPairwise(rekeyed),
                "no station of this address has a pairwise key, or it is being renewed"),
            "PMKSA" => "Index / SPA / PMKID / expiration (in seconds) / opportunistic\n",
            "PMKSA_FLUSH" => ControlReplies.Ok,
            _ => _wps.Handle(verb, rest) ?? P2p.Handle(verb, rest) ?? _settings.Handle(verb, rest, Testing) ?? _acl.Handle(verb, rest)
                ?? _channel.Handle(verb, rest) ?? DataTest?.Handle(verb, rest)
                ?? (Testing ? _frames.Handle(verb, rest) : null) ?? process.Handle(verb, rest) ?? MissingCommands.Handle(verb, rest),
        };
    }

    private bool Enable() => Interface?.Enable() ?? bss.Enable().Succeeded;

    private bool Disable()
    {
        if (bss is { State: BssState.Disabled or BssState.Uninitialized, Recovery.ComesBack: false })
        {
            return false;
        }

        bss.Disable();
        return true;
    }

    /// <summary>As in hostapd always OK: what does not beacon is stopped already.</summary>
    private string FallSilent()
    {
        bss.FallSilent();
        return ControlReplies.Ok;
    }

    /// <summary>OK, and behind it what was done.</summary>
    private string Reload(string verb)
    {
        if (Interface is not { } all || Own is not { } own)
        {
            return Refusals.Fail("there is no interface to reload");
        }

        return verb switch
        {
            "RELOAD" => IsUp ? $"OK {all.Reload()}\n" : Refusals.Fail(NotEnabled),
            "RELOAD_BSS" => IsUp ? $"OK {own.Reload()}\n" : Refusals.Fail(NotEnabled),
            "RELOAD_CONFIG" => configuration.File is not null || IsUp ? $"OK {all.ReloadFile(isAnswered: true)}\n" : Refusals.Fail(NotEnabled),
            _ => Refusals.Unless(own.ReloadKeys(), "there is no wpa_psk_file, or it could not be read"),
        };
    }

    /// <summary>On the air, silent until told, or about to come back.</summary>
    private bool IsUp => bss.State is BssState.Enabled or BssState.Silent || bss.Recovery.ComesBack;

    private string Station(string address) =>
        MacAddress.TryParse(CommandText.Split(address).Verb, out var mac) && bss.Stations.Find(mac) is { } sta
            ? StationText.Write(bss, sta)
            : Refusals.Fail(NoSuchStation);

    private string NextStation(string address) =>
        !MacAddress.TryParse(address, out var mac) || bss.Stations.Find(mac) is null
            ? Refusals.Fail(NoSuchStation)
            : bss.Stations.After(mac) is { } next ? StationText.Write(bss, next) : "";

    /// <summary>
    /// <c>addr [reason=N] [tx=0] [test=0|1]</c>: without a word to the station with <c>tx=0</c>, and with <c>test=</c> the word alone, which
    /// changes nothing here.
    /// </summary>
    private string SendAway(string arguments, bool disassociate)
    {
        var words = CommandText.Words(arguments);
        if (words.Length == 0 || !MacAddress.TryParse(words[0], out var station))
        {
            return Refusals.Fail("an address is wanted");
        }

        var reason = CommandText.Value(words, "reason") is { } told ? (ReasonCode)(ushort)CommandText.Number(told) : ReasonCode.InvalidAuthentication;
        return Refusals.Unless(
            CommandText.Value(words, "test") is not null ? bss.SendLeave(station, reason, disassociate)
            : CommandText.Value(words, "tx") == "0" ? bss.Forget(station)
            : bss.SendAway(station, reason, disassociate), NotEnabled);
    }
}
