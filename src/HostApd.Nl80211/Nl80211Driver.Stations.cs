using System.Runtime.InteropServices;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <content>Frames, stations and keys.</content>
public sealed partial class Nl80211Driver
{
    private static readonly uint AuthenticatedBit = 1u << (int)Nl80211.NL80211_STA_FLAG_AUTHENTICATED;
    private static readonly uint AssociatedBit = 1u << (int)Nl80211.NL80211_STA_FLAG_ASSOCIATED;
    private static readonly uint AuthorizedBit = 1u << (int)Nl80211.NL80211_STA_FLAG_AUTHORIZED;

    private ulong _cookie;

    /// <inheritdoc/>
    public DriverResult SendFrame(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie)
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_FRAME, _index);
        writer.Bytes(Nl80211.NL80211_ATTR_FRAME, frame);
        if (_frequency != 0)
        {
            writer.U32(Nl80211.NL80211_ATTR_WIPHY_FREQ, (uint)_frequency);
        }

        if ((options & SendOptions.NoAcknowledgement) != 0)
        {
            writer.Flag(Nl80211.NL80211_ATTR_DONT_WAIT_FOR_ACK);
        }

        if ((options & SendOptions.NoCck) != 0)
        {
            writer.Flag(Nl80211.NL80211_ATTR_TX_NO_CCK_RATE);
        }

        _cookie = 0;
        var result = _requests.Send("sending a frame", writer, _readCookie ??= ReadCookie);
        cookie = _cookie;
        return result;
    }

    /// <inheritdoc/>
    public DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt)
    {
        Span<byte> address = stackalloc byte[MacAddress.Length];
        station.CopyTo(address);
        if (_eapol is not null)
        {
            return Nl80211Requests.Explain(_eapol.Send(address, pdu));
        }

        var writer = _requests.Begin(Nl80211.NL80211_CMD_CONTROL_PORT_FRAME, _index);
        writer.U16(Nl80211.NL80211_ATTR_CONTROL_PORT_ETHERTYPE, EthertypePae);
        writer.Bytes(Nl80211.NL80211_ATTR_MAC, address);
        writer.Bytes(Nl80211.NL80211_ATTR_FRAME, pdu);
        if (!encrypt)
        {
            writer.Flag(Nl80211.NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT);
        }

        return _requests.Send("sending an EAPOL frame", writer);
    }

    /// <summary>
    /// A fresh entry. Drivers without FULL_AP_CLIENT_STATE know associated stations only: theirs comes with
    /// <see cref="UpdateStation"/>, and here the old one goes.
    /// </summary>
    public DriverResult AddStation(in StationSettings station)
    {
        _ = RemoveStation(station.Address, ManagementSubtype.Deauthentication, ReasonCode.InvalidAuthentication);
        if (!Capabilities.FullStationState && station.State != KernelStationState.Associated)
        {
            return DriverResult.Ok;
        }

        var writer = _requests.Begin(Nl80211.NL80211_CMD_NEW_STATION, _index);
        PutStation(ref writer, station, Capabilities.FullStationState);
        return _requests.Send("adding a station", writer);
    }

    /// <inheritdoc/>
    public DriverResult UpdateStation(in StationSettings station)
    {
        if (!Capabilities.FullStationState)
        {
            return AddStation(station);
        }

        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_STATION, _index);
        PutStation(ref writer, station, fullState: true);
        return _requests.Send("updating a station", writer);
    }

    /// <inheritdoc/>
    public DriverResult Authorize(MacAddress station, bool authorized)
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_STATION, _index);
        PutAddress(ref writer, station);
        PutFlags(ref writer, AuthorizedBit, authorized ? AuthorizedBit : 0);
        return _requests.Send(authorized ? "authorizing a station" : "unauthorizing a station", writer);
    }

    /// <inheritdoc/>
    public DriverResult RemoveStation(MacAddress station, ManagementSubtype subtype, ReasonCode reason)
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_DEL_STATION, _index);
        PutAddress(ref writer, station);
        writer.U8(Nl80211.NL80211_ATTR_MGMT_SUBTYPE, (byte)subtype);
        writer.U16(Nl80211.NL80211_ATTR_REASON_CODE, (ushort)reason);
        var result = _requests.Send("removing a station", writer);
        return result.Errno == LibC.ENOENT ? DriverResult.Ok : result;
    }

    /// <inheritdoc/>
    public DriverResult InstallKey(in KeySettings key)
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_NEW_KEY, _index);
        if (!key.Station.IsZero)
        {
            PutAddress(ref writer, key.Station);
        }

        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_KEY);
        writer.Bytes(Nl80211.NL80211_KEY_DATA, key.Key);
        writer.U32(Nl80211.NL80211_KEY_CIPHER, key.Cipher);
        writer.U8(Nl80211.NL80211_KEY_IDX, (byte)key.Index);
        writer.EndNest(nest);
        var result = _requests.Send("installing a key", writer);
        _requests.Wipe();
        return result.Succeeded && key.MakeDefault ? MakeDefault(key.Index) : result;
    }

    /// <inheritdoc/>
    public DriverResult ReadKeySequence(int keyIndex, Span<byte> sequence)
    {
        var found = new byte[6];
        var writer = _requests.Begin(Nl80211.NL80211_CMD_GET_KEY, _index);
        writer.U8(Nl80211.NL80211_ATTR_KEY_IDX, (byte)keyIndex);
        var result = _requests.Send("reading a key's sequence number", writer, (in NetlinkMessage message) =>
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

    /// <inheritdoc/>
    public DriverResult ReadStation(MacAddress station, out StationCounters counters)
    {
        var reader = new StationInfoReader();
        var writer = _requests.Begin(Nl80211.NL80211_CMD_GET_STATION, _index);
        PutAddress(ref writer, station);
        var result = _requests.Send("reading a station's counters", writer, reader.Read);
        counters = reader.Counters;
        return result;
    }

    /// <inheritdoc/>
    public DriverResult ProbeStation(MacAddress station)
    {
        // The answer goes to the socket that asked.
        var writer = _owned.Begin(Nl80211.NL80211_CMD_PROBE_CLIENT, _index);
        PutAddress(ref writer, station);
        return _owned.Send("probing a station", writer);
    }

    private NetlinkHandler? _readCookie;

    private void ReadCookie(in NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == Nl80211.NL80211_ATTR_COOKIE)
            {
                _cookie = attribute.U64;
            }
        }
    }

    private DriverResult MakeDefault(int index)
    {
        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_KEY, _index);
        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_KEY);
        writer.U8(Nl80211.NL80211_KEY_IDX, (byte)index);
        if (index >= 4)
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
        return _requests.Send("selecting the group key", writer);
    }

    private static void PutStation(ref NetlinkWriter writer, in StationSettings station, bool fullState)
    {
        PutAddress(ref writer, station.Address);
        writer.Bytes(Nl80211.NL80211_ATTR_STA_SUPPORTED_RATES, station.Rates);
        writer.U16(Nl80211.NL80211_ATTR_STA_CAPABILITY, station.Capability);
        writer.U16(Nl80211.NL80211_ATTR_STA_AID, (ushort)station.Aid);
        writer.U16(Nl80211.NL80211_ATTR_STA_LISTEN_INTERVAL, (ushort)station.ListenInterval);
        if (!station.HtCapabilities.IsEmpty)
        {
            writer.Bytes(Nl80211.NL80211_ATTR_HT_CAPABILITY, station.HtCapabilities);
        }

        if (!station.ExtendedCapabilities.IsEmpty)
        {
            writer.Bytes(Nl80211.NL80211_ATTR_STA_EXT_CAPABILITY, station.ExtendedCapabilities);
        }

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

    private static void PutAddress(ref NetlinkWriter writer, MacAddress address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Length];
        address.CopyTo(bytes);
        writer.Bytes(Nl80211.NL80211_ATTR_MAC, bytes);
    }
}
