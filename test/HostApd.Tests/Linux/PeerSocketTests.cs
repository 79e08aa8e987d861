using System.Net;
using System.Net.Sockets;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>UDP with one peer, and a port for all, over the loopback.</summary>
public sealed class PeerSocketTests
{
    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public void Datagrams_go_to_the_peer_and_come_from_it_alone(string address)
    {
        using var loop = new EventLoop();
        using var peer = Client(address);
        using var stranger = Client(address);
        var seen = "";
        Assert.That(PeerSocket.Open(loop, At(peer), null, null, datagram =>
        {
            seen += Convert.ToHexString(datagram);
            loop.Stop();
        }, static () => Assert.Fail("nobody has refused"), out var socket).Succeeded);
        using var opened = socket!;
        Assert.That(opened.Send([1, 2, 3]).Succeeded);
        var from = new IPEndPoint(IPAddress.Any, 0);
        Assert.That(Convert.ToHexString(peer.Receive(ref from)), Is.EqualTo("010203"));
        stranger.Send([9], 1, from);
        peer.Send([4, 5], 2, from);
        loop.Run();
        Assert.That(seen, Is.EqualTo("0405"));
    }

    [Test]
    public void That_nobody_listens_there_is_told_and_the_next_datagram_goes_out_all_the_same()
    {
        using var loop = new EventLoop();
        IPEndPoint nobody;
        using (var gone = Client("127.0.0.1"))
        {
            nobody = At(gone);
        }

        var refusals = 0;
        Assert.That(PeerSocket.Open(loop, nobody, IPAddress.Loopback, "lo", static _ => { }, () =>
        {
            refusals++;
            loop.Stop();
        }, out var socket).Succeeded);
        using var opened = socket!;
        Assert.That(opened.Send([1]).Succeeded);
        loop.Run();
        Assert.That((refusals, opened.Send([2]).Succeeded, opened.Send([3]).Succeeded), Is.EqualTo((1, true, true)));
    }

    [Test]
    public void What_cannot_be_is_named()
    {
        using var loop = new EventLoop();
        OsResult Open(string peer, string? local, string? device) => PeerSocket.Open(
            loop, IPEndPoint.Parse(peer), local is null ? null : IPAddress.Parse(local), device, static _ => { }, static () => { }, out _);
        Assert.That(Open("127.0.0.1:1812", "192.0.2.77", null).ToString(), Does.StartWith("binding a UDP socket to 192.0.2.77: "));
        Assert.That(Open("127.0.0.1:1812", null, "nowhere0").ToString(), Does.StartWith("binding a UDP socket to nowhere0: "));
    }

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public void A_port_hears_everybody_and_answers(string address)
    {
        using var loop = new EventLoop();
        using var peer = Client(address);
        using var free = Client("127.0.0.1");
        var port = At(free).Port;
        free.Close();
        UdpPort? socket = null;
        IPEndPoint? source = null;
        Assert.That(UdpPort.Open(loop, port, (from, datagram) =>
        {
            source = from;
            Assert.That(socket!.Send(from, [.. datagram, 3]).Succeeded);
            loop.Stop();
        }, out socket).Succeeded);
        using var opened = socket!;
        peer.Send([1, 2], 2, new IPEndPoint(IPAddress.Parse(address), port));
        loop.Run();
        var answerer = new IPEndPoint(IPAddress.Any, 0);
        Assert.That(Convert.ToHexString(peer.Receive(ref answerer)), Is.EqualTo("010203"));
        Assert.That((source, answerer.Port), Is.EqualTo((At(peer), port)));
        Assert.That(UdpPort.Open(loop, port, static (_, _) => { }, out _).ToString(), Does.StartWith($"binding UDP port {port}: "));
    }

    private static UdpClient Client(string address)
    {
        var client = new UdpClient(new IPEndPoint(IPAddress.Parse(address), 0));
        client.Client.ReceiveTimeout = 5000;
        return client;
    }

    private static IPEndPoint At(UdpClient client) => (IPEndPoint)client.Client.LocalEndPoint!;
}
