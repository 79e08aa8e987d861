using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Commands;

/// <summary>The keys that were agreed on with stations: PMKSA, PMKSA_FLUSH, PMKSA_ADD.</summary>
internal static class PmksaCommands
{
    /// <summary>hostapd's numbers of key managements (WPA_KEY_MGMT_…).</summary>
    private static readonly (uint Number, AkmSuite Akm, int[] Lengths)[] Managements =
    [
        (1u << 0, AkmSuite.Ieee8021X, [32]),
        (1u << 7, AkmSuite.Ieee8021XSha256, [32]),
        (1u << 10, AkmSuite.Sae, [32]),
        (1u << 22, AkmSuite.Owe, [32, 48, 64]),
        (1u << 26, AkmSuite.SaeExtKey, [32, 48, 64]),
    ];

    internal const string Usage = "address pmkid pmk seconds akmp";

    internal static string Write(PmksaCache agreed)
    {
        var text = new StringBuilder("Index / SPA / PMKID / expiration (in seconds) / opportunistic\n");
        foreach (var (index, known) in agreed.All.Index())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{index} {known.Station} {Convert.ToHexStringLower(known.Id)} {(long)agreed.Left(known).TotalSeconds} {(known.IsOpportunistic ? 1 : 0)}\n");
        }

        return text.ToString();
    }

    internal static string Flush(PmksaCache agreed)
    {
        agreed.Flush();
        return ControlReplies.Ok;
    }

    internal static string Add(Bss bss, string words)
    {
        if (words.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var address, var id, var key, var seconds, var akmp]
            || !MacAddress.TryParse(address, out var station) || station.IsMulticast
            || !HexText.TryParse(id, out var pmkid) || pmkid.Length != Rsne.PmkidLength || !HexText.TryParse(key, out var pmk)
            || !uint.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var life)
            || !uint.TryParse(akmp, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Refusals.Fail("PMKSA_ADD needs " + Usage);
        }

        var management = Array.Find(Managements, m => m.Number == number);
        if (management.Lengths?.Contains(pmk.Length) != true)
        {
            return Refusals.Fail("no key management of this number has a PMK of this length: 1 is WPA-EAP, 128 WPA-EAP-SHA256, 1024 SAE, 4194304 OWE, 67108864 SAE-EXT-KEY");
        }

        bss.Agreed.Add(station, management.Akm, pmk, pmkid, TimeSpan.FromSeconds(life));
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(pmk);
        return ControlReplies.Ok;
    }
}
