namespace HostApd.Ap;

/// <summary>The question that one station was asked, since when, and its timer; made with the first reason to ask.</summary>
internal sealed class StationQuery(ITimer timer) : IDisposable
{
    internal SaQuery Machine { get; } = new();

    internal ITimer Timer { get; } = timer;

    /// <summary>When its first question was sent, by the BSS's clock.</summary>
    internal long Since { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Timer.Dispose();

    /// <summary>Nothing is asked any more.</summary>
    internal void Rest() => Timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>It has shown that it is there.</summary>
    internal void OnRequest()
    {
        Machine.OnRequest();
        Rest();
    }
}
