using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What becomes of a wish for 40 MHz.</summary>
public enum FortyMhzVerdict
{
    /// <summary>There is room.</summary>
    Kept,

    /// <summary>Primary and secondary change places, so that they lie as a neighbour's do.</summary>
    Swapped,

    /// <summary>Only the primary is used.</summary>
    Narrowed,
}

/// <summary>
/// Whether there is room for 40 MHz beside those who are there already (802.11-2020 11.15.3.2, 11.15.5): a pure function of the channel that
/// is wanted and of who was heard.
/// </summary>
/// <param name="Verdict">What comes of it.</param>
/// <param name="Channel">Where to operate.</param>
/// <param name="Blamed">The BSS that it is for; null where there is none.</param>
/// <param name="Reason">What it is about that BSS; empty where there is none.</param>
public sealed record CoexistenceVerdict(FortyMhzVerdict Verdict, OperatingChannel Channel, HeardBss? Blamed, string Reason)
{
    private const int FirstOfFive = 5000;

    /// <summary>As it is written in the log and in STATUS: who forbids it, where it is, and why.</summary>
    public override string ToString() => Blamed is null ? Reason
        : $"{NameOf(Blamed)} ({Blamed.Bssid}) on channel {Blamed.Channel.Number}{(Blamed.SignalDbm == 0 ? "" : $" at {Blamed.SignalDbm} dBm")} {Reason}";

    /// <summary>Judges.</summary>
    /// <param name="wanted">More than 20 MHz; of what is wider than 40 only the order of the primary pair is looked at.</param>
    /// <param name="heard">Who was heard on or around it.</param>
    public static CoexistenceVerdict Judge(OperatingChannel wanted, IReadOnlyList<HeardBss> heard) =>
        wanted.PrimaryMhz < FirstOfFive ? JudgeNarrowBand(wanted, heard) : JudgeFive(wanted, heard);

    /// <summary>Nobody could be looked for: in 2.4 GHz 40 MHz are for those who have looked.</summary>
    internal static CoexistenceVerdict Unseen(OperatingChannel wanted, DriverResult why) => wanted.PrimaryMhz < FirstOfFive
        ? new(FortyMhzVerdict.Narrowed, OperatingChannel.Of(wanted.PrimaryMhz, ht: true), null, $"nobody could be looked for ({why})")
        : new(FortyMhzVerdict.Kept, wanted, null, $"nobody could be looked for ({why})");

    /// <summary>The centres to be listened to before one judges.</summary>
    internal static IEnumerable<int> ToScan(OperatingChannel wanted)
    {
        var second = wanted.PrimaryMhz + 20 * wanted.Secondary;
        if (wanted.PrimaryMhz > FirstOfFive)
        {
            yield return Math.Min(wanted.PrimaryMhz, second);
            yield return Math.Max(wanted.PrimaryMhz, second);
            yield break;
        }

        // A BSS whose pair reaches into ours may have its primary up to 40 MHz away from the centre.
        var centre = (wanted.PrimaryMhz + second) / 2;
        for (var mhz = 2412; mhz <= 2472; mhz += 5)
        {
            if (Math.Abs(mhz - centre) <= 40)
            {
                yield return mhz;
            }
        }
    }

    private static CoexistenceVerdict JudgeNarrowBand(OperatingChannel wanted, IReadOnlyList<HeardBss> heard)
    {
        var second = wanted.PrimaryMhz + 20 * wanted.Secondary;
        var centre = (wanted.PrimaryMhz + second) / 2;
        foreach (var bss in heard)
        {
            if (!IsAffected(bss.Channel.PrimaryMhz, centre) && (bss.SecondaryMhz == 0 || !IsAffected(bss.SecondaryMhz, centre)))
            {
                continue;
            }

            var why = bss.IsFortyIntolerant ? "announces that it tolerates no 40 MHz"
                : bss.Channel.Secondary == 0 && bss.Channel.PrimaryMhz != wanted.PrimaryMhz ? $"uses 20 MHz beside our primary channel {wanted.Number}"
                : bss.Channel.Secondary != 0 && (bss.Channel.PrimaryMhz, bss.SecondaryMhz) != (wanted.PrimaryMhz, second)
                    ? $"uses 40 MHz with channel {ChannelNumber.Of(bss.SecondaryMhz)}, which are not our {wanted.Number} and {ChannelNumber.Of(second)}"
                : null;
            if (why is not null)
            {
                return new(FortyMhzVerdict.Narrowed, OperatingChannel.Of(wanted.PrimaryMhz, ht: true), bss, why);
            }
        }

        return new(FortyMhzVerdict.Kept, wanted, null, "");
    }

    private static bool IsAffected(int mhz, int centre) => Math.Abs(mhz - centre) <= CoexistenceReport.AffectedMhz;

    /// <summary>In 5 GHz nobody is in the way; but who uses the same two channels uses them in the same order.</summary>
    private static CoexistenceVerdict JudgeFive(OperatingChannel wanted, IReadOnlyList<HeardBss> heard)
    {
        var second = wanted.PrimaryMhz + 20 * wanted.Secondary;
        HeardBss? onSecond = null, turned = null;
        var (onPrimary, same) = (false, false);
        foreach (var bss in heard)
        {
            onPrimary |= bss.Channel.PrimaryMhz == wanted.PrimaryMhz;
            onSecond ??= bss.Channel.PrimaryMhz == second ? bss : null;
            same |= bss.Channel.PrimaryMhz == wanted.PrimaryMhz && bss.SecondaryMhz == second;
            turned ??= bss.Channel.PrimaryMhz == second && bss.SecondaryMhz == wanted.PrimaryMhz ? bss : null;
        }

        var blamed = turned is not null && !same ? turned : !onPrimary ? onSecond : null;
        return blamed is null ? new(FortyMhzVerdict.Kept, wanted, null, "")
            : new(FortyMhzVerdict.Swapped, wanted with { PrimaryMhz = second }, blamed,
                blamed == turned ? "uses the same two channels in the other order" : $"beacons on our second channel, and nobody on channel {wanted.Number}");
    }

    private static string NameOf(HeardBss bss) =>
        bss.Ssid.AsSpan().TrimEnd((byte)0).IsEmpty ? "a hidden network" : $"\"{SsidText.Escape(bss.Ssid)}\"";
}
