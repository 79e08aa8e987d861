using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Why a session has ended.</summary>
public enum SessionEnd : byte
{
    /// <summary>The station has left.</summary>
    ByStation,

    /// <summary>It could not be heard any more.</summary>
    LostCarrier,

    /// <summary>It was silent for too long.</summary>
    Idle,

    /// <summary>Its time was over.</summary>
    SessionTimeout,

    /// <summary>The owner, or a server, has sent it away.</summary>
    ByOwner,

    /// <summary>The access point goes.</summary>
    AccessPointEnds,

    /// <summary>It was asked anew, and has failed.</summary>
    Failed,

    /// <summary>It has begun anew here, or at another BSS of ours.</summary>
    Restarted,
}

/// <summary>A station's session, from the open port to its end.</summary>
public sealed class StationSession
{
    /// <summary>Its number, 64 bits, never the same twice.</summary>
    public required ulong Id { get; init; }

    /// <summary>The number that it shares with others of that station; 0: none.</summary>
    public ulong MultiId { get; init; }

    /// <summary>Whose.</summary>
    public required MacAddress Station { get; init; }

    /// <summary>Its Association ID.</summary>
    public required int Aid { get; init; }

    /// <summary>Who it has said to be, octets as they came; empty: nobody.</summary>
    public ReadOnlyMemory<byte> Identity { get; init; }

    /// <summary>What a service has granted; null: it was not asked.</summary>
    public SessionGrant? Grant { get; internal set; }
}

/// <summary>Who keeps account of sessions; one for a BSS.</summary>
public interface ISessionBook
{
    /// <summary>A number for a station's session: 64 bits, never the same twice.</summary>
    ulong NextSessionId();

    /// <summary>The port is open.</summary>
    void Begin(StationSession session);

    /// <summary>It goes on, and what was granted is another now (<see cref="StationSession.Grant"/>).</summary>
    void Change(StationSession session);

    /// <summary>The session is over; <paramref name="counters"/> were read before the kernel forgot the station.</summary>
    void End(StationSession session, in StationCounters counters, SessionEnd why);
}
