using System.Net;
using HostApd.Entropy;

namespace HostApd.Radius;

/// <summary>
/// Asks servers, in order, for all access points of the process: one client for authentication, one for accounting. Pure: inputs are
/// its methods, outputs wait in <see cref="TryNextEffect"/>; sockets and timer are the caller's.
/// <code>
/// a request   event \ state | Queued                          | Sent                             | Repeated (last try)
/// identifier and random bytes | → Sent: Send                  | –                                | –
/// true answer               | – (no identifier: dropped)      | Answered                         | Answered
/// any other datagram        | dropped, counted                | same: dropped, counted           | same: dropped, counted
/// its time is over          | GaveUp Overloaded               | → Repeated: Send, the same octets | nothing heard from the server since: it
///                           |                                 |                                  | dies; else → Queued for the next
/// its server dies           | –                               | → Queued for the next            | → Queued for the next
/// Cancel                    | forgotten                       | forgotten, identifier free       | forgotten, identifier free
/// Queued for the next       : a server that is up and has not been asked; none: GaveUp NoAnswer, NoServer or (bound to one) ServerLost
///
/// a server    event \ state | Up                              | Dead                             | Probing
/// last try unanswered       | → Dead, a probe is due          | –                                | –
/// refused (ICMP)            | → Dead, a probe is due          | –                                | → Dead, a probe is due
/// probe is due              | –                               | → Probing: Status-Server         | –
/// probe's time is over      | –                               | –                                | → Dead, a probe is due
/// so for the third time,    | –                               | –                                | → Up: perhaps it knows no Status-Server,
///   and it never answered one |                               |                                  | and is tried with a request
/// probe's true answer       | –                               | –                                | → Up
/// </code>
/// On the way to another server a request gets a new identifier and a new authenticator, by that server's secret. Nothing that
/// comes in takes a request from its true answer: only a good proof does. Who keeps a conversation with a server (EAP) binds its
/// requests to it, because no other knows its State. The owner of accounting keeps what was given up.
/// </summary>
public sealed class RadiusClient : IDisposable
{
    private readonly RadiusClientOptions _options;
    private readonly INonceSource _nonces;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly RadiusSignature _signature = new();
    private readonly Peer[] _peers;
    private readonly byte[] _buffer = new byte[RadiusPacket.MaximumLength];
    /// <summary>In the order of asking.</summary>
    private readonly List<PendingRequest> _requests = [];
    private readonly Queue<RadiusClientEffect> _effects = [];
    private TimeSpan? _armed;
    private int _queued;
    private long _lastTicket;

    /// <summary>A client that has asked nothing and takes every server for up.</summary>
    /// <param name="options">Servers, times and bounds.</param>
    /// <param name="nonces">Gives authenticators; requests wait while it has none.</param>
    /// <param name="time">Says how late it is; no timer is taken from it.</param>
    public RadiusClient(RadiusClientOptions options, INonceSource nonces, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Servers.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Servers.Count, RadiusClientOptions.MaximumServers);
        _options = options;
        _nonces = nonces;
        _time = time;
        _origin = time.GetTimestamp();
        _peers = new Peer[options.Servers.Count];
        for (var i = 0; i < _peers.Length; i++)
        {
            _peers[i] = new Peer(options.Servers[i], options.SocketsPerServer);
        }
    }

    /// <summary>Requests that wait for an identifier or random bytes.</summary>
    public int Queued => _queued;

    /// <summary>Requests that were refused because all places were taken.</summary>
    public long Refused { get; private set; }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>What is known of a server, by its place in the list.</summary>
    public RadiusServerStatus Status(int server)
    {
        var peer = _peers[server];
        peer.Status.Pending = peer.Table.Count;
        return peer.Status;
    }

    /// <summary>Takes the next effect; run it before asking for the one after.</summary>
    public bool TryNextEffect(out RadiusClientEffect effect) => _effects.TryDequeue(out effect);

    /// <summary>Asks. The end of it is one effect, Answered or GaveUp, unless it is cancelled.</summary>
    /// <param name="request">The client's from now on.</param>
    /// <param name="only">The one server that knows the conversation; null for whichever is wanted first.</param>
    /// <returns>The ticket by which the end is known.</returns>
    public long Ask(RadiusRequest request, int? only = null)
    {
        var ticket = ++_lastTicket;
        var pending = new PendingRequest(ticket, request, only);
        _requests.Add(pending);
        Enqueue(pending);
        Pump();
        if (pending is { IsOver: false, Packet: null } && _queued > _options.QueueLength)
        {
            Refused++;
            GiveUp(pending, RadiusFailure.Full);
        }

        Rearm();
        return ticket;
    }

    /// <summary>Nobody wants the answer any more.</summary>
    public void Cancel(long ticket)
    {
        if (_requests.Find(r => r.Ticket == ticket) is { } pending)
        {
            Forget(pending);
            Settle();
        }
    }

    /// <summary>A datagram came in.</summary>
    /// <param name="server">Whose socket it came by.</param>
    /// <param name="socket">Which of its sockets.</param>
    /// <param name="source">Who sent it.</param>
    /// <param name="datagram">What it is.</param>
    public void OnDatagram(int server, int socket, IPEndPoint source, ReadOnlySpan<byte> datagram)
    {
        var peer = _peers[server];
        var reason = Receive(server, peer, socket, source, datagram);
        if (reason != RadiusDrop.None)
        {
            peer.Status.Count(reason);
            Emit(new RadiusClientEffect(RadiusClientEffectKind.Dropped, Server: server, Drop: reason));
        }

        Settle();
    }

    /// <summary>The server's host says that nobody listens there.</summary>
    public void OnRefused(int server)
    {
        var peer = _peers[server];
        _ = peer.Status.State switch
        {
            RadiusServerState.Up => Die(server),
            RadiusServerState.Dead => false,
            RadiusServerState.Probing => EndProbe(peer),
        };
        Settle();
    }

    /// <summary>Random bytes are there again.</summary>
    public void OnEntropy() => Settle();

    /// <summary>The timer ran out.</summary>
    public void OnTimer()
    {
        _armed = null;
        var now = Now;
        foreach (var pending in Snapshot())
        {
            if (pending.Deadline <= now)
            {
                OnLate(pending, now);
            }
        }

        for (var i = 0; i < _peers.Length; i++)
        {
            OnProbeTime(i, now);
        }

        Settle();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pending in _requests)
        {
            pending.Dispose();
        }

        _requests.Clear();
        _signature.Dispose();
    }

    private static bool IsAnswer(RadiusCode answer, RadiusCode request) => answer switch
    {
        RadiusCode.AccessAccept => request is RadiusCode.AccessRequest or RadiusCode.StatusServer,
        RadiusCode.AccessReject or RadiusCode.AccessChallenge => request == RadiusCode.AccessRequest,
        RadiusCode.AccountingResponse => request is RadiusCode.AccountingRequest or RadiusCode.StatusServer,
        _ => false,
    };

    /// <summary>An address of IPv4 that came by IPv6 is one of IPv4, and by which interface one came is not part of it.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes())
            : address;
    }

    /// <summary>What a datagram with that proof is dropped for.</summary>
    internal static RadiusDrop Fault(RadiusProof proof) => proof switch
    {
        RadiusProof.Good => RadiusDrop.None,
        RadiusProof.BadAuthenticator => RadiusDrop.BadAuthenticator,
        RadiusProof.BadMessageAuthenticator => RadiusDrop.BadMessageAuthenticator,
        RadiusProof.NoMessageAuthenticator => RadiusDrop.NoMessageAuthenticator,
    };

    private RadiusDrop Receive(int server, Peer peer, int socket, IPEndPoint source, ReadOnlySpan<byte> datagram)
    {
        if (!peer.IsAt(source))
        {
            return RadiusDrop.WrongSource;
        }

        if (!RadiusPacket.TryParse(datagram, out var packet, out _))
        {
            return RadiusDrop.Malformed;
        }

        var slot = (socket * IdentifierTable.PerSocket) + packet.Identifier;
        if (peer.Table[slot] is not { } pending)
        {
            return peer.Table.WasAnsweredBy(slot, packet.Authenticator) ? RadiusDrop.Duplicate : RadiusDrop.UnknownIdentifier;
        }

        if (!IsAnswer(packet.Code, pending.Request.Code))
        {
            return RadiusDrop.UnexpectedCode;
        }

        // Servers sign neither accounting nor, many of them, what answers a probe; nothing is to be had from forging these.
        var secret = peer.Server.Secret.Span;
        var fault = Fault(_signature.CheckResponse(packet, pending.Authenticator, secret, pending.Request.Code == RadiusCode.AccessRequest));
        return fault != RadiusDrop.None ? fault : Take(server, peer, pending, packet);
    }

    private RadiusDrop Take(int server, Peer peer, PendingRequest pending, in RadiusPacket packet)
    {
        peer.LastHeard = Now;
        if (pending == peer.Probe)
        {
            peer.EndProbe(packet.Authenticator);
            peer.HasAnsweredProbe = true;
            Revive(server);
            return RadiusDrop.None;
        }

        if (RadiusAnswer.Read(packet, pending.Authenticator, peer.Server.Secret.Span) is not { } answer)
        {
            return RadiusDrop.Unreadable;
        }

        peer.Status.Answers++;
        if (pending.Tries == 1)
        {
            peer.Status.RoundTrip = Now - pending.FirstSent;
        }

        peer.Table.Free(pending, packet.Authenticator);
        End(pending);
        Emit(new RadiusClientEffect(RadiusClientEffectKind.Answered, pending.Ticket, server, Answer: answer));
        return RadiusDrop.None;
    }

    private void OnLate(PendingRequest pending, TimeSpan now)
    {
        if (pending.Packet is null)
        {
            GiveUp(pending, RadiusFailure.Overloaded);
            return;
        }

        var peer = _peers[pending.Server];
        if (pending.Tries < _options.Tries)
        {
            pending.Tries++;
            pending.Deadline = now + _options.TryTime;
            peer.Status.Retransmissions++;
            Send(pending);
            return;
        }

        peer.Status.Timeouts++;
        if (peer.LastHeard >= pending.FirstSent)
        {
            // It answers others.
            Requeue(pending);
        }
        else
        {
            Die(pending.Server);
        }
    }

    private void OnProbeTime(int server, TimeSpan now)
    {
        var peer = _peers[server];
        if (peer.Status.State == RadiusServerState.Up || peer.ProbeDeadline > now)
        {
            return;
        }

        if (peer.Status.State == RadiusServerState.Probing)
        {
            EndProbe(peer);
            if (!peer.HasAnsweredProbe && ++peer.ProbesInVain == _options.ProbesInVain)
            {
                Revive(server);
            }
        }
        else if (peer.Server.AnswersStatus)
        {
            Probe(server, peer, now);
        }
        else
        {
            Revive(server);
        }
    }

    private void Probe(int server, Peer peer, TimeSpan now)
    {
        peer.ProbeDeadline = now + _options.TryTime;
        var probe = new PendingRequest(0, new RadiusRequest(RadiusCode.StatusServer, _options.ProbeAttributes.Span), server);
        if (TrySend(probe, server) == Sending.Done)
        {
            peer.Probe = probe;
            peer.Status.State = RadiusServerState.Probing;
            peer.Status.Probes++;
        }
    }

    private bool EndProbe(Peer peer)
    {
        peer.EndProbe(default);
        peer.Status.State = RadiusServerState.Dead;
        peer.ProbeDeadline = Now + _options.ProbeInterval;
        return true;
    }

    private void Revive(int server)
    {
        _peers[server].Status.State = RadiusServerState.Up;
        Emit(new RadiusClientEffect(RadiusClientEffectKind.ServerChanged, Server: server, IsUp: true));
    }

    private bool Die(int server)
    {
        var peer = _peers[server];
        peer.Status.State = RadiusServerState.Dead;
        peer.Status.Deaths++;
        peer.ProbesInVain = 0;
        peer.ProbeDeadline = Now + _options.ProbeInterval;
        Emit(new RadiusClientEffect(RadiusClientEffectKind.ServerChanged, Server: server));
        foreach (var pending in Snapshot())
        {
            if (pending.Packet is not null && pending.Server == server)
            {
                Requeue(pending);
            }
        }

        return true;
    }

    private void Enqueue(PendingRequest pending)
    {
        pending.Packet = null;
        pending.Deadline = Now + _options.QueueTime;
        _queued++;
    }

    private void Requeue(PendingRequest pending)
    {
        _peers[pending.Server].Table.Free(pending);
        Enqueue(pending);
    }

    /// <summary>Everybody who waits for a place and can have one, the oldest first, has it; who can have none any more is told.</summary>
    private void Pump()
    {
        if (_queued == 0)
        {
            return;
        }

        foreach (var pending in Snapshot())
        {
            if (pending.Packet is null && Place(pending) == Sending.NoEntropy)
            {
                return;
            }
        }
    }

    private Sending Place(PendingRequest pending)
    {
        var server = Choose(pending);
        if (server < 0)
        {
            GiveUp(pending, pending.Only is not null ? RadiusFailure.ServerLost
                : pending.Visited != 0 ? RadiusFailure.NoAnswer
                : RadiusFailure.NoServer);
            return Sending.Done;
        }

        var sending = TrySend(pending, server);
        if (sending == Sending.Done)
        {
            _queued--;
            _peers[server].Status.Requests++;
        }
        else if (sending == Sending.TooLong)
        {
            GiveUp(pending, RadiusFailure.TooLong);
        }

        return sending;
    }

    private int Choose(PendingRequest pending)
    {
        for (var i = 0; i < _peers.Length; i++)
        {
            if (_peers[i].Status.State == RadiusServerState.Up && (pending.Visited & (1u << i)) == 0 && (pending.Only ?? i) == i)
            {
                return i;
            }
        }

        return -1;
    }

    private Sending TrySend(PendingRequest pending, int server)
    {
        var peer = _peers[server];
        if (!peer.Table.TryTake(pending))
        {
            return Sending.NoIdentifier;
        }

        if (!_nonces.TryDraw(pending.Authenticator))
        {
            peer.Table.Free(pending);
            return Sending.NoEntropy;
        }

        var length = pending.Request.Write(_buffer, (byte)pending.Slot, pending.Authenticator, peer.Server.Secret.Span, _signature);
        if (length == 0)
        {
            peer.Table.Free(pending);
            return Sending.TooLong;
        }

        pending.Packet = _buffer.AsSpan(0, length).ToArray();
        pending.Packet.AsSpan(RadiusPacket.AuthenticatorOffset, RadiusPacket.AuthenticatorLength).CopyTo(pending.Authenticator);
        pending.Server = server;
        pending.Visited |= 1u << server;
        pending.Tries = 1;
        pending.FirstSent = Now;
        pending.Deadline = pending.FirstSent + _options.TryTime;
        Send(pending);
        return Sending.Done;
    }

    private void Send(PendingRequest pending) => Emit(new RadiusClientEffect(
        RadiusClientEffectKind.Send, pending.Ticket, pending.Server, pending.Slot / IdentifierTable.PerSocket, pending.Packet));

    private void GiveUp(PendingRequest pending, RadiusFailure failure)
    {
        Forget(pending);
        Emit(new RadiusClientEffect(RadiusClientEffectKind.GaveUp, pending.Ticket, Failure: failure));
    }

    private void Forget(PendingRequest pending)
    {
        if (pending.Packet is null)
        {
            _queued--;
        }
        else
        {
            _peers[pending.Server].Table.Free(pending);
        }

        End(pending);
    }

    private void End(PendingRequest pending)
    {
        pending.IsOver = true;
        _requests.Remove(pending);
        pending.Dispose();
    }

    private void Settle()
    {
        Pump();
        Rearm();
    }

    private void Rearm()
    {
        TimeSpan? first = null;
        foreach (var pending in _requests)
        {
            first = Earlier(first, pending.Deadline);
        }

        foreach (var peer in _peers)
        {
            first = peer.Status.State == RadiusServerState.Up ? first : Earlier(first, peer.ProbeDeadline);
        }

        if (first == _armed)
        {
            return;
        }

        _armed = first;
        var now = Now;
        Emit(first is { } due
            ? new RadiusClientEffect(RadiusClientEffectKind.ArmTimer, Delay: due > now ? due - now : TimeSpan.Zero)
            : new RadiusClientEffect(RadiusClientEffectKind.CancelTimer));
    }

    private static TimeSpan Earlier(TimeSpan? first, TimeSpan other) => first < other ? first.Value : other;

    /// <summary>All as they are now: what is done to one may end it.</summary>
    private PendingRequest[] Snapshot() => _requests.ToArray();

    private void Emit(in RadiusClientEffect effect) => _effects.Enqueue(effect);

    private enum Sending
    {
        Done,
        NoIdentifier,
        NoEntropy,
        TooLong,
    }

    /// <summary>One server, its identifiers and its probe.</summary>
    private sealed class Peer(RadiusServer server, int sockets)
    {
        internal RadiusServer Server { get; } = server;

        internal IdentifierTable Table { get; } = new(sockets);

        internal RadiusServerStatus Status { get; } = new();

        /// <summary>When a good proof came last.</summary>
        internal TimeSpan LastHeard { get; set; } = TimeSpan.MinValue;

        internal PendingRequest? Probe { get; set; }

        internal TimeSpan ProbeDeadline { get; set; }

        /// <summary>It knows Status-Server.</summary>
        internal bool HasAnsweredProbe { get; set; }

        /// <summary>Since its death.</summary>
        internal int ProbesInVain { get; set; }

        internal bool IsAt(IPEndPoint source) => source.Port == Server.Address.Port
            && Plain(source.Address).Equals(Server.Address.Address);

        internal void EndProbe(ReadOnlySpan<byte> answer)
        {
            if (Probe is not null)
            {
                Table.Free(Probe, answer);
                Probe.Dispose();
                Probe = null;
            }
        }
    }
}
