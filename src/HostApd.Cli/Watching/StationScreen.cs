using System.Text;
using HostApd.Linux;

namespace HostApd.Cli.Watching;

/// <summary>The rows of a terminal that show the stations, and the bytes that put them there.</summary>
internal static class StationScreen
{
    /// <summary>The other screen, so that what stood there comes back, and no cursor.</summary>
    internal const string Enter = "\e[?1049h\e[?25l";

    /// <summary>As it was.</summary>
    internal const string Leave = "\e[?25h\e[?1049l";

    private const string Home = "\e[H";
    private const string EraseRow = "\e[2K";

    /// <summary>Below so many rows the table has all of them.</summary>
    private const int FewRows = 8;

    /// <summary>As many rows as there are, none wider than the terminal; <paramref name="notice"/> stands in for what is not there.</summary>
    internal static IReadOnlyList<string> Rows(Snapshot? snapshot, StationOrder order, TerminalSize size, string notice)
    {
        var foot = size.Rows >= FewRows ? Keys(order) : [];
        var rows = new List<string>();
        if (snapshot is not null)
        {
            rows.AddRange(foot.Length > 0 ? [.. StationReport.Head(snapshot.Network).Select(TerminalText.Line)] : [TerminalText.Line(snapshot.Network.Place)]);
            rows.AddRange(Table(snapshot.Stations, order, size.Columns, Math.Max(1, size.Rows - rows.Count - foot.Length)));
        }

        rows.AddRange(notice.Length > 0 ? [TerminalText.Line(notice)] : []);
        rows.AddRange(Sequence.Range(0, Math.Max(0, size.Rows - rows.Count - foot.Length)).Select(static _ => ""));
        rows.AddRange(foot);
        return [.. rows.Take(size.Rows).Select(r => CellText.Cut(r, size.Columns))];
    }

    /// <summary>Draws them over all that was there. Nothing is written behind a full row: some terminals would erase its last character.</summary>
    internal static string Draw(IReadOnlyList<string> rows)
    {
        var text = new StringBuilder(Home);
        for (var i = 0; i < rows.Count; i++)
        {
            text.Append(i == 0 ? "" : "\r\n").Append(EraseRow).Append(rows[i]);
        }

        return text.Append(Home).ToString();
    }

    /// <summary>The titles, and as many stations as find room below them.</summary>
    private static IEnumerable<string> Table(IReadOnlyList<StationRow> stations, StationOrder order, int columns, int room)
    {
        var table = StationTable.Write(StationTable.Sort(stations, order), columns);
        return table.Count <= room ? table : [.. table.Take(room - 1), $"… {table.Count - room + 1} more"];
    }

    private static string[] Keys(StationOrder order) =>
    [
        "",
        $"q quit   sorted by: {Key(order, StationOrder.Traffic, "t traffic")}  {Key(order, StationOrder.Signal, "s signal")}  {Key(order, StationOrder.JoinTime, "j join time")}",
    ];

    private static string Key(StationOrder now, StationOrder order, string name) => now == order ? $"[{name}]" : name;
}
