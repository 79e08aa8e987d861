using HostApd.Ap;
using HostApd.Commands;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Stations whose management frames are protected (802.11-2020 12.6.19), beside somebody who forges frames in their name.</summary>
public sealed class ProtectedStationTests
{
    private static readonly byte[] Reason = [3, 0];

    /// <summary>
    /// Who may end or replace the session of a station: a frame in its name, by how far it has got and whether it agreed to protection,
    /// and whether the frame was protected. "stays": entry, kernel state, key and port are what they were.
    /// </summary>
    private static readonly string[][] Rows =
    [
        // frame                        no PMF      PMF, keys missing  PMF
        ["Authentication",              "replaced", "replaced",        "stays, answered"],
        ["AssociationRequest",          "replaced", "replaced",        "stays, put off"],
        ["ReassociationRequest",        "replaced", "replaced",        "stays, put off"],
        ["Deauthentication",            "gone",     "gone",            "stays"],
        ["Disassociation",              "gone",     "gone",            "stays"],
        ["SaQueryRequest",              "stays",    "stays",           "stays"],
        ["SaQueryResponse",             "stays",    "stays",           "stays"],
        ["Deauthentication protected",  "stays",    "stays",           "gone"],
        ["Disassociation protected",    "stays",    "stays",           "gone"],
        ["Authentication protected",    "stays",    "stays",           "stays"],
        ["AssociationRequest protected", "stays",   "stays",           "stays"],
        ["SaQueryRequest protected",    "stays",    "stays",           "stays, answered"],
        ["SaQueryResponse protected",   "stays",    "stays",           "stays"],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, 3)
        select new TestCaseData(row[0], column, row[column + 1]).SetArgDisplayNames(row[0], new[] { "no PMF", "PMF, keys missing", "PMF" }[column]);

    private static ApRig Protecting(FrameProtection protection = FrameProtection.Allowed, Func<BssOptions, BssOptions>? more = null,
        ManagementCipher? cipher = null, bool beacons = false, RadioCapabilities? radio = null) => ApRig.Enabled(
        new SimulatedRadioOptions { Capabilities = radio ?? SimulatedRadioOptions.Hwsim with { CanProtectBeacons = true } },
        o => (more ?? (static x => x))(o with
        {
            Security = o.Security! with
            {
                Rsn = o.Security.Rsn with { Offer = KeySuiteOffer.Personal.Protecting(protection, cipher ?? ManagementCipher.BipCmac128), ProtectsBeacons = beacons },
            },
        }));

    private static SimulatedStation Connect(ApRig rig, MacAddress address, Func<SimulatedStationOptions, SimulatedStationOptions>? more = null) =>
        rig.Connect(address, o => (more ?? (static x => x))(o with { ProtectsFrames = true }));

    [TestCaseSource(nameof(Cells))]
    public void Only_a_station_itself_ends_or_replaces_its_session(string frame, int column, string expected)
    {
        using var rig = Protecting();
        var station = rig.Station(ApRig.First, o => o with { ProtectsFrames = column > 0, IgnoresMessage3 = column == 1 });
        station.Join();
        rig.Run(0.3);
        rig.Run(1.5);
        var before = rig.Sta(ApRig.First)!;
        Assert.That((before.Mfp, before.IsAuthorized), Is.EqualTo((column > 0, column != 1)), "reached");
        rig.Radio.Calls.Clear();
        var (subtype, body) = Body(station, frame.Split(' ')[0]);
        Raw(rig, subtype, body, frame.EndsWith("protected", StringComparison.Ordinal));
        var after = rig.Sta(ApRig.First);
        var calls = rig.Radio.Calls;
        var seen = after is null ? "gone" : after != before ? "replaced" : "stays";
        if (seen == "stays")
        {
            Assert.That(calls.Where(static c => !c.StartsWith("SendFrame", StringComparison.Ordinal) && !c.StartsWith("ReadStation", StringComparison.Ordinal)), Is.Empty);
            seen += calls.Exists(static c => c.StartsWith("SendFrame AuthenticationResponse", StringComparison.Ordinal)) ? ", answered"
                : calls.Exists(static c => c.Contains("ssociationResponse", StringComparison.Ordinal)) ? ", put off"
                : calls.Exists(static c => c.StartsWith("SendFrame Action", StringComparison.Ordinal)) ? ", answered" : "";
        }

        Assert.That(seen, Is.EqualTo(expected), string.Join('\n', calls));
    }

    [Test]
    public void A_station_that_can_gets_protection_and_the_keys_for_it()
    {
        using var rig = Protecting();
        rig.Radio.KeySequences[4] = 9;
        var station = Connect(rig, ApRig.First);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Radio.Calls, Has.Some.EqualTo($"UpdateStation {ApRig.First} Associated aid=1 mfp"));
        Assert.That(rig.Radio.Calls.Where(static c => c.StartsWith("ReadKeySequence", StringComparison.Ordinal)), Is.EqualTo(new[] { "ReadKeySequence 1", "ReadKeySequence 4" }));
        var igtk = Convert.ToHexStringLower(rig.Bss.GroupKeys.Machine!.Key(4));
        Assert.That(station.IntegrityKeys, Is.EqualTo(new[] { "4:090000000000:" + igtk }));
        Assert.That(rig.Radio.InstalledKeys.Select(static k => k.Key), Does.Contain(igtk));
        Assert.That(StationText.Write(rig.Bss, rig.Sta(ApRig.First)!), Does.Contain("[MFP]").And.Contain("hostapdMFPR=0\n"));
    }

    [Test]
    public void A_station_that_cannot_joins_without_and_gets_no_such_key()
    {
        using var rig = Protecting();
        var station = rig.Connect(ApRig.First);
        Assert.That((station.State, station.IntegrityKeys.Count, rig.Sta(ApRig.First)!.Mfp), Is.EqualTo((StationState.Connected, 0, false)));
        Assert.That(StationText.Write(rig.Bss, rig.Sta(ApRig.First)!), Does.Not.Contain("MFP"));
    }

    [TestCase(FrameProtection.Required, false, false, 31, TestName = "Required, and it cannot")]
    [TestCase(FrameProtection.None, true, true, 45, TestName = "It requires, and there is none")]
    [TestCase(FrameProtection.Allowed, false, true, 31, TestName = "It requires what it cannot")]
    [TestCase(FrameProtection.Required, true, true, null, TestName = "Both require")]
    public void Who_does_not_fit_is_told_why(FrameProtection protection, bool can, bool requires, int? status)
    {
        using var rig = Protecting(protection);
        var station = rig.Station(ApRig.First, o => o with { ProtectsFrames = can, RequiresProtection = requires });
        station.Join();
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(status));
        Assert.That(station.State, Is.EqualTo(status is null ? StationState.Connected : StationState.Idle));
    }

    [Test]
    public void Keys_for_management_frames_and_Beacons_are_renewed_together_with_the_group_key()
    {
        using var rig = Protecting(beacons: true, cipher: ManagementCipher.BipGmac256);
        var station = Connect(rig, ApRig.First, o => o);
        Assert.That(station.Ended, Is.EqualTo(46), "its element names no group management cipher: it means another");
        Assert.That(rig.Bss.GroupKeys.Machine!.Key(6).Length, Is.EqualTo(32));

        using var other = Protecting(beacons: true);
        station = Connect(other, ApRig.First);
        Assert.That(station.IntegrityKeys.Select(static k => k.Split(':')[0]), Is.EqualTo(new[] { "4", "6" }));
        other.Radio.Calls.Clear();
        other.Bss.GroupKeys.Rekey();
        other.Run(0.5);
        Assert.That(station.IntegrityKeys.Select(static k => k.Split(':')[0]), Is.EqualTo(new[] { "4", "6", "5", "7" }));
        Assert.That(other.Radio.Calls.Where(static c => c.StartsWith("InstallKey group", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "InstallKey group 2 default", "InstallKey group 5 default", "InstallKey group 7 default" }));
        Assert.That(station.IntegrityKeys.Select(static k => k.Split(':')[2]).Distinct().Count(), Is.EqualTo(4));
    }

    [Test]
    public void Beacons_that_are_protected_are_announced()
    {
        using var rig = Protecting(beacons: true);
        Assert.That(Convert.ToHexStringLower(rig.Radio.BeaconTail), Does.Contain("7f0b" + "00000000000000000000" + "10"));
        using var plain = Protecting();
        Assert.That(Convert.ToHexStringLower(plain.Radio.BeaconTail), Does.Not.Contain("7f0b"));
    }

    [Test]
    public void A_radio_that_cannot_is_told_of_and_nothing_beacons_less_protected()
    {
        using var beacons = new ApRigOff(Hwsim(), protectsBeacons: true, ManagementCipher.BipCmac128);
        Assert.That(beacons.Problem, Does.Contain("protecting Beacons").And.Contain("beacon_prot=0"));
        using var cipher = new ApRigOff(Hwsim() with { Ciphers = [0x000FAC04, 0x000FAC06] }, protectsBeacons: false, ManagementCipher.BipGmac256);
        Assert.That(cipher.Problem, Does.Contain("does not know BIP-GMAC-256").And.Contain("group_mgmt_cipher"));
        using var fine = new ApRigOff(Hwsim() with { Ciphers = [0x000FAC04, 0x000FAC06] }, protectsBeacons: false, ManagementCipher.BipCmac128);
        Assert.That(fine.Problem, Is.Null);
    }

    [Test]
    public void A_forged_association_asks_the_station_and_it_stays()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First);
        rig.Radio.Calls.Clear();
        Raw(rig, ManagementSubtype.AssociationRequest, station.AssociationRequest, isProtected: false);
        rig.Run(2);
        Assert.That(station.SaQueries, Has.Count.EqualTo(1));
        Assert.That(rig.Sta(ApRig.First)!.Query!.Machine.State, Is.EqualTo(SaQueryState.Idle));
        var response = Find(rig, "AssociationResponse");
        Assert.That(Convert.ToHexStringLower(response.AsSpan(26, 4)), Is.EqualTo("1e000000"), "status 30, no association ID");
        Assert.That(Convert.ToHexStringLower(response), Does.EndWith("380503" + "e9030000"), "comeback after 1001 TU");
        AssertUndisturbed(rig, station);
        var join = JoinReport.Of(rig.Timeline.Joins.Last()!);
        Assert.That(join.Trace.Entries.ToArray().Select(static e => e.Kind), Is.EqualTo(new[]
        {
            TraceKind.AssociationRequest, TraceKind.SaQueryRequest, TraceKind.AssociationResponse, TraceKind.SaQueryResponse,
        }));
        Assert.That(join.Findings.Single().Cause, Is.EqualTo(JoinCause.AssociationComeback));
        Assert.That(join.Findings[0].Sentence, Does.EndWith("the old association in its name is alive (SA Query)"));
    }

    [Test]
    public void An_answer_of_somebody_else_does_not_count()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First, static o => o with { IgnoresSaQuery = true });
        Raw(rig, ManagementSubtype.AssociationRequest, station.AssociationRequest, isProtected: false);
        rig.Run(0.1);
        var number = (ushort)station.SaQueries.Single();
        var before = rig.Bss.Counters[FrameDrop.Unprotected];
        Raw(rig, ManagementSubtype.Action, [8, 1, (byte)number, (byte)(number >> 8)], isProtected: false);
        Assert.That(rig.Bss.Counters[FrameDrop.Unprotected], Is.EqualTo(before + 1));
        Raw(rig, ManagementSubtype.Action, [8, 1, (byte)(number + 1), (byte)(number + 1 >> 8)], isProtected: true);
        Assert.That(rig.Sta(ApRig.First)!.Query!.Machine.State, Is.EqualTo(SaQueryState.Asking), "nor one that nobody asked for");
        Raw(rig, ManagementSubtype.Action, [8, 1, (byte)number, (byte)(number >> 8)], isProtected: true);
        Assert.That(rig.Sta(ApRig.First)!.Query!.Machine.State, Is.EqualTo(SaQueryState.Idle));
    }

    [Test]
    public void A_station_that_has_lost_its_keys_is_back_after_the_time_it_was_told()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First, static o => o with { ComesBack = true });
        rig.Events.Clear();
        station.Forget();
        station.Authenticate();
        rig.Run(0.5);
        Assert.That((station.State, station.Comeback), Is.EqualTo((StationState.Associating, (uint?)1001)));
        rig.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Events, Is.EqualTo(new[] { $"AP-STA-DISCONNECTED {ApRig.First}", $"AP-STA-CONNECTED {ApRig.First}" })
            .Or.EqualTo(new[] { $"AP-STA-DISCONNECTED {ApRig.First}", $"EAPOL-4WAY-HS-COMPLETED {ApRig.First}", $"AP-STA-CONNECTED {ApRig.First}" })
            .Or.EqualTo(new[] { $"AP-STA-DISCONNECTED {ApRig.First}", $"AP-STA-CONNECTED {ApRig.First}", $"EAPOL-4WAY-HS-COMPLETED {ApRig.First}" }));
        Assert.That(rig.Sta(ApRig.First)!.Mfp, Is.True);
        var join = JoinReport.Of(rig.Timeline.Joins.Last()!);
        var kinds = join.Trace.Entries.ToArray().Select(static e => e.Kind).ToArray();
        Assert.That(kinds.Count(static k => k == TraceKind.SaQueryRequest), Is.EqualTo(5), "every 201 of 1000 units");
        Assert.That(kinds, Has.None.EqualTo(TraceKind.SaQueryResponse));
        Assert.That((join.IsConnected, join.Attempts.Count), Is.EqualTo((true, 1)));
        Assert.That(join.Findings.Select(static f => f.Cause), Is.EqualTo(new[] { JoinCause.AssociationComeback }), TimelineText.Write(join, null, isVerbose: true));
        Assert.That(join.Findings[0].Sentence, Does.EndWith("the old association in its name was asked first (SA Query)"));
    }

    [Test]
    public void Who_does_not_answer_is_asked_every_201_units_and_let_go_of_after_1000_and_not_for_ever()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First, static o => o with { IgnoresSaQuery = true });
        Raw(rig, ManagementSubtype.AssociationRequest, station.AssociationRequest, isProtected: false);
        rig.Run(1.1);
        var query = rig.Sta(ApRig.First)!.Query!.Machine;
        Assert.That((station.SaQueries.Count, query.State), Is.EqualTo((5, SaQueryState.Unanswered)));
        rig.Run(10);
        Assert.That(query.State, Is.EqualTo(SaQueryState.Idle), "nobody came: it is asked again before the next is let in");
        AssertUndisturbed(rig, station);
    }

    [Test]
    public void Its_own_question_is_answered_and_shows_that_it_is_there()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First, static o => o with { IgnoresSaQuery = true });
        Raw(rig, ManagementSubtype.AssociationRequest, station.AssociationRequest, isProtected: false);
        rig.Run(1.5);
        Assert.That(rig.Sta(ApRig.First)!.IsShielded, Is.False, "reached");
        byte[]? heard = null;
        station.ActionReceived += body => heard = body;
        station.AskSecurityAssociation(0x1234);
        rig.Run(0.1);
        Assert.That(heard, Is.EqualTo(new byte[] { 8, 1, 0x34, 0x12 }));
        Assert.That(rig.Sta(ApRig.First)!.IsShielded, Is.True);
    }

    [Test]
    public void Floods_of_forged_requests_are_answered_one_by_one_and_ask_once_at_a_time()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First, static o => o with { IgnoresSaQuery = true });
        rig.Radio.Calls.Clear();
        for (var i = 0; i < 90; i++)
        {
            Raw(rig, ManagementSubtype.AssociationRequest, station.AssociationRequest, isProtected: false);
            rig.Run(0.01);
        }

        Assert.That(rig.Count("SendFrame Action"), Is.EqualTo(5));
        Assert.That(rig.Count("AddStation"), Is.Zero);
    }

    [Test]
    public void Forged_leaves_are_counted_by_us_or_by_the_radio()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First);
        station.Forge(ManagementSubtype.Deauthentication, Reason);
        station.Forge(ManagementSubtype.Disassociation, Reason);
        rig.Run(0.1);
        Assert.That(rig.Bss.Counters[FrameDrop.Unprotected], Is.EqualTo(2), "the radio tells of these");
        Raw(rig, ManagementSubtype.Deauthentication, Reason, isProtected: false);
        Assert.That(rig.Bss.Counters[FrameDrop.Unprotected], Is.EqualTo(3), "and what a radio passes on goes no further");
        AssertUndisturbed(rig, station);
    }

    [Test]
    public void We_send_a_station_away_with_a_protected_frame_before_its_keys_go()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First);
        rig.Radio.Calls.Clear();
        rig.Bss.SendAway(ApRig.First, ReasonCode.InvalidAuthentication, disassociate: false);
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(2), "it believed us");
        Assert.That(Find(rig, "Deauthentication")[1] & 0x40, Is.EqualTo(0x40));
        var calls = rig.Radio.Calls;
        Assert.That(calls.FindIndex(static c => c.StartsWith("SendFrame Deauthentication", StringComparison.Ordinal)),
            Is.LessThan(calls.FindIndex(static c => c.StartsWith("RemoveStation", StringComparison.Ordinal))));
    }

    [Test]
    public void A_station_leaves_by_itself_protected()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First);
        station.Leave();
        rig.Run(0.1);
        Assert.That(rig.Sta(ApRig.First), Is.Null);
    }

    [Test]
    public void SA_QUERY_asks_once_and_nothing_follows_from_silence()
    {
        using var rig = Protecting();
        var station = Connect(rig, ApRig.First, static o => o with { IgnoresSaQuery = true });
        Assert.That(rig.Bss.AskSecurityAssociation(ApRig.First), Is.True);
        Assert.That(rig.Bss.AskSecurityAssociation(ApRig.Second), Is.False);
        rig.Run(3);
        Assert.That((station.SaQueries.Count, rig.Sta(ApRig.First)!.IsShielded), Is.EqualTo((1, true)));
        Assert.That(rig.Timeline.Joins.Joins, Has.Count.EqualTo(1), "the life of who is in is no join");
        Assert.That(rig.Timeline.Joins.Last()!.Entries.ToArray().Select(static e => e.Kind), Has.None.EqualTo(TraceKind.SaQueryRequest));
    }

    [TestCase("08")]
    [TestCase("0800")]
    [TestCase("080001")]
    [TestCase("0801")]
    [TestCase("08ff0000")]
    public void What_is_no_SA_Query_is_dropped(string hex)
    {
        using var rig = Protecting();
        Connect(rig, ApRig.First);
        rig.Radio.Calls.Clear();
        Raw(rig, ManagementSubtype.Action, Convert.FromHexString(hex), isProtected: true);
        Assert.That(rig.Radio.Calls, Is.Empty);
        Assert.That(rig.Bss.Counters[FrameDrop.Malformed] + rig.Bss.Counters[FrameDrop.NotExpected], Is.EqualTo(1));
    }

    private static RadioCapabilities Hwsim() => SimulatedRadioOptions.Hwsim;

    private static void AssertUndisturbed(ApRig rig, SimulatedStation station)
    {
        Assert.That((station.State, rig.Sta(station.Address)!.IsAuthorized, rig.Radio.IsAuthorized(station.Address)), Is.EqualTo((StationState.Connected, true, true)));
        Assert.That(rig.Count($"AddStation {station.Address}") + rig.Count($"RemoveStation {station.Address}"), Is.LessThanOrEqualTo(1));
        Assert.That(rig.Events, Has.None.StartsWith("AP-STA-DISCONNECTED"));
    }

    private static byte[] Find(ApRig rig, string name) => rig.Air.Sent.Last(f => f.FromAp && f.Name == name).Bytes;

    private static (ManagementSubtype Subtype, byte[] Body) Body(SimulatedStation station, string name) => name switch
    {
        "Authentication" => (ManagementSubtype.Authentication, [0, 0, 1, 0, 0, 0]),
        "AssociationRequest" => (ManagementSubtype.AssociationRequest, [.. station.AssociationRequest, 221, 3, 1, 2, 3]),
        "ReassociationRequest" => (ManagementSubtype.ReassociationRequest,
            [.. station.AssociationRequest[..4], 2, 0, 0, 0, 0, 0, .. station.AssociationRequest[4..]]),
        "Deauthentication" => (ManagementSubtype.Deauthentication, Reason),
        "Disassociation" => (ManagementSubtype.Disassociation, Reason),
        "SaQueryRequest" => (ManagementSubtype.Action, [8, 0, 1, 2]),
        "SaQueryResponse" => (ManagementSubtype.Action, [8, 1, 1, 2]),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such frame"),
    };

    /// <summary>As the driver hands it over: a radio may pass on what ours in the simulation would not.</summary>
    private static void Raw(ApRig rig, ManagementSubtype subtype, byte[] body, bool isProtected)
    {
        byte[] frame = [(byte)((int)subtype << 4), isProtected ? (byte)0x40 : (byte)0, .. new byte[22], .. body];
        rig.Radio.Address.CopyTo(frame.AsSpan(4));
        ApRig.First.CopyTo(frame.AsSpan(10));
        rig.Radio.Address.CopyTo(frame.AsSpan(16));
        rig.Radio.Inject(frame);
    }

    /// <summary>A BSS that may not come up.</summary>
    private sealed class ApRigOff : IDisposable
    {
        private readonly ApRig _rig;

        internal ApRigOff(RadioCapabilities radio, bool protectsBeacons, ManagementCipher cipher)
        {
            _rig = new ApRig(new SimulatedRadioOptions { Capabilities = radio }, o => o with
            {
                Security = o.Security! with
                {
                    Rsn = o.Security.Rsn with { Offer = KeySuiteOffer.Personal.Protecting(FrameProtection.Required, cipher), ProtectsBeacons = protectsBeacons },
                },
            });
            var result = _rig.Bss.Enable();
            Problem = result.Succeeded ? null : result.ToString();
        }

        internal string? Problem { get; }

        public void Dispose() => _rig.Dispose();
    }
}
