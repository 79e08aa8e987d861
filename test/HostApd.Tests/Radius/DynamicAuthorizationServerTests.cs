using System.Net;
using System.Text;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Radius;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;
using static HostApd.Tests.Radius.Packets;

namespace HostApd.Tests.Radius;

/// <summary>Servers that end and change sessions (RFC 5176), from the datagram to the station: two access points of one process, whose stations are in by 802.1X.</summary>
public sealed class DynamicAuthorizationServerTests
{
    private const string Us = "radius_das_port=3799\nradius_das_client=192.0.2.1 between the two of us\n";
    private static readonly byte[] First = Attribute(RadiusAttributeType.CallingStationId, "02-00-00-00-01-00"u8.ToArray());
    private static readonly byte[] Alice = Text(RadiusAttributeType.UserName, "alice");

    [Test]
    public void A_session_ends_with_reason_2_and_its_key_is_forgotten_everywhere()
    {
        using var scene = new Scene();
        var station = scene.Home.Connect(ApRig.First);
        scene.Copy(scene.Home, scene.Attic);
        Assert.That(scene.Attic.Rig.Bss.Agreed.Has(ApRig.First));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, First), Is.EqualTo("41"));
        scene.Run(0.1);
        Assert.That((station.State, station.Ended), Is.EqualTo((StationState.Idle, (int?)2)));
        Assert.That((scene.Home.Rig.Bss.Agreed.Has(ApRig.First), scene.Attic.Rig.Bss.Agreed.Has(ApRig.First)), Is.EqualTo((false, false)));
        Assert.That(scene.Home.Service.Book, Is.EqualTo(new[] { "start 1 02:00:00:00:01:00 'alice'", "stop 1 02:00:00:00:01:00 ByOwner" }));
        Assert.That((scene.Server.Machine!.Disconnected, scene.Faults.Count), Is.EqualTo((1L, 0)));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, First), Is.EqualTo("42 503"));
    }

    [Test]
    public void Who_is_gone_and_could_come_back_with_its_key_loses_that_and_hears_nothing()
    {
        using var scene = new Scene();
        scene.Home.Connect(ApRig.First).Leave();
        scene.Copy(scene.Home, scene.Attic);
        scene.Run(2);
        scene.Home.Rig.Air.Sent.Clear();
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. Alice]), Is.EqualTo("41"));
        scene.Run(1);
        Assert.That((scene.Home.Rig.Bss.Agreed.Has(ApRig.First), scene.Attic.Rig.Bss.Agreed.Has(ApRig.First)), Is.EqualTo((false, false)));
        Assert.That(scene.Home.Rig.Air.Sent.Where(static f => f.FromAp), Is.Empty);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, First), Is.EqualTo("42 503"));
    }

    [Test]
    public void A_key_of_before_is_not_the_session_of_whoever_is_in_now()
    {
        using var scene = new Scene();
        scene.Attic.Connect(ApRig.First).Leave();
        scene.Run(2);
        var station = scene.Home.Connect(ApRig.First, "bob");
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. Alice]), Is.EqualTo("41"), "alice's key in the attic");
        scene.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(scene.Attic.Rig.Bss.Agreed.Has(ApRig.First), Is.False);
    }

    [Test]
    public void A_station_that_is_being_asked_who_it_is_can_be_sent_away()
    {
        using var scene = new Scene();
        scene.Home.Service.Delay = TimeSpan.FromSeconds(5);
        var station = scene.Home.Begin(ApRig.First);
        scene.Run(1);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.SessionTimeout, 60)]), Is.EqualTo("45 503"), "it has no session yet");
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, First), Is.EqualTo("41"));
        scene.Run(1);
        Assert.That(station.Ended, Is.EqualTo(2));
    }

    [Test]
    public void Of_several_none_is_chosen()
    {
        using var scene = new Scene();
        var one = scene.Home.Connect(ApRig.First);
        var other = scene.Attic.Connect(ApRig.Second);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, Alice), Is.EqualTo("42 508"));
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. Alice, .. Number(RadiusAttributeType.SessionTimeout, 1)]), Is.EqualTo("45 508"));
        scene.Run(3);
        Assert.That((one.State, other.State), Is.EqualTo((StationState.Connected, StationState.Connected)));
        one.Leave();
        other.Leave();
        scene.Run(2);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, Alice), Is.EqualTo("42 508"), "nor of several keys");
        Assert.That((scene.Home.Rig.Bss.Agreed.Has(ApRig.First), scene.Attic.Rig.Bss.Agreed.Has(ApRig.Second)), Is.EqualTo((true, true)));
    }

    [Test]
    public void Two_stations_of_one_network_are_several_too()
    {
        using var scene = new Scene();
        scene.Home.Connect(ApRig.First);
        scene.Home.Connect(ApRig.Second);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, Alice), Is.EqualTo("42 508"));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. Alice, .. First]), Is.EqualTo("41"));
    }

    [TestCase("lab", "192.0.2.77", "41")]
    [TestCase("lab", null, "41")]
    [TestCase(null, "192.0.2.77", "41")]
    [TestCase("attic", null, "42 503")]
    [TestCase("cellar", null, "42 403")]
    [TestCase("lab", "192.0.2.78", "42 403")]
    [TestCase("lab", "2001:db8::1", "42 403")]
    public void The_access_point_that_is_named_has_to_be_ours(string? name, string? address, string answer)
    {
        using var scene = new Scene();
        scene.Home.Connect(ApRig.First);
        byte[] nas = [.. name is null ? [] : Text(RadiusAttributeType.NasIdentifier, name), .. address is null ? [] : Nas(address)];
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. nas]), Is.EqualTo(answer));
    }

    [Test]
    public void Its_name_is_the_one_that_servers_are_told()
    {
        using var scene = new Scene(home: "radius_auth_req_attr=32:s:house\nown_ip_addr=2001:db8::77\n");
        scene.Home.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Text(RadiusAttributeType.NasIdentifier, "house"), .. Nas("2001:db8::77"),
            .. Number(RadiusAttributeType.SessionTimeout, 60)]), Is.EqualTo("44"));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. Text(RadiusAttributeType.NasIdentifier, "lab")]), Is.EqualTo("41"), "in its records of sessions it has the other");
    }

    // What a session is called in requests and records: as it is, and with one character changed.
    [TestCase(RadiusAttributeType.AccountingSessionId, "0000000000000001")]
    [TestCase(RadiusAttributeType.AccountingMultiSessionId, "0000000000000001")]
    [TestCase(RadiusAttributeType.UserName, "alice")]
    [TestCase(RadiusAttributeType.UserName, "alice@sea")]
    [TestCase(RadiusAttributeType.ChargeableUserIdentity, "alice pays")]
    [TestCase(RadiusAttributeType.CallingStationId, "020000000100")]
    [TestCase(RadiusAttributeType.CalledStationId, "02-00-00-00-00-01:labtest")]
    public void All_that_is_named_has_to_fit(RadiusAttributeType type, string value)
    {
        using var scene = new Scene();
        scene.Home.Service.Grant = new SessionGrant { UserName = "alice@sea"u8.ToArray(), ChargeableUserIdentity = "alice pays"u8.ToArray() };
        scene.Home.Connect(ApRig.First);
        value = value.Replace("02-00-00-00-00-01", scene.Home.Rig.Bss.Bssid.ToString().Replace(':', '-').ToUpperInvariant(), StringComparison.Ordinal);
        var other = (value[^1] == '1' ? '2' : '1').ToString();
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. Text(type, value[..^1] + other)]), Is.EqualTo("42 503"));
        Assert.That(scene.Home.Rig.Sta(ApRig.First), Is.Not.Null);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. Text(type, value)]), Is.EqualTo("41"));
    }

    [Test]
    public void A_request_that_comes_again_is_answered_and_does_nothing()
    {
        using var scene = new Scene();
        var station = scene.Home.Connect(ApRig.First);
        byte[] proxy = Attribute(RadiusAttributeType.ProxyState, 7, 7);
        var request = scene.Request(RadiusCode.DisconnectRequest, [.. First, .. scene.Now(), .. proxy]);
        scene.Send(request);
        scene.Run(2);
        Assert.That(station.Ended, Is.EqualTo(2));
        station.Join();
        scene.Run(1);
        scene.Send(request);
        scene.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(scene.Answers, Has.Count.EqualTo(2));
        Assert.That(scene.Answers[1], Is.EqualTo(scene.Answers[0]));
        Assert.That(scene.Answers[0][^4..], Is.EqualTo(proxy));
    }

    [Test]
    public void Silence_follows_what_is_stale_forged_or_of_somebody_else()
    {
        using var scene = new Scene();
        var station = scene.Home.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. scene.Now(-301)]), Is.Empty);
        Assert.That(scene.Server.Machine!.LastDrop, Is.EqualTo(RadiusDrop.Stale));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, First, secret: "between others"), Is.Empty);
        Assert.That(scene.Server.Machine.LastDrop, Is.EqualTo(RadiusDrop.BadAuthenticator));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, First, from: "192.0.2.9"), Is.Empty);
        Assert.That(scene.Server.Machine.LastDrop, Is.EqualTo(RadiusDrop.WrongSource));
        scene.Run(1);
        Assert.That((station.State, scene.Server.Machine.Drops(RadiusDrop.Stale)), Is.EqualTo((StationState.Connected, 1L)));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. scene.Now(-299)]), Is.EqualTo("41"));
        Assert.That(scene.Server.Machine.LastDrop, Is.EqualTo(RadiusDrop.None));
    }

    [Test]
    public void A_server_has_to_do_with_the_networks_that_name_it_alone()
    {
        using var scene = new Scene(attic: "radius_das_client_2=192.0.2.2 of the attic alone\n");
        var station = scene.Home.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, First, "of the attic alone", "192.0.2.2"), Is.EqualTo("42 503"));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. Text(RadiusAttributeType.NasIdentifier, "lab")], "of the attic alone", "192.0.2.2"), Is.EqualTo("42 403"));
        scene.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        scene.Attic.Connect(ApRig.Second);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, Text(RadiusAttributeType.CallingStationId, "020000000200"), "of the attic alone", "192.0.2.2"), Is.EqualTo("41"));
    }

    [Test]
    public void Of_two_secrets_the_first_counts_and_only_where_it_was_given()
    {
        using var scene = new Scene(attic: "radius_das_client=192.0.2.1 another than at home\n");
        scene.Attic.Connect(ApRig.Second);
        var second = Text(RadiusAttributeType.CallingStationId, "020000000200");
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, second, "another than at home"), Is.Empty);
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, second), Is.EqualTo("42 503"));
        Assert.That(scene.Home.Rig.Sta(ApRig.Second), Is.Null);
        Assert.That(scene.Attic.Rig.Sta(ApRig.Second), Is.Not.Null);
    }

    [TestCase(0u, 10u, 10)]
    [TestCase(50u, 10u, 10)]
    [TestCase(50u, 100u, 100)]
    [TestCase(50u, 0u, 0)]
    public void The_time_of_a_session_is_what_was_said_last(uint granted, uint changed, int ends)
    {
        using var scene = new Scene();
        scene.Home.Service.Grant = new SessionGrant { SessionTimeout = granted == 0 ? null : TimeSpan.FromSeconds(granted) };
        var station = scene.Home.Connect(ApRig.First);
        scene.Copy(scene.Home, scene.Attic);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.SessionTimeout, changed)]), Is.EqualTo("44"));
        var life = ends == 0 ? PmksaCache.Life : TimeSpan.FromSeconds(ends);
        foreach (var bss in new[] { scene.Home.Rig.Bss, scene.Attic.Rig.Bss })
        {
            var known = bss.Agreed.All.Single();
            Assert.That(bss.Agreed.Left(known), Is.EqualTo(life).Within(TimeSpan.FromMilliseconds(1)), "its key is good for as long");
            Assert.That((known.Grant as EapResult)!.Grant.SessionTimeout, Is.EqualTo(ends == 0 ? null : (TimeSpan?)life));
        }

        scene.Run((ends == 0 ? 200 : ends) - 1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        scene.Run(2);
        Assert.That(station.Ended, Is.EqualTo(ends == 0 ? null : (int?)2));
        Assert.That(scene.Home.Service.Book[^1], Does.EndWith(ends == 0 ? "change 1 0" : "SessionTimeout"));
        Assert.That(scene.Server.Machine!.Changed, Is.EqualTo(1));
    }

    [Test]
    public void At_the_end_it_may_be_asked_anew()
    {
        using var scene = new Scene();
        var station = scene.Home.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.SessionTimeout, 10), .. Number(RadiusAttributeType.TerminationAction, 1)]), Is.EqualTo("44"));
        scene.Run(11);
        Assert.That((station.State, station.InstalledKeys.Count), Is.EqualTo((StationState.Connected, 2)));
        Assert.That(scene.Home.Service.Book, Has.None.StartsWith("stop"));
    }

    [Test]
    public void Termination_Action_alone_leaves_the_time_as_it_was()
    {
        using var scene = new Scene();
        scene.Home.Service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(50), AsksAgainAtEnd = true };
        var station = scene.Home.Connect(ApRig.First);
        scene.Run(30);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.TerminationAction, 0)]), Is.EqualTo("44"));
        Assert.That(scene.Home.Rig.Bss.Agreed.Left(scene.Home.Rig.Bss.Agreed.All.Single()).TotalSeconds, Is.EqualTo(20).Within(0.5));
        scene.Run(21);
        Assert.That(station.Ended, Is.EqualTo(2));
    }

    [Test]
    public void When_it_is_asked_anew_stays_as_it_was()
    {
        using var scene = new Scene(reauthentication: 100);
        var station = scene.Home.Connect(ApRig.First);
        scene.Run(60);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.SessionTimeout, 1000)]), Is.EqualTo("44"));
        scene.Run(39);
        Assert.That(station.InstalledKeys, Has.Count.EqualTo(1));
        scene.Run(2);
        Assert.That(station.InstalledKeys, Has.Count.EqualTo(2));
    }

    [Test]
    public void Who_comes_back_with_its_key_has_what_is_left()
    {
        using var scene = new Scene();
        var station = scene.Home.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.SessionTimeout, 100)]), Is.EqualTo("44"));
        station.Leave();
        scene.Run(20);
        var again = scene.Home.Come(ApRig.First);
        Assert.That((again.State, scene.Home.Service.Log.Count), Is.EqualTo((StationState.Connected, 2)), "the service was not asked");
        scene.Run(77);
        Assert.That(again.State, Is.EqualTo(StationState.Connected));
        scene.Run(3);
        Assert.That(again.Ended, Is.EqualTo(2));
    }

    [Test]
    public void Another_VLAN_is_the_end_of_the_session()
    {
        using var scene = new Scene();
        var station = scene.Home.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.TunnelType, 13), .. Number(RadiusAttributeType.TunnelMediumType, 6),
            .. Text(RadiusAttributeType.TunnelPrivateGroupId, "10")]), Is.EqualTo("44"));
        scene.Run(1);
        Assert.That((station.Ended, scene.Home.Rig.Bss.Agreed.Has(ApRig.First)), Is.EqualTo(((int?)2, false)));
    }

    // Filter-Id and Idle-Timeout (RFC 2865 5.11, 5.28).
    [TestCase((RadiusAttributeType)11)]
    [TestCase((RadiusAttributeType)28)]
    public void What_cannot_be_changed_changes_nothing_else(RadiusAttributeType type)
    {
        using var scene = new Scene();
        var station = scene.Home.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.SessionTimeout, 1), .. Number(type, 1)]), Is.EqualTo("45 401"));
        scene.Run(5);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [TestCase(60u, 60)]
    [TestCase(59u, 600)]
    public void An_interim_interval_below_a_minute_is_none(uint seconds, int expected)
    {
        using var scene = new Scene();
        scene.Home.Service.Grant = new SessionGrant { InterimInterval = TimeSpan.FromMinutes(10) };
        scene.Home.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.AccountingInterimInterval, seconds)]), Is.EqualTo("44"));
        Assert.That(scene.Home.Service.Book[^1], Is.EqualTo($"change 1 {expected}"));
    }

    [Test]
    public void A_passphrase_has_no_time_that_could_be_changed_and_its_session_can_be_ended()
    {
        using var scene = new Scene(passphrase: true);
        var station = scene.Home.Rig.Connect(ApRig.First);
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.SessionTimeout, 60)]), Is.EqualTo("45 401"));
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.AccountingInterimInterval, 60)]), Is.EqualTo("44"));
        Assert.That(scene.Home.Service.Book[^1], Is.EqualTo("change 1 60"));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. Text(RadiusAttributeType.UserName, "020000000100"), .. Text(RadiusAttributeType.AccountingSessionId, "0000000000000001")]), Is.EqualTo("41"));
        scene.Run(1);
        Assert.That(station.Ended, Is.EqualTo(2));
    }

    [Test]
    public void There_is_one_port_for_all_and_it_goes_with_the_last()
    {
        using var scene = new Scene();
        Assert.That(scene.Ports, Is.EqualTo(new[] { 3799 }));
        Assert.That((scene.Server.PortOf(scene.Home.Rig.Bss), scene.Server.PortOf(scene.Attic.Rig.Bss)), Is.EqualTo((3799, 3799)));
        scene.Attic.Use(scene.Server, Us.Replace("3799", "3800", StringComparison.Ordinal));
        Assert.That(scene.Ports, Is.EqualTo(new[] { 3799, 3800 }));
        scene.Server.Leave(scene.Home.Rig.Bss);
        Assert.That((scene.Ports.Single(), scene.Server.PortOf(scene.Home.Rig.Bss), scene.Server.Machine is null), Is.EqualTo((3800, 0, false)));
        scene.Attic.Use(scene.Server, "");
        Assert.That((scene.Ports.Count, scene.Server.Machine), Is.EqualTo((0, (DynamicAuthorization?)null)));
    }

    [Test]
    public void A_port_that_somebody_has_is_told_and_tried_again()
    {
        using var scene = new Scene();
        scene.IsTaken = true;
        Assert.That(scene.Attic.Use(scene.Server, Us.Replace("3799", "3800", StringComparison.Ordinal)), Does.StartWith("radius_das_port: binding UDP port 3800"));
        Assert.That((scene.Server.PortOf(scene.Attic.Rig.Bss), scene.Server.PortOf(scene.Home.Rig.Bss)), Is.EqualTo((0, 3799)));
        scene.IsTaken = false;
        Assert.That(scene.Attic.Use(scene.Server, Us.Replace("3799", "3800", StringComparison.Ordinal)), Is.Null);
        Assert.That(scene.Server.PortOf(scene.Attic.Rig.Bss), Is.EqualTo(3800));
    }

    [Test]
    public void What_was_done_is_remembered_when_a_file_is_read_anew_and_the_strictest_wish_counts()
    {
        using var scene = new Scene();
        var station = scene.Home.Connect(ApRig.First);
        var request = scene.Request(RadiusCode.DisconnectRequest, [.. First, .. scene.Now()]);
        scene.Send(request);
        scene.Attic.Use(scene.Server, Us + "radius_das_client_2=192.0.2.2 of the attic alone\nradius_das_time_window=100\nradius_das_require_event_timestamp=1\n");
        scene.Run(2);
        station.Join();
        scene.Run(1);
        scene.Send(request);
        Assert.That((scene.Answers.Count, scene.Server.Machine!.Repeated), Is.EqualTo((2, 1L)));
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, First), Is.Empty, "not without a time");
        Assert.That(scene.Ask(RadiusCode.DisconnectRequest, [.. First, .. scene.Now(-101)]), Is.Empty);
        scene.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void A_fault_of_ours_ends_in_its_access_point()
    {
        using var scene = new Scene();
        scene.Home.Connect(ApRig.First);
        scene.Home.Service.IsBroken = true;
        Assert.That(scene.Ask(RadiusCode.CoaRequest, [.. First, .. Number(RadiusAttributeType.AccountingInterimInterval, 60)]), Is.EqualTo("45 401"));
        Assert.That(scene.Faults.Single(), Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void Commands_and_the_log_tell_what_has_come_of_it()
    {
        using var scene = new Scene();
        scene.Home.Connect(ApRig.First);
        scene.Ask(RadiusCode.DisconnectRequest, First);
        scene.Ask(RadiusCode.DisconnectRequest, First);
        scene.Ask(RadiusCode.DisconnectRequest, First, secret: "between others");
        Assert.That(RadiusText.WriteStatus(scene.Server.PortOf(scene.Home.Rig.Bss)), Is.EqualTo("radius_das_port=3799\n"));
        Assert.That(RadiusText.WriteStatus(0), Is.Empty);
        Assert.That(RadiusText.WriteMib(scene.Server.Machine!), Is.EqualTo("radiusDynAuthServDisconUserSessRemoved=1\nradiusDynAuthServCoAUserSessChanged=0\nradiusDynAuthServNaks=1\n"
            + "radiusDynAuthServDupRequests=0\nradiusDynAuthServInvalidClientAddresses=0\nradiusDynAuthServMalformedRequests=0\nradiusDynAuthServBadAuthenticators=1\n"
            + "radiusDynAuthServUnknownTypes=0\nradiusDynAuthServPacketsDropped=0\n"));
        Assert.That(Enum.GetValues<RadiusDrop>().Select(RadiusWords.OfRequest), Is.Unique);
    }

    private static byte[] Text(RadiusAttributeType type, string text) => Attribute(type, Encoding.ASCII.GetBytes(text));

    private static byte[] Nas(string address)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return Attribute(bytes.Length == 4 ? RadiusAttributeType.NasIpAddress : RadiusAttributeType.NasIpv6Address, bytes);
    }

    /// <summary>An access point of 802.1X, or of a passphrase, and who answers for it.</summary>
    private sealed class House : IDisposable
    {
        private static readonly byte[] Rsne = [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 1, 0, 0];

        private readonly string _name;
        private readonly Action<Exception> _onFault;

        internal House(string name, bool passphrase, int reauthentication, Action<Exception> onFault)
        {
            (_name, _onFault) = (name, onFault);
            Rig = new ApRig(change: passphrase ? null : o => o with
            {
                Security = new SecurityOptions
                {
                    Pmks = [],
                    Enterprise = new EnterpriseOptions { Reauthentication = TimeSpan.FromSeconds(reauthentication) },
                    Rsn = new RsnOptions { Offer = new KeySuiteOffer(DataCipher.Ccmp, KeySuite.EapCcmp) },
                },
            });
            Service = new ScriptedService(Rig.Clock);
            (Rig.Bss.Service, Rig.Bss.Book) = (Service, Service);
            Rig.Bss.Enable();
            Rig.Run(0.01);
        }

        internal ApRig Rig { get; }

        internal ScriptedService Service { get; }

        internal string? Use(DynamicAuthorizationServer server, string lines) => server.Serve(Rig.Bss, Read(lines).Radius, _onFault);

        internal SimulatedStation Begin(MacAddress address, string identity = "alice")
        {
            var station = Rig.Station(address, o => Options(o, identity));
            station.Join();
            return station;
        }

        internal SimulatedStation Connect(MacAddress address, string identity = "alice") => Rig.Connect(address, o => Options(o, identity));

        /// <summary>It comes back with its first key, and names it.</summary>
        internal SimulatedStation Come(MacAddress address)
        {
            var id = Rig.Bss.Agreed.All.Single(k => k.Station == address).Id.ToArray();
            return Rig.Connect(address, o => o with { Passphrase = null, Pmk = StationEap.KeyOf(address, 1)[..32], Rsne = [48, 38, .. Rsne[2..], 1, 0, .. id] });
        }

        public void Dispose() => Rig.Dispose();

        private AccessPointConfiguration Read(string lines) =>
            NasRig.Read($"interface=wlan0\nhw_mode=g\nchannel=6\nssid=labtest\nnas_identifier={_name}\nown_ip_addr=192.0.2.77\n{lines}");

        private static SimulatedStationOptions Options(SimulatedStationOptions given, string identity) => given with { Passphrase = null, Identity = identity, Rsne = Rsne };
    }

    private sealed class Scene : IAuthorizationPorts, IDisposable
    {
        private UdpPortHandler _onDatagram = static (_, _) => { };
        private byte _identifier;

        internal Scene(string home = "", string attic = "", bool passphrase = false, int reauthentication = 3600)
        {
            Home = new House("lab", passphrase, reauthentication, Faults.Add);
            Attic = new House("attic", passphrase, reauthentication, Faults.Add);
            foreach (var house in new[] { Home, Attic })
            {
                house.Rig.Bss.Others = () => [Home.Rig.Bss, Attic.Rig.Bss];
            }

            Server = new DynamicAuthorizationServer(this, Home.Rig.Clock);
            Assert.That(Home.Use(Server, Us + home), Is.Null);
            Assert.That(Attic.Use(Server, Us + attic), Is.Null);
        }

        internal House Home { get; }

        internal House Attic { get; }

        internal DynamicAuthorizationServer Server { get; }

        internal List<Exception> Faults { get; } = [];

        internal List<int> Ports { get; } = [];

        internal List<byte[]> Answers { get; } = [];

        internal bool IsTaken { get; set; }

        internal void Run(double seconds)
        {
            Home.Rig.Run(seconds);
            Attic.Rig.Run(seconds);
        }

        /// <summary>As a station's key is taken over by another network (okc).</summary>
        internal void Copy(House from, House to)
        {
            var known = from.Rig.Bss.Agreed.All.Single();
            to.Rig.Bss.Agreed.Add(known.Station, known.Akm, known.Key.Span, known.Id, isOpportunistic: true, grant: known.Grant);
        }

        internal byte[] Now(int seconds = 0) =>
            Number(RadiusAttributeType.EventTimestamp, (uint)(Home.Rig.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds));

        internal byte[] Request(RadiusCode code, byte[] attributes, string secret = "between the two of us") =>
            Answer(code, ++_identifier, new byte[16], attributes, Encoding.ASCII.GetBytes(secret));

        internal void Send(byte[] request, string from = "192.0.2.1") => _onDatagram(new IPEndPoint(IPAddress.Parse(from), 40000), request);

        /// <summary>The code of the answer, and the cause behind a no; empty: there was none.</summary>
        internal string Ask(RadiusCode code, byte[] attributes, string secret = "between the two of us", string from = "192.0.2.1")
        {
            var before = Answers.Count;
            Send(Request(code, attributes, secret), from);
            if (Answers.Count == before)
            {
                return "";
            }

            Assert.That(RadiusPacket.TryParse(Answers[^1], out var packet, out _));
            return packet.TryFind(RadiusAttributeType.ErrorCause, out var cause) ? $"{(int)packet.Code} {cause[2] << 8 | cause[3]}" : $"{(int)packet.Code}";
        }

        public void Dispose()
        {
            Server.Leave(Home.Rig.Bss);
            Server.Leave(Attic.Rig.Bss);
            Home.Dispose();
            Attic.Dispose();
        }

        public OsResult Open(int port, UdpPortHandler onDatagram, out IAuthorizationPort? opened)
        {
            opened = null;
            if (IsTaken)
            {
                return OsResult.Failure($"binding UDP port {port}", Tmds.Linux.LibC.EADDRINUSE);
            }

            (_onDatagram, opened) = (onDatagram, new Port(this, port));
            Ports.Add(port);
            return OsResult.Ok;
        }

        private sealed class Port(Scene scene, int number) : IAuthorizationPort
        {
            public OsResult Send(IPEndPoint to, ReadOnlySpan<byte> datagram)
            {
                scene.Answers.Add(datagram.ToArray());
                return OsResult.Ok;
            }

            public void Dispose() => scene.Ports.Remove(number);
        }
    }
}
