using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Configuration;

/// <summary>How the values of an access point fit together: what no row can judge alone.</summary>
internal static class ValueChecks
{
    /// <summary>What is missing or does not fit together, as (key, problem).</summary>
    internal static IEnumerable<(string Key, string Problem)> Of(AccessPointConfiguration bss, bool testing)
    {
        foreach (var problem in bss.GroupOwner.Check(bss))
        {
            yield return problem;
        }

        if (bss.InterfaceName.Length == 0)
        {
            yield return ("interface", "is missing: name the wireless interface, as `iw dev` lists it");
        }

        if (bss.Beside is not null && bss.Phy is not null)
        {
            yield return ("phy", "beside names the radio already: one of the two");
        }

        if (bss.Beside is { } beside && beside == bss.InterfaceName)
        {
            yield return ("beside", $"{beside} is the interface itself: name another one of its radio");
        }

        if (bss.Ssid.Length == 0 && !bss.GroupOwner.Enabled)
        {
            yield return ("ssid", "is missing: name the network");
        }

        if (bss.Radio.Channel is null)
        {
            if (!bss.Radio.ChoosesChannel)
            {
                yield return ("channel", "is missing: choose one, e.g. 1, 6 or 11, or auto");
            }
        }
        else if (bss.Radio.Wide.IsSixGhz)
        {
            if (!ChannelGrid.Blocks(bss.Radio.PrimaryMhz, 20).Any())
            {
                yield return ("channel", $"{bss.Radio.Channel} is no channel of 6 GHz: use 1, 5, 9 … 233, or 2");
            }
        }
        else if (bss.Radio.EffectiveMode == HardwareMode.A ? bss.Radio.Channel is < 34 or > 196 : bss.Radio.Channel > 14)
        {
            yield return ("channel", $"{bss.Radio.Channel} is no channel of hw_mode={AccessPointConfiguration.ModeName(bss.Radio.EffectiveMode)}: "
                + (bss.Radio.EffectiveMode == HardwareMode.A ? "use 36–177, or hw_mode = g" : "use 1–14, or hw_mode = a"));
        }

        foreach (var problem in CheckSecurity(bss).Concat(CheckRadio(bss.Radio)))
        {
            yield return problem;
        }

        if (bss.Intercept != default && !testing)
        {
            yield return (bss.Intercept.Eapol ? "ext_eapol_frame_io" : "ext_mgmt_frame_handling",
                "works with --testing only: it hands the access point's frames to others");
        }

        if (bss.Load.Said is not null && !testing)
        {
            yield return ("bss_load_test", "works with --testing only: it tells stations what is not so");
        }

        if ((bss.Knobs != TestKnobs.None || bss.KeyKnobs != KeyFrameKnobs.None) && !testing)
        {
            yield return (bss.Given.Select(static g => g.Key).FirstOrDefault(static k => TestingSettings.All.Any(s => s.Key == k)) ?? "skip_prune_assoc",
                "works with --testing only: it makes the access point misbehave");
        }

        if (bss.TestBlock != 0 && !testing)
        {
            yield return ("test_block", "works with --testing only: it makes the access point refuse service");
        }

        if (bss.TestStarveKernel && !testing)
        {
            yield return ("test_starve_kernel", "works with --testing only: it leaves the best source out");
        }
    }

    private static IEnumerable<(string Key, string Problem)> CheckSecurity(AccessPointConfiguration bss)
    {
        if (bss.HasSecurity && bss.Passphrase is null && bss.Psk is null && bss.PskFile is null && !bss.GroupOwner.Enabled
            && bss.Radius.PskFromService is not (PskFromService.Required or PskFromService.InHandshake) && SecuritySettings.Offers(bss, PmkSource.PreShared))
        {
            yield return ("wpa_passphrase", "is missing: wpa = 2 needs wpa_passphrase or wpa_psk");
        }

        // With a mistake in it nobody could join whose key is in the file: hostapd does not start either.
        if (bss.HasSecurity && bss.PskFile is { } file && !bss.GroupOwner.Enabled && WpaPskFile.Check(file, mayBeMissing: bss.WpsState != 0, hasVlans: bss.Vlan.Mode != DynamicVlan.Off) is { } wrong)
        {
            yield return ("wpa_psk_file", wrong);
        }

        if (bss.HasSecurity && bss.Late.JudgeOldPairwise() is { IsRemark: false } old)
        {
            yield return ("wpa_pairwise", old.Text);
        }

        foreach (var problem in bss.Sae.Check(bss).Concat(bss.Owe.Check(bss)).Concat(bss.Radius.Check(bss)))
        {
            yield return problem;
        }

        if (FtConfiguration.IsOffered(bss))
        {
            if (bss.Ft.MobilityDomain is null)
            {
                yield return ("mobility_domain", "is missing: fast transition needs one, four hexadecimal digits that all its access points share");
            }

            if (FtConfiguration.ProblemOfName(bss) is { } problem)
            {
                yield return ("nas_identifier", problem);
            }

            if (bss.GroupOwner.Enabled)
            {
                yield return ("wpa_key_mgmt", "fast transition is not for a P2P group: there is no other access point of it");
            }
        }

        // P2P 1.7 3.2.1: what any P2P device knows.
        if (bss.GroupOwner.Enabled && SecuritySettings.OfferOf(bss) is var offer && !offer.Suites.Contains(KeySuite.PskCcmp))
        {
            yield return ("wpa_key_mgmt", "P2P devices join with WPA-PSK and CCMP: have both among wpa_key_mgmt and rsn_pairwise");
        }

        if (bss.Passphrase is not null && bss.Psk is not null)
        {
            yield return ("wpa_psk", "contradicts wpa_passphrase: give one of them");
        }

        if (bss.GroupOwner.Enabled && bss.FrameProtection == FrameProtection.Required)
        {
            yield return ("ieee80211w", "2 keeps P2P devices out that cannot protect management frames, which none of them has to: use 1");
        }

        if (!bss.HasSecurity && !bss.IsFlat && (bss.Passphrase ?? bss.Psk) is not null)
        {
            yield return ("wpa", "is missing: a passphrase protects nothing without wpa = 2");
        }
    }

    /// <summary>A contention window that shrinks where it is to grow: of what stations use, and of our own queues.</summary>
    internal static IEnumerable<(string Key, string Problem)> OfContention(RadioConfiguration radio)
    {
        foreach (var (name, category) in new[]
        {
            ("be", radio.Wmm.BestEffort), ("bk", radio.Wmm.Background), ("vi", radio.Wmm.Video), ("vo", radio.Wmm.Voice),
        })
        {
            if (category.CwMin > category.CwMax)
            {
                yield return ($"wmm_ac_{name}_cwmin", $"{category.CwMin} is above wmm_ac_{name}_cwmax, which is {category.CwMax}");
            }
        }

        foreach (var (index, queue) in (radio.Queues?.InOrder ?? []).Index())
        {
            if (queue.CwMin > queue.CwMax)
            {
                yield return ($"tx_queue_data{index}_cwmin", $"{queue.CwMin} is above tx_queue_data{index}_cwmax, which is {queue.CwMax}");
            }
        }
    }

    private static IEnumerable<(string Key, string Problem)> CheckRadio(RadioConfiguration radio)
    {
        foreach (var problem in OfContention(radio))
        {
            yield return problem;
        }

        if (radio.AnnounceCountry && radio.CountryCode is null)
        {
            yield return ("ieee80211d", "announces a country: set country_code, too");
        }

        foreach (var problem in RadarSettings.Check(radio).Concat(WideChecks.Of(radio)))
        {
            yield return problem;
        }

        if (radio.SecondaryChannel != 0 && radio.Channel is { } channel && radio.HasHt && !radio.Wide.IsSixGhz
            && !FortyMhz.Allows(radio.EffectiveMode, channel, radio.SecondaryChannel))
        {
            var other = FortyMhz.Allows(radio.EffectiveMode, channel, -radio.SecondaryChannel)
                ? $"use [HT40{(radio.SecondaryChannel > 0 ? '-' : '+')}] or another channel"
                : "leave [HT40+] and [HT40-] out, or use another channel";
            yield return ("ht_capab", $"channel {channel} has no second channel {(radio.SecondaryChannel > 0 ? "above" : "below")} it: {other}");
        }
    }
}
