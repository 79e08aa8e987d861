namespace HostApd.Driver;

/// <summary>What Beacons count down to: a move to another channel with all stations (802.11-2020 11.8.8), or another colour (802.11ax 26.17.3.5).</summary>
public readonly ref struct CountdownSettings
{
    /// <summary>Beacons until then, 0–255.</summary>
    public required int Count { get; init; }

    /// <summary>Nobody transmits until then.</summary>
    public bool BlocksTransmission { get; init; }

    /// <summary>The Beacon of the meantime, to the element before the TIM.</summary>
    public required ReadOnlySpan<byte> BeaconHead { get; init; }

    /// <summary>Its elements behind the TIM, among them the announcement.</summary>
    public required ReadOnlySpan<byte> BeaconTail { get; init; }

    /// <summary>Where in <see cref="BeaconTail"/> the counts stand, which the kernel counts down.</summary>
    public required ReadOnlySpan<ushort> CounterOffsets { get; init; }

    /// <summary>What is beaconed afterwards, and where.</summary>
    public required AccessPointSettings After { get; init; }
}
