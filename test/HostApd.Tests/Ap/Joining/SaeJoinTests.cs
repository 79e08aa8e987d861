using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Whole joins by SAE: authentication, association, handshake, and what goes wrong with each.</summary>
public sealed class SaeJoinTests
{
    private static readonly byte[] RsneOfSae = Rsne(8);

    private static byte[] Rsne(byte akm) => [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, akm, 0, 0];

    private static ApRig Offering(Func<SaeOptions, SaeOptions>? change = null, bool protectsSsid = false, VlanOptions? vlans = null)
    {
        var options = new SaeOptions
        {
            Passwords = [new SaePassword("labtest"u8, "mekmitasdigoat"u8, default, null), new SaePassword("labtest"u8, "for guests"u8, "guest"u8, null)],
            TakesHashToElement = true,
        };
        KeySuite[] managements = [KeySuite.PskCcmp, KeySuite.SaeCcmp, KeySuite.SaeExtKeyCcmp(KeyHash.Sha256), KeySuite.SaeExtKeyCcmp(KeyHash.Sha384), KeySuite.SaeExtKeyCcmp(KeyHash.Sha512)];
        return ApRig.Enabled(change: o => o with
        {
            Vlans = vlans,
            Security = o.Security! with
            {
                Sae = change is null ? options : change(options),
                Rsn = o.Security.Rsn with
                {
                    ProtectsSsid = protectsSsid,
                    Offer = KeySuiteOffer.Of(managements, [DataCipher.Ccmp]).Protecting(FrameProtection.Allowed, ManagementCipher.BipCmac128).Requiring(PmkSource.Sae),
                },
            },
        });
    }

    private static SimulatedStation Connect(ApRig rig, MacAddress address, SimulatedSaeOptions? sae = null, Func<SimulatedStationOptions, SimulatedStationOptions>? more = null) =>
        rig.Connect(address, o => (more ?? (static x => x))(o with
        {
            Passphrase = null,
            Sae = sae ?? new SimulatedSaeOptions { Password = "mekmitasdigoat" },
            Rsne = sae is { WantsLongKeys: true } ? Rsne(24) : RsneOfSae,
            ProtectsFrames = true,
            ExtraElements = sae is { Method: SaeMethod.Loop } ? [] : [0xF4, 1, 0x20],
            ExtraKeyData = sae is { Method: SaeMethod.Loop } ? [] : [0xF4, 1, 0x20],
        }));

    [TestCase(SaeMethod.Loop, "", false)]
    [TestCase(SaeMethod.HashToElement, "", false)]
    [TestCase(SaeMethod.HashToElement, "guest", false)]
    [TestCase(SaeMethod.HashToElement, "", true)]
    public void A_station_is_in_with_its_frames_protected(SaeMethod method, string identifier, bool longKeys)
    {
        using var rig = Offering();
        var station = Connect(rig, ApRig.First, new SimulatedSaeOptions
        {
            Password = identifier.Length > 0 ? "for guests" : "mekmitasdigoat",
            Method = method,
            Identifier = identifier,
            WantsLongKeys = longKeys,
        });
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        var sta = rig.Sta(ApRig.First)!;
        Assert.That((sta.IsProtected, ((RsnAccess)sta.Access!).Negotiated!.Akm), Is.EqualTo((true, longKeys ? AkmSuite.SaeExtKey : AkmSuite.Sae)));
        Assert.That(rig.Events, Does.Contain($"AP-STA-CONNECTED {ApRig.First}"));
        rig.Bss.GroupKeys.Rekey();
        rig.Run(0.5);
        Assert.That(station.GroupKeys, Has.Count.EqualTo(2));
    }

    [TestCase("", "mekmitasdigoat", 10, true)]
    [TestCase("guest", "for guests", 0, true)]
    [TestCase("guest", "for guests", 0, false)]
    public void A_password_says_in_which_network_a_station_is(string identifier, string password, int vlan, bool isOptional)
    {
        using var rig = Offering(
            o => o with { Passwords = [new SaePassword("labtest"u8, "mekmitasdigoat"u8, default, null) { VlanId = 10 }, o.Passwords[1]] },
            vlans: new VlanOptions { Mode = isOptional ? DynamicVlan.Optional : DynamicVlan.Required });
        var station = Connect(rig, ApRig.First, new SimulatedSaeOptions { Password = password, Method = SaeMethod.HashToElement, Identifier = identifier });
        Assert.That(station.State == StationState.Connected, Is.EqualTo(isOptional));
        Assert.That(rig.Radio.Networks.Places.GetValueOrDefault(ApRig.First), Is.EqualTo(vlan));
        Assert.That(rig.Radio.Networks.Keys, Is.EqualTo(vlan == 0 ? Array.Empty<string>() : [$"{vlan} {station.GroupKeys[0]}"]));
    }

    [TestCase((ushort)20)]
    [TestCase((ushort)21)]
    public void Long_keys_are_as_long_as_the_hash_of_the_group(ushort group)
    {
        using var rig = Offering(o => o with { Groups = [SaeGroup.Find(group)!] });
        var station = Connect(rig, ApRig.First, new SimulatedSaeOptions { Password = "mekmitasdigoat", WantsLongKeys = true, Groups = [group] });
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        var suite = ((RsnAccess)rig.Sta(ApRig.First)!.Access!).Negotiated!;
        Assert.That((suite.Akm, suite.PmkLength), Is.EqualTo((AkmSuite.SaeExtKey, group == 20 ? 48 : 64)));
        rig.Bss.GroupKeys.Rekey();
        rig.Run(0.5);
        Assert.That(station.GroupKeys, Has.Count.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_name_is_compared_where_both_want_that(bool wants)
    {
        using var rig = Offering(protectsSsid: true);
        byte[] rsnxe = [0xF4, 3, 0x22, 0, (byte)(wants ? 0x20 : 0)];
        var station = Connect(rig, ApRig.First, more: o => o with { ExtraElements = rsnxe, ExtraKeyData = rsnxe });
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(KdeReader.FindElement(station.KeyDataOfMessage3, (byte)ElementId.Rsnxe).ToArray(), Is.EqualTo(new byte[] { 0xF4, 3, 0x22, 0, 0x20 }));
        Assert.That(KdeReader.FindElement(station.KeyDataOfMessage3, (byte)ElementId.Ssid).ToArray(),
            Is.EqualTo(wants ? [0, 7, .. "labtest"u8] : Array.Empty<byte>()));
    }

    [TestCase(5)]
    [TestCase(0)]
    public void Its_timeline_is_one_join_of_one_attempt(int threshold)
    {
        using var rig = Offering(o => o with { TokenThreshold = threshold });
        Connect(rig, ApRig.First);
        var report = JoinReport.Of(rig.Timeline.Joins.Last()!);
        TraceKind[] again = threshold == 0 ? [TraceKind.SaeCommit, TraceKind.SaeCommitResponse] : [];
        TraceKind[] expected =
        [
            TraceKind.ProbeRequest, TraceKind.SaeCommit, TraceKind.SaeCommitResponse, .. again, TraceKind.SaeConfirm, TraceKind.SaeConfirmResponse,
            TraceKind.AssociationRequest, TraceKind.AssociationResponse, TraceKind.Message1, TraceKind.Message2, TraceKind.Message3, TraceKind.Message4,
            TraceKind.Authorized,
        ];
        Assert.That(report.Trace.Entries.ToArray().Select(static e => e.Kind), Is.EqualTo(expected));
        Assert.That((report.IsConnected, report.Attempts.Count), Is.EqualTo((true, 1)));
    }

    [Test]
    public void A_wrong_password_is_the_cause_by_name()
    {
        using var rig = Offering();
        Connect(rig, ApRig.First, new SimulatedSaeOptions { Password = "another" });
        rig.Run(60);
        var report = JoinReport.Of(rig.Timeline.Joins.Last()!);
        Assert.That((report.IsConnected, report.Findings[0].Cause), Is.EqualTo((false, JoinCause.WrongSaePassword)));
    }

    [Test]
    public void Its_timeline_names_an_identifier_that_is_unknown_groups_that_are_refused_and_a_point_that_was_hunted_for()
    {
        using var rig = Offering();
        Assert.That(CauseOf(rig, new SimulatedSaeOptions { Password = "for guests", Identifier = "nobody" }), Is.EqualTo(JoinCause.UnknownPasswordIdentifier));
        using var other = Offering(static o => o with { Groups = [SaeGroup.Find(19)!] });
        Assert.That(CauseOf(other, new SimulatedSaeOptions { Password = "mekmitasdigoat", Groups = [21, 20] }), Is.EqualTo(JoinCause.NoCommonGroup));
        using var third = Offering();
        Assert.That(CauseOf(third, new SimulatedSaeOptions { Password = "mekmitasdigoat", Method = SaeMethod.Loop },
            static o => o with { ExtraElements = [0xF4, 1, 0x20], ExtraKeyData = [0xF4, 1, 0x20] }), Is.EqualTo(JoinCause.HashToElementNotUsed));
    }

    private static JoinCause CauseOf(ApRig rig, SimulatedSaeOptions sae, Func<SimulatedStationOptions, SimulatedStationOptions>? more = null)
    {
        Connect(rig, ApRig.First, sae, more);
        return JoinReport.Of(rig.Timeline.Joins.Last()!).Findings[0].Cause;
    }

    [Test]
    public void A_hold_before_the_commit_is_answered_is_the_pools_time()
    {
        using var rig = Offering(static o => o with { TakesHashToElement = false });
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block();
        rig.Clock.Schedule(TimeSpan.FromSeconds(1.5), gate.Release);
        Connect(rig, ApRig.First, new SimulatedSaeOptions { Password = "mekmitasdigoat", Method = SaeMethod.Loop });
        var report = JoinReport.Of(rig.Timeline.Joins.Last()!);
        Assert.That(report.IsConnected);
        Assert.That(report.Phases.Sum(static p => p.Entropy), Is.EqualTo(1_500_000).Within(30_000));
        Assert.That(report.Findings[0].Cause, Is.EqualTo(JoinCause.EntropyHold));
    }

    [Test]
    public void One_of_WPA2_and_one_of_WPA3_are_in_at_once()
    {
        using var rig = Offering();
        Assert.That(Connect(rig, ApRig.First).State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Connect(ApRig.Second).State, Is.EqualTo(StationState.Connected));
        Assert.That((rig.Sta(ApRig.First)!.IsProtected, rig.Sta(ApRig.Second)!.IsProtected), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_group_that_is_refused_is_followed_by_the_next_and_the_list_of_those_before_goes_into_the_keys()
    {
        using var rig = Offering();
        Assert.That(Connect(rig, ApRig.First, new SimulatedSaeOptions { Password = "mekmitasdigoat", Groups = [21, 20, 19] }).State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Sta(ApRig.First)!.AuthenticatedBy.Group, Is.EqualTo(19));
    }

    [Test]
    public void One_that_is_to_bring_a_token_brings_it()
    {
        using var rig = Offering(static o => o with { TokenThreshold = 0 });
        Assert.That(Connect(rig, ApRig.First).State, Is.EqualTo(StationState.Connected));
        Assert.That(Connect(rig, ApRig.Second, new SimulatedSaeOptions { Password = "mekmitasdigoat", Method = SaeMethod.Loop }).State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Bss.Sae.TokensDemanded, Is.EqualTo(2));
    }

    [TestCase("another password", 15)]
    [TestCase("lies", 15)]
    [TestCase("no protection", 31)]
    public void Who_is_refused_hears_why(string what, int status)
    {
        using var rig = Offering();
        var station = Connect(rig, ApRig.First, new SimulatedSaeOptions
        {
            Password = what == "another password" ? "another" : "mekmitasdigoat",
            LiesInConfirm = what == "lies",
        }, o => o with { ProtectsFrames = what != "no protection" });
        Assert.That((station.State, station.Ended), Is.EqualTo((StationState.Idle, (int?)status)));
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
    }

    [Test]
    public void One_that_never_confirms_is_forgotten()
    {
        using var rig = Offering();
        var station = Connect(rig, ApRig.First, new SimulatedSaeOptions { Password = "mekmitasdigoat", IgnoresCommit = true });
        rig.Run(30);
        Assert.That((station.IsUnheard, rig.Bss.Stations.Count, rig.Bss.Sae.Computed), Is.EqualTo((true, 0, 1L)));
    }

    /// <summary>Each frame of the join lost once.</summary>
    [TestCase("AuthenticationRequest")]
    [TestCase("AuthenticationResponse")]
    [TestCase("AssociationRequest")]
    [TestCase("AssociationResponse")]
    [TestCase("M1")]
    [TestCase("M2")]
    [TestCase("M3")]
    [TestCase("M4")]
    public void A_frame_that_is_lost_costs_time_and_no_more(string frame)
    {
        using var rig = Offering();
        rig.Air.When(frame).Drop();
        Assert.That(Connect(rig, ApRig.First).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void Without_entropy_a_station_is_held_and_in_at_the_first_try()
    {
        using var rig = Offering(static o => o with { TakesHashToElement = false });
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block();
        rig.Clock.Schedule(TimeSpan.FromSeconds(3), gate.Release);
        var station = Connect(rig, ApRig.First, new SimulatedSaeOptions { Password = "mekmitasdigoat", Method = SaeMethod.Loop });
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(station.History.Count(static h => h.EndsWith("-> Authenticating", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void The_session_of_a_station_outlives_commits_in_its_name()
    {
        using var rig = Offering();
        Connect(rig, ApRig.First);
        rig.Run(2);
        var before = rig.Sta(ApRig.First);
        var forger = new SaeStation(rig, ApRig.First, "a guess");
        forger.SendCommit();
        forger.Agree();
        forger.SendConfirm();
        Assert.That(forger.Answer, Is.EqualTo((2, 15)));
        Assert.That((rig.Sta(ApRig.First), before!.IsAuthorized, rig.Bss.Agreed.Has(ApRig.First)), Is.EqualTo((before, true, true)));
    }
}
