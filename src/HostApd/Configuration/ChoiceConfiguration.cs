namespace HostApd.Configuration;

/// <summary>What is said of the choice of a channel, and of who is beside it. A value: what was said before compares with it.</summary>
internal sealed record ChoiceConfiguration
{
    /// <summary><c>acs_num_scans</c>.</summary>
    public int Scans { get; init; } = 2;

    /// <summary><c>chanlist</c>: numbers of primary channels; empty: all.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [];

    /// <summary><c>freqlist</c>: the same in MHz.</summary>
    public IReadOnlyList<int> FrequenciesMhz { get; init; } = [];

    /// <summary><c>acs_chan_bias</c>: what the cost of a channel counts, by its number.</summary>
    public IReadOnlyList<(int Channel, double Factor)> Bias { get; init; } = [];

    /// <summary><c>acs_exclude_dfs</c>.</summary>
    public bool ExcludesRadar { get; init; }

    /// <summary><c>min_tx_power</c>, in dBm.</summary>
    public int LeastPowerDbm { get; init; }

    /// <summary><c>ht40_coexistence=ignore</c>.</summary>
    public bool IgnoresCoexistence { get; init; }

    /// <summary><c>obss_interval</c>, in seconds.</summary>
    public int ScanInterval { get; init; }

    /// <summary><c>noscan=1</c>, as OpenWrt has it.</summary>
    public bool NoScan { get; init; }

    /// <summary><c>ht_coex=0</c>, as OpenWrt has it.</summary>
    public bool NoCoexistence { get; init; }
}
