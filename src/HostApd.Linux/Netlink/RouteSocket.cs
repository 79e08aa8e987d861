using System.Net;
using System.Numerics;
using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace HostApd.Linux.Netlink;

/// <summary>What rtnetlink tells of one network interface.</summary>
public readonly record struct LinkState(int Index, string Name, bool IsUp, bool IsRemoved, int Master);

/// <summary>
/// Network interfaces through rtnetlink: up and down, address, operational state, and news of links that come, go or
/// change.
/// </summary>
public sealed partial class RouteSocket : IDisposable
{
    private const uint GroupLink = 1;
    private const ushort NewLink = 16;
    private const ushort DelLink = 17;
    private const ushort GetLink = 18;
    private const ushort SetLink = 19;
    private const ushort NewAddress = 20;
    private const ushort DelAddress = 21;
    private const ushort AddressItself = 1;
    private const ushort AddressLocal = 2;
    private const ushort AddressBroadcast = 4;
    private const ushort AttributeAddress = 1;
    private const ushort AttributeIfName = 3;
    private const ushort AttributeMaster = 10;
    private const ushort AttributeOperState = 16;
    private const ushort AttributeLinkMode = 17;
    private const byte OperStateUp = 6;
    private const byte OperStateDormant = 5;
    private const uint FlagUp = 1;

    private readonly INetlinkChannel _requests;
    private readonly INetlinkChannel _events;
    private readonly byte[] _buffer = new byte[256];

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
    }

    /// <summary>Uses the given channels, which it then owns.</summary>
    public RouteSocket(INetlinkChannel requests, INetlinkChannel events)
    {
        _requests = requests;
        _events = events;
    }

    /// <summary>Calls <paramref name="onChange"/> for every link message.</summary>
    public void Listen(EventLoop loop, Action<LinkState> onChange, Action onOverflow) =>
        _events.Listen(loop, (in NetlinkMessage message) =>
        {
            if (message.Type is NewLink or DelLink && message.Body.Length >= 16)
            {
                onChange(Read(message).State);
            }
        }, onOverflow);

    /// <summary>The interface as it is now, with its six-byte address.</summary>
    public OsResult Query(int index, out LinkState state, out byte[] address)
    {
        var found = (State: default(LinkState), Address: Array.Empty<byte>());
        var writer = Start(GetLink, index, 0, 0);
        var result = _requests.Request("reading the interface", _buffer.AsSpan(0, writer.Length),
            (in NetlinkMessage message) =>
            {
                if (message.Type == NewLink && message.Body.Length >= 16)
                {
                    found = Read(message);
                }
            });
        (state, address) = found;
        return result;
    }

    /// <summary>Brings the interface up or down.</summary>
    public OsResult SetUp(int index, bool up)
    {
        var writer = Start(SetLink, index, up ? FlagUp : 0, FlagUp);
        return _requests.Request(up ? "bringing the interface up" : "taking the interface down",
            _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Gives the interface another MAC address; most drivers want it down.</summary>
    public OsResult SetAddress(int index, ReadOnlySpan<byte> address)
    {
        var writer = Start(SetLink, index, 0, 0);
        writer.Bytes(AttributeAddress, address);
        return _requests.Request("setting the interface's address", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>Tells the network stack that the access point carries traffic (or not yet).</summary>
    public OsResult SetOperational(int index, bool operational)
    {
        var writer = Start(SetLink, index, 0, 0);
        writer.U8(AttributeLinkMode, 0);
        writer.U8(AttributeOperState, operational ? OperStateUp : OperStateDormant);
        return _requests.Request("setting the interface's operational state", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>The number of an interface; 0 when there is none of this name.</summary>
    public static int IndexOf(string interfaceName) => (int)NativeMethods.InterfaceIndex(interfaceName);

    /// <summary>Puts an IPv4 address on an interface; one that is there already is no failure.</summary>
    /// <param name="index">The interface.</param>
    /// <param name="address">The address.</param>
    /// <param name="mask">Its network.</param>
    /// <param name="added">False when it was there.</param>
    public OsResult AddAddress(int index, IPAddress address, IPAddress mask, out bool added)
    {
        var writer = StartAddress(NewAddress, NetlinkFlags.Create | NetlinkFlags.Exclusive, index, address, mask);
        var result = _requests.Request($"giving the interface {address}", _buffer.AsSpan(0, writer.Length));
        added = result.Succeeded;
        return result.Errno == EEXIST ? OsResult.Ok : result;
    }

    /// <summary>Takes an IPv4 address off an interface.</summary>
    public OsResult RemoveAddress(int index, IPAddress address, IPAddress mask)
    {
        var writer = StartAddress(DelAddress, 0, index, address, mask);
        return _requests.Request($"taking {address} off the interface", _buffer.AsSpan(0, writer.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.Dispose();
        _events.Dispose();
    }

    private static (LinkState State, byte[] Address) Read(in NetlinkMessage message)
    {
        // struct ifinfomsg: family u8, pad u8, type u16, index s32, flags u32, change u32.
        var index = MemoryMarshal.Read<int>(message.Body[4..]);
        var flags = MemoryMarshal.Read<uint>(message.Body[8..]);
        var name = "";
        var master = 0;
        byte[] address = [];
        foreach (var attribute in new NetlinkAttributes(message.Body[16..]))
        {
            switch (attribute.Type)
            {
                case AttributeIfName:
                    name = attribute.Text;
                    break;
                case AttributeMaster:
                    master = (int)attribute.U32;
                    break;
                case AttributeAddress:
                    address = attribute.Value.ToArray();
                    break;
                default:
                    break;
            }
        }

        return (new LinkState(index, name, (flags & FlagUp) != 0, message.Type == DelLink, master), address);
    }

    /// <summary>struct ifaddrmsg: family u8, prefix length u8, flags u8, scope u8, index u32; rtnetlink(7).</summary>
    private NetlinkWriter StartAddress(ushort type, ushort flags, int index, IPAddress address, IPAddress mask)
    {
        Span<byte> own = stackalloc byte[4];
        Span<byte> network = stackalloc byte[4];
        Span<byte> broadcast = stackalloc byte[4];
        address.TryWriteBytes(own, out _);
        mask.TryWriteBytes(network, out _);
        var prefix = 0;
        for (var i = 0; i < network.Length; i++)
        {
            prefix += BitOperations.PopCount(network[i]);
            broadcast[i] = (byte)(own[i] | ~network[i]);
        }

        var writer = new NetlinkWriter(_buffer, type, (ushort)(NetlinkFlags.Request | NetlinkFlags.Ack | flags));
        Span<byte> info = stackalloc byte[8];
        info.Clear();
        info[0] = (byte)AF_INET;
        info[1] = (byte)prefix;
        MemoryMarshal.Write(info[4..], index);
        writer.Fixed(info);
        writer.Bytes(AddressLocal, own);
        writer.Bytes(AddressItself, own);
        writer.Bytes(AddressBroadcast, broadcast);
        return writer;
    }

    private NetlinkWriter Start(ushort type, int index, uint flags, uint change, ushort mode = 0)
    {
        var writer = new NetlinkWriter(_buffer, type, (ushort)(NetlinkFlags.Request | NetlinkFlags.Ack | mode));
        Span<byte> info = stackalloc byte[16];
        info.Clear();
        MemoryMarshal.Write(info[4..], index);
        MemoryMarshal.Write(info[8..], flags);
        MemoryMarshal.Write(info[12..], change);
        writer.Fixed(info);
        return writer;
    }
}
