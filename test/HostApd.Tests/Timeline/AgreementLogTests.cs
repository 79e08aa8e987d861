using HostApd.Timeline;
using HostApd.Timeline.Readers;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>
/// How others tell that two devices agree on a group: wpa_supplicant 2.10 (Debian) on either side, at its level of detail and in events
/// alone, as it was in the lab in November 2026; and the same events as miraclecast passes them on.
/// </summary>
public sealed class AgreementLogTests
{
    private const string Phone = "42:00:00:00:01:00";

    /// <summary>Two stock peers: the owner's user was asked, a second group came back by invitation.</summary>
    private static readonly string[] OwnerEvents =
    [
        "1795688448.858062: P2P-DEVICE-FOUND 42:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00 pri_dev_type=10-0050F204-5 name='phone' config_methods=0x80 dev_capab=0x25 group_capab=0x2a new=1",
        "1795688448.858271: P2P-GO-NEG-REQUEST 42:00:00:00:01:00 dev_passwd_id=4 go_intent=1",
        "1795688449.693044: P2P-GO-NEG-SUCCESS role=GO freq=5805 ht40=0 peer_dev=42:00:00:00:01:00 peer_iface=46:00:00:00:01:00 wps_method=PBC",
        "1795688450.191778: p2p-wlan0-0: CTRL-EVENT-EAP-STARTED 46:00:00:00:01:00",
        "1795688450.324300: P2P-GROUP-FORMATION-SUCCESS ",
        "1795688450.328849: P2P-GROUP-STARTED p2p-wlan0-0 GO ssid=\"DIRECT-qW\" freq=5805 go_dev_addr=42:00:00:00:00:00 [PERSISTENT]",
        "1795688450.435221: p2p-wlan0-0: AP-STA-CONNECTED 46:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00",
        "1795688450.435343: AP-STA-CONNECTED 46:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00",
        "1795688452.089539: p2p-wlan0-0: AP-STA-DISCONNECTED 46:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00",
        "1795688455.097128: P2P-GROUP-REMOVED p2p-wlan0-0 GO reason=IDLE",
        "1795688459.389799: P2P-INVITATION-ACCEPTED sa=42:00:00:00:01:00 persistent=0 freq=2437",
        "1795688459.436307: P2P-GROUP-STARTED p2p-wlan0-1 GO ssid=\"DIRECT-qW\" freq=2437 go_dev_addr=42:00:00:00:00:00 [PERSISTENT]",
        "1795688459.590745: p2p-wlan0-1: AP-STA-CONNECTED 46:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00",
    ];

    /// <summary>The phone's side of the same.</summary>
    private static readonly string[] PhoneEvents =
    [
        "1795688448.748762: P2P-FIND-STOPPED ",
        "1795688449.711420: P2P-GO-NEG-SUCCESS role=client freq=5805 ht40=0 peer_dev=42:00:00:00:00:00 peer_iface=46:00:00:00:00:00 wps_method=PBC",
        "1795688450.309032: p2p-wlan1-0: WPS-SUCCESS ",
        "1795688450.427820: p2p-wlan1-0: CTRL-EVENT-CONNECTED - Connection to 46:00:00:00:00:00 completed [id=0 id_str=]",
        "1795688452.095290: P2P-GROUP-REMOVED p2p-wlan1-0 client reason=REQUESTED",
        "1795688459.388744: P2P-INVITATION-RESULT status=0 46:00:00:00:00:00",
        "1795688459.585594: p2p-wlan1-1: CTRL-EVENT-CONNECTED - Connection to 46:00:00:00:00:00 completed [id=0 id_str=]",
    ];

    /// <summary>A phone at -d: told to wait, asked by the owner half a second later.</summary>
    private static readonly string[] PhoneDetail =
    [
        "1795740208.857327: wlan1: Own MAC address: 02:00:00:00:01:00",
        "1795740209.179977: p2p-dev-wlan1: Own MAC address: 42:00:00:00:01:00",
        "1795740210.765000: P2P: * GO Intent: Intent 1 Tie breaker 0",
        "1795740210.765631: P2P: * Intended P2P Interface Address 02:00:00:00:01:00",
        "1795740210.766600: P2P: Sending GO Negotiation Request",
        "1795740210.782360: P2P: GO Negotiation Request TX callback: success=1",
        "1795740210.793023: P2P: Received GO Negotiation Response from 02:00:00:00:00:00 (freq=2437)",
        "1795740210.793242: P2P: * Status: 1",
        "1795740210.793287: P2P: * GO Intent: Intent 15 Tie breaker 0",
        "1795740210.793522: P2P: GO Negotiation rejected: status 1",
        "1795740211.295231: P2P: Received GO Negotiation Request from 02:00:00:00:00:00(freq=2437)",
        "1795740211.295347: P2P: * GO Intent: Intent 15 Tie breaker 0",
        "1795740211.312396: P2P: Building GO Negotiation Response",
        "1795740211.312492: P2P: * Status: 0",
        "1795740211.312530: P2P: * GO Intent: Intent 1 Tie breaker 1",
        "1795740211.312816: P2P: Sending GO Negotiation Response",
        "1795740211.346385: P2P: Received GO Negotiation Confirm from 02:00:00:00:00:00",
        "1795740211.346503: P2P: * Status: 0",
        "1795740211.373028: P2P: GO Negotiation with 02:00:00:00:00:00 completed (peer will be GO)",
        "1795740211.379768: P2P-GO-NEG-SUCCESS role=client freq=2437 ht40=0 peer_dev=02:00:00:00:00:00 peer_iface=02:00:00:00:00:00 wps_method=PBC",
    ];

    [Test]
    public void The_owners_events_tell_of_the_question_and_of_the_way_back()
    {
        var joins = Joins(OwnerEvents);
        Assert.That(joins, Has.Count.EqualTo(2));
        foreach (var join in joins)
        {
            Assert.That((join.Trace.Station.ToString(), join.Trace.Device.ToString(), join.IsConnected), Is.EqualTo(("46:00:00:00:01:00", Phone, true)));
        }

        Assert.That(Story(joins[0])[..3], Is.EqualTo(new[] { "client go-negotiation-request", "ap go-negotiation-response 1", "ap go-negotiation-confirmation" }));
        Assert.That(joins[0].Findings[0].Sentence, Is.EqualTo("GO: asked for 835 ms before somebody pressed the button"));
        Assert.That(Story(joins[1]), Is.EqualTo(new[] { "client invitation-request", "ap invitation-response" }));
        Assert.That(joins[1].Findings[0].Cause, Is.EqualTo(JoinCause.Clean));
    }

    [Test]
    public void The_phones_events_tell_of_the_agreement()
    {
        var joins = Joins(PhoneEvents);
        Assert.That(joins.Select(static j => j.IsConnected), Is.EqualTo(new[] { true, true }));
        Assert.That(joins.Select(static j => Story(j)[0]), Is.EqualTo(new[] { "ap go-negotiation-confirmation", "ap invitation-response" }));
        Assert.That(joins.Select(static j => j.Findings[0].Cause), Is.All.EqualTo(JoinCause.Clean));
    }

    [Test]
    public void In_detail_every_frame_counts_once()
    {
        var join = Joins(PhoneDetail).Single();
        Assert.That(Story(join), Is.EqualTo(new[]
        {
            "client go-negotiation-request", "ap go-negotiation-response 1", "ap go-negotiation-request", "client go-negotiation-response", "ap go-negotiation-confirmation",
        }));
        Assert.That(join.Trace.Entries.ToArray().Where(static e => e.Kind == TraceKind.NegotiationRequest).Select(static e => e.Code), Is.EqualTo(new[] { 1, 15 }));
        Assert.That(join.Findings.Select(static f => f.Cause), Is.EqualTo(new[] { JoinCause.GroupNotFormed, JoinCause.AskedAPerson }), "the log ends there");
    }

    [TestCase(9, JoinCause.BothWantToOwn, "the peer wants to own too (intent 15 on both sides)")]
    [TestCase(2, JoinCause.BothWantToOwn, "the peer wants to own (intent 14), and this device is never a client")]
    [TestCase(7, JoinCause.NoCommonChannel, "no common channel")]
    [TestCase(10, JoinCause.GroupRefused, "GO: said no to the group: it wants another way to get the key")]
    public void A_phones_refusal_is_told_in_detail_and_by_events(int status, JoinCause cause, string sentence)
    {
        string[] detail =
        [
            "1795741180.937000: P2P: * GO Intent: Intent 14 Tie breaker 0",
            "1795741180.938336: P2P: Sending GO Negotiation Request",
            "1795741180.940610: P2P: Received GO Negotiation Response from 02:00:00:00:00:00 (freq=2437)",
            $"1795741180.940700: P2P: * Status: {status}",
            $"1795741180.940803: P2P: GO Negotiation rejected: status {status}",
            $"1795741180.940967: P2P-GO-NEG-FAILURE status={status}",
        ];
        var join = Joins(detail).Single();
        Assert.That((join.Findings[0].Cause, join.Findings[0].Sentence), Is.EqualTo((cause, sentence)));
        Assert.That(Story(join), Has.Length.EqualTo(2));
        Assert.That(Joins([detail[^1]]).Single().Findings[0].Cause, Is.EqualTo(cause), "by the event alone");
    }

    [Test]
    public void An_owner_that_was_asked_and_then_refused_says_both()
    {
        string[] events =
        [
            "1795688448.858271: P2P-GO-NEG-REQUEST 42:00:00:00:01:00 dev_passwd_id=4 go_intent=15",
            "1795688451.858271: P2P-GO-NEG-FAILURE status=9",
        ];
        var join = Joins(events).Single();
        Assert.That(join.Findings[0].Sentence, Is.EqualTo("the peer wants to own too (intent 15 on both sides)"));
        join = Joins([events[0], "1795688568.858271: P2P-GO-NEG-FAILURE status=-1"]).Single();
        Assert.That(join.Findings[0].Sentence, Is.EqualTo("GO: asked for 120.0 s: nobody pressed the button"));
    }

    [TestCase("TRACE: wpa: raw message: IFNAME=p2p-dev-wlan1 <3>", "")]
    [TestCase("[0017.689114] TRACE: wpa: raw message: IFNAME=p2p-dev-wlan1 <3>", "")]
    [TestCase("Sep 28 14:39:54 host miracle-wifid[798]: TRACE: wpa: raw message: IFNAME=wlan1 <3>", "")]
    [TestCase("<3>", "\r")]
    public void Miraclecast_passes_the_events_on(string before, string behind)
    {
        var owner = OwnerEvents.Select(l => before + l[(l.IndexOf(": ", StringComparison.Ordinal) + 2)..].Replace("p2p-wlan0-0: ", "", StringComparison.Ordinal) + behind);
        var first = Joins([.. owner.Take(8)]).Single();
        Assert.That((first.IsConnected, first.Trace.Device.ToString()), Is.EqualTo((true, Phone)));
        Assert.That(Story(first)[..3], Is.EqualTo(new[] { "client go-negotiation-request", "ap go-negotiation-response 1", "ap go-negotiation-confirmation" }));
        var refused = Joins([before + "P2P-GO-NEG-REQUEST 42:00:00:00:01:00 dev_passwd_id=4 go_intent=15" + behind, before + "P2P-GO-NEG-FAILURE status=9" + behind]).Single();
        Assert.That(refused.Findings[0].Cause, Is.EqualTo(JoinCause.BothWantToOwn));
    }

    [Test]
    public void Nonsense_is_no_agreement()
    {
        foreach (var line in (string[])["P2P-GO-NEG-REQUEST ", "P2P-GO-NEG-REQUEST x", "P2P: * Status: 99999999999", "P2P: Received GO Negotiation Request from ", "P2P-INVITATION-ACCEPTED sa=", "P2P-GO-NEG-FAILURE "])
        {
            Assert.That(() => Joins([line, line]), Throws.Nothing, line);
        }
    }

    private static List<JoinReport> Joins(IReadOnlyList<string> lines) =>
        [.. TraceMerge.Merge([LogReader.Read("log", lines)]).Joins.Select(JoinReport.Of)];

    private static string[] Story(JoinReport report) => [.. report.Trace.Entries.ToArray().Where(static e => e.Kind.IsAgreement())
        .Select(static e => $"{(e.FromAp ? "ap" : "client")} {e.Kind.Name()}{(e.Reason != 0 ? $" {e.Reason}" : "")}")];
}
