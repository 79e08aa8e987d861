using System.Globalization;

namespace HostApd.Cli.Watching;

/// <summary>What a daemon says of one station (the reply to STA).</summary>
internal sealed record StationReading
{
    internal required string Address { get; init; }

    /// <summary>What it is about, in a word or two.</summary>
    internal required string State { get; init; }

    /// <summary>The name that its owner gave it, where WPS has told it.</summary>
    internal string? DeviceName { get; init; }

    /// <summary>dBm.</summary>
    internal long? Signal { get; init; }

    /// <summary>From the station, in Mbit/s.</summary>
    internal double? ReceiveRate { get; init; }

    /// <summary>To the station, in Mbit/s.</summary>
    internal double? SendRate { get; init; }

    /// <summary>From the station, in bytes.</summary>
    internal long? Received { get; init; }

    /// <summary>To the station, in bytes.</summary>
    internal long? Sent { get; init; }

    /// <summary>Seconds since it came in.</summary>
    internal long? Seconds { get; init; }

    internal static StationReading Read(string reply)
    {
        var values = ReplyValues.Of(reply);
        return new StationReading
        {
            Address = StationWalk.AddressOf(reply),
            State = StateOf(values),
            DeviceName = values.GetValueOrDefault("wpsDeviceName") is { Length: > 0 } name ? name : null,
            Signal = ReplyValues.Number(values, "signal"),
            ReceiveRate = Rate(values, "rx_rate_info"),
            SendRate = Rate(values, "tx_rate_info"),
            Received = ReplyValues.Number(values, "rx_bytes"),
            Sent = ReplyValues.Number(values, "tx_bytes"),
            Seconds = ReplyValues.Number(values, "connected_time"),
        };
    }

    private static string StateOf(Dictionary<string, string> values)
    {
        var flags = values.GetValueOrDefault("flags") ?? "";
        return flags.Contains("[AUTHORIZED]", StringComparison.Ordinal) ? "authorized"
            : values.ContainsKey("wpsUuid") || flags.Contains("[WPS", StringComparison.Ordinal) ? "WPS"
            : flags.Contains("[ASSOC]", StringComparison.Ordinal) ? Handshake(ReplyValues.Number(values, "hostapdWPAPTKState"))
            : flags.Contains("[AUTH]", StringComparison.Ordinal) ? "authenticated"
            : "leaving";
    }

    /// <summary>The 4-way handshake's state by hostapd's numbers: by the message that was sent or came last.</summary>
    private static string Handshake(long? state) => state switch
    {
        null => "associated",
        4 => "4-way held",
        7 => "4-way M1",
        8 or 9 => "4-way M2",
        10 => "4-way M3",
        _ => "4-way",
    };

    /// <summary>"650 mcs 7 shortGI": in units of 100 kbit/s.</summary>
    private static double? Rate(Dictionary<string, string> values, string key) =>
        long.TryParse((values.GetValueOrDefault(key) ?? "").Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var units) ? units / 10.0 : null;
}
