using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>
/// Bounds the events, and with them the log lines, that strangers can cause at will: each kind by itself, so that none hides
/// another. What it left out is counted, and told once a second while there is something to tell. Events of the access
/// point's own life and of stations that are in (AP-STA-CONNECTED, WPS-SUCCESS) are none of its business.
/// </summary>
internal sealed class EventLimiter : IDisposable
{
    private const int PerSecond = 10;
    private const int Burst = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly ApEvent[] Kinds =
    [
        ApEvent.Of(WpsEvent.EnrolleeSeen), ApEvent.Of(WpsEvent.PinNeeded), ApEvent.Of(WpsEvent.Fail), ApEvent.Of(WpsEvent.M2D),
        ApEvent.Of(WpsEvent.EapStarted), ApEvent.Of(WpsEvent.EapProposedMethod), ApEvent.Of(WpsEvent.EapRetransmit),
        ApEvent.Of(WpsEvent.EapTimeoutFailure), ApEvent.Of(WpsEvent.EapFailure), new(ApEventKind.PskMismatch), new(ApEventKind.StationRejected),
        new(ApEventKind.EapRefused), new(ApEventKind.EapRepeated), new(ApEventKind.EapTimedOut),
        new(ApEventKind.SaeMismatch), new(ApEventKind.SaeUnknownIdentifier), new(ApEventKind.SaeDowngraded),
        new(ApEventKind.ProvisionPushButton), new(ApEventKind.ProvisionShowPin), new(ApEventKind.ProvisionEnterPin),
    ];

    private readonly Dictionary<(ApEventKind, WpsEvent), RateLimiter> _limiters;
    private readonly Action<ApEvent> _tell;
    private readonly ITimer _timer;
    private bool _isArmed;

    /// <summary>Nothing has happened yet.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Hears <c>AP-EVENTS-LEFT-OUT kind=… count=…</c>.</param>
    public EventLimiter(TimeProvider time, Action<ApEvent> tell)
    {
        _limiters = Kinds.ToDictionary(static k => (k.Kind, k.Wps), _ => new RateLimiter(time, PerSecond, Burst));
        _tell = tell;
        _timer = time.CreateTimer(_ => TellLeftOut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether an event is to be told.</summary>
    public bool Admits(ApEvent told)
    {
        if (!_limiters.TryGetValue((told.Kind, told.Wps), out var limiter) || limiter.TryTake())
        {
            return true;
        }

        if (!_isArmed)
        {
            _isArmed = true;
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }

        return false;
    }

    public void Dispose() => _timer.Dispose();

    private void TellLeftOut()
    {
        _isArmed = false;
        foreach (var kind in Kinds)
        {
            if (_limiters[(kind.Kind, kind.Wps)].TakeLeftOut() is > 0 and var count)
            {
                _tell(new ApEvent(ApEventKind.EventsLeftOut, EventWord.Of("kind", ApEventText.NameOf(kind)), EventWord.Of("count", count)));
            }
        }
    }
}
