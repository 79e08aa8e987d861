using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What a channel would cost.</summary>
/// <param name="Channel">All of it.</param>
/// <param name="Cost">The less the better; it has no unit.</param>
/// <param name="Busy">The share of time that others have it, 0 to 1; null: the radio has not counted.</param>
/// <param name="Neighbours">How many BSSes were heard that take part of it.</param>
public sealed record ChannelCost(OperatingChannel Channel, double Cost, double? Busy, int Neighbours);

/// <summary>Which channel is best, and what the others would have cost.</summary>
/// <param name="Channel">The best.</param>
/// <param name="Costs">All that could be had, the best first.</param>
/// <param name="IsCounted">The radio has counted how busy its channels are; otherwise only who was heard has counted.</param>
public sealed record ChosenChannel(OperatingChannel Channel, IReadOnlyList<ChannelCost> Costs, bool IsCounted);

/// <summary>
/// Automatic channel selection: of the channels that may be had, which is best by what was counted and who was heard. What a channel
/// costs is a pure function of the two, so that the same surroundings give the same channel:
/// half how busy all of it is and half how busy its primary is; and for each BSS in it up to three tenths by its loudness and by how much
/// of ours it takes. In 2.4 GHz a BSS that takes part of a channel spoils it as if it took all, since neither understands the other; the
/// channels beside 1, 6 and 11 cost more, and so does, in 5 and 6 GHz, a primary where a neighbour has its secondary.
/// </summary>
/// <param name="radio">What it can, with the rules that are in force.</param>
/// <param name="choice">Among what it is to choose.</param>
/// <param name="looksForRadar">Where there may be radar, it looks for that first (<c>ieee80211h</c>).</param>
/// <param name="canBe">Whether it speaks all that a channel of that width takes; null: it does.</param>
public sealed class AcsChooser(RadioCapabilities radio, ChannelChoice choice, bool looksForRadar, Func<OperatingChannel, bool>? canBe = null)
{
    /// <summary>What every channel costs, so that a bias says something of one that is quiet, too.</summary>
    private const double Floor = 0.1;

    private const double OfNeighbour = 0.3;
    private const double BesideTheThree = 0.05;
    private const double OnSecondary = 0.1;

    /// <summary>What differs by no more is the same, unless somebody weighs the channels: a count over a tenth of a second is no better.</summary>
    private const double NoDifference = 0.03;

    /// <summary>Who is only so much better is not worth a move.</summary>
    private const double WorthAMove = 0.8;

    private const int UnknownSignal = -70;

    /// <summary>The centres of 20 MHz to be listened to before one chooses in a band.</summary>
    public int[] ToScan(OperatingChannel wanted)
    {
        var all = new List<int>();
        foreach (var channel in BandOf(wanted.PrimaryMhz))
        {
            if (!channel.Disabled && channel.FrequencyMhz != 2484 && IsOfGrid(channel.FrequencyMhz) && IsNear(channel.FrequencyMhz, wanted))
            {
                all.Add(channel.FrequencyMhz);
            }
        }

        return [.. all];
    }

    /// <summary>The best channel that is as wide as wanted, or else the next narrower; null: there is none at all.</summary>
    /// <param name="wanted">Its band and width are what is wanted.</param>
    /// <param name="busy">The share of time that others have a channel of 20 MHz, by its centre.</param>
    /// <param name="heard">Who is there.</param>
    /// <param name="before">Where the radio was before; kept unless another is better by a fifth.</param>
    public ChosenChannel? Choose(OperatingChannel wanted, IReadOnlyDictionary<int, double> busy, IReadOnlyList<HeardBss> heard, OperatingChannel? before)
    {
        for (var width = wanted.WidthMhz; width >= 20; width /= 2)
        {
            var candidates = Candidates(wanted, width);
            if (candidates.Count > 0)
            {
                return Best(candidates, busy, heard, before);
            }
        }

        return null;
    }

    /// <summary>Why nothing can be had, by what stands in the way of each channel of the band that is asked for.</summary>
    public string WhyNone(OperatingChannel wanted)
    {
        var why = new List<string>();
        foreach (var channel in BandOf(wanted.PrimaryMhz))
        {
            if (Asked(channel.FrequencyMhz) && why.Count < 3 && WhyNot(OperatingChannel.Of(channel.FrequencyMhz, wanted.Ht), channel) is { } reason)
            {
                why.Add($"channel {ChannelNumber.Of(channel.FrequencyMhz)}: {reason}");
            }
        }

        return why.Count == 0 ? "no channel of the band is in chanlist or freqlist" : string.Join("; ", why);
    }

    private IReadOnlyList<RadioChannel> BandOf(int mhz)
    {
        foreach (var band in radio.Bands)
        {
            if (band.Channels.Count > 0 && ChannelGrid.BandOf(band.Channels[0].FrequencyMhz) == ChannelGrid.BandOf(mhz))
            {
                return band.Channels;
            }
        }

        return [];
    }

    private static bool IsOfGrid(int mhz) => ChannelGrid.Blocks(mhz, 20).Any();

    /// <summary>Where 5 or 6 GHz were narrowed to a few channels, who is far from them says nothing of them.</summary>
    private bool IsNear(int mhz, OperatingChannel wanted) => mhz < 5000 || choice.FrequenciesMhz.Count == 0
        || choice.FrequenciesMhz.Any(primary => ChannelGrid.Blocks(primary, wanted.WidthMhz).Any(b => Math.Abs(mhz - b.CentreMhz) < b.WidthMhz / 2));

    private bool Asked(int mhz) => choice.FrequenciesMhz.Count == 0 || choice.FrequenciesMhz.Contains(mhz);

    /// <summary>All that may be had in a width; those with radar only where there is nothing else, or nothing else was asked for.</summary>
    private List<OperatingChannel> Candidates(OperatingChannel wanted, int widthMhz)
    {
        var (free, radar) = (new List<OperatingChannel>(), new List<OperatingChannel>());
        foreach (var channel in BandOf(wanted.PrimaryMhz))
        {
            if (!Asked(channel.FrequencyMhz))
            {
                continue;
            }

            foreach (var block in ChannelGrid.Blocks(channel.FrequencyMhz, widthMhz))
            {
                var whole = widthMhz == 20 ? OperatingChannel.Of(channel.FrequencyMhz, wanted.Ht) : OperatingChannel.Of(block);
                if (WhyNot(whole, channel) is null)
                {
                    (HasRadar(whole) ? radar : free).Add(whole);
                }
            }
        }

        return free.Count > 0 ? free : radar;
    }

    private string? WhyNot(OperatingChannel whole, RadioChannel primary)
    {
        if (whole.PrimaryMhz == 2484)
        {
            return "it is for 802.11b alone";
        }

        if (radio.WhyNot(whole, looksForRadar) is { } why)
        {
            return why;
        }

        if (canBe is not null && !canBe(whole))
        {
            return $"{radio.PhyName} cannot be {whole.WidthMhz} MHz wide there";
        }

        if (primary.MaxPowerDbm < choice.LeastPowerDbm)
        {
            return $"no more than {primary.MaxPowerDbm} dBm are allowed there (min_tx_power)";
        }

        foreach (var mhz in whole.PartsMhz)
        {
            var part = radio.FindChannel(mhz)!;
            if (choice.IsOutdoors && (part.Limits & ChannelLimits.IndoorsOnly) != 0)
            {
                return "it is for indoors alone (country3)";
            }

            if (choice.ExcludesRadar && part.Radar)
            {
                return "it needs radar detection (acs_exclude_dfs)";
            }

            if (part is { Radar: true, RadarState: RadarState.Unavailable })
            {
                return "radar was there";
            }
        }

        return ChannelLadder.IsWeatherRadars(whole, radio) ? "weather radar may be there: it is chosen by hand alone" : null;
    }

    private bool HasRadar(OperatingChannel whole) => whole.PartsMhz.Any(mhz => radio.FindChannel(mhz) is { Radar: true });

    private ChosenChannel Best(List<OperatingChannel> candidates, IReadOnlyDictionary<int, double> busy, IReadOnlyList<HeardBss> heard, OperatingChannel? before)
    {
        var costs = new List<ChannelCost>();
        foreach (var candidate in candidates)
        {
            costs.Add(CostOf(candidate, busy, heard));
        }

        costs.Sort(static (a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : Lower(a.Channel, b.Channel));
        var best = costs[0];
        foreach (var cost in costs)
        {
            best = cost.Cost <= costs[0].Cost + (choice.Bias.Count == 0 ? NoDifference : 0) && Lower(cost.Channel, best.Channel) < 0 ? cost : best;
        }

        foreach (var cost in costs)
        {
            if (cost.Channel == before && costs[0].Cost > cost.Cost * WorthAMove)
            {
                best = cost;
                break;
            }
        }

        costs.Remove(best);
        costs.Insert(0, best);
        return new ChosenChannel(best.Channel, costs, costs.Exists(static c => c.Busy is not null));
    }

    /// <summary>Of two that are as good it is the lower one, and of two blocks around one primary the one that reaches above it.</summary>
    private static int Lower(OperatingChannel one, OperatingChannel other) => one.PrimaryMhz != other.PrimaryMhz
        ? one.PrimaryMhz.CompareTo(other.PrimaryMhz) : other.CentreMhz.CompareTo(one.CentreMhz);

    private ChannelCost CostOf(OperatingChannel whole, IReadOnlyDictionary<int, double> busy, IReadOnlyList<HeardBss> heard)
    {
        var isNarrowBand = whole.PrimaryMhz < 5000;
        var cost = Floor;
        var all = BusyOf(whole.CentreMhz, whole.WidthMhz, busy);
        cost += ((all ?? 0) + (BusyOf(whole.PrimaryMhz, 20, busy) ?? all ?? 0)) / 2;
        var neighbours = 0;
        foreach (var bss in heard)
        {
            var overlap = Overlap(whole, bss.Channel);
            if (overlap <= 0)
            {
                continue;
            }

            neighbours++;
            var weight = Weight(bss.SignalDbm);
            var taken = isNarrowBand ? Math.Ceiling(overlap / 20.0) * 20 : overlap;
            cost += OfNeighbour * weight * Math.Min(1, taken / whole.WidthMhz);
            cost += !isNarrowBand && bss.SecondaryMhz == whole.PrimaryMhz ? OnSecondary * weight : 0;
        }

        if (isNarrowBand && choice.Bias.Count == 0 && whole.PrimaryMhz is not (2412 or 2437 or 2462))
        {
            cost += BesideTheThree;
        }

        return new ChannelCost(whole, cost * (choice.Bias.TryGetValue(whole.PrimaryMhz, out var factor) ? factor : 1), all, neighbours);
    }

    /// <summary>The mean of the channels of 20 MHz that lie in a range, each by how much of it does; null: none of them was counted.</summary>
    private static double? BusyOf(int centreMhz, int widthMhz, IReadOnlyDictionary<int, double> busy)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var (mhz, share) in busy)
        {
            var inside = Math.Min(centreMhz + widthMhz / 2, mhz + 10) - Math.Max(centreMhz - widthMhz / 2, mhz - 10);
            if (inside > 0)
            {
                (sum, weights) = (sum + share * inside, weights + inside);
            }
        }

        return weights > 0 ? sum / weights : null;
    }

    private static int Overlap(OperatingChannel one, OperatingChannel other) =>
        Math.Min(one.CentreMhz + one.WidthMhz / 2, other.CentreMhz + other.WidthMhz / 2)
        - Math.Max(one.CentreMhz - one.WidthMhz / 2, other.CentreMhz - other.WidthMhz / 2);

    /// <summary>From -35 dBm on a neighbour counts whole, at -65 half, and one that is hardly heard still a little.</summary>
    private static double Weight(int signalDbm) => Math.Clamp(((signalDbm == 0 ? UnknownSignal : signalDbm) + 95) / 60.0, 0.05, 1);
}
