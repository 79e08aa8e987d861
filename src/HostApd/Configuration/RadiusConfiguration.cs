using System.Net;
using HostApd.Ap;
using HostApd.Control;
using HostApd.Rsn;

namespace HostApd.Configuration;

/// <summary>What the owner wrote of 802.1X and of the servers that are asked.</summary>
internal sealed class RadiusConfiguration
{
    /// <summary><c>ieee8021x</c>.</summary>
    internal bool ControlsPorts { get; set; }

    /// <summary><c>eap_reauth_period</c>, in seconds; 0: never.</summary>
    internal int ReauthenticationPeriod { get; set; } = 3600;

    /// <summary><c>eap_message</c>, with its zero byte where it says <c>\0</c>.</summary>
    internal byte[] EapMessage { get; set; } = [];

    /// <summary><c>wpa_psk_radius</c>.</summary>
    internal PskFromService PskFromService { get; set; }

    /// <summary><c>auth_server_…</c>.</summary>
    internal RadiusServerList Servers { get; set; } = RadiusServerList.None;

    /// <summary><c>auth_server_status</c>.</summary>
    internal bool ServersTellStatus { get; set; } = true;

    /// <summary><c>own_ip_addr</c>.</summary>
    internal IPAddress? OwnAddress { get; set; }

    /// <summary><c>nas_identifier</c>.</summary>
    internal string? Identifier { get; set; }

    /// <summary><c>radius_client_addr</c>.</summary>
    internal IPAddress? ClientAddress { get; set; }

    /// <summary><c>radius_client_dev</c>.</summary>
    internal string? ClientInterface { get; set; }

    /// <summary><c>radius_request_cui</c>.</summary>
    internal bool AsksWhoPays { get; set; }

    /// <summary><c>radius_auth_req_attr</c>.</summary>
    internal IReadOnlyList<RadiusAttributeLine> RequestAttributes { get; set; } = [];

    /// <summary><c>acct_server_…</c>.</summary>
    internal RadiusServerList AccountingServers { get; set; } = RadiusServerList.None;

    /// <summary><c>acct_server_status</c>.</summary>
    internal bool AccountingServersTellStatus { get; set; } = true;

    /// <summary><c>radius_acct_interim_interval</c>, in seconds; 0: as servers have it.</summary>
    internal int InterimInterval { get; set; }

    /// <summary><c>acct_queue_file</c>; null: there is none.</summary>
    internal string? QueueFile { get; set; }

    /// <summary><c>radius_acct_req_attr</c>.</summary>
    internal IReadOnlyList<RadiusAttributeLine> AccountingAttributes { get; set; } = [];

    /// <summary><c>radius_das_port</c>; 0: none.</summary>
    internal int AuthorizationPort { get; set; }

    /// <summary><c>radius_das_client</c>, whose lines have no port.</summary>
    internal RadiusServerList AuthorizationClients { get; set; } = RadiusServerList.None;

    /// <summary><c>radius_das_time_window</c>, in seconds.</summary>
    internal int AuthorizationWindow { get; set; } = 300;

    /// <summary><c>radius_das_require_event_timestamp</c>.</summary>
    internal bool NeedsEventTimestamp { get; set; }

    /// <summary><c>radius_das_require_message_authenticator</c>.</summary>
    internal bool NeedsMessageAuthenticator { get; set; } = true;

    /// <summary>Somebody is asked about stations: by EAP, or by their address.</summary>
    internal static bool IsAsked(AccessPointConfiguration bss) => OffersEap(bss) || bss.AclPolicy == AclPolicy.AskService || AsksInHandshake(bss);

    private static bool AsksInHandshake(AccessPointConfiguration bss) =>
        bss.Radius.PskFromService == PskFromService.InHandshake && bss.HasSecurity && SecuritySettings.Offers(bss, PmkSource.PreShared);

    /// <summary>Whether stations may have their keys by EAP.</summary>
    internal static bool OffersEap(AccessPointConfiguration bss) =>
        bss.HasSecurity && SecuritySettings.Offers(bss, PmkSource.Eap);

    /// <summary>What is missing or does not fit together, as (key, problem).</summary>
    internal IEnumerable<(string Key, string Problem)> Check(AccessPointConfiguration bss)
    {
        var byEap = OffersEap(bss);
        if (byEap && !ControlsPorts)
        {
            yield return ("ieee8021x", "is missing: WPA-EAP is 802.1X, set it to 1");
        }

        if (ControlsPorts && !byEap)
        {
            yield return ("ieee8021x", "has keys by WPA-EAP alone: have wpa = 2 and WPA-EAP among wpa_key_mgmt, or set it to 0");
        }

        var needs = byEap || ControlsPorts ? "802.1X" : bss.AclPolicy == AclPolicy.AskService ? "macaddr_acl = 2"
            : AsksInHandshake(bss) ? "wpa_psk_radius = 3" : null;
        if (needs is not null && !Servers.Any)
        {
            yield return ("auth_server_addr", $"is missing: {needs} asks a server");
        }

        foreach (var problem in CheckServers("auth_server", Servers))
        {
            yield return problem;
        }

        foreach (var problem in CheckServers("acct_server", AccountingServers))
        {
            yield return problem;
        }

        if ((needs is not null || AccountingServers.Any) && OwnAddress is null && Identifier is null)
        {
            yield return ("nas_identifier", "is missing: servers must be told who asks (RFC 2865 4.1): name this access point, or give own_ip_addr");
        }

        if (AuthorizationPort > 0 && JudgeClients(bss) is { } wrong)
        {
            yield return ("radius_das_client", wrong);
        }

        if (PskFromService is PskFromService.Optional or PskFromService.Required && bss.AclPolicy != AclPolicy.AskService)
        {
            yield return ("wpa_psk_radius", "needs macaddr_acl = 2: the server tells passphrases when it is asked about an address");
        }

        if (byEap && bss.GroupOwner.Enabled)
        {
            yield return ("wpa_key_mgmt", "WPA-EAP is not for a P2P group: its clients have no account anywhere");
        }

        if (byEap && bss.SaidWpsState != 0 && SecuritySettings.Offers(bss, PmkSource.Eap, alone: true))
        {
            yield return ("wps_state", "has nothing to hand out where wpa_key_mgmt is WPA-EAP alone: set it to 0");
        }
    }

    /// <summary>Who may end sessions: somebody, and by one secret in all networks, which have one that hears them.</summary>
    private string? JudgeClients(AccessPointConfiguration bss)
    {
        if (!AuthorizationClients.Any)
        {
            return "is missing: radius_das_port is opened for it";
        }

        foreach (var other in (bss.Main ?? bss).WithFurther)
        {
            if (other == bss)
            {
                break;
            }

            if (other.Radius.AuthorizationPort > 0 && AuthorizationClients.FindOther(other.Radius.AuthorizationClients) is { } line)
            {
                return $"{line.Address} has another secret in {other.InterfaceName}; there is one that hears it for all networks";
            }
        }

        return null;
    }

    /// <summary>Of servers whose keys came by ones and twos.</summary>
    private IEnumerable<(string Key, string Problem)> CheckServers(string key, RadiusServerList servers)
    {
        foreach (var line in servers.Lines)
        {
            if (line.Address is null)
            {
                yield return ($"{key}_addr", "is missing: its secret is there");
            }
            else if (line.Secret is null)
            {
                yield return ($"{key}_shared_secret", $"is missing: what {line.Address} has for this access point");
            }
            else if (ClientAddress is { } own && own.AddressFamily != line.Address.AddressFamily)
            {
                yield return ("radius_client_addr", $"{line.Address} is not asked from {own}: one is an address of IPv4, the other of IPv6");
            }
        }
    }

    /// <summary><c>eap_message</c>: a backslash and a 0 are the zero byte behind which programs read on (RFC 3748 5.1).</summary>
    internal static byte[] MessageOf(string value) => ByteText.Encode(value.Replace("\\0", "\0", StringComparison.Ordinal));
}
