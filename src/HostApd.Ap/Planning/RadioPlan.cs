using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// What comes of a wish on a radio under the rules of its country: a channel, generations, and what is announced of each. A pure
/// function of the three; another channel is another plan from the wish, never this one changed.
/// </summary>
public sealed record RadioPlan
{
    /// <summary>Where the radio operates.</summary>
    public required OperatingChannel Channel { get; init; }

    /// <summary>The band of the radio that it is in.</summary>
    public required RadioBand Band { get; init; }

    /// <summary>What is spoken.</summary>
    public required Generations Generations { get; init; }

    /// <summary>What was wished for and is not spoken, and why.</summary>
    public required IReadOnlyList<DroppedGeneration> Dropped { get; init; }

    /// <summary>Words for capabilities that the radio lacks: they were left out.</summary>
    public required IReadOnlyList<PlanRefusal> LeftOut { get; init; }

    /// <summary>HT Capabilities Information (802.11-2020 9.4.2.55.2).</summary>
    public required ushort HtCapabilities { get; init; }

    /// <summary>What is announced of VHT; null without.</summary>
    public required VhtCapabilities? Vht { get; init; }

    /// <summary>What is announced of HE; null without.</summary>
    public required HeCapabilities? He { get; init; }

    /// <summary>What is announced of EHT; null without.</summary>
    public required EhtCapabilities? Eht { get; init; }

    /// <summary>The global operating class of the whole (802.11-2020 table E-4); 0 when there is none.</summary>
    public byte OperatingClass => Channel.WholeClass;

    /// <summary>It is in 6 GHz, where there is neither HT nor VHT.</summary>
    public bool IsSixGhz => ChannelGrid.BandOf(Channel.PrimaryMhz) == 6;

    /// <summary>It is in 2.4 GHz.</summary>
    public bool IsBelowFiveGhz => ChannelGrid.BandOf(Channel.PrimaryMhz) == 2;

    /// <summary>The plan for a wish; null when the radio has not even its channel, or <paramref name="refusals"/> say what else stands in the way.</summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="radio">The radio, with the rules that are in force.</param>
    /// <param name="refusals">All that cannot be had of it; empty with a plan.</param>
    public static RadioPlan? Of(RadioOptions wish, RadioCapabilities radio, out IReadOnlyList<PlanRefusal> refusals)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(radio);
        if (BandOf(wish.Channel.PrimaryMhz, radio) is not { } band)
        {
            refusals = [new PlanRefusal("channel", $"{radio.PhyName} has no {wish.Channel.PrimaryMhz} MHz", "set hw_mode and channel to what `iw phy` lists")];
            return null;
        }

        var planner = new Planner(wish, radio, band);
        var plan = planner.Plan();
        refusals = planner.Refusals;
        return planner.Refusals.Count == 0 ? plan : null;
    }

    /// <summary>In words, for people: what is spoken where, and what is not, and why.</summary>
    public string Describe()
    {
        var text = $"channel {Channel.Number} ({Channel.PrimaryMhz} MHz), {Channel.WidthMhz} MHz wide"
            + (Channel.WidthMhz > 20 ? $" around {Channel.CentreMhz} MHz" : "")
            + $", {Names(Generations)}";
        foreach (var dropped in Dropped)
        {
            text += $"; no {Names(dropped.Generation)}: {dropped.Reason}";
        }

        foreach (var word in LeftOut)
        {
            text += $"; {word.Key}: {word.Reason}";
        }

        return text;
    }

    /// <summary>What it can be at most in a band of a radio under the rules of now: for whoever has yet to write a wish.</summary>
    public static string DescribeBand(RadioBand band, RadioCapabilities radio)
    {
        ArgumentNullException.ThrowIfNull(band);
        ArgumentNullException.ThrowIfNull(radio);
        RadioPlan? best = null;
        foreach (var channel in band.Channels)
        {
            if (radio.WhyNot(channel.FrequencyMhz) is null)
            {
                var plan = Widest(channel.FrequencyMhz, radio);
                best = plan is not null && plan.Channel.WidthMhz > (best?.Channel.WidthMhz ?? 0) ? plan : best;
            }
        }

        return best is null ? "" : $"{Names(best.Generations)}; up to {best.Channel.WidthMhz} MHz, e.g. channel = {best.Channel.Number}, channel_width = {best.Channel.WidthMhz}";
    }

    private static RadioPlan? Widest(int primaryMhz, RadioCapabilities radio)
    {
        for (var width = 320; width >= 20; width /= 2)
        {
            foreach (var block in ChannelGrid.Blocks(primaryMhz, width))
            {
                return Of(new RadioOptions
                {
                    Mode = ChannelGrid.BandOf(primaryMhz) != 2 ? HardwareMode.A : HardwareMode.G,
                    Channel = OperatingChannel.Of(block),
                    BeyondHt = Generations.All & ~Generations.Ht,
                    TakesHtOfRadio = true,
                    Width = new WidthWish("channel_width", false),
                }, radio, out _);
            }
        }

        return null;
    }

    /// <summary>As people know them: 802.11n (HT) …</summary>
    public static string Names(Generations generations)
    {
        var names = new List<string>();
        foreach (var (generation, name) in new[]
        {
            (Generations.Ht, "HT"), (Generations.Vht, "VHT"), (Generations.He, "HE"), (Generations.Eht, "EHT"),
        })
        {
            if ((generations & generation) != 0)
            {
                names.Add(name);
            }
        }

        return names.Count == 0 ? "without HT" : string.Join(", ", names);
    }

    /// <summary>The band of a radio that has a channel; null when none has.</summary>
    public static RadioBand? BandOf(int primaryMhz, RadioCapabilities radio)
    {
        ArgumentNullException.ThrowIfNull(radio);
        foreach (var band in radio.Bands)
        {
            foreach (var channel in band.Channels)
            {
                if (channel.FrequencyMhz == primaryMhz)
                {
                    return band;
                }
            }
        }

        return null;
    }

    /// <summary>In words.</summary>
    public override string ToString() => Describe();
}
