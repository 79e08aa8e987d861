namespace HostApd.Linux.Netlink;

/// <summary>Bridges: made, joined, left, removed.</summary>
public sealed class RouteBridges
{
    private const ushort AttributeLinkInfo = 18;
    private const ushort LinkInfoKind = 1;

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

    /// <summary>Removes one that was made.</summary>
    public OsResult Remove(int index)
    {
        var writer = LinkMessage.Start(_buffer, LinkMessage.DelLink, index, 0, 0);
        return _requests.Request("removing an interface", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Puts an interface into a bridge; <paramref name="bridge"/> 0 takes it out.</summary>
    public OsResult SetMaster(int index, int bridge)
    {
        var writer = LinkMessage.Start(_buffer, LinkMessage.SetLink, index, 0, 0);
        writer.U32(LinkMessage.Master, (uint)bridge);
        return _requests.Request(bridge == 0 ? "leaving a bridge" : "joining a bridge", _buffer.AsSpan(0, writer.Length));
    }
}
