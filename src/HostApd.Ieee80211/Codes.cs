namespace HostApd.Ieee80211;

/// <summary>Reason codes (802.11-2020 9.4.1.7) that we send or name in logs.</summary>
public enum ReasonCode : ushort
{
    /// <summary>Unspecified.</summary>
    Unspecified = 1,

    /// <summary>Previous authentication no longer valid.</summary>
    InvalidAuthentication = 2,

    /// <summary>The sending station is leaving (deauthentication).</summary>
    LeavingNetworkDeauthentication = 3,

    /// <summary>Inactivity.</summary>
    Inactivity = 4,

    /// <summary>The access point cannot handle all its stations.</summary>
    NoMoreStations = 5,

    /// <summary>Class 2 frame from an unauthenticated station.</summary>
    InvalidClass2Frame = 6,

    /// <summary>Class 3 frame from an unassociated station.</summary>
    InvalidClass3Frame = 7,

    /// <summary>The sending station is leaving (disassociation).</summary>
    LeavingNetworkDisassociation = 8,

    /// <summary>Invalid element.</summary>
    InvalidElement = 13,

    /// <summary>Message integrity code failure.</summary>
    MicFailure = 14,

    /// <summary>4-way handshake timeout.</summary>
    FourWayHandshakeTimeout = 15,

    /// <summary>Group key handshake timeout.</summary>
    GroupKeyHandshakeTimeout = 16,

    /// <summary>An element in the 4-way handshake differs from (Re)Association Request, Probe Response or Beacon.</summary>
    HandshakeElementMismatch = 17,

    /// <summary>IEEE 802.1X authentication failed; the end of a WPS exchange.</summary>
    Ieee8021xFailed = 23,
}

/// <summary>Status codes (802.11-2020 9.4.1.9) that we send.</summary>
public enum StatusCode : ushort
{
    /// <summary>Success.</summary>
    Success = 0,

    /// <summary>Unspecified failure.</summary>
    Failure = 1,

    /// <summary>Cannot support all requested capabilities.</summary>
    CapabilityMismatch = 10,

    /// <summary>Denied for a reason outside the standard.</summary>
    DeniedOther = 12,

    /// <summary>Unsupported authentication algorithm.</summary>
    UnsupportedAuthenticationAlgorithm = 13,

    /// <summary>Authentication sequence number out of order.</summary>
    UnexpectedSequenceNumber = 14,

    /// <summary>SAE: its confirm does not verify; it has another password.</summary>
    ChallengeFailure = 15,

    /// <summary>The access point has no room for more stations.</summary>
    NoMoreStations = 17,

    /// <summary>The station lacks a basic rate.</summary>
    BasicRateMismatch = 18,

    /// <summary>The station does not speak HT, and must.</summary>
    HtRequired = 27,

    /// <summary>Nobody can ask the R0 key holder that a station names.</summary>
    R0KeyHolderUnreachable = 28,

    /// <summary>Refused temporarily; try again later (comeback time).</summary>
    RefusedTemporarily = 30,

    /// <summary>Management frames are protected here, and the station cannot.</summary>
    RobustManagementPolicyViolation = 31,

    /// <summary>Invalid element.</summary>
    InvalidElement = 40,

    /// <summary>Invalid group cipher.</summary>
    InvalidGroupCipher = 41,

    /// <summary>Invalid pairwise cipher.</summary>
    InvalidPairwiseCipher = 42,

    /// <summary>Invalid AKM.</summary>
    InvalidAkm = 43,

    /// <summary>Unsupported RSNE version.</summary>
    UnsupportedRsneVersion = 44,

    /// <summary>Invalid RSNE capabilities.</summary>
    InvalidRsneCapabilities = 45,

    /// <summary>Cipher suite rejected by policy.</summary>
    CipherRejected = 46,

    /// <summary>The station would sleep longer than we keep frames for it.</summary>
    ListenIntervalTooLarge = 51,

    /// <summary>No key is known by the PMKID that it names, or it names none.</summary>
    InvalidPmkid = 53,

    /// <summary>The mobility domain that a station names is another, or it names none.</summary>
    InvalidMobilityDomain = 54,

    /// <summary>What a station says of its fast transition is not what was agreed on.</summary>
    InvalidFastTransition = 55,

    /// <summary>SAE: it is to repeat its commit with the token beside this.</summary>
    AntiCloggingTokenRequired = 76,

    /// <summary>SAE and OWE: another group is to be used.</summary>
    UnsupportedGroup = 77,

    /// <summary>The station does not speak VHT, and must.</summary>
    VhtRequired = 104,

    /// <summary>SAE: no password has the name that it uses.</summary>
    UnknownPasswordIdentifier = 123,

    /// <summary>SAE: a commit that is well, by hash to element.</summary>
    SaeHashToElement = 126,

    /// <summary>The station does not speak HE, and must.</summary>
    HeRequired = 124,

    /// <summary>The station does not speak EHT, and must.</summary>
    EhtRequired = 135,
}

/// <summary>Subtypes of management frames (802.11-2020 table 9-1).</summary>
public enum ManagementSubtype
{
    /// <summary>Association Request.</summary>
    AssociationRequest = 0,

    /// <summary>Association Response.</summary>
    AssociationResponse = 1,

    /// <summary>Reassociation Request.</summary>
    ReassociationRequest = 2,

    /// <summary>Reassociation Response.</summary>
    ReassociationResponse = 3,

    /// <summary>Probe Request.</summary>
    ProbeRequest = 4,

    /// <summary>Probe Response.</summary>
    ProbeResponse = 5,

    /// <summary>Beacon.</summary>
    Beacon = 8,

    /// <summary>Disassociation.</summary>
    Disassociation = 10,

    /// <summary>Authentication.</summary>
    Authentication = 11,

    /// <summary>Deauthentication.</summary>
    Deauthentication = 12,

    /// <summary>Action.</summary>
    Action = 13,
}
