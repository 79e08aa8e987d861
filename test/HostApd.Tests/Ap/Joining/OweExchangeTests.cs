using HostApd.Ap;
using HostApd.Commands;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>OWE at an access point: what each Association Request is answered with, and what it costs.</summary>
public sealed class OweExchangeTests
{
    private static readonly KeySuite[] Rows = [KeySuite.OweCcmp(KeyHash.Sha256), KeySuite.OweCcmp(KeyHash.Sha384), KeySuite.OweCcmp(KeyHash.Sha512)];

    private static ApRig Offering(IWorker? worker = null, bool caches = true, ushort[]? groups = null, bool beside = false, SimulatedRadioOptions? radio = null)
    {
        var rig = new ApRig(radio, o => o with
        {
            Security = o.Security! with
            {
                Owe = groups is null ? new OweOptions() : new OweOptions { Groups = [.. groups.Select(static g => SaeGroup.Find(g)!)] },
                CachesKeys = caches,
                Rsn = o.Security.Rsn with
                {
                    Offer = KeySuiteOffer.Of(beside ? [KeySuite.PskCcmp, .. Rows] : Rows, [DataCipher.Ccmp])
                        .Protecting(FrameProtection.Allowed, ManagementCipher.BipCmac128).Requiring(PmkSource.Owe),
                },
            },
        }, worker: worker);
        rig.Bss.Enable();
        rig.Run(0.01);
        rig.Air.Sent.Clear();
        rig.Events.Clear();
        return rig;
    }

    [TestCase((ushort)19, KeyHash.Sha256)]
    [TestCase((ushort)20, KeyHash.Sha384)]
    [TestCase((ushort)21, KeyHash.Sha512)]
    public void A_station_joins_with_a_key_that_came_of_its_request(ushort group, KeyHash hash)
    {
        using var rig = Offering();
        var station = new OweStation(rig, ApRig.First, group);
        station.Air.Join();
        rig.Run(0.3);
        var sta = rig.Sta(ApRig.First)!;
        Assert.That((sta.IsAuthorized, sta.Mfp, station.Status), Is.EqualTo((true, true, 0)));
        Assert.That(((RsnAccess)sta.Access!).Negotiated, Is.EqualTo(Rows.Single(r => r.Hash == hash) with { FrameProtection = FrameProtection.Required }));
        Assert.That(rig.Radio.InstalledKeys[^1], Is.EqualTo((ApRig.First, Convert.ToHexStringLower(station.Tk))));
        Assert.That(station.Elements[^1], Is.EqualTo(station.Answer), "behind all others");
        Assert.That(station.Answer, Has.Length.EqualTo(5 + station.Group.Curve.Length));
        Assert.That(station.Elements.Exists(static e => e[0] == 48), Is.False, "no RSN element without a PMKID");
        var agreed = rig.Bss.Agreed.Find(ApRig.First, AkmSuite.Owe)!;
        Assert.That(agreed.Key.Span.ToArray(), Is.EqualTo(station.Pmk));
        Assert.That(agreed.Id.ToArray(), Is.EqualTo(station.Pmkid));
        Assert.That(Convert.ToHexStringLower(station.Heard[0]), Does.EndWith("dd14000fac04" + Convert.ToHexStringLower(station.Pmkid)), "message 1 names the key");
        var text = StationText.Write(rig.Bss, sta);
        Assert.That(text, Does.Contain("\nAKMSuiteSelector=00-0f-ac-18\n").And.Contain("[MFP]"));
        Assert.That(JoinReport.Of(rig.Timeline.Joins.Last()!).KeyAgreement, Is.EqualTo("OWE"));
        Assert.That((rig.Bss.OweComputed, rig.Events), Is.EqualTo((1L, new[] { $"AP-STA-CONNECTED {ApRig.First}", $"EAPOL-4WAY-HS-COMPLETED {ApRig.First}" })));
    }

    /// <summary>What a station of group 19 sends in the place of its element, and the status that it gets.</summary>
    [TestCase("", 43)]
    [TestCase("ff0120", 43)]
    [TestCase("ff022013", 43)]
    [TestCase("ff03601300", 43)]
    [TestCase("ff0320" + "1c00", 77)]
    [TestCase("ff0320" + "1300", 1)]
    [TestCase("ff2220" + "1300" + "00000000000000000000000000000000000000000000000000000000000005", 1)]
    [TestCase("ff2420" + "1300" + "000000000000000000000000000000000000000000000000000000000000000005", 1)]
    public void An_element_that_is_not_taken_costs_nothing(string element, int status)
    {
        using var rig = Offering();
        var station = new OweStation(rig, ApRig.First, element: Convert.FromHexString(element));
        station.Air.Join();
        rig.Run(0.3);
        Assert.That((station.Status, station.Answer, rig.Bss.OweComputed), Is.EqualTo((status, (byte[]?)null, 0L)));
        Assert.That((rig.Sta(ApRig.First), rig.Bss.Agreed.All.Any()), Is.EqualTo(((Sta?)null, false)));
    }

    [Test]
    public void The_x_of_no_point_is_found_out_by_the_worker()
    {
        var x = new byte[32];
        for (x[31] = 1; SaeGroup.Find(19)!.Curve.IsAbscissa(x) != 0; x[31]++)
        {
        }

        var worker = new PatientWorker();
        using var rig = Offering(worker);
        worker.RunAll();
        var station = new OweStation(rig, ApRig.First, element: [255, 35, 32, 19, 0, .. x]);
        station.Air.Join();
        rig.Run(0.02);
        Assert.That(station.Responses, Is.Empty);
        worker.RunAll();
        rig.Run(0.02);
        Assert.That((station.Status, rig.Sta(ApRig.First), rig.Bss.Agreed.All.Any()), Is.EqualTo((1, (Sta?)null, false)));
    }

    [Test]
    public void A_group_that_is_not_taken_is_named_by_its_status_and_the_station_may_come_with_another()
    {
        using var rig = Offering(groups: [20]);
        foreach (var group in (ushort[])[21, 19, 20])
        {
            var station = new OweStation(rig, new MacAddress([2, 0, 0, 0, 5, (byte)group]), group);
            station.Air.Join();
            rig.Run(0.3);
            Assert.That(station.Status, Is.EqualTo(group == 20 ? 0 : 77));
        }

        Assert.That(rig.Bss.OweComputed, Is.EqualTo(1));
    }

    [Test]
    public void A_request_sent_again_because_the_response_was_lost_gets_the_same_answer_and_costs_nothing()
    {
        using var rig = Offering();
        rig.Air.When("AssociationResponse").Drop();
        var station = new OweStation(rig, ApRig.First);
        station.Air.Join();
        rig.Run(0.5);
        Assert.That((rig.Sta(ApRig.First)!.IsAuthorized, rig.Bss.OweComputed), Is.EqualTo((true, 1L)));
        var responses = station.Responses.ToList();
        Assert.That(responses, Has.Count.EqualTo(2));
        Assert.That(responses[1].AsSpan(6).ToArray(), Is.EqualTo(responses[0].AsSpan(6).ToArray()));
    }

    [Test]
    public void A_request_sent_again_while_the_first_is_worked_on_waits_with_it()
    {
        var worker = new PatientWorker();
        using var rig = Offering(worker);
        worker.RunAll();
        var station = new OweStation(rig, ApRig.First);
        station.Air.Join();
        rig.Run(0.25);
        Assert.That(rig.Air.Count("AssociationRequest"), Is.EqualTo(3));
        Assert.That((station.Responses.Count(), worker.Waiting, rig.Bss.OweComputed), Is.EqualTo((0, 1, 1L)));
        worker.RunAll();
        rig.Run(0.3);
        Assert.That((rig.Sta(ApRig.First)!.IsAuthorized, station.Responses.Count(), rig.Bss.OweComputed), Is.EqualTo((true, 1, 1L)));
    }

    [Test]
    public void Of_two_requests_of_a_station_the_newer_counts()
    {
        var worker = new PatientWorker();
        using var rig = Offering(worker);
        worker.RunAll();
        var station = new OweStation(rig, ApRig.First, change: static o => o with { Tries = 1 });
        station.Air.EapolHandler = static _ => { };
        station.Air.Join();
        rig.Run(0.01);
        Assert.That(worker.Waiting, Is.EqualTo(1));
        var others = new[] { new OweStation(rig, ApRig.Second), new OweStation(rig, ApRig.Third, 20) };
        foreach (var other in others)
        {
            station.Air.Forge(ManagementSubtype.AssociationRequest,
                [.. station.Air.AssociationRequest.AsSpan()[..^station.Element.Length], .. other.Element]);
            rig.Run(0.01);
        }

        worker.RunAll();
        rig.Run(0.01);
        Assert.That((station.Responses.Count(), rig.Bss.OweComputed), Is.EqualTo((1, 2L)), "the one in the middle was never begun");
        Assert.That((station.Answer![3], rig.Bss.Agreed.Find(ApRig.First, AkmSuite.Owe)!.Key.Length), Is.EqualTo((20, 48)));
    }

    [Test]
    public void A_station_that_comes_back_names_its_key_and_neither_side_computes()
    {
        using var rig = Offering();
        var first = new OweStation(rig, ApRig.First, 20);
        first.Air.Join();
        rig.Run(0.3);
        first.Air.Vanish();
        rig.Bss.SendAway(ApRig.First, ReasonCode.InvalidAuthentication, disassociate: false);
        rig.Run(2);
        var again = new OweStation(rig, ApRig.First, 20, first.Pmkid) { Pmk = first.Pmk };
        again.Air.Join();
        rig.Run(0.3);
        Assert.That((rig.Sta(ApRig.First)!.IsAuthorized, again.Answer, rig.Bss.OweComputed), Is.EqualTo((true, (byte[]?)null, 1L)));
        Assert.That(Convert.ToHexStringLower(again.Elements.Find(static e => e[0] == 48)!),
            Is.EqualTo("30260100000fac040100000fac040100000fac12" + "cc00" + "0100" + Convert.ToHexStringLower(first.Pmkid)));
        Assert.That(again.Tk, Is.Not.EqualTo(first.Tk));
    }

    [TestCase("a key that nobody knows", true, 0, 1)]
    [TestCase("a key that nobody knows", false, 43, 0)]
    [TestCase("a key, and none is kept", true, 0, 2)]
    public void A_key_that_is_not_known_is_agreed_on_anew(string what, bool hasElement, int status, int computed)
    {
        using var rig = Offering(caches: what != "a key, and none is kept");
        byte[] pmkid = [.. Enumerable.Repeat((byte)7, 16)];
        if (what == "a key, and none is kept")
        {
            var first = new OweStation(rig, ApRig.First);
            first.Air.Join();
            rig.Run(0.3);
            pmkid = first.Pmkid;
            first.Air.Vanish();
            rig.Bss.SendAway(ApRig.First, ReasonCode.InvalidAuthentication, disassociate: false);
            rig.Run(2);
        }

        var station = new OweStation(rig, ApRig.First, pmkid: pmkid, element: hasElement ? null : []);
        station.Air.Join();
        rig.Run(0.3);
        Assert.That((station.Status, station.Answer is not null, rig.Bss.OweComputed), Is.EqualTo((status, status == 0, (long)computed)));
        Assert.That(rig.Sta(ApRig.First) is { IsAuthorized: true }, Is.EqualTo(status == 0));
    }

    [Test]
    public void Before_keys_can_be_drawn_a_station_is_told_to_come_again_and_never_gets_a_weak_one()
    {
        using var rig = Offering();
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block();
        var station = new OweStation(rig, ApRig.First, change: static o => o with { ComesBack = true });
        station.Air.Join();
        rig.Run(0.3);
        Assert.That((station.Status, station.Air.Comeback, rig.Bss.OweComputed), Is.EqualTo((30, 1000u, 0L)));
        gate.Release();
        rig.Run(1.2);
        Assert.That((rig.Sta(ApRig.First)!.IsAuthorized, rig.Bss.OweComputed), Is.EqualTo((true, 1L)));
    }

    [Test]
    public void One_that_was_told_so_twice_hears_nothing_until_keys_can_be_drawn()
    {
        using var rig = Offering();
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block();
        var station = new OweStation(rig, ApRig.First, change: static o => o with { ComesBack = true });
        station.Air.Join();
        rig.Run(3);
        Assert.That((station.Responses.Count(), station.Status), Is.EqualTo((2, 30)));
        gate.Release();
        station.Air.Join();
        rig.Run(0.5);
        Assert.That((rig.Sta(ApRig.First)!.IsAuthorized, rig.Bss.OweComputed), Is.EqualTo((true, 1L)));
    }

    [Test]
    public void A_flood_from_ever_new_addresses_grows_nothing()
    {
        var worker = new PatientWorker();
        using var rig = Offering(worker);
        worker.RunAll();
        for (var i = 0; i < 300; i++)
        {
            var stranger = new OweStation(rig, new MacAddress([2, 0, 0, 7, (byte)(i >> 8), (byte)i]));
            stranger.Air.Authenticate();
            rig.Run(0.01);
        }

        Assert.That((worker.Waiting, rig.Bss.OweComputed), Is.EqualTo((1, 1L)), "one piece of work at a time");
        worker.RunAll();
        Assert.That(rig.Bss.OweComputed, Is.LessThanOrEqualTo(1 + OweExchange.Most));
        Assert.That(rig.Bss.Counters[FrameDrop.TooSoon], Is.Positive);
        rig.Run(10);
        var station = new OweStation(rig, ApRig.First);
        station.Air.Join();
        rig.Run(0.02);
        worker.RunAll();
        rig.Run(0.3);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
    }

    [Test]
    public void What_the_worker_brings_back_after_the_network_has_ended_is_nobodys()
    {
        var worker = new PatientWorker();
        using var rig = Offering(worker);
        worker.RunAll();
        var station = new OweStation(rig, ApRig.First);
        station.Air.Join();
        rig.Run(0.02);
        rig.Bss.Disable();
        rig.Bss.Enable();
        rig.Run(0.02);
        worker.RunAll();
        rig.Run(0.02);
        Assert.That((station.Responses.Count(), rig.Bss.Agreed.All.Any()), Is.EqualTo((0, false)));
        station.Air.Join();
        rig.Run(0.02);
        worker.RunAll();
        rig.Run(0.3);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
    }

    [Test]
    public void Who_joins_otherwise_is_not_answered_with_a_key()
    {
        using var rig = Offering(beside: true);
        var element = new OweStation(rig, ApRig.Second).Element;
        var client = rig.Connect(ApRig.First, o => o with { ExtraElements = element });
        Assert.That((client.State, rig.Bss.OweComputed), Is.EqualTo((StationState.Connected, 0L)));
        var response = rig.Air.Sent.Last(static f => f.Name == "AssociationResponse").Bytes;
        Assert.That(RequestElements.TryParse(response.AsSpan(30), out var elements) && elements.DiffieHellman.IsEmpty);
        Assert.That(((RsnAccess)rig.Sta(ApRig.First)!.Access!).IsProven);
    }

    /// <summary>802.11-2020 11.3.5.3: in the name of a station whose frames are protected nobody gets its key replaced.</summary>
    [Test]
    public void A_forged_request_takes_nothing_from_a_station_that_is_in()
    {
        using var rig = Offering();
        var station = new OweStation(rig, ApRig.First);
        station.Air.Join();
        rig.Run(0.3);
        var other = new OweStation(rig, ApRig.Second);
        station.Air.Forge(ManagementSubtype.AssociationRequest, [.. station.Air.AssociationRequest.AsSpan()[..^station.Element.Length], .. other.Element]);
        rig.Run(0.05);
        Assert.That((station.Status, rig.Sta(ApRig.First)!.IsAuthorized, rig.Bss.OweComputed), Is.EqualTo((30, true, 1L)));
        Assert.That(rig.Bss.Agreed.Find(ApRig.First, AkmSuite.Owe)!.Id.ToArray(), Is.EqualTo(station.Pmkid));
        Assert.That(((RsnAccess)rig.Sta(ApRig.First)!.Access!).IsProven, Is.False, "it may bear anybody's address");
    }

    [Test]
    public void A_radio_that_answers_by_itself_is_not_started()
    {
        using var rig = new ApRig(new SimulatedRadioOptions { Capabilities = SimulatedRadioOptions.Hwsim with { FramesHandledByFirmware = true } },
            static o => o with { Security = o.Security! with { Owe = new OweOptions() } });
        Assert.That(rig.Bss.Enable().ToString(), Does.Contain("offering OWE").And.Contain("answers Association Requests itself"));
    }
}
