using System.Globalization;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;

namespace HostApd.Commands;

/// <summary>hostapd's commands on an interface's control socket.</summary>
internal sealed class BssCommands(Bss bss, AccessPointConfiguration configuration, ProcessCommands process)
{
    private readonly WpsCommands _wps = new(bss);
    private readonly P2pCommands _p2p = new(bss, configuration);

    /// <summary>The recent joins.</summary>
    internal TimelineCommand? Timeline { get; init; }

    /// <summary>The reply, or null when there is no such command.</summary>
    internal string? Handle(string command)
    {
        var (verb, rest) = CommandText.Split(command);
        return verb switch
        {
            "STATUS" => StatusText.Write(bss) + process.DescribeEntropy(bss.HeldForEntropy),
            "STA-FIRST" => bss.Stations.FirstOrDefault() is { } first ? StationText.Write(bss, first) : "",
            "STA" => Station(rest),
            "STA-NEXT" => NextStation(rest),
            "GET_CONFIG" => StatusText.WriteConfiguration(bss, configuration),
            "DEAUTHENTICATE" => SendAway(rest, disassociate: false),
            "DISASSOCIATE" => SendAway(rest, disassociate: true),
            "ENABLE" => Reply(bss.Enable().Succeeded),
            "DISABLE" => Disable(),
            "UPDATE_BEACON" => Reply(bss.UpdateBeacon().Succeeded),
            "TIMELINE" => Timeline?.Handle(rest),
            "REKEY_GTK" => Reply(bss.RekeyGroup()),
            "GET" => rest == "version" ? DaemonCommand.VersionText : ControlReplies.Fail,
            _ => _wps.Handle(verb, rest) ?? _p2p.Handle(verb, rest) ?? process.Handle(verb, rest),
        };
    }

    private static string Reply(bool succeeded) => succeeded ? ControlReplies.Ok : ControlReplies.Fail;

    private string Disable()
    {
        if (bss.State is not (BssState.Enabled or BssState.CountryUpdate))
        {
            return ControlReplies.Fail;
        }

        bss.Disable();
        return ControlReplies.Ok;
    }

    private string Station(string address) =>
        MacAddress.TryParse(CommandText.Split(address).Verb, out var mac) && bss.Stations.Find(mac) is { } sta
            ? StationText.Write(bss, sta)
            : ControlReplies.Fail;

    private string NextStation(string address) =>
        !MacAddress.TryParse(address, out var mac) || bss.Stations.Find(mac) is null
            ? ControlReplies.Fail
            : bss.Stations.After(mac) is { } next ? StationText.Write(bss, next) : "";

    /// <summary><c>addr [reason=N]</c>.</summary>
    private string SendAway(string arguments, bool disassociate)
    {
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !MacAddress.TryParse(words[0], out var station))
        {
            return ControlReplies.Fail;
        }

        var reason = ReasonCode.InvalidAuthentication;
        foreach (var word in words.Skip(1))
        {
            if (word.StartsWith("reason=", StringComparison.Ordinal))
            {
                if (!ushort.TryParse(word.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return ControlReplies.Fail;
                }

                reason = (ReasonCode)number;
            }
        }

        return Reply(disassociate ? bss.Disassociate(station, reason) : bss.Deauthenticate(station, reason));
    }
}
