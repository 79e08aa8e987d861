using System.Globalization;

namespace HostApd.Cli.Watching;

/// <summary>In which order stations stand.</summary>
internal enum StationOrder
{
    /// <summary>Most traffic first.</summary>
    Traffic,

    /// <summary>Strongest signal first.</summary>
    Signal,

    /// <summary>Who came last first.</summary>
    JoinTime,
}

/// <summary>
/// The stations as a table of any width. A column that finds no room is left out, the least important first; what is left of the width is
/// the last join's verdict.
/// </summary>
internal static class StationTable
{
    private const int Gap = 2;
    private const int WidestName = 32;
    private const int NarrowestVerdict = 16;

    /// <summary>In the order in which they stand.</summary>
    private static readonly Column[] Columns =
    [
        new("STATION", 0, 17, false, static r => r.Name ?? r.Reading.Address) { Most = WidestName },
        new("ADDRESS", 8, 17, false, static r => r.Name is null ? "" : r.Reading.Address) { IsOnlyForNames = true },
        new("STATE", 1, 10, false, static r => r.State),
        new("dBm", 2, 3, true, static r => r.Reading.Signal?.ToString(CultureInfo.InvariantCulture) ?? ""),
        new("TX/RX", 6, 8, true, static r => r.Reading is { SendRate: null, ReceiveRate: null } ? ""
            : $"{CellText.Rate(r.Reading.SendRate)}/{CellText.Rate(r.Reading.ReceiveRate)}"),
        new("DOWN/s", 4, 6, true, static r => CellText.Bytes(r.Down)),
        new("UP/s", 5, 6, true, static r => CellText.Bytes(r.Up)),
        new("TIME", 3, 8, true, static r => CellText.Duration(r.Reading.Seconds)),
        new("JOINED", 7, 8, false, static r => r.Join?.Began.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? ""),
    ];

    private static readonly Column Verdict = new("LAST JOIN", 9, NarrowestVerdict, false, static r => r.Join?.Verdict ?? "");

    /// <summary>Those with equal values by their addresses, so that rows stay where they are.</summary>
    internal static IReadOnlyList<StationRow> Sort(IEnumerable<StationRow> rows, StationOrder order)
    {
        var sorted = rows.ToList();
        sorted.Sort((one, other) => Compare(one, other, order) is not 0 and var difference ? difference
            : string.CompareOrdinal(one.Reading.Address, other.Reading.Address));
        return sorted;
    }

    /// <summary>The titles and a line for each station, none wider than <paramref name="width"/>.</summary>
    internal static IReadOnlyList<string> Write(IReadOnlyList<StationRow> rows, int width)
    {
        var cells = new Dictionary<Column, string[]>();
        foreach (var column in Columns.Append(Verdict))
        {
            cells[column] = [column.Title, .. rows.Select(r => TerminalText.Line(column.Text(r)))];
        }

        var widths = Choose(cells, rows, width);
        var lines = new string[rows.Count + 1];
        for (var line = 0; line < lines.Length; line++)
        {
            lines[line] = string.Join(new string(' ', Gap), Columns.Append(Verdict).Where(widths.ContainsKey)
                .Select(c => CellText.Fill(cells[c][line], widths[c], c.IsNumber))).TrimEnd();
        }

        return lines;
    }

    private static int Compare(StationRow one, StationRow other, StationOrder order) => order switch
    {
        StationOrder.Traffic => Traffic(other).CompareTo(Traffic(one)),
        StationOrder.Signal => (other.Reading.Signal ?? long.MinValue).CompareTo(one.Reading.Signal ?? long.MinValue),
        StationOrder.JoinTime => (one.Reading.Seconds ?? -1).CompareTo(other.Reading.Seconds ?? -1),
    };

    private static double Traffic(StationRow row) => (row.Up ?? 0) + (row.Down ?? 0);

    private static Dictionary<Column, int> Choose(Dictionary<Column, string[]> cells, IReadOnlyList<StationRow> rows, int width)
    {
        var widths = new Dictionary<Column, int>();
        var left = width;
        foreach (var column in Columns.OrderBy(static c => c.Rank))
        {
            var wanted = Math.Min(column.Most, Math.Max(column.Least, cells[column].Max(CellText.Width)));
            if (widths.Count == 0)
            {
                widths[column] = Math.Min(wanted, Math.Max(left, 1));
                left -= widths[column];
            }
            else if (wanted + Gap <= left && (!column.IsOnlyForNames || rows.Any(static r => r.Name is not null)))
            {
                widths[column] = wanted;
                left -= wanted + Gap;
            }
        }

        var rest = Math.Min(left - Gap, cells[Verdict].Max(CellText.Width));
        if (rest >= NarrowestVerdict)
        {
            widths[Verdict] = rest;
        }

        return widths;
    }

    /// <param name="Title">Stands above it.</param>
    /// <param name="Rank">The lowest is the last to go.</param>
    /// <param name="Least">Its width, if nothing in it is wider.</param>
    /// <param name="IsNumber">It ends where the column ends.</param>
    /// <param name="Text">What it says of a station.</param>
    private sealed record Column(string Title, int Rank, int Least, bool IsNumber, Func<StationRow, string> Text)
    {
        internal int Most { get; init; } = int.MaxValue;

        internal bool IsOnlyForNames { get; init; }
    }
}
