namespace HostApd.Cli.Watching;

/// <summary>A station as it is shown.</summary>
/// <param name="Reading">What was read now.</param>
/// <param name="Name">What its owner calls it; null where nobody has told.</param>
/// <param name="IsP2p">Whether it is a P2P client of the group.</param>
/// <param name="Up">Bytes a second from the station; null until two readings can be compared.</param>
/// <param name="Down">Bytes a second to it.</param>
/// <param name="Join">Its last join, where the daemon remembers it.</param>
internal sealed record StationRow(StationReading Reading, string? Name, bool IsP2p, double? Up, double? Down, LastJoin? Join)
{
    internal string State => IsP2p ? Reading.State + ", P2P" : Reading.State;
}
