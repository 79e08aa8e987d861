using System.Runtime.InteropServices;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>Starts, changes, moves and stops the access point.</summary>
internal sealed class Beaconing(Nl80211Radio radio, LinkInterface netdev, PresentState present, TransmitRates rates, RefusalCauses causes)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Beaconing));

    internal DriverResult Start(in AccessPointSettings settings)
    {
        var refusal = Refuse(settings.Channel);
        if (refusal is not null)
        {
            return refusal;
        }

        rates.Choose(settings.NoCck ? RateChoice.WithoutCck : RateChoice.All);

        // Stations of a former life would shadow the new ones.
        _ = netdev.Requests.Send("flushing stations", netdev.Requests.Begin(Nl80211.NL80211_CMD_DEL_STATION, netdev.Index));

        var result = StartOnce(settings);
        if (result.Errno == LibC.EALREADY && !causes.HasUsers)
        {
            // One of an earlier life that nobody stopped.
            _ = Stop();
            result = StartOnce(settings);
        }
        else if (result.Errno == LibC.ETIMEDOUT && present.IsBeaconing())
        {
            // The event queue was full, and the answer was dropped with what else came.
            result = DriverResult.Ok;
        }

        if (!result.Succeeded)
        {
            return causes.Name(result);
        }

        present.Begin(settings.Channel.PrimaryMhz);
        SetBss(settings);
        _ = radio.Route.SetOperational(netdev.Index, true);
        return result;
    }

    /// <summary>Through the event socket: SOCKET_OWNER ties the access point to it, and 802.1X PDUs come through it.</summary>
    private DriverResult StartOnce(in AccessPointSettings settings)
    {
        var writer = netdev.Owned.Begin(Nl80211.NL80211_CMD_START_AP, netdev.Index);
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
            writer.Bytes(Nl80211.NL80211_ATTR_AKM_SUITES, MemoryMarshal.AsBytes(settings.AkmSuites));
            writer.Bytes(Nl80211.NL80211_ATTR_CIPHER_SUITES_PAIRWISE, MemoryMarshal.AsBytes(settings.PairwiseCiphers));
            writer.U32(Nl80211.NL80211_ATTR_CIPHER_SUITE_GROUP, settings.GroupCipher);
        }

        writer.Flag(Nl80211.NL80211_ATTR_CONTROL_PORT);
        writer.U16(Nl80211.NL80211_ATTR_CONTROL_PORT_ETHERTYPE, EapolPort.EthertypePae);
        if (radio.Capabilities.EapolOverControlPort)
        {
            writer.Flag(Nl80211.NL80211_ATTR_CONTROL_PORT_OVER_NL80211);
            writer.Flag(Nl80211.NL80211_ATTR_CONTROL_PORT_NO_PREAUTH);
        }

        writer.Flag(Nl80211.NL80211_ATTR_SOCKET_OWNER);
        PutChannel(ref writer, settings.Channel);
        PutColour(ref writer, settings.Colour);
        PutSpatialReuse(ref writer, settings.SpatialReuse);
        if (settings.RespondsToTwt)
        {
            writer.Flag(Nl80211.NL80211_ATTR_TWT_RESPONDER);
        }

        return netdev.Owned.Send("starting the access point", writer);
    }

    internal DriverResult UpdateBeacon(in AccessPointSettings settings)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_BEACON, netdev.Index);
        PutBeacon(ref writer, settings);
        PutColour(ref writer, settings.Colour);
        var result = netdev.Requests.Send("changing the beacon", writer);
        if (result.Succeeded)
        {
            SetBss(settings);
        }

        return result;
    }

    internal DriverResult Stop()
    {
        present.End();
        return netdev.Index == 0
            ? DriverResult.Ok
            : netdev.Requests.Send("stopping the access point", netdev.Requests.Begin(Nl80211.NL80211_CMD_STOP_AP, netdev.Index));
    }

    internal DriverResult ChangeWidth(OperatingChannel channel)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_WIPHY, netdev.Index);
        PutChannel(ref writer, channel);
        return netdev.Requests.Send($"changing the width to {channel.WidthMhz} MHz", writer);
    }

    internal DriverResult SwitchChannel(in CountdownSettings settings)
    {
        if (Refuse(settings.After.Channel) is { } refusal)
        {
            return refusal;
        }

        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_CHANNEL_SWITCH, netdev.Index);
        writer.U32(Nl80211.NL80211_ATTR_CH_SWITCH_COUNT, (uint)settings.Count);
        if (settings.BlocksTransmission)
        {
            writer.Flag(Nl80211.NL80211_ATTR_CH_SWITCH_BLOCK_TX);
        }

        PutChannel(ref writer, settings.After.Channel);
        PutCountdown(ref writer, Nl80211.NL80211_ATTR_CSA_IES, settings);
        return netdev.Requests.Send("switching the channel", writer);
    }

    internal DriverResult ChangeColour(in CountdownSettings settings)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_COLOR_CHANGE_REQUEST, netdev.Index);
        writer.U8(Nl80211.NL80211_ATTR_COLOR_CHANGE_COUNT, (byte)settings.Count);
        writer.U8(Nl80211.NL80211_ATTR_COLOR_CHANGE_COLOR, settings.After.Colour.Colour);
        PutCountdown(ref writer, Nl80211.NL80211_ATTR_COLOR_CHANGE_ELEMS, settings);
        return netdev.Requests.Send("changing the BSS colour", writer);
    }

    /// <summary>The Beacon of afterwards, and in a nest that of the meantime.</summary>
    private static void PutCountdown(ref NetlinkWriter writer, ushort meantime, in CountdownSettings settings)
    {
        PutBeacon(ref writer, settings.After);
        var nest = writer.BeginNest(meantime);
        writer.Bytes(Nl80211.NL80211_ATTR_BEACON_HEAD, settings.BeaconHead);
        writer.Bytes(Nl80211.NL80211_ATTR_BEACON_TAIL, settings.BeaconTail);
        writer.Bytes(Nl80211.NL80211_ATTR_CSA_C_OFF_BEACON, MemoryMarshal.AsBytes(settings.CounterOffsets));
        writer.EndNest(nest);
    }

    /// <summary>Where radar may be, somebody has looked for it.</summary>
    private DriverResult? Refuse(OperatingChannel channel) =>
        radio.Capabilities.Refuse(channel, looksForRadar: radio.Capabilities.RadarOn(channel) is null or RadarState.Available);

    internal DriverResult StartRadarDetection(OperatingChannel channel)
    {
        if (radio.Capabilities.Refuse(channel, looksForRadar: true) is { } refusal)
        {
            return refusal;
        }

        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_RADAR_DETECT, netdev.Index);
        PutChannel(ref writer, channel);
        return causes.Name(netdev.Requests.Send($"listening for radar on {channel.PrimaryMhz} MHz", writer));
    }

    /// <summary>There is no command for it: the kernel listens until the interface goes down.</summary>
    internal DriverResult EndRadarDetection()
    {
        if (netdev.Index == 0)
        {
            return DriverResult.Ok;
        }

        netdev.TakeDown();
        return netdev.BringUp();
    }

    private static void PutChannel(ref NetlinkWriter writer, OperatingChannel channel)
    {
        writer.U32(Nl80211.NL80211_ATTR_WIPHY_FREQ, (uint)channel.PrimaryMhz);
        writer.U32(Nl80211.NL80211_ATTR_CHANNEL_WIDTH, channel.Width switch
        {
            ChannelWidth.TwentyWithoutHt => Nl80211.NL80211_CHAN_WIDTH_20_NOHT,
            ChannelWidth.Twenty => Nl80211.NL80211_CHAN_WIDTH_20,
            ChannelWidth.Forty => Nl80211.NL80211_CHAN_WIDTH_40,
            ChannelWidth.Eighty => Nl80211.NL80211_CHAN_WIDTH_80,
            ChannelWidth.OneSixty => Nl80211.NL80211_CHAN_WIDTH_160,
            ChannelWidth.ThreeTwenty => Nl80211.NL80211_CHAN_WIDTH_320,
        });
        writer.U32(Nl80211.NL80211_ATTR_CENTER_FREQ1, (uint)channel.CentreMhz);
    }

    private static void PutColour(ref NetlinkWriter writer, BssColour colour)
    {
        if (colour.Colour == 0)
        {
            return;
        }

        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_HE_BSS_COLOR);
        writer.U8(Nl80211.NL80211_HE_BSS_COLOR_ATTR_COLOR, colour.Colour);
        if (!colour.InUse)
        {
            writer.Flag(Nl80211.NL80211_HE_BSS_COLOR_ATTR_DISABLED);
        }

        if (colour.IsPartial)
        {
            writer.Flag(Nl80211.NL80211_HE_BSS_COLOR_ATTR_PARTIAL);
        }

        writer.EndNest(nest);
    }

    private static void PutSpatialReuse(ref NetlinkWriter writer, SpatialReuse? reuse)
    {
        if (reuse is null)
        {
            return;
        }

        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_HE_OBSS_PD);
        writer.U8(Nl80211.NL80211_HE_OBSS_PD_ATTR_SR_CTRL, reuse.Control);
        if (reuse.HasNonSrgOffset)
        {
            writer.U8(Nl80211.NL80211_HE_OBSS_PD_ATTR_NON_SRG_MAX_OFFSET, reuse.NonSrgMaxOffset);
        }

        if (reuse.HasSrg)
        {
            writer.U8(Nl80211.NL80211_HE_OBSS_PD_ATTR_MIN_OFFSET, reuse.SrgMinOffset);
            writer.U8(Nl80211.NL80211_HE_OBSS_PD_ATTR_MAX_OFFSET, reuse.SrgMaxOffset);
            writer.Bytes(Nl80211.NL80211_HE_OBSS_PD_ATTR_BSS_COLOR_BITMAP, BitConverter.GetBytes(reuse.Colours));
            writer.Bytes(Nl80211.NL80211_HE_OBSS_PD_ATTR_PARTIAL_BSSID_BITMAP, BitConverter.GetBytes(reuse.PartialBssids));
        }

        writer.EndNest(nest);
    }

    private static void PutBeacon(ref NetlinkWriter writer, in AccessPointSettings settings)
    {
        writer.Bytes(Nl80211.NL80211_ATTR_BEACON_HEAD, settings.BeaconHead);
        writer.Bytes(Nl80211.NL80211_ATTR_BEACON_TAIL, settings.BeaconTail);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_PROBE_RESP, settings.ProbeResponse);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_IE, settings.BeaconElements);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_IE_PROBE_RESP, settings.ProbeResponseElements);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_IE_ASSOC_RESP, settings.AssociationResponseElements);
    }

    /// <summary>
    /// Protection, slot time and isolation. Drivers whose firmware decides these (brcmfmac) do not offer the command;
    /// the access point works without.
    /// </summary>
    private void SetBss(in AccessPointSettings settings)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_BSS, netdev.Index);
        writer.U8(Nl80211.NL80211_ATTR_BSS_CTS_PROT, Bit(settings.Bits.CtsProtection));
        writer.U8(Nl80211.NL80211_ATTR_BSS_SHORT_PREAMBLE, Bit(settings.Bits.ShortPreamble));
        writer.U8(Nl80211.NL80211_ATTR_BSS_SHORT_SLOT_TIME, Bit(settings.Bits.ShortSlot));
        writer.U8(Nl80211.NL80211_ATTR_AP_ISOLATE, Bit(settings.Isolate));
        writer.Bytes(Nl80211.NL80211_ATTR_BSS_BASIC_RATES, settings.BasicRates);
        if (settings.HtOperationMode >= 0)
        {
            writer.U16(Nl80211.NL80211_ATTR_BSS_HT_OPMODE, (ushort)settings.HtOperationMode);
        }

        var result = netdev.Requests.Send("setting BSS parameters", writer);
        if (!result.Succeeded)
        {
            Log.Debug("{0}: {1}", netdev.Name, result);
        }
    }

    private static byte Bit(bool value) => value ? (byte)1 : (byte)0;
}
