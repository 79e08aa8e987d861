using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Fast transition (802.11-2020 13) between access points of one process, with a station that was written for itself.</summary>
public sealed class FastTransitionTests
{
    private const byte FtEap = 3;
    private const byte FtPsk = 4;
    private const byte FtSae = 9;

    private static readonly MacAddress There = new([2, 0, 0, 0, 0, 0x77]);
    private static readonly byte[] Psk = Pmk.FromPassphrase("labtest"u8, "12345678").Span.ToArray();
    private static readonly byte[] RsnxeOfHashToElement = [244, 1, 0x20];

    private readonly List<ApRig> _rigs = [];

    [TearDown]
    public void Close()
    {
        _rigs.ForEach(static r => r.Dispose());
        _rigs.Clear();
    }

    [Test]
    public void A_station_that_has_joined_moves_without_a_handshake_and_comes_back()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.JoinFirst(here);
        Assert.That(here.Sta(ApRig.First)!.IsAuthorized);
        Assert.That(here.Radio.InstalledKeys[^1], Is.EqualTo((ApRig.First, Convert.ToHexStringLower(station.Tk))));
        Assert.That(here.Events, Has.Member($"AP-STA-CONNECTED {ApRig.First}").And.Member($"EAPOL-4WAY-HS-COMPLETED {ApRig.First}"));

        there.Events.Clear();
        station.Roam(there);
        Assert.That(there.Sta(ApRig.First)!.IsAuthorized);
        Assert.That(there.Radio.InstalledKeys.Where(static k => k.Station == ApRig.First), Is.EqualTo(new[] { (ApRig.First, Convert.ToHexStringLower(station.Tk)) }));
        Assert.That(there.Air.Sent.Any(static f => f.IsEapol), Is.False, "no handshake");
        Assert.That(there.Events, Is.EqualTo(new[] { $"AP-STA-CONNECTED {ApRig.First} auth_alg=ft" }));
        Assert.That(station.GroupKeys[^1], Is.EqualTo(there.Radio.InstalledKeys.Where(static k => k.Station == MacAddress.Zero).Select(static k => "1:" + k.Key).Last()));
        var calls = there.Radio.Calls.Where(static c => c.Contains("02:00:00:00:01:00") && !c.StartsWith('!')).Select(static c => c.Split(' ')[0]).ToList();
        Assert.That(calls.IndexOf("InstallKey"), Is.GreaterThan(calls.IndexOf("UpdateStation")).And.LessThan(calls.IndexOf("Authorize")));

        var report = JoinReport.Of(there.Timeline.Joins.Last()!);
        Assert.That((report.KeyAgreement, report.IsConnected, report.Findings[0].Cause), Is.EqualTo(("FT", true, JoinCause.Clean)));
        Assert.That(TimelineText.Write(report, null, isVerbose: true), Does.Contain("--> authentication-request by fast transition\n"));
        Assert.That(report.Phases.Select(static p => p.Stage), Has.None.EqualTo(JoinStage.Handshake));

        here.Bss.Prune(ApRig.First, isProven: true);
        Assert.That(here.Sta(ApRig.First), Is.Null);
        station.SNonce = FtStation.Filled(0x52);
        station.Roam(here);
        Assert.That(here.Sta(ApRig.First)!.IsAuthorized);
    }

    [Test]
    public void A_long_key_is_made_to_its_length()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp.With(DataCipher.Gcmp256));
        var station = new FtStation(ApRig.First, FtPsk, Psk) { Cipher = 9 };
        station.JoinFirst(here);
        station.Roam(there);
        Assert.That(station.Tk, Has.Length.EqualTo(32));
        Assert.That(there.Radio.InstalledKeys[^1], Is.EqualTo((ApRig.First, Convert.ToHexStringLower(station.Tk))));
    }

    [Test]
    public void A_first_association_has_the_elements_of_the_domain_in_all_its_messages()
    {
        var (here, _) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.JoinFirst(here);
        var data = Convert.ToHexStringLower(station.KeyDataOfMessage3);
        Assert.That(data, Does.StartWith("30260100000fac040100000fac040100000fac04").And.Contain(Convert.ToHexStringLower(station.R1Name)));
        Assert.That(data, Does.Contain("3603a1b2003760").And.Contain("380501e8030000" + "38050200751200"));
        Assert.That(station.R0KeyHolder, Is.EqualTo("here"u8.ToArray()));
    }

    /// <summary>What a station says in message 2 that is not what it associated with.</summary>
    [TestCase("no name")]
    [TestCase("another name")]
    [TestCase("no domain")]
    [TestCase("another domain")]
    [TestCase("no element")]
    [TestCase("another element")]
    public void Message_2_repeats_what_was_agreed_on(string what)
    {
        var (here, _) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.ChangesMessage2 = data => what switch
        {
            "no name" => [.. station.Rsne(), .. data[40..]],
            "another name" => Flipped(data, 30),
            "no domain" => [.. data[..40], .. data[45..]],
            "another domain" => Flipped(data, 43),
            "no element" => data[..45],
            _ => Flipped(data, 45 + 2 + 82 + 3),
        };
        station.JoinFirst(here);
        Assert.That((here.Sta(ApRig.First)?.IsAuthorized ?? false, station.Air.Ended), Is.EqualTo((false, (int?)17)));
    }

    [TestCase(new byte[0])]
    [TestCase(new byte[] { 54, 3, 0xa1, 0xb3, 0 })]
    public void Who_names_another_domain_is_refused(byte[] domain)
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk) { DomainElement = domain };
        station.JoinFirst(here);
        Assert.That(station.Air.Ended, Is.EqualTo(54));
        station.Remember("here"u8.ToArray());
        station.Go(there);
        Assert.That(station.Authenticate(), Is.EqualTo(54));
    }

    [Test]
    public void Without_a_key_by_that_name_nobody_gets_in()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var stranger = new FtStation(ApRig.First, FtPsk, FtStation.Filled(9));
        stranger.Remember("here"u8.ToArray());
        stranger.Go(there);
        Assert.That(stranger.Authenticate(), Is.EqualTo(53));
        stranger.Remember("elsewhere"u8.ToArray());
        Assert.That(stranger.Authenticate(), Is.EqualTo(28), "nobody here holds such keys");
        Assert.That(stranger.Authenticate([.. stranger.Rsne(), 54, 3, 0xa1, 0xb2, 0, .. stranger.AuthenticationElements[45..]]), Is.EqualTo(53), "no name");
        Assert.That(stranger.Authenticate(stranger.AuthenticationElements[..45]), Is.EqualTo(55), "no element");
        Assert.That(stranger.Say(new byte[10]), Is.EqualTo(-1));
        Assert.That((there.Sta(ApRig.First), there.Bss.State, here.Bss.State), Is.EqualTo(((Sta?)null, BssState.Enabled, BssState.Enabled)));
    }

    [TestCase(false, 28)]
    [TestCase(true, 0)]
    public void Who_has_the_passphrase_may_come_from_another_machine_where_that_is_wanted(bool locally, int status)
    {
        var (_, there) = Two(KeySuite.FtPskCcmp, locally: locally);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.Remember("another machine"u8.ToArray());
        station.Go(there);
        Assert.That(station.Authenticate(), Is.EqualTo(status));
        Assert.That(status != 0 || station.Reassociate() == 0);
        there.Run(0.02);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true }, Is.EqualTo(locally));
    }

    /// <summary>What a Reassociation Request says that is not what was agreed on, and the status.</summary>
    [TestCase("mic", 55)]
    [TestCase("anonce", 55)]
    [TestCase("snonce", 55)]
    [TestCase("holder", 55)]
    [TestCase("count", 55)]
    [TestCase("name", 53)]
    [TestCase("domain", 54)]
    [TestCase("rsne", 55)]
    public void A_request_that_is_not_as_agreed_on_is_refused_and_the_right_one_still_counts(string what, int status)
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.JoinFirst(here);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.Zero);

        // 25: RSNE (40), Mobility Domain (5), Fast BSS Transition.
        const int rsne = 25, domain = 65, element = 70;
        Assert.That(station.Reassociate(body => Flipped(body, what switch
        {
            "mic" => element + 4,
            "anonce" => element + 20,
            "snonce" => element + 52,
            "holder" => element + 84 + 2,
            "count" => element + 3,
            "name" => rsne + 24,
            "domain" => domain + 2,
            _ => rsne + 20,
        })), Is.EqualTo(status));
        Assert.That(there.Sta(ApRig.First) is not { IsAssociated: true } && there.Radio.InstalledKeys.All(static k => k.Station != ApRig.First));
        Assert.That(station.Reassociate(), Is.Zero);
    }

    [Test]
    public void A_request_said_again_is_answered_again_and_no_key_is_installed_twice()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.JoinFirst(here);
        station.Roam(there);
        var request = station.Request;
        for (var i = 0; i < 3; i++)
        {
            Assert.That(station.Say(request), Is.Zero);
            there.Run(2);
        }

        Assert.That(there.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First), Is.EqualTo(1));
        Assert.That(there.Sta(ApRig.First)!.IsAuthorized);

        // What the MIC does not cover is another request, and the transition is used up.
        Assert.That(station.Say(Flipped(request, 2)), Is.EqualTo(53));
        Assert.That((there.Sta(ApRig.First)!.IsAuthorized, there.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First)), Is.EqualTo((true, 1)));
    }

    [Test]
    public void A_request_whose_response_was_lost_is_answered_again_under_the_same_key()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.JoinFirst(here);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.Zero);
        there.Air.When("ReassociationResponse").Drop();
        station.Reassociate();
        Assert.That(there.Sta(ApRig.First), Is.Not.Null);
        Assert.That(station.Say(station.Request), Is.Zero);
        there.Run(0.1);
        Assert.That((there.Sta(ApRig.First)!.IsAuthorized, there.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First)), Is.EqualTo((true, 1)));
    }

    [Test]
    public void A_nonce_of_before_is_no_good_and_a_repeated_Authentication_has_the_same_answer()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.JoinFirst(here);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.Zero);
        var key = station.Tk;
        Assert.That(station.Authenticate(), Is.Zero);
        Assert.That(station.Tk, Is.EqualTo(key), "the answer was lost perhaps");
        byte[] stale = [];
        Assert.That(station.Reassociate(body => Flipped(stale = body, 74)), Is.EqualTo(55));
        station.SNonce = FtStation.Filled(0x53);
        Assert.That(station.Authenticate(), Is.Zero);
        Assert.That(station.Tk, Is.Not.EqualTo(key));
        Assert.That(station.Say(stale), Is.EqualTo(55), "both nonces are others now");
        Assert.That(station.Reassociate(), Is.Zero);
        Assert.That(there.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First), Is.EqualTo(1));
    }

    [TestCase(1000, 0)]
    [TestCase(1040, 53)]
    public void The_reassociation_has_a_deadline(int milliseconds, int status)
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.JoinFirst(here);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.Zero);
        there.Run(milliseconds / 1000.0);
        Assert.That(station.Reassociate(), Is.EqualTo(status));
    }

    [Test]
    public void Of_too_many_transitions_the_oldest_goes()
    {
        var (_, there) = Two(KeySuite.FtPskCcmp, locally: true);
        var stations = new List<FtStation>();
        for (var i = 0; i <= FtAuthentication.MostPending; i++)
        {
            var station = new FtStation(new MacAddress([2, 0, 0, 0, 9, (byte)i]), FtPsk, Psk);
            station.Remember("another machine"u8.ToArray());
            station.Go(there);
            Assert.That(station.Authenticate(), Is.Zero);
            stations.Add(station);
        }

        Assert.That(stations[0].Reassociate(), Is.Not.Zero);
        Assert.That(stations[1].Reassociate(), Is.Zero);
        Assert.That(stations[^1].Reassociate(), Is.Zero);
    }

    [TestCase(0)]
    [TestCase(2 * FtAuthentication.MostHeld)]
    public void Without_random_bytes_an_Authentication_waits_and_strangers_take_no_place_from_it(int strangers)
    {
        var (_, there) = Two(KeySuite.FtPskCcmp, locally: true);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.Remember("another machine"u8.ToArray());
        station.Go(there);
        var gate = there.Pool.CreateTestGate(there.Clock);
        gate.Block();
        Assert.That(station.Authenticate(), Is.EqualTo(-1));
        for (var i = 0; i < strangers; i++)
        {
            var stranger = new FtStation(new MacAddress([2, 0, 0, 0, 9, (byte)i]), FtPsk, FtStation.Filled(9));
            stranger.Remember("another machine"u8.ToArray());
            stranger.Go(there);
            Assert.That(stranger.Authenticate(), Is.EqualTo(53), "who knows no key waits for nothing");
        }

        gate.Release();
        there.Run(0.1);
        Assert.That(station.TakeAnswer(0), Is.Zero);
        Assert.That(station.Reassociate(), Is.Zero);
    }

    [Test]
    public void A_passphrase_that_a_server_knows_serves_the_access_point_that_has_asked()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp, change: static s => s with { PskFromService = PskFromService.InHandshake }, enable: false);
        var services = new List<ScriptedService>();
        foreach (var rig in (ApRig[])[here, there])
        {
            var service = new ScriptedService(rig.Clock) { Passphrases = ["granted-secret"] };
            services.Add(service);
            (rig.Bss.Service, rig.Bss.Book) = (service, service);
            Enable(rig);
        }

        var station = new FtStation(ApRig.First, FtPsk, Pmk.FromPassphrase("labtest"u8, "granted-secret").Span.ToArray());
        station.JoinFirst(here);
        here.Run(1);
        Assert.That((here.Sta(ApRig.First) is { IsAuthorized: true }, services[0].Asked), Is.EqualTo((true, 1)));

        station.Go(there);
        Assert.That(station.Authenticate(), Is.EqualTo(53), "nobody there has asked whose key that is");
        station.JoinFirst(there);
        there.Run(1);
        Assert.That((there.Sta(ApRig.First) is { IsAuthorized: true }, services[1].Asked), Is.EqualTo((true, 1)));
        station.Go(here);
        station.SNonce = FtStation.Filled(0x57);
        Assert.That(station.Authenticate(), Is.Zero, "here it is known");
        Assert.That(station.Reassociate(), Is.Zero);
        here.Run(0.05);
        Assert.That((here.Sta(ApRig.First) is { IsAuthorized: true }, services[0].Asked), Is.EqualTo((true, 1)));
    }

    [Test]
    public void A_group_key_is_renewed_under_the_keys_of_the_transition()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp);
        var station = new FtStation(ApRig.First, FtPsk, Psk);
        station.JoinFirst(here);
        station.Roam(there);
        there.Bss.GroupKeys.Rekey();
        there.Run(0.1);
        Assert.That(station.GroupKeys[^1], Does.StartWith("2:"));
        Assert.That(there.Bss.GroupKeys.State, Is.EqualTo(GroupKeyState.SetKeysDone));
        Assert.That(there.Bss.RekeyPairwise(ApRig.First), "another pairwise key comes with another association");
        there.Run(0.1);
        Assert.That(station.Air.Ended, Is.EqualTo(7));
    }

    [Test]
    public void A_station_with_protected_frames_that_lost_its_keys_here_comes_back_from_elsewhere()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp, protection: FrameProtection.Required);
        var station = new FtStation(ApRig.First, FtPsk, Psk) { ProtectsFrames = true };
        station.JoinFirst(here);
        station.Roam(there);
        Assert.That(there.Sta(ApRig.First)!.Mfp);
        Assert.That(station.GroupKeys, Has.Some.StartsWith("4:"), "the key of management frames comes with the response");

        // The first has not heard that it moved, and anybody can send an Authentication in its name.
        var before = here.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First);
        station.Go(here);
        station.SNonce = FtStation.Filled(0x55);
        var entry = here.Sta(ApRig.First);
        Assert.That(station.Authenticate(), Is.Zero);
        Assert.That(here.Sta(ApRig.First), Is.SameAs(entry));
        Assert.That(station.Reassociate(static body => Flipped(body, 80)), Is.EqualTo(55));
        Assert.That(here.Sta(ApRig.First), Is.SameAs(entry), "who proves nothing changes nothing");
        Assert.That(station.Reassociate(), Is.Zero);
        here.Run(0.05);
        Assert.That(here.Sta(ApRig.First), Is.Not.SameAs(entry).And.Property(nameof(Sta.IsAuthorized)).True);
        Assert.That(here.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First), Is.EqualTo(before + 1));
    }

    [Test]
    public void By_SAE_the_key_of_its_exchange_serves_the_domain()
    {
        var (here, there) = Two(KeySuite.FtSaeCcmp, change: s => s with
        {
            Sae = new SaeOptions { Passwords = [new SaePassword("labtest"u8, "mekmitasdigoat"u8, default, null)], TakesHashToElement = true },
        }, protection: FrameProtection.Required);
        var station = BySae(here);
        Assert.That(here.Sta(ApRig.First) is { IsAuthorized: true, Mfp: true });
        Assert.That(here.Bss.TransitionKeys.Count, Is.EqualTo(1));
        station.Roam(there);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true, Mfp: true });
        Assert.That(station.Response[2], Is.EqualTo(1), "our capabilities of SAE stand in an RSNXE");

        here.Bss.Disable();
        station.SNonce = FtStation.Filled(0x56);
        Assert.That(station.Authenticate(), Is.EqualTo(53), "who held its key is gone");
    }

    [Test]
    public void By_EAP_no_service_is_asked_at_the_second_and_what_was_granted_goes_along()
    {
        var (here, there) = Two(KeySuite.FtEapCcmp, change: static s => s with { Pmks = [], Enterprise = new EnterpriseOptions() }, enable: false);
        var (first, second) = (new ScriptedService(here.Clock), new ScriptedService(there.Clock));
        (here.Bss.Service, here.Bss.Book, there.Bss.Service, there.Bss.Book) = (first, first, second, second);
        first.Grant = new SessionGrant { SessionTimeout = TimeSpan.FromSeconds(100) };
        Enable(here);
        Enable(there);
        var station = new FtStation(ApRig.First, FtEap, []);
        station.JoinFirst(here, static o => o with { Passphrase = null, Identity = "alice" });
        Assert.That(here.Sta(ApRig.First) is { IsAuthorized: true });
        station.Roam(there);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true });
        Assert.That(second.Subjects, Is.Empty);
        Assert.That(second.Book, Is.EqualTo(new[] { "start 1 02:00:00:00:01:00 'alice'" }));
        station.Air.SendEapol([2, 1, 0, 0]);
        Assert.That(there.Bss.Reauthenticate(ApRig.First), Is.False);
        there.Run(50);
        Assert.That(second.Subjects, Is.Empty, "no exchange inside the domain");
        there.Run(55);
        Assert.That((there.Sta(ApRig.First), station.Air.Ended), Is.EqualTo(((Sta?)null, (int?)2)), "the server's time is over");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Whose_session_a_service_ends_gets_in_nowhere_by_a_key_of_the_domain(bool isUnderWay)
    {
        var (here, there, station) = ByEap(null);
        station.Go(there);
        if (isUnderWay)
        {
            Assert.That(station.Authenticate(), Is.Zero);
        }

        Assert.That(here.Bss.EndSession(ApRig.First));
        Assert.That((here.Bss.TransitionKeys.Count, here.Bss.Agreed.Has(ApRig.First)), Is.EqualTo((0, false)));
        Assert.That(isUnderWay ? station.Reassociate() : station.Authenticate(), Is.Not.Zero);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true }, Is.False);
    }

    [Test]
    public void Other_terms_of_a_session_go_along()
    {
        var (here, there, station) = ByEap(TimeSpan.FromSeconds(1000));
        Assert.That(here.Bss.ChangeSession(ApRig.First, new GrantChange { SessionTimeout = TimeSpan.FromSeconds(30) }));
        station.Roam(there);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true });
        there.Run(29);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true });
        there.Run(2);
        Assert.That(station.Air.Ended, Is.EqualTo(2));
    }

    private static FtStation BySae(ApRig rig)
    {
        var station = new FtStation(ApRig.First, FtSae, []) { ProtectsFrames = true, Rsnxe = RsnxeOfHashToElement };
        station.Go(rig, static o => o with { Passphrase = null, Sae = new SimulatedSaeOptions { Password = "mekmitasdigoat" } });
        station.Air.Changed += state =>
        {
            if (state == StationState.Associating)
            {
                station.XxKey = rig.Bss.Agreed.Find(ApRig.First, AkmSuite.FtSae)!.Key.Span.ToArray();
            }
        };
        station.Air.Join();
        rig.Run(1);
        return station;
    }

    /// <summary>It has its response, and we have not heard that it has.</summary>
    private static Sta Reassociated(ApRig rig, FtStation station)
    {
        rig.Air.When("ReassociationResponse").LoseStatus();
        station.Go(rig);
        Assert.That(station.Authenticate(), Is.Zero);
        Assert.That(station.Reassociate(), Is.Zero);
        Assert.That(rig.Sta(ApRig.First)!.State, Is.EqualTo(StaState.AwaitingAssociationAck));
        return rig.Sta(ApRig.First)!;
    }

    private static void Acknowledge(ApRig rig)
    {
        byte[] response = [0x30, .. new byte[29]];
        ApRig.First.CopyTo(response.AsSpan(4));
        rig.Radio.ReportSent(rig.Radio.LastCookie, response, acknowledged: true);
        rig.Run(0.01);
    }

    private (ApRig Here, ApRig There, FtStation Station) ByEap(TimeSpan? time, Func<SecurityOptions, SecurityOptions>? change = null, bool asksAgain = false)
    {
        var (here, there) = Two(KeySuite.FtEapCcmp, enable: false, change: s =>
        {
            var security = s with { Pmks = [], Enterprise = new EnterpriseOptions() };
            return change?.Invoke(security) ?? security;
        });
        foreach (var rig in new[] { here, there })
        {
            var service = new ScriptedService(rig.Clock) { Grant = new SessionGrant { SessionTimeout = time, AsksAgainAtEnd = asksAgain } };
            (rig.Bss.Service, rig.Bss.Book) = (service, service);
            Enable(rig);
        }

        var station = new FtStation(ApRig.First, FtEap, []);
        station.JoinFirst(here, static o => o with { Passphrase = null, Identity = "alice" });
        Assert.That((here.Sta(ApRig.First) is { IsAuthorized: true }, here.Bss.TransitionKeys.Count), Is.EqualTo((true, 1)));
        return (here, there, station);
    }

    [Test]
    public void A_station_is_in_its_own_network_before_its_key_is_installed_and_has_the_group_key_of_that()
    {
        var (here, there) = Two(KeySuite.FtEapCcmp, change: static s => s with { Pmks = [], Enterprise = new EnterpriseOptions() }, enable: false,
            vlans: new VlanOptions { Mode = DynamicVlan.Required });
        (here.Bss.Service, there.Bss.Service) = (new ScriptedService(here.Clock) { Grant = new SessionGrant { Vlan = VlanWish.Assigned, VlanId = 10 } }, new ScriptedService(there.Clock));
        Enable(here);
        Enable(there);
        var station = new FtStation(ApRig.First, FtEap, []);
        station.JoinFirst(here, static o => o with { Passphrase = null, Identity = "alice" });
        station.Roam(there);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true, VlanId: 10 });
        Assert.That(there.Events, Has.Member("AP-STA-CONNECTED 02:00:00:00:01:00 vlanid=10 auth_alg=ft"));
        Assert.That(there.Radio.Networks.Keys, Is.EqualTo(new[] { "10 " + station.GroupKeys[^1] }));
        var calls = there.Radio.Calls.ToList();
        Assert.That(calls.FindIndex(static c => c.StartsWith("MoveStation 02:00:00:00:01:00 10", StringComparison.Ordinal)),
            Is.GreaterThan(0).And.LessThan(calls.FindIndex(static c => c.StartsWith("InstallKey pairwise", StringComparison.Ordinal))));
    }

    [Test]
    public void Whom_the_service_lets_in_no_more_comes_back_to_no_access_point_of_the_domain()
    {
        var (here, there, station) = ByEap(null);
        ((ScriptedService)here.Bss.Service!).Verdict = static _ => ServiceVerdict.Reject;
        Assert.That(here.Bss.Reauthenticate(ApRig.First));
        here.Run(1);
        Assert.That(here.Bss.TransitionKeys.Count, Is.Zero);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.EqualTo(53));
    }

    [Test]
    public void Whose_time_is_over_while_it_is_under_way_does_not_come_in()
    {
        var (here, there, station) = ByEap(TimeSpan.FromSeconds(50));
        here.Run(49);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.Zero);
        here.Run(2);
        Assert.That(station.Reassociate(), Is.EqualTo(53));
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true }, Is.False);
    }

    [Test]
    public void Whose_session_ends_between_the_response_and_its_acknowledgement_does_not_come_in()
    {
        var (here, there, station) = ByEap(null);
        Assert.That(Reassociated(there, station).IsAuthorized, Is.False);
        Assert.That(here.Bss.EndSession(ApRig.First));
        Acknowledge(there);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true }, Is.False);
        Assert.That(station.Air.Ended, Is.EqualTo(2));
    }

    [Test]
    public void What_changes_between_the_response_and_its_acknowledgement_counts()
    {
        var (here, there, station) = ByEap(TimeSpan.FromSeconds(1000));
        Reassociated(there, station);
        Assert.That(here.Bss.ChangeSession(ApRig.First, new GrantChange { SessionTimeout = TimeSpan.FromSeconds(30) }));
        Acknowledge(there);
        there.Run(29);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true });
        there.Run(2);
        Assert.That(station.Air.Ended, Is.EqualTo(2));
    }

    [Test]
    public void Anybodys_Logoff_in_front_of_the_acknowledgement_ends_nothing()
    {
        var (_, there, station) = ByEap(null);
        Reassociated(there, station);
        there.Radio.InjectEapol(ApRig.First, [2, 2, 0, 0]);
        Acknowledge(there);
        there.Run(0.1);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true });
    }

    [Test]
    public void A_longer_session_makes_no_key_of_the_domain_live_longer()
    {
        var (here, there, station) = ByEap(null, static s => s with
        {
            Rsn = s.Rsn with
            {
                FastTransition = new FtOptions { MobilityDomain = FtStation.Domain, R0KeyHolder = s.Rsn.FastTransition!.R0KeyHolder, KeyLifetime = TimeSpan.FromSeconds(60) },
            },
        });
        here.Run(30);
        Assert.That(here.Bss.ChangeSession(ApRig.First, new GrantChange { SessionTimeout = TimeSpan.FromSeconds(3600) }));
        here.Run(29);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.Zero);
        here.Run(2);
        station.SNonce = FtStation.Filled(0x58);
        Assert.That(station.Authenticate(), Is.EqualTo(53));
    }

    [Test]
    public void Who_is_asked_anew_and_renews_its_key_instead_brings_back_no_key_of_the_domain()
    {
        var (here, there, station) = ByEap(TimeSpan.FromSeconds(50), asksAgain: true);
        station.Air.Eap!.IsSilent = true;
        here.Run(51);
        Assert.That((here.Sta(ApRig.First) is { IsAuthorized: true }, here.Bss.TransitionKeys.Count), Is.EqualTo((true, 0)), "it is being asked");
        Assert.That(here.Bss.RekeyPairwise(ApRig.First));
        here.Run(0.2);
        Assert.That(here.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First), Is.EqualTo(2));
        Assert.That(here.Bss.TransitionKeys.Count, Is.Zero);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.EqualTo(53));
    }

    [Test]
    public void A_password_of_a_network_keeps_its_station_there_when_the_pairwise_key_is_renewed_behind_what_was_agreed_on()
    {
        var (here, there) = Two(KeySuite.FtSaeCcmp, change: s => s with
        {
            Sae = new SaeOptions { Passwords = [new SaePassword("labtest"u8, "mekmitasdigoat"u8, default, null) { VlanId = 10 }], TakesHashToElement = true },
        }, protection: FrameProtection.Required, vlans: new VlanOptions { Mode = DynamicVlan.Optional });
        var station = BySae(here);
        Assert.That(here.Sta(ApRig.First) is { IsAuthorized: true, VlanId: 10 });
        here.Bss.Agreed.Flush();
        Assert.That(here.Bss.RekeyPairwise(ApRig.First));
        here.Run(1);
        Assert.That(here.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First), Is.EqualTo(2));
        station.Roam(there);
        Assert.That(there.Sta(ApRig.First) is { IsAuthorized: true, VlanId: 10 });
    }

    [Test]
    public void A_passphrase_that_is_taken_away_while_its_device_is_under_way_is_none()
    {
        var (here, there, station) = ByOwnPassphrase();
        station.Go(there);
        Assert.That(station.Authenticate(), Is.Zero);
        there.Bss.DeviceKeys.Replace([]);
        Assert.That(station.Reassociate(), Is.EqualTo(53));
        Assert.That(there.Radio.InstalledKeys.Count(static k => k.Station == ApRig.First), Is.Zero);
    }

    [Test]
    public void A_passphrase_of_one_device_counts_as_long_as_it_is_there()
    {
        var (here, there, station) = ByOwnPassphrase();
        station.Roam(there);
        Assert.That(there.Events, Has.Member("AP-STA-CONNECTED 02:00:00:00:01:00 keyid=alices auth_alg=ft"));
        Assert.That(there.Bss.RemoveDevicePsk(ApRig.First));
        Assert.That(there.Sta(ApRig.First) is not { IsAuthorized: true }, "it came by that key");
        there.Run(2);
        station.SNonce = FtStation.Filled(0x57);
        station.Go(there);
        Assert.That(station.Authenticate(), Is.EqualTo(53));
    }

    private (ApRig Here, ApRig There, FtStation Station) ByOwnPassphrase()
    {
        var (here, there) = Two(KeySuite.FtPskCcmp, change: static s => s with { Pmks = [] });
        var own = FtStation.Filled(7);
        foreach (var rig in (ApRig[])[here, there])
        {
            rig.Bss.DeviceKeys.Add(new DevicePmk(ApRig.First, new Pmk(own)) { KeyId = "alices" });
        }

        var station = new FtStation(ApRig.First, FtPsk, own);
        station.JoinFirst(here);
        return (here, there, station);
    }

    private (ApRig Here, ApRig There) Two(KeySuite suite, Func<SecurityOptions, SecurityOptions>? change = null, FrameProtection protection = FrameProtection.None,
        bool locally = false, bool enable = true, VlanOptions? vlans = null)
    {
        var here = One(suite, "here", null, change, protection, locally, vlans);
        var there = One(suite, "there", There, change, protection, locally, vlans);
        here.Bss.Others = there.Bss.Others = () => [here.Bss, there.Bss];
        if (enable)
        {
            Enable(here);
            Enable(there);
        }

        return (here, there);
    }

    private static void Enable(ApRig rig)
    {
        rig.Bss.Enable();
        rig.Run(0.01);
    }

    private ApRig One(KeySuite suite, string name, MacAddress? address, Func<SecurityOptions, SecurityOptions>? change, FrameProtection protection, bool locally,
        VlanOptions? vlans)
    {
        var radio = address is { } its ? new SimulatedRadioOptions { Address = its } : null;
        var rig = new ApRig(radio, o =>
        {
            var security = o.Security! with
            {
                Rsn = o.Security.Rsn with
                {
                    Offer = KeySuiteOffer.Of([suite], [suite.Cipher], DataCipher.Ccmp).Protecting(protection, ManagementCipher.BipCmac128),
                    FastTransition = new FtOptions
                    {
                        MobilityDomain = FtStation.Domain,
                        R0KeyHolder = System.Text.Encoding.ASCII.GetBytes(name),
                        GeneratesLocally = locally,
                    },
                },
            };
            return o with { Vlans = vlans, Security = change?.Invoke(security) ?? security };
        });
        _rigs.Add(rig);
        return rig;
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var other = bytes.ToArray();
        other[at] ^= 1;
        return other;
    }
}
