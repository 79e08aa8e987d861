using System.Net;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>RTM_NEWADDR and RTM_DELADDR (rtnetlink(7)), byte by byte on a little-endian machine.</summary>
public sealed class RouteAddressTests
{
    private const string Body = "02180000" + "05000000" + "080002000a000001" + "080001000a000001" + "080004000a0000ff";

    [Test]
    public void An_address_is_added_with_prefix_and_broadcast_and_removed_again()
    {
        var channel = new Channel();
        using var route = new RouteSocket(channel, channel);
        Assert.That(route.Addresses.Add(5, IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"), out var added).Succeeded);
        Assert.That(added);
        Assert.That(route.Addresses.Remove(5, IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0")).Succeeded);
        Assert.That(channel.Sent, Is.EqualTo(new[] { "1400" + "0506" + Body, "1500" + "0500" + Body }));
    }

    [TestCase(17, true)]
    [TestCase(1, false)]
    public void An_address_that_is_there_already_is_no_failure_and_not_ours(int errno, bool succeeds)
    {
        var channel = new Channel { Errno = errno };
        using var route = new RouteSocket(channel, channel);
        var result = route.Addresses.Add(5, IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"), out var added);
        Assert.That((result.Succeeded, added), Is.EqualTo((succeeds, false)));
    }

    private sealed class Channel : INetlinkChannel
    {
        public List<string> Sent { get; } = [];

        public int Errno { get; init; }

        public OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null)
        {
            Sent.Add(Convert.ToHexStringLower(request[4..8]) + Convert.ToHexStringLower(request[16..]));
            return Errno == 0 ? OsResult.Ok : OsResult.Failure(operation, Errno);
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
