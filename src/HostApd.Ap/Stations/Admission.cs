using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// Whether a station may associate (802.11-2020 11.3.5.3): questions without effects.
/// </summary>
internal sealed class Admission(BssSite site, MacAcl acl)
{
    /// <summary>There is a registrar: who asks for WPS alone needs no RSN element.</summary>
    internal Func<bool> CanProvision { get; set; } = static () => false;

    /// <summary>Whether the access list lets it in.</summary>
    internal bool Allows(MacAddress station) => acl.Allows(station, site.Options.AclPolicy);

    /// <summary>All that the elements and the station's own words decide; a place it still has to be given.</summary>
    internal StatusCode Check(Sta sta, in RequestElements elements)
    {
        var (offer, options) = (site.Offer!, site.Options);
        if (!elements.HasSsid || !elements.Ssid.SequenceEqual(options.Ssid))
        {
            return StatusCode.Failure;
        }

        if (sta.Rates.IsEmpty || !sta.Rates.ContainsAny(offer.SupportedRates))
        {
            return StatusCode.BasicRateMismatch;
        }

        if (sta.ListenInterval > options.MaxListenInterval)
        {
            return StatusCode.ListenIntervalTooLarge;
        }

        if (options.Radio.RequireHt && offer.Ht && !sta.Ht)
        {
            return StatusCode.HtRequired;
        }

        return CheckSecurity(elements);
    }

    internal StatusCode CheckSecurity(in RequestElements elements)
    {
        if (site.Options.Security is not { } security || CanProvision() && elements.Rsne.IsEmpty && !elements.Wps.IsEmpty)
        {
            return StatusCode.Success;
        }

        return KeySuites.Choose(elements.Rsne, security.Rsn.Offer).Status;
    }
}
