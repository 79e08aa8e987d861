using System.Globalization;
using System.Net;
using HostApd.Crypto;
using HostApd.Entropy;
using NLog;
using Tmds.Linux;

namespace HostApd.Radius;

/// <summary>How a question has ended.</summary>
/// <param name="Answer">What was said, the receiver's to dispose of; null: nothing.</param>
/// <param name="Server">Who has said it, by its place in the list.</param>
/// <param name="Failure">Why nothing was said.</param>
internal readonly record struct RadiusEnd(RadiusAnswer? Answer, int Server, RadiusFailure Failure);

/// <summary>One server and what has come of it, for whoever shows it.</summary>
internal sealed class ExchangedServer(IPEndPoint address)
{
    /// <summary>Where it is.</summary>
    internal IPEndPoint Address => address;

    /// <summary>What the client knows of it.</summary>
    internal required Func<RadiusServerStatus> Status { get; init; }

    /// <summary>Answers by what they were.</summary>
    internal long Accepts { get; set; }

    /// <summary>Access-Reject.</summary>
    internal long Rejects { get; set; }

    /// <summary>Access-Challenge.</summary>
    internal long Challenges { get; set; }

    /// <summary>Accounting-Response.</summary>
    internal long Records { get; set; }
}

/// <summary>
/// A <see cref="RadiusClient"/> with its sockets, its timer and its random bytes, for all access points that ask the same servers. Ends are told
/// in the loop, never inside the call that asks. A way to a server is opened when something is sent there, and anew once it was silent: our
/// own address may be another by then.
/// </summary>
internal sealed class RadiusExchange : IDisposable
{
    /// <summary>Each carries 256 questions at once.</summary>
    private const int SocketsPerServer = 4;

    private static readonly TimeSpan TellingInterval = TimeSpan.FromSeconds(60);
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly OpenServerSocket _open;
    private readonly Action<Action> _whenEntropy;
    private readonly TimeProvider _time;
    private readonly RadiusClient _client;
    private readonly List<RadiusServer> _servers;
    private readonly ExchangedServer[] _exchanged;
    private readonly Dictionary<(int Server, int Socket), IServerSocket> _sockets = [];
    private readonly Dictionary<long, Action<RadiusEnd>> _asked = [];
    private readonly Queue<(Action<RadiusEnd> To, RadiusEnd End)> _ends = [];
    private readonly Queue<int> _unreachable = [];
    private readonly Dictionary<(int Server, RadiusDrop Reason), long> _told = [];
    private readonly ITimer _timer;
    private readonly ITimer _later;
    private bool _awaitsEntropy;
    private bool _isOver;

    /// <summary>Asks nothing and opens nothing yet.</summary>
    /// <param name="options">Whom, and from where.</param>
    /// <param name="open">Opens the way to a server.</param>
    /// <param name="nonces">Random bytes.</param>
    /// <param name="whenEntropy">Runs something once there are random bytes again.</param>
    /// <param name="time">The clock, whose timers fire in the loop.</param>
    internal RadiusExchange(RadiusExchangeOptions options, OpenServerSocket open, INonceSource nonces, Action<Action> whenEntropy, TimeProvider time)
    {
        (Options, _open, _whenEntropy, _time) = (options, open, whenEntropy, time);
        _servers = [.. options.Servers.Select(s => new RadiusServer(new IPEndPoint(s.Address!, s.Port!.Value), new SecretBytes(s.Secret!.Span)) { AnswersStatus = options.TellStatus })];
        _client = new RadiusClient(
            new RadiusClientOptions { Servers = _servers, SocketsPerServer = SocketsPerServer, ProbeAttributes = options.ProbeAttributes }, nonces, time);
        _exchanged = [.. _servers.Select((s, i) => new ExchangedServer(s.Address) { Status = () => _client.Status(i) })];
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _later = time.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What it was made of.</summary>
    internal RadiusExchangeOptions Options { get; }

    /// <summary>The servers, in their order.</summary>
    internal IReadOnlyList<ExchangedServer> Servers => _exchanged;

    /// <summary>Questions that were refused because too many were out.</summary>
    internal long Refused => _client.Refused;

    /// <summary>A server is there again.</summary>
    internal event Action? ServerBack;

    /// <summary>Asks.</summary>
    /// <param name="request">The exchange's from now on.</param>
    /// <param name="only">The one server that knows the conversation; null for whichever is wanted first.</param>
    /// <param name="onEnd">Hears once how it ended, in the loop.</param>
    /// <returns>By what it is cancelled.</returns>
    internal long Ask(RadiusRequest request, int? only, Action<RadiusEnd> onEnd)
    {
        if (_isOver)
        {
            request.Dispose();
            TellLater(onEnd, new RadiusEnd(null, 0, RadiusFailure.ServerLost));
            return 0;
        }

        var ticket = _client.Ask(request, only);
        _asked[ticket] = onEnd;
        Run();
        AwaitEntropy();
        return ticket;
    }

    /// <summary>Nobody wants the end any more.</summary>
    internal void Cancel(long ticket)
    {
        if (_asked.Remove(ticket))
        {
            _client.Cancel(ticket);
            Run();
        }
    }

    /// <summary>Whoever has asked hears that the server is gone.</summary>
    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _timer.Dispose();
        foreach (var onEnd in _asked.Values)
        {
            TellLater(onEnd, new RadiusEnd(null, 0, RadiusFailure.ServerLost));
        }

        _asked.Clear();
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }

        _sockets.Clear();
        _client.Dispose();
        _servers.ForEach(static s => s.Secret.Dispose());
    }

    private void OnTimer()
    {
        _client.OnTimer();
        RunInLoop();
    }

    private void OnDatagram(int server, int socket, ReadOnlySpan<byte> datagram)
    {
        if (!_isOver)
        {
            _client.OnDatagram(server, socket, _servers[server].Address, datagram);
            RunInLoop();
        }
    }

    private void OnRefused(int server)
    {
        if (!_isOver)
        {
            _client.OnRefused(server);
            RunInLoop();
        }
    }

    /// <summary>Questions without random bytes wait in the client; the pool tells once.</summary>
    private void AwaitEntropy()
    {
        if (_awaitsEntropy || _client.Queued == 0)
        {
            return;
        }

        _awaitsEntropy = true;
        _whenEntropy(() =>
        {
            _awaitsEntropy = false;
            if (!_isOver)
            {
                _client.OnEntropy();
                Run();
            }
        });
    }

    private void RunInLoop()
    {
        Run();
        Tell();
    }

    /// <summary>Does what the client wants, and what that leads to; ends wait.</summary>
    private void Run()
    {
        while (true)
        {
            if (_client.TryNextEffect(out var effect))
            {
                Do(effect);
            }
            else if (_unreachable.TryDequeue(out var server))
            {
                _client.OnRefused(server);
            }
            else
            {
                break;
            }
        }

        if (_ends.Count > 0)
        {
            _later.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void Do(in RadiusClientEffect effect)
    {
        switch (effect.Kind)
        {
            case RadiusClientEffectKind.Send:
                Send(effect.Server, effect.Socket, effect.Packet.Span);
                break;
            case RadiusClientEffectKind.ArmTimer:
                _timer.Change(effect.Delay, Timeout.InfiniteTimeSpan);
                break;
            case RadiusClientEffectKind.CancelTimer:
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case RadiusClientEffectKind.Answered:
                Count(_exchanged[effect.Server], effect.Answer!.Code);
                End(effect.Ticket, new RadiusEnd(effect.Answer, effect.Server, RadiusFailure.None));
                break;
            case RadiusClientEffectKind.GaveUp:
                End(effect.Ticket, new RadiusEnd(null, 0, effect.Failure));
                break;
            case RadiusClientEffectKind.ServerChanged:
                OnServerChanged(effect.Server, effect.IsUp);
                break;
            case RadiusClientEffectKind.Dropped:
                OnDropped(effect.Server, effect.Drop);
                break;
        }
    }

    private static void Count(ExchangedServer server, RadiusCode code)
    {
        server.Accepts += code == RadiusCode.AccessAccept ? 1 : 0;
        server.Rejects += code == RadiusCode.AccessReject ? 1 : 0;
        server.Challenges += code == RadiusCode.AccessChallenge ? 1 : 0;
        server.Records += code == RadiusCode.AccountingResponse ? 1 : 0;
    }

    private void Send(int server, int number, ReadOnlySpan<byte> packet)
    {
        if (!_sockets.TryGetValue((server, number), out var socket))
        {
            var result = _open(Options, _servers[server].Address, datagram => OnDatagram(server, number, datagram), () => OnRefused(server), out var opened);
            if (opened is null)
            {
                // No way there yet, as before the network is up: the same as a host where nobody listens.
                Log.Debug("RADIUS: {0}: {1}", _servers[server].Address, result);
                _unreachable.Enqueue(server);
                return;
            }

            _sockets[(server, number)] = socket = opened;
        }

        if (socket.Send(packet) is { Succeeded: false } failed)
        {
            Log.Debug("RADIUS: {0}: {1}", _servers[server].Address, failed);
            if (!IsLoss(failed.Errno))
            {
                _unreachable.Enqueue(server);
            }
        }
    }

    /// <summary>A full queue, or a datagram too long for the way, is lost as any other may be, and says nothing of the server.</summary>
    private static bool IsLoss(int errno) => errno == LibC.EAGAIN || errno == LibC.ENOBUFS || errno == LibC.EMSGSIZE;

    private void End(long ticket, RadiusEnd end)
    {
        if (_asked.Remove(ticket, out var onEnd))
        {
            _ends.Enqueue((onEnd, end));
        }
        else
        {
            end.Answer?.Dispose();
        }
    }

    private void TellLater(Action<RadiusEnd> to, RadiusEnd end)
    {
        _ends.Enqueue((to, end));
        _later.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Tell()
    {
        while (_ends.TryDequeue(out var next))
        {
            next.To(next.End);
        }
    }

    private void OnServerChanged(int server, bool isUp)
    {
        if (isUp)
        {
            Log.Info("RADIUS: {0} server {1} is there again", Options.Kind, _servers[server].Address);
            ServerBack?.Invoke();
            return;
        }

        Log.Warn("RADIUS: No response from {0} server {1} - {2}", Options.Kind, _servers[server].Address, HasOther(server) ? "failover" : "no other is there");
        foreach (var key in _sockets.Keys.Where(k => k.Server == server).ToArray())
        {
            _sockets.Remove(key, out var socket);
            socket!.Dispose();
        }
    }

    private bool HasOther(int server)
    {
        for (var i = 0; i < _servers.Count; i++)
        {
            if (i != server && _client.Status(i).State == RadiusServerState.Up)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whoever can send to us could fill the log.</summary>
    private void OnDropped(int server, RadiusDrop reason)
    {
        var now = _time.GetTimestamp();
        if (_told.TryGetValue((server, reason), out var before) && _time.GetElapsedTime(before, now) < TellingInterval)
        {
            return;
        }

        _told[(server, reason)] = now;
        Log.Warn("RADIUS: {0}: a datagram is dropped: {1} ({2} so far)", _servers[server].Address, RadiusWords.Of(reason),
            _client.Status(server).Drops(reason).ToString(CultureInfo.InvariantCulture));
    }
}
