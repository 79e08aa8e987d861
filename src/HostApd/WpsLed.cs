using HostApd.Ap;
using HostApd.Linux;
using HostApd.Wps;
using NLog;

namespace HostApd;

/// <summary>
/// Shows WPS on an LED with the blink patterns of WSC 2.0 (appendix on LEDs): in progress 0.2 s on, 0.1 s off; error
/// 0.1 s on, 0.1 s off; overlap five such flashes and half a second of dark; success on for 300 s.
/// </summary>
internal sealed class WpsLed : IDisposable
{
    private static readonly int[] InProgress = [200, 100];
    private static readonly int[] Failure = [100, 100];
    private static readonly int[] Overlap = [100, 100, 100, 100, 100, 100, 100, 100, 100, 500];
    private static readonly int[] Success = [300_000, 0];
    private static readonly TimeSpan ErrorShown = TimeSpan.FromSeconds(120);
    private static readonly Logger Log = LogManager.GetLogger(nameof(WpsLed));

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int[] _pattern = [];
    private int _step;
    private long _since;

    /// <param name="name">Its name under <paramref name="root"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="root">Where the kernel shows LEDs.</param>
    internal WpsLed(string name, TimeProvider time, string root = "/sys/class/leds")
    {
        _folder = Path.Combine(root, name);
        _time = time;
        _timer = time.CreateTimer(_ => Step(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Write("trigger", "none");
        Write("brightness", "0");
    }

    /// <summary>Looks at every event of the access point; most say nothing to an LED.</summary>
    internal void OnEvent(ApEvent told)
    {
        var pattern = told.Wps switch
        {
            WpsEvent.PbcActive => InProgress,
            WpsEvent.Success => Success,
            WpsEvent.Fail or WpsEvent.Timeout => Failure,
            WpsEvent.OverlapDetected => Overlap,
            WpsEvent.Cancel => [],
            _ => null,
        };
        if (pattern is not null)
        {
            Show(pattern);
        }
    }

    public void Dispose()
    {
        Show([]);
        _timer.Dispose();
    }

    private void Show(int[] pattern)
    {
        _pattern = pattern;
        _step = 0;
        _since = _time.GetTimestamp();
        Step();
    }

    private void Step()
    {
        var over = (_pattern == Failure || _pattern == Overlap) && _time.GetElapsedTime(_since) > ErrorShown
            || _pattern == Success && _step == 1;
        if (_pattern.Length == 0 || over)
        {
            Write("brightness", "0");
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        Write("brightness", _step % 2 == 0 ? "1" : "0");
        _timer.Change(TimeSpan.FromMilliseconds(_pattern[_step]), Timeout.InfiniteTimeSpan);
        _step = (_step + 1) % _pattern.Length;
    }

    private void Write(string file, string value)
    {
        try
        {
            SmallFile.Write(Path.Combine(_folder, file), value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Debug("LED {0}: {1}", _folder, SystemWords.Of(e));
        }
    }
}
