using System.Runtime.InteropServices;
using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>
/// Gathers a split GET_WIPHY dump into <see cref="RadioCapabilities"/>. Only what is needed is pulled out; unknown or
/// odd attributes are passed over.
/// </summary>
internal sealed class WiphyReader
{
    /// <summary>In ms, of drivers that do not say.</summary>
    private const uint UsualLongestStay = 5000;

    private readonly SortedDictionary<ushort, BandBuilder> _bands = [];
    private readonly SortedSet<uint> _interfaceTypes = [];
    private readonly List<InterfaceCombination> _combinations = [];
    private uint[] _ciphers = [];
    private readonly HashSet<uint> _commands = [];
    private string _name = "";
    private byte[] _extendedFeatures = [];
    private uint _features;
    private bool _firmwareSme;
    private bool _sendsOffChannel;
    private uint _longestStay = UsualLongestStay;

    internal void Read(in NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes)
        {
            switch (attribute.Type)
            {
                case Nl80211.NL80211_ATTR_WIPHY_NAME:
                    _name = attribute.Text;
                    break;
                case Nl80211.NL80211_ATTR_WIPHY_BANDS:
                    ReadBands(attribute.Nested);
                    break;
                case Nl80211.NL80211_ATTR_SUPPORTED_IFTYPES:
                    foreach (var type in attribute.Nested)
                    {
                        _interfaceTypes.Add(type.Type);
                    }

                    break;
                case Nl80211.NL80211_ATTR_SUPPORTED_COMMANDS:
                    foreach (var command in attribute.Nested)
                    {
                        _commands.Add(command.U32);
                    }

                    break;
                case Nl80211.NL80211_ATTR_FEATURE_FLAGS:
                    _features = attribute.U32;
                    break;
                case Nl80211.NL80211_ATTR_EXT_FEATURES:
                    _extendedFeatures = attribute.Value.ToArray();
                    break;
                case Nl80211.NL80211_ATTR_CIPHER_SUITES:
                    _ciphers = MemoryMarshal.Cast<byte, uint>(attribute.Value[..(attribute.Value.Length & ~3)]).ToArray();
                    break;
                case Nl80211.NL80211_ATTR_INTERFACE_COMBINATIONS:
                    foreach (var combination in attribute.Nested)
                    {
                        _combinations.Add(ReadCombination(combination.Nested));
                    }

                    break;
                case Nl80211.NL80211_ATTR_DEVICE_AP_SME:
                    _firmwareSme = true;
                    break;
                case Nl80211.NL80211_ATTR_OFFCHANNEL_TX_OK:
                    _sendsOffChannel = true;
                    break;
                case Nl80211.NL80211_ATTR_MAX_REMAIN_ON_CHANNEL_DURATION when attribute.U32 != 0:
                    _longestStay = attribute.U32;
                    break;
                default:
                    break;
            }
        }
    }

    internal RadioCapabilities Build(RegulatoryReader regulatory) => new()
    {
        PhyName = _name,
        Bands = [.. _bands.Values.Where(static b => b.Channels.Count > 0).Select(static b => b.Build())],
        SupportsAccessPoint = _interfaceTypes.Contains(Nl80211.NL80211_IFTYPE_AP),
        SupportsP2pGo = _interfaceTypes.Contains(Nl80211.NL80211_IFTYPE_P2P_GO),
        InterfaceTypes = [.. _interfaceTypes.Select(InterfaceTypeNames.Of)],
        Combinations = _combinations,
        Ciphers = _ciphers,
        CanSwitchChannel = _commands.Contains(Nl80211.NL80211_CMD_CHANNEL_SWITCH),
        FramesHandledByFirmware = _firmwareSme,
        EapolOverControlPort =
            Has(Nl80211.NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211)
            && Has(Nl80211.NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS),
        FullStationState = (_features & Nl80211.NL80211_FEATURE_FULL_AP_CLIENT_STATE) != 0,
        CanProbeStations = _commands.Contains(Nl80211.NL80211_CMD_PROBE_CLIENT),
        CanRemainOnChannel = _commands.Contains(Nl80211.NL80211_CMD_REMAIN_ON_CHANNEL),
        CanSendOffChannel = _sendsOffChannel,
        LongestStay = TimeSpan.FromMilliseconds(_longestStay),
        CanReplacePairwiseKey = Has(Nl80211.NL80211_EXT_FEATURE_CAN_REPLACE_PTK0),
        CanProtectBeacons = Has(Nl80211.NL80211_EXT_FEATURE_BEACON_PROTECTION),
        KnowsExtendedKeyId = Has(Nl80211.NL80211_EXT_FEATURE_EXT_KEY_ID),
        Country = regulatory.Country,
        Rules = regulatory.Rules,
    };

    private bool Has(uint feature) =>
        feature / 8 < _extendedFeatures.Length && (_extendedFeatures[feature / 8] >> (int)(feature % 8) & 1) != 0;

    private static InterfaceCombination ReadCombination(NetlinkAttributes attributes)
    {
        uint most = 0, channels = 0;
        var limits = new List<InterfaceLimit>();
        foreach (var attribute in attributes)
        {
            switch (attribute.Type)
            {
                case Nl80211.NL80211_IFACE_COMB_MAXNUM:
                    most = attribute.U32;
                    break;
                case Nl80211.NL80211_IFACE_COMB_NUM_CHANNELS:
                    channels = attribute.U32;
                    break;
                case Nl80211.NL80211_IFACE_COMB_LIMITS:
                    foreach (var limit in attribute.Nested)
                    {
                        limits.Add(ReadLimit(limit.Nested));
                    }

                    break;
                default:
                    break;
            }
        }

        return new InterfaceCombination((int)most, (int)channels, limits);
    }

    private static InterfaceLimit ReadLimit(NetlinkAttributes attributes)
    {
        uint most = 0;
        var types = new List<string>();
        foreach (var attribute in attributes)
        {
            if (attribute.Type == Nl80211.NL80211_IFACE_LIMIT_MAX)
            {
                most = attribute.U32;
            }
            else if (attribute.Type == Nl80211.NL80211_IFACE_LIMIT_TYPES)
            {
                foreach (var type in attribute.Nested)
                {
                    types.Add(InterfaceTypeNames.Of(type.Type));
                }
            }
        }

        return new InterfaceLimit((int)most, types);
    }

    private void ReadBands(NetlinkAttributes bands)
    {
        foreach (var entry in bands)
        {
            if (!_bands.TryGetValue(entry.Type, out var band))
            {
                _bands[entry.Type] = band = new BandBuilder();
            }

            foreach (var part in entry.Nested)
            {
                band.Read(part);
            }
        }
    }

    private sealed class BandBuilder
    {
        private readonly List<byte> _rates = [];
        private int _ht = -1;
        private byte _factor;
        private byte _density;
        private byte[] _mcs = [];
        private bool _vht;
        private bool _he;
        private bool _eht;

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
                    _mcs = part.Value.ToArray();
                    break;
                case Nl80211.NL80211_BAND_ATTR_VHT_CAPA:
                    _vht = true;
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
            HasVht = _vht,
            HasHe = _he,
            HasEht = _eht,
        };

        /// <summary>What interfaces of some types speak; EHT counts with both of its halves.</summary>
        private void ReadOfTypes(NetlinkAttributes attributes)
        {
            bool isOfAccessPoint = false, he = false, ehtMac = false, ehtPhy = false;
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
                    case Nl80211.NL80211_BAND_IFTYPE_ATTR_HE_CAP_PHY:
                        he = true;
                        break;
                    case Nl80211.NL80211_BAND_IFTYPE_ATTR_EHT_CAP_MAC:
                        ehtMac = true;
                        break;
                    case Nl80211.NL80211_BAND_IFTYPE_ATTR_EHT_CAP_PHY:
                        ehtPhy = true;
                        break;
                    default:
                        break;
                }
            }

            _he |= isOfAccessPoint && he;
            _eht |= isOfAccessPoint && ehtMac && ehtPhy;
        }

        private static RadioChannel ReadChannel(NetlinkAttributes attributes)
        {
            uint frequency = 0;
            uint power = 0;
            bool disabled = false, noRadiation = false, radar = false;
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
                    default:
                        break;
                }
            }

            // The kernel counts power in units of 0.01 dBm.
            return new RadioChannel((int)frequency, disabled, noRadiation, radar, (int)(power / 100));
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
}
