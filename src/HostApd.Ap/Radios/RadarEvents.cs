using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>What is told of radar, in hostapd's words.</summary>
internal static class RadarEvents
{
    internal static ApEvent Of(DfsNews news, OperatingChannel channel, RadioCapabilities radio) => news switch
    {
        DfsNews.CheckStarted => new ApEvent(ApEventKind.RadarCheckStarted,
            EventWord.Of("freq", channel.PrimaryMhz),
            EventWord.Of("chan", channel.Number),

            // The commas are hostapd's.
            EventWord.Of("sec_chan", $"{channel.Secondary},"),
            EventWord.Of("width", $"{WidthIndex(channel)},"),
            EventWord.Of("seg0", $"{(channel.WidthMhz < 80 ? 0 : ChannelNumber.Of(channel.CentreMhz))},"),
            EventWord.Of("seg1", "0,"),
            EventWord.Of("cac_time", $"{(int)radio.RadarCheckOf(channel).TotalSeconds}s")),
        DfsNews.CheckCompleted => new ApEvent(ApEventKind.RadarCheckEnded, [EventWord.Of("success", 1), .. Describe(channel), EventWord.Of("radar_detected", 0)]),
        DfsNews.CheckFailed => new ApEvent(ApEventKind.RadarCheckEnded, [EventWord.Of("success", 0), .. Describe(channel), EventWord.Of("radar_detected", 0)]),
        DfsNews.RadarDetected => new ApEvent(ApEventKind.RadarDetected, Describe(channel)),
        DfsNews.NewChannel => new ApEvent(ApEventKind.RadarChannel,
            EventWord.Of("freq", channel.PrimaryMhz), EventWord.Of("chan", channel.Number), EventWord.Of("sec_chan", channel.Secondary)),
        DfsNews.OccupancyEnded => new ApEvent(ApEventKind.RadarOccupancyEnded, Describe(channel)),
        DfsNews.CheckExpired => new ApEvent(ApEventKind.RadarCheckExpired, Describe(channel)),
    };

    private static EventWord[] Describe(OperatingChannel channel) =>
    [
        EventWord.Of("freq", channel.PrimaryMhz),
        EventWord.Of("ht_enabled", channel.Ht ? 1 : 0),
        EventWord.Of("chan_offset", channel.Secondary),
        EventWord.Of("chan_width", channel.Width switch
        {
            // The kernel's numbers of widths.
            ChannelWidth.TwentyWithoutHt => 0,
            ChannelWidth.Twenty => 1,
            ChannelWidth.Forty => 2,
            ChannelWidth.Eighty => 3,
            ChannelWidth.OneSixty => 5,
            ChannelWidth.ThreeTwenty => 13,
        }),
        EventWord.Of("cf1", channel.CentreMhz),
        EventWord.Of("cf2", 0),
    ];

    /// <summary>As <c>vht_oper_chwidth</c> and its successors count widths.</summary>
    private static int WidthIndex(OperatingChannel channel) => channel.WidthMhz switch
    {
        80 => 1,
        160 => 2,
        320 => 9,
        _ => 0,
    };
}
