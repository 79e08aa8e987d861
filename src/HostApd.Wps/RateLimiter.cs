namespace HostApd.Wps;

/// <summary>
/// A bound on what strangers can have us do: so much at once, and so much a second after that. Counts what it refuses.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="perSecond">How many a second in the long run.</param>
/// <param name="burst">How many at once after a quiet time.</param>
public sealed class RateLimiter(TimeProvider time, int perSecond, int burst)
{
    private double _left = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>How many were refused since the count was taken last.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Whether one more may pass now; else it is counted.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(burst, _left + time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond);
        _filledAt = now;
        if (_left < 1)
        {
            LeftOut++;
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>How many were refused; the count begins anew.</summary>
    public long TakeLeftOut()
    {
        var count = LeftOut;
        LeftOut = 0;
        return count;
    }
}
