using HostApd.Rsn;

namespace HostApd.Configuration;

/// <summary>What can be said of an access point only when all was read: it depends on keys that may come later.</summary>
internal sealed class LateProblems(AccessPointConfiguration bss)
{
    /// <summary>
    /// What is to be said of a file now that all of it was read, by key; what may be passed over is forgotten then, so that nobody
    /// asks again.
    /// </summary>
    internal IReadOnlyList<(string Key, SettingProblem Problem)> Take(ReadOptions options)
    {
        var late = new List<(string Key, SettingProblem Problem)>();
        if (bss.HasSecurity && JudgeOldPairwise() is { } old)
        {
            late.Add(("wpa_pairwise", old));
        }

        if (bss.WhyNoWps is { } why)
        {
            late.Add(("wps_state", SettingProblem.Remark(why)));
        }

        if (bss.IsFlat && !bss.HasSecurity && (bss.Passphrase ?? bss.Psk) is not null)
        {
            late.Add((bss.Passphrase is null ? "wpa_psk" : "wpa_passphrase",
                SettingProblem.Remark("protects nothing without wpa=2: this is an open network, as in hostapd")));
        }

        if (bss.FrameProtection != FrameProtection.None && !bss.HasSecurity)
        {
            late.Add(("ieee80211w", SettingProblem.Remark("protects nothing without wpa=2: this is an open network, as in hostapd")));
        }

        if (!SaeConfiguration.IsOffered(bss) && (bss.Sae.Passwords.Count > 0 || bss.Sae.PasswordFile is not null))
        {
            late.Add((bss.Sae.PasswordFile is null ? "sae_password" : "sae_password_file",
                SettingProblem.Remark("counts only with SAE among wpa_key_mgmt")));
        }

        if (OweConfiguration.IsOffered(bss) && bss.FrameProtection == FrameProtection.None)
        {
            late.Add(("ieee80211w", SettingProblem.Remark("0 leaves management frames open, which OWE is to have protected (RFC 8110); use 2")));
        }

        if (OweConfiguration.IsOffered(bss) && SecuritySettings.Offers(bss, PmkSource.Owe, alone: true) && (bss.Passphrase ?? bss.Psk) is not null)
        {
            late.Add((bss.Passphrase is null ? "wpa_psk" : "wpa_passphrase", SettingProblem.Remark("is of no use: OWE has none")));
        }

        if (bss.Owe.Transition is not null && bss.HasSecurity && !OweConfiguration.IsOffered(bss))
        {
            late.Add((bss.Owe.OtherInterface is null ? "owe_transition_bssid" : "owe_transition_ifname",
                SettingProblem.Remark("is for an open network and one with OWE, and this is neither")));
        }

        if (bss.ProtectsBeacons && bss.FrameProtection == FrameProtection.None)
        {
            late.Add(("beacon_prot", SettingProblem.Remark("protects nothing without ieee80211w")));
        }

        if (bss.Ft.MobilityDomain is not null && !FtConfiguration.IsOffered(bss))
        {
            late.Add(("mobility_domain", SettingProblem.Remark("counts only with FT-PSK, FT-SAE or FT-EAP among wpa_key_mgmt")));
        }

        if (bss.Radius is { AuthorizationPort: 0, AuthorizationClients.Any: true })
        {
            late.Add(("radius_das_client", SettingProblem.Remark("counts only with radius_das_port")));
        }

        late.AddRange(ChoiceSettings.Remarks(bss.Radio.Choice));

        // hostapd's default, which does not choose where nobody has said so in a file of ours.
        bss.Radio.ChoosesChannel |= bss.IsFlat && bss.Radio.Channel is null && bss.Main is null && !bss.Lines.ContainsKey("channel");

        if (options.IgnoreUnsupported)
        {
            bss.OldPairwise = late.Find(static l => l is { Key: "wpa_pairwise", Problem.Kind: ProblemKind.Unsupported }).Problem?.ReadAs ?? bss.OldPairwise;
        }

        return late;
    }

    /// <summary>What <c>wpa_pairwise</c> says would be refused, were there no word of <c>wpa=3</c> or of an open network.</summary>
    internal bool HasOtherPairwise => bss.RsnPairwise is null && bss.OldPairwise is { } old && SecuritySettings.JudgePairwise(old) is not null;

    /// <summary>With <c>wpa=3</c> other ciphers are there for the stations that are left out anyway.</summary>
    internal SettingProblem? JudgeOldPairwise() =>
        bss.RsnPairwise is not null || bss.OldPairwise is not { } old ? null
        : SecuritySettings.JudgePairwise(old) is { Kind: ProblemKind.Unsupported, ReadAs: { } ours } && bss.HadOldWpa
            ? SettingProblem.Remark($"'{Spoken.Shortly(old)}' is read as {ours}{(ours == "CCMP" ? ", which all stations that speak WPA2 know" : "")}", ours)
        : SecuritySettings.JudgePairwise(old);
}
