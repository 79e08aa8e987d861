using System.Net;
using System.Net.Sockets;
using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Linux;
using HostApd.Radius;
using HostApd.Rsn;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>What an access point asks servers about its stations, and what it makes of their answers.</summary>
public sealed class RadiusNasTests
{
    private const string FirstServer = "192.0.2.1:1812";
    private const string SecondServer = "192.0.2.2:1812";

    /// <summary>Response, identifier 1, length 9, Identity "nemo" (RFC 3748 4.1).</summary>
    private static readonly byte[] Identity = [2, 1, 0, 9, 1, .. "nemo"u8];

    private static InquirySubject Subject => new()
    {
        Station = ApRig.First,
        Aid = 7,
        Suite = KeySuite.PskSha256Ccmp,
        Mfp = true,
        HighestRate = 108,
        Session = 0x1122334455667788,
        MultiSession = 0xAB,
    };

    [Test]
    public void An_address_is_its_own_name_and_password()
    {
        using var rig = new NasRig();
        using var inquiry = rig.Begin();
        inquiry.AskAddress();
        Assert.That(rig.Sent, Has.Count.EqualTo(1));
        var (to, packet) = rig.Sent[0];
        byte[] stream = [.. Packets.Md5([.. System.Text.Encoding.ASCII.GetBytes(NasRig.Secret + " 0"), .. packet[4..20]])];
        var hidden = "020000000100\0\0\0\0"u8.ToArray().Select((b, i) => (byte)(b ^ stream[i])).ToArray();
        Assert.That((to, packet[0]), Is.EqualTo((FirstServer, (byte)RadiusCode.AccessRequest)));
        Assert.That(NasRig.Attributes(packet), Is.EqualTo($"80 1={NasRig.Hex("020000000100")} 32={NasRig.Hex("lab")} "
            + $"30={Called(rig)} 61=00000013 31={NasRig.Hex("02-00-00-00-01-00")} 77={NasRig.Hex("CONNECT 11Mbps 802.11b")} 2={Convert.ToHexStringLower(hidden)}"));
        rig.Reply(rig.Sent[0], RadiusCode.AccessAccept);
        Assert.That(rig.Answers, Is.EqualTo(new[] { "Accept" }));
    }

    /// <summary>FreeRADIUS's attributes 1 and 2 as RFC 6929 has them: what is longer than one carries on in the next, behind the More flag.</summary>
    [TestCase(121)]
    [TestCase(246)]
    [TestCase(247)]
    [TestCase(400)]
    public void A_handshake_goes_along_where_a_passphrase_is_asked_for(int length)
    {
        using var rig = new NasRig();
        using var inquiry = rig.Begin(Subject);
        byte[] aNonce = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];
        byte[] message2 = [.. Enumerable.Range(0, length).Select(static i => (byte)(i * 7))];
        inquiry.AskPassphrase(aNonce, message2);
        var all = NasRig.Attributes(rig.Sent[0].Packet).Split(' ').SkipLast(1).ToArray();
        Assert.That(all, Has.Member("188=000fac06").And.Member("1=" + NasRig.Hex("020000000100")));
        const string Vendor = "00002c50";
        var first = message2[..Math.Min(length, 246)];
        string[] expected =
        [
            $"245=1a00{Vendor}01{Convert.ToHexStringLower(aNonce)}",
            $"245=1a{(length > first.Length ? "80" : "00")}{Vendor}02{Convert.ToHexStringLower(first)}",
            .. length > first.Length ? [$"245=1a00{Convert.ToHexStringLower(message2[first.Length..])}"] : Array.Empty<string>(),
        ];
        Assert.That(all[^expected.Length..], Is.EqualTo(expected));
    }

    [Test]
    public void What_a_station_says_by_EAP_goes_with_all_that_is_known_of_it()
    {
        using var rig = new NasRig("own_ip_addr=192.0.2.77\nradius_request_cui=1\n");
        using var inquiry = rig.Begin(Subject);
        inquiry.RelayEap("nemo"u8, Identity);
        Assert.That(NasRig.Attributes(rig.Sent[0].Packet), Is.EqualTo($"80 1={NasRig.Hex("nemo")} 4=c000024d 32={NasRig.Hex("lab")} "
            + $"30={Called(rig)} 61=00000013 6=00000002 5=00000007 31={NasRig.Hex("02-00-00-00-01-00")} 77={NasRig.Hex("CONNECT 54Mbps 802.11g")} "
            + $"44={NasRig.Hex("1122334455667788")} 50={NasRig.Hex("00000000000000AB")} 186=000fac04 187=000fac04 188=000fac06 189=000fac06 12=00000578 "
            + "79=02010009016e656d6f 89=00"));
    }

    [Test]
    public void A_challenge_s_State_goes_back_to_its_server_and_no_further_than_the_next_question()
    {
        using var rig = new NasRig(servers: 2);
        using var inquiry = rig.Begin(Subject);
        inquiry.RelayEap("nemo"u8, Identity);
        rig.Reply(rig.Sent[0], RadiusCode.AccessChallenge, [.. Packets.Attribute(RadiusAttributeType.EapMessage, 1, 2, 0, 6, 25, 32), .. Packets.Attribute(RadiusAttributeType.State, 0xAA, 1)]);
        inquiry.RelayEap("nemo"u8, [2, 2, 0, 6, 25, 0]);
        rig.Reply(rig.Sent[1], RadiusCode.AccessChallenge, [.. Packets.Attribute(RadiusAttributeType.EapMessage, 1, 3, 0, 6, 25, 0), .. Packets.Attribute(RadiusAttributeType.State, 0xAA, 2)]);
        inquiry.RelayEap("nemo"u8, [2, 3, 0, 6, 25, 0]);
        rig.Reply(rig.Sent[2], RadiusCode.AccessReject, [.. Packets.Attribute(RadiusAttributeType.EapMessage, 4, 3, 0, 4), .. Packets.Number(RadiusAttributeType.WlanReasonCode, 23)]);
        inquiry.RelayEap("nemo"u8, Identity);
        Assert.That(rig.Answers, Is.EqualTo(new[] { "Challenge eap=010200061920", "Challenge eap=010300061900", "Reject eap=04030004 reason=23" }));
        Assert.That(rig.Sent.Select(static s => NasRig.Attributes(s.Packet).Split(' ').FirstOrDefault(static a => a.StartsWith("24=", StringComparison.Ordinal))),
            Is.EqualTo(new[] { null, "24=aa01", "24=aa02", null }));
    }

    [TestCase(null, null)]
    [TestCase(0, null)]
    [TestCase(45, 45)]
    public void A_challenge_says_how_long_its_answer_may_take(int? told, int? expected)
    {
        using var rig = new NasRig();
        ServiceAnswer? answer = null;
        using var inquiry = rig.Begin(Subject, said => answer = said);
        inquiry.RelayEap("nemo"u8, Identity);
        rig.Reply(rig.Sent[0], RadiusCode.AccessChallenge,
            [.. Packets.Attribute(RadiusAttributeType.EapMessage, 1, 2, 0, 6, 25, 32), .. told is { } seconds ? Packets.Number(RadiusAttributeType.SessionTimeout, (uint)seconds) : []]);
        Assert.That((answer!.Patience?.TotalSeconds, answer.Grant), Is.EqualTo(((double?)expected, (SessionGrant?)null)));
    }

    [Test]
    public void An_accept_brings_keys_and_what_is_granted()
    {
        using var rig = new NasRig();
        ServiceAnswer? answer = null;
        using var inquiry = rig.Begin(Subject, said => answer = said);
        inquiry.RelayEap("nemo"u8, Identity);
        var authenticator = rig.Sent[0].Packet[4..20];
        byte[] Key(byte type, byte fill)
        {
            var hidden = Packets.Hide([.. Enumerable.Repeat(fill, 32)], authenticator, [0x80, type], System.Text.Encoding.ASCII.GetBytes(NasRig.Secret + " 0"));
            return Packets.Vendor(311, [type, (byte)(hidden.Length + 2), .. hidden]);
        }

        rig.Reply(rig.Sent[0], RadiusCode.AccessAccept,
        [
            .. Key(17, 0x11), .. Key(16, 0x22), .. Packets.Attribute(RadiusAttributeType.EapMessage, 3, 1, 0, 4),
            .. Packets.Attribute(RadiusAttributeType.UserName, [.. "nemo@sea"u8]), .. Packets.Attribute(RadiusAttributeType.Class, 1), .. Packets.Attribute(RadiusAttributeType.Class, 2),
            .. Packets.Number(RadiusAttributeType.SessionTimeout, 3600), .. Packets.Number(RadiusAttributeType.TerminationAction, 1),
            .. Packets.Number(RadiusAttributeType.AccountingInterimInterval, 59), .. Packets.Attribute(RadiusAttributeType.ChargeableUserIdentity, 9),
            .. Packets.Number(RadiusAttributeType.TunnelType, 13), .. Packets.Number(RadiusAttributeType.TunnelMediumType, 6),
            .. Packets.Attribute(RadiusAttributeType.TunnelPrivateGroupId, [.. "10"u8]),
        ]);
        using (answer!)
        {
            Assert.That((answer!.Verdict, Packets.Text(answer.ReceiveKey)[..4], Packets.Text(answer.SendKey)[..4], answer.ReceiveKey!.Length), Is.EqualTo((ServiceVerdict.Accept, "1111", "2222", 32)));
            var grant = answer.Grant!;
            Assert.That((grant.SessionTimeout, grant.AsksAgainAtEnd, grant.InterimInterval, grant.Vlan, grant.VlanId),
                Is.EqualTo(((TimeSpan?)TimeSpan.FromHours(1), true, (TimeSpan?)null, VlanWish.Assigned, 10)), "an interim interval below a minute is none");
            Assert.That((System.Text.Encoding.ASCII.GetString(grant.UserName.Span), grant.Classes.Count, grant.ChargeableUserIdentity.Length), Is.EqualTo(("nemo@sea", 2, 1)));
        }
    }

    [Test]
    public void The_owner_s_attributes_take_the_place_of_ours()
    {
        using var rig = new NasRig("radius_auth_req_attr=126:s:Lab of ours\nradius_auth_req_attr=32:s:other\nradius_auth_req_attr=77:x:00ff 6:d:1\n");
        using var inquiry = rig.Begin(Subject);
        inquiry.RelayEap("nemo"u8, Identity);
        var attributes = NasRig.Attributes(rig.Sent[0].Packet);
        Assert.That(attributes, Does.Contain($" 126={NasRig.Hex("Lab of ours")} 32={NasRig.Hex("other")} 77=00ff 6=00000001 79=").And.Not.Contain($"32={NasRig.Hex("lab")} ").And.Not.Contain("6=00000002"));
    }

    [Test]
    public void A_silent_server_is_left_for_the_next_and_returned_to_when_it_answers_a_probe()
    {
        using var rig = new NasRig(servers: 2);
        using var inquiry = rig.Begin(Subject);
        inquiry.RelayEap("nemo"u8, Identity);
        rig.Rig.Run(4.1);
        Assert.That(rig.Sent.Select(static s => s.To), Is.EqualTo(new[] { FirstServer, FirstServer, SecondServer }));
        rig.Reply(rig.Sent[2], RadiusCode.AccessAccept);
        Assert.That(rig.Answers, Is.EqualTo(new[] { "Accept" }));
        Assert.That(rig.Ways.Select(static w => w.To), Is.EqualTo(new[] { SecondServer }), "the way to a dead server is closed: ours may be another address by now");
        rig.Rig.Run(6);
        Assert.That((rig.Sent[3].To, (RadiusCode)rig.Sent[3].Packet[0]), Is.EqualTo((FirstServer, RadiusCode.StatusServer)));
        Assert.That(NasRig.Attributes(rig.Sent[3].Packet), Is.EqualTo($"80 32={NasRig.Hex("lab")}"));
        rig.Reply(rig.Sent[3], RadiusCode.AccessAccept);
        inquiry.RelayEap("nemo"u8, Identity);
        Assert.That(rig.Sent[4].To, Is.EqualTo(FirstServer));
    }

    [Test]
    public void A_conversation_whose_server_is_gone_is_lost_and_may_begin_anew()
    {
        using var rig = new NasRig(servers: 2);
        using var inquiry = rig.Begin(Subject);
        inquiry.RelayEap("nemo"u8, Identity);
        rig.Reply(rig.Sent[0], RadiusCode.AccessChallenge, [.. Packets.Attribute(RadiusAttributeType.EapMessage, 1, 2, 0, 6, 25, 32), .. Packets.Attribute(RadiusAttributeType.State, 0xAA)]);
        inquiry.RelayEap("nemo"u8, [2, 2, 0, 6, 25, 0]);
        rig.Refuse(FirstServer);
        Assert.That(rig.Answers[^1], Is.EqualTo("Lost (the server that knew the conversation is gone)"));
        inquiry.RelayEap("nemo"u8, Identity);
        Assert.That(rig.Sent[^1].To, Is.EqualTo(SecondServer));
        Assert.That(NasRig.Attributes(rig.Sent[^1].Packet), Does.Not.Contain(" 24="));
    }

    [Test]
    public void Nobody_there_is_told_later_and_never_inside_the_question()
    {
        using var rig = new NasRig { IsReachable = false };
        using var inquiry = rig.Begin(Subject);
        inquiry.RelayEap("nemo"u8, Identity);
        Assert.That(rig.Answers, Is.Empty);
        rig.Rig.Run(0.01);
        Assert.That(rig.Answers, Is.EqualTo(new[] { "Silence (no server has answered)" }));
        inquiry.RelayEap("nemo"u8, Identity);
        rig.Rig.Run(0.01);
        Assert.That(rig.Answers, Is.EqualTo(new[] { "Silence (no server has answered)", "Silence (no server is there)" }));
        rig.IsReachable = true;
        rig.Rig.Run(6);
        rig.Reply(rig.Sent[^1], RadiusCode.AccessAccept);
        inquiry.RelayEap("nemo"u8, Identity);
        rig.Reply(rig.Sent[^1], RadiusCode.AccessAccept);
        Assert.That(rig.Answers[^1], Is.EqualTo("Accept"), "the network came up later");
    }

    [Test]
    public void Who_has_gone_hears_nothing_and_a_fault_of_the_hearer_is_his_own()
    {
        using var rig = new NasRig();
        var inquiry = rig.Begin(Subject);
        inquiry.RelayEap("nemo"u8, Identity);
        inquiry.Dispose();
        rig.Reply(rig.Sent[0], RadiusCode.AccessAccept);
        Assert.That(rig.Answers, Is.Empty);
        using var faulty = rig.Begin(Subject, static _ => throw new InvalidOperationException("a fault of ours"));
        faulty.RelayEap("nemo"u8, Identity);
        rig.Reply(rig.Sent[1], RadiusCode.AccessAccept);
        Assert.That(rig.Faults.Select(static f => f.Message), Is.EqualTo(new[] { "a fault of ours" }));
    }

    [Test]
    public void Questions_wait_for_random_bytes_and_go_out_once_there_are_some()
    {
        using var rig = new NasRig();
        using var gate = rig.Rig.Pool.CreateTestGate(rig.Rig.Clock);
        gate.Block();
        using var inquiry = rig.Begin();
        inquiry.AskAddress();
        Assert.That(rig.Sent, Is.Empty);
        gate.Release();
        Assert.That(rig.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public void Forged_and_unsigned_answers_do_not_take_the_place_of_the_true_one()
    {
        using var rig = new NasRig();
        using var inquiry = rig.Begin();
        inquiry.AskAddress();
        var secret = System.Text.Encoding.ASCII.GetBytes(NasRig.Secret + " 0");
        var (_, packet) = rig.Sent[0];
        rig.Deliver(rig.Sent[0], Packets.Answer(RadiusCode.AccessAccept, packet[1], packet[4..20], [], "another secret"u8.ToArray()));
        rig.Deliver(rig.Sent[0], Packets.Answer(RadiusCode.AccessAccept, packet[1], packet[4..20], [], secret, isSigned: false));
        Assert.That(rig.Answers, Is.Empty);
        var status = rig.Nas.Exchange!.Servers[0].Status();
        Assert.That((status.Drops(RadiusDrop.BadAuthenticator), status.Drops(RadiusDrop.NoMessageAuthenticator)), Is.EqualTo((1, 1)));
        rig.Reply(rig.Sent[0], RadiusCode.AccessReject);
        Assert.That(rig.Answers, Is.EqualTo(new[] { "Reject" }));
        Assert.That((rig.Nas.Exchange.Servers[0].Accepts, rig.Nas.Exchange.Servers[0].Rejects), Is.EqualTo((0, 1)));
    }

    /// <summary>Names and order as hostapd 2.10 has them (radius_client.c gives no values here).</summary>
    [Test]
    public void STATUS_and_MIB_tell_each_server()
    {
        using var rig = new NasRig(servers: 2);
        using var inquiry = rig.Begin();
        inquiry.AskAddress();
        rig.Rig.Run(0.25);
        rig.Reply(rig.Sent[0], RadiusCode.AccessReject);
        rig.Refuse(FirstServer);
        var exchange = rig.Nas.Exchange!;
        Assert.That(HostApd.Commands.RadiusText.WriteStatus([exchange]), Is.EqualTo("radius_server[0]=authentication 192.0.2.1:1812\nradius_server_state[0]=down\nradius_server_pending[0]=0\n"
            + "radius_server[1]=authentication 192.0.2.2:1812\nradius_server_state[1]=up\nradius_server_pending[1]=0\n"));
        Assert.That(HostApd.Commands.RadiusText.WriteMib([exchange]), Does.StartWith("radiusAuthServerIndex=1\nradiusAuthServerAddress=192.0.2.1\nradiusAuthClientServerPortNumber=1812\n"
            + "radiusAuthClientRoundTripTime=25\nradiusAuthClientAccessRequests=1\nradiusAuthClientAccessRetransmissions=0\nradiusAuthClientAccessAccepts=0\nradiusAuthClientAccessRejects=1\n"
            + "radiusAuthClientAccessChallenges=0\nradiusAuthClientMalformedAccessResponses=0\nradiusAuthClientBadAuthenticators=0\nradiusAuthClientPendingRequests=0\n"
            + "radiusAuthClientTimeouts=0\nradiusAuthClientUnknownTypes=0\nradiusAuthClientPacketsDropped=0\nradiusAuthServerIndex=2\n"));
    }

    [Test]
    public void Access_points_with_the_same_servers_share_one_exchange_and_others_do_not()
    {
        using var rig = new NasRig();
        using var same = new RadiusNas(rig.Rig.Bss, rig.Exchanges, new SessionNumbers(rig.Rig.Pool), static _ => { });
        same.Use(rig.Wanted.Radius);
        Assert.That(same.Exchange, Is.SameAs(rig.Nas.Exchange));
        var other = NasRig.Read("interface=wlan1\nhw_mode=g\nchannel=6\nssid=x\nmacaddr_acl=2\nnas_identifier=x\nauth_server_addr=192.0.2.1\nauth_server_shared_secret=quite another secret\n");
        same.Use(other.Radius);
        Assert.That(same.Exchange, Is.Not.SameAs(rig.Nas.Exchange));
        Assert.That(rig.Exchanges.All.Count(), Is.EqualTo(2));
        same.Dispose();
        Assert.That(rig.Exchanges.All.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Other_servers_are_asked_from_the_next_conversation_on_and_the_one_that_was_there_is_lost()
    {
        using var rig = new NasRig();
        using var inquiry = rig.Begin(Subject);
        inquiry.RelayEap("nemo"u8, Identity);
        rig.Nas.Use(NasRig.Read("interface=wlan1\nhw_mode=g\nchannel=6\nssid=x\nmacaddr_acl=2\nnas_identifier=x\nauth_server_addr=192.0.2.9\nauth_server_shared_secret=quite another secret\n").Radius);
        Assert.That(rig.Answers, Is.Empty);
        rig.Rig.Run(0.01);
        Assert.That(rig.Answers, Is.EqualTo(new[] { "Lost (the server that knew the conversation is gone)" }));
        inquiry.RelayEap("nemo"u8, Identity);
        Assert.That(rig.Sent[^1].To, Is.EqualTo("192.0.2.9:1812"));
    }

    [Test]
    public void No_two_sessions_have_one_number_before_and_after_the_pool_is_ready()
    {
        using var pool = new EntropyPool(new ApRig.CountingKernel(), new EntropyPoolOptions(Testing: true));
        var numbers = new SessionNumbers(pool);
        var seen = new HashSet<ulong>();
        for (var i = 0; i < 1000; i++)
        {
            if (i == 500)
            {
                pool.Start();
                Assert.That(pool.State, Is.EqualTo(EntropyState.Ready));
            }

            Assert.That(seen.Add(numbers.Next()));
        }

        Assert.That(seen, Has.None.EqualTo(0UL));
    }

    /// <summary>The same by the kernel's sockets.</summary>
    [Test]
    public void A_server_on_the_loopback_is_asked_and_heard()
    {
        using var loop = new EventLoop();
        using var pool = new EntropyPool(new ApRig.CountingKernel(), new EntropyPoolOptions(Testing: true));
        pool.Start();
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var rig = ApRig.Enabled();
        var port = ((IPEndPoint)server.Client.LocalEndPoint!).Port;
        var wanted = NasRig.Read($"interface=wlan1\nhw_mode=g\nchannel=6\nssid=x\nmacaddr_acl=2\nnas_identifier=x\nauth_server_addr=127.0.0.1\nauth_server_port={port}\nauth_server_shared_secret=quite another secret\n");
        var exchanges = new RadiusExchanges(ServerSocket.On(loop), pool, pool.WhenReady, loop.Time);
        using var nas = new RadiusNas(rig.Bss, exchanges, new SessionNumbers(pool), static _ => { });
        nas.Use(wanted.Radius);
        var verdict = ServiceVerdict.Silence;
        using var inquiry = nas.Begin(new InquirySubject { Station = ApRig.First }, answer =>
        {
            verdict = answer.Verdict;
            loop.Stop();
        });
        inquiry.AskAddress();
        var from = new IPEndPoint(IPAddress.Any, 0);
        var packet = server.Receive(ref from);
        var reply = Packets.Answer(RadiusCode.AccessAccept, packet[1], packet[4..20], [], "quite another secret"u8.ToArray());
        server.Send(reply, reply.Length, from);
        loop.Run();
        Assert.That(verdict, Is.EqualTo(ServiceVerdict.Accept));
    }

    private static string Called(NasRig rig) => NasRig.Hex(rig.Rig.Bss.Bssid.ToString().Replace(':', '-').ToUpperInvariant() + ":labtest");
}
