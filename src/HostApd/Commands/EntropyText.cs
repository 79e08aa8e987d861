using System.Globalization;
using System.Text;
using System.Text.Json;
using HostApd.Entropy;

namespace HostApd.Commands;

/// <summary>The reply to ENTROPY.</summary>
internal static class EntropyText
{
    internal static string Write(EntropyPool pool)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"entropy_state={NameOf(pool.State)}\nentropy_bits={pool.Bits}\n");
        foreach (var source in pool.Sources)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"source={source.Name} state={NameOf(source.State)} bits={source.Bits} samples={source.Samples}\n");
        }

        return text.ToString();
    }

    /// <summary>The same for the end of STATUS, where every line is a key and a value.</summary>
    internal static string WriteStatus(EntropyPool pool, TimeSpan held)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"entropy_state={NameOf(pool.State)}\nentropy_bits={pool.Bits}\n");
        foreach (var source in pool.Sources)
        {
            text.Append(CultureInfo.InvariantCulture, $"entropy_source_{source.Name}={source.Bits}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"entropy_held_ms={(long)held.TotalMilliseconds}\n");
        return text.ToString();
    }

    internal static string WriteJson(EntropyPool pool)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("state", NameOf(pool.State));
            json.WriteNumber("bits", pool.Bits);
            json.WriteStartArray("sources");
            foreach (var source in pool.Sources)
            {
                json.WriteStartObject();
                json.WriteString("name", source.Name);
                json.WriteString("state", NameOf(source.State));
                json.WriteNumber("bits", source.Bits);
                json.WriteNumber("samples", source.Samples);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static string NameOf(EntropyState state) => state switch
    {
        EntropyState.Empty => "EMPTY",
        EntropyState.Seeding => "SEEDING",
        EntropyState.Ready => "READY",
    };

    private static string NameOf(EntropySourceState state) => state switch
    {
        EntropySourceState.Off => "off",
        EntropySourceState.Ok => "ok",
        EntropySourceState.Failed => "failed",
    };
}
