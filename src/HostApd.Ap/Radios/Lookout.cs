using HostApd.Driver;

namespace HostApd.Ap;

/// <summary>
/// One look around, which is tried again while the radio is busy: another program's scan, a stay of ours.
/// <code>
/// event \ state | Idle           | Scanning                      | Pausing
/// Begin         | Scanning       |                               |
///   busy        | Pausing        |                               |
///   refused     | –, and says so |                               |
/// scan is over  | –              | Idle, done                    | –
///   broken off  | –              | Pausing, or given up: done    | –
/// timer         | –              | ended; Pausing, or given up   | Scanning, as Begin
/// Cancel        | –              | ended; Idle                   | Idle
/// </code>
/// </summary>
internal sealed class Lookout : IScanEvents, IDisposable
{
    /// <summary>So often it is tried.</summary>
    internal const int MostTries = 15;

    private static readonly TimeSpan LongestScan = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _pause;
    private readonly Action<DriverResult> _done;
    private readonly ITimer _timer;
    private IScanLink? _link;
    private int[] _frequencies = [];
    private bool _isScanning;
    private int _tries;

    /// <param name="time">What bounds a scan, and waits between two.</param>
    /// <param name="pause">So long it waits before it tries again.</param>
    /// <param name="done">It is over, or given up; never inside <see cref="Begin"/>.</param>
    internal Lookout(TimeProvider time, TimeSpan pause, Action<DriverResult> done)
    {
        (_pause, _done) = (pause, done);
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Looks around on these channels; why that cannot be, or null.</summary>
    internal DriverResult? Begin(IScanLink link, int[] frequenciesMhz)
    {
        (_link, _frequencies, _tries) = (link, frequenciesMhz, 0);
        link.Attach(this);
        return Try();
    }

    /// <summary>Nobody waits for it any more.</summary>
    internal void Cancel()
    {
        var (link, wasScanning) = (_link, _isScanning);
        Rest();
        if (wasScanning)
        {
            _ = link!.EndScan();
        }
    }

    public void OnScanEnded(bool completed)
    {
        if (!_isScanning)
        {
            return;
        }

        if (completed)
        {
            Rest();
            _done(DriverResult.Ok);
        }
        else
        {
            Again(new DriverResult("scanning", ErrorNumber.Busy, "the radio broke it off", null));
        }
    }

    private DriverResult? Try()
    {
        _tries++;
        var result = _link!.Scan(_frequencies);
        if (result.Succeeded)
        {
            _isScanning = true;
            _timer.Change(LongestScan, Timeout.InfiniteTimeSpan);
            return null;
        }

        if (result.MayPass && _tries < MostTries)
        {
            _timer.Change(_pause, Timeout.InfiniteTimeSpan);
            return null;
        }

        Rest();
        return result;
    }

    private void OnTimer()
    {
        if (_link is null)
        {
            return;
        }

        if (_isScanning)
        {
            _ = _link.EndScan();
            Again(new DriverResult("scanning", ErrorNumber.Busy, "it came to no end", null));
        }
        else if (Try() is { } refused)
        {
            _done(refused);
        }
    }

    private void Again(DriverResult why)
    {
        _isScanning = false;
        if (_tries < MostTries)
        {
            _timer.Change(_pause, Timeout.InfiniteTimeSpan);
        }
        else
        {
            Rest();
            _done(why);
        }
    }

    private void Rest()
    {
        (_link, _isScanning) = (null, false);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
