using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>SAE at an access point, frame by frame: what each commit and confirm is answered with, and what it costs.</summary>
public sealed class SaeAuthenticationTests
{
    private static ApRig Offering(
        Func<SaeOptions, SaeOptions>? change = null, IWorker? worker = null, bool shares = false, params SaePassword[] passwords) =>
        Offering(change, worker, shares, true, passwords);

    private static ApRig Offering(bool caches) => Offering(null, null, false, caches);

    private static ApRig Offering(Func<SaeOptions, SaeOptions>? change, IWorker? worker, bool shares, bool caches, params SaePassword[] passwords)
    {
        var options = new SaeOptions
        {
            Passwords = passwords.Length > 0 ? passwords : [Password()],
            TakesHashToElement = true,
            Groups = [SaeGroup.Find(19)!, SaeGroup.Find(20)!],
        };
        var rig = new ApRig(change: o => o with
        {
            Security = o.Security! with
            {
                Sae = change is null ? options : change(options),
                CachesKeys = caches,
                SharesKeys = shares,
                Rsn = o.Security.Rsn with
                {
                    Offer = KeySuiteOffer.Of([KeySuite.PskCcmp, KeySuite.SaeCcmp], [DataCipher.Ccmp]).Protecting(FrameProtection.Allowed, ManagementCipher.BipCmac128),
                },
            },
        }, worker: worker);
        rig.Bss.Enable();
        rig.Run(0.01);
        rig.Air.Sent.Clear();
        rig.Events.Clear();
        return rig;
    }

    private static SaePassword Password(string password = "mekmitasdigoat", string identifier = "", MacAddress? station = null) =>
        new("labtest"u8, System.Text.Encoding.UTF8.GetBytes(password), System.Text.Encoding.UTF8.GetBytes(identifier), station);

    [TestCase(SaeMethod.Loop, (ushort)19)]
    [TestCase(SaeMethod.HashToElement, (ushort)19)]
    [TestCase(SaeMethod.HashToElement, (ushort)20)]
    public void Both_sides_come_to_a_key_that_outlives_the_exchange(SaeMethod method, ushort group)
    {
        using var rig = Offering();
        var station = new SaeStation(rig, ApRig.First, method: method, group: group);
        Assert.That(station.Run());
        var agreed = rig.Bss.Agreed.Find(ApRig.First, AkmSuite.Sae)!;
        Assert.That(agreed.Key.Span.SequenceEqual(station.Agreement!.Pmk.Span));
        Assert.That(agreed.Id.ToArray(), Is.EqualTo(station.Agreement.Pmkid.ToArray()));
        Assert.That(rig.Sta(ApRig.First)!.AuthenticatedBy, Is.EqualTo(new AuthenticatedBy(AuthenticatedBy.Sae, group)));
        rig.Run(30);
        Assert.That((rig.Sta(ApRig.First), rig.Bss.Agreed.Has(ApRig.First)), Is.EqualTo(((Sta?)null, true)), "it never associated");
    }

    /// <summary>A commit that is not taken, and the status that it is answered with; 0: not at all.</summary>
    [TestCase("unknown group", 77)]
    [TestCase("short", 1)]
    [TestCase("scalar out of range", 1)]
    [TestCase("no point", 1)]
    [TestCase("unknown identifier", 123)]
    [TestCase("rejects a group that is taken", 1)]
    [TestCase("odd list of rejected groups", 1)]
    [TestCase("a key management that is not offered", 1)]
    [TestCase("another status", 0)]
    public void A_commit_that_is_not_taken_makes_no_station(string what, int status)
    {
        using var rig = Offering();
        var station = what switch
        {
            "unknown group" => new SaeStation(rig, ApRig.First, group: 21),
            "unknown identifier" => new SaeStation(rig, ApRig.First) { Identifier = "nobody" },
            "rejects a group that is taken" => new SaeStation(rig, ApRig.First) { RejectedGroups = [21, 0, 20, 0] },
            "odd list of rejected groups" => new SaeStation(rig, ApRig.First) { RejectedGroups = [21, 0, 21] },
            "a key management that is not offered" => new SaeStation(rig, ApRig.First) { Akm = (uint)AkmSuite.SaeExtKey },
            _ => new SaeStation(rig, ApRig.First),
        };
        var body = station.Commit();
        switch (what)
        {
            case "short":
                body = body[..^1];
                break;
            case "scalar out of range":
                body.AsSpan(8, 32).Fill(0xFF);
                break;
            case "no point":
                body[^1] ^= 1;
                break;
            case "another status":
                body[4] = 1;
                break;
        }

        station.Send(body);
        Assert.That(station.Answers, Is.EqualTo(status == 0 ? 0 : 1));
        if (status != 0)
        {
            Assert.That(station.Answer, Is.EqualTo((1, status)));
        }

        Assert.That(rig.Bss.Stations.Count, Is.Zero);
        Assert.That(rig.Bss.Sae.Computed, Is.Zero);
        Assert.That(rig.Events, Is.EqualTo(status == 123 ? [$"CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER {ApRig.First}"] : Array.Empty<string>()));
        if (status == 77)
        {
            Assert.That(station.Fields, Is.EqualTo(new byte[] { 21, 0 }));
        }
    }

    [Test]
    public void Another_password_is_told_of()
    {
        using var rig = Offering();
        var station = new SaeStation(rig, ApRig.First, "another");
        station.SendCommit();
        station.Agree();
        station.SendConfirm();
        Assert.That(station.Answer, Is.EqualTo((2, 15)));
        Assert.That(rig.Events, Is.EqualTo(new[] { $"AP-STA-POSSIBLE-SAE-MISMATCH {ApRig.First}" }));
        Assert.That((rig.Bss.Stations.Count, rig.Bss.Agreed.All.Any()), Is.EqualTo((0, false)));
    }

    [Test]
    public void The_password_is_the_last_that_station_and_identifier_mean()
    {
        using var rig = Offering(null, null, false, Password("old"), Password("all"), Password("first", "", ApRig.First), Password("guest", "guest"));
        Assert.Multiple(() =>
        {
            Assert.That(new SaeStation(rig, ApRig.First, "first").Run());
            Assert.That(new SaeStation(rig, ApRig.Second, "all").Run());
            Assert.That(new SaeStation(rig, ApRig.Third, "guest") { Identifier = "guest" }.Run());
        });
    }

    [Test]
    public void A_commit_sent_again_is_answered_with_the_same_and_costs_nothing()
    {
        using var rig = Offering();
        var station = new SaeStation(rig, ApRig.First);
        station.SendCommit();
        var first = station.Fields;
        station.SendCommit();
        Assert.That((station.Answers, rig.Bss.Sae.Computed), Is.EqualTo((2, 1L)));
        Assert.That(station.Fields, Is.EqualTo(first));
        station.Agree();
        station.SendConfirm();
        Assert.That(station.IsConfirmed());
        station.SendCommit();
        Assert.That((station.Answers, rig.Bss.Sae.Computed), Is.EqualTo((3, 1L)), "the scalar of an accepted run is a replay");
        station.SendConfirm();
        Assert.That(station.IsConfirmed(), "our confirm was lost");
        Assert.That(station.Answers, Is.EqualTo(4));
    }

    [Test]
    public void Our_own_commit_is_not_answered()
    {
        using var rig = Offering();
        var station = new SaeStation(rig, ApRig.First);
        station.SendCommit();
        station.Send([3, 0, 1, 0, 126, 0, .. station.Fields]);
        Assert.That((station.Answers, rig.Bss.Sae.Computed), Is.EqualTo((1, 1L)));
    }

    [TestCase("confirm without a commit", 1)]
    [TestCase("confirm while its commit waits", 1)]
    [TestCase("short confirm", 1)]
    public void A_confirm_out_of_its_place(string what, int status)
    {
        var worker = new PatientWorker();
        using var rig = Offering(worker: worker);
        worker.RunAll();
        var station = new SaeStation(rig, ApRig.First, method: SaeMethod.Loop);
        if (what != "confirm without a commit")
        {
            station.SendCommit();
            if (what == "short confirm")
            {
                worker.RunAll();
                rig.Run(0.01);
            }
        }

        station.Send([3, 0, 2, 0, 0, 0, 1, 0, .. new byte[what == "short confirm" ? 31 : 32]]);
        Assert.That(station.Answer, Is.EqualTo((2, status)));
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
    }

    [Test]
    public void A_peer_that_is_in_the_middle_is_forgotten_in_the_end()
    {
        using var rig = Offering();
        var station = new SaeStation(rig, ApRig.First);
        station.SendCommit();
        station.Agree();
        rig.Run(15);
        station.SendConfirm();
        Assert.That(station.Answer, Is.EqualTo((2, 1)), "as one that nobody knows");
    }

    [Test]
    public void Our_confirm_follows_at_once_where_it_is_wanted()
    {
        using var rig = Offering(static o => o with { ConfirmsAtOnce = true });
        var station = new SaeStation(rig, ApRig.First);
        station.SendCommit();
        Assert.That((station.Answers, station.Answer), Is.EqualTo((2, (2, 0))));
    }

    [Test]
    public void With_many_in_the_middle_a_commit_needs_a_token_and_costs_nothing_without()
    {
        using var rig = Offering(static o => o with { TokenThreshold = 2 });
        for (byte i = 0; i < 2; i++)
        {
            var one = new SaeStation(rig, new MacAddress([2, 0, 0, 0, 9, i]));
            one.SendCommit();
            Assert.That(one.Answer, Is.EqualTo((1, 126)));
        }

        var computed = rig.Bss.Sae.Computed;
        foreach (var method in new[] { SaeMethod.HashToElement, SaeMethod.Loop })
        {
            var station = new SaeStation(rig, method == SaeMethod.Loop ? ApRig.First : ApRig.Second, method: method);
            station.SendCommit();
            Assert.That(station.Answer, Is.EqualTo((1, 76)));
            Assert.That(rig.Bss.Sae.Computed, Is.EqualTo(computed));
            var fields = station.Fields;
            Assert.That(fields[..2], Is.EqualTo(new byte[] { 19, 0 }));
            station.Token = method == SaeMethod.Loop ? fields[2..] : fields[5..];
            Assert.That(station.Token, Has.Length.EqualTo(32));
            if (method == SaeMethod.HashToElement)
            {
                Assert.That(fields[2..5], Is.EqualTo(new byte[] { 255, 33, 93 }));
            }

            Assert.That(station.Run(), $"{method}");
            computed = rig.Bss.Sae.Computed;
        }

        Assert.That(rig.Bss.Sae.TokensDemanded, Is.EqualTo(2));
    }

    [Test]
    public void A_flood_from_ever_new_addresses_grows_nothing()
    {
        var worker = new PatientWorker();
        using var rig = Offering(worker: worker);
        worker.RunAll();
        var body = new SaeStation(rig, ApRig.First).Commit();
        for (var i = 0; i < 2000; i++)
        {
            new SaeStation(rig, new MacAddress([2, 0, 0, 7, (byte)(i >> 8), (byte)i])).Send(body);
        }

        Assert.That(worker.Waiting, Is.LessThanOrEqualTo(6), "the keys of those who are in the middle, and one commit to be made");
        for (var i = 0; i < 100; i++)
        {
            worker.RunAll();
        }

        Assert.That(rig.Bss.Sae.Computed, Is.LessThanOrEqualTo(15), "five within ten seconds: the others are to show that they hear us");
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
        rig.Run(30);
        var station = new SaeStation(rig, ApRig.First);
        station.SendCommit();
        worker.RunAll();
        rig.Run(0.01);
        station.Agree();
        station.SendConfirm();
        Assert.That(station.IsConfirmed());
    }

    [Test]
    public void A_commit_that_comes_before_keys_can_be_drawn_is_held_and_then_answered()
    {
        using var rig = Offering();
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block();
        var station = new SaeStation(rig, ApRig.First, method: SaeMethod.Loop);
        station.SendCommit();
        rig.Run(2);
        station.SendCommit();
        Assert.That((station.Answers, rig.Bss.Sae.Computed), Is.EqualTo((0, 0L)));
        Assert.That(rig.Events, Is.EqualTo(new[] { $"EAPOL-HELD {ApRig.First}" }));
        gate.Release();
        rig.Run(0.01);
        Assert.That((station.Answers, station.Answer), Is.EqualTo((1, (1, 0))));
        Assert.That(rig.Events.Count(static e => e.StartsWith("EAPOL-RELEASED", StringComparison.Ordinal)), Is.EqualTo(1));
        station.Agree();
        station.SendConfirm();
        Assert.That(station.IsConfirmed());
    }

    [Test]
    public void One_that_is_held_for_too_long_is_told_to_begin_anew_and_is_never_answered_with_weak_numbers()
    {
        using var rig = Offering();
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block();
        var station = new SaeStation(rig, ApRig.First, method: SaeMethod.Loop);
        station.SendCommit();
        rig.Run(5);
        Assert.That((station.Answers, station.Answer), Is.EqualTo((1, (1, 76))));
        station.Token = station.Fields[2..];
        station.SendCommit();
        rig.Run(5);
        Assert.That((station.Answers, station.Answer), Is.EqualTo((2, (1, 76))));
        station.SendCommit();
        gate.Release();
        rig.Run(0.01);
        Assert.That((station.Answers, station.Answer), Is.EqualTo((3, (1, 0))));
    }

    [Test]
    public void What_the_worker_brings_back_after_the_network_has_ended_is_nobodys()
    {
        var worker = new PatientWorker();
        using var rig = Offering(worker: worker);
        worker.RunAll();
        var station = new SaeStation(rig, ApRig.First, method: SaeMethod.Loop);
        station.SendCommit();
        rig.Bss.Disable();
        worker.RunAll();
        Assert.That(station.Answers, Is.Zero);
        rig.Bss.Enable();
        rig.Run(0.01);
        worker.RunAll();
        station.SendCommit();
        worker.RunAll();
        rig.Run(0.01);
        Assert.That(station.Answer, Is.EqualTo((1, 0)));
    }

    [Test]
    public void A_commit_is_answered_before_anything_is_computed_and_a_confirm_may_come_before_the_keys()
    {
        var worker = new PatientWorker();
        using var rig = Offering(worker: worker);
        worker.RunAll();
        var station = new SaeStation(rig, ApRig.First);
        station.SendCommit();
        Assert.That(station.Answer, Is.EqualTo((1, 126)));
        station.Agree();
        station.SendConfirm();
        Assert.That(station.Answers, Is.EqualTo(1), "it waits for the keys");
        worker.RunAll();
        rig.Run(0.01);
        Assert.That(station.IsConfirmed());
        Assert.That(rig.Sta(ApRig.First)!.AuthenticatedBy.Algorithm, Is.EqualTo(AuthenticatedBy.Sae));
    }

    [Test]
    public void What_was_made_while_keys_could_be_drawn_is_good_when_they_cannot_and_no_commit_is_used_twice()
    {
        using var rig = Offering();
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block();
        var said = new List<string>();
        for (byte i = 0; i < SaeStock.Depth; i++)
        {
            var station = new SaeStation(rig, new MacAddress([2, 0, 0, 0, 9, i]));
            Assert.That(station.Run());
            said.Add(Convert.ToHexString(rig.Air.Sent.First(f => f.Bytes[0] == 0xB0 && f.Bytes[9] == i).Bytes[ManagementFrame.HeaderLength..]));
        }

        Assert.That(said, Is.Unique);
        var late = new SaeStation(rig, ApRig.First);
        late.SendCommit();
        Assert.That(late.Answers, Is.Zero);
        gate.Release();
        rig.Run(0.01);
        Assert.That(late.Answer, Is.EqualTo((1, 126)));
    }

    [Test]
    public void A_network_without_it_says_so()
    {
        using var rig = ApRig.Enabled();
        var station = new SaeStation(rig, ApRig.First);
        station.SendCommit();
        Assert.That(station.Answer.Status, Is.EqualTo(13));
    }

    /// <summary>How a station has authenticated, what it then asks for, and the status that it gets.</summary>
    [TestCase("SAE", "SAE", 0)]
    [TestCase("SAE", "PSK", 43)]
    [TestCase("open", "PSK", 0)]
    [TestCase("open", "SAE", 53)]
    [TestCase("open", "SAE with a PMKID that nobody knows", 53)]
    [TestCase("open", "SAE with the PMKID of before", 0)]
    [TestCase("SAE", "SAE with a PMKID that nobody knows", 0)]
    public void What_it_may_associate_with(string how, string with, int status)
    {
        using var rig = Offering();
        var station = new SaeStation(rig, ApRig.First);
        Assert.That(station.Run());
        byte[] pmkid = with.EndsWith("before", StringComparison.Ordinal) ? station.Agreement!.Pmkid.ToArray() : [.. Enumerable.Repeat((byte)7, 16)];
        if (with is "SAE with a PMKID that nobody knows" or "SAE" && how == "open")
        {
            rig.Bss.Agreed.Flush();
        }

        if (how == "open")
        {
            rig.Run(2);
            station.Send([0, 0, 1, 0, 0, 0]);
        }

        byte[] akm = [0, 0x0F, 0xAC, (byte)(with.StartsWith("PSK", StringComparison.Ordinal) ? 2 : 8)];
        byte[] rsne = [1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, .. akm, 0x80, 0, .. with.Contains("PMKID", StringComparison.Ordinal) ? [1, 0, .. pmkid] : Array.Empty<byte>()];
        station.Send([0x31, 4, 5, 0, 0, 7, .. "labtest"u8, 1, 4, 0x82, 0x84, 0x8B, 0x96, 48, (byte)rsne.Length, .. rsne], ManagementSubtype.AssociationRequest);
        var response = rig.Air.Sent.Last(static f => f.Bytes[0] == 0x10).Bytes;
        Assert.That((int)response[ManagementFrame.HeaderLength + 2], Is.EqualTo(status));
    }

    [TestCase(false, 1)]
    [TestCase(true, 0)]
    public void Who_says_hash_to_element_and_does_not_use_it(bool isTolerated, int status)
    {
        using var rig = Offering(o => o with { ToleratesUnusedHashToElement = isTolerated });
        var station = new SaeStation(rig, ApRig.First, method: SaeMethod.Loop);
        Assert.That(station.Run());
        byte[] rsne = [1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 8, 0x80, 0];
        station.Send([0x31, 4, 5, 0, 0, 7, .. "labtest"u8, 1, 4, 0x82, 0x84, 0x8B, 0x96, 48, (byte)rsne.Length, .. rsne, 244, 1, 0x20], ManagementSubtype.AssociationRequest);
        var response = rig.Air.Sent.Last(static f => f.Bytes[0] == 0x10).Bytes;
        Assert.That((int)response[ManagementFrame.HeaderLength + 2], Is.EqualTo(status));
        Assert.That(rig.Events.Contains($"AP-STA-SAE-H2E-NOT-USED {ApRig.First}"), Is.EqualTo(!isTolerated));
    }

    [TestCase(true, true, "f40120")]
    [TestCase(false, true, "f40120")]
    [TestCase(true, false, "")]
    public void Hash_to_element_is_announced(bool loop, bool element, string rsnxe)
    {
        using var rig = Offering(o => o with { TakesLoop = loop, TakesHashToElement = element });
        var tail = Convert.ToHexStringLower(rig.Radio.BeaconTail);
        Assert.That(tail.Contains("f40120", StringComparison.Ordinal), Is.EqualTo(rsnxe.Length > 0));
    }

    [TestCase(true, "mekmitasdigoat", 0)]
    [TestCase(false, "mekmitasdigoat", 53)]
    [TestCase(true, "another password", 53)]
    public void A_key_of_another_network_of_ours_is_good_where_it_takes_the_same_passwords_and_both_share(bool shares, string password, int status)
    {
        using var elsewhere = Offering(shares: true);
        using var here = Offering(null, null, shares, Password(password));
        here.Bss.Others = () => [here.Bss, elsewhere.Bss];
        var station = new SaeStation(elsewhere, ApRig.First);
        Assert.That(station.Run());
        var visitor = new SaeStation(here, ApRig.First);
        visitor.Send([0, 0, 1, 0, 0, 0]);
        byte[] rsne = [1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 8, 0x80, 0, 1, 0, .. station.Agreement!.Pmkid];
        visitor.Send([0x31, 4, 5, 0, 0, 7, .. "labtest"u8, 1, 4, 0x82, 0x84, 0x8B, 0x96, 48, (byte)rsne.Length, .. rsne], ManagementSubtype.AssociationRequest);
        Assert.That((int)here.Air.Sent.Last(static f => f.Bytes[0] == 0x10).Bytes[ManagementFrame.HeaderLength + 2], Is.EqualTo(status));
        Assert.That(here.Bss.Agreed.All.Select(static k => k.IsOpportunistic), Is.EqualTo(status == 0 ? [true] : Array.Empty<bool>()));
    }

    [TestCase(false, 53)]
    [TestCase(true, 0)]
    public void Nobody_comes_back_with_a_key_where_none_is_kept(bool caches, int status)
    {
        using var rig = Offering(caches: caches);
        var station = new SaeStation(rig, ApRig.First);
        Assert.That(station.Run());
        rig.Run(2);
        station.Send([0, 0, 1, 0, 0, 0]);
        byte[] rsne = [1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 8, 0x80, 0, 1, 0, .. station.Agreement!.Pmkid];
        station.Send([0x31, 4, 5, 0, 0, 7, .. "labtest"u8, 1, 4, 0x82, 0x84, 0x8B, 0x96, 48, (byte)rsne.Length, .. rsne], ManagementSubtype.AssociationRequest);
        Assert.That((int)rig.Air.Sent.Last(static f => f.Bytes[0] == 0x10).Bytes[ManagementFrame.HeaderLength + 2], Is.EqualTo(status));
    }
}
