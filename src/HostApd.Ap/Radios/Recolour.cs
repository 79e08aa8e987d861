namespace HostApd.Ap;

/// <summary>A change of colour as it is announced.</summary>
/// <param name="Colour">1–63.</param>
/// <param name="Count">Beacons until then.</param>
internal readonly record struct Recolour(int Colour, int Count);
