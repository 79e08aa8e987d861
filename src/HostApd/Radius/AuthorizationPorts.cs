using System.Net;
using HostApd.Linux;

namespace HostApd.Radius;

/// <summary>A port at which servers say what they want of sessions.</summary>
internal interface IAuthorizationPort : IDisposable
{
    /// <summary>Sends without waiting.</summary>
    OsResult Send(IPEndPoint to, ReadOnlySpan<byte> datagram);
}

/// <summary>Where such ports come from: the kernel, unless somebody plays it.</summary>
internal interface IAuthorizationPorts
{
    /// <summary>Opens one.</summary>
    /// <param name="port">Its number.</param>
    /// <param name="onDatagram">Takes what comes, from whomever.</param>
    /// <param name="opened">It; null where it cannot be.</param>
    OsResult Open(int port, UdpPortHandler onDatagram, out IAuthorizationPort? opened);
}

/// <summary>The kernel's.</summary>
internal sealed class AuthorizationPorts(EventLoop loop) : IAuthorizationPorts
{
    /// <inheritdoc/>
    public OsResult Open(int port, UdpPortHandler onDatagram, out IAuthorizationPort? opened)
    {
        var result = UdpPort.Open(loop, port, onDatagram, out var socket);
        opened = socket is null ? null : new AuthorizationPort(socket);
        return result;
    }

    private sealed class AuthorizationPort(UdpPort port) : IAuthorizationPort
    {
        public OsResult Send(IPEndPoint to, ReadOnlySpan<byte> datagram) => port.Send(to, datagram);

        public void Dispose() => port.Dispose();
    }
}
