using HostApd.Ap;
using HostApd.Ieee80211;

namespace HostApd.Configuration;

/// <summary>How what is said of generations and widths fits together, before any radio is asked.</summary>
internal static class WideChecks
{
    private static readonly (Generations Generation, string Key, string Switch)[] Requirements =
    [
        (Generations.Ht, "require_ht", "ieee80211n"), (Generations.Vht, "require_vht", "ieee80211ac"),
        (Generations.He, "require_he", "ieee80211ax"), (Generations.Eht, "require_eht", "ieee80211be"),
    ];

    internal static IEnumerable<(string Key, string Problem)> Of(RadioConfiguration radio)
    {
        var wide = radio.Wide;
        if (wide.Be && !wide.Ax)
        {
            yield return ("ieee80211be", "cannot be without ieee80211ax: set ieee80211ax = 1, too");
        }

        if (wide.UpTo is not null && wide.SaysGenerations)
        {
            yield return ("generation", "says it all: leave ieee80211n, ieee80211ac, ieee80211ax and ieee80211be out");
        }

        var spoken = wide.BeyondHt | (radio.HasHt ? Generations.Ht : Generations.None);
        foreach (var (generation, key, with) in Requirements)
        {
            if ((wide.Required & generation) != 0 && (spoken & generation) == 0)
            {
                yield return (key, $"nobody could join: set {with} = 1, too");
            }
        }

        // A channel that is none is told of once.
        if (radio.Channel is null || radio.HasMoved || !ChannelGrid.Blocks(radio.PrimaryMhz, 20).Any())
        {
            yield break;
        }

        if (OfClass(radio) is { } wrong)
        {
            yield return ("op_class", wrong);
            yield break;
        }

        foreach (var problem in OfWidth(radio))
        {
            yield return problem;
        }
    }

    /// <summary>A class that the channel is not of, in whatever width; null: it is.</summary>
    private static string? OfClass(RadioConfiguration radio)
    {
        const int split = 130, splitOfSix = 135, upper = 125, upperAsWell = 124;
        var said = radio.Wide.OperatingClass;
        if (said is split or splitOfSix)
        {
            return $"{said} is 80+80 MHz, which is not supported: use {said - 1} for 160 MHz, or {said - 2} for 80";
        }

        for (var width = 20; said != 0 && width <= 320; width *= 2)
        {
            foreach (var block in ChannelGrid.Blocks(radio.PrimaryMhz, width))
            {
                if (block.OperatingClass == said || said == upper && block.OperatingClass == upperAsWell)
                {
                    return null;
                }
            }
        }

        return said == 0 ? null : $"class {said} has no channel {radio.Channel}: leave the key out, or use another channel";
    }

    private static IEnumerable<(string Key, string Problem)> OfWidth(RadioConfiguration radio)
    {
        var wide = radio.Wide;
        var (mhz, wish) = wide.Wanted(radio.EffectiveMode != HardwareMode.A);
        if (wide.Newest is { } newest)
        {
            if (newest.Words.Index == WidthWords.Split)
            {
                yield return ($"{newest.Prefix}_oper_chwidth", "80+80 MHz is not supported: use 2 for 160 MHz, or 1 for 80");
                yield break;
            }

            if (newest.Words.Index is > WidthWords.Split and not 9)
            {
                yield return ($"{newest.Prefix}_oper_chwidth", $"{newest.Words.Index} is no width: 0 is 20 or 40 MHz, 1 is 80, 2 is 160, 9 is 320");
                yield break;
            }

            if (wide.Width is { } said && newest.Words.Mhz != 0 && said != newest.Words.Mhz)
            {
                yield return ("channel_width", $"contradicts {newest.Prefix}_oper_chwidth, which is {newest.Words.Mhz} MHz: leave that out");
            }
        }

        if (radio.WidePlace is not { } place)
        {
            var widest = Widest(radio.PrimaryMhz);
            yield return (wish.Key, $"channel {radio.Channel} has no {mhz} MHz"
                + (radio.SecondaryChannel != 0 && ChannelGrid.Blocks(radio.PrimaryMhz, mhz).Any() ? $" with its second channel {(radio.SecondaryChannel > 0 ? "above" : "below")} it: leave [HT40+] and [HT40-] out"
                    : widest > 20 ? $": {widest} MHz is the most there, or use another channel" : ": it stands alone, use another channel"));
            yield break;
        }

        if (wide.Newest is var (prefix, words))
        {
            var ours = ChannelNumber.Of(place.CentreMhz);
            if (words.First != 0 && words.First != ours)
            {
                yield return ($"{prefix}_oper_centr_freq_seg0_idx",
                    $"centre {words.First} does not belong to channel {radio.Channel} at {place.WidthMhz} MHz: {ours} does; leave the key out");
            }

            if (words.Second != 0)
            {
                yield return ($"{prefix}_oper_centr_freq_seg1_idx", "is for 80+80 MHz, which is not supported; leave the key out");
            }
        }
    }

    private static int Widest(int primaryMhz)
    {
        var width = 320;
        while (width > 20 && !ChannelGrid.Blocks(primaryMhz, width).Any())
        {
            width /= 2;
        }

        return width;
    }
}
