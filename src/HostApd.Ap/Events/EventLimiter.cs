using System.Globalization;
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

    private static readonly string[] Kinds =
    [
        "WPS-ENROLLEE-SEEN", "WPS-PIN-NEEDED", "WPS-FAIL", "WPS-M2D", "CTRL-EVENT-EAP-STARTED",
        "CTRL-EVENT-EAP-PROPOSED-METHOD", "CTRL-EVENT-EAP-RETRANSMIT", "CTRL-EVENT-EAP-TIMEOUT-FAILURE",
        "CTRL-EVENT-EAP-FAILURE", "AP-STA-POSSIBLE-PSK-MISMATCH", "AP-REJECTED-MAX-STA", "P2P-PROV-DISC-PBC-REQ",
        "P2P-PROV-DISC-SHOW-PIN", "P2P-PROV-DISC-ENTER-PIN",
    ];

    private readonly Dictionary<string, RateLimiter> _limiters;
    private readonly Dictionary<string, RateLimiter>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly Action<string> _tell;
    private readonly ITimer _timer;
    private bool _isArmed;

    /// <summary>Nothing has happened yet.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Hears <c>AP-EVENTS-LEFT-OUT kind=… count=…</c>.</param>
    public EventLimiter(TimeProvider time, Action<string> tell)
    {
        _limiters = Kinds.ToDictionary(static k => k, _ => new RateLimiter(time, PerSecond, Burst), StringComparer.Ordinal);
        _byName = _limiters.GetAlternateLookup<ReadOnlySpan<char>>();
        _tell = tell;
        _timer = time.CreateTimer(_ => TellLeftOut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether an event is to be told.</summary>
    /// <param name="text">It begins with the name of its kind.</param>
    public bool Admits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(' ');
        if (!_byName.TryGetValue(end < 0 ? text : text[..end], out var limiter) || limiter.TryTake())
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
            if (_limiters[kind].TakeLeftOut() is > 0 and var count)
            {
                _tell(string.Create(CultureInfo.InvariantCulture, $"AP-EVENTS-LEFT-OUT kind={kind} count={count}"));
            }
        }
    }
}
