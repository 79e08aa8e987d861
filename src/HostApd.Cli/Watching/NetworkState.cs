using System.Globalization;
using HostApd.Cli.Sharing;
using HostApd.Control;

namespace HostApd.Cli.Watching;

/// <summary>What stands above the stations (STATUS).</summary>
internal sealed record NetworkState
{
    /// <summary>chan_util_avg of a channel that is always busy.</summary>
    private const double Busy = 255;

    /// <summary>Its name.</summary>
    internal string Ssid { get; private init; } = "";

    /// <summary>Its name, its channel, who is there.</summary>
    internal string Place { get; private init; } = "";

    /// <summary>How busy the air is and how much randomness there is, as far as it is told.</summary>
    internal string Condition { get; private init; } = "";

    internal static NetworkState Read(string status, string interfaceName)
    {
        var values = ReplyValues.Of(status);
        string Value(string key) => values.GetValueOrDefault(key) ?? "";

        // The radio's networks are numbered; ours is one of them.
        var index = 0;
        while (values.TryGetValue($"bss[{index}]", out var name) && name != interfaceName)
        {
            index++;
        }

        index = values.ContainsKey($"bss[{index}]") ? index : 0;
        var ssid = ByteText.Decode(EscapedBytes.Decode(Value($"ssid[{index}]")));
        var state = Value("state") is "ENABLED" or "" ? "" : $"  {Value("state")}";
        var count = Value($"num_sta[{index}]");
        var words = new List<string>();
        if (ReplyValues.Number(values, "chan_util_avg") is { } busy)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"airtime {busy * 100 / Busy:F0} %"));
        }

        if (Value("entropy_state") is { Length: > 0 } entropy)
        {
            words.Add($"entropy {entropy}, {Value("entropy_bits")} bits");
        }

        return new NetworkState
        {
            Ssid = ssid,
            Place = $"{ssid}  {interfaceName}  channel {Value("channel")}, {Value("freq")} MHz  {count} {(count == "1" ? "station" : "stations")}{state}",
            Condition = string.Join("  ", words),
        };
    }
}
