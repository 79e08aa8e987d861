using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>Who let a station in that asks for its place.</summary>
internal enum AdmittedBy
{
    /// <summary>Us: its whole Association Request is here.</summary>
    Ourselves,

    /// <summary>The radio's firmware, which shows the elements as far as it likes: what is missing was its business.</summary>
    Firmware,
}

/// <summary>
/// Whether a station may associate (802.11-2020 11.3.5.3): questions without effects, the same for stations that ask us and for those
/// that firmware has let in already.
/// </summary>
internal sealed class Admission(BssSite site, MacAcl acl, PmksaCache agreed)
{
    /// <summary>There is a registrar: who asks for WPS alone needs no RSN element.</summary>
    internal Func<bool> CanProvision { get; set; } = static () => false;

    /// <summary>What other networks of ours have agreed on that come to keys of that source in the same way.</summary>
    internal Func<PmkSource, IEnumerable<PmksaCache>> Relatives { get; set; } = static _ => [];

    /// <summary>Whether a peer has spoken SAE by hunting and pecking just now.</summary>
    internal Func<MacAddress, bool> HasUsedLoop { get; set; } = static _ => false;

    /// <summary>Whether there may be a network for a station of which nobody says more than is known already.</summary>
    internal Func<Sta, KeySuite?, bool> HasPlace { get; set; } = static (_, _) => true;

    /// <summary>A group that forms is for one station alone.</summary>
    internal Func<MacAddress, bool> IsExpected { get; set; } = static _ => true;

    /// <summary>Whether the access list, and a group that forms, let it in.</summary>
    internal bool Allows(MacAddress station) => acl.Allows(station, site.Options.AclPolicy) && IsExpected(station);

    /// <summary>Whether a service has the word on that address (<c>macaddr_acl=2</c>): it is in no list.</summary>
    internal bool IsAskedAbout(MacAddress station) => site.Options.AclPolicy == AclPolicy.AskService && !acl.Accepted.ContainsKey(station);

    /// <summary>All that the elements and the station's own words decide; a place it still has to be given.</summary>
    internal StatusCode Check(Sta sta, in RequestElements elements, AdmittedBy by)
    {
        var (offer, options) = (site.Offer!, site.Options);
        var isComplete = by == AdmittedBy.Ourselves;
        if (elements.HasSsid ? !elements.Ssid.SequenceEqual(options.Ssid) : isComplete)
        {
            return StatusCode.Failure;
        }

        if (sta.Rates.IsEmpty ? isComplete : !sta.Rates.ContainsAny(offer.SupportedRates))
        {
            return StatusCode.BasicRateMismatch;
        }

        if (sta.ListenInterval > options.MaxListenInterval)
        {
            return StatusCode.ListenIntervalTooLarge;
        }

        var missing = options.Radio.Required & offer.Generations & ~sta.Generations;
        if (missing != 0)
        {
            return (missing & Generations.Ht) != 0 ? StatusCode.HtRequired
                : (missing & Generations.Vht) != 0 ? StatusCode.VhtRequired
                : (missing & Generations.He) != 0 ? StatusCode.HeRequired
                : StatusCode.EhtRequired;
        }

        return CheckSecurity(sta, elements);
    }

    /// <summary>The row that its RSN element names; null: none, or this is an open network.</summary>
    internal KeySuite? SuiteOf(Sta sta) => site.Options.Security is { } security ? KeySuites.Choose(sta.Rsne, security.Rsn.Offer).Suite : null;

    /// <summary>Whether the management frames of a station that is let in are to be protected.</summary>
    internal bool Protects(Sta sta) => SuiteOf(sta) is { } suite && KeySuites.Protects(suite, sta.Rsne);

    /// <summary>What is known of a station by the password that it has shown; null: nothing.</summary>
    internal SessionGrant? GrantOf(Sta sta, KeySuite? suite) => suite is { Source: PmkSource.Sae } ? EapResult.GrantIn(agreed.Find(sta.Address, suite.Akm)?.Grant) : null;

    /// <summary>The key of before that its RSN element names, if it was agreed on here or at a network of ours that shares its keys; null: none.</summary>
    internal Pmksa? FindNamed(Sta sta, KeySuite suite)
    {
        if (site.Options.Security is not { CachesKeys: true } security || !Rsne.TryParse(sta.Rsne, out var wanted, out _))
        {
            return null;
        }

        var known = agreed.FindNamed(sta.Address, suite.Akm, wanted.Pmkids);
        foreach (var other in known is null && security.SharesKeys ? Relatives(suite.Source) : [])
        {
            known ??= suite.Source == PmkSource.Eap ? agreed.TakeNamed(other, suite, site.Bssid, sta.Address, wanted.Pmkids)
                : agreed.TakeNamed(other, sta.Address, suite.Akm, wanted.Pmkids);
        }

        return known;
    }

    private StatusCode CheckSecurity(Sta sta, in RequestElements elements)
    {
        if (site.Options.Security is not { } security)
        {
            return HasPlace(sta, null) ? StatusCode.Success : StatusCode.DeniedOther;
        }

        if (CanProvision() && elements.Rsne.IsEmpty && !elements.Wps.IsEmpty)
        {
            return StatusCode.Success;
        }

        var choice = KeySuites.Choose(elements.Rsne, security.Rsn.Offer);
        var status = choice.Suite is not { } suite ? choice.Status
            : suite.IsFastTransition && !IsOfDomain(security, elements) ? StatusCode.InvalidMobilityDomain
            : sta.Transition is not null ? StatusCode.Success
            : sta.AuthenticatedBy.Algorithm == AuthenticatedBy.Sae ? CheckSae(sta, suite, elements.Rsnxe)
            : suite.Source == PmkSource.Eap && site.Service is null ? StatusCode.InvalidAkm
            : suite.Source == PmkSource.Sae && FindNamed(sta, suite) is null ? StatusCode.InvalidPmkid
            : StatusCode.Success;
        return status == StatusCode.Success && sta.Transition is null && choice.Suite!.Source != PmkSource.Eap && !HasPlace(sta, choice.Suite) ? StatusCode.DeniedOther : status;
    }

    private static bool IsOfDomain(SecurityOptions security, in RequestElements elements) =>
        security.Rsn.FastTransition is { } options && MobilityDomain.Names(elements.MobilityDomain, options.MobilityDomain);

    /// <summary>Who has authenticated by SAE is to go on with the key that came of it (802.11-2020 12.4.2), unless that is gone.</summary>
    private StatusCode CheckSae(Sta sta, KeySuite suite, ReadOnlySpan<byte> rsnxe)
    {
        if (suite.Source != PmkSource.Sae)
        {
            return StatusCode.InvalidAkm;
        }

        if (agreed.Find(sta.Address, suite.Akm) is null)
        {
            return agreed.Has(sta.Address) ? StatusCode.InvalidAkm : StatusCode.InvalidPmkid;
        }

        if (site.Options.Security!.Sae is { TakesHashToElement: true, ToleratesUnusedHashToElement: false } && Rsnxe.Says(rsnxe, Rsnxe.HashToElement)
            && HasUsedLoop(sta.Address))
        {
            site.LogStation(sta.Address, "SAE: indicates support for SAE H2E, but did not use it");
            site.Voice.Raise(ApEvent.Of(ApEventKind.SaeDowngraded, sta.Address));
            return StatusCode.Failure;
        }

        return StatusCode.Success;
    }
}
