using HostApd.Rsn;
using static HostApd.Ap.ChangeCost;

namespace HostApd.Configuration;

/// <summary>The keys of section [security] that are SAE's.</summary>
internal static class SaeSettings
{
    private const int LongestLine = 1024;

    private const int LeastGroup = 19;
    private const int GreatestGroup = 21;

    /// <summary>hostapd has these, too: modular (RFC 3526), and not built in. All other numbers it takes and never uses.</summary>
    private static readonly int[] ModularGroups = [15, 16, 17, 18];

    internal static IEnumerable<Setting> All =>
    [
        New("sae_password", "", "password of WPA3 (SAE), of any length: password[|mac=address][|id=identifier]; without it wpa_passphrase is the password. "
            + "In a hostapd.conf it may stand several times", ValueForm.Bytes(ValueKind.Text, LongestLine).Said(Password),
            static (t, read) => t.Sae.Passwords = read.Sae.Passwords),
        New("sae_password_file", "", "file with a line password[|mac=address][|id=identifier] for each password of SAE",
            SettingValue.Text(4096, static (t, v) => t.Sae.PasswordFile = v),
            static (t, read) => t.Sae.PasswordFile = read.Sae.PasswordFile) with
        {
            IsFromFilesOnly = true,
            Named = static t => t.Sae.PasswordFile,
        },
        New("sae_password_psk", "0", "1 = wpa_passphrase is for WPA-PSK alone, and no password of SAE",
            SettingValue.Switch(static (t, v) => t.Sae.KeepsPassphraseOut = v),
            static (t, read) => t.Sae.KeepsPassphraseOut = read.Sae.KeepsPassphraseOut),
        New("sae_groups", "19", "groups of SAE that stations may choose from, with blanks between: 19 (P-256), which all know, 20 (P-384), 21 (P-521); "
            + "with SAE-EXT-KEY the default is 19 20", ValueForm.Number(ValueKind.Integers, LeastGroup, GreatestGroup).Said(SettingValue.Numbers(0, ushort.MaxValue, Groups)),
            static (t, read) => t.Sae.Groups = read.Sae.Groups),
        New("sae_pwe", "0", "how the password becomes a point: 0 = hunting and pecking, 1 = hash to element, 2 = as the station likes, 3 = as 0, whatever asks for "
            + "more; identifiers and SAE-EXT-KEY need hash to element, and have it with 0, too",
            SettingValue.Number(0, 3, static (t, v) => t.Sae.Pwe = v), static (t, read) => t.Sae.Pwe = read.Sae.Pwe),
        New("sae_require_mfp", "1", "1 = SAE only with protected management frames, as WPA3 has it; needs ieee80211w",
            SettingValue.Switch(static (t, v) => t.Sae.RequiresProtection = v),
            static (t, read) => t.Sae.RequiresProtection = read.Sae.RequiresProtection),
        New("sae_sync", "3", "how often a station may begin SAE anew in the middle",
            SettingValue.Number(0, 100, static (t, v) => t.Sae.Sync = v), static (t, read) => t.Sae.Sync = read.Sae.Sync),
        New("sae_confirm_immediate", "0", "1 = our confirm follows our commit at once",
            SettingValue.Switch(static (t, v) => t.Sae.ConfirmsAtOnce = v),
            static (t, read) => t.Sae.ConfirmsAtOnce = read.Sae.ConfirmsAtOnce),
        New("anti_clogging_threshold", "5", "with so many runs of SAE under way each further one must show first that it hears us; 0 = always",
            SettingValue.Number(0, 1000, static (t, v) => t.Sae.TokenThreshold = v),
            static (t, read) => t.Sae.TokenThreshold = read.Sae.TokenThreshold),
        New("sae_accept_h2e_without_use", "0", "1 = stations may say that they know hash to element and not use it, as the firmware of some does",
            SettingValue.Switch(static (t, v) => t.Sae.ToleratesUnusedHashToElement = v),
            static (t, read) => t.Sae.ToleratesUnusedHashToElement = read.Sae.ToleratesUnusedHashToElement),
        New("ssid_protection", "0", "1 = the handshake tells the network's name to stations that compare it, so that nobody lures them to another one with the same key",
            SettingValue.Switch(static (t, v) => t.ProtectsSsid = v), static (t, read) => t.ProtectsSsid = read.ProtectsSsid),
        New("transition_disable", "00", "what stations that know it are told for good, in hexadecimal: bit 0 = this network never again without SAE",
            ValueForm.Bytes(ValueKind.Hex, 1).Said(TransitionDisable), static (t, read) => t.TransitionDisable = read.TransitionDisable),
    ];

    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting take) =>
        new("security", key, standard, meaning, apply) { Take = take, Cost = Restart, Option = static o => o.Security };

    /// <summary>One more; nothing takes all away.</summary>
    private static SettingProblem? Password(AccessPointConfiguration target, string value)
    {
        if (value.Length == 0)
        {
            target.Sae.Passwords = [];
            return null;
        }

        if (Control.ByteText.Encode(value).Length > LongestLine)
        {
            return $"needs 1–{LongestLine} bytes";
        }

        if (SaePasswordLine.Read(value, out var line) is { } wrong)
        {
            return wrong;
        }

        target.Sae.Passwords = [.. target.Sae.Passwords, line];
        return null;
    }

    private static SettingProblem? Groups(AccessPointConfiguration target, int[] numbers)
    {
        var known = numbers.Select(static n => SaeGroup.Find((ushort)n)).OfType<SaeGroup>().Distinct().ToArray();
        var modular = Array.FindAll(numbers, static n => ModularGroups.Contains(n)).Distinct().ToArray();
        if (known.Length + modular.Length == 0)
        {
            return "names no group that is fit for a password; use 19, 20, 21";
        }

        target.Sae.Groups = known.Length > 0 ? known : target.Sae.Groups;
        var ours = known.Length > 0 ? string.Join(' ', known.Select(static g => g.Number)) : "19";
        return modular.Length > 0
            ? SettingProblem.Missing("SAE with modular groups", $"groups {string.Join(", ", modular)} are not supported; use {ours}") with { ReadAs = ours }
            : Array.TrueForAll(numbers, static n => SaeGroup.Find((ushort)n) is not null) ? null
            : SettingProblem.Remark($"'{Spoken.Shortly(string.Join(' ', numbers))}' is read as {ours}: the others are not fit for a password, and hostapd uses none of them", ours);
    }

    private static SettingProblem? TransitionDisable(AccessPointConfiguration target, string value)
    {
        var digits = value.Trim();
        digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        if (digits.Length > 2 || !byte.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var bits))
        {
            return $"'{Spoken.Shortly(value)}' is no byte in hexadecimal: 0x01 = SAE only";
        }

        target.TransitionDisable = bits;
        return null;
    }
}
