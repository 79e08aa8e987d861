using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace HostApd.Linux.Netlink;

/// <summary>Bridges: made, joined, left, removed; and what they remember of who is behind a port.</summary>
public sealed class RouteBridges
{
    private const ushort AttributeLinkInfo = 18;
    private const ushort LinkInfoKind = 1;
    private const ushort DelNeighbour = 29;
    private const ushort NeighbourLinkAddress = 2;

    /// <summary>NTF_MASTER: of the table of the port's bridge, not of one of the interface itself.</summary>
    private const byte OfMaster = 4;

    /// <summary>A dump that changes broke into is asked for anew, but not for ever.</summary>
    private const int MostDumps = 4;

    private readonly INetlinkChannel _requests;
    private readonly byte[] _buffer = new byte[LinkMessage.LongestRequest];

    internal RouteBridges(INetlinkChannel requests) => _requests = requests;

    /// <summary>Makes a bridge of this name.</summary>
    public OsResult Create(string name)
    {
        var writer = LinkMessage.Start(_buffer, LinkMessage.NewLink, 0, 0, 0, NetlinkFlags.Create | NetlinkFlags.Exclusive);
        writer.Bytes(LinkMessage.IfName, NativeMethods.Terminated(name));
        var nest = writer.BeginNest(AttributeLinkInfo);
        writer.Bytes(LinkInfoKind, "bridge"u8);
        writer.EndNest(nest);
        return _requests.Request($"making bridge {name}", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Makes an 802.1Q link: what goes through it leaves <paramref name="parent"/> with the tag of that network.</summary>
    /// <param name="name">Its name, 1–15 bytes.</param>
    /// <param name="parent">Number of the interface that carries it.</param>
    /// <param name="id">1–4094.</param>
    public OsResult CreateTagged(string name, int parent, int id)
    {
        const ushort link = 5;
        const ushort infoData = 2;
        const ushort vlanId = 1;
        var writer = LinkMessage.Start(_buffer, LinkMessage.NewLink, 0, 0, 0, NetlinkFlags.Create | NetlinkFlags.Exclusive);
        writer.Bytes(LinkMessage.IfName, NativeMethods.Terminated(name));
        writer.U32(link, (uint)parent);
        var nest = writer.BeginNest(AttributeLinkInfo);
        writer.Bytes(LinkInfoKind, "vlan"u8);
        var data = writer.BeginNest(infoData);
        writer.U16(vlanId, (ushort)id);
        writer.EndNest(data);
        writer.EndNest(nest);
        return _requests.Request($"making {name}", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Removes one that was made.</summary>
    public OsResult Remove(int index)
    {
        var writer = LinkMessage.Start(_buffer, LinkMessage.DelLink, index, 0, 0);
        return _requests.Request("removing an interface", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Puts an interface into a bridge, out of another where it is in one; <paramref name="bridge"/> 0 takes it out.</summary>
    public OsResult SetMaster(int index, int bridge)
    {
        var writer = LinkMessage.Start(_buffer, LinkMessage.SetLink, index, 0, 0);
        writer.U32(LinkMessage.Master, (uint)bridge);
        return _requests.Request(bridge == 0 ? "leaving a bridge" : "joining a bridge", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Whether any interface is in this bridge; also where the kernel does not tell: nothing is removed on a guess.</summary>
    /// <param name="bridge">Its number.</param>
    /// <param name="except">One that does not count; 0: all do.</param>
    public bool HasPorts(int bridge, int except = 0)
    {
        for (var tries = 0; tries < MostDumps; tries++)
        {
            var found = false;
            var writer = LinkMessage.Start(_buffer, LinkMessage.GetLink, 0, 0, 0, NetlinkFlags.Dump);
            writer.U32(LinkMessage.Master, (uint)bridge);
            var result = _requests.Request("reading the ports of a bridge", _buffer.AsSpan(0, writer.Length),
                (in NetlinkMessage message) => found |= RouteSocket.TryRead(message, out var link) && link.Master == bridge && link.Index != except);
            if (found || result.Succeeded)
            {
                return found;
            }

            if (result.Errno != EINTR)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>
    /// Takes a station out of the forwarding table of the bridge that the port is in. An entry that has moved to another port
    /// stays, and none at all is no failure.
    /// </summary>
    public OsResult Forget(int port, ReadOnlySpan<byte> station)
    {
        // struct ndmsg: family u8, 3 bytes of padding, index s32, state u16, flags u8, type u8; rtnetlink(7).
        var writer = new NetlinkWriter(_buffer, DelNeighbour, NetlinkFlags.Request | NetlinkFlags.Ack);
        Span<byte> neighbour = stackalloc byte[12];
        neighbour.Clear();
        neighbour[0] = LinkMessage.FamilyBridge;
        MemoryMarshal.Write(neighbour[4..], port);
        neighbour[10] = OfMaster;
        writer.Fixed(neighbour);
        writer.Bytes(NeighbourLinkAddress, station);
        var result = _requests.Request("forgetting a station in the bridge", _buffer.AsSpan(0, writer.Length));
        return result.Errno == ENOENT ? OsResult.Ok : result;
    }
}
