using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Addresses that a service has the word on (macaddr_acl=2), and passphrases that come with it (wpa_psk_radius).</summary>
public sealed class AddressInquiriesTests
{
    [Test]
    public void The_first_authentication_waits_for_the_answer_and_is_answered_then()
    {
        using var rig = Rig(out var service);
        service.Delay = TimeSpan.FromMilliseconds(50);
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Run(0.04);
        Assert.That(station.State, Is.EqualTo(StationState.Authenticating));
        Assert.That(rig.Sta(ApRig.First), Is.Null);
        rig.Run(0.5);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Air.Count("AuthenticationRequest"), Is.EqualTo(1), "it needed to ask once");
        Assert.That(service.Asked, Is.EqualTo(1));
    }

    [Test]
    public void Repeated_frames_ask_once_and_are_answered_once()
    {
        using var rig = Rig(out var service);
        service.Delay = TimeSpan.FromMilliseconds(250);
        var station = rig.Station(ApRig.First, static o => o with { Patience = TimeSpan.FromMilliseconds(100) });
        station.Join();
        rig.Run(0.6);
        Assert.That(service.Asked, Is.EqualTo(1));
        Assert.That(rig.Air.Count("AuthenticationResponse"), Is.EqualTo(1));
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void Who_is_rejected_hears_nothing_and_is_asked_about_once_in_30_seconds()
    {
        using var rig = Rig(out var service);
        service.Verdict = static _ => ServiceVerdict.Reject;
        for (var i = 0; i < 29; i++)
        {
            rig.Station(ApRig.First).Join();
            rig.Run(1);
        }

        Assert.That(service.Asked, Is.EqualTo(1));
        Assert.That(rig.Air.Count("AuthenticationResponse"), Is.Zero);
        Assert.That(rig.Bss.Counters[FrameDrop.Denied], Is.GreaterThan(29));
        service.Verdict = static _ => ServiceVerdict.Accept;
        rig.Run(2);
        var station = rig.Connect(ApRig.First);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(service.Asked, Is.EqualTo(2));
    }

    [Test]
    public void Silence_is_no_answer_and_the_next_frame_asks_again()
    {
        using var rig = Rig(out var service);
        service.Verdict = static _ => ServiceVerdict.Silence;
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Run(1);
        Assert.That(station.IsUnheard);
        service.Verdict = static _ => ServiceVerdict.Accept;
        station.Join();
        rig.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void Lists_go_before_the_service()
    {
        using var rig = Rig(out var service);
        rig.Bss.Acl.Accepted[ApRig.First] = 0;
        rig.Bss.Acl.Denied[ApRig.Second] = 0;
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Connect(ApRig.Second).State, Is.Not.EqualTo(StationState.Connected));
        Assert.That(service.Asked, Is.Zero);
    }

    [Test]
    public void Probe_Requests_ask_nobody_and_are_answered()
    {
        using var rig = Rig(out var service);
        rig.Station(ApRig.First).Probe();
        rig.Run(0.1);
        Assert.That(service.Asked, Is.Zero);
        Assert.That(rig.Air.Count("ProbeResponse"), Is.EqualTo(1));
    }

    [TestCase("12345678", 0, true)]
    [TestCase("granted-secret", 1, true)]
    [TestCase("second-secret", 1, true)]
    [TestCase("nobodys-secret", 1, false)]
    public void Who_knows_none_of_our_passphrases_is_asked_about_by_its_handshake(string passphrase, int asked, bool isIn)
    {
        using var rig = Rig(out var service, PskFromService.InHandshake, acl: AclPolicy.AcceptUnlessDenied);
        (service.Passphrases, service.Delay) = (["granted-secret", "short", "second-secret"], TimeSpan.FromMilliseconds(50));
        var station = rig.Station(ApRig.First, o => o with { Passphrase = passphrase });
        station.Join();
        rig.Run(3);
        Assert.That(station.State == StationState.Connected, Is.EqualTo(isIn));
        Assert.That(service.Asked, Is.EqualTo(asked));
        Assert.That(service.Log.Count(static l => l.Contains(" by 32 and ", StringComparison.Ordinal)), Is.EqualTo(asked));
        Assert.That(rig.Events.Exists(static e => e.StartsWith("AP-STA-POSSIBLE-PSK-MISMATCH", StringComparison.Ordinal)), Is.EqualTo(!isIn));
        if (isIn)
        {
            station.Leave();
            rig.Run(1);
            station.Join();
            rig.Run(1);
            Assert.That(station.State, Is.EqualTo(StationState.Connected));
            Assert.That(service.Asked, Is.EqualTo(asked), "an answer counts for 30 seconds");
        }
    }

    [TestCase(ServiceVerdict.Reject)]
    [TestCase(ServiceVerdict.Silence)]
    public void Whose_passphrase_nobody_knows_is_sent_away(ServiceVerdict verdict)
    {
        using var rig = Rig(out var service, PskFromService.InHandshake, acl: AclPolicy.AcceptUnlessDenied);
        service.Verdict = _ => verdict;
        var station = rig.Station(ApRig.First, static o => o with { Passphrase = "nobodys-secret" });
        for (var i = 0; i < 3; i++)
        {
            station.Join();
            rig.Run(1);
            Assert.That(station.Ended, Is.EqualTo(2));
        }

        Assert.That(service.Asked, Is.EqualTo(verdict == ServiceVerdict.Reject ? 1 : 3), "a word counts for 30 seconds, and silence is none");
        Assert.That(rig.Events.Count(static e => e.StartsWith("AP-STA-POSSIBLE-PSK-MISMATCH", StringComparison.Ordinal)), Is.EqualTo(3));
        rig.Run(31);
        (service.Verdict, service.Passphrases) = (static _ => ServiceVerdict.Accept, ["nobodys-secret"]);
        station.Join();
        rig.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void A_handshake_waits_for_a_slow_server_longer_than_for_a_station()
    {
        using var rig = Rig(out var service, PskFromService.InHandshake, acl: AclPolicy.AcceptUnlessDenied);
        (service.Passphrases, service.Delay) = (["granted-secret"], TimeSpan.FromSeconds(8));
        var station = rig.Station(ApRig.First, static o => o with { Passphrase = "granted-secret" });
        station.Join();
        rig.Run(7.9);
        Assert.That((station.Ended, service.Asked), Is.EqualTo(((int?)null, 0)));
        rig.Run(1);
        Assert.That((station.State, service.Asked), Is.EqualTo((StationState.Connected, 1)));
    }

    [TestCase(PskFromService.No, "granted-secret", false)]
    [TestCase(PskFromService.No, "12345678", true)]
    [TestCase(PskFromService.Optional, "granted-secret", true)]
    [TestCase(PskFromService.Optional, "12345678", false)]
    [TestCase(PskFromService.Required, "granted-secret", true)]
    [TestCase(PskFromService.Required, "second-secret", true)]
    [TestCase(PskFromService.Required, "12345678", false)]
    public void Which_passphrases_count_where_some_are_granted(PskFromService wish, string passphrase, bool isIn)
    {
        using var rig = Rig(out var service, wish);
        service.Passphrases = ["granted-secret", "short", "second-secret"];
        Assert.That(rig.Connect(ApRig.First, o => o with { Passphrase = passphrase }).State == StationState.Connected, Is.EqualTo(isIn));
    }

    [TestCase(PskFromService.Optional, true)]
    [TestCase(PskFromService.Required, false)]
    public void Without_a_granted_passphrase_the_configured_one_counts_unless_one_is_required(PskFromService wish, bool isIn)
    {
        using var rig = Rig(out _, wish);
        Assert.That(rig.Connect(ApRig.First).State == StationState.Connected, Is.EqualTo(isIn));
    }

    [Test]
    public void Sixty_four_digits_are_a_key()
    {
        using var rig = Rig(out var service, PskFromService.Required);
        service.Passphrases = [string.Concat(Enumerable.Repeat("a5", 32))];
        Assert.That(rig.Connect(ApRig.First, static o => o with { Passphrase = null, Pmk = [.. Enumerable.Repeat((byte)0xA5, 32)] }).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void Keys_are_made_elsewhere_before_the_station_is_answered()
    {
        var worker = new PatientWorker();
        using var rig = Rig(out var service, PskFromService.Required, worker);
        worker.RunAll();
        service.Passphrases = ["granted-secret", "second-secret"];
        var station = rig.Station(ApRig.First, static o => o with { Passphrase = "second-secret", Tries = 10 });
        station.Join();
        rig.Run(0.3);
        Assert.That(station.State, Is.EqualTo(StationState.Authenticating));
        worker.RunAll();
        rig.Run(0.3);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void The_end_of_its_time_is_the_end_of_the_session_and_it_is_asked_about_anew()
    {
        using var rig = Rig(out var service);
        service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(25) };
        var station = rig.Connect(ApRig.First);
        rig.Run(24);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        rig.Run(2);
        Assert.That(station.Ended, Is.EqualTo(2));
        station.Join();
        rig.Run(1);
        Assert.That(service.Asked, Is.EqualTo(2));
        Assert.That(service.Book.Select(static l => l.Split(' ')[^1]), Is.EqualTo(new[] { "''", "SessionTimeout", "''" }));
    }

    /// <summary>Anybody can send an Authentication in its name, and have it asked about.</summary>
    [TestCase(ServiceVerdict.Silence)]
    [TestCase(ServiceVerdict.Reject)]
    public void What_is_said_of_its_address_meanwhile_takes_no_end_from_a_session(ServiceVerdict verdict)
    {
        using var rig = Rig(out var service, PskFromService.Required);
        (service.Passphrases, service.Grant) = (["granted-secret"], new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(60) });
        var station = rig.Connect(ApRig.First, static o => o with { Passphrase = "granted-secret" });
        rig.Run(31);
        service.Verdict = _ => verdict;
        rig.Radio.Inject(StrangersTests.Authentication(ApRig.First));
        rig.Run(1);
        Assert.That((service.Asked, station.State), Is.EqualTo((2, StationState.Connected)));
        var sta = rig.Sta(ApRig.First)!;
        Assert.That(rig.Bss.DeviceKeys.MayUse(sta, ((RsnAccess)sta.Access!).ProvenKey), "its key is still the one that was granted");
        rig.Run(26);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        rig.Run(3);
        Assert.That((station.Ended, service.Book[^1].Split(' ')[^1]), Is.EqualTo(((int?)2, "SessionTimeout")));
    }

    [TestCase(50, 10)]
    [TestCase(10, 50)]
    public void The_time_that_was_granted_may_be_another(int granted, int changed)
    {
        using var rig = Rig(out var service);
        service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(granted) };
        var station = rig.Connect(ApRig.First);
        Assert.That(rig.Bss.ChangeSession(ApRig.First, new GrantChange { SessionTimeout = TimeSpan.FromSeconds(changed) }));
        rig.Run(changed - 1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        rig.Run(2);
        Assert.That(station.Ended, Is.EqualTo(2));
    }

    [Test]
    public void A_time_that_is_taken_back_does_not_end()
    {
        using var rig = Rig(out var service);
        service.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(20) };
        var station = rig.Connect(ApRig.First);
        Assert.That(rig.Bss.ChangeSession(ApRig.First, new GrantChange { SessionTimeout = TimeSpan.Zero }));
        rig.Run(100);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Bss.ChangeSession(ApRig.Second, new GrantChange { SessionTimeout = TimeSpan.Zero }), Is.False, "nobody is there");
    }

    [Test]
    public void Whose_session_a_service_ends_is_asked_about_when_it_comes_again()
    {
        using var rig = Rig(out var service);
        var station = rig.Connect(ApRig.First);
        Assert.That(rig.Bss.EndSession(ApRig.First));
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(2));
        service.Verdict = static _ => ServiceVerdict.Reject;
        station.Join();
        rig.Run(1);
        Assert.That((service.Asked, rig.Sta(ApRig.First)), Is.EqualTo((2, (Sta?)null)));
        Assert.That(service.Book[^1], Does.EndWith("ByOwner"));
    }

    [Test]
    public void Addresses_that_are_invented_are_bounded_and_forgotten()
    {
        using var rig = Rig(out var service);
        service.Delay = TimeSpan.FromSeconds(10);
        service.Verdict = static _ => ServiceVerdict.Reject;
        for (var i = 0; i < 400; i++)
        {
            rig.Station(new MacAddress([0x02, 0, 0, 1, (byte)(i >> 8), (byte)i])).Authenticate();
        }

        rig.Run(0.01);
        Assert.That(rig.Bss.Inquiries.Pending, Is.EqualTo(AddressInquiries.MostPending));
        Assert.That(rig.Bss.Counters[FrameDrop.Denied], Is.EqualTo(400 - AddressInquiries.MostPending));
        rig.Run(11);
        Assert.That(rig.Bss.Inquiries.Pending, Is.Zero);
        rig.Run(60);
        Assert.That(rig.Bss.Inquiries.Count, Is.Zero);
    }

    [Test]
    public void A_table_full_of_strangers_shuts_nobody_out()
    {
        using var rig = Rig(out var service);
        service.Verdict = static station => station == ApRig.First ? ServiceVerdict.Accept : ServiceVerdict.Reject;
        for (var i = 0; i < AddressInquiries.MostKnown + AddressInquiries.MostPending + 50; i++)
        {
            rig.Station(new MacAddress([0x02, 0, 0, 1, (byte)(i >> 8), (byte)i]), static o => o with { Tries = 1 }).Authenticate();
            rig.Run(0.005);
        }

        Assert.That(rig.Bss.Inquiries.Count, Is.EqualTo(AddressInquiries.MostKnown + AddressInquiries.MostPending));
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void Off_the_air_nothing_is_left_of_it()
    {
        using var rig = Rig(out var service);
        service.Delay = TimeSpan.FromSeconds(1);
        rig.Station(ApRig.First).Authenticate();
        rig.Run(0.01);
        rig.Bss.Disable();
        Assert.That(rig.Bss.Inquiries.Count, Is.Zero);
        rig.Run(2);
        Assert.That(rig.Sta(ApRig.First), Is.Null);
    }

    private static ApRig Rig(out ScriptedService service, PskFromService wish = PskFromService.No, IWorker? worker = null,
        AclPolicy acl = AclPolicy.AskService)
    {
        var rig = new ApRig(worker: worker, change: o => o with
        {
            AclPolicy = acl,
            Security = o.Security! with { PskFromService = wish },
        });
        service = new ScriptedService(rig.Clock);
        (rig.Bss.Service, rig.Bss.Book) = (service, service);
        rig.Bss.Enable();
        rig.Run(0.01);
        return rig;
    }
}
