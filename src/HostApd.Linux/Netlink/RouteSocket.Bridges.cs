namespace HostApd.Linux.Netlink;

/// <content>Bridges: made, joined, left, removed.</content>
public sealed partial class RouteSocket
{
    private const ushort AttributeLinkInfo = 18;
    private const ushort LinkInfoKind = 1;

    /// <summary>Makes a bridge of this name.</summary>
    public OsResult CreateBridge(string name)
    {
        var writer = Start(NewLink, 0, 0, 0, NetlinkFlags.Create | NetlinkFlags.Exclusive);
        writer.Bytes(AttributeIfName, NativeMethods.Terminated(name));
        var nest = writer.BeginNest(AttributeLinkInfo);
        writer.Bytes(LinkInfoKind, "bridge"u8);
        writer.EndNest(nest);
        return _requests.Request($"making bridge {name}", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Removes an interface that was made.</summary>
    public OsResult Remove(int index)
    {
        var writer = Start(DelLink, index, 0, 0);
        return _requests.Request("removing an interface", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Puts an interface into a bridge; <paramref name="bridge"/> 0 takes it out.</summary>
    public OsResult SetMaster(int index, int bridge)
    {
        var writer = Start(SetLink, index, 0, 0);
        writer.U32(AttributeMaster, (uint)bridge);
        return _requests.Request(bridge == 0 ? "leaving a bridge" : "joining a bridge", _buffer.AsSpan(0, writer.Length));
    }
}
