using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Eapol;
using HostApd.Ieee80211;

namespace HostApd.Commands;

/// <summary>What STA says of a station's 802.1X, with hostapd's names (802.1X-2001 9.4): states are numbered from 1, as there.</summary>
internal static class PortText
{
    internal static void Write(StringBuilder text, Bss bss, Sta sta, EapAuthentication authentication)
    {
        var (port, backend) = StatesOf(authentication);
        var tally = authentication.Tally;
        var period = (long)(bss.Options.Security?.Enterprise?.Reauthentication.TotalSeconds ?? 0);
        text.Append(CultureInfo.InvariantCulture, $"dot1xPaePortNumber={sta.Aid}\ndot1xPaePortProtocolVersion=2\ndot1xPaePortCapabilities=1\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xPaePortInitialize=0\ndot1xPaePortReauthenticate=FALSE\ndot1xAuthPaeState={port}\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthBackendAuthState={backend}\ndot1xAuthAdminControlledDirections=0\ndot1xAuthOperControlledDirections=0\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthAuthControlledPortStatus={(sta.IsAuthorized ? 1 : 2)}\ndot1xAuthAuthControlledPortControl=2\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthReAuthPeriod={period}\ndot1xAuthReAuthEnabled={(period > 0 ? "TRUE" : "FALSE")}\ndot1xAuthKeyTxEnabled=TRUE\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthEapolFramesRx={tally.Received + tally.Starts + tally.Logoffs}\ndot1xAuthEapolFramesTx={tally.Sent}\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthEapolStartFramesRx={tally.Starts}\ndot1xAuthEapolLogoffFramesRx={tally.Logoffs}\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthEapolRespIdFramesRx={tally.Identities}\ndot1xAuthEapolRespFramesRx={tally.Received - tally.Identities}\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthEapolReqIdFramesTx={tally.IdentityRequests}\ndot1xAuthEapolReqFramesTx={tally.Sent - tally.IdentityRequests}\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthLastEapolFrameVersion={tally.LastVersion}\ndot1xAuthLastEapolFrameSource={sta.Address}\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthSessionId={authentication.Session:X16}\ndot1xAuthSessionAuthenticMethod=1\n");
        text.Append(CultureInfo.InvariantCulture, $"dot1xAuthSessionTime={(sta.ConnectedTimestamp is { } since ? bss.SecondsSince(since) : 0)}\ndot1xAuthSessionTerminateCause=999\n");
        if (authentication.Result is { } result)
        {
            text.Append(CultureInfo.InvariantCulture, $"dot1xAuthSessionUserName={SsidText.Escape(result.Identity)}\nauthMultiSessionId={result.MultiSession:X16}\n");
            text.Append(CultureInfo.InvariantCulture, $"last_eap_type_as={(byte)result.Method} ({EapMethods.NameOf(result.Method)})\n");
            text.Append(CultureInfo.InvariantCulture, $"last_eap_type_sta={(byte)result.Method} ({EapMethods.NameOf(result.Method)})\n");
        }
    }

    /// <summary>Of the port: 2 DISCONNECTED, 3 CONNECTING, 4 AUTHENTICATING, 5 AUTHENTICATED; of the backend: 1 REQUEST, 2 RESPONSE, 6 IDLE, 7 INITIALIZE.</summary>
    private static (int Port, int Backend) StatesOf(EapAuthentication authentication) => authentication.State switch
    {
        EapExchangeState.Idle => (authentication.IsFromCache ? 5 : 3, 7),
        EapExchangeState.ExpectIdentity => (3, 6),
        EapExchangeState.ExpectResponse => (4, 1),
        EapExchangeState.ExpectBackend => (4, 2),
        EapExchangeState.Succeeded => (5, 6),
        EapExchangeState.Ended => (2, 6),
    };
}
