namespace HostApd.Rsn;

/// <summary>
/// Whether a pairwise key without a second key ID may be replaced under its association, with hostapd's numbers
/// (<c>wpa_deny_ptk0_rekey</c>). Some drivers and stations send a frame in the clear meanwhile, or lose their counters.
/// </summary>
public enum KeyZeroRekey
{
    /// <summary>It is replaced.</summary>
    Always = 0,

    /// <summary>Where our driver says that it can; else the station is to associate anew.</summary>
    WhereDriverCan = 1,

    /// <summary>The station is to associate anew.</summary>
    Never = 2,
}

/// <summary>Extended Key ID for Individually Addressed Frames (802.11-2020 9.4.2.24.4, 12.7.6.4), with hostapd's numbers (<c>extended_key_id</c>).</summary>
public enum ExtendedKeyId
{
    /// <summary>Pairwise keys have key ID 0.</summary>
    Off = 0,

    /// <summary>Key IDs 0 and 1 in turn with stations that can, from 0 on.</summary>
    FromZero = 1,

    /// <summary>The same from 1 on: for tests of the other side.</summary>
    FromOne = 2,
}

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

    /// <summary><c>wpa_ptk_rekey</c>: the life of a pairwise key; zero for ever.</summary>
    public TimeSpan PairwiseRekey { get; init; }

    /// <summary><c>wpa_deny_ptk0_rekey</c>: whether key 0 may be replaced under an association.</summary>
    public KeyZeroRekey KeyZeroRekey { get; init; }

    /// <summary><c>extended_key_id</c>: whether pairwise keys have two key IDs, in turn.</summary>
    public ExtendedKeyId ExtendedKeyId { get; init; }

    /// <summary><c>wpa_disable_eapol_key_retries</c>: M3 and the group message are sent once, so that nobody can have a key installed twice.</summary>
    public bool SendsKeysOnce { get; init; }

    /// <summary><c>transition_disable</c>: bits that M3 tells stations, which from then on refuse weaker security here; 0: nothing is told.</summary>
    public byte TransitionDisable { get; init; }

    /// <summary><c>ssid_protection</c>: M3 has the name of the network for stations that compare it with the one in the Beacon.</summary>
    public bool ProtectsSsid { get; init; }

    /// <summary><c>owe_ptk_workaround</c>: a station may expand the key of OWE by SHA-256 in groups that have a longer hash.</summary>
    public bool ToleratesShortOweHash { get; init; }

    /// <summary>Whether the driver tells whether an EAPOL frame was acknowledged: allows fast first repetitions.</summary>
    public bool TransmitStatusAvailable { get; init; }

    /// <summary>Whether the driver can replace key 0 without a frame in the clear or a lost counter.</summary>
    public bool DriverReplacesKeyZero { get; init; }

    /// <summary>Whether the driver knows Extended Key ID.</summary>
    public bool DriverKnowsExtendedKeyId { get; init; }

    /// <summary>Extended Key ID is wanted and can be had: stations are told so.</summary>
    public bool OffersExtendedKeyId => ExtendedKeyId != ExtendedKeyId.Off && DriverKnowsExtendedKeyId;

    /// <summary>Key 0 may be replaced under an association.</summary>
    public bool MayReplaceKeyZero => KeyZeroRekey switch
    {
        KeyZeroRekey.Always => true,
        KeyZeroRekey.WhereDriverCan => DriverReplacesKeyZero,
        KeyZeroRekey.Never => false,
    };

    /// <summary><c>beacon_prot</c>: Beacons are protected for stations whose management frames are.</summary>
    public bool ProtectsBeacons { get; init; }

    /// <summary>There is a key for Beacons: it is wanted, and some station may have it.</summary>
    public bool OffersBeaconProtection => ProtectsBeacons && Offer.FrameProtection != RsnCapabilities.None;

    /// <summary>Fast transition between access points; null: there is none.</summary>
    public FtOptions? FastTransition { get; init; }

    /// <summary>What only tests turn.</summary>
    public KeyFrameKnobs Knobs { get; init; } = KeyFrameKnobs.None;

    /// <summary>What stations may choose from.</summary>
    public KeySuiteOffer Offer { get; init; } = KeySuiteOffer.Personal;
}
