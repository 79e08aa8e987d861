using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Commands;

/// <summary>
/// The reply to SHARE: what a device must know to join, as it is in force and not as it may be set for later. A command of ours: GET_CONFIG
/// tells the passphrase only where WPS is on, and P2P_GET_PASSPHRASE only that of a group.
/// </summary>
internal static class ShareText
{
    /// <summary>The passphrase is the last line and whatever follows the sign: it may hold any character.</summary>
    internal static string Write(Bss bss, AccessPointConfiguration configuration)
    {
        var options = bss.Options;
        if (options.Ssid.Length == 0)
        {
            return Refusals.Fail("the network has no name yet");
        }

        if (options.Security is { } security && WhyNot(security, configuration) is { } reason)
        {
            return Refusals.Fail(reason);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"ssid={SsidText.Escape(options.Ssid)}\n");
        text.Append(CultureInfo.InvariantCulture, $"hidden={(options.IgnoreBroadcastSsid == 0 ? 0 : 1)}\n");
        text.Append(CultureInfo.InvariantCulture, $"wpa={(options.Security is null ? 0 : configuration.Wpa)}\n");
        if (options.Security is { } secured)
        {
            var shared = IsOfSaeAlone(secured) ? GeneralPassword(secured)!.Password : secured.Passphrase!.Span;
            text.Append(CultureInfo.InvariantCulture, $"passphrase={Encoding.Latin1.GetString(shared)}\n");
        }

        return text.ToString();
    }

    /// <summary>The password of SAE that is for whoever comes and names none; null: there is none.</summary>
    private static SaePassword? GeneralPassword(SecurityOptions security) => security.Sae?.PasswordOf(default, default);

    private static bool IsOfSaeAlone(SecurityOptions security) => security.Rsn.Offer.Suites.All(static s => s.Source == PmkSource.Sae);

    /// <summary>What keeps a protected network from being shared; null where it has one passphrase for all.</summary>
    private static string? WhyNot(SecurityOptions security, AccessPointConfiguration configuration) =>
        security.Rsn.Offer.Suites.All(static s => s.Source == PmkSource.Owe) ? "there is no passphrase: the network is for everybody (OWE)"
        : security.Rsn.Offer.Suites.All(static s => s.Source == PmkSource.Eap) ? "there is no passphrase: stations show a server who they are (802.1X)"
        : IsOfSaeAlone(security) ? GeneralPassword(security) is null ? "SAE has passwords for single stations, or with names, alone" : null
        : security.Sae is not null && (GeneralPassword(security) is not { } password || security.Passphrase?.FixedTimeEquals(password.Password) == false)
            ? "WPA2 and SAE have different passwords here, and a phone would try one of them at both"
        : security.HasGivenKey ? "the key is 64 hexadecimal digits (wpa_psk), and no passphrase that a phone could take"
        : security.Passphrase is not null ? null
        : configuration.PskFile is not null ? "each device has a key of its own (wpa_psk_file), and there is no passphrase for all"
        : "no passphrase has been set or drawn yet";
}
