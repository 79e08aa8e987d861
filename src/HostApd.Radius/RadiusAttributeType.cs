namespace HostApd.Radius;

/// <summary>Types of attributes, those that an access point writes or reads.</summary>
public enum RadiusAttributeType : byte
{
    /// <summary>RFC 2865 5.1: the EAP identity, or a station's address.</summary>
    UserName = 1,

    /// <summary>RFC 2865 5.2, hidden.</summary>
    UserPassword = 2,

    /// <summary>RFC 2865 5.4: four octets.</summary>
    NasIpAddress = 4,

    /// <summary>RFC 2865 5.5: a number, our AID.</summary>
    NasPort = 5,

    /// <summary>RFC 2865 5.6: a number, 2 (Framed).</summary>
    ServiceType = 6,

    /// <summary>RFC 2865 5.8: four octets.</summary>
    FramedIpAddress = 8,

    /// <summary>RFC 2865 5.12: a number of bytes.</summary>
    FramedMtu = 12,

    /// <summary>RFC 2865 5.24: goes back as it came.</summary>
    State = 24,

    /// <summary>RFC 2865 5.25: goes into every accounting message as it came.</summary>
    Class = 25,

    /// <summary>RFC 2865 5.26: a vendor's number and what it likes.</summary>
    VendorSpecific = 26,

    /// <summary>RFC 2865 5.27: a number of seconds.</summary>
    SessionTimeout = 27,

    /// <summary>RFC 2865 5.29: 0 ends the session, 1 asks again.</summary>
    TerminationAction = 29,

    /// <summary>RFC 2865 5.30, in the form of RFC 3580 3.20.</summary>
    CalledStationId = 30,

    /// <summary>RFC 2865 5.31, in the form of RFC 3580 3.21.</summary>
    CallingStationId = 31,

    /// <summary>RFC 2865 5.32: text.</summary>
    NasIdentifier = 32,

    /// <summary>RFC 2865 5.33: proxies' own, echoed in order by who answers.</summary>
    ProxyState = 33,

    /// <summary>RFC 2866 5.1: a number, 1 start, 2 stop, 3 interim, 7 on, 8 off.</summary>
    AccountingStatusType = 40,

    /// <summary>RFC 2866 5.3: a number, bytes from the station, modulo 2³².</summary>
    AccountingInputOctets = 42,

    /// <summary>RFC 2866 5.4: a number, bytes to the station, modulo 2³².</summary>
    AccountingOutputOctets = 43,

    /// <summary>RFC 2866 5.5: text.</summary>
    AccountingSessionId = 44,

    /// <summary>RFC 2866 5.6: a number, 1 RADIUS, 2 local.</summary>
    AccountingAuthentic = 45,

    /// <summary>RFC 2866 5.7: a number, seconds.</summary>
    AccountingSessionTime = 46,

    /// <summary>RFC 2866 5.8: a number, frames from the station.</summary>
    AccountingInputPackets = 47,

    /// <summary>RFC 2866 5.9: a number, frames to the station.</summary>
    AccountingOutputPackets = 48,

    /// <summary>RFC 2866 5.10: a number, why a session is over.</summary>
    AccountingTerminateCause = 49,

    /// <summary>RFC 2866 5.11: text.</summary>
    AccountingMultiSessionId = 50,

    /// <summary>RFC 2869 5.1: a number, how often the bytes from the station have passed 2³².</summary>
    AccountingInputGigawords = 52,

    /// <summary>RFC 2869 5.2: a number, the same of the bytes to it.</summary>
    AccountingOutputGigawords = 53,

    /// <summary>RFC 2869 5.3: a number, seconds since 1970.</summary>
    EventTimestamp = 55,

    /// <summary>RFC 2865 5.41: a number, 19 for 802.11.</summary>
    NasPortType = 61,

    /// <summary>RFC 2868 3.1: a tag and 24 bits, 13 for a VLAN.</summary>
    TunnelType = 64,

    /// <summary>RFC 2868 3.2: a tag and 24 bits, 6 for 802.</summary>
    TunnelMediumType = 65,

    /// <summary>RFC 2868 3.5, hidden: a passphrase.</summary>
    TunnelPassword = 69,

    /// <summary>RFC 2869 5.11: text.</summary>
    ConnectInfo = 77,

    /// <summary>RFC 3579 3.1: a piece of an EAP packet.</summary>
    EapMessage = 79,

    /// <summary>RFC 3579 3.2: HMAC-MD5 of the packet.</summary>
    MessageAuthenticator = 80,

    /// <summary>RFC 2868 3.6: perhaps a tag, and text: the VLAN's number.</summary>
    TunnelPrivateGroupId = 81,

    /// <summary>RFC 2869 5.16: a number of seconds.</summary>
    AccountingInterimInterval = 85,

    /// <summary>RFC 4372 2.2: who pays, without a name.</summary>
    ChargeableUserIdentity = 89,

    /// <summary>RFC 3162 2.1: sixteen octets.</summary>
    NasIpv6Address = 95,

    /// <summary>RFC 5176 3.5: a number, why a request is refused.</summary>
    ErrorCause = 101,

    /// <summary>RFC 7268 2.5: a number below 65536.</summary>
    MobilityDomainId = 177,

    /// <summary>RFC 7268 2.13: a number, the reason code of the deauthentication.</summary>
    WlanReasonCode = 185,

    /// <summary>RFC 7268 2.14: a suite selector.</summary>
    WlanPairwiseCipher = 186,

    /// <summary>RFC 7268 2.15: a suite selector.</summary>
    WlanGroupCipher = 187,

    /// <summary>RFC 7268 2.16: a suite selector.</summary>
    WlanAkmSuite = 188,

    /// <summary>RFC 7268 2.17: a suite selector.</summary>
    WlanGroupManagementCipher = 189,

    /// <summary>RFC 6929 2.2: a type of its own and a flag behind the length.</summary>
    LongExtended5 = 245,
}
