namespace HostApd.Timeline;

/// <summary>What can have gone wrong with a join.</summary>
public enum JoinCause
{
    /// <summary>Nothing.</summary>
    Clean,

    /// <summary>The access point threw the client out for want of entropy.</summary>
    EntropyRejections,

    /// <summary>The access point made the client wait for entropy.</summary>
    EntropyHold,

    /// <summary>Nobody answered Provision Discovery.</summary>
    ProvisionDiscoveryUnanswered,

    /// <summary>What the client wanted to join is no Group Owner.</summary>
    NotAGroupOwner,

    /// <summary>A person was asked for a group, and took a while or did not answer.</summary>
    AskedAPerson,

    /// <summary>A request for a group got no answer.</summary>
    NegotiationUnanswered,

    /// <summary>Both sides want to own the group.</summary>
    BothWantToOwn,

    /// <summary>No channel that both may use.</summary>
    NoCommonChannel,

    /// <summary>One side said no to the group.</summary>
    GroupRefused,

    /// <summary>A group was agreed on, and nobody came into it.</summary>
    GroupNotFormed,

    /// <summary>The client searched all channels.</summary>
    FullScan,

    /// <summary>The client left by itself in the middle.</summary>
    ClientDisconnected,

    /// <summary>Something on the client told its supplicant to disconnect.</summary>
    OtherProgramDisconnected,

    /// <summary>The access point took a repeated Association Request for a new one.</summary>
    HandshakeRestarted,

    /// <summary>The passphrases differ.</summary>
    WrongKey,

    /// <summary>The 4-way handshake got no answer, or never began.</summary>
    HandshakeStalled,

    /// <summary>Two push buttons at once.</summary>
    PbcOverlap,

    /// <summary>The access point's button, or its PIN, was not ready.</summary>
    PbcNotArmed,

    /// <summary>The passwords of SAE differ.</summary>
    WrongSaePassword,

    /// <summary>No group of SAE or OWE that both may use.</summary>
    NoCommonGroup,

    /// <summary>The access point answered commits of SAE only with a token.</summary>
    TokenDemanded,

    /// <summary>No password of SAE has the identifier that the client uses.</summary>
    UnknownPasswordIdentifier,

    /// <summary>Both sides can hash to element, and the client has not.</summary>
    HashToElementNotUsed,

    /// <summary>The client offers no protected management frames, which are required.</summary>
    UnprotectedFrames,

    /// <summary>The access point does not know the key that the client has cached.</summary>
    CachedKeyUnknown,

    /// <summary>The access point put the association off.</summary>
    AssociationComeback,

    /// <summary>The access point refused, with a status.</summary>
    Refused,

    /// <summary>The server has said no to the client.</summary>
    RefusedByServer,

    /// <summary>The server gave no answer, nor did another.</summary>
    SilentServer,

    /// <summary>The server, or the way there, took its time.</summary>
    SlowServer,

    /// <summary>Frames were lost.</summary>
    LostFrames,

    /// <summary>The client took its time.</summary>
    SlowClient,

    /// <summary>The access point took its time.</summary>
    SlowAccessPoint,

    /// <summary>The access point sent the client away.</summary>
    SentAway,

    /// <summary>The trace ends before the join did.</summary>
    Unfinished,
}

/// <summary>One thing that cost time, or the join.</summary>
/// <param name="Cause">What.</param>
/// <param name="Side">Whose.</param>
/// <param name="Stage">Where.</param>
/// <param name="LostMicroseconds">What it cost.</param>
/// <param name="Sentence">In words.</param>
/// <param name="Advice">What to do about it; empty when nothing is to be done.</param>
public sealed record Finding(
    JoinCause Cause, JoinSide Side, JoinStage Stage, long LostMicroseconds, string Sentence, string Advice)
{
    /// <summary>The cause's name in JSON.</summary>
    public string CauseName => NameOf(Cause);

    /// <summary>The name of a cause in JSON and in metrics.</summary>
    public static string NameOf(JoinCause cause) => cause switch
    {
        JoinCause.Clean => "clean",
        JoinCause.EntropyRejections => "entropy-rejections",
        JoinCause.EntropyHold => "entropy-hold",
        JoinCause.ProvisionDiscoveryUnanswered => "provision-discovery-unanswered",
        JoinCause.NotAGroupOwner => "not-a-group-owner",
        JoinCause.AskedAPerson => "asked-a-person",
        JoinCause.NegotiationUnanswered => "negotiation-unanswered",
        JoinCause.BothWantToOwn => "both-want-to-own",
        JoinCause.NoCommonChannel => "no-common-channel",
        JoinCause.GroupRefused => "group-refused",
        JoinCause.GroupNotFormed => "group-not-formed",
        JoinCause.FullScan => "full-scan",
        JoinCause.ClientDisconnected => "client-disconnected-itself",
        JoinCause.OtherProgramDisconnected => "disconnected-by-another-program",
        JoinCause.HandshakeRestarted => "handshake-restarted",
        JoinCause.WrongKey => "wrong-key",
        JoinCause.HandshakeStalled => "handshake-stalled",
        JoinCause.PbcOverlap => "pbc-overlap",
        JoinCause.PbcNotArmed => "pbc-not-armed",
        JoinCause.WrongSaePassword => "wrong-sae-password",
        JoinCause.NoCommonGroup => "no-common-group",
        JoinCause.TokenDemanded => "token-demanded",
        JoinCause.UnknownPasswordIdentifier => "unknown-password-identifier",
        JoinCause.HashToElementNotUsed => "hash-to-element-not-used",
        JoinCause.UnprotectedFrames => "unprotected-frames",
        JoinCause.CachedKeyUnknown => "cached-key-unknown",
        JoinCause.AssociationComeback => "association-comeback",
        JoinCause.Refused => "refused",
        JoinCause.RefusedByServer => "refused-by-server",
        JoinCause.SilentServer => "silent-server",
        JoinCause.SlowServer => "slow-server",
        JoinCause.LostFrames => "lost-frames",
        JoinCause.SlowClient => "slow-client",
        JoinCause.SlowAccessPoint => "slow-ap",
        JoinCause.SentAway => "sent-away",
        JoinCause.Unfinished => "unfinished",
    };

    /// <summary>Whether it names what happened and not only where time went.</summary>
    internal bool IsSpecific => Cause is not (JoinCause.LostFrames or JoinCause.SlowClient or JoinCause.SlowServer or JoinCause.SlowAccessPoint
        or JoinCause.SentAway or JoinCause.Unfinished or JoinCause.Clean);
}
