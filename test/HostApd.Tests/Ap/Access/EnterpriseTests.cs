using HostApd.Ap;
using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>802.1X with a service elsewhere, from the association to the open port and what becomes of it.</summary>
public sealed class EnterpriseTests
{
    private static readonly byte[] Rsne = [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 1, 0, 0];
    private static readonly byte[] Start = [2, 1, 0, 0];
    private static readonly byte[] Logoff = [2, 2, 0, 0];

    public static IEnumerable<KeySuite> Suites => [KeySuite.EapCcmp, KeySuite.EapSha256Ccmp];

    [TestCaseSource(nameof(Suites))]
    public void A_station_that_the_service_lets_in_has_the_key_of_the_exchange(KeySuite suite)
    {
        using var rig = Rig(out var service, suite: suite);
        var station = Connect(rig, suite);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(service.Log, Is.EqualTo(new[] { "02:00:00:00:01:00 is alice", "02:00:00:00:01:00 Accept after 3" }));
        Assert.That(rig.Sta(ApRig.First)!.Access, Is.TypeOf<RsnAccess>().With.Property(nameof(RsnAccess.Negotiated)).EqualTo(suite));
        Assert.That(((RsnAccess)rig.Sta(ApRig.First)!.Access!).ProvenKey.ToArray(), Is.EqualTo(StationEap.KeyOf(ApRig.First, 1)[..32]));
        Assert.That(rig.Events, Is.SupersetOf(new[]
        {
            "CTRL-EVENT-EAP-STARTED 02:00:00:00:01:00", "CTRL-EVENT-EAP-PROPOSED-METHOD vendor=0 method=1",
            "CTRL-EVENT-EAP-SUCCESS2 02:00:00:00:01:00", "AP-STA-CONNECTED 02:00:00:00:01:00",
        }));
        Assert.That(service.Subjects[0].Suite, Is.EqualTo(suite));
    }

    [Test]
    public void The_first_handshake_message_names_the_key()
    {
        using var rig = Rig(out _);
        Connect(rig);
        var id = new byte[16];
        EapKeys.WriteId(KeySuite.EapCcmp, StationEap.KeyOf(ApRig.First, 1).AsSpan(0, 32), rig.Radio.Address, ApRig.First, id);
        var message1 = rig.Air.Sent.First(static f => f is { FromAp: true, Name: "M1" }).Bytes;
        Assert.That(message1[^22..], Is.EqualTo((byte[])[0xdd, 20, 0, 0x0f, 0xac, 4, .. id]));
    }

    [TestCase(null, 23)]
    [TestCase(5, 5)]
    public void A_rejected_station_hears_why_and_no_handshake(int? dismissal, int reason)
    {
        using var rig = Rig(out var service);
        service.Verdict = static _ => ServiceVerdict.Reject;
        service.Dismissal = (ReasonCode?)dismissal;
        var station = Begin(rig);
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(reason));
        Assert.That(rig.Air.Sent.Select(static f => f.Name), Has.None.EqualTo("M1"));
        Assert.That(rig.Air.Sent.Any(static f => f is { FromAp: true, IsEapol: true, Bytes: [_, 0, _, _, 4, ..] }), "EAP-Failure before it");
        Assert.That(rig.Events, Has.Member("CTRL-EVENT-EAP-FAILURE2 02:00:00:00:01:00"));
        Assert.That(rig.Sta(ApRig.First), Is.Null);
        Assert.That(rig.Bss.Agreed.Has(ApRig.First), Is.False);
    }

    [Test]
    public void Without_an_answer_the_station_is_sent_away()
    {
        using var rig = Rig(out var service);
        service.Verdict = static _ => ServiceVerdict.Silence;
        var station = Begin(rig);
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(23));
    }

    [Test]
    public void An_accept_without_keys_lets_nobody_in()
    {
        using var rig = Rig(out var service);
        service.ForgetsKeys = true;
        var station = Begin(rig);
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(23));
        Assert.That(rig.Air.Sent.Select(static f => f.Name), Has.None.EqualTo("M1"));
    }

    [TestCase(4, true)]
    [TestCase(5, false)]
    public void When_its_server_is_lost_the_conversation_begins_anew_so_often(int losses, bool isIn)
    {
        using var rig = Rig(out var service);
        var left = losses;
        service.Verdict = _ => left-- > 0 ? ServiceVerdict.Lost : ServiceVerdict.Accept;
        var station = Begin(rig);
        rig.Run(2);
        Assert.That(station.State, Is.EqualTo(isIn ? StationState.Connected : StationState.Idle));
        Assert.That(service.Log.Count(static l => l.EndsWith("is alice", StringComparison.Ordinal)), Is.EqualTo(5));
    }

    [Test]
    public void A_station_that_says_nothing_is_asked_again_and_does_not_stay()
    {
        using var rig = Rig(out _);
        var station = Begin(rig, silent: true);
        rig.Run(29);
        Assert.That(station.Ended, Is.Null);
        Assert.That(rig.Events.Count(static e => e.StartsWith("CTRL-EVENT-EAP-RETRANSMIT2", StringComparison.Ordinal)), Is.EqualTo(3), "after 3, 9 and 21 s");
        rig.Run(2);
        Assert.That(station.Ended, Is.EqualTo(23));
    }

    [Test]
    public void A_server_that_never_comes_to_an_end_is_bounded()
    {
        using var rig = Rig(out var service);
        service.Rounds = 1000;
        var station = Begin(rig);
        rig.Run(61);
        Assert.That(station.Ended, Is.EqualTo(23));
        Assert.That(service.Asked, Is.EqualTo(RelayedEap.MaximumRounds));
    }

    [Test]
    public void A_server_that_is_slow_is_given_a_minute()
    {
        using var rig = Rig(out var service);
        (service.Rounds, service.Delay) = (50, TimeSpan.FromSeconds(2));
        var station = Begin(rig);
        rig.Run(59);
        Assert.That(station.Ended, Is.Null);
        rig.Run(2);
        Assert.That(station.Ended, Is.EqualTo(23));
    }

    [Test]
    public void A_station_that_names_its_key_comes_back_without_the_service()
    {
        using var rig = Rig(out var service);
        Connect(rig).Leave();
        rig.Run(1.5);
        var (asked, id) = (service.Asked, rig.Bss.Agreed.All.Single().Id.ToArray());
        var again = Come(rig, id, StationEap.KeyOf(ApRig.First, 1));
        Assert.That(again.State, Is.EqualTo(StationState.Connected));
        Assert.That(service.Asked, Is.EqualTo(asked));
        Assert.That(((RsnAccess)rig.Sta(ApRig.First)!.Access!).Authentication, Is.Not.Null.And.Property(nameof(EapAuthentication.IsFromCache)).True);
        Assert.That(((RsnAccess)rig.Sta(ApRig.First)!.Access!).Authentication!.Result!.Identity, Is.EqualTo("alice"u8.ToArray()));
    }

    [Test]
    public void A_station_that_names_another_key_is_asked_who_it_is()
    {
        using var rig = Rig(out var service);
        Connect(rig).Leave();
        rig.Run(1.5);
        var asked = service.Asked;
        Come(rig, new byte[16], StationEap.KeyOf(ApRig.First, 1));
        Assert.That(rig.Events.Count(static e => e.StartsWith("CTRL-EVENT-EAP-STARTED", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(service.Asked, Is.EqualTo(asked), "it knows no EAP any more");
    }

    [Test]
    public void Without_caching_nothing_of_before_counts()
    {
        using var rig = Rig(out _, change: static s => s with { CachesKeys = false });
        Connect(rig).Leave();
        rig.Run(1.5);
        Come(rig, rig.Bss.Agreed.All.Single().Id.ToArray(), StationEap.KeyOf(ApRig.First, 1));
        Assert.That(rig.Events.Count(static e => e.StartsWith("CTRL-EVENT-EAP-STARTED", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public void EAPOL_Start_instead_of_an_answer_to_the_key_of_before_begins_anew()
    {
        using var rig = Rig(out var service);
        Connect(rig).Leave();
        rig.Run(1.5);
        var station = ComeInSilence(rig);
        rig.Run(0.02);
        Assert.That(service.Log, Has.Count.EqualTo(2));
        station.SendEapol(Start);
        rig.Run(0.02);
        Assert.That(service.Log, Has.Count.EqualTo(4), "asked and accepted once more");
    }

    [Test]
    public void Reauthentication_brings_another_key_under_the_open_port()
    {
        using var rig = Rig(out var service, enterprise: new EnterpriseOptions { Reauthentication = TimeSpan.FromSeconds(100) });
        var station = Connect(rig);
        Assert.That(station.InstalledKeys, Has.Count.EqualTo(1));
        rig.Run(101);
        Assert.That(service.Log.Count(static l => l.EndsWith("Accept after 3", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(station.InstalledKeys, Has.Count.EqualTo(2).And.Unique);
        Assert.That(((RsnAccess)rig.Sta(ApRig.First)!.Access!).ProvenKey.ToArray(), Is.EqualTo(StationEap.KeyOf(ApRig.First, 2)[..32]));
        Assert.That(rig.Events.Count(static e => e.StartsWith("AP-STA-", StringComparison.Ordinal)), Is.EqualTo(1), "connected once, never gone");
        rig.Run(100);
        Assert.That(station.InstalledKeys, Has.Count.EqualTo(3).And.Unique, "and again");
    }

    [Test]
    public void Who_fails_when_it_is_asked_anew_is_sent_away()
    {
        using var rig = Rig(out var service, enterprise: new EnterpriseOptions { Reauthentication = TimeSpan.FromSeconds(100) });
        var station = Connect(rig);
        service.Verdict = static _ => ServiceVerdict.Reject;
        rig.Run(101);
        Assert.That(station.Ended, Is.EqualTo(23));
        Assert.That(service.Book[^1], Does.EndWith("Failed"));
    }

    /// <summary>Who is in has shown who it is; who is not may be anybody with its address.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void Who_fails_has_no_key_left_at_other_networks_if_it_was_in(bool isIn)
    {
        using var here = Rig(out var service, Sharing);
        using var there = Rig(out _, Sharing, address: new MacAddress([2, 0, 0, 0, 0, 0x77]));
        here.Bss.Others = there.Bss.Others = () => [here.Bss, there.Bss];
        Connect(there);
        if (isIn)
        {
            Connect(here);
            service.Verdict = static _ => ServiceVerdict.Reject;
            Assert.That(here.Bss.Reauthenticate(ApRig.First));
        }
        else
        {
            service.Verdict = static _ => ServiceVerdict.Reject;
            Begin(here);
        }

        here.Run(1);
        Assert.That((here.Sta(ApRig.First), here.Bss.Agreed.Has(ApRig.First), there.Bss.Agreed.Has(ApRig.First)), Is.EqualTo(((Sta?)null, false, !isIn)));
    }

    [Test]
    public void Whose_time_is_over_before_its_handshake_is_does_not_come_in()
    {
        using var rig = Rig(out var service);
        service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(10), AsksAgainAtEnd = true };
        Connect(rig).Leave();
        rig.Run(9);
        var station = ComeInSilence(rig);
        rig.Run(0.5);
        Assert.That((station.Ended, service.Log.Count), Is.EqualTo(((int?)null, 2)), "it has come by its key");
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(2));
    }

    [Test]
    public void Who_begins_anew_before_it_is_in_has_the_time_that_comes_of_that()
    {
        using var rig = Rig(out var service);
        service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(10) };
        Connect(rig).Leave();
        rig.Run(9);
        var station = ComeInSilence(rig);
        rig.Run(0.1);
        service.Delay = TimeSpan.FromSeconds(1);
        station.SendEapol(Start);
        rig.Run(2);
        Assert.That(station.Ended, Is.Null, "its exchange goes on");
    }

    [Test]
    public void Who_is_to_be_asked_anew_while_its_handshake_waits_is_asked_behind_it()
    {
        using var rig = Rig(out var service, enterprise: new EnterpriseOptions { Reauthentication = TimeSpan.FromSeconds(2) },
            prepare: static r => r.Pool.CreateTestGate(r.Clock).Block(TimeSpan.FromSeconds(3)));
        Begin(rig);
        rig.Run(2.9);
        Assert.That(service.Log, Has.Count.EqualTo(2));
        rig.Run(1.5);
        Assert.That(service.Log, Has.Count.EqualTo(4));
        Assert.That(rig.Sta(ApRig.First) is { IsAuthorized: true });
    }

    [Test]
    public void The_end_of_its_time_is_the_end_of_the_session_and_of_its_key()
    {
        using var rig = Rig(out var service);
        service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(50) };
        var station = Connect(rig);
        rig.Run(49);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        rig.Run(2);
        Assert.That(station.Ended, Is.EqualTo(2));
        Assert.That(rig.Bss.Agreed.Has(ApRig.First), Is.False);
        Assert.That(service.Book, Is.EqualTo(new[] { "start 1 02:00:00:00:01:00 'alice'", "stop 1 02:00:00:00:01:00 SessionTimeout" }));
    }

    [Test]
    public void Where_the_server_wants_that_the_end_of_its_time_is_another_question([Values(0, 3600)] int reauthentication)
    {
        using var rig = Rig(out var service, enterprise: new EnterpriseOptions { Reauthentication = TimeSpan.FromSeconds(reauthentication) });
        service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(50), AsksAgainAtEnd = true };
        var station = Connect(rig);
        rig.Run(160);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(station.InstalledKeys, Has.Count.EqualTo(4).And.Unique);
    }

    [Test]
    public void A_shorter_period_asks_within_the_servers_time_which_begins_anew()
    {
        using var rig = Rig(out var service, enterprise: new EnterpriseOptions { Reauthentication = TimeSpan.FromSeconds(20) });
        service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(50) };
        var station = Connect(rig);
        rig.Run(70);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(station.InstalledKeys, Has.Count.EqualTo(4).And.Unique);
    }

    [Test]
    public void EAPOL_Start_of_a_station_that_is_in_asks_anew_once_a_second()
    {
        using var rig = Rig(out var service);
        var station = Connect(rig);
        for (var i = 0; i < 20; i++)
        {
            station.SendEapol(Start);
            rig.Run(0.1);
        }

        Assert.That(service.Log.Count(static l => l.EndsWith("is alice", StringComparison.Ordinal)), Is.EqualTo(3));
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void What_comes_in_clear_in_the_name_of_who_is_in_does_nothing()
    {
        using var rig = Rig(out var service);
        var station = Connect(rig);
        rig.Radio.InjectEapol(ApRig.First, Logoff);
        rig.Radio.InjectEapol(ApRig.First, Start);
        rig.Radio.InjectEapol(ApRig.First, [2, 0, 0, 5, 2, 1, 0, 5, 1]);
        rig.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(service.Log, Has.Count.EqualTo(2));
        Assert.That(rig.Bss.Counters[FrameDrop.Unprotected], Is.EqualTo(3));
    }

    [Test]
    public void EAPOL_Logoff_of_itself_ends_the_session()
    {
        using var rig = Rig(out var service);
        var station = Connect(rig);
        station.SendEapol(Logoff);
        rig.Run(0.1);
        Assert.That(station.State, Is.EqualTo(StationState.Idle));
        Assert.That(rig.Sta(ApRig.First), Is.Null);
        Assert.That(service.Book[^1], Does.EndWith("ByStation"));
    }

    [Test]
    public void Who_names_a_key_and_has_another_has_no_wrong_passphrase()
    {
        using var rig = Rig(out _);
        Connect(rig).Leave();
        rig.Run(1.5);
        var station = Come(rig, rig.Bss.Agreed.All.Single().Id.ToArray(), new byte[32]);
        rig.Run(5);
        Assert.That(station.Ended, Is.EqualTo(15));
        Assert.That(rig.Events, Has.None.StartsWith("AP-STA-POSSIBLE-PSK-MISMATCH"));
    }

    [Test]
    public void The_handshake_waits_for_keys_and_the_exchange_does_not()
    {
        using var rig = Rig(out var service, prepare: static r => r.Pool.CreateTestGate(r.Clock).Block(TimeSpan.FromSeconds(2)));
        var station = Begin(rig);
        rig.Run(1);
        Assert.That(service.Log, Has.Count.EqualTo(2), "accepted");
        Assert.That(rig.Events, Has.Some.StartsWith("EAPOL-HELD"));
        rig.Run(1.5);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void The_book_has_each_session_once()
    {
        using var rig = Rig(out var service);
        var station = Connect(rig);
        station.Leave();
        rig.Run(1.5);
        station.Join();
        rig.Run(1);
        rig.Bss.SendAway(ApRig.First, ReasonCode.InvalidAuthentication, disassociate: false);
        rig.Run(2);
        station.Join();
        rig.Run(1);
        rig.Bss.Disable();
        Assert.That(service.Book.Select(static l => l.Split(' ')[0] + l[l.LastIndexOf(' ')..]), Is.EqualTo(new[]
        {
            "start 'alice'", "stop ByStation", "start 'alice'", "stop ByOwner", "start 'alice'", "stop AccessPointEnds",
        }));
    }

    [Test]
    public void Where_nobody_can_be_asked_the_suite_is_not_taken()
    {
        using var rig = Rig(out _);
        rig.Bss.Service = null;
        var station = Begin(rig);
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo((int)StatusCode.InvalidAkm));
    }

    private static SecurityOptions Sharing(SecurityOptions given) => given with { SharesKeys = true };

    private static byte[] Naming(byte[] id) => [48, 38, .. Rsne[2..], 1, 0, .. id];

    private static SimulatedStationOptions Options(SimulatedStationOptions given) => given with { Passphrase = null, Identity = "alice", Rsne = Rsne };

    private static ApRig Rig(
        out ScriptedService service, Func<SecurityOptions, SecurityOptions>? change = null, EnterpriseOptions? enterprise = null, KeySuite? suite = null,
        Action<ApRig>? prepare = null, MacAddress? address = null)
    {
        var security = new SecurityOptions
        {
            Pmks = [],
            Enterprise = enterprise ?? new EnterpriseOptions(),
            Rsn = new RsnOptions { Offer = new KeySuiteOffer(DataCipher.Ccmp, suite ?? KeySuite.EapCcmp) },
        };
        var radio = address is { } its ? new SimulatedRadioOptions { Address = its } : null;
        var rig = new ApRig(radio, o => o with { Security = change?.Invoke(security) ?? security });
        prepare?.Invoke(rig);
        service = new ScriptedService(rig.Clock);
        (rig.Bss.Service, rig.Bss.Book) = (service, service);
        rig.Bss.Enable();
        rig.Run(0.01);
        return rig;
    }

    private static SimulatedStation Begin(ApRig rig, bool silent = false)
    {
        var station = rig.Station(ApRig.First, Options);
        station.Eap!.IsSilent = silent;
        station.Join();
        return station;
    }

    private static SimulatedStation Connect(ApRig rig, KeySuite? suite = null) => rig.Connect(ApRig.First, o => Options(o) with
    {
        Rsne = suite is null ? Rsne : [.. Rsne[..19], (byte)suite.Akm, .. Rsne[20..]],
    });

    /// <summary>It names its key of before, and does not answer message 1.</summary>
    private static SimulatedStation ComeInSilence(ApRig rig)
    {
        var id = rig.Bss.Agreed.All.Single().Id.ToArray();
        var station = rig.Station(ApRig.First, o => Options(o) with { Rsne = Naming(id), IgnoresMessage1 = true });
        station.Join();
        return station;
    }

    private static SimulatedStation Come(ApRig rig, byte[] id, byte[] key)
    {
        var station = rig.Station(ApRig.First, o => o with { Passphrase = null, Pmk = key[..32], Rsne = Naming(id) });
        station.Join();
        rig.Run(1);
        return station;
    }
}
