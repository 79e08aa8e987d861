namespace HostApd.Rsn;

/// <summary>What the exe takes from the configuration for one BSS; the defaults are hostapd's.</summary>
public sealed record RsnOptions
{
    /// <summary><c>eapol_version</c>: the version byte of the EAPOL frames sent.</summary>
    public byte EapolVersion { get; init; } = 2;

    /// <summary><c>wpa_pairwise_update_count</c>: how often M1, and then M3, is sent before giving up.</summary>
    public int PairwiseUpdateCount { get; init; } = 4;

    /// <summary><c>wpa_group_update_count</c>: how often the group message is sent before giving up.</summary>
    public int GroupUpdateCount { get; init; } = 4;

    /// <summary><c>wpa_group_rekey</c>: the life of a group key; zero for ever.</summary>
    public TimeSpan GroupRekey { get; init; } = TimeSpan.FromSeconds(86400);

    /// <summary><c>wpa_strict_rekey</c>: a new group key when a station that knows it leaves.</summary>
    public bool StrictRekey { get; init; }

    /// <summary><c>wpa_ptk_rekey</c>: the life of a pairwise key, and with it of the association; zero for ever.</summary>
    public TimeSpan PairwiseRekey { get; init; }

    /// <summary>Whether the driver tells whether an EAPOL frame was acknowledged: allows fast first repetitions.</summary>
    public bool TransmitStatusAvailable { get; init; }

    /// <summary>What stations may choose from.</summary>
    public KeySuiteOffer Offer { get; init; } = KeySuiteOffer.Personal;
}
