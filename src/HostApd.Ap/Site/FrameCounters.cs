namespace HostApd.Ap;

/// <summary>Why a received frame had no effect.</summary>
public enum FrameDrop
{
    /// <summary>Cut short, lying lengths, or not for an access point.</summary>
    Malformed,

    /// <summary>Addressed to somebody else, or from an address nobody can have.</summary>
    WrongAddress,

    /// <summary>From a station that we do not know.</summary>
    UnknownStation,

    /// <summary>A new Authentication too soon after the last.</summary>
    TooSoon,

    /// <summary>Not expected in the station's state.</summary>
    NotExpected,

    /// <summary>From a station that the access list shuts out.</summary>
    Denied,

    /// <summary>Not protected, and the station whose name it bears protects frames of that kind.</summary>
    Unprotected,
}

/// <summary>Frames without effect, by reason.</summary>
public sealed class FrameCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<FrameDrop>().Length];

    /// <summary>How many were dropped for <paramref name="reason"/>.</summary>
    public long this[FrameDrop reason] => _counts[(int)reason];

    internal void Count(FrameDrop reason) => _counts[(int)reason]++;
}
