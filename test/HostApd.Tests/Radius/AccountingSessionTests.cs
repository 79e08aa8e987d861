using HostApd.Ieee80211;
using HostApd.Radius;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>Start, Interim and Stop of one session, read attribute by attribute (RFC 2866 5, RFC 2869 5).</summary>
public sealed class AccountingSessionTests
{
    private VirtualClock _clock = null!;

    [SetUp]
    public void SetUp() => _clock = new VirtualClock();

    [Test]
    public void A_start_says_who_and_where_and_nothing_of_traffic()
    {
        var session = Make(static f => f with { MultiId = 0x1F, Classes = [[0x61], [0x62]], ChargeableUserIdentity = "cui"u8.ToArray(), IsByServer = true });
        Assert.That(Read(session.Start()), Is.EqualTo(
            $"""
            40=00000001
            44={Text("00000000DEADBEEF")}
            50={Text("000000000000001F")}
            45=00000001
            1={Text("alice")}
            32={Text("nas")}
            30={Text("02-00-00-00-00-00:net")}
            31={Text("02-00-00-00-01-00")}
            61=00000013
            5=00000003
            89={Text("cui")}
            55={Time()}
            25=61
            25=62
            """));
    }

    [Test]
    public void Of_more_classes_than_fit_the_first_are_told_and_all_the_rest()
    {
        var session = Make(static f => f with { Classes = [.. Enumerable.Range(1, 16).Select(static i => Enumerable.Repeat((byte)i, 253).ToArray())] });
        session.Start();
        var stop = session.Stop(new StationTraffic(1, 2, 3, 4), TerminateCause.UserRequest)!;
        Assert.That(stop, Has.Length.LessThanOrEqualTo(RadiusRequest.MaximumAttributesLength));
        var told = Read(stop);
        Assert.That(told, Does.Contain("\n49=00000001\n25=01").And.Contain("\n25=0e").And.Not.Contain("\n25=10"));
        using var request = new RadiusRequest(RadiusCode.AccountingRequest, stop);
        Assert.That(RadiusPacket.TryParse(Packets.Raw(RadiusCode.AccountingRequest, 1, new byte[16], stop), out _, out _));
    }

    [Test]
    public void Where_nobody_has_set_the_clock_no_time_is_told()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(999_999_999));
        var session = Make(time: clock);
        Assert.That(Read(session.Start()), Does.Not.Contain("\n55="));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Read(session.Stop(default, TerminateCause.UserRequest)!), Does.Contain("\n55=3b9aca00\n"));
    }

    [Test]
    public void Numbers_pass_four_gigabytes()
    {
        var session = Make();
        _clock.Advance(TimeSpan.FromSeconds(61.9));
        var told = Read(session.Interim(new StationTraffic(0x1_0000_0005, 0xFFFF_FFFF, 7, 0x1_0000_0001))!);
        Assert.That(told, Does.EndWith(
            $"""
            55={Time()}
            46=0000003d
            42=00000005
            43=ffffffff
            52=00000001
            53=00000000
            47=00000007
            48=00000001
            """));
        Assert.That(told, Does.StartWith("40=00000003\n").And.Not.Contain("\n49="));
    }

    [Test]
    public void No_number_falls_whatever_the_kernel_has_forgotten()
    {
        var session = Make();
        session.Interim(new StationTraffic(100, 200, 3, 4));
        var stop = Read(session.Stop(new StationTraffic(50, 300, 0, 5), TerminateCause.IdleTimeout)!);
        Assert.That(stop, Does.Contain("\n42=00000064\n").And.Contain("\n43=0000012c\n").And.Contain("\n47=00000003\n").And.Contain("\n48=00000005\n").And.EndWith("\n49=00000004"));
    }

    [Test]
    public void Nothing_is_told_after_the_stop()
    {
        var session = Make();
        Assert.That(session.Stop(default, TerminateCause.UserRequest), Is.Not.Null);
        Assert.That((session.IsOver, session.Interim(default), session.Stop(default, TerminateCause.UserRequest)), Is.EqualTo((true, (byte[]?)null, (byte[]?)null)));
    }

    [Test]
    public void A_stop_without_traffic_has_its_numbers_all_the_same()
    {
        var stop = Read(Make().Stop(default, TerminateCause.AdministratorReset)!);
        Assert.That(stop, Does.Contain("\n42=00000000\n").And.Contain("\n53=00000000\n").And.Contain("\n45=00000002\n").And.Not.Contain("\n50="));
    }

    [TestCase(AccountingStatus.On, "40=00000007")]
    [TestCase(AccountingStatus.Off, "40=00000008")]
    public void An_access_point_tells_that_it_begins_and_ends(AccountingStatus status, string first)
    {
        var told = Read(AccountingSession.OfAccessPoint(status, Nas, Bssid, "net"u8, _clock));
        Assert.That(told, Is.EqualTo($"{first}\n32={Text("nas")}\n30={Text("02-00-00-00-00-00:net")}\n61=00000013\n55={Time()}"));
    }

    private static MacAddress Bssid => new([2, 0, 0, 0, 0, 0]);

    private static byte[] Nas => Packets.Attribute(RadiusAttributeType.NasIdentifier, "nas"u8.ToArray());

    private static string Text(string text) => Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(text));

    private static string Read(byte[] attributes)
    {
        var lines = new List<string>();
        var reader = new RadiusAttributeReader(attributes);
        while (reader.MoveNext())
        {
            lines.Add($"{(int)reader.Type}={Convert.ToHexStringLower(reader.Value)}");
        }

        Assert.That(reader.Failed, Is.False);
        return string.Join('\n', lines);
    }

    private string Time() => ((uint)_clock.GetUtcNow().ToUnixTimeSeconds()).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    private AccountingSession Make(Func<AccountingFacts, AccountingFacts>? change = null, TimeProvider? time = null)
    {
        var facts = new AccountingFacts
        {
            Nas = Nas,
            Bssid = Bssid,
            Ssid = "net"u8.ToArray(),
            Station = new MacAddress([2, 0, 0, 0, 1, 0]),
            Aid = 3,
            UserName = "alice"u8.ToArray(),
            Id = 0xDEADBEEF,
        };
        return new AccountingSession(change is null ? facts : change(facts), time ?? _clock);
    }
}
