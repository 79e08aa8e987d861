using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <summary>
/// Logs of hostapd, wpa_supplicant and the kernel: either side of a join, at any level, with whatever log servers put before
/// a line. Which side wrote it shows in its words. Frames are taken from their bytes where a log has them (<c>-dd</c>), else
/// from what is said about them: what another line only implies is added once, and marked. Lines that say nothing of a join
/// are passed over.
/// </summary>
public sealed partial class LogReader
{
    private readonly TraceSource _source;
    private readonly LogTime _time;
    private readonly LogSurvey _survey;
    private readonly Dictionary<MacAddress, StationLog> _stations = [];
    private byte[] _management = [];
    private int _line;

    private LogReader(TraceSource source, LogSurvey survey)
    {
        _source = source;
        _survey = survey;
        _time = new LogTime(source, survey.LinesOfClock);
    }

    /// <summary>Reads a whole log.</summary>
    public static TraceSource Read(string name, IReadOnlyList<string> lines)
    {
        var survey = LogSurvey.Of(lines);
        var source = new TraceSource(name, survey.Origin);
        var reader = new LogReader(source, survey);
        foreach (var line in lines)
        {
            reader._line++;
            var text = LogPrefix.Strip(LogLine.Clean(line), out var stamp);
            if (!text.IsEmpty && reader._time.TryTake(reader._line, stamp, out var time))
            {
                reader.Take(time, text);
            }
        }

        reader.AddForgottenRequests();
        if (!source.IsUseful)
        {
            source.Complain("nothing of a join in it: it should be a log of hostapd, of wpa_supplicant or of the kernel, or a capture");
        }

        return source;
    }

    private void Take(long time, ReadOnlySpan<char> text)
    {
        if (_source.Origin == TraceOrigin.AccessPoint)
        {
            TakeOfAccessPoint(time, text);
        }
        else
        {
            TakeOfClient(time, text);
        }
    }

    /// <summary>The bytes behind <c>hexdump(len=N): </c>; false when they were left out or make no sense.</summary>
    private bool TryDump(ReadOnlySpan<char> text, out byte[] bytes)
    {
        var result = LogLine.TryDump(text, out bytes);
        if (result == DumpResult.Damaged)
        {
            _source.Complain($"line {_line}: a hexdump with something else in it");
        }

        return result == DumpResult.Bytes && bytes.Length > 0;
    }

    private static bool Has(ReadOnlySpan<char> text, string part) => text.Contains(part, StringComparison.Ordinal);

    private static bool Starts(ReadOnlySpan<char> text, string part) => text.StartsWith(part, StringComparison.Ordinal);

    private static bool TryAddress(ReadOnlySpan<char> text, string mark, out MacAddress address) =>
        LogLine.TryAddress(text, mark, out address);

    private static ushort NumberBehind(ReadOnlySpan<char> text, string mark) => LogLine.NumberBehind(text, mark);

    private StationLog Of(MacAddress station)
    {
        if (!_stations.TryGetValue(station, out var log))
        {
            _stations[station] = log = new StationLog();
        }

        return log;
    }

    private void Add(long time, TraceKind kind, MacAddress station, bool fromAp, ushort code = 0, MacAddress device = default,
        int signal = 0, bool isP2p = false, bool isImplied = false)
    {
        var log = Of(station);
        log.Note(kind, time, _source.Sightings.Count);
        _source.Sightings.Add(new Sighting
        {
            At = time,
            Kind = kind,
            Station = station,
            Marks = (fromAp ? TraceMarks.FromAp : TraceMarks.None) | (isImplied ? TraceMarks.Implied : TraceMarks.None),
            Code = code,
            Device = device,
            SignalDbm = signal,
            IsP2p = isP2p,
        });
    }

    /// <summary>Adds what a line speaks of, unless it was seen already.</summary>
    private void Imply(long time, TraceKind kind, MacAddress station, bool fromAp, ushort code = 0)
    {
        if (!Of(station).Knows(kind))
        {
            Add(time, kind, station, fromAp, code, _isP2p && !fromAp ? _device : default, isP2p: _isP2p, isImplied: kind.IsFrame());
        }
    }

    /// <summary>The last frame of a station turns out to be somewhat else than what was taken down.</summary>
    private void Amend(MacAddress station, TraceKind kind, Func<Sighting, Sighting> change)
    {
        var log = Of(station);
        if (log.LastFrame == kind && log.Index >= 0)
        {
            _source.Sightings[log.Index] = change(_source.Sightings[log.Index]);
        }
    }

    private static Sighting Acknowledged(Sighting seen, bool isAcknowledged) => seen with
    {
        Marks = seen.Marks | (isAcknowledged ? TraceMarks.Acknowledged : TraceMarks.NotAcknowledged),
    };

    /// <summary>What was read of one station so far.</summary>
    private sealed class StationLog
    {
        internal TraceKind LastFrame { get; private set; }

        internal int Index { get; private set; } = -1;

        /// <summary>The deauthentication of which it is not known yet who sent it, or -1.</summary>
        internal int GuessedLeave { get; set; } = -1;

        internal long LastTime { get; private set; }

        internal bool IsIn { get; private set; }

        internal bool IsJoining => !IsIn && LastFrame != TraceKind.Other && !IsLeaving(LastFrame);

        internal void Note(TraceKind kind, long time, int index)
        {
            LastTime = Math.Max(LastTime, time);
            IsIn = kind is TraceKind.Authorized or TraceKind.ClientConnected || IsIn && (!kind.IsFrame() || IsGroup(kind));
            if (kind.IsFrame() || kind == TraceKind.TimedOut)
            {
                (LastFrame, Index) = kind == TraceKind.TimedOut ? (TraceKind.Other, -1) : (kind, index);
            }
        }

        /// <summary>Several lines tell of one thing.</summary>
        internal bool Knows(TraceKind kind) => kind.IsFrame()
            ? LastFrame == kind || IsLeaving(kind) && IsLeaving(LastFrame)
            : kind is TraceKind.Authorized or TraceKind.ClientConnected && IsIn;

        private static bool IsGroup(TraceKind kind) => kind is TraceKind.Group1 or TraceKind.Group2;

        private static bool IsLeaving(TraceKind kind) => kind is TraceKind.Deauthentication or TraceKind.Disassociation;
    }
}
