namespace HostApd.Timeline.Readers;

/// <summary>What was read of one station so far.</summary>
internal sealed class StationLog
{
    /// <summary>Its last frame; none after it waited in vain.</summary>
    internal TraceKind LastFrame { get; private set; }

    /// <summary>Where that frame stands among the sightings, or -1.</summary>
    internal int Index { get; private set; } = -1;

    /// <summary>The deauthentication of which it is not known yet who sent it, or -1.</summary>
    internal int GuessedLeave { get; set; } = -1;

    /// <summary>The latest time at which it was spoken of, in microseconds since 1970.</summary>
    internal long LastTime { get; private set; }

    internal bool IsIn { get; private set; }

    internal bool IsJoining => !IsIn && LastFrame != TraceKind.Other && !IsLeaving(LastFrame);

    internal void Note(TraceKind kind, long time, int index)
    {
        LastTime = Math.Max(LastTime, time);
        IsIn = kind is TraceKind.Authorized or TraceKind.ClientConnected || IsIn && (!kind.IsFrame() || IsGroup(kind));
        if (kind.IsFrame() || kind == TraceKind.TimedOut)
        {
            (LastFrame, Index) = kind == TraceKind.TimedOut ? (TraceKind.Other, -1) : (kind, index);
        }
    }

    /// <summary>It is out again, whoever wanted that: what is told of it from now on is news.</summary>
    internal void Leave() => IsIn = false;

    /// <summary>Several lines tell of one thing.</summary>
    internal bool Knows(TraceKind kind) => kind.IsFrame()
        ? LastFrame == kind || IsLeaving(kind) && IsLeaving(LastFrame)
        : kind is TraceKind.Authorized or TraceKind.ClientConnected && IsIn;

    private static bool IsGroup(TraceKind kind) => kind is TraceKind.Group1 or TraceKind.Group2;

    private static bool IsLeaving(TraceKind kind) => kind is TraceKind.Deauthentication or TraceKind.Disassociation;
}
