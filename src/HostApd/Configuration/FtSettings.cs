using System.Globalization;
using HostApd.Ap;
using HostApd.Ieee80211;

namespace HostApd.Configuration;

/// <summary>The keys of section [security] that are fast transition's (802.11r).</summary>
internal static class FtSettings
{
    private const int ShortestDeadline = 1000;
    private const int SecondsInMinute = 60;

    internal static IEnumerable<Setting> All =>
    [
        New("mobility_domain", "", "access points between which a station moves without a whole new handshake (802.11r): four hexadecimal digits, the same in all of them; needs "
            + "FT-PSK, FT-EAP or FT-SAE among wpa_key_mgmt, and a nas_identifier of its own for each network", ValueForm.Bytes(ValueKind.Hex, 2).Said(Domain),
            static (t, read) => t.Ft.MobilityDomain = read.Ft.MobilityDomain),
        New("r1_key_holder", "", "by what name this access point holds its keys: twelve hexadecimal digits; without it, its address",
            ValueForm.Bytes(ValueKind.Hex, MacAddress.Length).Said(R1KeyHolder), static (t, read) => t.Ft.R1KeyHolder = read.Ft.R1KeyHolder),
        New("reassociation_deadline", "1000", "time units (1.024 ms) that a station may take from its authentication to its reassociation",
            SettingValue.Number(ShortestDeadline, ushort.MaxValue, static (t, v) => t.Ft.ReassociationDeadline = v),
            static (t, read) => t.Ft.ReassociationDeadline = read.Ft.ReassociationDeadline),
        New("ft_r0_key_lifetime", "1209600", "seconds for which the key of a station is good at the other access points",
            SettingValue.Number(1, int.MaxValue, static (t, v) => t.Ft.KeyLifetime = v), static (t, read) => t.Ft.KeyLifetime = read.Ft.KeyLifetime),
        New("r0_key_lifetime", "", "the same in minutes, by its old name",
            SettingValue.Number(1, ushort.MaxValue, static (t, v) => t.Ft.KeyLifetime = v * SecondsInMinute), static (t, read) => t.Ft.KeyLifetime = read.Ft.KeyLifetime),
        New("r1_max_key_lifetime", "0", "nothing: the key for one access point is made when a station comes, and not kept",
            SettingValue.Number(0, int.MaxValue, static (_, _) => { }), null),
        New("ft_psk_generate_local", "0", "1 = with FT-PSK a station may have joined first at an access point of another daemon or machine that has the same passphrase, name and "
            + "mobility_domain", SettingValue.Switch(static (t, v) => t.Ft.GeneratesLocally = v), static (t, read) => t.Ft.GeneratesLocally = read.Ft.GeneratesLocally),
        New("ft_over_ds", "0", "1 = stations ask by way of the access point where they are, which is not built in: all of them can ask over the air",
            ValueForm.Of(ValueKind.Word, "0").Said(OverDs), null),
    ];

    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting? take) =>
        new("security", key, standard, meaning, apply) { Take = take, Cost = take is null ? null : ChangeCost.Restart, Option = take is null ? null : static o => o.Security };

    private static SettingProblem? Domain(AccessPointConfiguration target, string value)
    {
        if (value.Trim() is not { Length: 4 } word || !ushort.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var domain))
        {
            return $"'{Spoken.Shortly(value)}' is no mobility domain: four hexadecimal digits, for example a1b2";
        }

        target.Ft.MobilityDomain = domain;
        return null;
    }

    private static SettingProblem? R1KeyHolder(AccessPointConfiguration target, string value)
    {
        var word = value.Trim();
        Span<byte> holder = stackalloc byte[MacAddress.Length];
        if (MacAddress.TryParse(word, out var address))
        {
            target.Ft.R1KeyHolder = address;
            return null;
        }

        if (word.Length != 2 * MacAddress.Length || Convert.FromHexString(word, holder, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return $"'{Spoken.Shortly(value)}' is no name of a key holder: twelve hexadecimal digits, for example 000102030405";
        }

        target.Ft.R1KeyHolder = new MacAddress(holder);
        return null;
    }

    /// <summary>No station depends on it.</summary>
    private static SettingProblem? OverDs(AccessPointConfiguration target, string value) =>
        !SettingValue.TryLeadingNumber(value, out var number, out var remark) || number < 0 ? $"'{Spoken.Shortly(value)}' is neither 0 (off) nor 1 (on)"
        : number > 0 ? SettingProblem.Remark($"'{number}' is read as 0: transitions by way of the other access point are not built in, and stations move over the air", "0")
        : remark;
}
