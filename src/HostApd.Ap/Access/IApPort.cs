using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What an access may do to its station: the controlled port and what leads through it (802.1X-2010 6.4).</summary>
internal interface IApPort
{
    /// <summary>Sends an 802.1X PDU.</summary>
    DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt);

    /// <summary>Installs a key.</summary>
    DriverResult InstallKey(in KeySettings key);

    /// <summary>Installs a group key of a network; 0: the access point's own.</summary>
    DriverResult InstallGroupKey(int vlan, in KeySettings key);

    /// <summary>Sends to a station with another of its pairwise keys.</summary>
    DriverResult SelectPairwiseKey(MacAddress station, int keyId);

    /// <summary>Reads the transmit sequence number of a group key of a network, 6 bytes, least significant first.</summary>
    DriverResult ReadKeySequence(int vlan, int keyIndex, Span<byte> sequence);

    /// <summary>Opens the port: the station is in.</summary>
    DriverResult Authorize(Sta sta);

    /// <summary>Sends the station away.</summary>
    void Dismiss(Sta sta, ReasonCode reason);

    /// <summary>A timer that is not armed.</summary>
    ITimer CreateTimer(Action callback);

    /// <summary>An event.</summary>
    void Announce(ApEvent told);
}
