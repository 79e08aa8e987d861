using HostApd.Ieee80211;

namespace HostApd.Tests.Ieee80211;

/// <summary>
/// Which channels Linux takes at all, written anew from what its cfg80211 asks of a channel definition (net/wireless/chan.c of 6.1): of each width the
/// distances that the centre may have from the primary channel, and that there is a second centre with 80+80 MHz alone. A grid it does not ask for.
/// </summary>
internal static class KernelRule
{
    /// <summary>Widths are 20 to 320, and 8080 for 80+80; channel 14 is for those who do not speak HT.</summary>
    public static bool Takes(int primaryMhz, int widthMhz, int centreMhz, int secondMhz = 0, bool ht = true)
    {
        int[]? distances = widthMhz switch
        {
            20 => [0],
            40 => [10],
            80 or 8080 => [10, 30],
            160 => [10, 30, 50, 70],
            320 => [10, 30, 50, 70, 90, 110, 130, 150],
            _ => null,
        };
        return distances is not null && distances.Contains(Math.Abs(centreMhz - primaryMhz))
            && (widthMhz == 8080 ? secondMhz != 0 && Math.Abs(secondMhz - centreMhz) != 80 : secondMhz == 0)
            && !(centreMhz == 2484 && (ht || widthMhz != 20));
    }

    public static bool Takes(OperatingChannel channel) =>
        Takes(channel.PrimaryMhz, channel.WidthMhz, channel.CentreMhz, ht: channel.Ht) && (channel.Ht || channel.WidthMhz == 20);
}
