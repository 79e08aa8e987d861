namespace HostApd.Configuration;

/// <summary>The keys of section [security].</summary>
internal static class SecuritySettings
{
    internal static IEnumerable<Setting> All { get; } =
    [
        New("wpa", "0", "0 = open, 2 = WPA2", SettingValue.OneOf(["0", "2"], static (t, v) => t.Wpa = v[0] - '0')),
        New("wpa_key_mgmt", "WPA-PSK", "key management", Words(["WPA-PSK"])),
        New("wpa_passphrase", "", "8–63 printable ASCII characters", Passphrase),
        New("wpa_psk", "", "instead of the passphrase: 64 hexadecimal digits", Psk),
        New("wpa_psk_file", "", "file with a line '[keyid=name] address key' for each device; WPS gives every device a key of its own and adds it",
            SettingValue.Text(4096, static (t, v) => t.PskFile = v)),
        New("rsn_pairwise", "CCMP", "pairwise cipher", Words(["CCMP"], static t => t.HasRsnPairwise = true)),
        New("wpa_pairwise", "CCMP", "the same, by its old name; rsn_pairwise goes before it",
            static (t, v) =>
            {
                t.OldPairwise = v;
                return null;
            }),
        New("group_cipher", "CCMP", "group cipher", Words(["CCMP"])),
        New("wpa_group_rekey", "86400", "seconds between new group keys; 0 = never",
            SettingValue.Number(0, int.MaxValue, static (t, v) => t.GroupRekey = v)),
        New("wpa_strict_rekey", "0", "1 = a new group key whenever a station leaves",
            SettingValue.Switch(static (t, v) => t.StrictRekey = v)),
        New("wpa_ptk_rekey", "0", "seconds after which a station must begin anew, with new pairwise keys; 0 = never",
            SettingValue.Number(0, int.MaxValue, static (t, v) => t.PairwiseRekey = v)),
        New("wpa_deny_ptk0_rekey", "2", "2 = new pairwise keys come with a new association; keys are not replaced under one",
            SettingValue.OneOf(["2"], static (_, _) => { })),
        New("wpa_pairwise_update_count", "4", "tries of messages 1 and 3",
            SettingValue.Number(1, 100, static (t, v) => t.PairwiseUpdateCount = v)),
        New("wpa_group_update_count", "4", "tries of the group message",
            SettingValue.Number(1, 100, static (t, v) => t.GroupUpdateCount = v)),
        New("eapol_version", "2", "802.1X version in what we send: 1 or 2",
            SettingValue.Number(1, 2, static (t, v) => t.EapolVersion = v)),
        New("eapol_key_index_workaround", "0", "a workaround for WEP's keys; nothing here needs it",
            SettingValue.Number(0, 1, static (_, _) => { })),
    ];

    private static Setting New(string key, string standard, string meaning, ApplySetting apply) =>
        new("security", key, standard, meaning, apply);

    /// <summary>A list of words of which each must be built in.</summary>
    private static ApplySetting Words(string[] accepted, Action<AccessPointConfiguration>? put = null) => (target, value) =>
    {
        put?.Invoke(target);
        var words = value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? $"'{value}' names nothing; use {string.Join(' ', accepted)}"
            : Array.Find(words, w => !accepted.Contains(w)) is { } other
                ? new SettingProblem($"'{other}' is not supported; use {string.Join(' ', accepted)}", true)
                : null;
    };

    private static SettingProblem? Passphrase(AccessPointConfiguration target, string value)
    {
        if (value.Length is < 8 or > 63)
        {
            return $"has {value.Length} characters; 8–63 are allowed";
        }

        if (value.Any(static c => c is < ' ' or > '~'))
        {
            return "has a character outside printable ASCII";
        }

        target.Passphrase = value;
        if (target.IsFlat)
        {
            // hostapd: the later of the two counts.
            target.Psk = null;
        }

        return null;
    }

    private static SettingProblem? Psk(AccessPointConfiguration target, string value)
    {
        if (value.Length != 64 || !value.All(char.IsAsciiHexDigit))
        {
            return "needs exactly 64 hexadecimal digits";
        }

        target.Psk = value;
        if (target.IsFlat)
        {
            target.Passphrase = null;
        }

        return null;
    }
}
