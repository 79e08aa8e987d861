using HostApd.Driver;

namespace HostApd.Nl80211;

/// <content>What a running access point is tuned by, and its move to another channel.</content>
public sealed partial class Nl80211Driver
{
    /// <inheritdoc/>
    public DriverResult Tune(in RadioTuning tuning)
    {
        var result = SetThresholds(tuning);
        if (tuning.Queues is { } queues)
        {
            for (var i = 0; i < queues.InOrder.Count && result.Succeeded; i++)
            {
                result = SetQueue(i, queues.InOrder[i]);
            }
        }

        if (tuning.MulticastToUnicast is { } wanted && result.Succeeded)
        {
            var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_MULTICAST_TO_UNICAST, _index);
            if (wanted)
            {
                writer.Flag(Nl80211.NL80211_ATTR_MULTICAST_TO_UNICAST_ENABLED);
            }

            result = _requests.Send("turning multicast into unicast", writer);
        }

        return result;
    }

    /// <inheritdoc/>
    public DriverResult SwitchChannel(in ChannelSwitchSettings settings)
    {
        if (Capabilities.Refuse(settings.After.Channel) is { } refusal)
        {
            return refusal;
        }

        var writer = _requests.Begin(Nl80211.NL80211_CMD_CHANNEL_SWITCH, _index);
        writer.U32(Nl80211.NL80211_ATTR_CH_SWITCH_COUNT, (uint)settings.Count);
        if (settings.BlocksTransmission)
        {
            writer.Flag(Nl80211.NL80211_ATTR_CH_SWITCH_BLOCK_TX);
        }

        PutChannel(ref writer, settings.After.Channel);
        PutBeacon(ref writer, settings.After);
        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_CSA_IES);
        writer.Bytes(Nl80211.NL80211_ATTR_BEACON_HEAD, settings.BeaconHead);
        writer.Bytes(Nl80211.NL80211_ATTR_BEACON_TAIL, settings.BeaconTail);
        writer.U16(Nl80211.NL80211_ATTR_CSA_C_OFF_BEACON, (ushort)settings.CounterOffset);
        writer.EndNest(nest);
        return _requests.Send("switching the channel", writer);
    }

    private DriverResult SetThresholds(in RadioTuning tuning)
    {
        if (tuning is { RtsThreshold: null, FragmentThreshold: null })
        {
            return DriverResult.Ok;
        }

        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_WIPHY, _index);
        if (tuning.RtsThreshold is { } rts)
        {
            writer.U32(Nl80211.NL80211_ATTR_WIPHY_RTS_THRESHOLD, (uint)rts);
        }

        if (tuning.FragmentThreshold is { } fragment)
        {
            writer.U32(Nl80211.NL80211_ATTR_WIPHY_FRAG_THRESHOLD, (uint)fragment);
        }

        return _requests.Send("setting the thresholds", writer);
    }

    private DriverResult SetQueue(int index, TransmitQueue queue)
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_WIPHY, _index);
        var all = writer.BeginNest(Nl80211.NL80211_ATTR_WIPHY_TXQ_PARAMS);
        var one = writer.BeginNest(1);
        writer.U8(Nl80211.NL80211_TXQ_ATTR_AC, (byte)index);
        writer.U16(Nl80211.NL80211_TXQ_ATTR_TXOP, (ushort)queue.TransmitOpportunity);
        writer.U16(Nl80211.NL80211_TXQ_ATTR_CWMIN, (ushort)queue.CwMin);
        writer.U16(Nl80211.NL80211_TXQ_ATTR_CWMAX, (ushort)queue.CwMax);
        writer.U8(Nl80211.NL80211_TXQ_ATTR_AIFS, (byte)queue.Aifs);
        writer.EndNest(one);
        writer.EndNest(all);
        return _requests.Send("setting a transmit queue", writer);
    }
}
