using HostApd.Control;

namespace HostApd.Cli.Watching;

/// <summary>Everything that is shown at one moment.</summary>
/// <param name="Network">The network.</param>
/// <param name="Stations">Its stations, in the daemon's order.</param>
internal sealed record Snapshot(NetworkState Network, IReadOnlyList<StationRow> Stations);

/// <summary>
/// Looks at the stations again and again. Traffic is the difference of two looks. What costs the daemon some thought, names and joins, is
/// asked for only where something has changed.
/// </summary>
internal sealed class StationWatch(ControlClient client, string interfaceName, TimeProvider time)
{
    /// <summary>A join is over a little after its station has come in.</summary>
    private const int LooksAfterChange = 3;

    private readonly Dictionary<string, Acquaintance> _known = new(StringComparer.Ordinal);
    private Dictionary<string, LastJoin> _joins = new(StringComparer.Ordinal);
    private int _looksLeft = LooksAfterChange;

    /// <summary>A look now; null when the daemon does not answer, or lists no stations.</summary>
    internal Snapshot? Take()
    {
        var readings = new List<StationReading>();
        if (client.Request("STATUS") is not { } status || ClientSession.IsRefusal(status)
            || StationWalk.Run(client, reply => readings.Add(StationReading.Read(reply))) != SessionResult.Done)
        {
            return null;
        }

        var now = time.GetTimestamp();
        Forget(readings);
        foreach (var reading in readings)
        {
            Meet(reading);
        }

        if (_looksLeft > 0)
        {
            _looksLeft--;
            _joins = client.Request("TIMELINE") is { } list ? LastJoin.ReadAll(list) : _joins;
        }

        return new Snapshot(NetworkState.Read(status, interfaceName), [.. readings.Select(r => Compare(r, now))]);
    }

    private void Forget(List<StationReading> readings)
    {
        var here = readings.Select(static r => r.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _known.Keys.Where(a => !here.Contains(a)).ToArray())
        {
            _known.Remove(gone);
        }
    }

    /// <summary>Who is new, or has made a step, is asked after anew.</summary>
    private void Meet(StationReading reading)
    {
        var known = _known.GetValueOrDefault(reading.Address);
        if (known is not null && known.Last.State == reading.State && !(known.Last.Seconds > reading.Seconds))
        {
            return;
        }

        _looksLeft = LooksAfterChange;
        var peer = client.Request($"P2P_PEER {reading.Address}") is { } reply && !ClientSession.IsRefusal(reply) ? ReplyValues.Of(reply) : null;
        _known[reading.Address] = new Acquaintance(known?.Last ?? reading, known?.Taken)
        {
            Name = peer?.GetValueOrDefault("device_name") is { Length: > 0 } name ? name : null,
            IsP2p = peer is not null,
        };
    }

    private StationRow Compare(StationReading reading, long now)
    {
        var known = _known[reading.Address];
        var seconds = known.Taken is { } before ? time.GetElapsedTime(before, now).TotalSeconds : 0;
        var row = new StationRow(reading, known.Name ?? reading.DeviceName, known.IsP2p,
            PerSecond(known.Last.Received, reading.Received, seconds), PerSecond(known.Last.Sent, reading.Sent, seconds), _joins.GetValueOrDefault(reading.Address));
        _known[reading.Address] = known with { Last = reading, Taken = now };
        return row;
    }

    /// <summary>Who has come anew is counted from zero again.</summary>
    private static double? PerSecond(long? before, long? now, double seconds) =>
        seconds > 0 && now >= before ? (now - before) / seconds : null;

    /// <param name="Last">The look before.</param>
    /// <param name="Taken">Its time; null: this one is the first.</param>
    private sealed record Acquaintance(StationReading Last, long? Taken)
    {
        internal string? Name { get; init; }

        internal bool IsP2p { get; init; }
    }
}
