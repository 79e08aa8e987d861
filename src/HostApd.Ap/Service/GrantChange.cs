namespace HostApd.Ap;

/// <summary>What a service changes of what it has granted, while the session goes on (RFC 5176 2.2); what is null stays.</summary>
public sealed class GrantChange
{
    /// <summary>Session-Timeout, from now on; zero: none.</summary>
    public TimeSpan? SessionTimeout { get; init; }

    /// <summary>Whether the station is asked anew at the end of that, and not sent away.</summary>
    public bool? AsksAgainAtEnd { get; init; }

    /// <summary>Acct-Interim-Interval.</summary>
    public TimeSpan? InterimInterval { get; init; }

    /// <summary>It is about the session's time, and not about its accounting alone.</summary>
    internal bool IsOfTime => SessionTimeout is not null || AsksAgainAtEnd is not null;

    /// <summary>What was granted, with that.</summary>
    /// <param name="before">What was granted; null: nothing.</param>
    internal SessionGrant Of(SessionGrant? before)
    {
        var grant = before ?? new SessionGrant();
        return grant with
        {
            SessionTimeout = SessionTimeout is not { } time ? grant.SessionTimeout : time > TimeSpan.Zero ? time : null,
            AsksAgainAtEnd = AsksAgainAtEnd ?? grant.AsksAgainAtEnd,
            InterimInterval = InterimInterval ?? grant.InterimInterval,
        };
    }
}
