namespace HostApd.Entropy;

/// <summary>How a source does.</summary>
public enum EntropySourceState
{
    /// <summary>It does not work here, or has finished.</summary>
    Off,

    /// <summary>It works.</summary>
    Ok,

    /// <summary>Its health tests failed; nothing of it is credited any more.</summary>
    Failed,
}

/// <summary>What is told of a source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bits">Bits credited to the pool.</param>
/// <param name="Samples">Samples it gave, credited or not.</param>
/// <param name="State">How it does.</param>
public readonly record struct EntropySourceStatus(string Name, int Bits, long Samples, EntropySourceState State);

/// <summary>One source as the pool keeps account of it. All calls on the event loop's thread.</summary>
public sealed class EntropySource
{
    private readonly EntropyPool _pool;

    internal EntropySource(EntropyPool pool, string name)
    {
        _pool = pool;
        Name = name;
    }

    /// <summary>Its name in texts.</summary>
    public string Name { get; }

    /// <summary>Bits credited so far.</summary>
    public int Bits { get; internal set; }

    /// <summary>Samples it gave, credited or not.</summary>
    public long Samples { get; internal set; }

    /// <summary>How it does.</summary>
    public EntropySourceState State { get; internal set; }

    /// <summary>What is told of it.</summary>
    public EntropySourceStatus Status => new(Name, Bits, Samples, State);

    /// <summary>
    /// Mixes <paramref name="data"/> and credits <paramref name="bits"/> for it, never more than it has. After a failure
    /// data is still mixed, and nothing credited.
    /// </summary>
    public void Feed(ReadOnlySpan<byte> data, int bits, long samples = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        Samples += samples;
        _pool.Mix(data);
        if (State != EntropySourceState.Failed)
        {
            State = EntropySourceState.Ok;
            _pool.Credit(this, Math.Min(bits, 8 * data.Length));
        }
    }

    /// <summary>Its health tests failed: switched off for good, and while seeding its bits are taken back.</summary>
    public void Fail(string reason)
    {
        if (State != EntropySourceState.Failed)
        {
            State = EntropySourceState.Failed;
            _pool.OnFailed(this, reason);
        }
    }

    /// <summary>It has nothing (more) to give: not there, or no longer needed. Its bits remain.</summary>
    public void SwitchOff()
    {
        if (State == EntropySourceState.Ok)
        {
            State = EntropySourceState.Off;
        }
    }
}
