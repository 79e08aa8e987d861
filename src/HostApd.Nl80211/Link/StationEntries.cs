using System.Runtime.InteropServices;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>The kernel's entries of the stations at one interface; with each goes what the bridge has learnt of it.</summary>
internal sealed class StationEntries(Nl80211Radio radio, LinkInterface netdev, BridgePort bridge, LinkVlans vlans)
{
    private static readonly uint AuthenticatedBit = 1u << (int)Nl80211.NL80211_STA_FLAG_AUTHENTICATED;
    private static readonly uint AssociatedBit = 1u << (int)Nl80211.NL80211_STA_FLAG_ASSOCIATED;
    private static readonly uint AuthorizedBit = 1u << (int)Nl80211.NL80211_STA_FLAG_AUTHORIZED;

    /// <summary>
    /// A fresh entry. Drivers without FULL_AP_CLIENT_STATE know associated stations only: theirs comes with
    /// <see cref="Update"/>, and here the old one goes.
    /// </summary>
    internal DriverResult Add(in StationSettings station)
    {
        _ = Remove(station.Address, ManagementSubtype.Deauthentication, ReasonCode.InvalidAuthentication);
        if (!radio.Capabilities.FullStationState && station.State != KernelStationState.Associated)
        {
            return DriverResult.Ok;
        }

        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_NEW_STATION, netdev.Index);
        PutStation(ref writer, station, radio.Capabilities.FullStationState);
        return netdev.Requests.Send("adding a station", writer);
    }

    internal DriverResult Update(in StationSettings station)
    {
        if (!radio.Capabilities.FullStationState)
        {
            return Add(station);
        }

        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_STATION, netdev.Index);
        PutStation(ref writer, station, fullState: true);
        return netdev.Requests.Send("updating a station", writer);
    }

    internal DriverResult Authorize(MacAddress station, bool authorized)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_STATION, netdev.Index);
        PutAddress(ref writer, station);
        PutFlags(ref writer, AuthorizedBit, authorized ? AuthorizedBit : 0);
        return netdev.Requests.Send(authorized ? "authorizing a station" : "unauthorizing a station", writer);
    }

    internal DriverResult Remove(MacAddress station, ManagementSubtype subtype, ReasonCode reason)
    {
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_DEL_STATION, netdev.Index);
        PutAddress(ref writer, station);
        writer.U8(Nl80211.NL80211_ATTR_MGMT_SUBTYPE, (byte)subtype);
        writer.U16(Nl80211.NL80211_ATTR_REASON_CODE, (ushort)reason);
        var result = netdev.Requests.Send("removing a station", writer);
        bridge.Forget(station);
        vlans.Forget(station);
        return result.Errno == LibC.ENOENT ? DriverResult.Ok : result;
    }

    internal DriverResult Read(MacAddress station, out StationCounters counters)
    {
        var reader = new StationInfoReader();
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_GET_STATION, netdev.Index);
        PutAddress(ref writer, station);
        var result = netdev.Requests.Send("reading a station's counters", writer, reader.Read);
        counters = reader.Counters;
        return result;
    }

    internal DriverResult Probe(MacAddress station)
    {
        // The answer goes to the socket that asked.
        var writer = netdev.Owned.Begin(Nl80211.NL80211_CMD_PROBE_CLIENT, netdev.Index);
        PutAddress(ref writer, station);
        return netdev.Owned.Send("probing a station", writer);
    }

    private static void PutStation(ref NetlinkWriter writer, in StationSettings station, bool fullState)
    {
        PutAddress(ref writer, station.Address);
        writer.Bytes(Nl80211.NL80211_ATTR_STA_SUPPORTED_RATES, station.Rates);
        writer.U16(Nl80211.NL80211_ATTR_STA_CAPABILITY, station.Capability);
        writer.U16(Nl80211.NL80211_ATTR_STA_AID, (ushort)station.Aid);
        writer.U16(Nl80211.NL80211_ATTR_STA_LISTEN_INTERVAL, (ushort)station.ListenInterval);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_HT_CAPABILITY, station.HtCapabilities);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_VHT_CAPABILITY, station.VhtCapabilities);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_HE_CAPABILITY, station.HeCapabilities);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_HE_6GHZ_CAPABILITY, station.HeSixGhz);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_EHT_CAPABILITY, station.EhtCapabilities);
        writer.BytesIfAny(Nl80211.NL80211_ATTR_STA_SUPPORTED_OPER_CLASSES, station.OperatingClasses);
        if (station.OperatingMode is { } mode)
        {
            writer.U8(Nl80211.NL80211_ATTR_OPMODE_NOTIF, mode);
        }

        writer.BytesIfAny(Nl80211.NL80211_ATTR_STA_EXT_CAPABILITY, station.ExtendedCapabilities);

        if (station.Wmm && station.State == KernelStationState.Associated)
        {
            var nest = writer.BeginNest(Nl80211.NL80211_ATTR_STA_WME);
            writer.U8(Nl80211.NL80211_STA_WME_UAPSD_QUEUES, station.Uapsd.Queues);
            writer.U8(Nl80211.NL80211_STA_WME_MAX_SP, station.Uapsd.MaxServicePeriod);
            writer.EndNest(nest);
        }

        PutFlags(ref writer, station, fullState);
    }

    private static void PutFlags(ref NetlinkWriter writer, in StationSettings station, bool fullState)
    {
        var mask = AuthenticatedBit | AssociatedBit;
        var set = station.State switch
        {
            KernelStationState.None => 0u,
            KernelStationState.Authenticated => AuthenticatedBit,
            KernelStationState.Associated => AuthenticatedBit | AssociatedBit,
        };
        if (station.State == KernelStationState.Associated)
        {
            set |= (station.Wmm ? 1u << (int)Nl80211.NL80211_STA_FLAG_WME : 0)
                | (station.ShortPreamble ? 1u << (int)Nl80211.NL80211_STA_FLAG_SHORT_PREAMBLE : 0)
                | (station.Mfp ? 1u << (int)Nl80211.NL80211_STA_FLAG_MFP : 0);
        }

        if (!fullState)
        {
            set &= ~mask;
            mask = 0;
        }

        PutFlags(ref writer, mask | set, set);
    }

    private static void PutFlags(ref NetlinkWriter writer, uint mask, uint set) =>
        writer.Bytes(Nl80211.NL80211_ATTR_STA_FLAGS2, MemoryMarshal.AsBytes<uint>([mask, set]));

    internal static void PutAddress(ref NetlinkWriter writer, MacAddress address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Length];
        address.CopyTo(bytes);
        writer.Bytes(Nl80211.NL80211_ATTR_MAC, bytes);
    }
}
