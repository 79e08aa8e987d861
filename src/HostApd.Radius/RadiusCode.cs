namespace HostApd.Radius;

/// <summary>The first octet of a packet (RFC 2865 3, RFC 2866 3, RFC 5176 2.3, RFC 5997 3).</summary>
public enum RadiusCode : byte
{
    /// <summary>No packet.</summary>
    None = 0,

    /// <summary>May this station in?</summary>
    AccessRequest = 1,

    /// <summary>It may.</summary>
    AccessAccept = 2,

    /// <summary>It may not.</summary>
    AccessReject = 3,

    /// <summary>What happens with a session.</summary>
    AccountingRequest = 4,

    /// <summary>It is written down.</summary>
    AccountingResponse = 5,

    /// <summary>The server asks the station something first.</summary>
    AccessChallenge = 11,

    /// <summary>Is the server alive?</summary>
    StatusServer = 12,

    /// <summary>The server wants a session to end.</summary>
    DisconnectRequest = 40,

    /// <summary>It has ended.</summary>
    DisconnectAck = 41,

    /// <summary>It has not.</summary>
    DisconnectNak = 42,

    /// <summary>The server wants a session changed.</summary>
    CoaRequest = 43,

    /// <summary>It is changed.</summary>
    CoaAck = 44,

    /// <summary>It is not.</summary>
    CoaNak = 45,
}
