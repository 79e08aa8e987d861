using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>Pulls a station's counters out of a GET_STATION reply.</summary>
internal sealed class StationInfoReader
{
    internal StationCounters Counters { get; private set; }

    internal void Read(in NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == Nl80211.NL80211_ATTR_STA_INFO)
            {
                foreach (var info in attribute.Nested)
                {
                    Take(info);
                }
            }
        }
    }

    private void Take(NetlinkAttribute info) => Counters = info.Type switch
    {
        Nl80211.NL80211_STA_INFO_INACTIVE_TIME => Counters with { InactiveMilliseconds = info.U32 },
        Nl80211.NL80211_STA_INFO_RX_BYTES64 => Counters with { RxBytes = info.U64 },
        Nl80211.NL80211_STA_INFO_TX_BYTES64 => Counters with { TxBytes = info.U64 },
        Nl80211.NL80211_STA_INFO_RX_PACKETS => Counters with { RxPackets = info.U32 },
        Nl80211.NL80211_STA_INFO_TX_PACKETS => Counters with { TxPackets = info.U32 },
        Nl80211.NL80211_STA_INFO_SIGNAL => Counters with { SignalDbm = (sbyte)info.U8 },
        Nl80211.NL80211_STA_INFO_RX_BITRATE => Counters with { RxRate = ReadRate(info.Nested) },
        Nl80211.NL80211_STA_INFO_TX_BITRATE => Counters with { TxRate = ReadRate(info.Nested) },
        Nl80211.NL80211_STA_INFO_CONNECTED_TIME => Counters with { ConnectedSeconds = info.U32 },
        _ => Counters,
    };

    private static RateInfo ReadRate(NetlinkAttributes attributes)
    {
        var rate = new RateInfo(0, -1, false);
        foreach (var attribute in attributes)
        {
            rate = attribute.Type switch
            {
                Nl80211.NL80211_RATE_INFO_BITRATE32 => rate with { HundredKilobits = attribute.U32 },
                Nl80211.NL80211_RATE_INFO_MCS => rate with { Mcs = attribute.U8 },
                Nl80211.NL80211_RATE_INFO_VHT_MCS => rate with { Mcs = attribute.U8, Kind = RateKind.Vht },
                Nl80211.NL80211_RATE_INFO_HE_MCS => rate with { Mcs = attribute.U8, Kind = RateKind.He },
                Nl80211.NL80211_RATE_INFO_EHT_MCS => rate with { Mcs = attribute.U8, Kind = RateKind.Eht },
                Nl80211.NL80211_RATE_INFO_VHT_NSS or Nl80211.NL80211_RATE_INFO_HE_NSS or Nl80211.NL80211_RATE_INFO_EHT_NSS =>
                    rate with { Streams = attribute.U8 },
                Nl80211.NL80211_RATE_INFO_SHORT_GI => rate with { ShortGuardInterval = true },
                _ => rate,
            };
        }

        return rate;
    }
}
