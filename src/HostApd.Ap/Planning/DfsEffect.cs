using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What the caller is to do for a <see cref="DfsMachine"/>, in order.</summary>
public enum DfsEffectKind
{
    /// <summary>Listen for radar; then call <see cref="DfsMachine.OnCheckBegun"/> or <see cref="DfsMachine.OnCheckRefused"/>.</summary>
    StartCheck,

    /// <summary>Listen no more.</summary>
    EndCheck,

    /// <summary>Begin to beacon.</summary>
    Proceed,

    /// <summary>Do not begin: <see cref="DfsEffect.Refusal"/> says why.</summary>
    Refuse,

    /// <summary>Go there with all stations, at once; then call <see cref="DfsMachine.OnMoved"/>, or <see cref="DfsMachine.OnSwitchRefused"/>.</summary>
    Switch,

    /// <summary>Send all stations away, stop to beacon and begin anew, which leads to <see cref="DfsMachine.Begin"/>.</summary>
    TakeDown,

    /// <summary>Read what the radio knows again, then call <see cref="DfsMachine.OnRead"/>.</summary>
    Read,

    /// <summary>Tell of <see cref="DfsEffect.News"/>.</summary>
    Raise,
}

/// <summary>What is told of radar.</summary>
public enum DfsNews
{
    /// <summary>It is listened for.</summary>
    CheckStarted,

    /// <summary>There was none.</summary>
    CheckCompleted,

    /// <summary>It was not listened for to the end.</summary>
    CheckFailed,

    /// <summary>There was one.</summary>
    RadarDetected,

    /// <summary>We go, or begin, elsewhere.</summary>
    NewChannel,

    /// <summary>A channel may be listened to again.</summary>
    OccupancyEnded,

    /// <summary>It has to be.</summary>
    CheckExpired,
}

/// <summary>One of these, and where.</summary>
public readonly record struct DfsEffect(DfsEffectKind Kind, OperatingChannel Channel)
{
    /// <summary>What is told, of <see cref="DfsEffectKind.Raise"/>.</summary>
    public DfsNews News { get; init; }

    /// <summary>Why not, of <see cref="DfsEffectKind.Refuse"/>.</summary>
    public DriverResult? Refusal { get; init; }
}
