using System.Globalization;
using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <summary>
/// Debug logs of hostapd and wpa_supplicant (<c>-dd -t</c>; <c>-d</c> tells less): either side of a join. Which one wrote it
/// shows in its words. Lines that say nothing of a join are passed over; a clock that is set back in the midst is evened out,
/// with a word about where.
/// </summary>
public sealed partial class LogReader
{
    private const long Jump = 100_000;

    private readonly TraceSource _source;
    private readonly bool _hasEapolDumps;
    private byte[] _management = [];
    private long _lastTime;
    private long _shift;
    private int _line;
    private bool _saidNoTimes;

    private LogReader(TraceSource source, bool hasEapolDumps)
    {
        _source = source;
        _hasEapolDumps = hasEapolDumps;
    }

    /// <summary>Reads a whole log.</summary>
    public static TraceSource Read(string name, IReadOnlyList<string> lines)
    {
        var source = new TraceSource(name, OriginOf(lines, out var dumps));
        var reader = new LogReader(source, dumps);
        foreach (var line in lines)
        {
            reader._line++;
            if (reader.TryTakeTime(line, out var time, out var text))
            {
                if (source.Origin == TraceOrigin.AccessPoint)
                {
                    reader.TakeOfAccessPoint(time, text);
                }
                else
                {
                    reader.TakeOfClient(time, text);
                }
            }
        }

        if (!source.IsUseful)
        {
            source.Complain(reader._lastTime == 0
                ? "no line begins with a time: run hostapd or wpa_supplicant with -dd -t"
                : "nothing of a join in it: is it the log of hostapd or wpa_supplicant with -dd -t?");
        }

        return source;
    }

    private static TraceOrigin OriginOf(IReadOnlyList<string> lines, out bool hasEapolDumps)
    {
        int ap = 0, client = 0;
        hasEapolDumps = false;
        foreach (var line in lines)
        {
            hasEapolDumps |= line.Contains(": RX EAPOL - hexdump", StringComparison.Ordinal);
            ap += line.Contains("AP-ENABLED", StringComparison.Ordinal) || line.Contains("WPA_PTK entering", StringComparison.Ordinal)
                || line.Contains(" GO ssid=", StringComparison.Ordinal) || line.Contains("authentication reply: STA=", StringComparison.Ordinal)
                || line.Contains("msg of 4-Way Handshake", StringComparison.Ordinal) ? 1 : 0;
            client += line.Contains("Trying to authenticate with", StringComparison.Ordinal)
                || line.Contains("Trying to associate with", StringComparison.Ordinal)
                || line.Contains("scan request", StringComparison.Ordinal)
                || line.Contains("P2P_CONNECT ", StringComparison.Ordinal) ? 1 : 0;
        }

        return ap > client ? TraceOrigin.AccessPoint : TraceOrigin.Client;
    }

    /// <summary><c>1700000000.123456: text</c>; hostapd's own logger puts the time there twice.</summary>
    private bool TryTakeTime(string line, out long time, out ReadOnlySpan<char> text)
    {
        text = line;
        if (!TryTime(ref text, out time))
        {
            _saidNoTimes |= line.Length > 0 && !char.IsWhiteSpace(line[0]) && _lastTime == 0;
            return false;
        }

        TryTime(ref text, out _);
        if (_lastTime != 0 && time + _shift < _lastTime - Jump)
        {
            _source.Complain(string.Create(CultureInfo.InvariantCulture,
                $"line {_line}: the clock was set back by {(_lastTime - time - _shift) / 1e6:F1} s; what follows is moved"));
            _shift = _lastTime - time;
        }

        time += _shift;
        _lastTime = Math.Max(_lastTime, time);
        return true;
    }

    private static bool TryTime(ref ReadOnlySpan<char> text, out long time)
    {
        const int mostDigits = 12;
        time = 0;
        var point = text.IndexOf('.');
        if (point is < 1 or > mostDigits || text.Length < point + 9 || text[point + 7] != ':' || text[point + 8] != ' '
            || !long.TryParse(text[..point], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !int.TryParse(text.Slice(point + 1, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var fraction))
        {
            return false;
        }

        time = seconds * 1_000_000 + fraction;
        text = text[(point + 9)..];
        return true;
    }

    /// <summary>The bytes behind <c>hexdump(len=N): </c>; false when they were left out or make no sense.</summary>
    private bool TryDump(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        var at = text.IndexOf("): ", StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        var digits = text[(at + 3)..];
        var found = new byte[(digits.Length + 1) / 3];
        for (var i = 0; i < found.Length; i++)
        {
            if (!byte.TryParse(digits.Slice(3 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out found[i])
                || 3 * i + 2 < digits.Length && digits[3 * i + 2] != ' ')
            {
                if (digits.Length > 0 && digits[0] != '[')
                {
                    _source.Complain($"line {_line}: a hexdump with something else in it");
                }

                return false;
            }
        }

        bytes = found;
        return found.Length > 0;
    }

    /// <summary>The address behind <paramref name="mark"/>.</summary>
    private static bool TryAddress(ReadOnlySpan<char> text, string mark, out MacAddress address)
    {
        const int length = 17;
        address = default;
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at >= 0 && text.Length >= at + mark.Length + length
            && MacAddress.TryParse(text.Slice(at + mark.Length, length), out address);
    }

    private static ushort NumberBehind(ReadOnlySpan<char> text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return 0;
        }

        var digits = text[(at + mark.Length)..];
        var length = 0;
        while (length < digits.Length && char.IsAsciiDigit(digits[length]))
        {
            length++;
        }

        return ushort.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (ushort)0;
    }

    private static bool Has(ReadOnlySpan<char> text, string part) => text.Contains(part, StringComparison.Ordinal);

    private static bool Starts(ReadOnlySpan<char> text, string part) => text.StartsWith(part, StringComparison.Ordinal);

    /// <summary>Text behind <c>wlan0: </c>, where events begin.</summary>
    private static ReadOnlySpan<char> BehindInterface(ReadOnlySpan<char> text)
    {
        const int longestName = 24;
        var at = text.IndexOf(": ", StringComparison.Ordinal);
        return at is > 0 and < longestName && !text[..at].Contains(' ') ? text[(at + 2)..] : text;
    }

    private void Add(long time, TraceKind kind, MacAddress station, bool fromAp, ushort code = 0, MacAddress device = default,
        int signal = 0, bool isP2p = false) => _source.Sightings.Add(new Sighting
        {
            At = time,
            Kind = kind,
            Station = station,
            Marks = fromAp ? TraceMarks.FromAp : TraceMarks.None,
            Code = code,
            Device = device,
            SignalDbm = signal,
            IsP2p = isP2p,
        });
}
