using System.Globalization;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using NLog;

namespace HostApd.Radius;

/// <summary>
/// Keeps account of an access point's sessions at servers (RFC 2866): what waits for a server's word that it is written down is kept in
/// an <see cref="AccountingQueue"/>. The kernel counts frames in 32 bits: they are looked at before they can come round.
/// </summary>
internal sealed class SessionBook : ISessionBook, IDisposable
{
    /// <summary>Records that wait: a start and an end of some hundred stations.</summary>
    private const int Capacity = 1024;

    /// <summary>At a million frames a second a count comes round in more than an hour.</summary>
    private static readonly TimeSpan LookingInterval = TimeSpan.FromSeconds(300);

    /// <summary>What no server took is tried again after so long, also where none was seen to come back.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(60);

    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly Bss _bss;
    private readonly RadiusExchanges _exchanges;
    private readonly SessionNumbers _numbers;
    private readonly TimeProvider _time;
    private readonly AccountingQueue _queue = new(Capacity);
    private readonly Dictionary<ulong, Open> _open = [];
    private readonly ITimer _retry;
    private readonly AccountingStore _store;
    private RadiusExchange? _exchange;
    private NasOptions _options = new();
    private TimeSpan? _interim;
    private bool _isOn;
    private bool _hasToldLoss;
    private Action? _onEmpty;

    /// <summary>Tells nobody yet.</summary>
    /// <param name="bss">The access point.</param>
    /// <param name="exchanges">Those of the process.</param>
    /// <param name="numbers">Numbers of sessions.</param>
    /// <param name="worker">Writes what is to outlive the process.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="time">The clock, whose timers fire in the loop.</param>
    internal SessionBook(Bss bss, RadiusExchanges exchanges, SessionNumbers numbers, IWorker worker, IDisk disk, TimeProvider time)
    {
        _store = new AccountingStore(() => _queue.Waiting, worker, disk, time);
        (_bss, _exchanges, _numbers, _time) = (bss, exchanges, numbers, time);
        _retry = time.CreateTimer(_ => Retry(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        bss.Event += OnEvent;
    }

    /// <summary>Whom it tells; null: nobody.</summary>
    internal RadiusExchange? Exchange => _exchange;

    /// <summary>Records that no server has taken yet.</summary>
    internal int Waiting => _queue.Count;

    /// <summary>Tells from now on whom the owner wants to hear.</summary>
    internal void Use(RadiusConfiguration wanted)
    {
        _options = NasOptions.OfAccounting(wanted);
        _interim = wanted.InterimInterval > 0 ? TimeSpan.FromSeconds(wanted.InterimInterval) : null;
        var before = _exchange;
        _exchange = RadiusExchangeOptions.ForAccounting(wanted, _options.Name()) is { } options ? _exchanges.Rent(options) : null;
        if (_exchange != before)
        {
            // What one server has not taken is another's.
            _queue.Retry();
            if (_exchange is not null)
            {
                _exchange.ServerBack += Retry;
            }

            if (before is not null)
            {
                before.ServerBack -= Retry;
            }
        }

        if (before is not null)
        {
            _exchanges.Return(before);
        }

        // What was before this start goes before the word that it has been.
        foreach (var record in _store.Use(wanted.QueueFile))
        {
            _queue.Add(record);
        }

        if (_queue.Count > 0)
        {
            _store.OnChanged();
        }

        Pump();
        if (_exchange is not null && _bss.State == BssState.Enabled)
        {
            Announce(isOn: true);
        }
    }

    /// <inheritdoc/>
    public ulong NextSessionId() => _numbers.Next();

    /// <inheritdoc/>
    public void Begin(StationSession session)
    {
        var account = new AccountingSession(FactsOf(session), _time);
        var open = new Open(account, session.Station, _interim ?? session.Grant?.InterimInterval);
        _open[session.Id] = open;
        open.Timer = _time.CreateTimer(_ => Look(open), null, open.Interval ?? LookingInterval, open.Interval ?? LookingInterval);
        Log.Info("{0}: STA {1} RADIUS: starting accounting session {2}", _bss.Options.InterfaceName, session.Station, session.Id.ToString("X16", CultureInfo.InvariantCulture));
        Add(session.Id, AccountingStatus.Start, account.Start());
    }

    /// <inheritdoc/>
    public void Change(StationSession session)
    {
        if (_interim is null && session.Grant?.InterimInterval is { } interval && _open.TryGetValue(session.Id, out var open) && open.Interval != interval)
        {
            open.Interval = interval;
            open.Timer?.Change(interval, interval);
        }
    }

    /// <inheritdoc/>
    public void End(StationSession session, in StationCounters counters, SessionEnd why)
    {
        if (!_open.Remove(session.Id, out var open))
        {
            return;
        }

        open.Timer?.Dispose();
        Add(session.Id, AccountingStatus.Stop, open.Account.Stop(open.Count(counters), CauseOf(why)));
    }

    /// <summary>
    /// The access point has ended. What is to be told still goes out, for as long as <see cref="RadiusExchanges"/> waits.
    /// </summary>
    public void Dispose()
    {
        _bss.Event -= OnEvent;
        _queue.Retry();
        Announce(isOn: false);
        foreach (var open in _open.Values)
        {
            open.Timer?.Dispose();
        }

        _open.Clear();
        if (_queue.Count == 0 || _exchange is null)
        {
            Close();
            return;
        }

        var closing = _exchanges.Await(Close);
        _onEmpty = closing;
    }

    private void Close()
    {
        _onEmpty = null;
        _retry.Dispose();
        var isKept = _store.Keep();
        _store.Dispose();
        if (_exchange is { } exchange)
        {
            _exchange = null;
            exchange.ServerBack -= Retry;
            if (_queue.Count > 0)
            {
                Log.Warn("{0}: {1} records of accounting were told to no server{2}", _bss.Options.InterfaceName, _queue.Count,
                    isKept ? ", and are kept in " + _store.Path : "");
            }

            _exchanges.Return(exchange);
        }
    }

    private void OnEvent(ApEvent told)
    {
        if (told.Kind is ApEventKind.Enabled or ApEventKind.Disabled)
        {
            Announce(told.Kind == ApEventKind.Enabled);
        }
    }

    /// <summary>Once each: whatever a server has open of us is over.</summary>
    private void Announce(bool isOn)
    {
        if (_isOn != isOn)
        {
            _isOn = isOn;
            var status = isOn ? AccountingStatus.On : AccountingStatus.Off;
            Add(0, status, AccountingSession.OfAccessPoint(status, _options.Name(), _bss.Bssid, _bss.Options.Ssid, _time));
        }
    }

    private void Look(Open open)
    {
        if (!_bss.ReadStation(open.Station, out var counters).Succeeded)
        {
            return;
        }

        var traffic = open.Count(counters);
        if (open.Interval is not null)
        {
            Add(open.Account.Id, AccountingStatus.Interim, open.Account.Interim(traffic));
        }
    }

    private void Add(ulong session, AccountingStatus status, byte[]? attributes)
    {
        if (attributes is null)
        {
            return;
        }

        if (!_queue.Add(new AccountingRecord(session, status, attributes)) && !_hasToldLoss)
        {
            _hasToldLoss = true;
            Log.Warn("{0}: no accounting server takes what is told, and no more than {1} records are kept: those that follow are lost", _bss.Options.InterfaceName, Capacity);
        }

        _store.OnChanged();
        Pump();
    }

    /// <summary>All that may go out does; what comes of each is told later.</summary>
    private void Pump()
    {
        while (_exchange is { } exchange && _queue.TryNext(out var record, out var ticket))
        {
            exchange.Ask(new RadiusRequest(RadiusCode.AccountingRequest, record.Attributes), null, end => OnEnd(ticket, end));
        }
    }

    private void OnEnd(object ticket, RadiusEnd end)
    {
        if (end.Answer is { } answer)
        {
            answer.Dispose();
            _queue.OnAnswered(ticket);
            _store.OnTaken();
            Pump();
        }
        else
        {
            if (end.Failure == RadiusFailure.TooLong)
            {
                _queue.Drop(ticket);
                TellRefused("it is longer than a packet");
            }
            else if (_queue.OnGivenUp(ticket, end.Failure == RadiusFailure.NoAnswer))
            {
                TellRefused("no server answers it, and others are answered");
                Pump();
            }

            if (_exchange is not null)
            {
                // Of servers that are wanted no more it was taken back.
                _retry.Change(end.Failure == RadiusFailure.ServerLost ? TimeSpan.Zero : RetryInterval, Timeout.InfiniteTimeSpan);
            }
        }

        if (_queue.Count == 0)
        {
            _hasToldLoss = false;
            _onEmpty?.Invoke();
        }
    }

    private void TellRefused(string why) =>
        Log.Warn("{0}: a record of accounting is lost ({1} so far): {2}", _bss.Options.InterfaceName, _queue.Refused, why);

    private void Retry()
    {
        if (_exchange is not null)
        {
            _queue.Retry();
            Pump();
        }
    }

    private AccountingFacts FactsOf(StationSession session)
    {
        var writer = new RadiusAttributeWriter(new byte[RadiusRequest.MaximumAttributesLength]);
        _options.WriteName(ref writer);
        _options.WriteOwn(ref writer);
        var grant = session.Grant;
        return new AccountingFacts
        {
            Nas = writer.Written.ToArray(),
            Bssid = _bss.Bssid,
            Ssid = _bss.Options.Ssid,
            Station = session.Station,
            Aid = session.Aid,
            UserName = grant is { UserName.IsEmpty: false } ? grant.UserName : session.Identity.IsEmpty ? NameOf(session.Station) : session.Identity,
            IsByServer = grant is not null,
            Id = session.Id,
            MultiId = session.MultiId,
            Classes = grant?.Classes ?? [],
            ChargeableUserIdentity = grant?.ChargeableUserIdentity ?? default,
        };
    }

    private static byte[] NameOf(MacAddress station)
    {
        var name = new byte[AccessRequests.AddressNameLength];
        AccessRequests.WriteName(station, name);
        return name;
    }

    /// <summary>RFC 2866 5.10; the last two of RFC 3580 2.2.</summary>
    private static TerminateCause CauseOf(SessionEnd why) => why switch
    {
        SessionEnd.ByStation => TerminateCause.UserRequest,
        SessionEnd.LostCarrier => TerminateCause.LostCarrier,
        SessionEnd.Idle => TerminateCause.IdleTimeout,
        SessionEnd.SessionTimeout => TerminateCause.SessionTimeout,
        SessionEnd.ByOwner => TerminateCause.AdministratorReset,
        SessionEnd.AccessPointEnds => TerminateCause.NasReboot,
        SessionEnd.Failed => TerminateCause.ReauthenticationFailure,
        SessionEnd.Restarted => TerminateCause.SupplicantRestart,
    };

    /// <summary>A session that goes on.</summary>
    private sealed class Open(AccountingSession account, MacAddress station, TimeSpan? interval)
    {
        private StationCounters _last;
        private ulong _received;
        private ulong _sent;

        internal AccountingSession Account => account;

        internal MacAddress Station => station;

        /// <summary>Between two interim records; null: none are told.</summary>
        internal TimeSpan? Interval { get; set; } = interval;

        internal ITimer? Timer { get; set; }

        /// <summary>Frames since the beginning; of a kernel that has begun to count anew nothing is taken for a count that has come round.</summary>
        internal StationTraffic Count(in StationCounters now)
        {
            if (now.RxBytes >= _last.RxBytes && now.TxBytes >= _last.TxBytes)
            {
                _received += unchecked(now.RxPackets - _last.RxPackets);
                _sent += unchecked(now.TxPackets - _last.TxPackets);
            }

            _last = now;
            return new StationTraffic(now.RxBytes, now.TxBytes, _received, _sent);
        }
    }
}
