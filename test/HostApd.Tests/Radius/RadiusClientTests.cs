using System.Net;
using HostApd.Radius;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>The client against servers that answer, lie, repeat themselves, are silent, die and come back.</summary>
public sealed class RadiusClientTests
{
    [Test]
    public void A_repetition_is_the_same_octets_and_another_server_gets_its_own()
    {
        using var scene = new RadiusClientScene(2);
        scene.Ask();
        scene.Advance(4);
        var sent = scene.Sent;
        Assert.That(sent.Select(static s => s.Server), Is.EqualTo(new[] { 0, 0, 1 }));
        Assert.That(sent[1].Packet, Is.EqualTo(sent[0].Packet));
        Assert.That(sent[2].Packet[4..20], Is.Not.EqualTo(sent[0].Packet[4..20]));
        foreach (var (server, _, packet) in sent)
        {
            var unsigned = packet.ToArray();
            unsigned.AsSpan(22, 16).Clear();
            Assert.That(packet[22..38], Is.EqualTo(Packets.HmacMd5(RadiusClientScene.Secret(server), unsigned)));
        }
    }

    /// <summary>An answer that is none takes nothing from the one that is (CVE-2025-24912).</summary>
    [TestCase("wrong source", RadiusDrop.WrongSource)]
    [TestCase("wrong port", RadiusDrop.WrongSource)]
    [TestCase("cut", RadiusDrop.Malformed)]
    [TestCase("empty", RadiusDrop.Malformed)]
    [TestCase("unknown identifier", RadiusDrop.UnknownIdentifier)]
    [TestCase("other socket", RadiusDrop.UnknownIdentifier)]
    [TestCase("other code", RadiusDrop.UnexpectedCode)]
    [TestCase("a request", RadiusDrop.UnexpectedCode)]
    [TestCase("wrong secret", RadiusDrop.BadAuthenticator)]
    [TestCase("other request", RadiusDrop.BadAuthenticator)]
    [TestCase("unsigned", RadiusDrop.NoMessageAuthenticator)]
    [TestCase("badly signed", RadiusDrop.BadMessageAuthenticator)]
    [TestCase("unreadable", RadiusDrop.Unreadable)]
    public void The_true_answer_still_wins_after(string lie, RadiusDrop reason)
    {
        using var scene = new RadiusClientScene(2);
        var ticket = scene.Ask();
        scene.Drain();
        var sent = scene.Sent.Single();
        var secret = RadiusClientScene.Secret(0);
        var (id, authenticator) = (sent.Packet[1], sent.Packet[4..20]);
        var good = RadiusClientScene.Reply(sent);
        var zeros = Packets.Attribute(RadiusAttributeType.MessageAuthenticator, new byte[16]);
        var datagram = lie switch
        {
            "cut" => good[..^1],
            "empty" => [],
            "unknown identifier" => [good[0], (byte)(id + 1), .. good[2..]],
            "other code" => RadiusClientScene.Reply(sent, RadiusCode.AccountingResponse),
            "a request" => sent.Packet,
            "wrong secret" => Packets.Answer(RadiusCode.AccessAccept, id, authenticator, [], RadiusClientScene.Secret(1)),
            "other request" => Packets.Answer(RadiusCode.AccessAccept, id, new byte[16], [], secret),
            "unsigned" => RadiusClientScene.Reply(sent, isSigned: false),
            "badly signed" => Packets.Answer(RadiusCode.AccessAccept, id, authenticator, zeros, secret, isSigned: false),
            "unreadable" => Packets.Answer(RadiusCode.AccessAccept, id, authenticator, Packets.Attribute(RadiusAttributeType.SessionTimeout, 1), secret),
            _ => good,
        };
        var source = lie switch
        {
            "wrong source" => RadiusClientScene.Address(1),
            "wrong port" => new IPEndPoint(RadiusClientScene.Address(0).Address, 1813),
            _ => RadiusClientScene.Address(0),
        };
        for (var i = 0; i < 3; i++)
        {
            scene.Client.OnDatagram(0, lie == "other socket" ? 1 : 0, source, datagram);
            Assert.That(scene.Drain(), Is.EqualTo($"Dropped:{reason}"));
        }

        Assert.That(scene.Client.Status(0).Drops(reason), Is.EqualTo(3));
        scene.Receive(sent, good);
        Assert.That(scene.Drain(), Is.EqualTo("Answered:AccessAccept"));
        Assert.That(scene.Answers[ticket].Classes.Single(), Is.EqualTo(new byte[] { 1 }));
        scene.Receive(sent, good);
        Assert.That(scene.Drain(), Is.EqualTo("Dropped:Duplicate"));
        Assert.That(scene.Advance(60), Is.Empty);
    }

    [Test]
    public void An_address_written_as_ipv6_is_the_same()
    {
        using var scene = new RadiusClientScene(1);
        scene.Ask();
        scene.Drain();
        var source = new IPEndPoint(RadiusClientScene.Address(0).Address.MapToIPv6(), 1812);
        scene.Client.OnDatagram(0, 0, source, RadiusClientScene.Reply(scene.Sent[0]));
        Assert.That(scene.Drain(), Is.EqualTo("Answered:AccessAccept"));
    }

    /// <summary>Where a server puts a Message-Authenticator into it, everybody computes it his own way.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void Accounting_is_taken_unsigned(bool hasMessageAuthenticator)
    {
        using var scene = new RadiusClientScene(1);
        scene.Ask(code: RadiusCode.AccountingRequest);
        scene.Drain();
        var sent = scene.Sent[0];
        byte[] attributes = hasMessageAuthenticator ? Packets.Attribute(RadiusAttributeType.MessageAuthenticator, new byte[16]) : [];
        scene.Receive(sent, Packets.Answer(RadiusCode.AccountingResponse, sent.Packet[1], sent.Packet[4..20], attributes, "another"u8.ToArray(), isSigned: false));
        Assert.That(scene.Drain(), Is.EqualTo("Dropped:BadAuthenticator"));
        scene.Receive(sent, Packets.Answer(RadiusCode.AccountingResponse, sent.Packet[1], sent.Packet[4..20], attributes, RadiusClientScene.Secret(0), isSigned: false));
        Assert.That(scene.Drain(), Is.EqualTo("Answered:AccountingResponse"));
    }

    [Test]
    public void A_dead_server_is_left_at_once_and_returned_to_after_a_probe()
    {
        using var scene = new RadiusClientScene(2);
        scene.Ask();
        Assert.That(scene.Advance(4), Is.EqualTo("AccessRequest:0 AccessRequest:0 Dead:0 AccessRequest:1"));
        Answer(scene, scene.Sent[^1]);
        scene.Ask();
        Assert.That(scene.Drain(), Is.EqualTo("AccessRequest:1"));
        Answer(scene, scene.Sent[^1]);
        Assert.That(scene.Advance(6), Is.EqualTo("StatusServer:0"));
        Assert.That(scene.Advance(8), Is.EqualTo("StatusServer:0"), "2 s for an answer, 6 s until the next");
        scene.Ask();
        Assert.That(scene.Drain(), Is.EqualTo("AccessRequest:1"));
        Answer(scene, scene.Sent[^1]);
        var probe = scene.Sent.Last(static s => s.Server == 0);
        scene.Receive(probe, RadiusClientScene.Reply(probe, isSigned: false));
        Assert.That(scene.Drain(), Is.EqualTo("Up:0"));
        scene.Ask();
        Assert.That(scene.Drain(), Is.EqualTo("AccessRequest:0"));
        Assert.That((scene.Client.Status(0).Deaths, scene.Client.Status(0).Probes), Is.EqualTo((1, 2)));
    }

    [Test]
    public void A_forged_answer_to_a_probe_revives_nobody()
    {
        using var scene = new RadiusClientScene(1);
        scene.Client.OnRefused(0);
        scene.Advance(6);
        var probe = scene.Sent[^1];
        scene.Receive(probe, Packets.Answer(RadiusCode.AccessAccept, probe.Packet[1], probe.Packet[4..20], [], "guessed"u8.ToArray()));
        Assert.That(scene.Drain(), Is.EqualTo("Dropped:BadAuthenticator"));
        Assert.That(scene.Client.Status(0).State, Is.EqualTo(RadiusServerState.Probing));
    }

    /// <summary>Not every server knows Status-Server (RFC 5997 is younger than many), and such a one would be dead for ever.</summary>
    [Test]
    public void Who_has_never_answered_a_probe_is_tried_after_the_third_and_who_has_is_not()
    {
        using var scene = new RadiusClientScene(1);
        scene.Ask();
        scene.Advance(4);
        Assert.That(scene.Advance(24), Is.EqualTo("StatusServer:0 StatusServer:0 StatusServer:0 Up:0"));
        scene.Ask();
        scene.Advance(4);
        Assert.That(scene.Advance(6), Is.EqualTo("StatusServer:0"));
        scene.Receive(scene.Sent[^1], RadiusClientScene.Reply(scene.Sent[^1]));
        scene.Advance(0.1);
        scene.Ask();
        scene.Advance(4);
        Assert.That(scene.Advance(80), Does.EndWith("StatusServer:0 StatusServer:0 StatusServer:0 StatusServer:0").And.Not.Contain("Up"));
    }

    [Test]
    public void Who_answers_no_status_is_tried_again_when_a_probe_would_be_due()
    {
        using var scene = new RadiusClientScene(1, static o => o with { Servers = [o.Servers[0] with { AnswersStatus = false }] });
        scene.Client.OnRefused(0);
        Assert.That(scene.Advance(5.9), Is.EqualTo("Dead:0"));
        Assert.That(scene.Advance(0.1), Is.EqualTo("Up:0"));
    }

    [Test]
    public void A_conversation_stays_with_its_server_or_ends()
    {
        using var scene = new RadiusClientScene(2);
        scene.Ask(only: 1);
        Assert.That(scene.Drain(), Is.EqualTo("AccessRequest:1"));
        scene.Client.OnRefused(1);
        Assert.That(scene.Drain(), Is.EqualTo("Dead:1 GaveUp:ServerLost"));
        scene.Ask(only: 1);
        Assert.That(scene.Drain(), Is.EqualTo("GaveUp:ServerLost"));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Every_identifier_is_used_once_then_some_wait_then_some_are_refused(int sockets)
    {
        using var scene = new RadiusClientScene(1, o => o with { SocketsPerServer = sockets, QueueLength = 3 });
        for (var i = 0; i < (256 * sockets) + 3; i++)
        {
            scene.Ask();
        }

        scene.Drain();
        Assert.That(scene.Sent.Select(static s => (s.Socket, s.Packet[1])).Distinct().Count(), Is.EqualTo(256 * sockets));
        Assert.That((scene.Client.Queued, scene.Client.Status(0).Pending), Is.EqualTo((3, 256 * sockets)));
        scene.Ask();
        Assert.That(scene.Drain(), Is.EqualTo("GaveUp:Full"));
        Assert.That((scene.Client.Refused, scene.Client.Queued), Is.EqualTo((1, 3)));
        var free = scene.Sent[77];
        scene.Receive(free, RadiusClientScene.Reply(free));
        Assert.That(scene.Drain(), Is.EqualTo("Answered:AccessAccept AccessRequest:0"));
        Assert.That((scene.Sent[^1].Socket, scene.Sent[^1].Packet[1]), Is.EqualTo((free.Socket, free.Packet[1])));
        scene.Receive(free, RadiusClientScene.Reply(free));
        Assert.That(scene.Drain(), Is.EqualTo("Dropped:BadAuthenticator"), "late, and the identifier is another's by now");
    }

    [Test]
    public void A_freed_identifier_is_the_last_to_be_taken_again()
    {
        using var scene = new RadiusClientScene(1);
        for (var i = 0; i < 257; i++)
        {
            scene.Ask();
            scene.Drain();
            Answer(scene, scene.Sent[^1]);
        }

        Assert.That(scene.Sent.Take(256).Select(static s => s.Packet[1]), Is.Unique);
        Assert.That(scene.Sent[256].Packet[1], Is.EqualTo(scene.Sent[0].Packet[1]));
    }

    [Test]
    public void A_server_that_dies_under_a_crowd_hands_it_on_whole()
    {
        using var scene = new RadiusClientScene(2);
        var tickets = Enumerable.Range(0, 100).Select(_ => scene.Ask()).ToArray();
        scene.Advance(4);
        foreach (var sent in scene.Sent.Where(static s => s.Server == 1).ToArray())
        {
            scene.Receive(sent, RadiusClientScene.Reply(sent));
        }

        scene.Drain();
        Assert.That(scene.Answers.Keys.Order(), Is.EqualTo(tickets));
        Assert.That((scene.Client.Status(0).Deaths, scene.Client.Status(0).Pending, scene.Client.Status(1).Pending), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public void What_is_too_long_is_not_sent()
    {
        using var scene = new RadiusClientScene(1);
        scene.Client.Ask(new RadiusRequest(RadiusCode.AccessRequest, new byte[RadiusRequest.MaximumAttributesLength + 1]));
        Assert.That(scene.Drain(), Is.EqualTo("GaveUp:TooLong"));
        Assert.That((scene.Client.Queued, scene.Client.Status(0).Pending), Is.EqualTo((0, 0)));
    }

    [Test]
    public void The_round_trip_is_measured_at_first_tries()
    {
        using var scene = new RadiusClientScene(1);
        scene.Ask();
        scene.Advance(0.25);
        Answer(scene, scene.Sent[^1]);
        Assert.That(scene.Client.Status(0).RoundTrip, Is.EqualTo(TimeSpan.FromSeconds(0.25)));
        scene.Ask();
        scene.Advance(2.5);
        Answer(scene, scene.Sent[^1]);
        Assert.That(scene.Client.Status(0).RoundTrip, Is.EqualTo(TimeSpan.FromSeconds(0.25)));
        Assert.That(scene.Client.Status(0).Retransmissions, Is.EqualTo(1));
    }

    /// <summary>A station gives up after some 30 s: the last of two servers has been asked, and is known to be silent, long before.</summary>
    [Test]
    public void Silence_everywhere_ends_within_eight_seconds()
    {
        using var scene = new RadiusClientScene(2);
        scene.Ask();
        Assert.That(scene.Advance(8), Does.EndWith("Dead:1 GaveUp:NoAnswer"));
        scene.Ask();
        Assert.That(scene.Drain(), Is.EqualTo("GaveUp:NoServer"));
    }

    /// <summary>100 stations in one second, and everything that goes wrong on the way, at once.</summary>
    [Test]
    public void A_crowd_is_answered_whatever_else_comes()
    {
        using var scene = new RadiusClientScene(2);
        Conduct[] script = [.. Enumerable.Range(0, 100).Select(static i => (Conduct)(i % 6))];
        scene.Scripted[0] = new ScriptedRadiusServer(0, script);
        scene.Scripted[1] = new ScriptedRadiusServer(1);
        var tickets = new List<long>();
        for (var i = 0; i < 100; i++)
        {
            tickets.Add(scene.Ask());
            scene.Advance(0.01);
        }

        scene.Advance(10);
        Assert.That(scene.Answers.Keys.Order(), Is.EqualTo(tickets));
        Assert.That(scene.Answers.Values.Select(static a => a.Code), Is.All.EqualTo(RadiusCode.AccessAccept));
        var status = scene.Client.Status(0);
        var repeated = script.Count(static c => c is Conduct.Silent or Conduct.Unsigned);
        Assert.Multiple(() =>
        {
            Assert.That((status.Answers, status.Requests, status.Retransmissions), Is.EqualTo((100, 100, repeated)));
            Assert.That((scene.Scripted[0].Distinct.Count, scene.Scripted[0].Received), Is.EqualTo((100, 100 + repeated)), "a repetition is known as one");
            Assert.That((status.Deaths, scene.Scripted[1].Received), Is.EqualTo((0, 0)), "the server lives: nobody goes elsewhere");
            Assert.That(status.Drops(RadiusDrop.NoMessageAuthenticator), Is.EqualTo(script.Count(static c => c == Conduct.Unsigned)));
            Assert.That(status.Drops(RadiusDrop.BadAuthenticator), Is.EqualTo(3 * script.Count(static c => c == Conduct.Forged)));
            Assert.That(status.Drops(RadiusDrop.Duplicate) + status.Drops(RadiusDrop.UnknownIdentifier),
                Is.EqualTo(script.Count(static c => c is Conduct.Twice or Conduct.Replayed)));
            Assert.That(status.Pending, Is.Zero);
        });
    }

    [Test]
    public void A_server_that_never_signs_is_as_good_as_none_and_the_next_is_asked()
    {
        using var scene = new RadiusClientScene(2);
        scene.Scripted[0] = new ScriptedRadiusServer(0, Conduct.Unsigned, Conduct.Unsigned, Conduct.Unsigned);
        scene.Scripted[1] = new ScriptedRadiusServer(1);
        scene.Ask();
        Assert.That(scene.Advance(4.1), Is.EqualTo("AccessRequest:0 Dropped:NoMessageAuthenticator AccessRequest:0 Dropped:NoMessageAuthenticator "
            + "Dead:0 AccessRequest:1 Answered:AccessAccept"));
        Assert.That(scene.Advance(6), Is.EqualTo("StatusServer:0 Up:0"), "its answer to a probe needs no signature");
    }

    /// <summary>An answer behind the repetition is the answer to both.</summary>
    [Test]
    public void A_slow_server_is_not_left()
    {
        using var scene = new RadiusClientScene(2);
        scene.Scripted[0] = new ScriptedRadiusServer(0) { Delay = 3 };
        scene.Ask();
        Assert.That(scene.Advance(10), Is.EqualTo("AccessRequest:0 AccessRequest:0 Answered:AccessAccept Dropped:Duplicate"));
    }

    private static void Answer(RadiusClientScene scene, (int Server, int Socket, byte[] Packet) sent)
    {
        scene.Receive(sent, RadiusClientScene.Reply(sent));
        Assert.That(scene.Drain(), Is.EqualTo("Answered:AccessAccept"));
    }
}
