namespace HostApd.Ieee80211;

/// <summary>What is told of a frame.</summary>
public enum FrameMoment
{
    /// <summary>The access point received it.</summary>
    Received,

    /// <summary>The access point handed it to the radio.</summary>
    Submitted,

    /// <summary>It left the air and was acknowledged.</summary>
    Acknowledged,

    /// <summary>It left the air; nobody acknowledged it.</summary>
    NotAcknowledged,
}

/// <summary>Hears of a frame; its bytes are valid during the call only.</summary>
public delegate void SeenFrameHandler(in SeenFrame frame);

/// <summary>A frame between an access point and a station, as somebody beside them sees it.</summary>
public readonly ref struct SeenFrame
{
    /// <summary>What is told of it.</summary>
    public required FrameMoment Moment { get; init; }

    /// <summary>When, in timestamp units of the <see cref="TimeProvider"/> in use.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The station that sent it or is meant; broadcast for all.</summary>
    public required MacAddress Station { get; init; }

    /// <summary>An 802.1X PDU from its EAPOL header on; otherwise a management frame with its header.</summary>
    public required bool IsEapol { get; init; }

    /// <summary>The frame.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Strength at the receiver in dBm; 0 when not known.</summary>
    public int SignalDbm { get; init; }

    /// <summary>Where it was sent, in MHz; 0 when not known.</summary>
    public int FrequencyMhz { get; init; }

    /// <summary>Whether the access point is its sender.</summary>
    public bool FromAccessPoint => Moment != FrameMoment.Received;
}
