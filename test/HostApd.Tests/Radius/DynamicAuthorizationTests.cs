using System.Net;
using HostApd.Crypto;
using HostApd.Radius;
using HostApd.Simulation;
using NUnit.Framework;
using static HostApd.Tests.Radius.Packets;

namespace HostApd.Tests.Radius;

/// <summary>Each row of <see cref="DynamicAuthorization"/>'s table; requests and the proofs of answers are put together by hand (RFC 5176 2.3, RFC 3579 3.2).</summary>
public sealed class DynamicAuthorizationTests
{
    private static readonly IPEndPoint Server = new(IPAddress.Parse("192.0.2.1"), 40000);
    private static readonly byte[] Station = Attribute(RadiusAttributeType.CallingStationId, "02-00-00-00-01-00"u8.ToArray());

    private VirtualClock _clock = null!;
    private Sessions _sessions = null!;
    private SecretBytes _secret = null!;
    private DynamicAuthorization _machine = null!;

    [SetUp]
    public void SetUp()
    {
        (_clock, _sessions, _secret) = (new VirtualClock(), new Sessions(), new SecretBytes(Secret));
        Make();
    }

    [TearDown]
    public void TearDown()
    {
        _machine.Dispose();
        _secret.Dispose();
    }

    [Test]
    public void A_session_ends_and_the_answer_is_signed_with_the_time_and_what_proxies_keep_there()
    {
        byte[] proxies = [.. Attribute(RadiusAttributeType.ProxyState, 1), .. Attribute(RadiusAttributeType.ProxyState, 2, 3)];
        var request = Request(RadiusCode.DisconnectRequest, [.. Station, .. Now(), .. proxies]);
        var answer = Ask(request);
        Assert.That(_sessions.Lines, Is.EqualTo(new[] { "disconnect 02:00:00:00:01:00" }));
        Assert.That(answer, Is.EqualTo(Answer(RadiusCode.DisconnectAck, 7, request[4..20], [.. Now(), .. proxies])));
        Assert.That((_machine.Disconnected, _machine.Refused), Is.EqualTo((1L, 0L)));
    }

    // What is asked, what the sessions say to it, and what is answered: code, and cause.
    [TestCase("disconnect", ErrorCause.None, 41, 0u)]
    [TestCase("disconnect", ErrorCause.SessionNotFound, 42, 503u)]
    [TestCase("disconnect", ErrorCause.SeveralSessions, 42, 508u)]
    [TestCase("change", ErrorCause.None, 44, 0u)]
    [TestCase("change", ErrorCause.SessionNotFound, 45, 503u)]
    public void The_sessions_have_the_word(string what, ErrorCause says, int code, uint cause)
    {
        _sessions.Says = says;
        var isChange = what == "change";
        var answer = Ask(Request(isChange ? RadiusCode.CoaRequest : RadiusCode.DisconnectRequest,
            isChange ? [.. Station, .. Number(RadiusAttributeType.SessionTimeout, 60)] : Station));
        Assert.That(Of(answer), Is.EqualTo((code, cause)));
    }

    [TestCase("1f", "30322d30302d30302d30302d30312d3030", "02:00:00:00:01:00")]
    [TestCase("1f", "30323a30303a30303a30303a30313a3030", "02:00:00:00:01:00")]
    [TestCase("1f", "303230303030303030313030", "02:00:00:00:01:00")]
    [TestCase("1f", "303230302e303030302e30314646", "02:00:00:00:01:ff")]
    [TestCase("1f", "303230302e303030302e30316666", "02:00:00:00:01:ff")]
    [TestCase("2c", "41", "session=41")]
    [TestCase("32", "42", "multi=42")]
    [TestCase("01", "616c696365", "user=616c696365")]
    [TestCase("59", "43", "cui=43")]
    public void A_session_is_named_in_many_ways(string type, string value, string name)
    {
        Ask(Request(RadiusCode.DisconnectRequest, Attribute((RadiusAttributeType)Convert.FromHexString(type)[0], Convert.FromHexString(value))));
        Assert.That(_sessions.Lines, Is.EqualTo(new[] { $"disconnect {name}" }));
    }

    [TestCase("", 402u, TestName = "nothing")]
    [TestCase("04 c0000201", 402u, TestName = "an access point alone")]
    [TestCase("1f 30323a3030", 407u, TestName = "half an address")]
    [TestCase("1f 30322d2d30302d30302d30302d30312d30", 407u, TestName = "two separators")]
    [TestCase("1f 2d303230303030303030313030", 407u, TestName = "one in front")]
    [TestCase("1f 3032303030303030303130302d", 407u, TestName = "one behind")]
    [TestCase("1f 30323030303030303031303030", 407u, TestName = "thirteen digits")]
    [TestCase("1f 303230303030303030313067", 407u, TestName = "no digit")]
    [TestCase("04 c00002", 407u, TestName = "three octets of IPv4")]
    [TestCase("5f c0000201", 407u, TestName = "four of IPv6")]
    [TestCase("2c ", 407u, TestName = "a session without a number")]
    [TestCase("32 ", 407u, TestName = "sessions without a number")]
    [TestCase("01 ", 407u, TestName = "a user without a name")]
    [TestCase("59 ", 407u, TestName = "who pays, without a name")]
    [TestCase("1e ", 407u, TestName = "a network without a name")]
    [TestCase("20 ", 407u, TestName = "an access point without a name")]
    [TestCase("06 00000011", 405u, TestName = "Service-Type")]
    [TestCase("05 00000001", 401u, TestName = "NAS-Port")]
    [TestCase("1b 0000003c", 401u, TestName = "Session-Timeout is nothing to disconnect by")]
    [TestCase("ff 00", 401u, TestName = "what nobody knows")]
    public void What_cannot_be_looked_for_is_refused_with_its_cause(string attribute, uint cause)
    {
        var parts = attribute.Split(' ');
        var bytes = attribute.Length == 0 ? [] : Attribute((RadiusAttributeType)Convert.FromHexString(parts[0])[0], Convert.FromHexString(parts[1]));
        Assert.That(Of(Ask(Request(RadiusCode.DisconnectRequest, bytes))), Is.EqualTo((42, cause)));
        Assert.That((_sessions.Lines, _machine.Refused), Is.EqualTo((new List<string>(), 1L)));
    }

    [TestCase("1b 0000003c", "change 02:00:00:00:01:00 timeout=60")]
    [TestCase("1d 00000001", "change 02:00:00:00:01:00 again=True")]
    [TestCase("1d 00000000", "change 02:00:00:00:01:00 again=False")]
    [TestCase("55 00000258", "change 02:00:00:00:01:00 interim=600")]
    [TestCase("40 0000000d", "disconnect 02:00:00:00:01:00")]
    [TestCase("51 3130", "disconnect 02:00:00:00:01:00")]
    [TestCase("1d 00000002", "407")]
    [TestCase("1b 00003c", "407")]
    [TestCase("1b 000000003c", "407")]
    [TestCase("0b 41", "401")]
    [TestCase("", "402")]
    public void What_can_be_changed(string attribute, string expected)
    {
        var parts = attribute.Split(' ');
        byte[] change = attribute.Length == 0 ? [] : Attribute((RadiusAttributeType)Convert.FromHexString(parts[0])[0], Convert.FromHexString(parts[1]));
        var (code, cause) = Of(Ask(Request(RadiusCode.CoaRequest, [.. Station, .. change])));
        Assert.That(cause == 0 ? _sessions.Lines.Single() : $"{cause}", Is.EqualTo(expected));
        Assert.That(code, Is.EqualTo(cause == 0 ? 44 : 45));
    }

    [Test]
    public void Another_access_point_is_not_ours()
    {
        _sessions.AreOurs = false;
        Assert.That(Of(Ask(Request(RadiusCode.DisconnectRequest, [.. Station, .. Attribute(RadiusAttributeType.NasIdentifier, 65)]))), Is.EqualTo((42, 403u)));
        Assert.That(_sessions.Lines, Is.Empty);
    }

    [Test]
    public void What_proves_nothing_is_met_with_silence_and_the_true_request_still_acts()
    {
        var good = Request(RadiusCode.DisconnectRequest, Station);
        Silence(RadiusDrop.WrongSource, good, new IPEndPoint(IPAddress.Parse("192.0.2.9"), 40000));
        Silence(RadiusDrop.Malformed, good[..19]);
        Silence(RadiusDrop.BadAuthenticator, Changed(good, 4));
        Silence(RadiusDrop.BadAuthenticator, Request(RadiusCode.DisconnectRequest, Station, "another"u8.ToArray()));
        Silence(RadiusDrop.NoMessageAuthenticator, Request(RadiusCode.DisconnectRequest, Station, isSigned: false));
        Silence(RadiusDrop.BadMessageAuthenticator, Resigned(Changed(good, 22)));
        Silence(RadiusDrop.UnexpectedCode, Request(RadiusCode.AccountingRequest, Station));
        Silence(RadiusDrop.UnexpectedCode, Request(RadiusCode.AccessRequest, Station));
        Assert.That(_sessions.Lines, Is.Empty);
        Assert.That(Of(Ask(good)), Is.EqualTo((41, 0u)));
    }

    [Test]
    public void Without_a_Message_Authenticator_where_it_need_not_be_there()
    {
        Make(needsMessageAuthenticator: false);
        Assert.That(Of(Ask(Request(RadiusCode.DisconnectRequest, Station, isSigned: false))), Is.EqualTo((41, 0u)));
    }

    [TestCase(0, true)]
    [TestCase(300, true)]
    [TestCase(-300, true)]
    [TestCase(301, false)]
    [TestCase(-301, false)]
    public void The_time_is_within_the_window(int seconds, bool acts)
    {
        var answer = Ask(Request(RadiusCode.DisconnectRequest, [.. Station, .. Now(seconds)]));
        Assert.That((answer.Length > 0, _sessions.Lines.Count, _machine.Drops(RadiusDrop.Stale)), Is.EqualTo((acts, acts ? 1 : 0, acts ? 0L : 1L)));
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    public void Without_a_time(bool needed, bool acts)
    {
        Make(needsEventTimestamp: needed);
        Assert.That(Ask(Request(RadiusCode.DisconnectRequest, Station)).Length > 0, Is.EqualTo(acts));
    }

    [Test]
    public void A_time_that_is_none_is_stale() =>
        Silence(RadiusDrop.Stale, Request(RadiusCode.DisconnectRequest, [.. Station, .. Attribute(RadiusAttributeType.EventTimestamp, 0, 0, 1)]));

    [Test]
    public void The_same_request_acts_once_and_is_answered_as_before_whoever_sends_it_again()
    {
        var request = Request(RadiusCode.DisconnectRequest, [.. Station, .. Now()]);
        var first = Ask(request);
        _sessions.Says = ErrorCause.SessionNotFound;
        _clock.Advance(TimeSpan.FromSeconds(200));
        Assert.That(Ask(request, new IPEndPoint(Server.Address, 50000)), Is.EqualTo(first));
        Assert.That((_sessions.Lines.Count, _machine.Repeated, _machine.RememberedCount), Is.EqualTo((1, 1L, 1)));

        // Once it is forgotten its time is over.
        _clock.Advance(TimeSpan.FromSeconds(401));
        Silence(RadiusDrop.Stale, request);
        Assert.That((_sessions.Lines.Count, _machine.RememberedCount), Is.EqualTo((1, 0)));
    }

    [Test]
    public void More_than_can_be_remembered_do_not_act()
    {
        for (var i = 0; i < DynamicAuthorization.MaximumRemembered; i++)
        {
            Assert.That(Ask(Request(RadiusCode.DisconnectRequest, [.. Station, .. Number(RadiusAttributeType.ProxyState, (uint)i)])), Is.Not.Empty);
        }

        Silence(RadiusDrop.TooMany, Request(RadiusCode.DisconnectRequest, Station));
        Assert.That(_sessions.Lines, Has.Count.EqualTo(DynamicAuthorization.MaximumRemembered));
        _clock.Advance(TimeSpan.FromSeconds(601));
        Assert.That(Of(Ask(Request(RadiusCode.DisconnectRequest, Station))), Is.EqualTo((41, 0u)));
    }

    // 4096 octets hold a header, what is signed, Error-Cause and Event-Timestamp, and 4046 of Proxy-States: 15 of 255 and one of 221.
    [TestCase(219, true)]
    [TestCase(220, false)]
    public void A_request_whose_answer_has_no_room_does_not_act(int last, bool acts)
    {
        var proxies = Enumerable.Repeat(Attribute(RadiusAttributeType.ProxyState, new byte[253]), 15).Append(Attribute(RadiusAttributeType.ProxyState, new byte[last]));
        var request = Request(RadiusCode.DisconnectRequest, [.. Attribute(RadiusAttributeType.AccountingSessionId, 65), .. proxies.SelectMany(static p => p)]);
        Assert.That(request, Has.Length.LessThanOrEqualTo(4096));
        var answer = Ask(request);
        Assert.That((answer.Length > 0, _sessions.Lines.Count, _machine.Drops(RadiusDrop.Unreadable)), Is.EqualTo((acts, acts ? 1 : 0, acts ? 0L : 1L)));
    }

    [Test]
    public void Each_client_has_its_own_secret_and_an_address_of_IPv4_may_come_by_IPv6()
    {
        using var other = new SecretBytes("another-secret"u8);
        Make(further: new DynamicAuthorizationClient(IPAddress.IPv6Loopback, other));
        Assert.That(Of(Ask(Request(RadiusCode.DisconnectRequest, Station), new IPEndPoint(Server.Address.MapToIPv6(), 1))), Is.EqualTo((41, 0u)));
        Silence(RadiusDrop.BadAuthenticator, Request(RadiusCode.DisconnectRequest, Station), new IPEndPoint(IPAddress.IPv6Loopback, 1));
        Assert.That(Ask(Request(RadiusCode.DisconnectRequest, Station, "another-secret"u8.ToArray()), new IPEndPoint(IPAddress.IPv6Loopback, 1)), Is.Not.Empty);
    }

    [Test]
    public void Who_may_ask_can_be_another_and_what_was_done_stays_done()
    {
        using var other = new SecretBytes("another-secret"u8);
        var request = Request(RadiusCode.DisconnectRequest, Station);
        var first = Ask(request);
        Assert.That(_machine.LastDrop, Is.EqualTo(RadiusDrop.None));
        _machine.Use(new DynamicAuthorizationOptions { Clients = [new DynamicAuthorizationClient(Server.Address, other)] });
        Silence(RadiusDrop.BadAuthenticator, request);
        Assert.That(_machine.LastDrop, Is.EqualTo(RadiusDrop.BadAuthenticator));
        _machine.Use(new DynamicAuthorizationOptions { Clients = [new DynamicAuthorizationClient(Server.Address, _secret)] });
        Assert.That(Ask(request), Is.EqualTo(first));
        Assert.That((_sessions.Lines.Count, _machine.Repeated, _machine.LastDrop), Is.EqualTo((1, 1L, RadiusDrop.None)));
    }

    private static byte[] Request(RadiusCode code, byte[] attributes, byte[]? secret = null, bool isSigned = true)
    {
        // Signed as an answer is, with the authenticator of its request all zeros.
        return Answer(code, 7, new byte[16], attributes, secret, isSigned);
    }

    private static byte[] Changed(byte[] packet, int place)
    {
        byte[] changed = [.. packet];
        changed[place] ^= 1;
        return changed;
    }

    /// <summary>The authenticator is right again, whatever is in the packet.</summary>
    private static byte[] Resigned(byte[] packet) => [.. packet[..4], .. Md5([.. packet[..4], .. new byte[16], .. packet[20..], .. Secret]), .. packet[20..]];

    private static (int Code, uint Cause) Of(byte[] answer)
    {
        Assert.That(RadiusPacket.TryParse(answer, out var packet, out _));
        return ((int)packet.Code, packet.TryFind(RadiusAttributeType.ErrorCause, out var cause) ? (uint)((cause[2] << 8) | cause[3]) : 0);
    }

    private byte[] Now(int seconds = 0) => Number(RadiusAttributeType.EventTimestamp, (uint)(_clock.GetUtcNow().ToUnixTimeSeconds() + seconds));

    private byte[] Ask(byte[] request, IPEndPoint? source = null) => _machine.OnDatagram(source ?? Server, request).ToArray();

    private void Silence(RadiusDrop reason, byte[] request, IPEndPoint? source = null)
    {
        var before = _machine.Drops(reason);
        Assert.That((Ask(request, source), _machine.Drops(reason)), Is.EqualTo((Array.Empty<byte>(), before + 1)));
    }

    private void Make(bool needsMessageAuthenticator = true, bool needsEventTimestamp = false, params DynamicAuthorizationClient[] further)
    {
        _machine?.Dispose();
        _machine = new DynamicAuthorization(new DynamicAuthorizationOptions
        {
            Clients = [new DynamicAuthorizationClient(Server.Address, _secret), .. further],
            NeedsMessageAuthenticator = needsMessageAuthenticator,
            NeedsEventTimestamp = needsEventTimestamp,
        }, _sessions, _clock);
    }

    private sealed class Sessions : ISessions
    {
        internal List<string> Lines { get; } = [];

        internal ErrorCause Says { get; set; }

        internal bool AreOurs { get; set; } = true;

        bool ISessions.AreOurs(SessionNames names) => AreOurs;

        public ErrorCause Disconnect(SessionNames names)
        {
            Lines.Add($"disconnect {Name(names)}");
            return Says;
        }

        public ErrorCause Change(SessionNames names, SessionChange change)
        {
            Lines.Add($"change {Name(names)}" + (change.SessionTimeout is { } timeout ? $" timeout={timeout.TotalSeconds}" : "")
                + (change.Reauthenticates is { } again ? $" again={again}" : "") + (change.InterimInterval is { } interim ? $" interim={interim.TotalSeconds}" : ""));
            return Says;
        }

        private static string Name(SessionNames names) => names.CallingStation?.ToString()
            ?? (names.Session is { } session ? $"session={Convert.ToHexStringLower(session)}"
            : names.MultiSession is { } multi ? $"multi={Convert.ToHexStringLower(multi)}"
            : names.UserName is { } user ? $"user={Convert.ToHexStringLower(user)}"
            : $"cui={Convert.ToHexStringLower(names.ChargeableUserIdentity!)}");
    }
}
