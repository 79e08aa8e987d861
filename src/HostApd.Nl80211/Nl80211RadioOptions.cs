namespace HostApd.Nl80211;

/// <summary>How a radio is to be driven.</summary>
public sealed record Nl80211RadioOptions
{
    /// <summary>Use the control port for EAPOL where the driver offers it; otherwise AF_PACKET.</summary>
    public bool UseControlPort { get; init; } = true;

    /// <summary>nl80211 itself may still be missing: it is looked for again with each interface.</summary>
    public bool Deferred { get; init; }

    /// <summary>The bridges that the process has made; radios that may share one share this.</summary>
    public MadeBridges Bridges { get; init; } = new();
}
