namespace HostApd.Driver;

/// <summary>What a radio and its driver can do, read from the kernel.</summary>
public sealed record RadioCapabilities
{
    /// <summary>The radio's name, e.g. phy0.</summary>
    public required string PhyName { get; init; }

    /// <summary>Its bands.</summary>
    public required IReadOnlyList<RadioBand> Bands { get; init; }

    /// <summary>It can be an access point.</summary>
    public bool SupportsAccessPoint { get; init; }

    /// <summary>It can be a P2P Group Owner by that interface type.</summary>
    public bool SupportsP2pGo { get; init; }

    /// <summary>Firmware answers Authentication and Association itself.</summary>
    public bool FramesHandledByFirmware { get; init; }

    /// <summary>EAPOL frames pass through nl80211, with TX status; otherwise through AF_PACKET without.</summary>
    public bool EapolOverControlPort { get; init; }

    /// <summary>The kernel keeps a station from its Authentication on.</summary>
    public bool FullStationState { get; init; }

    /// <summary>The driver can ask a station for a sign of life.</summary>
    public bool CanProbeStations { get; init; }

    /// <summary>The pairwise key may be replaced without deauthenticating.</summary>
    public bool CanReplacePairwiseKey { get; init; }

    /// <summary>Longest list of stations it serves; 0 when unknown.</summary>
    public int MaxStations { get; init; }

    /// <summary>The regulatory domain in force: two letters, 00 for the world.</summary>
    public string Country { get; init; } = "00";

    /// <summary>The channel of <paramref name="frequencyMhz"/>, or null when the radio cannot tune it.</summary>
    public RadioChannel? FindChannel(int frequencyMhz)
    {
        foreach (var band in Bands)
        {
            foreach (var channel in band.Channels)
            {
                if (channel.FrequencyMhz == frequencyMhz)
                {
                    return channel;
                }
            }
        }

        return null;
    }
}

/// <summary>One band of a radio.</summary>
public sealed record RadioBand
{
    /// <summary>Legacy rates in units of 500 kb/s.</summary>
    public required IReadOnlyList<byte> Rates { get; init; }

    /// <summary>Its channels.</summary>
    public required IReadOnlyList<RadioChannel> Channels { get; init; }

    /// <summary>HT Capabilities Information (802.11-2020 9.4.2.55.2), or -1 without HT.</summary>
    public int HtCapabilities { get; init; } = -1;

    /// <summary>A-MPDU parameters byte.</summary>
    public byte HtAmpduParameters { get; init; }

    /// <summary>Supported MCS set, 16 bytes; empty without HT.</summary>
    public byte[] HtMcsSet { get; init; } = [];
}

/// <summary>One channel and what the regulatory domain says of it.</summary>
public sealed record RadioChannel(int FrequencyMhz, bool Disabled, bool NoInitiatingRadiation, bool Radar, int MaxPowerDbm);
