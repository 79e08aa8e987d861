namespace HostApd.Ap;

/// <summary>Why a wish cannot be had from a radio.</summary>
/// <param name="Key">The key of the configuration that asks for it.</param>
/// <param name="Reason">What stands in the way.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record PlanRefusal(string Key, string Reason, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Reason}; {Remedy}";
}

/// <summary>A generation that was left out of a plan though it was wished for.</summary>
/// <param name="Generation">One of them.</param>
/// <param name="Reason">Why.</param>
public sealed record DroppedGeneration(Generations Generation, string Reason);
