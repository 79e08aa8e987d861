using HostApd.Control;

namespace HostApd.Cli.Watching;

/// <summary>The stations once, for a pipe: two looks, so that there is traffic to tell.</summary>
internal static class StationReport
{
    internal static SessionResult Run(ClientOptions options, TimeSpan interval, Printer printer)
    {
        using var client = ControlSockets.Connect(options, printer, out var name);
        return client is null ? SessionResult.NotAnswered : Run(client, name!, options.Json, () => Thread.Sleep(interval), TimeProvider.System, printer);
    }

    /// <summary>As above, with a wait between the looks that is the caller's.</summary>
    internal static SessionResult Run(ControlClient client, string interfaceName, bool json, Action wait, TimeProvider time, Printer printer)
    {
        var watch = new StationWatch(client, interfaceName, time);
        if (watch.Take() is not null)
        {
            wait();
        }

        if (watch.Take() is not { } snapshot)
        {
            printer.Complain("the daemon gave no list of stations");
            return SessionResult.NotAnswered;
        }

        if (json)
        {
            printer.Put(Json(snapshot));
            return SessionResult.Done;
        }

        foreach (var line in Text(snapshot))
        {
            printer.Line(line);
        }

        return SessionResult.Done;
    }

    /// <summary>What stands above the table, with the empty line between them.</summary>
    internal static string[] Head(NetworkState network) => network.Condition.Length > 0 ? [network.Place, network.Condition, ""] : [network.Place, ""];

    /// <summary>All columns, as wide as they are.</summary>
    internal static IEnumerable<string> Text(Snapshot snapshot) =>
        Head(snapshot.Network).Concat(StationTable.Write(StationTable.Sort(snapshot.Stations, StationOrder.Traffic), short.MaxValue));

    /// <summary>The stations as an array; what is not known is left out.</summary>
    internal static byte[] Json(Snapshot snapshot) => JsonReply.Bytes(json =>
    {
        json.WriteStartArray();
        foreach (var row in StationTable.Sort(snapshot.Stations, StationOrder.Traffic))
        {
            json.WriteStartObject();
            json.WriteString("address", JsonReply.Text(row.Reading.Address));
            Text("name", row.Name);
            json.WriteString("state", row.Reading.State);
            json.WriteBoolean("p2p", row.IsP2p);
            Number("signal", row.Reading.Signal);
            Number("tx_kbit_per_second", row.Reading.SendRate * 1000);
            Number("rx_kbit_per_second", row.Reading.ReceiveRate * 1000);
            Number("down_bytes_per_second", row.Down);
            Number("up_bytes_per_second", row.Up);
            Number("connected_time", row.Reading.Seconds);
            Text("last_join", row.Join?.Began.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            Text("verdict", row.Join?.Verdict);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Text(string key, string? value)
        {
            if (value is not null)
            {
                json.WriteString(key, JsonReply.Text(value));
            }
        }

        void Number(string key, double? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(key, (long)Math.Round(number));
            }
        }
    });
}
