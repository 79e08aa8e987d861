using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HostApd.Control;

namespace HostApd.Cli;

/// <summary>
/// Replies for machines, one JSON text a line. Keys are the protocol's own; which values are numbers is fixed here and does
/// not depend on what a value looks like. Bytes that are no UTF-8 become U+FFFD.
/// </summary>
internal static class JsonReply
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Values that are decimal numbers by their meaning.</summary>
    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal)
    {
        "freq", "num_sta_non_erp", "num_sta_no_short_slot_time", "num_sta_no_short_preamble", "olbc", "num_sta_ht_no_gf",
        "num_sta_no_ht", "num_sta_ht_20_mhz", "num_sta_ht40_intolerant", "olbc_ht", "cac_time_seconds", "channel", "edmg_enable",
        "edmg_channel", "secondary_channel", "ieee80211n", "ieee80211ac", "ieee80211ax", "ieee80211be", "beacon_int", "dtim_period",
        "max_txpower", "num_sta", "chan_util_avg", "entropy_bits", "aid", "listen_interval", "wpa", "hostapdWPAPTKState",
        "hostapdWPAPTKGroupState", "rx_packets", "tx_packets", "rx_bytes", "tx_bytes", "inactive_msec", "signal", "last_ack_signal",
        "connected_time", "vlan_id", "max_idle_period", "sae_group",
    };

    /// <summary>What is no reply to be written so: texts for people, files, and what is a format of its own.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal) { "license", "quit", "capture", "metrics" };

    /// <summary>Its reply is one value of any characters: nothing in it divides or marks it.</summary>
    private const string Passphrase = "p2p_get_passphrase";

    /// <summary>Under this stands what has no names of its own.</summary>
    private const string Reply = "reply";

    internal static bool Knows(string command) => !Others.Contains(command);

    /// <summary>
    /// Any reply: JSON as it is, lines of <c>key=value</c> or <c>Key: value</c> as one object, and other text, a word such as OK or a
    /// list, as <c>{"reply": …}</c>.
    /// </summary>
    internal static SessionResult Write(string command, string reply, Printer printer)
    {
        printer.Put(Of(command, reply));
        return SessionResult.Done;
    }

    /// <summary>As above, as bytes.</summary>
    internal static byte[] Of(string command, string reply)
    {
        if (command == Passphrase)
        {
            return Bytes(json =>
            {
                json.WriteStartObject();
                json.WriteString(Reply, Text(reply.TrimEnd('\n')));
                json.WriteEndObject();
            });
        }

        var lines = reply.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return reply.StartsWith('{') || reply.StartsWith('[') ? Encoding.UTF8.GetBytes(reply.TrimEnd('\n') + "\n")
            : Array.Exists(lines, static l => l.IndexOf('=') > 0) ? Of(reply, withAddress: command is "sta" or "p2p_peer")
            : Bytes(json => Loose(json, lines));
    }

    /// <summary>A refusal: the reply, and why if it is known.</summary>
    internal static byte[] Refusal(string reply, string? why) => Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("error", Text(reply.TrimEnd('\n')));
        if (why is not null)
        {
            json.WriteString("reason", Text(why));
        }

        json.WriteEndObject();
    });

    /// <summary>Commands as people type them: an array with an object for each.</summary>
    internal static byte[] Of(IEnumerable<CliCommand> commands) => Bytes(json =>
    {
        json.WriteStartArray();
        foreach (var command in commands)
        {
            json.WriteStartObject();
            json.WriteString("name", command.Name);
            json.WriteString("arguments", command.Arguments);
            json.WriteString("meaning", command.Meaning);
            json.WriteNumber("min", command.Least);
            if (command.Most != CliCommand.Any)
            {
                json.WriteNumber("max", command.Most);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>A list of names.</summary>
    internal static byte[] Of(IEnumerable<string> names) => Bytes(json => Names(json, names));

    /// <summary>All stations as an array, or only their addresses.</summary>
    internal static SessionResult WriteStations(ControlClient client, Printer printer, bool addressesOnly)
    {
        var stations = new List<string>();
        var result = StationWalk.Run(client, stations.Add);
        if (result != SessionResult.Done)
        {
            printer.Complain("the daemon gave no list of stations");
            return result;
        }

        printer.Put(Bytes(json =>
        {
            json.WriteStartArray();
            foreach (var station in stations)
            {
                if (addressesOnly)
                {
                    json.WriteStringValue(Text(StationWalk.AddressOf(station)));
                }
                else
                {
                    Object(json, station, withAddress: true);
                }
            }

            json.WriteEndArray();
        }));
        return SessionResult.Done;
    }

    /// <summary>One event, with the time at which it came here.</summary>
    internal static byte[] Of(ControlEvent one, string? interfaceName, DateTimeOffset time) => Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("interface", Text(one.Interface ?? interfaceName ?? ""));
        json.WriteNumber("level", one.Level);
        json.WriteString("event", Text(one.Name));
        json.WriteString("text", Text(one.Text));
        if (one.Address is { } address)
        {
            json.WriteString("address", address);
        }

        json.WriteStartObject("values");
        foreach (var (key, value) in one.Pairs())
        {
            json.WriteString(key, Text(value));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>A reply as JSON text.</summary>
    internal static byte[] Of(string reply, bool withAddress) => Bytes(json => Object(json, reply, withAddress));

    /// <summary>One JSON text on a line.</summary>
    internal static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Loose(Utf8JsonWriter json, string[] lines)
    {
        json.WriteStartObject();
        if (lines.Length > 0 && Array.TrueForAll(lines, static l => l.IndexOf(": ", StringComparison.Ordinal) > 0))
        {
            var written = new HashSet<string>(StringComparer.Ordinal);
            foreach (var line in lines)
            {
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                if (written.Add(line[..colon]))
                {
                    json.WriteString(Text(line[..colon]), Text(line[(colon + 2)..]));
                }
            }
        }
        else if (lines is [var only])
        {
            json.WriteString(Reply, Text(only));
        }
        else
        {
            json.WritePropertyName(Reply);
            Names(json, lines);
        }

        json.WriteEndObject();
    }

    private static void Names(Utf8JsonWriter json, IEnumerable<string> names)
    {
        json.WriteStartArray();
        foreach (var name in names)
        {
            json.WriteStringValue(Text(name));
        }

        json.WriteEndArray();
    }

    private static void Object(Utf8JsonWriter json, string reply, bool withAddress)
    {
        json.WriteStartObject();
        var written = new HashSet<string>(StringComparer.Ordinal);
        var further = new SortedDictionary<int, List<(string Key, string Value)>>();
        foreach (var line in reply.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf('=');
            if (equals <= 0)
            {
                if (withAddress && written.Add("address"))
                {
                    json.WriteString("address", Text(line));
                }
            }
            else if (TryIndexed(line[..equals], out var key, out var index))
            {
                further.TryAdd(index, []);
                further[index].Add((key, line[(equals + 1)..]));
            }
            else if (written.Add(line[..equals]))
            {
                Value(json, line[..equals], line[(equals + 1)..]);
            }
        }

        if (further.Count > 0 && written.Add(List))
        {
            WriteList(json, further.Values);
        }

        json.WriteEndObject();
    }

    /// <summary><c>bss[0]=</c>, <c>ssid[0]=</c>, <c>bss[1]=</c> … : one object for each number.</summary>
    private const string List = "bss";

    private static void WriteList(Utf8JsonWriter json, IEnumerable<List<(string Key, string Value)>> entries)
    {
        json.WriteStartArray(List);
        foreach (var entry in entries)
        {
            var written = new HashSet<string>(StringComparer.Ordinal);
            json.WriteStartObject();
            foreach (var (key, value) in entry)
            {
                var name = key == List ? "interface" : key;
                if (written.Add(name))
                {
                    Value(json, name, value);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool TryIndexed(string text, out string key, out int index)
    {
        var open = text.IndexOf('[');
        key = open > 0 ? text[..open] : "";
        index = 0;
        return open > 0 && text[^1] == ']'
            && int.TryParse(text.AsSpan(open + 1, text.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    private static void Value(Utf8JsonWriter json, string key, string value)
    {
        if (key == "flags")
        {
            json.WriteStartArray(Text(key));
            foreach (var flag in value.Split(['[', ']'], StringSplitOptions.RemoveEmptyEntries))
            {
                json.WriteStringValue(Text(flag));
            }

            json.WriteEndArray();
        }
        else if (Numbers.Contains(key) && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteString(Text(key), Text(value));
        }
    }

    /// <summary>Without lone surrogates, which no JSON can hold.</summary>
    internal static string Text(string text) => Encoding.UTF8.GetString(ByteText.Encode(text));
}
