using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;
using static HostApd.Ap.ChangeCost;

namespace HostApd.Configuration;

/// <summary>The keys of section [security] that are OWE's.</summary>
internal static class OweSettings
{
    internal static IEnumerable<Setting> All =>
    [
        New("owe_groups", "19 20 21", "groups of OWE that stations may choose from, with blanks between: 19 (P-256), which all know, 20 (P-384), 21 (P-521)",
            ValueForm.Number(ValueKind.Integers, 19, 21).Said(SettingValue.Numbers(0, ushort.MaxValue, Groups)), static (t, read) => t.Owe.Groups = read.Owe.Groups, Restart, static o => o.Security),
        New("owe_ptk_workaround", "0", "1 = stations may expand the keys of groups 20 and 21 by SHA-256, as the first that knew OWE do",
            SettingValue.Switch(static (t, v) => t.Owe.ToleratesShortHash = v),
            static (t, read) => t.Owe.ToleratesShortHash = read.Owe.ToleratesShortHash, Restart, static o => o.Security),
        New("owe_transition_ifname", "", "an open network and a hidden one with OWE (ignore_broadcast_ssid) tell of each other, so that stations that know OWE take that: "
            + "interface of the other one", ValueForm.Bytes(ValueKind.Text, 15).Said(Interface),
            static (t, read) => t.Owe.OtherInterface = read.Owe.OtherInterface, Beacon, static o => o.OweTransition),
        New("owe_transition_bssid", "", "the same, where the other network is not ours: its address", SettingValue.FirstWord(ValueForm.MacAddress.Said(Bssid)),
            static (t, read) => t.Owe.OtherBssid = read.Owe.OtherBssid, Beacon, static o => o.OweTransition),
        New("owe_transition_ssid", "", "and its name, as \"text\", P\"text with escapes\" or hexadecimal digits", Ssid,
            static (t, read) => t.Owe.OtherSsid = read.Owe.OtherSsid, Beacon, static o => o.OweTransition),
    ];

    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting take, ChangeCost cost, Func<BssOptions, object?> option) =>
        new("security", key, standard, meaning, apply) { Take = take, Cost = cost, Option = option };

    private static SettingProblem? Groups(AccessPointConfiguration target, int[] numbers)
    {
        if (numbers.Length == 0)
        {
            return "names nothing; use 19, 20, 21";
        }

        var known = numbers.Select(static n => SaeGroup.Find((ushort)n)).OfType<SaeGroup>().Distinct().ToArray();
        target.Owe.Groups = known.Length > 0 ? known : target.Owe.Groups;
        var others = numbers.Where(static n => SaeGroup.Find((ushort)n) is null).ToArray();
        var ours = known.Length > 0 ? string.Join(' ', known.Select(static g => g.Number)) : "19 20 21";
        return others.Length == 0 ? null
            : SettingProblem.Missing("OWE with other groups", $"groups {string.Join(", ", others)} are not supported; use {ours}") with { ReadAs = ours };
    }

    /// <summary>Nothing takes it away.</summary>
    private static SettingProblem? Interface(AccessPointConfiguration target, string value)
    {
        var name = value.Trim();
        if (name.Length > 0 && InterfaceName.Problem(name) is { } wrong)
        {
            return wrong;
        }

        target.Owe.OtherInterface = name.Length > 0 ? name : null;
        return null;
    }

    private static SettingProblem? Bssid(AccessPointConfiguration target, string value)
    {
        if (!MacAddress.TryParse(value.Trim(), out var address) || address.IsMulticast || address.IsZero)
        {
            return $"'{Spoken.Shortly(value)}' is no address of an interface: six hexadecimal bytes separated by colons";
        }

        target.Owe.OtherBssid = address;
        return null;
    }

    private static SettingProblem? Ssid(AccessPointConfiguration target, string value)
    {
        if (!SsidNotation.TryParse(value, out var ssid) || ssid.Length is 0 or > 32)
        {
            return $"'{Spoken.Shortly(value)}' is no name of 1–32 bytes: \"text\", P\"text\" or hexadecimal digits";
        }

        target.Owe.OtherSsid = ssid;
        return null;
    }
}
