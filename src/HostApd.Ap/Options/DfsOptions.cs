namespace HostApd.Ap;

/// <summary>Whether a radio goes back to the channel that was wished for, once radar has left that (<c>dfs_return</c>).</summary>
public enum DfsReturn
{
    /// <summary>It stays where it has come to; who is off the air comes back there all the same.</summary>
    No,

    /// <summary>As soon as nobody is connected.</summary>
    Idle,

    /// <summary>At once, even if that costs its stations the minute in which it listens for radar.</summary>
    Yes,
}

/// <summary>What a radio does where radar is.</summary>
public sealed record DfsOptions
{
    /// <summary>It goes elsewhere; otherwise it is off the air until it may be back (<c>channel_fallback</c>).</summary>
    public bool FallsBack { get; init; } = true;

    /// <summary>It comes back.</summary>
    public DfsReturn Return { get; init; }
}
