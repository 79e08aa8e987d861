namespace HostApd.Ap;

/// <summary>Where a station's frames go, as a service says it.</summary>
public enum VlanWish
{
    /// <summary>Nothing is said.</summary>
    None,

    /// <summary>To the network <see cref="SessionGrant.VlanId"/>.</summary>
    Assigned,

    /// <summary>Somewhere that cannot be told: never to the network where those are of whom nothing is said.</summary>
    Unusable,
}

/// <summary>What a service grants with an accept: kept with the key that came with it, and told with the session's accounting.</summary>
public sealed record SessionGrant
{
    /// <summary>User-Name for accounting, octets as they came; empty: the identity that the station has told.</summary>
    public ReadOnlyMemory<byte> UserName { get; init; }

    /// <summary>Class, all copies in order.</summary>
    public IReadOnlyList<byte[]> Classes { get; init; } = [];

    /// <summary>Chargeable-User-Identity; empty without one.</summary>
    public ReadOnlyMemory<byte> ChargeableUserIdentity { get; init; }

    /// <summary>Session-Timeout; null: none.</summary>
    public TimeSpan? SessionTimeout { get; init; }

    /// <summary>At its end the station is asked anew, and not sent away (Termination-Action).</summary>
    public bool AsksAgainAtEnd { get; init; }

    /// <summary>Acct-Interim-Interval; null: none.</summary>
    public TimeSpan? InterimInterval { get; init; }

    /// <summary>What is said of a VLAN.</summary>
    public VlanWish Vlan { get; init; }

    /// <summary>1–4094 with <see cref="VlanWish.Assigned"/>; else 0.</summary>
    public int VlanId { get; init; }

    /// <summary>Its name alone is nobody's business in a log.</summary>
    public override string ToString() => "grant";
}
