using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HostApd.Timeline;

/// <summary>A join for machines.</summary>
public static class TimelineJson
{
    /// <summary>Writes joins as an array of objects, with every frame when asked.</summary>
    /// <param name="reports">The joins.</param>
    /// <param name="began">When each began, where that is known.</param>
    /// <param name="withFrames">With every frame.</param>
    /// <param name="label">Writes what else is known of a join, such as where it was played.</param>
    public static string Write(IReadOnlyList<JoinReport> reports, Func<JoinReport, DateTimeOffset?> began, bool withFrames,
        Action<Utf8JsonWriter, JoinReport>? label = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var report in reports)
            {
                Write(json, report, began(report), withFrames, label);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes one join as an object.</summary>
    public static string Write(JoinReport report, DateTimeOffset? began, bool withFrames)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, report, began, withFrames);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(
        Utf8JsonWriter json, JoinReport report, DateTimeOffset? began, bool withFrames, Action<Utf8JsonWriter, JoinReport>? label = null)
    {
        var trace = report.Trace;
        var first = report.Findings[0];
        json.WriteStartObject();
        label?.Invoke(json, report);
        json.WriteNumber("id", trace.Id);
        json.WriteString("station", trace.Station.ToString());
        if (!trace.Device.IsZero)
        {
            json.WriteString("p2p_device", trace.Device.ToString());
        }

        if (began is { } time)
        {
            json.WriteString("began", time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));
        }

        if (report.KeyAgreement.Length > 0)
        {
            json.WriteString("key_agreement", report.KeyAgreement);
        }

        if (report.Air is { IsKnown: true } air)
        {
            json.WriteString("generation", air.Name);
            json.WriteNumber("width_mhz", air.WidthMhz);
        }

        json.WriteBoolean("connected", report.IsConnected);
        json.WriteBoolean("timed", trace.IsTimed);
        json.WriteNumber("total_us", report.Total);
        json.WriteNumber("omitted_frames", trace.Omitted);
        WriteFinding(json, first);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            json.WriteStartObject();
            WriteFinding(json, finding);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WritePhases(json, report);
        if (withFrames)
        {
            WriteFrames(json, trace);
        }

        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("side", finding.Side.Name());
        json.WriteString("phase", finding.Stage.Name());
        json.WriteString("cause", finding.CauseName);
        json.WriteNumber("lost_ms", finding.LostMicroseconds / 1000);
        json.WriteNumber("lost_us", finding.LostMicroseconds);
        json.WriteString("verdict", finding.Sentence);
        json.WriteString("advice", finding.Advice);
    }

    private static void WritePhases(Utf8JsonWriter json, JoinReport report)
    {
        json.WriteStartArray("phases");
        foreach (var phase in report.Phases)
        {
            json.WriteStartObject();
            json.WriteString("phase", phase.Stage.Name());
            json.WriteNumber("start_us", phase.From - report.Trace.Begin);
            json.WriteNumber("took_us", phase.Length);
            json.WriteNumber("ap_us", phase.AccessPoint);
            json.WriteNumber("client_us", phase.Client);
            json.WriteNumber("entropy_us", phase.Entropy);
            json.WriteNumber("air_us", phase.Air);
            json.WriteNumber("server_us", phase.Server);
            json.WriteNumber("frames", phase.Frames);
            json.WriteNumber("repeated", phase.Repetitions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFrames(Utf8JsonWriter json, JoinTrace trace)
    {
        json.WriteStartArray("frames");
        foreach (var entry in trace.Entries)
        {
            json.WriteStartObject();
            json.WriteNumber("at_us", entry.OnAir - trace.Begin);
            json.WriteString("kind", entry.Kind.Name());
            json.WriteString("from", entry.FromAp ? "ap" : "client");
            if (entry.SentAfter >= 0)
            {
                json.WriteNumber("air_us", entry.SentAfter);
            }

            if (entry.SignalDbm != 0)
            {
                json.WriteNumber("signal_dbm", entry.SignalDbm);
            }

            if (entry.Code != 0 && entry.Kind != TraceKind.Authorized)
            {
                json.WriteNumber("code", entry.Code);
            }

            if (entry.Repeats > 0)
            {
                json.WriteNumber("repeats", entry.Repeats);
            }

            if ((entry.Marks & TraceMarks.Implied) != 0)
            {
                json.WriteBoolean("implied", true);
            }

            if ((entry.Marks & TraceMarks.NotAcknowledged) != 0)
            {
                json.WriteBoolean("acknowledged", false);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
