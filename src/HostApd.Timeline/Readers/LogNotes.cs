using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <summary>
/// What was written down of a log so far: its sightings, and of each station what was read last. What several lines tell is
/// added once.
/// </summary>
internal sealed class LogNotes(TraceSource source, LogSurvey survey)
{
    private readonly Dictionary<MacAddress, StationLog> _stations = [];

    /// <summary>What a first look over the log has shown.</summary>
    internal LogSurvey Survey { get; } = survey;

    /// <summary>Frames and happenings in the order of their lines.</summary>
    internal List<Sighting> Sightings => source.Sightings;

    /// <summary>The log has times.</summary>
    internal bool IsTimed => source.Slack != TraceSource.NoTimes;

    /// <summary>The number of the line that is being read, from 1.</summary>
    internal int Line { get; set; }

    internal StationLog Of(MacAddress station)
    {
        if (!_stations.TryGetValue(station, out var log))
        {
            _stations[station] = log = new StationLog();
        }

        return log;
    }

    internal void Add(long time, TraceKind kind, MacAddress station, bool fromAp, ushort code = 0, MacAddress device = default,
        int signal = 0, bool isP2p = false, bool isImplied = false, MacAddress intended = default)
    {
        var log = Of(station);
        log.Note(kind, time, Sightings.Count);
        Sightings.Add(new Sighting
        {
            At = time,
            Kind = kind,
            Station = station,
            Marks = (fromAp ? TraceMarks.FromAp : TraceMarks.None) | (isImplied ? TraceMarks.Implied : TraceMarks.None),
            Code = code,
            Device = device,
            Intended = intended,
            SignalDbm = signal,
            IsP2p = isP2p,
        });
    }

    /// <summary>Adds what a line speaks of, unless it was seen already.</summary>
    internal void Imply(long time, TraceKind kind, MacAddress station, bool fromAp, ushort code = 0, MacAddress device = default,
        bool isP2p = false)
    {
        if (!Of(station).Knows(kind))
        {
            Add(time, kind, station, fromAp, code, device, isP2p: isP2p, isImplied: kind.IsFrame());
        }
    }

    /// <summary>
    /// A frame of SAE. Where it is the client's and an authentication was all that was known of it, it has its name now; else it is added unless it was
    /// seen already.
    /// </summary>
    internal void NameSae(long time, TraceKind kind, MacAddress station, bool fromAp, ushort code = 0)
    {
        var log = Of(station);
        if (log.LastFrame != TraceKind.AuthenticationRequest || log.Index < 0 || fromAp)
        {
            Imply(time, kind, station, fromAp, code);
            return;
        }

        Sightings[log.Index] = Sightings[log.Index] with { Kind = kind, Code = code };
        log.Note(kind, time, log.Index);
    }

    /// <summary>The last frame of a station turns out to be somewhat else than what was taken down.</summary>
    internal void Amend(MacAddress station, TraceKind kind, Func<Sighting, Sighting> change)
    {
        var log = Of(station);
        if (log.LastFrame == kind && log.Index >= 0)
        {
            Sightings[log.Index] = change(Sightings[log.Index]);
        }
    }

    internal static Sighting Acknowledged(Sighting seen, bool isAcknowledged) => seen with
    {
        Marks = seen.Marks | (isAcknowledged ? TraceMarks.Acknowledged : TraceMarks.NotAcknowledged),
    };

    /// <summary>Whose join an event without an address may belong to.</summary>
    internal bool IsAnybodyJoining()
    {
        foreach (var log in _stations.Values)
        {
            if (log.IsJoining)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The bytes behind <c>hexdump(len=N): </c>; false when they were left out or make no sense.</summary>
    internal bool TryDump(ReadOnlySpan<char> text, out byte[] bytes)
    {
        var result = LogLine.TryDump(text, out bytes);
        if (result == DumpResult.Damaged)
        {
            source.Complain($"line {Line}: a hexdump with something else in it");
        }

        return result == DumpResult.Bytes && bytes.Length > 0;
    }
}
