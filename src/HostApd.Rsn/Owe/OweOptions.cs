namespace HostApd.Rsn;

/// <summary>What a network takes of opportunistic wireless encryption.</summary>
public sealed record OweOptions
{
    /// <summary><c>owe_groups</c>: from which stations may choose.</summary>
    public IReadOnlyList<SaeGroup> Groups { get; init; } = [SaeGroup.Find(19)!, SaeGroup.Find(20)!, SaeGroup.Find(21)!];

    /// <summary>Whether other options say the same.</summary>
    public bool IsSame(OweOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Groups.SequenceEqual(other.Groups);
    }
}
