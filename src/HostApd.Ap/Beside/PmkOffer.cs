using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// The keys that a station may prove: copies of those that are its own, wiped with the offer, since a device's key may be
/// forgotten while it is in use; and the network's, which are lent.
/// </summary>
internal sealed class PmkOffer(IReadOnlyList<Pmk> own, IReadOnlyList<Pmk> shared) : IDisposable
{
    /// <summary>Its own first.</summary>
    public IReadOnlyList<Pmk> All { get; } = own.Count == 0 ? shared : [.. own, .. shared];

    public void Dispose()
    {
        foreach (var pmk in own)
        {
            pmk.Dispose();
        }
    }
}
