using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Rsn;

namespace HostApd.Commands;

/// <summary>The reply to MIB, line for line as hostapd 2.10 gives it (802.11-2020 annex C).</summary>
internal static class MibText
{
    /// <summary>Nothing for an open network.</summary>
    internal static string Write(Bss bss)
    {
        if (bss.Options.Security is not { } security)
        {
            return "";
        }

        var groupCipher = security.Rsn.Offer.GroupCipher;
        var chosen = bss.Stations.Select(static s => s.Access as RsnAccess).FirstOrDefault(static a => a is { Authenticator.State: PtkState.PtkInitDone });
        var akm = KeySuites.Text(chosen?.Negotiated?.Akm ?? AkmSuite.None);
        var cipher = KeySuites.Text(chosen?.Negotiated?.Cipher.Suite ?? CipherSuite.None);
        var group = KeySuites.Text(chosen is null ? CipherSuite.None : groupCipher.Suite);
        var text = new StringBuilder();
        void Line(string key, object value) => text.Append(CultureInfo.InvariantCulture, $"{key}={value}\n");

        Line("dot11RSNAOptionImplemented", "TRUE");
        Line("dot11RSNAPreauthenticationImplemented", "TRUE");
        Line("dot11RSNAEnabled", "TRUE");
        Line("dot11RSNAPreauthenticationEnabled", "FALSE");
        Line("dot11RSNAConfigVersion", 1);
        Line("dot11RSNAConfigPairwiseKeysSupported", 9999);
        Line("dot11RSNAConfigGroupRekeyStrict", security.Rsn.StrictRekey ? 1 : 0);
        Line("dot11RSNAConfigGroupUpdateCount", security.Rsn.GroupUpdateCount);
        Line("dot11RSNAConfigPairwiseUpdateCount", security.Rsn.PairwiseUpdateCount);
        Line("dot11RSNAConfigGroupCipherSize", 8 * groupCipher.KeyLength);
        Line("dot11RSNAConfigPMKLifetime", 43200);
        Line("dot11RSNAConfigPMKReauthThreshold", 70);
        Line("dot11RSNAConfigNumberOfPTKSAReplayCounters", 0);
        Line("dot11RSNAConfigSATimeout", 60);
        Line("dot11RSNAAuthenticationSuiteSelected", akm);
        Line("dot11RSNAPairwiseCipherSelected", cipher);
        Line("dot11RSNAGroupCipherSelected", group);
        Line("dot11RSNAPMKIDUsed", new string('0', 32));
        Line("dot11RSNAAuthenticationSuiteRequested", akm);
        Line("dot11RSNAPairwiseCipherRequested", cipher);
        Line("dot11RSNAGroupCipherRequested", group);
        Line("dot11RSNATKIPCounterMeasuresInvoked", 0);
        Line("dot11RSNA4WayHandshakeFailures", bss.GroupKeys.Counters.FourWayHandshakeFailures);
        Line("dot11RSNAConfigNumberOfGTKSAReplayCounters", 0);
        Line("hostapdWPAGroupState", (int)bss.GroupKeys.State);
        return text.ToString();
    }
}
