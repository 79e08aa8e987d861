using HostApd.Eapol;

namespace HostApd.Ap;

/// <summary>
/// How one station gets from its association to the open port: at once, by a 4-way handshake, or not at all, when it is here to be
/// provisioned. It belongs to one association and ends with it.
/// </summary>
public interface IAccess : IDisposable
{
    /// <summary>The station has not yet answered anything: the Association Request that it sent may come once more.</summary>
    bool AwaitsFirstAnswer { get; }

    /// <summary>It has shown nothing yet, and its place may be given to another.</summary>
    bool GivesWay { get; }

    /// <summary>The station is associated.</summary>
    void Start();

    /// <summary>It has sent an 802.1X PDU; false when nothing here expects one of that type.</summary>
    bool OnEapol(in EapolFrame frame);

    /// <summary>The last 802.1X PDU left the air, acknowledged or not.</summary>
    void OnEapolSent(bool acknowledged);

    /// <summary>Keys can be drawn.</summary>
    void OnEntropyReady();

    /// <summary>The association has ended.</summary>
    void Stop();
}
