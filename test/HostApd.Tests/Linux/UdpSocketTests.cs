using System.Net;
using System.Net.Sockets;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>A UDP port of one interface, over the loopback.</summary>
public sealed class UdpSocketTests
{
    [Test]
    public void Datagrams_of_its_interface_arrive_and_answers_leave()
    {
        using var loop = new EventLoop();
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        peer.Client.ReceiveTimeout = 5000;
        var peerPort = ((IPEndPoint)peer.Client.LocalEndPoint!).Port;
        using var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
        probe.Close();
        UdpSocket? socket = null;
        var seen = "";
        Assert.That(UdpSocket.Open(loop, "lo", port, datagram =>
        {
            seen = Convert.ToHexString(datagram);
            Assert.That(socket!.Send([4, 5], IPAddress.Loopback, peerPort).Succeeded);
            loop.Stop();
        }, out socket).Succeeded);
        using var opened = socket;
        peer.Send([1, 2, 3], 3, new IPEndPoint(IPAddress.Loopback, port));
        loop.Run();
        var from = new IPEndPoint(IPAddress.Any, 0);
        Assert.That((seen, Convert.ToHexString(peer.Receive(ref from)), from.Port), Is.EqualTo(("010203", "0405", port)));
    }

    [Test]
    public void Whether_a_port_may_be_bound_is_known_without_keeping_it()
    {
        var refused = OsResult.Ok;
        ProcessRights.AskWithout(CapabilitySet.Of([Capability.NetBindService]), () => refused = UdpSocket.MayBind(67));
        var first = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_unprivileged_port_start"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(refused.Errno, Is.EqualTo(first > 67 ? Tmds.Linux.LibC.EACCES : 0));
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.That(UdpSocket.MayBind(((IPEndPoint)taken.Client.LocalEndPoint!).Port).Succeeded, "taken is not forbidden");
    }

    [Test]
    public void An_interface_that_is_not_there_is_named()
    {
        using var loop = new EventLoop();
        var result = UdpSocket.Open(loop, "nowhere0", 0, static _ => { }, out var opened);
        Assert.That(opened, Is.Null);
        Assert.That(result.ToString(), Does.StartWith("binding a UDP socket to nowhere0: "));
    }
}
