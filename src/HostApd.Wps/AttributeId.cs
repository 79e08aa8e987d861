namespace HostApd.Wps;

/// <summary>Attribute types (WSC 2.0 12), 16 bits, most significant byte first, followed by a 16-bit length.</summary>
public enum AttributeId : ushort
{
    /// <summary>AP Setup Locked, 1 byte.</summary>
    ApSetupLocked = 0x1057,

    /// <summary>Association State, 2 bytes.</summary>
    AssociationState = 0x1002,

    /// <summary>Authentication Type, 2 bytes.</summary>
    AuthenticationType = 0x1003,

    /// <summary>Authentication Type Flags, 2 bytes.</summary>
    AuthenticationTypeFlags = 0x1004,

    /// <summary>Authenticator, 8 bytes.</summary>
    Authenticator = 0x1005,

    /// <summary>Config Methods, 2 bytes.</summary>
    ConfigMethods = 0x1008,

    /// <summary>Configuration Error, 2 bytes.</summary>
    ConfigurationError = 0x1009,

    /// <summary>Connection Type Flags, 1 byte.</summary>
    ConnectionTypeFlags = 0x100D,

    /// <summary>Credential: attributes.</summary>
    Credential = 0x100E,

    /// <summary>Encryption Type, 2 bytes.</summary>
    EncryptionType = 0x100F,

    /// <summary>Encryption Type Flags, 2 bytes.</summary>
    EncryptionTypeFlags = 0x1010,

    /// <summary>Device Name, up to 32 bytes.</summary>
    DeviceName = 0x1011,

    /// <summary>Device Password ID, 2 bytes.</summary>
    DevicePasswordId = 0x1012,

    /// <summary>E-Hash1, 32 bytes.</summary>
    EHash1 = 0x1014,

    /// <summary>E-Hash2, 32 bytes.</summary>
    EHash2 = 0x1015,

    /// <summary>E-SNonce1, 16 bytes.</summary>
    ESNonce1 = 0x1016,

    /// <summary>E-SNonce2, 16 bytes.</summary>
    ESNonce2 = 0x1017,

    /// <summary>Encrypted Settings: IV and whole AES blocks.</summary>
    EncryptedSettings = 0x1018,

    /// <summary>Enrollee Nonce, 16 bytes.</summary>
    EnrolleeNonce = 0x101A,

    /// <summary>Key Wrap Authenticator, 8 bytes.</summary>
    KeyWrapAuthenticator = 0x101E,

    /// <summary>MAC Address, 6 bytes.</summary>
    MacAddress = 0x1020,

    /// <summary>Manufacturer, up to 64 bytes.</summary>
    Manufacturer = 0x1021,

    /// <summary>Message Type, 1 byte.</summary>
    MessageType = 0x1022,

    /// <summary>Model Name, up to 32 bytes.</summary>
    ModelName = 0x1023,

    /// <summary>Model Number, up to 32 bytes.</summary>
    ModelNumber = 0x1024,

    /// <summary>Network Index, 1 byte: always 1.</summary>
    NetworkIndex = 0x1026,

    /// <summary>Network Key, up to 64 bytes.</summary>
    NetworkKey = 0x1027,

    /// <summary>OS Version, 4 bytes; the highest bit is set.</summary>
    OsVersion = 0x102D,

    /// <summary>Public Key, 192 bytes.</summary>
    PublicKey = 0x1032,

    /// <summary>Registrar Nonce, 16 bytes.</summary>
    RegistrarNonce = 0x1039,

    /// <summary>Request Type, 1 byte.</summary>
    RequestType = 0x103A,

    /// <summary>Response Type, 1 byte.</summary>
    ResponseType = 0x103B,

    /// <summary>RF Bands, 1 byte.</summary>
    RfBands = 0x103C,

    /// <summary>R-Hash1, 32 bytes.</summary>
    RHash1 = 0x103D,

    /// <summary>R-Hash2, 32 bytes.</summary>
    RHash2 = 0x103E,

    /// <summary>R-SNonce1, 16 bytes.</summary>
    RSNonce1 = 0x103F,

    /// <summary>R-SNonce2, 16 bytes.</summary>
    RSNonce2 = 0x1040,

    /// <summary>Selected Registrar, 1 byte.</summary>
    SelectedRegistrar = 0x1041,

    /// <summary>Serial Number, up to 32 bytes.</summary>
    SerialNumber = 0x1042,

    /// <summary>Wi-Fi Simple Configuration State, 1 byte.</summary>
    WpsState = 0x1044,

    /// <summary>SSID, up to 32 bytes.</summary>
    Ssid = 0x1045,

    /// <summary>UUID-E, 16 bytes.</summary>
    UuidE = 0x1047,

    /// <summary>UUID-R, 16 bytes.</summary>
    UuidR = 0x1048,

    /// <summary>Vendor Extension: a 3-byte vendor and up to 1021 bytes.</summary>
    VendorExtension = 0x1049,

    /// <summary>Application Extension: UUIDs and data of applications.</summary>
    ApplicationExtension = 0x1058,

    /// <summary>Version, 1 byte: 0x10.</summary>
    Version = 0x104A,

    /// <summary>Selected Registrar Config Methods, 2 bytes.</summary>
    SelectedRegistrarConfigMethods = 0x1053,

    /// <summary>Primary Device Type, 8 bytes.</summary>
    PrimaryDeviceType = 0x1054,

    /// <summary>Requested Device Type, 8 bytes.</summary>
    RequestedDeviceType = 0x106A,
}

/// <summary>Message Type (WSC 2.0 12, attribute 0x1022).</summary>
public enum MessageType : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>M1.</summary>
    M1 = 0x04,

    /// <summary>M2.</summary>
    M2 = 0x05,

    /// <summary>M2D.</summary>
    M2D = 0x06,

    /// <summary>M3.</summary>
    M3 = 0x07,

    /// <summary>M4.</summary>
    M4 = 0x08,

    /// <summary>M5.</summary>
    M5 = 0x09,

    /// <summary>M6.</summary>
    M6 = 0x0A,

    /// <summary>M7.</summary>
    M7 = 0x0B,

    /// <summary>M8.</summary>
    M8 = 0x0C,

    /// <summary>WSC_ACK.</summary>
    WscAck = 0x0D,

    /// <summary>WSC_NACK.</summary>
    WscNack = 0x0E,

    /// <summary>WSC_Done.</summary>
    WscDone = 0x0F,
}

/// <summary>Configuration Error (WSC 2.0 12, attribute 0x1009), 16 bits; those that we send or name.</summary>
public enum ConfigurationError : ushort
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Decryption CRC failure: the key wrap authenticator is wrong.</summary>
    DecryptionCrcFailure = 2,

    /// <summary>Multiple PBC sessions detected.</summary>
    MultiplePbcSessions = 12,

    /// <summary>Device busy.</summary>
    DeviceBusy = 14,

    /// <summary>Setup locked.</summary>
    SetupLocked = 15,

    /// <summary>Message timeout.</summary>
    MessageTimeout = 16,

    /// <summary>Device Password Auth Failure.</summary>
    DevicePasswordAuthFailure = 18,
}

/// <summary>Op-Code of an EAP-WSC packet (WSC 2.0 7.7.1), 1 byte.</summary>
public enum WscOpCode : byte
{
    /// <summary>WSC_Start.</summary>
    Start = 1,

    /// <summary>WSC_ACK.</summary>
    Ack = 2,

    /// <summary>WSC_NACK.</summary>
    Nack = 3,

    /// <summary>WSC_MSG: M1 to M8 and M2D.</summary>
    Message = 4,

    /// <summary>WSC_Done.</summary>
    Done = 5,

    /// <summary>WSC_FRAG_ACK.</summary>
    FragmentAck = 6,
}
