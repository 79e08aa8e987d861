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

    /// <summary>A control command, and the sockets that answer it.</summary>
    internal sealed class Listed(ControlCommand command, bool isOfInterface, bool isOfProcess)
    {
        internal ControlCommand Command => command;

        internal string[] Sockets => isOfInterface ? isOfProcess ? ["interface", "global"] : ["interface"] : ["global"];
    }

    /// <summary>All commands, by their names.</summary>
    internal static IReadOnlyList<Listed> Commands
    {
        get
        {
            List<ControlCommand> ofInterface = [.. ControlServer.Commands, .. BssCommands.All];
            List<ControlCommand> ofProcess = [.. ControlServer.Commands, .. GlobalCommands.All];
            var all = ofInterface.Select(c => new Listed(c, true, ofProcess.Exists(p => p.Verb == c.Verb))).ToList();
            all.AddRange(ofProcess.Where(p => !ofInterface.Exists(c => c.Verb == p.Verb)).Select(static p => new Listed(p, false, true)));
            all.Sort(static (one, other) => string.CompareOrdinal(one.Command.Verb, other.Command.Verb));
            return all;
        }
    }

    /// <summary>A line for each, with tabs between: what it is, its name, and what there is to say of it.</summary>
    internal static string Text()
    {
        var text = new StringBuilder();
        foreach (var each in Commands)
        {
            text.Append($"command\t{each.Command.Verb}\t{string.Join(',', each.Sockets)}\t{each.Command.Arguments}\t{each.Command.Answer}\n");
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
            WriteArray(json, "missing_commands", MissingCommands.Verbs, WriteMissing);
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

    private static void WriteMissing(Utf8JsonWriter json, string verb)
    {
        json.WriteString("name", verb);
        json.WriteString("needs", MissingCommands.NeedsOf(verb));
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
        if (key.Form.IsNumber)
        {
            json.WriteNumber("min", key.Form.Low);
            json.WriteNumber("max", key.Form.High);
        }

        WriteWords(json, "words", key.Form.Words);
        if (key.Form.Longest > 0)
        {
            json.WriteNumber("bytes", key.Form.Longest);
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
