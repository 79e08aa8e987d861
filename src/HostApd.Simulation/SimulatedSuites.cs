using HostApd.Driver;

namespace HostApd.Simulation;

/// <summary>What a simulated radio was told of suites, as the kernel counts them: OUI and type.</summary>
public sealed class SimulatedSuites
{
    /// <summary>Key management suites of the last start.</summary>
    public IReadOnlyList<uint> Akms { get; private set; } = [];

    /// <summary>Pairwise ciphers of the last start.</summary>
    public IReadOnlyList<uint> Pairwise { get; private set; } = [];

    /// <summary>Group cipher of the last start; 0 in an open network.</summary>
    public uint Group { get; private set; }

    /// <summary>The cipher of each key that was installed, oldest first.</summary>
    public IList<uint> OfKeys { get; } = [];

    internal void Start(in AccessPointSettings settings) =>
        (Akms, Pairwise, Group) = (settings.AkmSuites.ToArray(), settings.PairwiseCiphers.ToArray(), settings.GroupCipher);
}
