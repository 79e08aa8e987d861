namespace HostApd.Timeline;

/// <summary>What a trace of a join can hold: frames by their names, and what the two sides did in between.</summary>
public enum TraceKind : byte
{
    /// <summary>A frame that no phase of a join is about.</summary>
    Other,

    /// <summary>Probe Request.</summary>
    ProbeRequest,

    /// <summary>Probe Response.</summary>
    ProbeResponse,

    /// <summary>P2P Provision Discovery Request.</summary>
    ProvisionDiscoveryRequest,

    /// <summary>P2P Provision Discovery Response.</summary>
    ProvisionDiscoveryResponse,

    /// <summary>P2P GO Negotiation Request, of either side; the code is its intent.</summary>
    NegotiationRequest,

    /// <summary>P2P GO Negotiation Response; the code is its status.</summary>
    NegotiationResponse,

    /// <summary>P2P GO Negotiation Confirmation; the code is its status.</summary>
    NegotiationConfirmation,

    /// <summary>P2P Invitation Request, of either side.</summary>
    InvitationRequest,

    /// <summary>P2P Invitation Response; the code is its status.</summary>
    InvitationResponse,

    /// <summary>Authentication of the client; the code is its algorithm where that is fast transition, 2.</summary>
    AuthenticationRequest,

    /// <summary>Authentication of the access point; the code is its status.</summary>
    AuthenticationResponse,

    /// <summary>Commit of SAE of the client; the code is its group.</summary>
    SaeCommit,

    /// <summary>Answer to it: the access point's own commit, or why there is none; the code is its status.</summary>
    SaeCommitResponse,

    /// <summary>Confirm of SAE of the client.</summary>
    SaeConfirm,

    /// <summary>Answer to it: the access point's own confirm, or why there is none; the code is its status.</summary>
    SaeConfirmResponse,

    /// <summary>Association or Reassociation Request; the code is the group of its Diffie-Hellman Parameter (OWE), 0 without.</summary>
    AssociationRequest,

    /// <summary>Its response; the code is its status.</summary>
    AssociationResponse,

    /// <summary>EAPOL-Start.</summary>
    EapolStart,

    /// <summary>EAP Request for the identity.</summary>
    IdentityRequest,

    /// <summary>EAP Response with the identity.</summary>
    IdentityResponse,

    /// <summary>EAP Request of another method than WPS, which a server has written; the code is its type.</summary>
    EapRequest,

    /// <summary>EAP Response to it; the code is its type.</summary>
    EapResponse,

    /// <summary>WSC_Start.</summary>
    WscStart,

    /// <summary>M1 of WPS.</summary>
    WscM1,

    /// <summary>M2 of WPS.</summary>
    WscM2,

    /// <summary>M2D: the registrar cannot serve this enrollee; the code is the Configuration Error.</summary>
    WscM2D,

    /// <summary>M3 of WPS.</summary>
    WscM3,

    /// <summary>M4 of WPS.</summary>
    WscM4,

    /// <summary>M5 of WPS.</summary>
    WscM5,

    /// <summary>M6 of WPS.</summary>
    WscM6,

    /// <summary>M7 of WPS.</summary>
    WscM7,

    /// <summary>M8 of WPS.</summary>
    WscM8,

    /// <summary>WSC_ACK.</summary>
    WscAck,

    /// <summary>WSC_NACK; the code is the Configuration Error.</summary>
    WscNack,

    /// <summary>WSC_Done.</summary>
    WscDone,

    /// <summary>A fragment of a WPS message, or its acknowledgement.</summary>
    WscFragment,

    /// <summary>EAP-Success.</summary>
    EapSuccess,

    /// <summary>EAP-Failure: the normal end of WPS.</summary>
    EapFailure,

    /// <summary>Message 1 of the 4-way handshake.</summary>
    Message1,

    /// <summary>Message 2 of the 4-way handshake.</summary>
    Message2,

    /// <summary>Message 3 of the 4-way handshake.</summary>
    Message3,

    /// <summary>Message 4 of the 4-way handshake.</summary>
    Message4,

    /// <summary>First message of the group key handshake.</summary>
    Group1,

    /// <summary>Second message of the group key handshake.</summary>
    Group2,

    /// <summary>SA Query Request, of either side: whether an association is alive; the code is its transaction.</summary>
    SaQueryRequest,

    /// <summary>SA Query Response; the code is the transaction that it answers.</summary>
    SaQueryResponse,

    /// <summary>Deauthentication; the code is its reason.</summary>
    Deauthentication,

    /// <summary>Disassociation; the code is its reason.</summary>
    Disassociation,

    // What follows are not frames.

    /// <summary>The access point holds a message until keys can be drawn.</summary>
    HoldBegan,

    /// <summary>The hold is over.</summary>
    HoldEnded,

    /// <summary>The hold was given up and the client sent away for now.</summary>
    HoldTimedOut,

    /// <summary>The controlled port is open: the client is in; the code is its <see cref="AirAgreement"/>, 0 when not known.</summary>
    Authorized,

    /// <summary>The access point suspects a wrong passphrase: a MIC did not fit.</summary>
    PskMismatch,

    /// <summary>The access point suspects another password of SAE: a confirm did not verify.</summary>
    SaeMismatch,

    /// <summary>The client has hunted and pecked for SAE's point, and says that it can hash to it as the access point can.</summary>
    SaeDowngraded,

    /// <summary>The access point refused the 4-way handshake for want of entropy, as hostapd does.</summary>
    EntropyRejection,

    /// <summary>Two push buttons were pressed at once.</summary>
    PbcOverlap,

    /// <summary>The client waits for an access point whose button is pressed.</summary>
    PbcNotArmed,

    /// <summary>A scan of the client began; the code is the number of channels, 0 when not known.</summary>
    ScanBegan,

    /// <summary>The scan is over.</summary>
    ScanEnded,

    /// <summary>A control command or the system told the client's supplicant to disconnect.</summary>
    DisconnectOrdered,

    /// <summary>The client dropped the connection by itself; the code is the reason.</summary>
    DisconnectedItself,

    /// <summary>A Beacon or Probe Response that lacks the P2P element which this client looks for.</summary>
    NoP2pElement,

    /// <summary>The client's supplicant reports the connection as made.</summary>
    ClientConnected,

    /// <summary>The client gave up.</summary>
    ClientGaveUp,

    /// <summary>The client suspects a wrong passphrase: to be sent away in the midst of a handshake is all that it has seen.</summary>
    PskDoubted,

    /// <summary>The access point has sent a message of the handshake as often as it does, in vain.</summary>
    HandshakeGivenUp,

    /// <summary>The client has waited in vain for an answer.</summary>
    TimedOut,
}

/// <summary>Parts of a join, in the order in which a join goes through them.</summary>
public enum JoinStage : byte
{
    /// <summary>Looking for the access point: probes, scans, the way back after WPS.</summary>
    Search,

    /// <summary>P2P Provision Discovery.</summary>
    ProvisionDiscovery,

    /// <summary>P2P GO Negotiation, with the time in which a person is asked.</summary>
    Negotiation,

    /// <summary>P2P Invitation into a group that persists or runs.</summary>
    Invitation,

    /// <summary>From the agreement until the client has found its group.</summary>
    GroupStart,

    /// <summary>Authentication.</summary>
    Authentication,

    /// <summary>Association.</summary>
    Association,

    /// <summary>EAP start: EAPOL-Start, identity, WSC_Start.</summary>
    EapStart,

    /// <summary>EAP with a server elsewhere, by way of the access point.</summary>
    Eap,

    /// <summary>M1 to M8 and WSC_Done.</summary>
    Wps,

    /// <summary>EAP-Failure and the deauthentication that ends WPS.</summary>
    WpsEnd,

    /// <summary>The 4-way handshake.</summary>
    Handshake,

    /// <summary>Keys installed, port opened.</summary>
    Opening,

    /// <summary>Sent away, or gone.</summary>
    Leaving,
}

/// <summary>Who was waited for, or who is to blame.</summary>
public enum JoinSide : byte
{
    /// <summary>The access point or Group Owner.</summary>
    AccessPoint,

    /// <summary>The client.</summary>
    Client,

    /// <summary>The access point's entropy pool.</summary>
    Entropy,

    /// <summary>What lies between: lost frames.</summary>
    Air,

    /// <summary>A server of EAP, and the way there.</summary>
    Server,

    /// <summary>Nobody.</summary>
    Nobody,
}
