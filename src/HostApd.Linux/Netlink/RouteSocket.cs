using System.Runtime.InteropServices;

namespace HostApd.Linux.Netlink;

/// <summary>What rtnetlink tells of one network interface.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsUp">Somebody brought it up.</param>
/// <param name="IsRemoved">It no longer exists; leaving a bridge is none of this.</param>
/// <param name="Master">The number of the interface that it is a port of, a bridge as a rule; 0: none.</param>
public readonly record struct LinkState(int Index, string Name, bool IsUp, bool IsRemoved, int Master);

/// <summary>
/// Network interfaces through rtnetlink: up and down, MAC address, operational state, and news of links that come, go or
/// change. What else is asked of rtnetlink goes through the same channel: <see cref="Bridges"/>, <see cref="Addresses"/>.
/// </summary>
public sealed class RouteSocket : IDisposable
{
    private const uint GroupLink = 1;
    private const ushort AttributeAddress = 1;
    private const ushort AttributeOperState = 16;
    private const ushort AttributeLinkMode = 17;
    private const byte OperStateUp = 6;
    private const byte OperStateDormant = 5;
    private const uint FlagUp = 1;

    private readonly INetlinkChannel _requests;
    private readonly INetlinkChannel _events;
    private readonly byte[] _buffer = new byte[LinkMessage.LongestRequest];

    /// <summary>Uses the kernel's rtnetlink.</summary>
    /// <exception cref="IOException">The kernel refused it.</exception>
    public RouteSocket()
    {
        var requests = NetlinkSocket.OpenRoute(0);
        try
        {
            _events = NetlinkSocket.OpenRoute(GroupLink);
        }
        catch (IOException)
        {
            requests.Dispose();
            throw;
        }

        _requests = requests;
        Bridges = new RouteBridges(_requests);
        Addresses = new RouteAddresses(_requests);
    }

    /// <summary>Uses the given channels, which it then owns.</summary>
    public RouteSocket(INetlinkChannel requests, INetlinkChannel events)
    {
        _requests = requests;
        _events = events;
        Bridges = new RouteBridges(_requests);
        Addresses = new RouteAddresses(_requests);
    }

    /// <summary>Bridges: made, joined, left, removed.</summary>
    public RouteBridges Bridges { get; }

    /// <summary>IPv4 addresses of interfaces.</summary>
    public RouteAddresses Addresses { get; }

    /// <summary>Calls <paramref name="onChange"/> for every link message.</summary>
    public void Listen(EventLoop loop, Action<LinkState> onChange, Action onOverflow) =>
        _events.Listen(loop, (in NetlinkMessage message) =>
        {
            if (TryRead(message, out var state))
            {
                onChange(state);
            }
        }, onOverflow);

    /// <summary>The interface as it is now, with its six-byte address.</summary>
    public OsResult Query(int index, out LinkState state, out byte[] address)
    {
        var found = (State: default(LinkState), Address: Array.Empty<byte>());
        var writer = LinkMessage.Start(_buffer, LinkMessage.GetLink, index, 0, 0);
        var result = _requests.Request("reading the interface", _buffer.AsSpan(0, writer.Length),
            (in NetlinkMessage message) =>
            {
                if (message.Type == LinkMessage.NewLink && message.Body.Length >= LinkMessage.HeadLength)
                {
                    found = Read(message);
                }
            });
        (state, address) = found;
        return result;
    }

    /// <summary>The interface of this name; ENODEV where there is none.</summary>
    public OsResult Query(string name, out LinkState state)
    {
        var found = default(LinkState);
        var writer = LinkMessage.Start(_buffer, LinkMessage.GetLink, 0, 0, 0);
        writer.Bytes(LinkMessage.IfName, NativeMethods.Terminated(name));
        var result = _requests.Request($"reading {name}", _buffer.AsSpan(0, writer.Length),
            (in NetlinkMessage message) => found = TryRead(message, out var read) ? read : found);
        state = found;
        return result;
    }

    /// <summary>Brings the interface up or down.</summary>
    public OsResult SetUp(int index, bool up)
    {
        var writer = LinkMessage.Start(_buffer, LinkMessage.SetLink, index, up ? FlagUp : 0, FlagUp);
        return _requests.Request(up ? "bringing the interface up" : "taking the interface down",
            _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Gives the interface another MAC address; most drivers want it down.</summary>
    public OsResult SetAddress(int index, ReadOnlySpan<byte> address)
    {
        var writer = LinkMessage.Start(_buffer, LinkMessage.SetLink, index, 0, 0);
        writer.Bytes(AttributeAddress, address);
        return _requests.Request("setting the interface's address", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Tells the network stack that the access point carries traffic (or not yet).</summary>
    public OsResult SetOperational(int index, bool operational)
    {
        var writer = LinkMessage.Start(_buffer, LinkMessage.SetLink, index, 0, 0);
        writer.U8(AttributeLinkMode, 0);
        writer.U8(AttributeOperState, operational ? OperStateUp : OperStateDormant);
        return _requests.Request("setting the interface's operational state", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>The number of an interface; 0 when there is none of this name.</summary>
    public static int IndexOf(string interfaceName) => (int)NativeMethods.InterfaceIndex(interfaceName);

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.Dispose();
        _events.Dispose();
    }

    /// <summary>What a message says of an interface; false where it is of something else.</summary>
    internal static bool TryRead(in NetlinkMessage message, out LinkState state)
    {
        var isLink = message.Type is LinkMessage.NewLink or LinkMessage.DelLink && message.Body.Length >= LinkMessage.HeadLength;
        state = isLink ? Read(message).State : default;
        return isLink;
    }

    private static (LinkState State, byte[] Address) Read(in NetlinkMessage message)
    {
        // struct ifinfomsg: family u8, pad u8, type u16, index s32, flags u32, change u32.
        var index = MemoryMarshal.Read<int>(message.Body[4..]);
        var flags = MemoryMarshal.Read<uint>(message.Body[8..]);
        var name = "";
        var master = 0;
        byte[] address = [];
        foreach (var attribute in new NetlinkAttributes(message.Body[LinkMessage.HeadLength..]))
        {
            switch (attribute.Type)
            {
                case LinkMessage.IfName:
                    name = attribute.Text;
                    break;
                case LinkMessage.Master:
                    master = (int)attribute.U32;
                    break;
                case AttributeAddress:
                    address = attribute.Value.ToArray();
                    break;
                default:
                    break;
            }
        }

        // In the family of bridges a port is spoken of, and "deleted" is its place there: it is a port no longer, and lives on.
        var ofPort = message.Body[0] == LinkMessage.FamilyBridge;
        var isDeleted = message.Type == LinkMessage.DelLink;
        return (new LinkState(index, name, (flags & FlagUp) != 0, isDeleted && !ofPort, isDeleted ? 0 : master), address);
    }
}
