using System.Net;
using HostApd.Ieee80211;

namespace HostApd.Radius;

/// <summary>Which session a server means (RFC 5176 3.1): all that is given has to fit, and at least one is of a session.</summary>
public sealed class SessionNames
{
    /// <summary>NAS-IP-Address; null: not named.</summary>
    public IPAddress? NasAddress { get; internal set; }

    /// <summary>NAS-IPv6-Address.</summary>
    public IPAddress? NasIpv6Address { get; internal set; }

    /// <summary>NAS-Identifier.</summary>
    public byte[]? NasIdentifier { get; internal set; }

    /// <summary>Called-Station-Id, as it was told in the request: address and SSID.</summary>
    public byte[]? CalledStation { get; internal set; }

    /// <summary>Calling-Station-Id: the station.</summary>
    public MacAddress? CallingStation { get; internal set; }

    /// <summary>Acct-Session-Id.</summary>
    public byte[]? Session { get; internal set; }

    /// <summary>Acct-Multi-Session-Id.</summary>
    public byte[]? MultiSession { get; internal set; }

    /// <summary>User-Name.</summary>
    public byte[]? UserName { get; internal set; }

    /// <summary>Chargeable-User-Identity.</summary>
    public byte[]? ChargeableUserIdentity { get; internal set; }

    /// <summary>Something of it tells sessions apart.</summary>
    public bool NamesSession => CallingStation is not null || Session is not null || MultiSession is not null || UserName is not null || ChargeableUserIdentity is not null;
}

/// <summary>What is to be another for a session (RFC 5176 2.2); what is null stays.</summary>
public sealed class SessionChange
{
    /// <summary>Session-Timeout, from now.</summary>
    public TimeSpan? SessionTimeout { get; internal set; }

    /// <summary>Termination-Action 1: it authenticates anew at the end; 0: it ends.</summary>
    public bool? Reauthenticates { get; internal set; }

    /// <summary>Acct-Interim-Interval.</summary>
    public TimeSpan? InterimInterval { get; internal set; }

    /// <summary>Tunnel attributes: it belongs into another VLAN, which it comes to by coming back.</summary>
    public bool MovesVlan { get; internal set; }
}

/// <summary>What a request is refused for (RFC 5176 3.5).</summary>
public enum ErrorCause
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>An attribute that we cannot look for or change.</summary>
    UnsupportedAttribute = 401,

    /// <summary>Nothing that names a session, or nothing to be changed.</summary>
    MissingAttribute = 402,

    /// <summary>It names another access point.</summary>
    NasMismatch = 403,

    /// <summary>A Service-Type.</summary>
    UnsupportedService = 405,

    /// <summary>A value that is none of its attribute.</summary>
    InvalidAttributeValue = 407,

    /// <summary>No such session.</summary>
    SessionNotFound = 503,

    /// <summary>It cannot be ended.</summary>
    SessionNotRemovable = 504,

    /// <summary>What is named fits several.</summary>
    SeveralSessions = 508,
}

/// <summary>The sessions of all access points of the process, as <see cref="DynamicAuthorization"/> sees them.</summary>
public interface ISessions
{
    /// <summary>Whether NAS-IP-Address, NAS-IPv6-Address and NAS-Identifier, where they are named, are ours.</summary>
    bool AreOurs(SessionNames names);

    /// <summary>Ends the session that is meant, and whatever would bring it back without asking.</summary>
    ErrorCause Disconnect(SessionNames names);

    /// <summary>Changes it.</summary>
    ErrorCause Change(SessionNames names, SessionChange change);
}
