using System.Globalization;
using System.Net;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Radius;

/// <summary>
/// Where servers end and change sessions of ours unasked (RFC 5176): a <see cref="DynamicAuthorization"/> with its ports, one for all access points of the
/// process. A server has to do with those access points whose owner names it, and is asked as strictly as the strictest of all wants it.
/// </summary>
/// <param name="kernel">Opens ports.</param>
/// <param name="time">The clock.</param>
internal sealed class DynamicAuthorizationServer(IAuthorizationPorts kernel, TimeProvider time) : ISessions
{
    private static readonly TimeSpan TellingInterval = TimeSpan.FromSeconds(60);
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly List<ServedNas> _served = [];
    private readonly List<HeardPort> _ports = [];
    private readonly long[] _told = new long[Enum.GetValues<RadiusDrop>().Length];
    private List<DynamicAuthorizationClient> _clients = [];
    private IPAddress _asking = IPAddress.None;

    /// <summary>What it has come to; null while no access point wants it.</summary>
    internal DynamicAuthorization? Machine { get; private set; }

    /// <summary>The port at which an access point's servers are heard; 0: none.</summary>
    internal int PortOf(Bss bss) => Find(bss) is { } served && Find(served.Port) is not null ? served.Port : 0;

    /// <summary>An access point's servers are heard from now on as its owner wants it; why they are not, in words, or null.</summary>
    /// <param name="bss">The access point.</param>
    /// <param name="wanted">What its owner wants.</param>
    /// <param name="onFault">Takes what it throws.</param>
    internal string? Serve(Bss bss, RadiusConfiguration wanted, Action<Exception> onFault)
    {
        var before = Find(bss);
        if (wanted.AuthorizationPort == 0 || !wanted.AuthorizationClients.Any)
        {
            Leave(bss);
            return null;
        }

        var served = new ServedNas(bss, wanted, onFault);
        if (before is null)
        {
            _served.Add(served);
        }
        else
        {
            _served[_served.IndexOf(before)] = served;
        }

        Settle();
        return Find(served.Port) is null ? Open(served.Port) : null;
    }

    /// <summary>An access point has ended, or wants to hear nobody.</summary>
    internal void Leave(Bss bss)
    {
        if (Find(bss) is { } served)
        {
            _served.Remove(served);
            Settle();
        }
    }

    bool ISessions.AreOurs(SessionNames names)
    {
        foreach (var nas in _served)
        {
            if (IsMeant(nas, names))
            {
                return true;
            }
        }

        return false;
    }

    ErrorCause ISessions.Disconnect(SessionNames names)
    {
        var cause = Find(names, SessionKind.Begun, out var station, out var found);
        if (cause == ErrorCause.SessionNotFound)
        {
            // Nobody who is meant is here; somebody may be about to come back without a question.
            cause = Find(names, SessionKind.Agreed, out station, out found);
            Act(found, station, "its key of before is taken back", bss => bss.ForgetAgreed(station));
        }
        else
        {
            Act(found, station, "its session is ended", bss => bss.EndSession(station));
        }

        return cause;
    }

    ErrorCause ISessions.Change(SessionNames names, SessionChange change)
    {
        var cause = Find(names, SessionKind.Open, out var station, out var found);
        var wanted = new GrantChange
        {
            SessionTimeout = change.SessionTimeout,
            AsksAgainAtEnd = change.Reauthenticates,
            InterimInterval = change.InterimInterval is { } interim && interim.TotalSeconds >= RadiusNas.ShortestInterim ? interim : null,
        };
        var isChanged = false;
        Act(found, station, "other terms of its session are wanted", bss => isChanged |= bss.ChangeSession(station, wanted));

        // Nobody has let it in for a time, or under conditions.
        return cause == ErrorCause.None && !isChanged ? ErrorCause.UnsupportedAttribute : cause;
    }

    private void Act(List<ServedNas> found, MacAddress station, string what, Action<Bss> act)
    {
        foreach (var nas in found)
        {
            Log.Info("{0}: STA {1} RADIUS: {2} by {3}", nas.Bss.Options.InterfaceName, station, what, _asking);
            Guarded.Run(() => act(nas.Bss), nas.OnFault);
        }
    }

    private ServedNas? Find(Bss bss)
    {
        foreach (var nas in _served)
        {
            if (nas.Bss == bss)
            {
                return nas;
            }
        }

        return null;
    }

    private HeardPort? Find(int number)
    {
        foreach (var port in _ports)
        {
            if (port.Number == number)
            {
                return port;
            }
        }

        return null;
    }

    private DynamicAuthorizationClient? Find(IPAddress address)
    {
        foreach (var client in _clients)
        {
            if (client.Address.Equals(address))
            {
                return client;
            }
        }

        return null;
    }

    /// <summary>
    /// An access point that is named, and that the server which asks has to do with: an owner who has given its address another secret means another server.
    /// </summary>
    private bool IsMeant(ServedNas nas, SessionNames names) => Find(_asking) is { } client && nas.Names(client) && nas.IsMeant(names);

    /// <summary>The one station that is meant, and where: on its way from one network to another in both.</summary>
    private ErrorCause Find(SessionNames names, SessionKind kind, out MacAddress station, out List<ServedNas> found)
    {
        (station, found) = (default, []);
        foreach (var nas in _served)
        {
            if (!IsMeant(nas, names) || !nas.TryFind(names, kind, out var here, out var isOne))
            {
                continue;
            }

            if (!isOne || found.Count > 0 && here != station)
            {
                found.Clear();
                return ErrorCause.SeveralSessions;
            }

            station = here;
            found.Add(nas);
        }

        return found.Count > 0 ? ErrorCause.None : ErrorCause.SessionNotFound;
    }

    /// <summary>Who is heard, how strictly, and no longer at ports that nobody names.</summary>
    private void Settle()
    {
        for (var i = _ports.Count - 1; i >= 0; i--)
        {
            var isNamed = false;
            foreach (var nas in _served)
            {
                isNamed |= nas.Port == _ports[i].Number;
            }

            if (!isNamed)
            {
                _ports[i].Dispose();
                _ports.RemoveAt(i);
            }
        }

        _clients = [];
        var (window, needsTime, needsProof) = (TimeSpan.MaxValue, false, false);
        foreach (var nas in _served)
        {
            AddClients(nas);
            window = nas.Window < window ? nas.Window : window;
            needsTime |= nas.NeedsEventTimestamp;
            needsProof |= nas.NeedsMessageAuthenticator;
        }

        if (_served.Count == 0)
        {
            Machine?.Dispose();
            Machine = null;
            return;
        }

        var options = new DynamicAuthorizationOptions { Clients = _clients, Window = window, NeedsEventTimestamp = needsTime, NeedsMessageAuthenticator = needsProof };
        if (Machine is { } machine)
        {
            machine.Use(options);
        }
        else
        {
            Machine = new DynamicAuthorization(options, this, time);
        }
    }

    private void AddClients(ServedNas nas)
    {
        foreach (var client in nas.Clients)
        {
            var known = Find(client.Address);
            if (known is null && _clients.Count < DynamicAuthorizationOptions.MaximumClients)
            {
                _clients.Add(client);
            }
            else if (known is null || !known.Secret.FixedTimeEquals(client.Secret.Span))
            {
                Log.Warn("{0}: radius_das_client: {1} is not heard of this network: {2}", nas.Bss.Options.InterfaceName, client.Address,
                    known is null ? "all networks together name too many" : "it has another secret in a network before this one");
            }
        }
    }

    private string? Open(int number)
    {
        var port = new HeardPort { Number = number };
        var result = kernel.Open(number, (source, datagram) => OnDatagram(port, source, datagram), out var opened);
        if (opened is null)
        {
            return $"radius_das_port: {result}";
        }

        port.Socket = opened;
        _ports.Add(port);
        Log.Info("RADIUS: Disconnect- and CoA-Requests are heard at port {0}", number);
        return null;
    }

    private void OnDatagram(HeardPort port, IPEndPoint source, ReadOnlySpan<byte> datagram)
    {
        if (Machine is not { } machine)
        {
            return;
        }

        _asking = source.Address;
        var answer = machine.OnDatagram(source, datagram);
        if (answer.IsEmpty)
        {
            TellDrop(source, machine.LastDrop, machine.Drops(machine.LastDrop));
        }
        else if (port.Socket?.Send(source, answer.Span) is { Succeeded: false } failed)
        {
            Log.Warn("RADIUS: {0}: {1}", source, failed);
        }
    }

    /// <summary>Whoever can send to us could fill the log.</summary>
    private void TellDrop(IPEndPoint source, RadiusDrop reason, long count)
    {
        var now = time.GetTimestamp();
        ref var told = ref _told[(int)reason];
        if (told == 0 || time.GetElapsedTime(told, now) >= TellingInterval)
        {
            told = now;
            Log.Warn("RADIUS: a request of {0} is dropped: {1} ({2} so far)", source, RadiusWords.OfRequest(reason), count.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A port that is open.</summary>
    private sealed class HeardPort : IDisposable
    {
        internal required int Number { get; init; }

        internal IAuthorizationPort? Socket { get; set; }

        public void Dispose() => Socket?.Dispose();
    }
}
