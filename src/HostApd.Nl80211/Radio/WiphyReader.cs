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

    private static readonly (uint Bit, int Mhz)[] Widths =
    [
        (Nl80211.NL80211_CHAN_WIDTH_20_NOHT, 20), (Nl80211.NL80211_CHAN_WIDTH_20, 20), (Nl80211.NL80211_CHAN_WIDTH_40, 40),
        (Nl80211.NL80211_CHAN_WIDTH_80, 80), (Nl80211.NL80211_CHAN_WIDTH_160, 160), (Nl80211.NL80211_CHAN_WIDTH_320, 320),
    ];

    private readonly SortedDictionary<ushort, BandReader> _bands = [];
    private readonly SortedSet<uint> _interfaceTypes = [];
    private readonly List<InterfaceCombination> _combinations = [];
    private uint[] _ciphers = [];
    private readonly HashSet<uint> _commands = [];
    private string _name = "";
    private byte[] _extendedFeatures = [];
    private uint _features;
    private bool _firmwareSme;
    private bool _sendsOffChannel;
    private bool _selfManaged;
    private byte[] _extended = [];
    private byte[] _extendedMask = [];
    private int _switchCounters = 1;
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
                case Nl80211.NL80211_ATTR_WIPHY_SELF_MANAGED_REG:
                    _selfManaged = true;
                    break;
                case Nl80211.NL80211_ATTR_EXT_CAPA:
                    _extended = attribute.Value.ToArray();
                    break;
                case Nl80211.NL80211_ATTR_EXT_CAPA_MASK:
                    _extendedMask = attribute.Value.ToArray();
                    break;
                case Nl80211.NL80211_ATTR_MAX_CSA_COUNTERS when attribute.U8 != 0:
                    _switchCounters = attribute.U8;
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
        SupportsVlans = _interfaceTypes.Contains(Nl80211.NL80211_IFTYPE_AP_VLAN),
        SupportsP2pGo = _interfaceTypes.Contains(Nl80211.NL80211_IFTYPE_P2P_GO),
        InterfaceTypes = [.. _interfaceTypes.Select(InterfaceTypeNames.Of)],
        Combinations = _combinations,
        Ciphers = _ciphers,
        CanSwitchChannel = _commands.Contains(Nl80211.NL80211_CMD_CHANNEL_SWITCH),
        CanChangeColour = Has(Nl80211.NL80211_EXT_FEATURE_BSS_COLOR),
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
        CanScanWhileBeaconing = (_features & Nl80211.NL80211_FEATURE_AP_SCAN) != 0,
        CanChangeWidth = (_features & Nl80211.NL80211_FEATURE_AP_MODE_CHAN_WIDTH_CHANGE) != 0,
        DetectsRadarItself = Has(Nl80211.NL80211_EXT_FEATURE_DFS_OFFLOAD),
        CanDetectRadarAside = Has(Nl80211.NL80211_EXT_FEATURE_RADAR_BACKGROUND),
        ExtendedCapabilities = _extended.Length == _extendedMask.Length ? _extended : [],
        ExtendedCapabilitiesMask = _extended.Length == _extendedMask.Length ? _extendedMask : [],
        MaxSwitchCounters = _switchCounters,
        IsSelfManaged = _selfManaged,
        RadarRegion = regulatory.RadarRegion,
        Country = regulatory.Country,
        Rules = regulatory.Rules,
    };

    private bool Has(uint feature) =>
        feature / 8 < _extendedFeatures.Length && (_extendedFeatures[feature / 8] >> (int)(feature % 8) & 1) != 0;

    private static InterfaceCombination ReadCombination(NetlinkAttributes attributes)
    {
        uint most = 0, channels = 0;
        var limits = new List<InterfaceLimit>();
        IReadOnlyList<int> radarWidths = [];
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
                case Nl80211.NL80211_IFACE_COMB_RADAR_DETECT_WIDTHS:
                    radarWidths = WidthsOf(attribute.U32);
                    break;
                default:
                    break;
            }
        }

        return new InterfaceCombination((int)most, (int)channels, limits) { RadarWidthsMhz = radarWidths };
    }

    /// <summary>The widths that we know of a bit for each of the kernel's.</summary>
    private static List<int> WidthsOf(uint bits)
    {
        var widths = new List<int>();
        foreach (var (bit, width) in Widths)
        {
            if ((bits & 1u << (int)bit) != 0 && !widths.Contains(width))
            {
                widths.Add(width);
            }
        }

        return widths;
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
                _bands[entry.Type] = band = new BandReader();
            }

            foreach (var part in entry.Nested)
            {
                band.Read(part);
            }
        }
    }
}
