using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>What an enabled BSS announces, for STATUS.</summary>
/// <param name="Channel">Where it is, as wide as it is.</param>
/// <param name="Generations">What it speaks of what the radio does.</param>
/// <param name="Plan">What the radio does.</param>
/// <param name="Rates">In units of 500 kb/s.</param>
/// <param name="MaxPowerDbm">Of the primary channel.</param>
public sealed record BssAnnouncement(OperatingChannel Channel, Generations Generations, RadioPlan Plan, byte[] Rates, int MaxPowerDbm)
{
    /// <summary>It speaks HT.</summary>
    public bool Ht => (Generations & Generations.Ht) != 0;
}

/// <summary>The channel of a BSS: what it offers there, and the move to another with all stations (802.11-2020 11.8.8).</summary>
internal sealed class ChannelMove(BssSite site, Announcement announcement, GroupMembership membership)
{
    /// <summary>The switch that is announced; it belongs to this life of the BSS and ends with it.</summary>
    private OperatingChannel? _planned;

    /// <summary>How wide the kernel has the channel, as far as it was told or has told; 0: nobody knows.</summary>
    private int _kernelMhz;

    /// <summary>It is on another channel than its options of the start said, by our wish or another's.</summary>
    internal event Action? Changed;

    /// <summary>What it announces, once enabled.</summary>
    internal BssAnnouncement? Announced { get; private set; }

    /// <summary>The 40 MHz in 2.4 GHz that it uses, or would if its second channel did not rest; null: it does not, or whoever is beside them.</summary>
    internal FortyMhzUse? FortyMhz => site.Options.Radio is { IgnoresCoexistence: false } radio && site.Offer is { HasFortyBelowFiveGhz: true, Plan.Channel: var channel }
        ? new(channel, radio.ScanInterval)
        : null;

    private BssOffer? OfferOf(BssOptions options) => OfferOf(options, out _);

    private BssOffer? OfferOf(BssOptions options, out IReadOnlyList<PlanRefusal> refusals) =>
        BssOffer.Of(options, site.Radio.Capabilities, out refusals, !options.Radio.IgnoresCoexistence && site.Radio.RestsAt(options.Channel));

    /// <summary>Offers what the options and the radio give together; why not, or null.</summary>
    internal DriverResult? Offer()
    {
        var (options, radio) = (site.Options, site.Radio.Capabilities);
        if (OfferOf(options, out var refusals) is not { } offer)
        {
            return Refused(refusals);
        }

        site.Offer = offer;
        foreach (var dropped in offer.Plan.Dropped)
        {
            BssSite.Log.Info("{0}: no {1}: {2}", site.Name, RadioPlan.Names(dropped.Generation), dropped.Reason);
        }

        foreach (var word in offer.Plan.LeftOut)
        {
            BssSite.Log.Warn("{0}: {1}", site.Name, word);
        }

        if (offer.MissingCipher is { } cipher)
        {
            return new DriverResult($"using rsn_pairwise and group_cipher of {site.Name}", ErrorNumber.NotSupported,
                $"{radio.PhyName} lacks {cipher.Name}", "choose from the ciphers that `iw phy` lists; CCMP is on every list");
        }

        if (options.Security is { Sae: not null } && radio.FramesHandledByFirmware)
        {
            return new DriverResult("offering SAE", ErrorNumber.NotSupported, $"the firmware of {radio.PhyName} authenticates stations itself, and SAE is not ours there",
                "set wpa_key_mgmt=WPA-PSK");
        }

        if (options.Security is { Owe: not null } && radio.FramesHandledByFirmware)
        {
            return new DriverResult("offering OWE", ErrorNumber.NotSupported, $"the firmware of {radio.PhyName} answers Association Requests itself",
                "leave OWE out of wpa_key_mgmt");
        }

        if (WhyUnprotected(options, radio) is { } refused)
        {
            return refused;
        }

        Announce(offer);
        return null;
    }

    /// <summary>The first of the refusals is the answer, the others are told beside it.</summary>
    private DriverResult Refused(IReadOnlyList<PlanRefusal> refusals)
    {
        foreach (var further in refusals.Skip(1))
        {
            BssSite.Log.Error("{0}: {1}", site.Name, further);
        }

        return new DriverResult(refusals[0].Key == "channel" ? $"using channel {site.Options.Channel.Number}" : $"using {refusals[0].Key} of {site.Name}", ErrorNumber.NotSupported, refusals[0].Reason, refusals[0].Remedy);
    }

    /// <summary>The options have changed under the stations.</summary>
    internal void OfferAnew()
    {
        site.Offer = OfferOf(site.Options) ?? site.Offer;
    }

    /// <summary>It beacons, as it was offered.</summary>
    internal void OnStarted() => _kernelMhz = site.Offer!.Channel.WidthMhz;

    /// <summary>The second channel rests from now on, or does so no more. A move under way is over with the width that holds then.</summary>
    /// <returns>Why the kernel is no wider than before.</returns>
    internal DriverResult ChangeWidth() => _planned is null && OfferOf(site.Options) is { } offer && offer.Channel != site.Offer?.Channel
        ? Take(offer)
        : DriverResult.Ok;

    /// <summary>
    /// Offers what is to be from now on. Where the kernel has 40 MHz in 2.4 GHz narrower or wider than that, it follows: stations hear of it before
    /// we are deaf on the second channel, and after we are not. Nobody hears of what the kernel does not do.
    /// </summary>
    private DriverResult Take(BssOffer offer)
    {
        var mhz = offer.Channel.WidthMhz;
        var follows = _kernelMhz is 20 or 40 && mhz != _kernelMhz && offer.HasFortyBelowFiveGhz;
        if (follows && mhz > _kernelMhz && TellKernel(offer) is { Succeeded: false } refused)
        {
            return refused;
        }

        site.Offer = offer;
        Announce(offer);
        announcement.Refresh();
        return follows && mhz < _kernelMhz ? TellKernel(offer) : DriverResult.Ok;
    }

    private DriverResult TellKernel(BssOffer offer)
    {
        var result = site.Link.ChangeWidth(offer.Channel);
        if (result.Succeeded)
        {
            _kernelMhz = offer.Channel.WidthMhz;
        }
        else
        {
            BssSite.Log.Warn("{0}: {1}", site.Name, result);
        }

        return result;
    }

    /// <summary>The regulatory domain has changed under us: power and Country element follow.</summary>
    internal void Renew()
    {
        if (OfferOf(site.Options) is not { } offer)
        {
            return;
        }

        site.Offer = offer;
        Announce(offer);
        if (site.Options.Radio.CountryEnvironment is not null)
        {
            announcement.Refresh();
        }
    }

    /// <summary>The life in which a switch was planned is over.</summary>
    internal void Forget()
    {
        _planned = null;
        announcement.Moves(null);
    }

    /// <summary>Protection that is wanted and that the radio cannot give; null: it can give all.</summary>
    private static DriverResult? WhyUnprotected(BssOptions options, RadioCapabilities radio)
    {
        if (options.Security?.Rsn is not { } rsn || rsn.Offer.FrameProtection == RsnCapabilities.None)
        {
            return null;
        }

        var cipher = rsn.Offer.ManagementCipher;
        return radio.LacksCipher((uint)cipher.Suite)
            ? new DriverResult("protecting management frames", ErrorNumber.NotSupported, $"{radio.PhyName} does not know {cipher.Name}",
                "set group_mgmt_cipher to one of the ciphers that `iw phy` lists, or ieee80211w=0")
            : rsn.ProtectsBeacons && !radio.CanProtectBeacons
            ? new DriverResult("protecting Beacons", ErrorNumber.NotSupported, $"{radio.PhyName} cannot", "set beacon_prot=0")
            : null;
    }

    /// <summary>Whether it could move there; nothing is changed.</summary>
    internal DriverResult Check(ChannelSwitch wanted)
    {
        var after = After(wanted.Channel);
        return OfferOf(after, out var refusals) is { } offer
            ? site.Radio.Capabilities.Refuse(offer.Channel, after.Radio.LooksForRadar) ?? DriverResult.Ok
            : new DriverResult("switching the channel", ErrorNumber.Invalid, refusals[0].Reason, refusals[0].Key == "channel" ? null : refusals[0].Remedy);
    }

    /// <summary>Announces the move; the kernel counts down and tells when it is done.</summary>
    internal DriverResult Begin(ChannelSwitch wanted)
    {
        var after = After(wanted.Channel);
        var offer = OfferOf(after)!;

        // As wide as the radio makes it is how wide it is announced.
        var announced = wanted with { Channel = offer.Plan.Channel };
        var now = announcement.Describe(announced, out var problem);
        if (problem is { } tooLong)
        {
            return tooLong;
        }

        var (head, tail) = (now.BeaconHead.ToArray(), now.BeaconTail.ToArray());
        var result = site.Link.SwitchChannel(new CountdownSettings
        {
            Count = wanted.Count,
            BlocksTransmission = wanted.BlocksTransmission,
            BeaconHead = head,
            BeaconTail = tail,
            CounterOffsets = ChannelSwitchElements.CountersIn(tail, site.Radio.Capabilities.MaxSwitchCounters),
            After = announcement.Describe(after, offer, out _),
        });
        if (result.Succeeded)
        {
            _planned = wanted.Channel;
            announcement.Moves(announced);
            site.Voice.Raise(new ApEvent(ApEventKind.ChannelSwitchStarted, Describe(offer.Channel, site.Options.Channel)));
        }

        return result;
    }

    /// <summary>The same for another colour.</summary>
    internal DriverResult Begin(Recolour next)
    {
        var now = announcement.Describe(next, out var problem);
        var (head, tail) = (now.BeaconHead.ToArray(), now.BeaconTail.ToArray());
        var result = problem ?? site.Link.ChangeColour(new CountdownSettings
        {
            Count = next.Count,
            BeaconHead = head,
            BeaconTail = tail,
            CounterOffsets = ChannelSwitchElements.CountersIn(tail, 1),
            After = announcement.Describe(next with { Count = 0 }, out _),
        });
        if (!result.Succeeded)
        {
            BssSite.Log.Warn("{0}: {1}", site.Name, result);
        }

        return result;
    }

    /// <summary>The kernel has moved.</summary>
    internal void OnSwitched(OperatingChannel channel)
    {
        // Only where it goes is taken from the plan: all else may have changed since. Who moved us did not say whether with HT.
        var after = _planned is { } planned && planned.PrimaryMhz == channel.PrimaryMhz
            ? After(planned)
            : After(channel.WidthMhz > 40 ? channel : OperatingChannel.Of(channel.PrimaryMhz, site.Options.Channel.Ht, channel.Secondary));
        Forget();
        if (OfferOf(after) is not { } offer)
        {
            return;
        }

        var from = site.Options.Channel;
        site.Options = after;
        site.Offer = offer;
        _kernelMhz = channel.WidthMhz;
        Announce(offer);
        site.Voice.Raise(new ApEvent(ApEventKind.ChannelSwitched, Describe(offer.Channel, from)));
        site.Voice.Raise(new ApEvent(ApEventKind.ChannelSwitchFinished, EventWord.Of("freq", after.Channel.PrimaryMhz), EventWord.Of("dfs", HasRadar(after.Channel))));
        membership.FollowChannel();
        Changed?.Invoke();
        _ = Take(offer);
    }

    /// <summary>The radio is elsewhere by the time that the next life begins.</summary>
    internal void Follow(OperatingChannel channel) => site.Options = After(channel);

    /// <summary>The same by a person's wish, which stands until there is another.</summary>
    internal void TakeMove(OperatingChannel channel)
    {
        Follow(channel);
        Changed?.Invoke();
    }

    /// <summary>The radio has found another channel before it began.</summary>
    internal void BeginAt(OperatingChannel channel) => site.Options = site.Options with { Radio = site.Options.Radio.FoundAt(channel) };

    /// <summary>Whoever has moved it has chosen for it.</summary>
    private BssOptions After(OperatingChannel channel) => site.Options with { Radio = site.Options.Radio.At(channel) with { WantedChannel = null, ChoosesChannel = false } };

    private void Announce(BssOffer offer)
    {
        Announced = new BssAnnouncement(offer.Channel, offer.Generations, offer.Plan, offer.SupportedRates, offer.MaxPowerDbm);
    }

    private int HasRadar(OperatingChannel channel) => site.Radio.Capabilities.FindChannel(channel.PrimaryMhz) is { Radar: true } ? 1 : 0;

    private EventWord[] Describe(OperatingChannel channel, OperatingChannel from) =>
    [
        EventWord.Of("freq", channel.PrimaryMhz),
        EventWord.Of("ht_enabled", channel.Ht ? 1 : 0),
        EventWord.Of("ch_offset", channel.Secondary),
        EventWord.Of("ch_width", channel.Ht ? $"{channel.WidthMhz} MHz" : "20 MHz (no HT)"),
        EventWord.Of("cf1", channel.CentreMhz),
        EventWord.Of("cf2", 0),
        EventWord.Of("is_dfs0", HasRadar(from)),
        EventWord.Of("dfs", HasRadar(channel)),
        EventWord.Of("puncturing_bitmap", "0x0000"),
    ];
}
