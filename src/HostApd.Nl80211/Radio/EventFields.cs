using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>What an event of nl80211 carries, pulled out of its attributes; what it does not carry is zero or empty.</summary>
internal ref struct EventFields
{
    internal uint? Wiphy;
    internal int InterfaceIndex;
    internal ulong Wdev;
    internal int Frequency;
    internal int SignalDbm;
    internal uint ChannelType;
    internal uint Width;
    internal int CentreFrequency;
    internal ulong Cookie;
    internal ushort Ethertype;
    internal int SwitchCount;
    internal uint? RadarEvent;
    internal ulong Colours;
    internal bool Acknowledged;
    internal bool NoEncrypt;
    internal MacAddress Mac;
    internal ReadOnlySpan<byte> Frame;
    internal ReadOnlySpan<byte> Elements;

    /// <summary>By its width and centre; of what has no block in the grid, and from kernels that do not say them, by the words of HT.</summary>
    internal readonly OperatingChannel Channel => Wide is { } wide ? wide : ChannelType switch
    {
        Nl80211.NL80211_CHAN_NO_HT => OperatingChannel.Of(Frequency, ht: false),
        Nl80211.NL80211_CHAN_HT40PLUS => OperatingChannel.Of(Frequency, ht: true, 1),
        Nl80211.NL80211_CHAN_HT40MINUS => OperatingChannel.Of(Frequency, ht: true, -1),
        _ => OperatingChannel.Of(Frequency, ht: true),
    };

    /// <summary>What is told of radar; null: nothing that we know.</summary>
    internal readonly RadarNews? Radar => RadarEvent switch
    {
        Nl80211.NL80211_RADAR_DETECTED => RadarNews.Detected,
        Nl80211.NL80211_RADAR_CAC_FINISHED => RadarNews.CheckFinished,
        Nl80211.NL80211_RADAR_CAC_ABORTED => RadarNews.CheckAborted,
        Nl80211.NL80211_RADAR_NOP_FINISHED => RadarNews.OccupancyEnded,
        Nl80211.NL80211_RADAR_PRE_CAC_EXPIRED => RadarNews.CheckExpired,
        Nl80211.NL80211_RADAR_CAC_STARTED => RadarNews.CheckStarted,
        _ => null,
    };

    private readonly OperatingChannel? Wide
    {
        get
        {
            var width = Width switch
            {
                Nl80211.NL80211_CHAN_WIDTH_80 => 80,
                Nl80211.NL80211_CHAN_WIDTH_160 => 160,
                Nl80211.NL80211_CHAN_WIDTH_320 => 320,
                _ => 0,
            };
            var centre = CentreFrequency;
            var block = ChannelGrid.Blocks(Frequency, width).FirstOrDefault(b => b.CentreMhz == centre);
            return block.WidthMhz != 0 ? OperatingChannel.Of(block) : null;
        }
    }

    internal static EventFields Of(in NetlinkMessage message)
    {
        var fields = default(EventFields);
        foreach (var attribute in message.Attributes)
        {
            fields.Take(attribute);
        }

        return fields;
    }

    private void Take(NetlinkAttribute attribute)
    {
        switch (attribute.Type)
        {
            case Nl80211.NL80211_ATTR_WIPHY:
                Wiphy = attribute.U32;
                break;
            case Nl80211.NL80211_ATTR_IFINDEX:
                InterfaceIndex = (int)attribute.U32;
                break;
            case Nl80211.NL80211_ATTR_WDEV:
                Wdev = attribute.U64;
                break;
            case Nl80211.NL80211_ATTR_WIPHY_FREQ:
                Frequency = (int)attribute.U32;
                break;
            case Nl80211.NL80211_ATTR_RX_SIGNAL_DBM:
                SignalDbm = (int)attribute.U32;
                break;
            case Nl80211.NL80211_ATTR_WIPHY_CHANNEL_TYPE:
                ChannelType = attribute.U32;
                break;
            case Nl80211.NL80211_ATTR_CHANNEL_WIDTH:
                Width = attribute.U32;
                break;
            case Nl80211.NL80211_ATTR_CENTER_FREQ1:
                CentreFrequency = (int)attribute.U32;
                break;
            case Nl80211.NL80211_ATTR_COOKIE:
                Cookie = attribute.U64;
                break;
            case Nl80211.NL80211_ATTR_CONTROL_PORT_ETHERTYPE:
                Ethertype = attribute.U16;
                break;
            case Nl80211.NL80211_ATTR_CH_SWITCH_COUNT:
                SwitchCount = (int)Math.Min(attribute.U32, byte.MaxValue);
                break;
            case Nl80211.NL80211_ATTR_RADAR_EVENT:
                RadarEvent = attribute.U32;
                break;
            case Nl80211.NL80211_ATTR_OBSS_COLOR_BITMAP:
                Colours = attribute.U64;
                break;
            case Nl80211.NL80211_ATTR_ACK:
                Acknowledged = true;
                break;
            case Nl80211.NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT:
                NoEncrypt = true;
                break;
            case Nl80211.NL80211_ATTR_MAC:
                Mac = attribute.Value.Length < MacAddress.Length ? default : new MacAddress(attribute.Value);
                break;
            case Nl80211.NL80211_ATTR_FRAME:
                Frame = attribute.Value;
                break;
            case Nl80211.NL80211_ATTR_IE:
                Elements = attribute.Value;
                break;
            default:
                break;
        }
    }
}
