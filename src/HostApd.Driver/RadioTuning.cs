namespace HostApd.Driver;

/// <summary>How we contend in one of our own transmit queues.</summary>
/// <param name="Aifs">Slots of silence.</param>
/// <param name="CwMin">Smallest contention window, 2ⁿ−1.</param>
/// <param name="CwMax">Largest contention window, 2ⁿ−1.</param>
/// <param name="TransmitOpportunity">Units of 32 µs.</param>
public sealed record TransmitQueue(int Aifs, int CwMin, int CwMax, int TransmitOpportunity);

/// <summary>Our transmit queues, the most urgent first.</summary>
public sealed record TransmitQueues(TransmitQueue Voice, TransmitQueue Video, TransmitQueue BestEffort, TransmitQueue Background)
{
    /// <summary>hostapd's own.</summary>
    public static TransmitQueues Standard { get; } = new(
        new TransmitQueue(1, 3, 7, 47), new TransmitQueue(1, 7, 15, 94), new TransmitQueue(3, 15, 63, 0), new TransmitQueue(7, 15, 1023, 0));

    /// <summary>All four, in the kernel's numbering.</summary>
    public IReadOnlyList<TransmitQueue> InOrder => [Voice, Video, BestEffort, Background];

    /// <summary>The same with one of the four changed, by the kernel's number.</summary>
    public TransmitQueues With(int index, Func<TransmitQueue, TransmitQueue> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return index switch
        {
            0 => this with { Voice = change(Voice) },
            1 => this with { Video = change(Video) },
            2 => this with { BestEffort = change(BestEffort) },
            _ => this with { Background = change(Background) },
        };
    }
}

/// <summary>What a running access point may be tuned by; nothing of it is needed to run.</summary>
/// <param name="RtsThreshold">Octets, -1 off; null: as it is.</param>
/// <param name="FragmentThreshold">Octets, -1 off; null: as it is.</param>
/// <param name="Queues">Null: as they are.</param>
/// <param name="MulticastToUnicast">Send multicast to each station for itself; null: as it is.</param>
public readonly record struct RadioTuning(
    int? RtsThreshold, int? FragmentThreshold, TransmitQueues? Queues, bool? MulticastToUnicast)
{
    /// <summary>Whether there is anything to do.</summary>
    public bool IsEmpty => this == default;
}
