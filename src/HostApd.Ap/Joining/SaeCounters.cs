namespace HostApd.Ap;

/// <summary>What SAE has come to in one BSS, since the start.</summary>
public sealed class SaeCounters
{
    /// <summary>Commits whose arithmetic was done.</summary>
    public long Computed { get; internal set; }

    /// <summary>Commits that were answered with a demand for a token, without any.</summary>
    public long TokensDemanded { get; internal set; }

    /// <summary>Peers that were accepted.</summary>
    public long Accepted { get; internal set; }

    /// <summary>Confirms that did not verify.</summary>
    public long Mismatches { get; internal set; }
}
