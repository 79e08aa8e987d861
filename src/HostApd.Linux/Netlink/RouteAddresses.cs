using System.Net;
using System.Numerics;
using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace HostApd.Linux.Netlink;

/// <summary>IPv4 addresses of interfaces.</summary>
public sealed class RouteAddresses
{
    private const ushort NewAddress = 20;
    private const ushort DelAddress = 21;
    private const ushort AddressItself = 1;
    private const ushort AddressLocal = 2;
    private const ushort AddressBroadcast = 4;

    private readonly INetlinkChannel _requests;
    private readonly byte[] _buffer = new byte[LinkMessage.LongestRequest];

    internal RouteAddresses(INetlinkChannel requests) => _requests = requests;

    /// <summary>Puts an IPv4 address on an interface; one that is there already is no failure.</summary>
    /// <param name="index">The interface.</param>
    /// <param name="address">The address.</param>
    /// <param name="mask">Its network.</param>
    /// <param name="added">False when it was there.</param>
    public OsResult Add(int index, IPAddress address, IPAddress mask, out bool added)
    {
        var writer = Start(NewAddress, NetlinkFlags.Create | NetlinkFlags.Exclusive, index, address, mask);
        var result = _requests.Request($"giving the interface {address}", _buffer.AsSpan(0, writer.Length));
        added = result.Succeeded;
        return result.Errno == EEXIST ? OsResult.Ok : result;
    }

    /// <summary>Takes an IPv4 address off an interface.</summary>
    public OsResult Remove(int index, IPAddress address, IPAddress mask)
    {
        var writer = Start(DelAddress, 0, index, address, mask);
        return _requests.Request($"taking {address} off the interface", _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>struct ifaddrmsg: family u8, prefix length u8, flags u8, scope u8, index u32; rtnetlink(7).</summary>
    private NetlinkWriter Start(ushort type, ushort flags, int index, IPAddress address, IPAddress mask)
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
}
