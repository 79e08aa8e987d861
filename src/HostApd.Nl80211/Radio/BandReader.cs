using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>Gathers one band out of the many messages of a split GET_WIPHY dump.</summary>
internal sealed class BandReader
{
    private const int HtMcsLength = 16;
    private const int VhtMcsLength = 8;

    // Attributes of a channel that only say yes.
    private static readonly (ushort Attribute, ChannelLimits Limit)[] Limits =
    [
        (Nl80211.NL80211_FREQUENCY_ATTR_NO_HT40_PLUS, ChannelLimits.NoFortyAbove), (Nl80211.NL80211_FREQUENCY_ATTR_NO_HT40_MINUS, ChannelLimits.NoFortyBelow),
        (Nl80211.NL80211_FREQUENCY_ATTR_NO_80MHZ, ChannelLimits.NoEighty), (Nl80211.NL80211_FREQUENCY_ATTR_NO_160MHZ, ChannelLimits.NoOneSixty),
        (Nl80211.NL80211_FREQUENCY_ATTR_NO_320MHZ, ChannelLimits.NoThreeTwenty), (Nl80211.NL80211_FREQUENCY_ATTR_NO_20MHZ, ChannelLimits.NoTwenty),
        (Nl80211.NL80211_FREQUENCY_ATTR_NO_HE, ChannelLimits.NoHe), (Nl80211.NL80211_FREQUENCY_ATTR_NO_EHT, ChannelLimits.NoEht),
        (Nl80211.NL80211_FREQUENCY_ATTR_INDOOR_ONLY, ChannelLimits.IndoorsOnly), (Nl80211.NL80211_FREQUENCY_ATTR_IR_CONCURRENT, ChannelLimits.WithStation),
    ];

    private readonly List<byte> _rates = [];
    private int _ht = -1;
    private byte _factor;
    private byte _density;
    private byte[] _mcs = [];
    private uint? _vht;
    private byte[] _vhtMcs = [];
    private HeCapabilities? _he;
    private EhtCapabilities? _eht;

    internal List<RadioChannel> Channels { get; } = [];

    internal void Read(NetlinkAttribute part)
    {
        switch (part.Type)
        {
            case Nl80211.NL80211_BAND_ATTR_FREQS:
                foreach (var channel in part.Nested)
                {
                    Channels.Add(ReadChannel(channel.Nested));
                }

                break;
            case Nl80211.NL80211_BAND_ATTR_RATES:
                foreach (var rate in part.Nested)
                {
                    ReadRate(rate.Nested);
                }

                break;
            case Nl80211.NL80211_BAND_ATTR_HT_CAPA:
                _ht = part.U16;
                break;
            case Nl80211.NL80211_BAND_ATTR_HT_AMPDU_FACTOR:
                _factor = part.U8;
                break;
            case Nl80211.NL80211_BAND_ATTR_HT_AMPDU_DENSITY:
                _density = part.U8;
                break;
            case Nl80211.NL80211_BAND_ATTR_HT_MCS_SET:
                _mcs = Fixed(part.Value, HtMcsLength);
                break;
            case Nl80211.NL80211_BAND_ATTR_VHT_CAPA:
                _vht = part.U32;
                break;
            case Nl80211.NL80211_BAND_ATTR_VHT_MCS_SET:
                _vhtMcs = Fixed(part.Value, VhtMcsLength);
                break;
            case Nl80211.NL80211_BAND_ATTR_IFTYPE_DATA:
                foreach (var entry in part.Nested)
                {
                    ReadOfTypes(entry.Nested);
                }

                break;
            default:
                break;
        }
    }

    internal RadioBand Build() => new()
    {
        Rates = _rates,
        Channels = Channels,
        HtCapabilities = _ht,
        HtAmpduParameters = (byte)(_factor & 3 | (_density & 7) << 2),
        HtMcsSet = _mcs,

        // The kernel tells both or neither.
        Vht = _vht is { } info && _vhtMcs.Length == VhtMcsLength ? new VhtCapabilities(info, _vhtMcs) : null,
        He = _he,
        Eht = _eht,
    };

    private static byte[] Fixed(ReadOnlySpan<byte> value, int length) => value.Length < length ? [] : value[..length].ToArray();

    /// <summary>What interfaces of some types speak, where access points are among them; HE and EHT count with both of their halves.</summary>
    private void ReadOfTypes(NetlinkAttributes attributes)
    {
        var isOfAccessPoint = false;
        byte[] heMac = [], hePhy = [], heMcs = [], hePpe = [], ehtMac = [], ehtPhy = [], ehtMcs = [], ehtPpe = [];
        ushort sixGhz = 0;
        foreach (var attribute in attributes)
        {
            switch (attribute.Type)
            {
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_IFTYPES:
                    foreach (var type in attribute.Nested)
                    {
                        isOfAccessPoint |= type.Type == Nl80211.NL80211_IFTYPE_AP;
                    }

                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_HE_CAP_MAC:
                    heMac = Fixed(attribute.Value, HeCapabilities.MacLength);
                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_HE_CAP_PHY:
                    hePhy = Fixed(attribute.Value, HeCapabilities.PhyLength);
                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_HE_CAP_MCS_SET:
                    heMcs = attribute.Value.ToArray();
                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_HE_CAP_PPE:
                    hePpe = attribute.Value.ToArray();
                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_HE_6GHZ_CAPA:
                    sixGhz = attribute.U16;
                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_EHT_CAP_MAC:
                    ehtMac = Fixed(attribute.Value, EhtCapabilities.MacLength);
                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_EHT_CAP_PHY:
                    ehtPhy = Fixed(attribute.Value, EhtCapabilities.PhyLength);
                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_EHT_CAP_MCS_SET:
                    ehtMcs = attribute.Value.ToArray();
                    break;
                case Nl80211.NL80211_BAND_IFTYPE_ATTR_EHT_CAP_PPE:
                    ehtPpe = attribute.Value.ToArray();
                    break;
                default:
                    break;
            }
        }

        if (isOfAccessPoint && heMac.Length > 0 && hePhy.Length > 0)
        {
            _he ??= new HeCapabilities(heMac, hePhy, heMcs, hePpe, sixGhz);
        }

        if (isOfAccessPoint && ehtMac.Length > 0 && ehtPhy.Length > 0)
        {
            _eht ??= new EhtCapabilities(ehtMac, ehtPhy, ehtMcs, ehtPpe);
        }
    }

    private static RadioChannel ReadChannel(NetlinkAttributes attributes)
    {
        uint frequency = 0, power = 0, check = 0, state = 0;
        bool disabled = false, noRadiation = false, radar = false;
        var limits = ChannelLimits.None;
        foreach (var attribute in attributes)
        {
            switch (attribute.Type)
            {
                case Nl80211.NL80211_FREQUENCY_ATTR_FREQ:
                    frequency = attribute.U32;
                    break;
                case Nl80211.NL80211_FREQUENCY_ATTR_MAX_TX_POWER:
                    power = attribute.U32;
                    break;
                case Nl80211.NL80211_FREQUENCY_ATTR_DISABLED:
                    disabled = true;
                    break;
                case Nl80211.NL80211_FREQUENCY_ATTR_NO_IR:
                    noRadiation = true;
                    break;
                case Nl80211.NL80211_FREQUENCY_ATTR_RADAR:
                    radar = true;
                    break;
                case Nl80211.NL80211_FREQUENCY_ATTR_DFS_STATE:
                    state = attribute.U32;
                    break;
                case Nl80211.NL80211_FREQUENCY_ATTR_DFS_CAC_TIME:
                    check = attribute.U32;
                    break;
                default:
                    limits |= LimitOf(attribute.Type);
                    break;
            }
        }

        // The kernel counts power in units of 0.01 dBm, and times in ms.
        var channel = new RadioChannel((int)frequency, disabled, noRadiation, radar, (int)(power / 100))
        {
            Limits = limits,
            RadarState = state <= (uint)RadarState.Available ? (RadarState)state : RadarState.Usable,
        };
        return check == 0 ? channel : channel with { RadarCheck = TimeSpan.FromMilliseconds(check) };
    }

    private static ChannelLimits LimitOf(ushort attribute)
    {
        foreach (var (known, limit) in Limits)
        {
            if (known == attribute)
            {
                return limit;
            }
        }

        return ChannelLimits.None;
    }

    private void ReadRate(NetlinkAttributes attributes)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Type == Nl80211.NL80211_BITRATE_ATTR_RATE)
            {
                // The kernel counts in 100 kb/s, 802.11 in 500 kb/s.
                _rates.Add((byte)(attribute.U32 / 5));
            }
        }
    }
}
