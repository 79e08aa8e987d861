using HostApd.Driver;

namespace HostApd.Nl80211;

/// <summary>What a running access point is tuned by. Thresholds and queues are the radio's, but set through an interface.</summary>
internal sealed class LinkTuning(LinkInterface netdev)
{
    internal DriverResult Apply(in RadioTuning tuning)
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
            var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_MULTICAST_TO_UNICAST, netdev.Index);
            if (wanted)
            {
                writer.Flag(Nl80211.NL80211_ATTR_MULTICAST_TO_UNICAST_ENABLED);
            }

            result = netdev.Requests.Send("turning multicast into unicast", writer);
        }

        return result;
    }

    private DriverResult SetThresholds(in RadioTuning tuning)
    {
        if (tuning is { RtsThreshold: null, FragmentThreshold: null })
        {
            return DriverResult.Ok;
        }

        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_WIPHY, netdev.Index);
        if (tuning.RtsThreshold is { } rts)
        {
            writer.U32(Nl80211.NL80211_ATTR_WIPHY_RTS_THRESHOLD, (uint)rts);
        }

        if (tuning.FragmentThreshold is { } fragment)
        {
            writer.U32(Nl80211.NL80211_ATTR_WIPHY_FRAG_THRESHOLD, (uint)fragment);
        }

        return netdev.Requests.Send("setting the thresholds", writer);
    }

    private DriverResult SetQueue(int index, TransmitQueue queue)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_WIPHY, netdev.Index);
        var all = writer.BeginNest(Nl80211.NL80211_ATTR_WIPHY_TXQ_PARAMS);
        var one = writer.BeginNest(1);
        writer.U8(Nl80211.NL80211_TXQ_ATTR_AC, (byte)index);
        writer.U16(Nl80211.NL80211_TXQ_ATTR_TXOP, (ushort)queue.TransmitOpportunity);
        writer.U16(Nl80211.NL80211_TXQ_ATTR_CWMIN, (ushort)queue.CwMin);
        writer.U16(Nl80211.NL80211_TXQ_ATTR_CWMAX, (ushort)queue.CwMax);
        writer.U8(Nl80211.NL80211_TXQ_ATTR_AIFS, (byte)queue.Aifs);
        writer.EndNest(one);
        writer.EndNest(all);
        return netdev.Requests.Send("setting a transmit queue", writer);
    }
}
