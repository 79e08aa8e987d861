using System.Globalization;
using System.Text;
using HostApd.Ieee80211;

namespace HostApd.Timeline;

/// <summary>
/// A join as lines, each on its own small, so that it passes through a control socket in several datagrams:
/// <code>
/// join ID STATION DEVICE AP P2P(0|1) OMITTED ENTRIES BEGAN(unix microseconds)
/// AT KIND MARKS SIGNAL CODE REPEATS SENT_AFTER
/// </code>
/// AT in microseconds since the first entry, MARKS as the number of <see cref="TraceMarks"/>.
/// </summary>
public static class TraceLines
{
    /// <summary>Writes the head and the entries from <paramref name="first"/> on, as long as they fit.</summary>
    public static string Write(JoinTrace trace, DateTimeOffset began, int first, int mostCharacters)
    {
        var text = new StringBuilder();
        var entries = trace.Entries;
        text.Append(CultureInfo.InvariantCulture,
            $"join {trace.Id} {trace.Station} {trace.Device} {trace.AccessPoint} {(trace.IsP2p ? 1 : 0)} {trace.Omitted} {entries.Length} {(began - DateTimeOffset.UnixEpoch).Ticks / 10}\n");
        for (var i = Math.Max(0, first); i < entries.Length; i++)
        {
            var e = entries[i];
            var length = text.Length;
            text.Append(CultureInfo.InvariantCulture,
                $"{e.At - trace.Begin} {e.Kind.Name()} {(int)e.Marks} {e.SignalDbm} {e.Code} {e.Repeats} {e.SentAfter}\n");
            if (text.Length > mostCharacters)
            {
                text.Length = length;
                break;
            }
        }

        return text.ToString();
    }

    /// <summary>Reads a head line; the trace's times count from its first entry.</summary>
    public static bool TryReadHead(ReadOnlySpan<char> line, out JoinTrace trace, out int entries, out DateTimeOffset began)
    {
        const int words = 9;
        const int most = 100_000;
        trace = new JoinTrace(most);
        entries = 0;
        began = default;
        Span<Range> parts = stackalloc Range[words];
        if (line.Split(parts, ' ') != words || !line[parts[0]].SequenceEqual("join")
            || !int.TryParse(line[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !MacAddress.TryParse(line[parts[2]], out var station) || !MacAddress.TryParse(line[parts[3]], out var device)
            || !MacAddress.TryParse(line[parts[4]], out var accessPoint)
            || !int.TryParse(line[parts[6]], NumberStyles.None, CultureInfo.InvariantCulture, out var omitted)
            || !int.TryParse(line[parts[7]], NumberStyles.None, CultureInfo.InvariantCulture, out entries)
            || !long.TryParse(line[parts[8]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds))
        {
            return false;
        }

        const long furthest = 10_000_000_000_000_000;
        trace = new JoinTrace(most)
        {
            Id = id,
            Station = station,
            Device = device,
            AccessPoint = accessPoint,
            IsP2p = line[parts[5]].SequenceEqual("1"),
            Omitted = omitted,
        };
        began = DateTimeOffset.UnixEpoch.AddTicks(10 * Math.Clamp(microseconds, 0, furthest));
        return true;
    }

    /// <summary>Reads an entry's line.</summary>
    public static bool TryReadEntry(ReadOnlySpan<char> line, out TraceEntry entry)
    {
        const int words = 7;
        entry = default;
        Span<Range> parts = stackalloc Range[words];
        if (line.Split(parts, ' ') != words
            || !long.TryParse(line[parts[0]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            || !TraceNames.TryParseKind(line[parts[1]], out var kind)
            || !byte.TryParse(line[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var marks)
            || !sbyte.TryParse(line[parts[3]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signal)
            || !ushort.TryParse(line[parts[4]], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || !ushort.TryParse(line[parts[5]], NumberStyles.None, CultureInfo.InvariantCulture, out var repeats)
            || !int.TryParse(line[parts[6]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sentAfter))
        {
            return false;
        }

        entry = new TraceEntry(at, kind, (TraceMarks)marks, signal, code, repeats, sentAfter);
        return true;
    }
}
