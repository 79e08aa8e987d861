using System.Globalization;
using System.Net;
using HostApd.Ap;
using HostApd.Radius;
using static HostApd.Ap.ChangeCost;

namespace HostApd.Configuration;

/// <summary>
/// The keys of section [radius]. hostapd's file has one key for the address of every server, and each opens another; an ini names a key once,
/// so that further servers have a key each, and one line tells all of a server: three keys with numbers could fall apart.
/// </summary>
internal static class RadiusSettings
{
    private const int LongestAttribute = 4000;

    /// <summary>A day, in seconds: clocks that are further apart are a zone apart, or not set.</summary>
    private const int LongestWindow = 86400;

    internal static IEnumerable<Setting> All =>
    [
        New("ieee8021x", "0", "1 = 802.1X: stations show a server who they are, by EAP; needs WPA-EAP among wpa_key_mgmt, and a server",
            SettingValue.Switch(static (t, v) => t.Radius.ControlsPorts = v), static (t, read) => t.Radius.ControlsPorts = read.Radius.ControlsPorts) with
        {
            Cost = Restart,
            Option = static o => o.Security,
        },
        New("eap_reauth_period", "3600", "seconds after which a station shows anew who it is, under its open port; 0 = never, unless the server wants it",
            SettingValue.Interval(static (t, v) => t.Radius.ReauthenticationPeriod = v),
            static (t, read) => t.Radius.ReauthenticationPeriod = read.Radius.ReauthenticationPeriod) with
        {
            Cost = Restart,
            Option = static o => o.Security,
        },
        New("eap_message", "", @"what a station is shown when it is asked who it is; behind \0 what its supplicant is told",
            ValueForm.Bytes(ValueKind.Text, Radius.RadiusAttributeReader.MaximumValueLength).Said(Message),
            static (t, read) => t.Radius.EapMessage = read.Radius.EapMessage) with
        {
            Cost = Restart,
            Option = static o => o.Security,
        },
        New("wpa_psk_radius", "0", "passphrases from the server: 0 = no, 1 = with its word on an address (macaddr_acl = 2), before our own, 2 = and nobody "
            + "comes in without one, 3 = asked in the handshake of a station that knows none of ours",
            SettingValue.Number(0, 3, static (t, v) => t.Radius.PskFromService = (PskFromService)v),
            static (t, read) => t.Radius.PskFromService = read.Radius.PskFromService) with
        {
            Cost = Restart,
            Option = static o => o.Security,
        },
        New("own_ip_addr", "", "this access point's address, told to servers (NAS-IP-Address)", Address(static (t, v) => t.Radius.OwnAddress = v),
            static (t, read) => t.Radius.OwnAddress = read.Radius.OwnAddress),
        New("nas_identifier", "", "its name, told to servers, and with fast transition the name of who holds the keys of those who join here (1–48 bytes); another one for each network of a machine", SettingValue.Text(253, static (t, v) => t.Radius.Identifier = v),
            static (t, read) => t.Radius.Identifier = read.Radius.Identifier) with
        {
            Cost = Restart,
            Option = static o => o.Security,
        },
        New("radius_client_addr", "", "the address that servers are asked from; without it the kernel chooses", Address(static (t, v) => t.Radius.ClientAddress = v),
            static (t, read) => t.Radius.ClientAddress = read.Radius.ClientAddress),
        New("radius_client_dev", "", "the one interface that servers are asked by; without it the kernel chooses",
            ValueForm.Bytes(ValueKind.Text, 15).Said(Interface), static (t, read) => t.Radius.ClientInterface = read.Radius.ClientInterface) with
        {
            IsFromFilesOnly = true,
        },
        .. Servers("auth_server", 1812, "a server that is asked about stations", static t => t.Radius.Servers, static (t, v) => t.Radius.Servers = v),
        New("auth_server_status", "1", "0 = these servers know no Status-Server (RFC 5997): one that was silent is asked again after six seconds, whether or not it is there, and not after three probes in vain",
            SettingValue.Switch(static (t, v) => t.Radius.ServersTellStatus = v),
            static (t, read) => t.Radius.ServersTellStatus = read.Radius.ServersTellStatus),
        .. Servers("acct_server", 1813, "a server that keeps account of sessions", static t => t.Radius.AccountingServers, static (t, v) => t.Radius.AccountingServers = v),
        New("acct_server_status", "1", "the same as auth_server_status, of these", SettingValue.Switch(static (t, v) => t.Radius.AccountingServersTellStatus = v),
            static (t, read) => t.Radius.AccountingServersTellStatus = read.Radius.AccountingServersTellStatus),
        New("radius_acct_interim_interval", "0", "seconds between records of a session that goes on; 0 = as the server says when it lets a station in, or none",
            SettingValue.Interval(static (t, v) => t.Radius.InterimInterval = v), static (t, read) => t.Radius.InterimInterval = read.Radius.InterimInterval),
        New("acct_queue_file", "", "keeps records that no server has taken over a restart; written once a minute at most, and only while some wait; "
            + "each network needs its own", ValueForm.Path.Said(QueueFile),
            static (t, read) => t.Radius.QueueFile = read.Radius.QueueFile) with
        {
            IsFromFilesOnly = true,
            Named = static t => t.Radius.QueueFile,
        },
        New("radius_require_message_authenticator", "1", "answers without a Message-Authenticator are dropped; there is no other value",
            ValueForm.Of(ValueKind.Word, "1").Said(MessageAuthenticator), null),
        New("radius_retry_primary_interval", "0", "nothing: the first server is returned to as soon as it answers again",
            ValueForm.Number(ValueKind.Integer, 0, int.MaxValue).Said(RetryPrimary), null),
        New("radius_request_cui", "0", "1 = servers are asked for a Chargeable-User-Identity (RFC 4372)",
            SettingValue.Switch(static (t, v) => t.Radius.AsksWhoPays = v), static (t, read) => t.Radius.AsksWhoPays = read.Radius.AsksWhoPays),
        New("radius_auth_req_attr", "", "attributes of requests in the place of ours of the type, or beside them: type:s:text, type:d:number, type:x:digits; several with blanks "
            + "between, or, in a hostapd.conf, in a line each", Attributes(RadiusAttributeLine.Kept, static t => t.Radius.RequestAttributes, static (t, v) => t.Radius.RequestAttributes = v),
            static (t, read) => t.Radius.RequestAttributes = read.Radius.RequestAttributes),
        New("radius_acct_req_attr", "", "the same for records of sessions; what these are about is not replaced",
            Attributes(RadiusAttributeLine.KeptInRecords, static t => t.Radius.AccountingAttributes, static (t, v) => t.Radius.AccountingAttributes = v),
            static (t, read) => t.Radius.AccountingAttributes = read.Radius.AccountingAttributes),
        New("radius_das_port", "0", "the UDP port, usually 3799, at which servers may end and change sessions (RFC 5176); 0 = none",
            SettingValue.Number(0, IPEndPoint.MaxPort, static (t, v) => t.Radius.AuthorizationPort = v), static (t, read) => t.Radius.AuthorizationPort = read.Radius.AuthorizationPort) with
        {
            IsFromFilesOnly = true,
        },
        .. Clients(),
        New("radius_das_time_window", "300", "seconds that the clock of such a server and ours may be apart (Event-Timestamp); what it wants acts once, however often it comes meanwhile",
            SettingValue.Nearest(1, LongestWindow, "a second is the least that two clocks differ by, and a day means that one is not set", static (t, v) => t.Radius.AuthorizationWindow = v),
            static (t, read) => t.Radius.AuthorizationWindow = read.Radius.AuthorizationWindow),
        New("radius_das_require_event_timestamp", "0", "1 = what such a server wants is dropped where it does not say when",
            SettingValue.Switch(static (t, v) => t.Radius.NeedsEventTimestamp = v), static (t, read) => t.Radius.NeedsEventTimestamp = read.Radius.NeedsEventTimestamp),
        New("radius_das_require_message_authenticator", "1", "0 = what such a server wants counts without a Message-Authenticator, too",
            SettingValue.Switch(static (t, v) => t.Radius.NeedsMessageAuthenticator = v), static (t, read) => t.Radius.NeedsMessageAuthenticator = read.Radius.NeedsMessageAuthenticator),
    ];

    /// <summary>What goes with one key: the sentence of its server's, or what it adds.</summary>
    private static IEnumerable<Setting> Servers(string key, int port, string meaning, Func<AccessPointConfiguration, RadiusServerList> of,
        Action<AccessPointConfiguration, RadiusServerList> put)
    {
        TakeSetting take = (t, read) => put(t, of(read));
        yield return New($"{key}_addr", "", $"address of {meaning}; in a hostapd.conf each of these lines opens a further server",
            Said(ValueForm.Text, (t, value) => Open(t, value, key, of, put)), take);
        yield return New($"{key}_port", port.ToString(CultureInfo.InvariantCulture), "its port", ValueForm.Number(ValueKind.Integer, 1, IPEndPoint.MaxPort).Said(
            SettingValue.Number(1, IPEndPoint.MaxPort, (t, v) => Change(t, of, put, l => l with { Port = v }))), take);
        yield return New($"{key}_shared_secret", "", $"what it shares with this access point: {RadiusServerLine.GoodSecretLength} random characters or more",
            ValueForm.Bytes(ValueKind.Text, RadiusServerLine.LongestSecret).Said((t, value) =>
            {
                var problem = RadiusServerLine.ReadSecret(value, out var secret);
                if (secret is not null)
                {
                    Change(t, of, put, l => l with { Secret = secret });
                }

                return problem;
            }), take);
        for (var number = 2; number <= RadiusServerList.Most; number++)
        {
            var place = number - 1;
            yield return New($"{key}_{number}", "", number == 2 ? "a further one, asked when those before it are silent: its address, its port and its secret, with blanks between"
                : "and another", ValueForm.Text.Said((t, value) =>
                {
                    var isGone = value.Length == 0;
                    RadiusServerLine? line = null;
                    var problem = isGone ? null : RadiusServerLine.Read(value, out line);
                    if (isGone || line is not null)
                    {
                        put(t, of(t).With(place, line));
                    }

                    return problem;
                }), take);
        }
    }

    /// <summary>Who may end and change sessions.</summary>
    private static IEnumerable<Setting> Clients()
    {
        for (var number = 1; number <= RadiusServerList.Most; number++)
        {
            var place = number - 1;
            yield return New(number == 1 ? "radius_das_client" : $"radius_das_client_{number}", "",
                number == 1 ? "a server that may do that: its address, from whatever port, and behind a blank what it shares with this access point"
                : number == 2 ? "a further one" : "and another",
                ValueForm.Text.Said((t, value) =>
                {
                    RadiusServerLine? line = null;
                    var problem = value.Length == 0 ? null : RadiusServerLine.ReadClient(value, out line);
                    if (value.Length == 0 || line is not null)
                    {
                        t.Radius.AuthorizationClients = t.Radius.AuthorizationClients.With(place, line);
                    }

                    return problem;
                }),
                static (t, read) => t.Radius.AuthorizationClients = read.Radius.AuthorizationClients);
        }
    }

    private static ApplySetting Said(ValueForm form, ApplySetting apply) => form.Said(apply);

    private static SettingProblem? Open(AccessPointConfiguration target, string value, string key, Func<AccessPointConfiguration, RadiusServerList> of,
        Action<AccessPointConfiguration, RadiusServerList> put)
    {
        if (RadiusServerLine.ReadAddress(value, out var address) is { } wrong)
        {
            return wrong;
        }

        var place = of(target).Next(target.IsFlat);
        if (place < 0)
        {
            return $"is one server too many: {RadiusServerList.Most} are allowed";
        }

        put(target, of(target).With(place, (of(target)[place] ?? new RadiusServerLine()) with { Address = address }));
        return null;
    }

    private static void Change(AccessPointConfiguration target, Func<AccessPointConfiguration, RadiusServerList> of,
        Action<AccessPointConfiguration, RadiusServerList> put, Func<RadiusServerLine, RadiusServerLine> change)
    {
        var place = of(target).Current(target.IsFlat);
        put(target, of(target).With(place, change(of(target)[place] ?? new RadiusServerLine())));
    }

    /// <summary>None of these costs a station anything: who asks next asks as it is now.</summary>
    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting? take) =>
        new("radius", key, standard, meaning, apply) { Take = take };

    private static ApplySetting Address(Action<AccessPointConfiguration, IPAddress?> put) => ValueForm.Text.Said((target, value) =>
    {
        var problem = RadiusServerLine.ReadAddress(value, out var address);
        if (problem is null)
        {
            put(target, address);
        }

        return problem;
    });

    private static ApplySetting Attributes(RadiusAttributeType[] kept, Func<AccessPointConfiguration, IReadOnlyList<RadiusAttributeLine>> of,
        Action<AccessPointConfiguration, IReadOnlyList<RadiusAttributeLine>> put) => ValueForm.Bytes(ValueKind.Text, LongestAttribute).Said((target, value) =>
    {
        if (value.Length > LongestAttribute)
        {
            return $"needs 1–{LongestAttribute} bytes";
        }

        var problem = RadiusAttributeLine.Read(value, kept, out var lines);
        IReadOnlyList<RadiusAttributeLine> all = target.IsFlat && lines.Count > 0 ? [.. of(target), .. lines] : lines;
        problem ??= RadiusAttributeLine.Judge(all);
        if (problem is null)
        {
            put(target, all);
        }

        return problem;
    });

    private static SettingProblem? Message(AccessPointConfiguration target, string value)
    {
        var bytes = RadiusConfiguration.MessageOf(value);
        if (bytes.Length > Radius.RadiusAttributeReader.MaximumValueLength)
        {
            return $"has {bytes.Length} bytes; {Radius.RadiusAttributeReader.MaximumValueLength} are allowed";
        }

        target.Radius.EapMessage = bytes;
        return null;
    }

    private static SettingProblem? Interface(AccessPointConfiguration target, string value)
    {
        var name = value.Trim();
        if (InterfaceName.Problem(name) is { } wrong)
        {
            return wrong;
        }

        target.Radius.ClientInterface = name;
        return null;
    }

    /// <summary>A daemon's folder is the root.</summary>
    private static SettingProblem? QueueFile(AccessPointConfiguration target, string value)
    {
        if (!Path.IsPathRooted(value))
        {
            return $"'{Spoken.Shortly(value)}' is no full path";
        }

        target.Radius.QueueFile = value;
        return null;
    }

    /// <summary>An answer without it can be forged by whoever sees the request (CVE-2024-3596).</summary>
    private static SettingProblem? MessageAuthenticator(AccessPointConfiguration target, string value) =>
        !SettingValue.TryLeadingNumber(value, out var number, out var remark) || number < 0 ? $"'{Spoken.Shortly(value)}' is neither 0 (off) nor 1 (on)"
        : number == 0 ? SettingProblem.Remark("'0' is read as 1: without a Message-Authenticator whoever is on the way turns a server's no into a yes (BlastRADIUS, CVE-2024-3596). "
            + "Have the server sign all its answers: FreeRADIUS by require_message_authenticator = yes of its client from 3.2.5 on, before by "
            + "'update reply { Message-Authenticator := 0x00 }' in post-auth and in its Post-Auth-Type REJECT", "1")
        : number > 1 ? SettingValue.ReadAs(number, 1, "on")
        : remark;

    private static SettingProblem? RetryPrimary(AccessPointConfiguration target, string value) =>
        !SettingValue.TryLeadingNumber(value, out var number, out var remark) || number < 0 ? $"'{Spoken.Shortly(value)}' is not a number from 0 on"
        : number > 0 ? SettingProblem.Remark("is of no use: a server that was silent is asked every six seconds whether it is there, and returned to when it says so, and no sooner", "0")
        : remark;
}
