using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>The keys that the kernel holds for one interface.</summary>
internal sealed class LinkKeys(LinkInterface netdev)
{
    /// <summary>IGTKs have key IDs 4 and 5, BIGTKs 6 and 7 (802.11-2020 12.7.1.5, 12.7.1.6).</summary>
    private const int FirstManagementKey = 4;
    private const int FirstBeaconKey = 6;

    internal DriverResult Install(in KeySettings key)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_NEW_KEY, netdev.Index);
        if (!key.Station.IsZero)
        {
            StationEntries.PutAddress(ref writer, key.Station);
        }

        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_KEY);
        writer.Bytes(Nl80211.NL80211_KEY_DATA, key.Key);
        writer.U32(Nl80211.NL80211_KEY_CIPHER, key.Cipher);
        writer.U8(Nl80211.NL80211_KEY_IDX, (byte)key.Index);
        if (key.ReceiveOnly)
        {
            writer.U8(Nl80211.NL80211_KEY_MODE, Nl80211.NL80211_KEY_NO_TX);
        }

        writer.EndNest(nest);
        var result = netdev.Requests.Send("installing a key", writer);
        netdev.Requests.Wipe();
        return result.Succeeded && key.MakeDefault ? MakeDefault(key.Index) : result;
    }

    internal DriverResult SelectPairwise(MacAddress station, int keyId)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_KEY, netdev.Index);
        StationEntries.PutAddress(ref writer, station);
        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_KEY);
        writer.U8(Nl80211.NL80211_KEY_IDX, (byte)keyId);
        writer.U8(Nl80211.NL80211_KEY_MODE, Nl80211.NL80211_KEY_SET_TX);
        writer.EndNest(nest);
        return netdev.Requests.Send("selecting the pairwise key", writer);
    }

    internal DriverResult ReadSequence(int keyIndex, Span<byte> sequence)
    {
        var found = new byte[6];
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_GET_KEY, netdev.Index);
        writer.U8(Nl80211.NL80211_ATTR_KEY_IDX, (byte)keyIndex);
        var result = netdev.Requests.Send("reading a key's sequence number", writer, (in NetlinkMessage message) =>
        {
            foreach (var attribute in message.Attributes)
            {
                if (attribute.Type == Nl80211.NL80211_ATTR_KEY_SEQ)
                {
                    attribute.Value[..Math.Min(6, attribute.Value.Length)].CopyTo(found);
                }
            }
        });
        found.CopyTo(sequence);
        return result;
    }

    private DriverResult MakeDefault(int index)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_KEY, netdev.Index);
        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_KEY);
        writer.U8(Nl80211.NL80211_KEY_IDX, (byte)index);
        if (index >= FirstBeaconKey)
        {
            writer.Flag(Nl80211.NL80211_KEY_DEFAULT_BEACON);
        }
        else if (index >= FirstManagementKey)
        {
            writer.Flag(Nl80211.NL80211_KEY_DEFAULT_MGMT);
        }
        else
        {
            writer.Flag(Nl80211.NL80211_KEY_DEFAULT);
            var types = writer.BeginNest(Nl80211.NL80211_KEY_DEFAULT_TYPES);
            writer.Flag(Nl80211.NL80211_KEY_DEFAULT_TYPE_MULTICAST);
            writer.EndNest(types);
        }

        writer.EndNest(nest);
        return netdev.Requests.Send("selecting the group key", writer);
    }
}
