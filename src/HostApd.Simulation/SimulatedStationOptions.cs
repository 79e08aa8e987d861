using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>Who the station is, what it knows, and how it misbehaves.</summary>
public sealed record SimulatedStationOptions
{
    /// <summary>Its address.</summary>
    public required MacAddress Address { get; init; }

    /// <summary>The channel it is on, in MHz; 0: wherever the access point is.</summary>
    public int FrequencyMhz { get; init; }

    /// <summary>The network it wants.</summary>
    public byte[] Ssid { get; init; } = "labtest"u8.ToArray();

    /// <summary>Null for an open network.</summary>
    public string? Passphrase { get; init; } = "12345678";

    /// <summary>
    /// Its RSN element with identifier and length (802.11-2020 9.4.2.24), naming one pairwise cipher and one key management: WPA2-PSK and
    /// CCMP for both, unless it wants something else.
    /// </summary>
    public byte[] Rsne { get; init; } =
        [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 2, 0, 0];

    /// <summary>It authenticates by SAE; null: by Open System.</summary>
    public SimulatedSaeOptions? Sae { get; init; }

    /// <summary>Who it says to be where it is asked by EAP; null: it does not know that.</summary>
    public string? Identity { get; init; }

    /// <summary>It speaks WMM.</summary>
    public bool Wmm { get; init; } = true;

    /// <summary>It speaks HT.</summary>
    public bool Ht { get; init; } = true;

    /// <summary>Supported rates in units of 500 kb/s; the first eight go into one element, the rest into another.</summary>
    public byte[] Rates { get; init; } = [2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108];

    /// <summary>Elements appended to the Association Request, e.g. WPS or operating classes.</summary>
    public byte[] ExtraElements { get; init; } = [];

    /// <summary>Elements appended to the Probe Request.</summary>
    public byte[] ProbeElements { get; init; } = [];

    /// <summary>The pairwise master key, 32 bytes, where it is known and the passphrase is not.</summary>
    public byte[]? Pmk { get; init; }

    /// <summary>How long it thinks before it sends anything.</summary>
    public TimeSpan Think { get; init; }

    /// <summary>Key data appended to the RSNE of M2, e.g. a P2P IP Address Request.</summary>
    public byte[] ExtraKeyData { get; init; } = [];

    /// <summary>Never answers M1.</summary>
    public bool IgnoresMessage1 { get; init; }

    /// <summary>Never answers M3.</summary>
    public bool IgnoresMessage3 { get; init; }

    /// <summary>Never answers a group message.</summary>
    public bool IgnoresGroupMessage { get; init; }

    /// <summary>Draws a new SNonce for each M1, as some clients do.</summary>
    public bool ChangesSNonce { get; init; }

    /// <summary>Puts another RSNE into M2 than into its request.</summary>
    public bool LiesInMessage2 { get; init; }

    /// <summary>It protects management frames (802.11-2020 12.6.19), where the access point does.</summary>
    public bool ProtectsFrames { get; init; }

    /// <summary>It stays out where nobody protects them.</summary>
    public bool RequiresProtection { get; init; }

    /// <summary>Put off with a time (status 30), it asks once more when that is over, as mac80211; else it gives up.</summary>
    public bool ComesBack { get; init; }

    /// <summary>Never answers an SA Query.</summary>
    public bool IgnoresSaQuery { get; init; }

    /// <summary>How often each unanswered frame of authentication and association is sent (mac80211: 3).</summary>
    public int Tries { get; init; } = 3;

    /// <summary>Between two tries (mac80211: 100 ms for an acknowledged Association Request).</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Joins again this long after being sent away; null for never.</summary>
    public TimeSpan? ReturnsAfter { get; init; }
}
