using System.Net;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Dhcp;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>RFC 2131 in hex: what a client of busybox's udhcpc form sends, and what it gets.</summary>
public sealed class DhcpServerTests
{
    private const string Discover = "350101", Request = "350103", Decline = "350104", Release = "350107", Inform = "350108";
    private const string Leased = "0a000032", Own = "0a000001";
    private const string Settings = "3604" + Own + "0104ffffff00" + "0304" + Own;
    private const string LeaseTime = "330400000e10";

    private readonly MacAddress _station = new([2, 0, 0, 0, 2, 0]);
    private IPAddress? _lease = IPAddress.Parse("10.0.0.50");

    [SetUp]
    public void EveryTestHasALease() => _lease = IPAddress.Parse("10.0.0.50");

    [Test]
    public void Discover_is_answered_with_an_offer() => Assert.That(Answer(Client(Discover)),
        Is.EqualTo("255.255.255.255 " + Reply("00000000", Leased, "350102" + Settings + LeaseTime)));

    [TestCase(Request + "3204" + Leased + "3604" + Own)]
    [TestCase(Request + "3204" + Leased)]
    public void Request_of_the_lease_is_acknowledged(string options) => Assert.That(Answer(Client(options)),
        Is.EqualTo("255.255.255.255 " + Reply("00000000", Leased, "350105" + Settings + LeaseTime)));

    [Test]
    public void Renewal_goes_to_the_address_in_use() => Assert.That(Answer(Client(Request, Leased)),
        Is.EqualTo("10.0.0.50 " + Reply(Leased, Leased, "350105" + Settings + LeaseTime)));

    [TestCase("00000000", "3204c0a80105")]
    [TestCase("c0a80105", "")]
    [TestCase("00000000", "")]
    public void Request_of_another_address_is_refused(string inUse, string options) => Assert.That(
        Answer(Client(Request + options, inUse)),
        Is.EqualTo("255.255.255.255 " + Reply("00000000", "00000000", "3501063604" + Own)));

    [Test]
    public void Inform_is_answered_without_an_address() => Assert.That(Answer(Client(Inform, Leased)),
        Is.EqualTo("10.0.0.50 " + Reply(Leased, "00000000", "350105" + Settings)));

    [TestCase(Release)]
    [TestCase(Decline)]
    [TestCase(Request + "3604c0a80101" + "3204" + Leased, Description = "of another server")]
    [TestCase("350102")]
    [TestCase("350105")]
    public void Some_messages_have_no_answer(string options) => Assert.That(Answer(Client(options)), Is.Null);

    [Test]
    public void A_declined_address_is_not_offered_again_and_another_is()
    {
        var pool = Pool();
        var server = new DhcpServer(pool, mac => pool.Lease(mac, static _ => true));
        Assert.That(Offered(server, Discover), Is.EqualTo("10.0.0.50"));
        Assert.That(Offered(server, Decline + "3204" + "0a000035"), Is.Null, "not its own");
        Assert.That(Offered(server, Discover), Is.EqualTo("10.0.0.50"));
        Assert.That(Offered(server, Decline + "3204" + Leased), Is.Null);
        Assert.That(Offered(server, Discover), Is.EqualTo("10.0.0.51"));
        Assert.That(Offered(server, Discover), Is.EqualTo("10.0.0.51"));
    }

    [Test]
    public void Strangers_and_an_empty_pool_have_no_answer()
    {
        Assert.That(Answer(Client(Discover).Replace("020000000200", "020000000900", StringComparison.Ordinal)), Is.Null);
        _lease = null;
        Assert.That(Answer(Client(Discover)), Is.Null);
    }

    [TestCase("02010600", "no request")]
    [TestCase("01060600", "no Ethernet")]
    [TestCase("01010800", "no MAC address")]
    public void Another_head_is_malformed(string head, string why) => Assert.That(Drops(head + Client(Discover)[8..]), why);

    [TestCase("")]
    [TestCase("350200" + "01")]
    [TestCase("3501")]
    [TestCase("350100")]
    [TestCase("350109")]
    [TestCase("3203" + "0a0000" + Discover)]
    [TestCase("3605" + "0a00000100" + Discover)]
    [TestCase(Discover + "32")]
    public void Options_of_the_wrong_length_are_malformed(string options) =>
        Assert.That(Drops(Client(options)[..^2]), "without an end, too");

    [Test]
    public void Padding_unknown_options_and_a_missing_end_do_no_harm() =>
        Assert.That(Answer(Client("0000" + "3d0701020000000200" + Discover + "37020103")[..^2]), Is.Not.Null);

    [Test]
    public void Each_shorter_datagram_is_malformed()
    {
        var whole = Client(Discover);
        for (var length = 0; length < 243 * 2; length += 2)
        {
            Assert.That(Drops(whole[..length]), $"{length / 2} bytes");
        }
    }

    [Test]
    public void A_relayed_request_is_not_ours() => Assert.That(Drops(Client(Discover, relay: "0a000002")));

    private static string Client(string options, string inUse = "00000000", string relay = "00000000") =>
        "01010600" + "deadbeef" + "00030000" + inUse + "00000000" + "00000000" + relay
        + "020000000200" + new string('0', 20 + 2 * 192) + "63825363" + options + "ff";

    private static string Reply(string inUse, string yours, string options) =>
        ("02010600" + "deadbeef" + "00000000" + inUse + yours + "00000000" + "00000000"
        + "020000000200" + new string('0', 20 + 2 * 192) + "63825363" + options + "ff").PadRight(600, '0');

    private DhcpServer Server() => new(Pool(), mac => mac == _station ? _lease : null);

    private static IpAddressPool Pool() => new(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"),
        IPAddress.Parse("10.0.0.50"), IPAddress.Parse("10.0.0.60"));

    private static string? Offered(DhcpServer server, string options) => server.TryAnswer(
        Convert.FromHexString(Client(options)), new byte[DhcpServer.AnswerLength], out var done) ? done.Lease?.ToString() : null;

    private string? Answer(string datagram)
    {
        var answer = new byte[DhcpServer.AnswerLength];
        return Server().TryAnswer(Convert.FromHexString(datagram), answer, out var done)
            ? $"{done.Destination} {Convert.ToHexStringLower(answer)}"
            : null;
    }

    private bool Drops(string datagram)
    {
        var server = Server();
        return !server.TryAnswer(Convert.FromHexString(datagram), new byte[DhcpServer.AnswerLength], out _) && server.Malformed == 1;
    }
}
