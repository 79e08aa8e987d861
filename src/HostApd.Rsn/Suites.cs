namespace HostApd.Rsn;

/// <summary>Cipher suites (802.11-2020 table 9-149): OUI and type as one number, most significant byte first.</summary>
public enum CipherSuite : uint
{
    /// <summary>Not given: the field is absent.</summary>
    None = 0,

    /// <summary>Use group cipher suite.</summary>
    UseGroup = 0x000FAC00,

    /// <summary>WEP-40.</summary>
    Wep40 = 0x000FAC01,

    /// <summary>TKIP.</summary>
    Tkip = 0x000FAC02,

    /// <summary>CCMP-128.</summary>
    Ccmp = 0x000FAC04,

    /// <summary>WEP-104.</summary>
    Wep104 = 0x000FAC05,

    /// <summary>BIP-CMAC-128.</summary>
    BipCmac128 = 0x000FAC06,

    /// <summary>Group addressed traffic not allowed.</summary>
    GroupNotAllowed = 0x000FAC07,

    /// <summary>GCMP-128.</summary>
    Gcmp128 = 0x000FAC08,

    /// <summary>GCMP-256.</summary>
    Gcmp256 = 0x000FAC09,

    /// <summary>CCMP-256.</summary>
    Ccmp256 = 0x000FAC0A,

    /// <summary>BIP-GMAC-128.</summary>
    BipGmac128 = 0x000FAC0B,

    /// <summary>BIP-GMAC-256.</summary>
    BipGmac256 = 0x000FAC0C,

    /// <summary>BIP-CMAC-256.</summary>
    BipCmac256 = 0x000FAC0D,
}

/// <summary>Key management suites (802.11-2020 table 9-151): OUI and type, most significant byte first.</summary>
public enum AkmSuite : uint
{
    /// <summary>Not given: the field is absent.</summary>
    None = 0,

    /// <summary>802.1X.</summary>
    Ieee8021X = 0x000FAC01,

    /// <summary>Pre-shared key.</summary>
    Psk = 0x000FAC02,

    /// <summary>Fast transition with a key of 802.1X.</summary>
    FtEap = 0x000FAC03,

    /// <summary>Fast transition with a pre-shared key.</summary>
    FtPsk = 0x000FAC04,

    /// <summary>802.1X with SHA-256.</summary>
    Ieee8021XSha256 = 0x000FAC05,

    /// <summary>Pre-shared key with SHA-256.</summary>
    PskSha256 = 0x000FAC06,

    /// <summary>SAE.</summary>
    Sae = 0x000FAC08,

    /// <summary>Fast transition with a key of SAE.</summary>
    FtSae = 0x000FAC09,

    /// <summary>Opportunistic wireless encryption (RFC 8110).</summary>
    Owe = 0x000FAC12,

    /// <summary>SAE whose keys are as long as the hash of its group.</summary>
    SaeExtKey = 0x000FAC18,
}

/// <summary>RSN capabilities (802.11-2020 9.4.2.24.4), as sent least significant byte first.</summary>
[Flags]
public enum RsnCapabilities : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Supports preauthentication.</summary>
    Preauthentication = 1 << 0,

    /// <summary>Cannot use a WEP default key beside a pairwise key.</summary>
    NoPairwise = 1 << 1,

    /// <summary>16 replay counters for the pairwise key: with WMM (bits 2 and 3).</summary>
    SixteenPtksaReplayCounters = 3 << 2,

    /// <summary>Management frame protection required.</summary>
    MfpRequired = 1 << 6,

    /// <summary>Management frame protection capable.</summary>
    MfpCapable = 1 << 7,

    /// <summary>Extended Key ID for Individually Addressed Frames: pairwise keys may have key ID 1, too.</summary>
    ExtendedKeyId = 1 << 13,
}
