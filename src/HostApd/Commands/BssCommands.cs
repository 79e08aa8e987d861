using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Radius;

namespace HostApd.Commands;

/// <summary>hostapd's commands on an interface's control socket.</summary>
internal sealed class BssCommands(Bss bss, AccessPointConfiguration configuration, ProcessCommands process)
{
    private const string NoSuchStation = "no station of this address is here";
    private const string NotEnabled = "it is not on the air";

    private const string Leave = "address [reason=number] [tx=0] [test=0|1]";
    private const string Reloaded = "OK, and what was done";
    private const string Station = "the station: address, flags, key=value lines";

    private static readonly CommandTable<BssCommands> Table = new(
        new("STATUS", "", "what the access point does, in key=value lines", static (c, _) => c.WriteStatus()),
        new("STATUS-DRIVER", "", "what the driver is and can do, in key=value lines", static (c, _) => c.WriteDriverStatus()),
        new("DRIVER_FLAGS", "", "what the driver can do, a name a line", static (c, _) => DriverText.WriteFlags(c.Bss.Radio.Capabilities)),
        new("MIB", "[radius_server]", "MIB variables, in key=value lines", static (c, which) => c.WriteMib(which)),
        new("STA-FIRST", "", Station + "; nothing where there is none", static (c, _) => c.Bss.Stations.FirstOrDefault() is { } first ? StationText.Write(c.Bss, first) : ""),
        new("STA", "address", Station, static (c, address) => c.DescribeStation(address)),
        new("STA-NEXT", "address", Station + "; nothing behind the last", static (c, address) => c.NextStation(address)),
        new("GET_CONFIG", "", "the network with its passphrase, in key=value lines", static (c, _) => c.WriteConfiguration()),
        new("SHARE", "", "what a phone needs to join, in key=value lines", static (c, _) => c.WriteShare()),
        new("DEAUTHENTICATE", Leave, ControlCommand.Done, static (c, who) => c.SendAway(who, disassociate: false)),
        new("DISASSOCIATE", Leave, ControlCommand.Done, static (c, who) => c.SendAway(who, disassociate: true)),
        new("POLL_STA", "address", "OK; the event AP-STA-POLL-OK follows", static (c, address) => c.Poll(address)),
        new("ENABLE", "", ControlCommand.Done, static (c, _) => Refusals.Unless(c.Enable(), "it is on the air already, or could not start")),
        new("DISABLE", "", ControlCommand.Done, static (c, _) => Refusals.Unless(c.Interface?.Disable() ?? c.Disable(), NotEnabled)),
        new("STOP_AP", "", ControlCommand.Done, static (c, _) => c.FallSilent()),
        new("RELOAD", "", Reloaded, static (c, _) => c.Reload("RELOAD")),
        new("RELOAD_BSS", "", Reloaded, static (c, _) => c.Reload("RELOAD_BSS")),
        new("RELOAD_CONFIG", "", Reloaded, static (c, _) => c.Reload("RELOAD_CONFIG")),
        new("RELOAD_WPA_PSK", "", ControlCommand.Done, static (c, _) => c.Reload("RELOAD_WPA_PSK")),
        new("UPDATE_BEACON", "", ControlCommand.Done, static (c, _) => c.UpdateBeacon()),
        new("TIMELINE", "[last|slowest|address|id [text|json|lines [number]]]", "the recent joins, a line each, or one of them", static (c, which) => c.Timeline?.Handle(which)),
        new("CAPTURE_STOP", "", ControlCommand.Done, static (c, _) => c.Capture?.StopCommand()),
        new("REKEY_GTK", "", ControlCommand.Done, static (c, _) => c.Rekey()),
        new("EAPOL_REAUTH", "address", ControlCommand.Done, static (c, address) => c.Reauthenticate(address)),
        new("REKEY_PTK", "address", ControlCommand.Done, static (c, address) => c.RekeyPairwise(address)),
        new("SA_QUERY", "address", ControlCommand.Done, static (c, address) => c.AskSecurityAssociation(address)),
        new("PMKSA", "", "the cached keys: a head, then a line each", static (c, _) => PmksaCommands.Write(c.Bss.Agreed)),
        new("PMKSA_FLUSH", "", ControlCommand.Done, static (c, _) => PmksaCommands.Flush(c.Bss.Agreed)),
        new("PMKSA_ADD", PmksaCommands.Usage, ControlCommand.Done, static (c, words) => PmksaCommands.Add(c.Bss, words)));

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

    /// <summary>The servers that the access point asks.</summary>
    internal Func<IEnumerable<RadiusExchange>> Servers { get; init; } = static () => [];

    /// <summary>Where servers end and change sessions.</summary>
    internal DynamicAuthorizationServer? Authorization { get; init; }

    /// <summary>Commands made for tests are allowed.</summary>
    internal bool Testing
    {
        get;
        init => _settings.Testing = field = value;
    }

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

    private Bss Bss => bss;

    private AccessPoint? Own => Interface?.AccessPoints.FirstOrDefault(a => a.Bss == bss);

    private P2pCommands P2p => _p2p ??= new P2pCommands(bss, configuration, () => Own is { IsDevice: true } device ? device.BeginGroup() : Enable(), Settle);

    /// <summary>All that this socket answers beside <see cref="ControlServer.Commands"/>.</summary>
    internal static IEnumerable<ControlCommand> All =>
    [
        .. Table.All, .. WpsCommands.Table.All, .. P2pCommands.Table.All, .. DeviceCommands.Table.All, .. SettingCommands.Table.All,
        .. AclCommands.Table.All, .. ChannelCommands.Table.All, CaptureCommand.Begin, .. DataTest.Table.All, .. FrameCommands.Table.All,
        .. ProcessCommands.Table.All,
    ];

    /// <summary>The reply, or null when there is no such command.</summary>
    internal string? Handle(string command)
    {
        var (verb, rest) = CommandText.Split(command);
        return Table.Has(verb)
            ? Table.Run(this, verb, rest)
            : _wps.Handle(verb, rest) ?? P2p.Handle(verb, rest) ?? _settings.Handle(verb, rest) ?? _acl.Handle(verb, rest)
                ?? _channel.Handle(verb, rest) ?? DataTest?.Handle(verb, rest)
                ?? _frames.Handle(verb, rest, Testing) ?? process.Handle(verb, rest) ?? MissingCommands.Handle(verb, rest);
    }

    private string WriteStatus() =>
        StatusText.Write(bss, Interface?.AccessPoints.Select(static a => a.Bss), configuration.Radio) + process.DescribeEntropy(bss.Hold.Total)
        + RadiusText.WriteStatus(Servers()) + RadiusText.WriteStatus(Authorization?.PortOf(bss) ?? 0);

    private string WriteDriverStatus() => bss.State == BssState.Uninitialized
        ? Refusals.Fail("its interface has not been opened yet (ENABLE)") : DriverText.WriteStatus(bss);

    private string WriteMib(string which) => which switch
    {
        "" => MibText.Write(bss) + RadiusText.WriteMib(Servers())
            + (Authorization is { Machine: { } machine } && Authorization.PortOf(bss) > 0 ? RadiusText.WriteMib(machine) : ""),
        "radius_server" => "",
        _ => Refusals.Fail($"MIB {which}: nothing, or radius_server"),
    };

    private string WriteConfiguration() => StatusText.WriteConfiguration(bss, configuration);

    private string WriteShare() => ShareText.Write(bss, configuration);

    private string Poll(string address) => Refusals.Unless(MacAddress.TryParse(address, out var polled) && bss.Poll(polled), NoSuchStation);

    private string Rekey() =>
        Refusals.Unless(bss.GroupKeys.Rekey(), "no group key can be renewed now: the network is open, off the air, or a renewal is under way");

    private string Reauthenticate(string address) => Refusals.Unless(MacAddress.TryParse(address, out var asked) && bss.Reauthenticate(asked),
        "no station of this address is in by 802.1X, or it is being asked already");

    private string RekeyPairwise(string address) => Refusals.Unless(MacAddress.TryParse(address, out var rekeyed) && bss.RekeyPairwise(rekeyed),
        "no station of this address has a pairwise key, or it is being renewed");

    private string AskSecurityAssociation(string address) => Refusals.Unless(
        MacAddress.TryParse(address, out var asked) && bss.AskSecurityAssociation(asked), "no station of this address protects its management frames");

    private string UpdateBeacon() =>
        (Own?.UpdateBeacon() ?? bss.UpdateBeacon()) is { Succeeded: false } refused ? Refusals.Fail(refused.ToString()) : ControlReplies.Ok;

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

    private string DescribeStation(string address) =>
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
