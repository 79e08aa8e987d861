using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Control;

namespace HostApd;

/// <summary>
/// <c>--list</c>: every control command, key and event of this daemon, for scripts, editors and other tools. All of it is read from the
/// tables that the daemon itself works by; there is no list beside them.
/// </summary>
internal static class KnownThings
{
    /// <summary>What the JSON looks like; another number where what is there already changes.</summary>
    internal const string Schema = "hostapd-net-list/1";

    private const string OfInterface = "interface";
    private const string OfProcess = "global";

    /// <summary>A control command, and the sockets that answer it.</summary>
    internal readonly record struct Listed(ControlCommand Command, IReadOnlyList<string> Sockets);

    /// <summary>All commands, by their names.</summary>
    internal static IReadOnlyList<Listed> Commands { get; } =
    [
        .. ControlServer.Commands.Select(static c => (Command: new ControlCommand(c.Verb, c.Arguments, c.Answer), Socket: OfInterface))
            .Concat(BssCommands.All.Select(static c => (Command: c, Socket: OfInterface)))
            .Concat(ControlServer.Commands.Select(static c => (Command: new ControlCommand(c.Verb, c.Arguments, c.Answer), Socket: OfProcess)))
            .Concat(GlobalCommands.All.Select(static c => (Command: c, Socket: OfProcess)))
            .GroupBy(static c => c.Command.Verb, StringComparer.Ordinal)
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => new Listed(g.First().Command, [.. g.Select(static c => c.Socket)])),
    ];

    /// <summary>A line for each, with tabs between: what it is, its name, and what there is to say of it.</summary>
    internal static string Text()
    {
        var text = new StringBuilder();
        foreach (var (command, sockets) in Commands)
        {
            text.Append($"command\t{command.Verb}\t{string.Join(',', sockets)}\t{command.Arguments}\t{command.Answer}\n");
        }

        foreach (var key in Settings.All)
        {
            text.Append($"key\t{key.Section}.{key.Key}\t{WordOf(key.Form.Kind)}\t{key.Default}\t{key.Meaning}\n");
        }

        foreach (var name in Events)
        {
            text.Append($"event\t{name}\n");
        }

        return text.ToString();
    }

    /// <summary>One object.</summary>
    internal static string Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", DaemonCommand.VersionText);
            WriteArray(json, "commands", Commands, Write);
            WriteArray(json, "missing_commands", MissingCommands.Rows, Write);
            WriteArray(json, "keys", Settings.All, Write);
            WriteArray(json, "events", Events, static (json, name) => json.WriteString("name", name));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Those of access points, of the pool, and of the sockets themselves.</summary>
    internal static IEnumerable<string> Events =>
        ApEventText.Names.Append(EntropyService.Ready).Append(WeightyEvents.LostName).Order(StringComparer.Ordinal);

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            write(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Listed listed)
    {
        json.WriteString("name", listed.Command.Verb);
        json.WriteString("arguments", listed.Command.Arguments);
        json.WriteString("answer", listed.Command.Answer);
        WriteWords(json, "sockets", listed.Sockets);
        json.WriteBoolean("testing", listed.Command.IsForTests);
    }

    private static void Write(Utf8JsonWriter json, (string Verb, string Needs) missing)
    {
        json.WriteString("name", missing.Verb);
        json.WriteString("needs", missing.Needs);
    }

    private static void Write(Utf8JsonWriter json, Setting key)
    {
        json.WriteString("section", key.Section);
        json.WriteString("key", key.Key);
        json.WriteString("hostapd", key.FlatKey);
        WriteWords(json, "former", FormerNames.Of(key.FlatKey));
        json.WriteString("meaning", key.Meaning);
        json.WriteString("default", key.Default);
        json.WriteString("type", WordOf(key.Form.Kind));
        if (key.Form.Range is var (low, high))
        {
            json.WriteNumber("min", low);
            json.WriteNumber("max", high);
        }

        WriteWords(json, "words", key.Form.Words);
        if (key.Form.Longest is { } longest)
        {
            json.WriteNumber("bytes", longest);
        }

        json.WriteBoolean("set", !key.IsFromFilesOnly && key.Section != "testing");
        json.WriteBoolean("reload", key.Take is not null);
        json.WriteString("cost", key.Cost is { } cost ? WordOf(cost) : "none");
    }

    /// <summary>None is no array.</summary>
    private static void WriteWords(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        if (words.Any())
        {
            json.WriteStartArray(name);
            foreach (var word in words)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        }
    }

    private static string WordOf(ChangeCost cost) => cost switch
    {
        ChangeCost.Live => "live",
        ChangeCost.Beacon => "beacon",
        ChangeCost.Restart => "restart",
        ChangeCost.Radio => "radio",
    };

    private static string WordOf(ValueKind kind) => kind switch
    {
        ValueKind.Text => "text",
        ValueKind.Integer => "integer",
        ValueKind.Switch => "switch",
        ValueKind.Word => "word",
        ValueKind.Words => "words",
        ValueKind.Integers => "integers",
        ValueKind.Decimal => "decimal",
        ValueKind.Hex => "hex",
        ValueKind.MacAddress => "mac-address",
        ValueKind.Ipv4Address => "ipv4-address",
        ValueKind.Path => "path",
    };
}
