using HostApd.Ap;

namespace HostApd.Configuration;

/// <content>How the values fit together.</content>
internal sealed partial class AccessPointConfiguration
{
    /// <summary>What is missing or does not fit together, as (key, problem).</summary>
    internal IEnumerable<(string Key, string Problem)> Check(bool testing)
    {
        foreach (var problem in GroupOwner.Check(this))
        {
            yield return problem;
        }

        if (InterfaceName.Length == 0)
        {
            yield return ("interface", "is missing: name the wireless interface, as `iw dev` lists it");
        }

        if (Ssid.Length == 0 && !GroupOwner.Enabled)
        {
            yield return ("ssid", "is missing: name the network");
        }

        if (Radio.Channel is null)
        {
            yield return ("channel", IsFlat ? RadioSettings.SurveyIsMissing("").Text : "is missing: choose one, e.g. 1, 6 or 11");
        }
        else if (Radio.EffectiveMode == HardwareMode.A ? Radio.Channel < 34 : Radio.Channel > 14)
        {
            yield return ("channel", $"{Radio.Channel} is no channel of hw_mode={ModeName(Radio.EffectiveMode)}: "
                + (Radio.EffectiveMode == HardwareMode.A ? "use 36–177, or hw_mode = g" : "use 1–14, or hw_mode = a"));
        }

        foreach (var problem in CheckSecurity().Concat(CheckRadio()))
        {
            yield return problem;
        }

        if (Intercept != default && !testing)
        {
            yield return (Intercept.Eapol ? "ext_eapol_frame_io" : "ext_mgmt_frame_handling",
                "works with --testing only: it hands the access point's frames to others");
        }

        if (TestBlock != 0 && !testing)
        {
            yield return ("test_block", "works with --testing only: it makes the access point refuse service");
        }

        if (TestStarveKernel && !testing)
        {
            yield return ("test_starve_kernel", "works with --testing only: it leaves the best source out");
        }
    }

    private IEnumerable<(string Key, string Problem)> CheckSecurity()
    {
        if (HasSecurity && Passphrase is null && Psk is null && PskFile is null && !GroupOwner.Enabled)
        {
            yield return ("wpa_passphrase", "is missing: wpa = 2 needs wpa_passphrase or wpa_psk");
        }

        // With a mistake in it nobody could join whose key is in the file: hostapd does not start either.
        if (HasSecurity && PskFile is { } file && !GroupOwner.Enabled && WpaPskFile.Check(file, mayBeMissing: WpsState != 0) is { } wrong)
        {
            yield return ("wpa_psk_file", wrong);
        }

        if (HasSecurity && JudgeOldPairwise() is { IsRemark: false } old)
        {
            yield return ("wpa_pairwise", old.Text);
        }

        if (Passphrase is not null && Psk is not null)
        {
            yield return ("wpa_psk", "contradicts wpa_passphrase: give one of them");
        }

        if (!HasSecurity && !IsFlat && (Passphrase ?? Psk) is not null)
        {
            yield return ("wpa", "is missing: a passphrase protects nothing without wpa = 2");
        }

        foreach (var (key, problem) in ConcerningRadar())
        {
            yield return (key, problem.Text);
        }
    }

    private IEnumerable<(string Key, string Problem)> CheckRadio()
    {
        if (Radio.AnnounceCountry && Radio.CountryCode is null)
        {
            yield return ("ieee80211d", "announces a country: set country_code, too");
        }

        if (Radio.RequireHt && !Radio.Ieee80211n)
        {
            yield return ("require_ht", "nobody could join: set ieee80211n = 1, too");
        }

        if (Radio.SecondaryChannel != 0 && Radio.Channel is { } channel && Radio.Ieee80211n
            && !FortyMhz.Allows(Radio.EffectiveMode, channel, Radio.SecondaryChannel))
        {
            var other = FortyMhz.Allows(Radio.EffectiveMode, channel, -Radio.SecondaryChannel)
                ? $"use [HT40{(Radio.SecondaryChannel > 0 ? '-' : '+')}] or another channel"
                : "leave [HT40+] and [HT40-] out, or use another channel";
            yield return ("ht_capab", $"channel {channel} has no second channel {(Radio.SecondaryChannel > 0 ? "above" : "below")} it: {other}");
        }
    }
}
