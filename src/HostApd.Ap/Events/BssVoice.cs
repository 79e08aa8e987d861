using NLog;

namespace HostApd.Ap;

/// <summary>What a BSS tells of itself: to the log, and to whoever listens.</summary>
internal sealed class BssVoice : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger("Bss");

    private readonly string _name;
    private readonly EventLimiter _limiter;

    /// <param name="name">Of the interface, in front of each line of the log.</param>
    /// <param name="time">The clock.</param>
    internal BssVoice(string name, TimeProvider time)
    {
        _name = name;
        _limiter = new EventLimiter(time, Raise);
    }

    internal event Action<ApEvent>? Event;

    public void Dispose() => _limiter.Dispose();

    internal void Raise(ApEvent told)
    {
        if (!_limiter.Admits(told))
        {
            return;
        }

        if (!told.IsQuiet)
        {
            Log.Info("{0}: {1}", _name, ApEventText.Write(told, EventAudience.Public));
        }

        foreach (var listener in Delegate.EnumerateInvocationList(Event))
        {
            try
            {
                listener(told);
            }
#pragma warning disable CA1031 // What one of them does wrong ends with it, and neither with the others nor with us.
            catch (Exception e)
            {
                Log.Error(e, "{0}: a fault of ours in a listener to {1}:", _name, ApEventText.NameOf(told));
            }
#pragma warning restore CA1031
        }
    }

    internal void Raise(ApEventKind kind) => Raise(new ApEvent(kind));
}
