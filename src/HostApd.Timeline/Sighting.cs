using HostApd.Ieee80211;

namespace HostApd.Timeline;

/// <summary>A frame or happening before it is known to which join it belongs.</summary>
public readonly record struct Sighting
{
    /// <summary>When, in microseconds of whatever clock the trace has.</summary>
    public required long At { get; init; }

    /// <summary>What.</summary>
    public required TraceKind Kind { get; init; }

    /// <summary>The client's address; broadcast or zero: all clients that are joining.</summary>
    public required MacAddress Station { get; init; }

    /// <summary>The client's P2P Device Address, where the frame tells it; else zero.</summary>
    public MacAddress Device { get; init; }

    /// <summary>The address that a P2P device says it will join with (Intended P2P Interface Address); else zero.</summary>
    public MacAddress Intended { get; init; }

    /// <summary>The access point's address, where known; else zero.</summary>
    public MacAddress AccessPoint { get; init; }

    /// <summary>Marks.</summary>
    public TraceMarks Marks { get; init; }

    /// <summary>Strength in dBm; 0 when not known.</summary>
    public int SignalDbm { get; init; }

    /// <summary>Status, reason, error, intent, group, count; of a Probe Request its frequency in MHz.</summary>
    public ushort Code { get; init; }

    /// <summary>Speaks Wi-Fi Direct.</summary>
    public bool IsP2p { get; init; }

    /// <summary>The access point is its sender.</summary>
    public bool FromAp => (Marks & TraceMarks.FromAp) != 0;

    internal TraceEntry ToEntry() =>
        new(At, Kind, Marks, (sbyte)Math.Clamp(SignalDbm, sbyte.MinValue, 0), Code, 0, -1);
}
