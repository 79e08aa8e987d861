using System.Numerics;

namespace HostApd.Ap;

/// <summary>Generations of the physical layer that a BSS can speak beside the rates of 802.11a, b and g.</summary>
[Flags]
public enum Generations : byte
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>802.11n.</summary>
    Ht = 1,

    /// <summary>802.11ac.</summary>
    Vht = 2,

    /// <summary>802.11ax.</summary>
    He = 4,

    /// <summary>802.11be.</summary>
    Eht = 8,

    /// <summary>All of them.</summary>
    All = Ht | Vht | He | Eht,
}

/// <summary>Sets of generations.</summary>
public static class GenerationSets
{
    /// <summary>The last of them; None where there is none.</summary>
    public static Generations Newest(this Generations spoken) => (Generations)(1 << BitOperations.Log2((uint)spoken)) & spoken;
}
