namespace HostApd.Timeline.Verdicts;

/// <summary>Status codes that say something of an authentication by SAE, or of the association behind it (802.11-2020 table 9-50).</summary>
internal static class SaeStatus
{
    /// <summary>Something is wrong.</summary>
    internal const ushort Failure = 1;

    /// <summary>A confirm does not verify: the passwords differ.</summary>
    internal const ushort ChallengeFailure = 15;

    /// <summary>The client is to come back later: an old association in its name is asked first.</summary>
    internal const ushort RefusedTemporarily = 30;

    /// <summary>The client offers no protected management frames.</summary>
    internal const ushort RobustManagementPolicyViolation = 31;

    /// <summary>The key that the client has cached is not known here.</summary>
    internal const ushort InvalidPmkid = 53;

    /// <summary>The commit is to be sent again, with a token.</summary>
    internal const ushort TokenRequired = 76;

    /// <summary>The commit, or the key of OWE, is to be made in another group.</summary>
    internal const ushort GroupNotSupported = 77;

    /// <summary>No password has that identifier.</summary>
    internal const ushort UnknownPasswordIdentifier = 123;
}
