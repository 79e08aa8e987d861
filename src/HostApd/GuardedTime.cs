namespace HostApd;

/// <summary>A clock whose timers hand the exceptions of their callbacks to whoever can tear down what they belong to.</summary>
internal sealed class GuardedTime(TimeProvider time, Action<Exception> onFault) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(
            s =>
            {
                try
                {
                    callback(s);
                }
#pragma warning disable CA1031 // The handler tears down what the timer served.
                catch (Exception e)
                {
                    onFault(e);
                }
#pragma warning restore CA1031
            },
            state, dueTime, period);
}

/// <summary>Where a bug of ours ends: at the door of what it concerns.</summary>
internal static class Guarded
{
    internal static void Run(Action action, Action<Exception> onFault)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // The handler tears down what the action served.
        catch (Exception e)
        {
            onFault(e);
        }
#pragma warning restore CA1031
    }
}
