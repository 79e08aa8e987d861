using HostApd.Ap;
using HostApd.Control;
using HostApd.Rsn;

namespace HostApd.Configuration;

/// <summary>What the owner wrote of SAE, with hostapd's defaults where WPA3 has no better ones.</summary>
internal sealed class SaeConfiguration
{
    /// <summary><c>sae_password</c>, in the order of the file.</summary>
    internal IReadOnlyList<SaePasswordLine> Passwords { get; set; } = [];

    /// <summary><c>sae_password_file</c>; null: none.</summary>
    internal string? PasswordFile { get; set; }

    /// <summary><c>sae_password_psk</c>: <c>wpa_passphrase</c> is no password of SAE.</summary>
    internal bool KeepsPassphraseOut { get; set; }

    /// <summary><c>sae_groups</c>; null: as the key managements have it.</summary>
    internal IReadOnlyList<SaeGroup>? Groups { get; set; }

    /// <summary><c>sae_pwe</c>: 0 hunting and pecking, 1 hash to element, 2 both, 3 the first, whatever else asks for the second.</summary>
    internal int Pwe { get; set; }

    internal int Sync { get; set; } = 3;

    internal bool ConfirmsAtOnce { get; set; }

    internal int TokenThreshold { get; set; } = 5;

    /// <summary><c>sae_require_mfp</c>.</summary>
    internal bool RequiresProtection { get; set; } = true;

    internal bool ToleratesUnusedHashToElement { get; set; }

    /// <summary>Whether a network's key managements have it.</summary>
    internal static bool IsOffered(AccessPointConfiguration bss) => bss.HasSecurity && SecuritySettings.Offers(bss, PmkSource.Sae);

    /// <summary>What is missing or does not fit together, as (key, problem).</summary>
    internal IEnumerable<(string Key, string Problem)> Check(AccessPointConfiguration bss)
    {
        if (!IsOffered(bss))
        {
            yield break;
        }

        var problem = ReadFile(out var ofFile);
        if (problem is not null)
        {
            yield return ("sae_password_file", problem);
        }
        else if (bss.Vlan.Mode == DynamicVlan.Off && Passwords.Concat(ofFile).Any(static p => p.VlanId > 0))
        {
            yield return (Passwords.Any(static p => p.VlanId > 0) ? "sae_password" : "sae_password_file",
                "puts stations into a VLAN by its 'vlanid=', and there are none: set dynamic_vlan = 1");
        }
        else if (Passwords.Count + ofFile.Count == 0 && (bss.Passphrase is null || KeepsPassphraseOut) && !bss.GroupOwner.Enabled)
        {
            yield return ("sae_password", bss.Psk is not null
                ? "is missing: wpa_psk is no password, and SAE needs one (sae_password or wpa_passphrase)"
                : "is missing: SAE needs sae_password or wpa_passphrase");
        }
    }

    /// <summary>The options of a network that offers it; a file that cannot be read any more gives none of its passwords.</summary>
    internal SaeOptions ToOptions(AccessPointConfiguration bss)
    {
        _ = ReadFile(out var ofFile);
        var lines = new List<SaePasswordLine>();
        if (bss.Passphrase is { } passphrase && !KeepsPassphraseOut)
        {
            // What is said of SAE itself goes before it.
            lines.Add(new SaePasswordLine(passphrase, null, "", 0));
        }

        lines.AddRange(Passwords);
        lines.AddRange(ofFile);
        var hasLongKeys = SecuritySettings.OfferOf(bss).Has(AkmSuite.SaeExtKey);
        var pwe = Pwe switch
        {
            3 => 0,
            0 when lines.TrueForAll(static l => l.Identifier.Length > 0) => 1,
            0 when hasLongKeys || lines.Exists(static l => l.Identifier.Length > 0) => 2,
            _ => Pwe,
        };
        return new SaeOptions
        {
            Passwords = [.. lines.Select(l => new SaePassword(bss.Ssid, ByteText.Encode(l.Password), ByteText.Encode(l.Identifier), l.Station) { VlanId = l.VlanId })],
            Groups = Groups ?? (hasLongKeys ? [SaeGroup.Find(19)!, SaeGroup.Find(20)!] : [SaeGroup.Find(19)!]),
            TakesLoop = pwe != 1,
            TakesHashToElement = pwe != 0,
            Sync = Sync,
            ConfirmsAtOnce = ConfirmsAtOnce,
            TokenThreshold = TokenThreshold,
            ToleratesUnusedHashToElement = ToleratesUnusedHashToElement,
        };
    }

    private string? ReadFile(out IReadOnlyList<SaePasswordLine> lines)
    {
        lines = [];
        return PasswordFile is null ? null : SaePasswordFile.Read(PasswordFile, out lines);
    }
}
