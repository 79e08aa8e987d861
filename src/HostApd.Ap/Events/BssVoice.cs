using NLog;

namespace HostApd.Ap;

/// <summary>What a BSS tells of itself: to the log, to control clients, and to whoever else listens; secrets only to those who may know them.</summary>
internal sealed class BssVoice : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger("Bss");

    private readonly EventLimiter _limiter;

    internal BssVoice(string name, TimeProvider time)
    {
        Name = name;
        _limiter = new EventLimiter(time, Raise);
    }

    /// <summary>hostapd's text.</summary>
    internal event Action<string>? Event;

    /// <summary>The same, without passphrases and keys: for whoever is not to see them.</summary>
    internal event Action<string>? PublicEvent;

    /// <summary>Of the interface, in front of each line of the log.</summary>
    internal string Name { get; set; }

    public void Dispose() => _limiter.Dispose();

    internal void Raise(string text)
    {
        if (!_limiter.Admits(text))
        {
            return;
        }

        Log.Info("{0}: {1}", Name, text);
        Tell(Event, text);
        Tell(PublicEvent, text);
    }

    /// <summary>An event with a secret in the middle, which control clients see and the log does not.</summary>
    internal void RaiseSecret(string before, string secret, string after)
    {
        if (!_limiter.Admits(before))
        {
            return;
        }

        Log.Info("{0}: {1}{2}", Name, before, after);
        Tell(Event, before + secret + after);
        Tell(PublicEvent, before + after);
    }

    /// <summary>An event that is no news for the log: it would drown there.</summary>
    internal void RaiseQuietly(string text) => Tell(Event, text);

    /// <summary>Whoever listens is told; what one of them does wrong ends with it, and neither with the others nor with us.</summary>
    private void Tell(Action<string>? listeners, string text)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(text);
            }
#pragma warning disable CA1031 // See above.
            catch (Exception e)
            {
                Log.Error(e, "{0}: a fault of ours in a listener to {1}:", Name, text.Split(' ')[0]);
            }
#pragma warning restore CA1031
        }
    }
}
