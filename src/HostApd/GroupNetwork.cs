using System.Net;
using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using HostApd.P2p;
using HostApd.P2p.Dhcp;
using NLog;

namespace HostApd;

/// <summary>
/// The IPv4 side of a group, as long as it is on the air: our own address on the interface, and DHCP where it is wanted.
/// An address that was there before is left there.
/// </summary>
internal sealed class GroupNetwork : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(GroupNetwork));

    private readonly EventLoop _loop;
    private readonly Bss _bss;
    private readonly IpAddressPool _pool;
    private readonly DhcpServer? _server;
    private readonly byte[] _answer = new byte[DhcpServer.AnswerLength];
    private UdpSocket? _socket;
    private bool _addressIsOurs;

    internal GroupNetwork(EventLoop loop, Bss bss, IpAddressPool pool, bool dhcp)
    {
        _loop = loop;
        _bss = bss;
        _pool = pool;
        _server = dhcp ? new DhcpServer(pool, LeaseFor) : null;
        bss.Event += OnEvent;
    }

    private string Name => _bss.Options.InterfaceName;

    public void Dispose()
    {
        _bss.Event -= OnEvent;
        Stop();
        if (_addressIsOurs)
        {
            _addressIsOurs = false;
            WithRoute(route => Report(route.RemoveAddress(RouteSocket.IndexOf(Name), _pool.Owner, _pool.Mask)));
        }
    }

    private void OnEvent(string text)
    {
        if (text.StartsWith("AP-ENABLED", StringComparison.Ordinal))
        {
            Start();
        }
        else if (text.StartsWith("AP-DISABLED", StringComparison.Ordinal))
        {
            Stop();
        }
    }

    private void Start()
    {
        WithRoute(route =>
        {
            Report(route.AddAddress(RouteSocket.IndexOf(Name), _pool.Owner, _pool.Mask, out var added));
            _addressIsOurs |= added;
        });
        if (_server is null)
        {
            Log.Info("{0}: dhcp = off: {1} to {2} belong to the handshake; a DHCP server beside us must leave them alone",
                Name, _pool.Start, _pool.End);
        }
        else if (_socket is null)
        {
            Report(UdpSocket.Open(_loop, Name, DhcpServer.ServerPort, OnDatagram, out _socket));
        }
    }

    private void Stop()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private void OnDatagram(ReadOnlySpan<byte> datagram)
    {
        if (_server!.TryAnswer(datagram, _answer, out var done))
        {
            Log.Info("{0}: STA {1} DHCP: {2} {3}", Name, done.Client, done.Type, done.Lease);
            Report(_socket!.Send(_answer, done.Destination, DhcpServer.ClientPort));
        }
    }

    private IPAddress? LeaseFor(MacAddress station) =>
        _bss.Stations.Find(station) is { IsAuthorized: true } sta ? _bss.LeaseFor(sta) : null;

    private void WithRoute(Action<RouteSocket> use)
    {
        try
        {
            using var route = new RouteSocket();
            use(route);
        }
        catch (IOException e)
        {
            Log.Warn("{0}: {1}", Name, e.Message);
        }
    }

    private void Report(OsResult result)
    {
        if (!result.Succeeded)
        {
            Log.Warn("{0}: {1}", Name, result);
        }
    }
}
