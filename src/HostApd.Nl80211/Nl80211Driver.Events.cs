using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <content>What the kernel tells us, pulled out of its messages and handed on.</content>
public sealed partial class Nl80211Driver
{
    private const ushort EthertypePae = 0x888e;
    private const int EthernetHeaderLength = 14;

    private readonly NetlinkHandler _eventHandler;

    private void OnEvent(in NetlinkMessage message)
    {
        var news = default(EventFields);
        foreach (var attribute in message.Attributes)
        {
            news.Take(attribute);
        }

        if (news.InterfaceIndex != 0 && news.InterfaceIndex != _index)
        {
            return;
        }

        switch (message.Command)
        {
            case Nl80211.NL80211_CMD_FRAME:
                _events?.OnFrame(news.Frame, new ReceiveInfo(news.Frequency, news.SignalDbm));
                break;
            case Nl80211.NL80211_CMD_FRAME_TX_STATUS:
                _events?.OnFrameSent(news.Cookie, news.Frame, news.Acknowledged);
                break;
            case Nl80211.NL80211_CMD_CONTROL_PORT_FRAME:
                if (news.Ethertype == EthertypePae)
                {
                    _events?.OnEapol(news.Mac, news.Frame, !news.NoEncrypt);
                }

                break;
            case Nl80211.NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS:
                ReportEapolSent(news);
                break;
            case Nl80211.NL80211_CMD_NEW_STATION:
                if (Capabilities.FramesHandledByFirmware)
                {
                    _events?.OnStationArrived(news.Mac, news.Elements);
                }

                break;
            case Nl80211.NL80211_CMD_DEL_STATION:
                if (Capabilities.FramesHandledByFirmware)
                {
                    _events?.OnStationLeft(news.Mac);
                }

                break;
            case Nl80211.NL80211_CMD_PROBE_CLIENT:
                _events?.OnStationProbed(news.Mac, news.Acknowledged);
                break;
            case Nl80211.NL80211_CMD_UNEXPECTED_FRAME:
                _events?.OnUnexpectedFrame(news.Mac);
                break;
            case Nl80211.NL80211_CMD_STOP_AP:
                OnStopHeard();
                break;
            case Nl80211.NL80211_CMD_CH_SWITCH_NOTIFY:
                OnSwitchHeard(news.Channel);
                break;
            case Nl80211.NL80211_CMD_REG_CHANGE:
            case Nl80211.NL80211_CMD_WIPHY_REG_CHANGE:
                _ = ReadCapabilities();
                _radioEvents?.OnRegulatoryChanged();
                break;
            default:
                break;
        }
    }

    private void ReportEapolSent(in EventFields news)
    {
        // The frame comes back with the Ethernet header that the kernel put in front.
        if (news.Frame.Length > EthernetHeaderLength)
        {
            _events?.OnEapolSent(new MacAddress(news.Frame), news.Frame[EthernetHeaderLength..], news.Acknowledged);
        }
    }

    private void OnPacket(ReadOnlySpan<byte> source, ReadOnlySpan<byte> payload, TimeSpan age)
    {
        // Netlink stamps nothing; this socket does.
        EventAge = age;
        _events?.OnEapol(new MacAddress(source), payload, encrypted: false);
        EventAge = TimeSpan.Zero;
    }

    private ref struct EventFields
    {
        internal int InterfaceIndex;
        internal int Frequency;
        internal int SignalDbm;
        internal uint ChannelType;
        internal ulong Cookie;
        internal ushort Ethertype;
        internal bool Acknowledged;
        internal bool NoEncrypt;
        internal MacAddress Mac;
        internal ReadOnlySpan<byte> Frame;
        internal ReadOnlySpan<byte> Elements;

        internal readonly OperatingChannel Channel => ChannelType switch
        {
            Nl80211.NL80211_CHAN_NO_HT => OperatingChannel.OfTwenty(Frequency, ht: false),
            Nl80211.NL80211_CHAN_HT40PLUS => OperatingChannel.OfHt(Frequency, 1),
            Nl80211.NL80211_CHAN_HT40MINUS => OperatingChannel.OfHt(Frequency, -1),
            _ => OperatingChannel.OfHt(Frequency, 0),
        };

        internal void Take(NetlinkAttribute attribute)
        {
            switch (attribute.Type)
            {
                case Nl80211.NL80211_ATTR_IFINDEX:
                    InterfaceIndex = (int)attribute.U32;
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
                case Nl80211.NL80211_ATTR_COOKIE:
                    Cookie = attribute.U64;
                    break;
                case Nl80211.NL80211_ATTR_CONTROL_PORT_ETHERTYPE:
                    Ethertype = attribute.U16;
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
}
