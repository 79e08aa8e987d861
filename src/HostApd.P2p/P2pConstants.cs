namespace HostApd.P2p;

/// <summary>P2P attribute identifiers (P2P 1.7 table 6).</summary>
public enum P2pAttributeId : byte
{
    /// <summary>Status, 1 byte.</summary>
    Status = 0,

    /// <summary>Minor Reason Code, 1 byte.</summary>
    MinorReasonCode = 1,

    /// <summary>P2P Capability, 2 bytes: device, group.</summary>
    Capability = 2,

    /// <summary>P2P Device ID, 6 bytes.</summary>
    DeviceId = 3,

    /// <summary>Group Owner Intent, 1 byte.</summary>
    GroupOwnerIntent = 4,

    /// <summary>Configuration Timeout, 2 bytes.</summary>
    ConfigurationTimeout = 5,

    /// <summary>Listen Channel, 5 bytes.</summary>
    ListenChannel = 6,

    /// <summary>P2P Group BSSID, 6 bytes.</summary>
    GroupBssid = 7,

    /// <summary>Extended Listen Timing, 4 bytes: period, interval, in ms.</summary>
    ExtendedListenTiming = 8,

    /// <summary>Intended P2P Interface Address, 6 bytes.</summary>
    IntendedInterfaceAddress = 9,

    /// <summary>P2P Manageability, 1 byte.</summary>
    Manageability = 10,

    /// <summary>Channel List.</summary>
    ChannelList = 11,

    /// <summary>Notice of Absence.</summary>
    NoticeOfAbsence = 12,

    /// <summary>P2P Device Info.</summary>
    DeviceInfo = 13,

    /// <summary>P2P Group Info.</summary>
    GroupInfo = 14,

    /// <summary>P2P Group ID: device address and SSID.</summary>
    GroupId = 15,

    /// <summary>Operating Channel, 5 bytes.</summary>
    OperatingChannel = 17,

    /// <summary>Invitation Flags, 1 byte.</summary>
    InvitationFlags = 18,

    /// <summary>Out-of-Band Group Owner Negotiation Channel, 6 bytes.</summary>
    OutOfBandChannel = 19,

    /// <summary>Service Hash, 6 bytes each.</summary>
    ServiceHash = 21,

    /// <summary>Connection Capability, 1 byte.</summary>
    ConnectionCapability = 23,

    /// <summary>Advertisement ID, 10 bytes: number and address.</summary>
    AdvertisementId = 24,

    /// <summary>Session ID, 10 bytes: number and address.</summary>
    SessionId = 26,

    /// <summary>Feature Capability.</summary>
    FeatureCapability = 27,

    /// <summary>Persistent Group: device address and SSID.</summary>
    PersistentGroup = 28,

    /// <summary>P2P Capability Extension, 2 bytes at least.</summary>
    CapabilityExtension = 29,

    /// <summary>Device Identity Resolution.</summary>
    DeviceIdentityResolution = 32,

    /// <summary>Pairing and Bootstrapping Method.</summary>
    BootstrappingMethod = 33,
}

/// <summary>Device Capability bits (P2P 1.7 table 12).</summary>
[Flags]
public enum DeviceCapability : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Service discovery.</summary>
    ServiceDiscovery = 1 << 0,

    /// <summary>A client in power save can be woken through its Group Owner.</summary>
    ClientDiscoverability = 1 << 1,

    /// <summary>Can be in a group and on an access point at once.</summary>
    ConcurrentOperation = 1 << 2,

    /// <summary>No further groups.</summary>
    DeviceLimit = 1 << 4,

    /// <summary>Processes invitations.</summary>
    InvitationProcedure = 1 << 5,
}

/// <summary>Group Capability bits (P2P 1.7 table 13).</summary>
[Flags]
public enum GroupCapability : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The sender is a Group Owner.</summary>
    GroupOwner = 1 << 0,

    /// <summary>The group is persistent.</summary>
    PersistentGroup = 1 << 1,

    /// <summary>No further clients.</summary>
    GroupLimit = 1 << 2,

    /// <summary>Clients may talk to each other.</summary>
    IntraBss = 1 << 3,

    /// <summary>Infrastructure is shared with the group.</summary>
    CrossConnection = 1 << 4,

    /// <summary>A persistent group may be resumed without asking the user.</summary>
    PersistentReconnect = 1 << 5,

    /// <summary>A client is being provisioned.</summary>
    GroupFormation = 1 << 6,

    /// <summary>IP addresses are handed out in the 4-way handshake.</summary>
    IpAddressAllocation = 1 << 7,
}

/// <summary>Status codes (P2P 1.7 table 8).</summary>
public enum P2pStatus : byte
{
    /// <summary>Success.</summary>
    Success = 0,

    /// <summary>Information is currently unavailable.</summary>
    InformationUnavailable = 1,

    /// <summary>Incompatible parameters.</summary>
    IncompatibleParameters = 2,

    /// <summary>Limit reached.</summary>
    LimitReached = 3,

    /// <summary>Invalid parameters.</summary>
    InvalidParameters = 4,

    /// <summary>Unable to accommodate the request: here, because we are a Group Owner already.</summary>
    UnableToAccommodate = 5,

    /// <summary>The request is a repetition, or out of order: an earlier step failed.</summary>
    PreviousProtocolError = 6,

    /// <summary>No channel that both may use.</summary>
    NoCommonChannel = 7,

    /// <summary>Unknown group.</summary>
    UnknownGroup = 8,

    /// <summary>Both devices have intent 15: neither may become the other's client.</summary>
    BothIntents15 = 9,

    /// <summary>Incompatible provisioning method.</summary>
    IncompatibleProvisioning = 10,

    /// <summary>Rejected by the user.</summary>
    RejectedByUser = 11,

    /// <summary>Accepted by the user, later.</summary>
    AcceptedByUser = 12,
}

/// <summary>Subtypes of P2P public action frames (P2P 1.7 table 61).</summary>
public enum P2pPublicAction : byte
{
    /// <summary>GO Negotiation Request.</summary>
    GoNegotiationRequest = 0,

    /// <summary>GO Negotiation Response.</summary>
    GoNegotiationResponse = 1,

    /// <summary>GO Negotiation Confirmation.</summary>
    GoNegotiationConfirmation = 2,

    /// <summary>Invitation Request.</summary>
    InvitationRequest = 3,

    /// <summary>Invitation Response.</summary>
    InvitationResponse = 4,

    /// <summary>Device Discoverability Request.</summary>
    DeviceDiscoverabilityRequest = 5,

    /// <summary>Device Discoverability Response.</summary>
    DeviceDiscoverabilityResponse = 6,

    /// <summary>Provision Discovery Request.</summary>
    ProvisionDiscoveryRequest = 7,

    /// <summary>Provision Discovery Response.</summary>
    ProvisionDiscoveryResponse = 8,
}

/// <summary>Subtypes of P2P action frames (P2P 1.7 4.2.10).</summary>
public enum P2pAction : byte
{
    /// <summary>Notice of Absence.</summary>
    NoticeOfAbsence = 0,

    /// <summary>P2P Presence Request.</summary>
    PresenceRequest = 1,

    /// <summary>P2P Presence Response.</summary>
    PresenceResponse = 2,

    /// <summary>GO Discoverability Request.</summary>
    GoDiscoverabilityRequest = 3,
}
