using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <content>Starting, changing and stopping the access point.</content>
public sealed partial class Nl80211Driver
{
    private const uint CipherCcmp = 0x000FAC04;
    private const uint AkmPsk = 0x000FAC02;

    /// <inheritdoc/>
    public DriverResult Start(in AccessPointSettings settings)
    {
        var refusal = Capabilities.Refuse(settings.Channel);
        if (refusal is not null)
        {
            return refusal;
        }

        if (settings.NoCck != _leavesOutCck)
        {
            SetRates(withoutCck: settings.NoCck);
        }

        // Stations of a former life would shadow the new ones.
        _ = _requests.Send("flushing stations", _requests.Begin(Nl80211.NL80211_CMD_DEL_STATION, _index));

        var result = StartOnce(settings);
        if (result.Errno == LibC.EALREADY && !_options.FindUsers(_options.InterfaceName).Any())
        {
            // One of an earlier life that nobody stopped.
            _ = Stop();
            result = StartOnce(settings);
        }
        else if (result.Errno == LibC.ETIMEDOUT && IsBeaconing())
        {
            // The event queue was full, and the answer was dropped with what else came.
            result = DriverResult.Ok;
        }

        if (!result.Succeeded)
        {
            return NameCause(result);
        }

        _frequency = settings.Channel.PrimaryMhz;
        _tellsBeaconing = IsBeaconing();
        SetBss(settings);
        _ = _route.SetOperational(_index, true);
        return result;
    }

    /// <summary>Through the event socket: SOCKET_OWNER ties the access point to it, and 802.1X PDUs come through it.</summary>
    private DriverResult StartOnce(in AccessPointSettings settings)
    {
        var writer = _owned.Begin(Nl80211.NL80211_CMD_START_AP, _index);
        PutBeacon(ref writer, settings);
        writer.U32(Nl80211.NL80211_ATTR_BEACON_INTERVAL, (uint)settings.BeaconInterval);
        writer.U32(Nl80211.NL80211_ATTR_DTIM_PERIOD, (uint)settings.DtimPeriod);
        writer.Bytes(Nl80211.NL80211_ATTR_SSID, settings.Ssid);
        writer.U32(Nl80211.NL80211_ATTR_HIDDEN_SSID, (uint)settings.HiddenSsid);
        writer.U32(Nl80211.NL80211_ATTR_AUTH_TYPE, Nl80211.NL80211_AUTHTYPE_OPEN_SYSTEM);
        if (settings.Rsn)
        {
            writer.Flag(Nl80211.NL80211_ATTR_PRIVACY);
            writer.U32(Nl80211.NL80211_ATTR_WPA_VERSIONS, Nl80211.NL80211_WPA_VERSION_2);
            writer.U32(Nl80211.NL80211_ATTR_AKM_SUITES, AkmPsk);
            writer.U32(Nl80211.NL80211_ATTR_CIPHER_SUITES_PAIRWISE, CipherCcmp);
            writer.U32(Nl80211.NL80211_ATTR_CIPHER_SUITE_GROUP, CipherCcmp);
        }

        writer.Flag(Nl80211.NL80211_ATTR_CONTROL_PORT);
        writer.U16(Nl80211.NL80211_ATTR_CONTROL_PORT_ETHERTYPE, EthertypePae);
        if (UseControlPort)
        {
            writer.Flag(Nl80211.NL80211_ATTR_CONTROL_PORT_OVER_NL80211);
            writer.Flag(Nl80211.NL80211_ATTR_CONTROL_PORT_NO_PREAUTH);
        }

        writer.Flag(Nl80211.NL80211_ATTR_SOCKET_OWNER);
        PutChannel(ref writer, settings.Channel);
        return _owned.Send("starting the access point", writer);
    }

    /// <inheritdoc/>
    public DriverResult UpdateBeacon(in AccessPointSettings settings)
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_BEACON, _index);
        PutBeacon(ref writer, settings);
        var result = _requests.Send("changing the beacon", writer);
        if (result.Succeeded)
        {
            SetBss(settings);
        }

        return result;
    }

    /// <inheritdoc/>
    public DriverResult Stop()
    {
        _frequency = 0;
        return _index == 0
            ? DriverResult.Ok
            : _requests.Send("stopping the access point", _requests.Begin(Nl80211.NL80211_CMD_STOP_AP, _index));
    }

    private static void PutChannel(ref NetlinkWriter writer, OperatingChannel channel)
    {
        writer.U32(Nl80211.NL80211_ATTR_WIPHY_FREQ, (uint)channel.PrimaryMhz);
        writer.U32(Nl80211.NL80211_ATTR_CHANNEL_WIDTH, channel.Width switch
        {
            ChannelWidth.TwentyWithoutHt => Nl80211.NL80211_CHAN_WIDTH_20_NOHT,
            ChannelWidth.Twenty => Nl80211.NL80211_CHAN_WIDTH_20,
            ChannelWidth.Forty => Nl80211.NL80211_CHAN_WIDTH_40,
        });
        writer.U32(Nl80211.NL80211_ATTR_CENTER_FREQ1, (uint)channel.CentreMhz);
    }

    private static void PutBeacon(ref NetlinkWriter writer, in AccessPointSettings settings)
    {
        writer.Bytes(Nl80211.NL80211_ATTR_BEACON_HEAD, settings.BeaconHead);
        writer.Bytes(Nl80211.NL80211_ATTR_BEACON_TAIL, settings.BeaconTail);
        PutIfAny(ref writer, Nl80211.NL80211_ATTR_PROBE_RESP, settings.ProbeResponse);
        PutIfAny(ref writer, Nl80211.NL80211_ATTR_IE, settings.BeaconElements);
        PutIfAny(ref writer, Nl80211.NL80211_ATTR_IE_PROBE_RESP, settings.ProbeResponseElements);
        PutIfAny(ref writer, Nl80211.NL80211_ATTR_IE_ASSOC_RESP, settings.AssociationResponseElements);
    }

    private static void PutIfAny(ref NetlinkWriter writer, ushort type, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            writer.Bytes(type, value);
        }
    }

    /// <summary>
    /// Protection, slot time and isolation. Drivers whose firmware decides these (brcmfmac) do not offer the command;
    /// the access point works without.
    /// </summary>
    private void SetBss(in AccessPointSettings settings)
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_BSS, _index);
        writer.U8(Nl80211.NL80211_ATTR_BSS_CTS_PROT, Bit(settings.Bits.CtsProtection));
        writer.U8(Nl80211.NL80211_ATTR_BSS_SHORT_PREAMBLE, Bit(settings.Bits.ShortPreamble));
        writer.U8(Nl80211.NL80211_ATTR_BSS_SHORT_SLOT_TIME, Bit(settings.Bits.ShortSlot));
        writer.U8(Nl80211.NL80211_ATTR_AP_ISOLATE, Bit(settings.Isolate));
        writer.Bytes(Nl80211.NL80211_ATTR_BSS_BASIC_RATES, settings.BasicRates);
        if (settings.HtOperationMode >= 0)
        {
            writer.U16(Nl80211.NL80211_ATTR_BSS_HT_OPMODE, (ushort)settings.HtOperationMode);
        }

        var result = _requests.Send("setting BSS parameters", writer);
        if (!result.Succeeded)
        {
            Log.Debug("{0}: {1}", _options.InterfaceName, result);
        }
    }

    private bool _leavesOutCck;

    /// <summary>P2P knows no CCK rates (P2P 1.7 2.4.1); without a mask all rates are used again.</summary>
    private void SetRates(bool withoutCck)
    {
        var result = withoutCck
            ? SetRatesWithoutCck()
            : _requests.Send("using all rates", _requests.Begin(Nl80211.NL80211_CMD_SET_TX_BITRATE_MASK, _index));
        _leavesOutCck = withoutCck && result.Succeeded;
        if (!result.Succeeded)
        {
            Log.Debug("{0}: {1}", _options.InterfaceName, result);
        }
    }

    private DriverResult SetRatesWithoutCck()
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_TX_BITRATE_MASK, _index);
        var rates = writer.BeginNest(Nl80211.NL80211_ATTR_TX_RATES);
        var band = writer.BeginNest(Nl80211.NL80211_BAND_2GHZ);
        writer.Bytes(Nl80211.NL80211_TXRATE_LEGACY, [12, 18, 24, 36, 48, 72, 96, 108]);
        writer.EndNest(band);
        writer.EndNest(rates);
        return _requests.Send("leaving the CCK rates out", writer);
    }

    private static byte Bit(bool value) => value ? (byte)1 : (byte)0;
}
