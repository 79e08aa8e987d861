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

    internal DriverResult Install(in KeySettings key) => Install(netdev.Requests, netdev.Index, key);

    /// <summary>The same of an interface that stands for some of its stations.</summary>
    internal static DriverResult Install(Nl80211Requests requests, int index, in KeySettings key)
    {
        var writer = requests.Begin(Nl80211.NL80211_CMD_NEW_KEY, index);
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
        var result = requests.Send("installing a key", writer);
        requests.Wipe();
        return result.Succeeded && key.MakeDefault ? MakeDefault(requests, index, key.Index) : result;
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

    internal DriverResult ReadSequence(int keyIndex, Span<byte> sequence) => ReadSequence(netdev.Requests, netdev.Index, keyIndex, sequence);

    /// <summary>The same of an interface that stands for some of its stations.</summary>
    internal static DriverResult ReadSequence(Nl80211Requests requests, int index, int keyIndex, Span<byte> sequence)
    {
        var found = new byte[6];
        var writer = requests.Begin(Nl80211.NL80211_CMD_GET_KEY, index);
        writer.U8(Nl80211.NL80211_ATTR_KEY_IDX, (byte)keyIndex);
        var result = requests.Send("reading a key's sequence number", writer, (in NetlinkMessage message) =>
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

    private static DriverResult MakeDefault(Nl80211Requests requests, int index, int keyId)
    {
        var writer = requests.Begin(Nl80211.NL80211_CMD_SET_KEY, index);
        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_KEY);
        writer.U8(Nl80211.NL80211_KEY_IDX, (byte)keyId);
        if (keyId >= FirstBeaconKey)
        {
            writer.Flag(Nl80211.NL80211_KEY_DEFAULT_BEACON);
        }
        else if (keyId >= FirstManagementKey)
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
        return requests.Send("selecting the group key", writer);
    }
}
