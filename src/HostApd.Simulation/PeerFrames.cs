using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>What a <see cref="SimulatedP2pPeer"/> sends: P2P 1.7 4.1, 4.2.9 and WSC 2.0 8, byte by byte and not by our encoders.</summary>
internal sealed class PeerFrames(SimulatedP2pPeerOptions peer)
{
    internal const byte NegotiationRequest = 0;
    internal const byte NegotiationResponse = 1;
    internal const byte NegotiationConfirmation = 2;
    internal const byte InvitationRequest = 3;
    internal const byte InvitationResponse = 4;
    internal const byte DiscoveryRequest = 7;
    internal const byte DiscoveryResponse = 8;

    private const uint P2p = 0x506F9A09;
    private const uint Wps = 0x0050F204;

    /// <summary>The name of the group that it would own.</summary>
    private static ReadOnlySpan<byte> OwnSsid => "DIRECT-ph-phone"u8;

    private static ReadOnlySpan<byte> WildcardSsid => "DIRECT-"u8;

    private ushort _sequence;

    /// <summary>A Probe Request for P2P devices (3.1.2.1.1): their wildcard name, no rate of 802.11b, Capability, Listen Channel.</summary>
    internal byte[] Probe() => Frame(ManagementSubtype.ProbeRequest, MacAddress.Broadcast, MacAddress.Broadcast,
    [
        0, (byte)WildcardSsid.Length, .. WildcardSsid, 1, 8, 12, 18, 24, 36, 48, 72, 96, 108,
        .. ClientElements.Vendor(Wps, [0x10, 0x4A, 0, 1, 0x10, 0x10, 0x3A, 0, 1, 1, 0x10, 0x08, 0, 2, 0x01, 0x88, 0x10, 0x12, 0, 2, 0, 0]),
        .. ClientElements.Vendor(P2p, [.. Capability, .. Listen]),
    ]);

    internal byte[] AskForNegotiation(MacAddress to, byte token) => Action(to, to, NegotiationRequest, token, withButton: true,
    [
        .. Capability, .. Intent(peer.TieBreaker), .. Timeouts, .. Listen, .. IntendedAddress, .. ChannelList,
        .. ClientElements.DeviceInfo(peer.Device), .. Operating(peer.ChannelsMhz[0]),
    ]);

    /// <summary>The answer to a device's own Request; where we would own, with our group.</summary>
    internal byte[] AnswerNegotiation(MacAddress to, byte token, byte status, bool tieBreaker, bool isOwner) =>
        Action(to, peer.Device, NegotiationResponse, token, withButton: status == 0,
        [
            0, 1, 0, status, .. Capability, .. Intent(tieBreaker), .. Timeouts, .. isOwner ? Operating(peer.ChannelsMhz[0]) : [], .. IntendedAddress,
            .. ChannelList, .. ClientElements.DeviceInfo(peer.Device), .. isOwner ? GroupId(peer.Device, OwnSsid) : [],
        ]);

    internal byte[] Confirm(MacAddress to, byte token, byte status, int groupMhz) => Action(to, to, NegotiationConfirmation, token, withButton: null,
        [0, 1, 0, status, .. Capability, .. Operating(groupMhz), .. ChannelList]);

    /// <summary>Back into a persistent group (3.1.5.1): flag 0 says so.</summary>
    internal byte[] Invite(MacAddress to, byte token, byte[] ssid) => Action(to, to, InvitationRequest, token, withButton: null,
    [
        .. Timeouts, 18, 1, 0, 1, .. Operating(peer.ChannelsMhz[0]), .. ChannelList, .. GroupId(to, ssid), .. ClientElements.DeviceInfo(peer.Device),
    ]);

    internal byte[] Discover(MacAddress to, byte token) => Frame(ManagementSubtype.Action, to, to,
    [
        .. Head(DiscoveryRequest, token), .. ClientElements.Vendor(P2p, [.. Capability, .. ClientElements.DeviceInfo(peer.Device)]),
        .. ClientElements.Vendor(Wps, [0x10, 0x08, 0, 2, 0, 0x80]),
    ]);

    private byte[] Capability => [2, 2, 0, 0x25, 0];

    /// <summary>100 and 20 units of 10 ms.</summary>
    private static byte[] Timeouts => [5, 2, 0, 100, 20];

    private byte[] Listen => [6, 5, 0, .. Channel(peer.ListenMhz)];

    private byte[] IntendedAddress => [9, 6, 0, .. ClientElements.Bytes(peer.Interface)];

    /// <summary>One entry for each operating class of annex E.</summary>
    private byte[] ChannelList
    {
        get
        {
            byte[] body = [(byte)'X', (byte)'X', 4];
            foreach (var group in peer.ChannelsMhz.GroupBy(static mhz => Channel(mhz)[3]))
            {
                body = [.. body, group.Key, (byte)group.Count(), .. group.Select(static mhz => Channel(mhz)[4])];
            }

            return [11, (byte)body.Length, 0, .. body];
        }
    }

    private byte[] Intent(bool tieBreaker) => [4, 1, 0, (byte)(peer.Intent << 1 | (tieBreaker ? 1 : 0))];

    private static byte[] Operating(int mhz) => [17, 5, 0, .. Channel(mhz)];

    private static byte[] GroupId(MacAddress owner, ReadOnlySpan<byte> ssid) => [15, (byte)(6 + ssid.Length), 0, .. ClientElements.Bytes(owner), .. ssid];

    /// <summary>Country String, class and number (802.11-2020 tables E-4: 81 up to channel 13, 115 from 36 to 48, 124 from 149 to 161).</summary>
    private static byte[] Channel(int mhz)
    {
        var (operatingClass, number) = mhz < 5000 ? (81, (mhz - 2407) / 5) : mhz < 5250 ? (115, (mhz - 5000) / 5) : (124, (mhz - 5000) / 5);
        return [(byte)'X', (byte)'X', 4, (byte)operatingClass, (byte)number];
    }

    private byte[] Action(MacAddress to, MacAddress bssid, byte subtype, byte token, bool? withButton, byte[] attributes)
    {
        byte[] wps = withButton is { } isButton
            ? ClientElements.Vendor(Wps, [0x10, 0x4A, 0, 1, 0x10, 0x10, 0x12, 0, 2, 0, (byte)(isButton ? 4 : 0), 0x10, 0x49, 0, 6, 0, 0x37, 0x2A, 0, 1, 0x20])
            : [];
        return Frame(ManagementSubtype.Action, to, bssid, [.. Head(subtype, token), .. wps, .. ClientElements.Vendor(P2p, attributes)]);
    }

    private static byte[] Head(byte subtype, byte token) => [4, 9, 0x50, 0x6F, 0x9A, 9, subtype, token];

    private byte[] Frame(ManagementSubtype subtype, MacAddress to, MacAddress bssid, byte[] body)
    {
        byte[] frame = [(byte)((int)subtype << 4), 0, 0, 0, .. ClientElements.Bytes(to), .. ClientElements.Bytes(peer.Device), .. ClientElements.Bytes(bssid), 0, 0, .. body];
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(22), (ushort)(++_sequence << 4));
        return frame;
    }
}

/// <summary>A public action frame of Wi-Fi Direct as a peer reads it: what it is, and its attributes.</summary>
internal sealed class PeerMessage
{
    private readonly byte[] _attributes;

    private PeerMessage(byte[] body, byte[] attributes) => (Subtype, Token, _attributes) = (body[6], body[7], attributes);

    internal byte Subtype { get; }

    internal byte Token { get; }

    /// <summary>Status (attribute 0); -1 when absent.</summary>
    internal int Status => Find(0) is [var status] ? status : -1;

    /// <summary>Group Owner Intent (4) with the tie breaker below; -1 when absent.</summary>
    internal int Intent => Find(4) is [var intent] ? intent : -1;

    /// <summary>Intended P2P Interface Address (9), or null.</summary>
    internal byte[]? IntendedAddress => Find(9);

    /// <summary>SSID of the Group ID (15), or null.</summary>
    internal byte[]? GroupSsid => Find(15) is { Length: > 6 } id ? id[6..] : null;

    /// <summary>Operating Channel (17), in MHz; 0 when absent.</summary>
    internal int OperatingMhz => Find(17) is [_, _, _, var operatingClass, var number] ? Mhz(operatingClass, number) : 0;

    /// <summary>Channel List (11), in MHz.</summary>
    internal IReadOnlyList<int> ChannelsMhz
    {
        get
        {
            var list = Find(11) ?? [];
            var channels = new List<int>();
            for (var at = 3; at + 1 < list.Length; at += 2 + list[at + 1])
            {
                channels.AddRange(list[(at + 2)..(at + 2 + list[at + 1])].Select(number => Mhz(list[at], number)));
            }

            return channels;
        }
    }

    /// <summary>Null: it is none.</summary>
    internal static PeerMessage? Read(byte[] frame)
    {
        const int head = 24;
        var body = frame.Length > head ? frame[head..] : [];
        return frame.Length > head + 8 && frame[0] == 0xD0 && body is [4, 9, 0x50, 0x6F, 0x9A, 9, ..] ? new PeerMessage(body, Attributes(body, 8)) : null;
    }

    /// <summary>The attributes of all P2P elements from <paramref name="at"/> on, put together (4.1.1).</summary>
    internal static byte[] Attributes(byte[] elements, int at)
    {
        byte[] joined = [];
        for (; at + 2 <= elements.Length && at + 2 + elements[at + 1] <= elements.Length; at += 2 + elements[at + 1])
        {
            var body = elements[(at + 2)..(at + 2 + elements[at + 1])];
            joined = elements[at] == 221 && body is [0x50, 0x6F, 0x9A, 9, ..] ? [.. joined, .. body[4..]] : joined;
        }

        return joined;
    }

    private byte[]? Find(byte id)
    {
        for (var at = 0; at + 3 <= _attributes.Length;)
        {
            var length = _attributes[at + 1] | _attributes[at + 2] << 8;
            if (_attributes[at] == id)
            {
                return _attributes[(at + 3)..(at + 3 + length)];
            }

            at += 3 + length;
        }

        return null;
    }

    private static int Mhz(int operatingClass, int number) => operatingClass == 81 ? 2407 + 5 * number : 5000 + 5 * number;
}
