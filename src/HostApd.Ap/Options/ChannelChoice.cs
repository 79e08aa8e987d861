namespace HostApd.Ap;

/// <summary>How the radio is to choose its channel by itself (ACS). Names follow hostapd's keys.</summary>
public sealed record ChannelChoice
{
    /// <summary><c>acs_num_scans</c>: how often it looks around before it chooses, 1 to 100.</summary>
    public int Scans { get; init; } = 2;

    /// <summary><c>chanlist</c> and <c>freqlist</c>: the primary channels among which it chooses, in MHz; empty: all.</summary>
    public IReadOnlyList<int> FrequenciesMhz { get; init; } = [];

    /// <summary><c>acs_chan_bias</c>: what the cost of a primary channel counts, by its frequency in MHz; 1 where none is given.</summary>
    public IReadOnlyDictionary<int, double> Bias { get; init; } = new Dictionary<int, double>();

    /// <summary><c>acs_exclude_dfs</c>: never where radar has to be looked for first.</summary>
    public bool ExcludesRadar { get; init; }

    /// <summary><c>min_tx_power</c>, in dBm: not where it may send no louder than less.</summary>
    public int LeastPowerDbm { get; init; }

    /// <summary>The access point stands outdoors (<c>country3=0x4f</c>): not where only indoors is allowed.</summary>
    public bool IsOutdoors { get; init; }

    /// <inheritdoc/>
    public bool Equals(ChannelChoice? other) => other is not null && Scans == other.Scans && ExcludesRadar == other.ExcludesRadar
        && LeastPowerDbm == other.LeastPowerDbm && IsOutdoors == other.IsOutdoors && FrequenciesMhz.SequenceEqual(other.FrequenciesMhz)
        && Bias.Count == other.Bias.Count && Bias.All(b => other.Bias.TryGetValue(b.Key, out var factor) && factor == b.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scans, FrequenciesMhz.Count, Bias.Count, ExcludesRadar, LeastPowerDbm, IsOutdoors);
}
