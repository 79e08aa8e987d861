using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Rsn;

namespace HostApd;

/// <summary>What a configuration asks for against what its radio can do.</summary>
internal static class RadioCheck
{
    /// <summary>What the radio cannot do of it, by key.</summary>
    internal static IEnumerable<(string Key, string Problem)> Against(AccessPointConfiguration configuration, RadioCapabilities radio)
    {
        if (!radio.SupportsAccessPoint)
        {
            yield return ("interface", $"{radio.PhyName} cannot be an access point");
        }

        if (configuration.HasSecurity)
        {
            var offer = SecuritySettings.OfferOf(configuration);
            if (offer.PairwiseCiphers.FirstOrDefault(c => radio.LacksCipher((uint)c.Suite)) is { } pairwise)
            {
                yield return ("rsn_pairwise", $"{radio.PhyName} lacks {pairwise.Name}: see the ciphers of `iw phy`");
            }
            else if (radio.LacksCipher((uint)offer.GroupCipher.Suite))
            {
                yield return ("group_cipher", $"{radio.PhyName} lacks {offer.GroupCipher.Name}: see the ciphers of `iw phy`");
            }
        }

        if (configuration.HasSecurity && configuration.FrameProtection != FrameProtection.None)
        {
            if (radio.LacksCipher((uint)configuration.ManagementCipher.Suite))
            {
                yield return ("group_mgmt_cipher", $"{radio.PhyName} lacks {configuration.ManagementCipher.Name}: see the ciphers of `iw phy`");
            }

            if (configuration.ProtectsBeacons && !radio.CanProtectBeacons)
            {
                yield return ("beacon_prot", $"{radio.PhyName} cannot protect Beacons");
            }
        }

        if (configuration.Vlan.Mode != DynamicVlan.Off && !radio.SupportsVlans)
        {
            yield return ("dynamic_vlan", $"{radio.PhyName} has no AP_VLAN interfaces: its driver cannot keep stations of one access point apart");
        }

        var (shared, primary) = (configuration.Radio, OptionsMapping.Of(configuration.Radio).Channel.PrimaryMhz);
        // Another country than now: its rules are known only once it is set.
        var channel = radio.FindChannel(primary);
        if ((channel is null || shared.CountryCode is null || shared.CountryCode == radio.Country)
            && radio.WhyNot(primary, shared.LooksForRadar) is { } why)
        {
            yield return ("channel", $"{primary} MHz: {why}");
        }

        if (channel is null)
        {
            yield break;
        }

        var wish = OptionsMapping.Of(shared);
        if (shared.Ieee80211n && RadioPlan.BandOf(primary, radio) is { HtCapabilities: < 0 })
        {
            yield return ("ieee80211n", $"{radio.PhyName} does not speak HT there");
        }

        // Which widths a country allows is known only once it is set.
        if (shared.CountryCode is null || shared.CountryCode == radio.Country)
        {
            _ = RadioPlan.Of(wish, radio, out var refusals);
            foreach (var refusal in refusals)
            {
                yield return (refusal.Key, $"{refusal.Reason}; {refusal.Remedy}");
            }
        }
    }

    /// <summary>What comes of it on its radio, in words; null where that cannot be said.</summary>
    internal static string? Plan(AccessPointConfiguration configuration, RadioCapabilities radio) =>
        RadioPlan.Of(OptionsMapping.Of(configuration.Radio), radio, out _)?.Describe();
}
