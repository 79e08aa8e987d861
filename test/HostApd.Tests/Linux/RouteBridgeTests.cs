using HostApd.Linux;
using HostApd.Linux.Netlink;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>What is asked of bridges (rtnetlink(7)), byte by byte on a little-endian machine.</summary>
public sealed class RouteBridgeTests
{
    private static readonly byte[] Station = [2, 0, 0, 0, 1, 0];
    private static readonly byte[] Port = [2, 0, 0, 0, 0, 0];

    [Test]
    public void Requests_are_these_bytes()
    {
        var channel = new Channel();
        using var route = new RouteSocket(channel, channel);
        Assert.That(route.Bridges.Create("br0").Succeeded);
        Assert.That(route.Bridges.SetMaster(5, 7).Succeeded);
        Assert.That(route.Bridges.Forget(5, Station).Succeeded);
        Assert.That(route.Query("br0", out _).Succeeded);
        const string none = "00000000" + "00000000" + "00000000" + "00000000";
        Assert.That(channel.Sent, Is.EqualTo(new[]
        {
            "1000" + "0506" + none + "0800030062723000" + "10001280" + "0a000100627269646765" + "0000",
            "1300" + "0500" + "00000000" + "05000000" + "00000000" + "00000000" + "08000a0007000000",
            "1d00" + "0500" + "07000000" + "05000000" + "00000400" + "0a00020002000000" + "01000000",
            "1200" + "0500" + none + "0800030062723000",
        }));
    }

    [TestCase(2, true)]
    [TestCase(1, false)]
    [TestCase(95, false)]
    public void A_station_that_the_bridge_does_not_know_is_forgotten_already(int errno, bool succeeds)
    {
        var channel = new Channel { Errnos = new([errno]) };
        using var route = new RouteSocket(channel, channel);
        Assert.That(route.Bridges.Forget(5, Station).Succeeded, Is.EqualTo(succeeds));
    }

    /// <summary>What is not told is taken for a port: on a guess nothing is removed. EINTR: the kernel's own changes broke into the answer.</summary>
    [TestCase(0, new int[0], 1, false)]
    [TestCase(8, new int[0], 1, false)]
    [TestCase(7, new int[0], 1, true)]
    [TestCase(0, new[] { 4 }, 2, false)]
    [TestCase(7, new[] { 4 }, 1, true)]
    [TestCase(0, new[] { 4, 4, 4, 4 }, 4, true)]
    [TestCase(0, new[] { 1 }, 1, true)]
    public void A_bridge_has_ports_when_an_interface_names_it(int master, int[] errnos, int asked, bool expected)
    {
        var channel = new Channel { Errnos = new(errnos), Master = master };
        using var route = new RouteSocket(channel, channel);
        Assert.That(route.Bridges.HasPorts(7), Is.EqualTo(expected));
        Assert.That(channel.Sent, Has.Count.EqualTo(asked));
        Assert.That(channel.Sent[0], Does.StartWith("1200" + "0503").And.EndsWith("08000a0007000000"));
    }

    [TestCase("020000000000" + "020000000100" + "888e", true)]
    [TestCase("020000000000" + "020000000100" + "888e" + "0203", true)]
    [TestCase("0180c2000003" + "020000000100" + "888e" + "0203", true)]
    [TestCase("0180c2000000" + "020000000100" + "888e" + "0203", false)]
    [TestCase("020000000001" + "020000000100" + "888e" + "0203", false)]
    [TestCase("ffffffffffff" + "020000000100" + "888e" + "0203", false)]
    [TestCase("020000000000" + "020000000100" + "88", false)]
    [TestCase("", false)]
    public void Of_a_bridges_frames_those_are_taken_that_are_for_the_port(string frame, bool expected) =>
        Assert.That(PacketSocket.IsFor(Port, Convert.FromHexString(frame)), Is.EqualTo(expected));

    private sealed class Channel : INetlinkChannel
    {
        public List<string> Sent { get; } = [];

        /// <summary>How the next requests end; then all is well.</summary>
        public Queue<int> Errnos { get; init; } = [];

        /// <summary>What the one interface there is says of its place; 0: nothing.</summary>
        public int Master { get; init; }

        public OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null)
        {
            Sent.Add(Convert.ToHexStringLower(request[4..8]) + Convert.ToHexStringLower(request[16..]));
            byte[] link =
            [
                0, 0, 1, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
                .. Master == 0 ? (byte[])[] : [8, 0, 10, 0, (byte)Master, 0, 0, 0],
            ];
            onReply?.Invoke(new NetlinkMessage(16, 2, 1, link));
            return Errnos.TryDequeue(out var errno) ? OsResult.Failure(operation, errno) : OsResult.Ok;
        }

        public OsResult Join(uint group) => OsResult.Ok;

        public void Listen(EventLoop loop, NetlinkHandler onEvent, Action onOverflow)
        {
        }

        public void Dispose()
        {
        }
    }
}
