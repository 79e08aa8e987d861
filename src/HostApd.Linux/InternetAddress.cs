using System.Net;
using System.Net.Sockets;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>An address and port as the kernel has them: IPv4 (16 bytes) or IPv6 (28 bytes), ports most significant byte first.</summary>
internal static unsafe class InternetAddress
{
    internal static int FamilyOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? AF_INET6 : AF_INET;

    /// <summary>Writes one; returns its length.</summary>
    internal static int Write(IPEndPoint from, sockaddr_storage* to)
    {
        *to = default;
        if (FamilyOf(from.Address) == AF_INET)
        {
            var four = (sockaddr_in*)to;
            four->sin_family = (ushort)AF_INET;
            four->sin_port = htons((ushort)from.Port);
            from.Address.TryWriteBytes(new Span<byte>(&four->sin_addr, 4), out _);
            return sizeof(sockaddr_in);
        }

        var six = (sockaddr_in6*)to;
        six->sin6_family = (ushort)AF_INET6;
        six->sin6_port = htons((ushort)from.Port);
        six->sin6_scope_id = (uint)from.Address.ScopeId;
        from.Address.TryWriteBytes(new Span<byte>(&six->sin6_addr, 16), out _);
        return sizeof(sockaddr_in6);
    }

    /// <summary>Reads one that the kernel has written; what came by IPv4 to a socket of IPv6 is IPv4.</summary>
    internal static IPEndPoint Read(sockaddr_storage* from)
    {
        if (from->ss_family == AF_INET)
        {
            var four = (sockaddr_in*)from;
            return new IPEndPoint(new IPAddress(new ReadOnlySpan<byte>(&four->sin_addr, 4)), ntohs(four->sin_port));
        }

        var six = (sockaddr_in6*)from;
        var address = new IPAddress(new ReadOnlySpan<byte>(&six->sin6_addr, 16), six->sin6_scope_id);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, ntohs(six->sin6_port));
    }
}
