using System.Net;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Linux.Netlink;
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
    private readonly GroupOwnerConfiguration _configuration;
    private readonly Func<RouteSocket> _openRoute;
    private readonly byte[] _answer = new byte[DhcpServer.AnswerLength];
    private DhcpServer? _server;
    private UdpSocket? _socket;
    private (IPAddress Address, IPAddress Mask)? _ours;

    /// <summary>Waits for AP-ENABLED. Addresses and DHCP are those of the configuration at that time.</summary>
    internal GroupNetwork(EventLoop loop, Bss bss, GroupOwnerConfiguration configuration, Func<RouteSocket>? openRoute = null)
    {
        _openRoute = openRoute ?? (static () => new RouteSocket());
        _loop = loop;
        _bss = bss;
        _configuration = configuration;
        bss.Event += OnEvent;
    }

    /// <summary>Why DHCP's port is closed to us, and the way out; null: it is not.</summary>
    internal static string? WhyPortIsClosed() => WhyPortIsClosed(UdpSocket.MayBind(DhcpServer.ServerPort));

    private static string? WhyPortIsClosed(OsResult refused) => refused.Errno == Tmds.Linux.LibC.EACCES
        ? $"DHCP's port {DhcpServer.ServerPort} takes CAP_NET_BIND_SERVICE, which this process does not have: "
            + "start the daemon with dhcp = on in its file, or with capabilities = all"
        : null;

    private string Name => _bss.Options.InterfaceName;

    public void Dispose()
    {
        _bss.Event -= OnEvent;
        Stop();
    }

    private void OnEvent(ApEvent told)
    {
        if (told.Kind == ApEventKind.Enabled)
        {
            Start();
        }
        else if (told.Kind == ApEventKind.Disabled)
        {
            Stop();
        }
    }

    private void Start()
    {
        Stop();
        if (_bss.Options.IpAddresses is not { } pool)
        {
            return;
        }

        WithRoute(route =>
        {
            Report(route.Addresses.Add(RouteSocket.IndexOf(Name), pool.Owner, pool.Mask, out var added));
            _ours = added ? (pool.Owner, pool.Mask) : null;
        });
        if (_configuration.Dhcp)
        {
            _server = new DhcpServer(pool, LeaseFor);
            var opened = UdpSocket.Open(_loop, Name, DhcpServer.ServerPort, OnDatagram, out _socket);
            Report(opened);
            if (WhyPortIsClosed(opened) is { } closed)
            {
                Log.Warn("{0}: no device gets an address: {1}", Name, closed);
            }
        }
        else
        {
            Log.Info("{0}: dhcp = off: {1} to {2} belong to the handshake; a DHCP server beside us must leave them alone",
                Name, pool.Start, pool.End);
        }
    }

    /// <summary>Leaves the interface as it was found. One that has gone has taken its address along.</summary>
    private void Stop()
    {
        _socket?.Dispose();
        _socket = null;
        _server = null;
        if (_ours is { } ours)
        {
            _ours = null;
            var index = RouteSocket.IndexOf(Name);
            if (index > 0)
            {
                WithRoute(route => Report(route.Addresses.Remove(index, ours.Address, ours.Mask)));
            }
        }
    }

    private void OnDatagram(ReadOnlySpan<byte> datagram)
    {
        if (_server is { } server && server.TryAnswer(datagram, _answer, out var done))
        {
            Log.Info("{0}: STA {1} DHCP: {2} {3}", Name, done.Client, done.Type, done.Lease);
            Report(_socket!.Send(_answer, done.Destination, DhcpServer.ClientPort));
        }
    }

    private IPAddress? LeaseFor(MacAddress station) =>
        _bss.Stations.Find(station) is { IsAuthorized: true } sta ? _bss.Group.LeaseFor(sta) : null;

    private void WithRoute(Action<RouteSocket> use)
    {
        try
        {
            using var route = _openRoute();
            use(route);
        }
        catch (IOException e)
        {
            Log.Warn("{0}: {1}", Name, SystemWords.Of(e));
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
