using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>A place to go to.</summary>
/// <param name="Channel">All of it.</param>
/// <param name="NeedsCheck">It is to be listened to for radar first.</param>
public sealed record LadderRung(OperatingChannel Channel, bool NeedsCheck);

/// <summary>
/// Where an access point can go whose channel radar has taken: places in the same band, the best first. It is made of what was wished for and
/// of what is known now, never of where one has come to meanwhile: whoever falls back twice is as wide afterwards as after the first time.
/// <code>
/// as wide, without radar or free of it    (among equals it is drawn: 47 CFR 15.407(h), EN 301 893 want the spectrum used evenly)
/// as wide, to be listened to first
/// half as wide, without radar or free of it
/// half as wide, to be listened to first
/// … down to 20 MHz
/// </code>
/// </summary>
public static class ChannelLadder
{
    /// <summary>The lowest part of what weather radar has in Europe, in MHz (EN 301 893: listened to for ten minutes, which no kernel does) …</summary>
    private const int FirstWeatherMhz = 5600;

    /// <summary>… and the highest.</summary>
    private const int LastWeatherMhz = 5640;

    private static readonly int[] Widths = [320, 160, 80, 40, 20];

    /// <summary>All places but the wished one, in order.</summary>
    /// <param name="wish">What was asked for.</param>
    /// <param name="radio">What it can do, and knows of radar now.</param>
    /// <param name="allowed">Primary channels that there may be (<c>chanlist</c>), in MHz; empty: all.</param>
    /// <param name="draw">A number from 0 to below the one that is given.</param>
    public static IReadOnlyList<LadderRung> Of(OperatingChannel wish, RadioCapabilities radio, IReadOnlyList<int> allowed, Func<int, int> draw)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(draw);
        var rungs = new List<LadderRung>();
        foreach (var width in Widths)
        {
            if (width > wish.WidthMhz)
            {
                continue;
            }

            var free = new List<LadderRung>();
            var unknown = new List<LadderRung>();
            foreach (var channel in Places(wish, radio, width, allowed))
            {
                if (channel != wish && IsOpen(channel, radio))
                {
                    var state = radio.RadarOn(channel);
                    if (state != RadarState.Unavailable)
                    {
                        (state == RadarState.Usable ? unknown : free).Add(new LadderRung(channel, state == RadarState.Usable));
                    }
                }
            }

            Shuffle(free, draw);
            Shuffle(unknown, draw);
            rungs.AddRange(free);
            rungs.AddRange(unknown);
        }

        return rungs;
    }

    /// <summary>Every block of a width once, around the primary channel that was wished for where it has that, else around its lowest.</summary>
    private static IEnumerable<OperatingChannel> Places(OperatingChannel wish, RadioCapabilities radio, int widthMhz, IReadOnlyList<int> allowed)
    {
        var centres = new HashSet<int>();
        foreach (var block in ChannelGrid.Blocks(wish.PrimaryMhz, widthMhz))
        {
            // What is narrower lies within what was wished for.
            if (Math.Abs(block.CentreMhz - wish.CentreMhz) < Math.Max(wish.WidthMhz, 20) / 2 && centres.Add(block.CentreMhz))
            {
                yield return Spoken(wish, block);
            }
        }

        foreach (var band in radio.Bands)
        {
            foreach (var channel in band.Channels)
            {
                if (ChannelGrid.BandOf(channel.FrequencyMhz) != ChannelGrid.BandOf(wish.PrimaryMhz) || allowed.Count > 0 && !allowed.Contains(channel.FrequencyMhz))
                {
                    continue;
                }

                foreach (var block in ChannelGrid.Blocks(channel.FrequencyMhz, widthMhz))
                {
                    if (centres.Add(block.CentreMhz))
                    {
                        yield return Spoken(wish, block);
                    }
                }
            }
        }
    }

    private static OperatingChannel Spoken(OperatingChannel wish, ChannelBlock block) =>
        wish.Ht ? OperatingChannel.Of(block) : OperatingChannel.Of(block).WithoutHt;

    private static bool IsOpen(OperatingChannel channel, RadioCapabilities radio) =>
        radio.WhyNot(channel, looksForRadar: true) is null && !IsWeatherRadars(channel, radio);

    /// <summary>
    /// Weather radar has a part of it, in Europe: it would have to be listened to for longer than the kernel does. Not where a country of that region
    /// asks for no listening at all.
    /// </summary>
    internal static bool IsWeatherRadars(OperatingChannel channel, RadioCapabilities radio) =>
        radio.RadarRegion == RadarRegion.Etsi && channel.PartsMhz.Any(mhz => mhz is >= FirstWeatherMhz and <= LastWeatherMhz && radio.FindChannel(mhz) is { Radar: true });

    /// <summary>Every order is as likely as any other, if every number is.</summary>
    private static void Shuffle(List<LadderRung> rungs, Func<int, int> draw)
    {
        for (var left = rungs.Count; left > 1; left--)
        {
            var drawn = draw(left);
            (rungs[left - 1], rungs[drawn]) = (rungs[drawn], rungs[left - 1]);
        }
    }
}
