using System.Globalization;

namespace HostApd.Cli.Watching;

/// <summary>How a station's last join went: a line of the daemon's TIMELINE.</summary>
/// <param name="Began">When.</param>
/// <param name="Verdict">Whether it came in, how long it took, and what it waited for.</param>
internal sealed record LastJoin(DateTimeOffset Began, string Verdict)
{
    /// <summary>The newest of each station, which comes last in <paramref name="list"/>.</summary>
    internal static Dictionary<string, LastJoin> ReadAll(string list)
    {
        var joins = new Dictionary<string, LastJoin>(StringComparer.Ordinal);
        foreach (var line in list.Split('\n'))
        {
            // id station date time verdict
            var words = line.Split(' ', 5);
            if (words.Length == 5 && TryReadTime($"{words[2]} {words[3]}", out var began))
            {
                joins[words[1]] = new LastJoin(began, words[4]);
            }
        }

        return joins;
    }

    /// <summary><c>2026-11-27 04:00:01.000</c>, UTC. The runtime's reader of all forms that a time may have would be 15 kB of the client.</summary>
    private static bool TryReadTime(string text, out DateTimeOffset time)
    {
        time = default;
        var parts = text.Split('-', ' ', ':', '.');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        if (numbers is not [>= 1 and <= 9999 and var year, >= 1 and <= 12 and var month, >= 1 and var day, <= 23 and var hour, <= 59 and var minute, <= 59 and var second, <= 999 and var millisecond]
            || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, millisecond, TimeSpan.Zero);
        return true;
    }
}
