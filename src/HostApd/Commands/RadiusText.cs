using System.Globalization;
using System.Text;
using HostApd.Radius;

namespace HostApd.Commands;

/// <summary>What STATUS and MIB say of the servers that an access point asks; MIB line for line as hostapd 2.10 gives it (RFC 4668, RFC 4670).</summary>
internal static class RadiusText
{
    /// <summary>A hundredth of a second, in which round trips are told.</summary>
    private const double Centiseconds = 100;

    /// <summary>For STATUS: each server, and whether it is there.</summary>
    internal static string WriteStatus(IEnumerable<RadiusExchange> exchanges)
    {
        var text = new StringBuilder();
        var index = 0;
        foreach (var exchange in exchanges)
        {
            foreach (var server in exchange.Servers)
            {
                var status = server.Status();
                text.Append(CultureInfo.InvariantCulture, $"radius_server[{index}]={exchange.Options.Kind.ToLowerInvariant()} {server.Address}\n")
                    .Append(CultureInfo.InvariantCulture, $"radius_server_state[{index}]={WordOf(status.State)}\n")
                    .Append(CultureInfo.InvariantCulture, $"radius_server_pending[{index}]={status.Pending}\n");
                index++;
            }
        }

        return text.ToString();
    }

    /// <summary>For STATUS: where servers end and change sessions.</summary>
    internal static string WriteStatus(int authorizationPort) =>
        authorizationPort > 0 ? "radius_das_port=" + authorizationPort.ToString(CultureInfo.InvariantCulture) + "\n" : "";

    /// <summary>
    /// For MIB: what has come of the requests at that port, of all networks. hostapd says nothing of them; the names are RFC 4673's, where both kinds of
    /// requests are counted in one without the word for them.
    /// </summary>
    internal static string WriteMib(DynamicAuthorization machine)
    {
        var text = new StringBuilder();
        void Line(string key, long value) => text.Append("radiusDynAuthServ").Append(key).Append('=').Append(value).Append('\n');

        Line("DisconUserSessRemoved", machine.Disconnected);
        Line("CoAUserSessChanged", machine.Changed);
        Line("Naks", machine.Refused);
        Line("DupRequests", machine.Repeated);
        Line("InvalidClientAddresses", machine.Drops(RadiusDrop.WrongSource));
        Line("MalformedRequests", machine.Drops(RadiusDrop.Malformed) + machine.Drops(RadiusDrop.Unreadable));
        Line("BadAuthenticators", machine.Drops(RadiusDrop.BadAuthenticator) + machine.Drops(RadiusDrop.BadMessageAuthenticator)
            + machine.Drops(RadiusDrop.NoMessageAuthenticator));
        Line("UnknownTypes", machine.Drops(RadiusDrop.UnexpectedCode));
        Line("PacketsDropped", machine.Drops(RadiusDrop.Stale) + machine.Drops(RadiusDrop.TooMany));
        return text.ToString();
    }

    /// <summary>For MIB.</summary>
    internal static string WriteMib(IEnumerable<RadiusExchange> exchanges)
    {
        var text = new StringBuilder();
        foreach (var exchange in exchanges)
        {
            for (var i = 0; i < exchange.Servers.Count; i++)
            {
                Write(text, i + 1, exchange.Servers[i], exchange.Options.IsAccounting);
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, int index, ExchangedServer server, bool isAccounting)
    {
        var status = server.Status();
        var all = isAccounting ? "radiusAcc" : "radiusAuth";
        var access = isAccounting ? "" : "Access";
        void Line(string key, object value) => text.Append(CultureInfo.InvariantCulture, $"{all}{key}={value}\n");

        Line("ServerIndex", index);
        Line("ServerAddress", server.Address.Address);
        Line("ClientServerPortNumber", server.Address.Port);
        Line("ClientRoundTripTime", (long)(status.RoundTrip.TotalSeconds * Centiseconds));
        Line($"Client{access}Requests", status.Requests);
        Line($"Client{access}Retransmissions", status.Retransmissions);
        if (isAccounting)
        {
            Line("ClientResponses", server.Records);
        }
        else
        {
            Line("ClientAccessAccepts", server.Accepts);
            Line("ClientAccessRejects", server.Rejects);
            Line("ClientAccessChallenges", server.Challenges);
        }

        Line($"ClientMalformed{access}Responses", status.Drops(RadiusDrop.Malformed) + status.Drops(RadiusDrop.Unreadable));
        Line("ClientBadAuthenticators", status.Drops(RadiusDrop.BadAuthenticator) + status.Drops(RadiusDrop.BadMessageAuthenticator)
            + status.Drops(RadiusDrop.NoMessageAuthenticator));
        Line("ClientPendingRequests", status.Pending);
        Line("ClientTimeouts", status.Timeouts);
        Line("ClientUnknownTypes", status.Drops(RadiusDrop.UnexpectedCode));
        Line("ClientPacketsDropped", status.Drops(RadiusDrop.UnknownIdentifier) + status.Drops(RadiusDrop.Duplicate) + status.Drops(RadiusDrop.WrongSource));
    }

    private static string WordOf(RadiusServerState state) => state switch
    {
        RadiusServerState.Up => "up",
        RadiusServerState.Dead => "down",
        RadiusServerState.Probing => "down",
    };
}
