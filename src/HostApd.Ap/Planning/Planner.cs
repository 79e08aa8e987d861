using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Makes one plan: first how wide, then which generations that leaves, then what is announced of them.</summary>
internal sealed class Planner(RadioOptions wish, RadioCapabilities radio, RadioBand band)
{
    private readonly List<DroppedGeneration> _dropped = [];
    private readonly List<PlanRefusal> _refusals = [];
    private readonly List<PlanRefusal> _leftOut = [];
    private Generations _generations = wish.Mode == HardwareMode.B ? Generations.None : wish.Wanted;

    internal IReadOnlyList<PlanRefusal> Refusals => _refusals;

    private bool IsSixGhz => ChannelGrid.BandOf(wish.Channel.PrimaryMhz) == 6;

    private bool IsBelowFiveGhz => ChannelGrid.BandOf(wish.Channel.PrimaryMhz) == 2;

    internal RadioPlan Plan()
    {
        DropWhatTheRadioLacks();
        var channel = ChooseWidth();
        DropWhatTheWidthForbids(channel);
        if (IsSixGhz && !Has(Generations.He) && _refusals.Count == 0)
        {
            _refusals.Add(new PlanRefusal("ieee80211ax", $"there is only HE in 6 GHz, {WhyNone(Generations.He)}", "set ieee80211ax = 1, or use another band"));
        }

        return new RadioPlan
        {
            Channel = channel,
            Band = band,
            Generations = _generations,
            Dropped = _dropped,
            LeftOut = _leftOut,
            HtCapabilities = HtOf(channel),
            Vht = Has(Generations.Vht) ? VhtOf(channel) : null,
            He = Has(Generations.He) ? HeOf(channel) : null,
            Eht = Has(Generations.Eht) ? EhtOf(channel) : null,
        };
    }

    private bool Has(Generations generation) => (_generations & generation) != 0;

    private void Drop(Generations generation, string reason)
    {
        var spoken = _generations & generation;
        if (spoken != Generations.None)
        {
            _generations &= ~spoken;
            _dropped.Add(new DroppedGeneration(spoken, reason));
        }
    }

    private void DropWhatTheRadioLacks()
    {
        var primary = radio.FindChannel(wish.Channel.PrimaryMhz)!;
        if (IsSixGhz)
        {
            Drop(Generations.Ht, "there is none in 6 GHz");
            Drop(Generations.Vht, "there is none in 6 GHz");
        }
        else if (wish.Channel.Number == 14)
        {
            Drop(Generations.Ht, "channel 14 is for 802.11b alone");
        }
        else if (band.HtCapabilities < 0)
        {
            Drop(Generations.Ht, $"{radio.PhyName} does not speak it there");
        }

        if (IsBelowFiveGhz)
        {
            Drop(Generations.Vht, "there is none in 2.4 GHz");
        }
        else if (band.Vht is null)
        {
            Drop(Generations.Vht, $"{radio.PhyName} does not speak it there");
        }

        if (!Has(Generations.Ht) && !IsSixGhz)
        {
            Drop(Generations.Vht | Generations.He | Generations.Eht, "it is not spoken without HT");
        }

        if (band.He is null)
        {
            Drop(Generations.He, $"{radio.PhyName} does not speak it as an access point there");
        }
        else if ((primary.Limits & ChannelLimits.NoHe) != 0)
        {
            Drop(Generations.He, $"the rules of {radio.Country} keep it from {primary.FrequencyMhz} MHz");
        }

        if (band.Eht is null)
        {
            Drop(Generations.Eht, $"{radio.PhyName} does not speak it as an access point there");
        }
        else if ((primary.Limits & ChannelLimits.NoEht) != 0)
        {
            Drop(Generations.Eht, $"the rules of {radio.Country} keep it from {primary.FrequencyMhz} MHz");
        }

        if (!Has(Generations.He))
        {
            Drop(Generations.Eht, "it is not spoken without HE");
        }
    }

    /// <summary>The width that is asked for, if it can be had; where it need not be that one, the next that can.</summary>
    private OperatingChannel ChooseWidth()
    {
        var wanted = wish.Channel;
        if (!Has(Generations.Ht) && !IsSixGhz)
        {
            // Without HT there is no second channel; a radio without it has always been taken as it is.
            return wanted.WithoutHt;
        }

        if (WhyNot(wanted) is not { } why)
        {
            return wish.Width.IsBinding || !WaitsForRadar(wanted) ? wanted : Narrower(wanted) ?? OperatingChannel.Of(wanted.PrimaryMhz, ht: true);
        }

        if (wish.Width.IsBinding)
        {
            _refusals.Add(new PlanRefusal(wish.Width.Key, $"{wanted.WidthMhz} MHz on channel {wanted.Number} cannot be: {why}", Remedy(wanted)));
            return wanted;
        }

        return Narrower(wanted) ?? OperatingChannel.Of(wanted.PrimaryMhz, ht: true);
    }

    private string Remedy(OperatingChannel wanted) => Narrower(wanted) is { WidthMhz: > 20 } next
        ? $"{next.WidthMhz} MHz can be, or leave the width to the radio (channel_width = auto)"
        : wanted.WidthMhz > 20 ? "20 MHz can be, or choose another channel"
        : "choose another channel";

    private OperatingChannel? Narrower(OperatingChannel wanted)
    {
        for (var width = wanted.WidthMhz / 2; width > 20; width /= 2)
        {
            foreach (var block in ChannelGrid.Blocks(wanted.PrimaryMhz, width))
            {
                // Around the same primary one half of the wide block is the next narrower one, and of several it is the one inside.
                var channel = OperatingChannel.Of(block);
                if (Math.Abs(channel.CentreMhz - wanted.CentreMhz) < wanted.WidthMhz / 2 && WhyNot(channel) is null && !WaitsForRadar(channel))
                {
                    return channel;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// A part of it has to be listened to for radar first, and the primary has not: nobody waits a minute for a width that he did not ask for.
    /// </summary>
    private bool WaitsForRadar(OperatingChannel channel)
    {
        if (radio.FindChannel(channel.PrimaryMhz) is { Radar: true })
        {
            return false;
        }

        foreach (var mhz in channel.PartsMhz)
        {
            if (radio.FindChannel(mhz) is { Radar: true, RadarState: not RadarState.Available })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why a width cannot be had; null when it can. Whether its primary channel may be used is another question.</summary>
    private string? WhyNot(OperatingChannel channel)
    {
        if (channel.WidthMhz == 20)
        {
            return null;
        }

        if (!IsSixGhz && (band.HtCapabilities & HtBits.Forty) == 0)
        {
            return $"{radio.PhyName} speaks no more than 20 MHz there";
        }

        if (!IsSixGhz && channel.WidthMhz > 40 && !Has(Generations.Vht))
        {
            return IsBelowFiveGhz ? "2.4 GHz has 40 MHz at most" : $"more than 40 MHz is VHT's, {WhyNone(Generations.Vht)}";
        }

        if (IsSixGhz && !Has(Generations.He))
        {
            return $"there is only HE in 6 GHz, {WhyNone(Generations.He)}";
        }

        if (channel.WidthMhz == 160 && !(IsSixGhz ? band.He!.HasOneSixty : band.Vht!.HasOneSixty))
        {
            return $"{radio.PhyName} speaks no more than 80 MHz there";
        }

        if (channel.WidthMhz == 320 && (!Has(Generations.Eht) || !band.Eht!.HasThreeTwenty))
        {
            return Has(Generations.Eht) ? $"{radio.PhyName} speaks no more than 160 MHz there" : $"320 MHz are EHT's, {WhyNone(Generations.Eht)}";
        }

        // The primary alone may be closed, which is said of the channel and not of its width.
        return radio.WhyNot(channel.PrimaryMhz, wish.LooksForRadar) is null ? radio.WhyNot(channel, wish.LooksForRadar)
            : NeedsOtherClosed(channel);
    }

    /// <summary>Where the primary is closed by now, another country may open it: then only what the radio itself lacks counts.</summary>
    private string? NeedsOtherClosed(OperatingChannel channel)
    {
        foreach (var mhz in channel.PartsMhz)
        {
            if (radio.FindChannel(mhz) is null)
            {
                return $"{radio.PhyName} cannot tune to {mhz} MHz, which is part of it";
            }
        }

        return null;
    }

    private string WhyNone(Generations generation)
    {
        foreach (var dropped in _dropped)
        {
            if ((dropped.Generation & generation) != 0)
            {
                return $"of which {dropped.Reason}";
            }
        }

        return "which is not asked for";
    }

    private void DropWhatTheWidthForbids(OperatingChannel channel)
    {
        if (Has(Generations.He) && channel.WidthMhz > WidestOfHe())
        {
            Drop(Generations.He, $"{radio.PhyName} speaks it with no more than {WidestOfHe()} MHz there");
            Drop(Generations.Eht, "it is not spoken without HE");
        }
    }

    private int WidestOfHe() => IsBelowFiveGhz ? band.He!.HasFortyBelowThreeGhz ? 40 : 20
        : band.He!.HasOneSixty ? 320
        : band.He.HasEighty ? 80 : 20;

    private ushort HtOf(OperatingChannel channel)
    {
        if (wish.TakesHtOfRadio)
        {
            return HtBits.OfRadio(Math.Max(band.HtCapabilities, 0), channel.WidthMhz > 20);
        }

        // The width may have become another than the words say; more than 20 MHz is one with a second channel.
        var given = wish.HtCapabilities & ~HtBits.Forty;
        if (Has(Generations.Ht) && HtBits.Missing(given, band.HtCapabilities) is { Length: > 0 } missing)
        {
            _leftOut.Add(new PlanRefusal("ht_capab", $"{radio.PhyName} lacks {missing}: left out", "see `iw phy` for what it has, or leave ht_capab out"));
            given = HtBits.Within(given, band.HtCapabilities);
        }

        return (ushort)(given | (channel.WidthMhz > 20 ? HtBits.Forty : 0));
    }

    private VhtCapabilities VhtOf(OperatingChannel channel)
    {
        var own = band.Vht!;

        // Announcing 160 MHz at 80 hurts clients: the field says no more than the channel has.
        var width = channel.WidthMhz >= 160 ? VhtBits.OneSixty : 0;
        var info = own.Info & ~(VhtBits.MuBeamformee | VhtBits.Width | (width == 0 ? VhtBits.ShortGuard160 : 0)) | width;
        if (wish.VhtCapabilities is not { } given)
        {
            return own with { Info = info };
        }

        while (VhtBits.Excess(given, own.Info) is var (mask, word, wanted, has))
        {
            _leftOut.Add(new PlanRefusal("vht_capab", $"{word} {wanted} is more than {radio.PhyName} has ({has}), which is taken",
                "see `iw phy` for what it has, or leave vht_capab out"));
            given = given & ~mask | own.Info & mask;
        }

        return own with { Info = given & ~(VhtBits.Width | (width == 0 ? VhtBits.ShortGuard160 : 0)) | width };
    }

    private HeCapabilities HeOf(OperatingChannel channel)
    {
        const byte oneSixty = 0x08, eightyPlusEighty = 0x10;
        var own = band.He!;
        var phy = (byte[])own.Phy.Clone();
        phy[0] &= (byte)~(eightyPlusEighty | (channel.WidthMhz >= 160 ? 0 : oneSixty));

        // HE PHY Capabilities Information (802.11-2020 9.4.2.248.3): bits 31, 32 and 33.
        Apply(phy, 3, 0x80, wish.He.SuBeamformer, "he_su_beamformer");
        Apply(phy, 4, 0x01, wish.He.SuBeamformee, "he_su_beamformee");
        Apply(phy, 4, 0x02, wish.He.MuBeamformer, "he_mu_beamformer");
        var mac = (byte[])own.Mac.Clone();
        mac[0] &= (byte)(wish.He.RespondsToTwt ? 0xFF : ~HeCapabilities.TwtResponder);
        var sets = (phy[0] & oneSixty) != 0 ? 8 : 4;
        var mcs = Cut(own.McsSet, sets);
        return own with { Mac = mac, Phy = phy, McsSet = mcs, PpeThresholds = PpeOf(own) };
    }

    private void Apply(byte[] phy, int index, byte bit, bool? wanted, string key)
    {
        if (wanted == true && (phy[index] & bit) == 0)
        {
            _leftOut.Add(new PlanRefusal(key, $"{radio.PhyName} cannot: left out", $"set {key}=0, or leave it out"));
        }

        if (wanted == false)
        {
            phy[index] &= (byte)~bit;
        }
    }

    /// <summary>PPE Thresholds as long as their own head says (9.4.2.248.5): the kernel hands out the room for the longest.</summary>
    private static byte[] PpeOf(HeCapabilities he)
    {
        const byte present = 0x80;
        if ((he.Phy[6] & present) == 0 || he.PpeThresholds.Length == 0)
        {
            return [];
        }

        return Cut(he.PpeThresholds, GenerationLengths.OfHeThresholds(he.PpeThresholds[0]));
    }

    private static byte[] Cut(byte[] bytes, int length) => bytes[..Math.Min(bytes.Length, length)];

    private EhtCapabilities EhtOf(OperatingChannel channel)
    {
        const byte threeTwenty = 0x02, ppePresent = 0x08;
        var own = band.Eht!;
        var phy = (byte[])own.Phy.Clone();
        var isWidest = IsSixGhz && channel.WidthMhz == 320;
        phy[0] &= (byte)~(isWidest ? 0 : threeTwenty);

        // Supported EHT-MCS And NSS Set: three bytes up to 80 MHz, three more for 160, three more for 320 (802.11be 9.4.2.313.4).
        var sets = 3 * (isWidest ? 3 : channel.WidthMhz >= 160 ? 2 : 1);
        var ppe = Array.Empty<byte>();
        if ((phy[5] & ppePresent) != 0 && own.PpeThresholds.Length >= 2)
        {
            ppe = Cut(own.PpeThresholds, GenerationLengths.OfEhtThresholds(own.PpeThresholds[0] | own.PpeThresholds[1] << 8));
        }

        return own with { Phy = phy, McsSet = Cut(own.McsSet, sets), PpeThresholds = ppe };
    }
}
