namespace HostApd.Timeline;

/// <summary>What people and machines call the members of the enums, and what each kind belongs to.</summary>
public static class TraceNames
{
    private static readonly TraceKind[] Kinds = Enum.GetValues<TraceKind>();

    /// <summary>Whether it is a frame and not something that one side did.</summary>
    public static bool IsFrame(this TraceKind kind) => kind is > TraceKind.Other and < TraceKind.HoldBegan;

    /// <summary>A frame that takes a join further: who only looks around has not begun one, and SA Query is about the association of before.</summary>
    internal static bool IsStep(this TraceKind kind) => kind.IsFrame() && kind is not (TraceKind.ProbeRequest or TraceKind.ProbeResponse) && !kind.IsSaQuery();

    /// <summary>Asks, or answers, whether an association is alive.</summary>
    internal static bool IsSaQuery(this TraceKind kind) => kind is TraceKind.SaQueryRequest or TraceKind.SaQueryResponse;

    /// <summary>The client begins to authenticate with it, by whatever algorithm.</summary>
    public static bool BeginsAuthentication(this TraceKind kind) => kind is TraceKind.AuthenticationRequest or TraceKind.SaeCommit;

    /// <summary>The access point's answer to a frame of an authentication.</summary>
    internal static bool AnswersAuthentication(this TraceKind kind) =>
        kind is TraceKind.AuthenticationResponse or TraceKind.SaeCommitResponse or TraceKind.SaeConfirmResponse;

    /// <summary>A frame of the client that an access point answers at once: authentication and association.</summary>
    internal static bool IsRequest(this TraceKind kind) =>
        kind.BeginsAuthentication() || kind is TraceKind.SaeConfirm or TraceKind.AssociationRequest;

    /// <summary>Such an answer, which the client waits for.</summary>
    internal static bool IsAnswer(this TraceKind kind) => kind.AnswersAuthentication() || kind == TraceKind.AssociationResponse;

    /// <summary>A frame by which two devices agree on a group, before there is one.</summary>
    internal static bool IsAgreement(this TraceKind kind) => kind is TraceKind.NegotiationRequest or TraceKind.NegotiationResponse
        or TraceKind.NegotiationConfirmation or TraceKind.InvitationRequest or TraceKind.InvitationResponse;

    /// <summary>A question by which such an agreement begins.</summary>
    internal static bool IsQuestion(this TraceKind kind) => kind is TraceKind.NegotiationRequest or TraceKind.InvitationRequest;

    /// <summary>Its name on the wire of the control interface and in JSON.</summary>
    public static string Name(this TraceKind kind) => kind switch
    {
        TraceKind.Other => "other",
        TraceKind.ProbeRequest => "probe-request",
        TraceKind.ProbeResponse => "probe-response",
        TraceKind.ProvisionDiscoveryRequest => "provision-discovery-request",
        TraceKind.ProvisionDiscoveryResponse => "provision-discovery-response",
        TraceKind.NegotiationRequest => "go-negotiation-request",
        TraceKind.NegotiationResponse => "go-negotiation-response",
        TraceKind.NegotiationConfirmation => "go-negotiation-confirmation",
        TraceKind.InvitationRequest => "invitation-request",
        TraceKind.InvitationResponse => "invitation-response",
        TraceKind.AuthenticationRequest => "authentication-request",
        TraceKind.AuthenticationResponse => "authentication-response",
        TraceKind.SaeCommit => "sae-commit",
        TraceKind.SaeCommitResponse => "sae-commit-response",
        TraceKind.SaeConfirm => "sae-confirm",
        TraceKind.SaeConfirmResponse => "sae-confirm-response",
        TraceKind.AssociationRequest => "association-request",
        TraceKind.AssociationResponse => "association-response",
        TraceKind.EapolStart => "eapol-start",
        TraceKind.IdentityRequest => "identity-request",
        TraceKind.IdentityResponse => "identity-response",
        TraceKind.EapRequest => "eap-request",
        TraceKind.EapResponse => "eap-response",
        TraceKind.WscStart => "wsc-start",
        TraceKind.WscM1 => "M1",
        TraceKind.WscM2 => "M2",
        TraceKind.WscM2D => "M2D",
        TraceKind.WscM3 => "M3",
        TraceKind.WscM4 => "M4",
        TraceKind.WscM5 => "M5",
        TraceKind.WscM6 => "M6",
        TraceKind.WscM7 => "M7",
        TraceKind.WscM8 => "M8",
        TraceKind.WscAck => "wsc-ack",
        TraceKind.WscNack => "wsc-nack",
        TraceKind.WscDone => "wsc-done",
        TraceKind.WscFragment => "wsc-fragment",
        TraceKind.EapSuccess => "eap-success",
        TraceKind.EapFailure => "eap-failure",
        TraceKind.Message1 => "1/4",
        TraceKind.Message2 => "2/4",
        TraceKind.Message3 => "3/4",
        TraceKind.Message4 => "4/4",
        TraceKind.Group1 => "group-1/2",
        TraceKind.Group2 => "group-2/2",
        TraceKind.SaQueryRequest => "sa-query-request",
        TraceKind.SaQueryResponse => "sa-query-response",
        TraceKind.Deauthentication => "deauthentication",
        TraceKind.Disassociation => "disassociation",
        TraceKind.HoldBegan => "hold-began",
        TraceKind.HoldEnded => "hold-ended",
        TraceKind.HoldTimedOut => "hold-timed-out",
        TraceKind.Authorized => "authorized",
        TraceKind.PskMismatch => "psk-mismatch",
        TraceKind.SaeMismatch => "sae-mismatch",
        TraceKind.SaeDowngraded => "sae-downgraded",
        TraceKind.EntropyRejection => "entropy-rejection",
        TraceKind.PbcOverlap => "pbc-overlap",
        TraceKind.PbcNotArmed => "pbc-not-armed",
        TraceKind.ScanBegan => "scan-began",
        TraceKind.ScanEnded => "scan-ended",
        TraceKind.DisconnectOrdered => "disconnect-ordered",
        TraceKind.DisconnectedItself => "disconnected-itself",
        TraceKind.NoP2pElement => "no-p2p-element",
        TraceKind.ClientConnected => "client-connected",
        TraceKind.ClientGaveUp => "client-gave-up",
        TraceKind.PskDoubted => "psk-doubted",
        TraceKind.HandshakeGivenUp => "handshake-given-up",
        TraceKind.TimedOut => "timed-out",
    };

    /// <summary>The kind of that <see cref="Name(TraceKind)"/>.</summary>
    public static bool TryParseKind(ReadOnlySpan<char> name, out TraceKind kind)
    {
        foreach (var each in Kinds)
        {
            if (name.SequenceEqual(Name(each)))
            {
                kind = each;
                return true;
            }
        }

        kind = TraceKind.Other;
        return false;
    }

    /// <summary>The part of a join that ends, or goes on, with this frame; what is no frame belongs to where it stands.</summary>
    public static JoinStage StageOf(TraceKind kind, JoinStage current) => kind switch
    {
        TraceKind.ProbeRequest or TraceKind.ProbeResponse or TraceKind.AuthenticationRequest or TraceKind.SaeCommit => JoinStage.Search,
        TraceKind.ProvisionDiscoveryRequest or TraceKind.ProvisionDiscoveryResponse => JoinStage.ProvisionDiscovery,
        TraceKind.NegotiationRequest or TraceKind.NegotiationResponse or TraceKind.NegotiationConfirmation => JoinStage.Negotiation,
        TraceKind.InvitationRequest or TraceKind.InvitationResponse => JoinStage.Invitation,
        TraceKind.AuthenticationResponse or TraceKind.SaeCommitResponse or TraceKind.SaeConfirm or TraceKind.SaeConfirmResponse => JoinStage.Authentication,
        TraceKind.AssociationRequest or TraceKind.AssociationResponse => JoinStage.Association,
        TraceKind.EapolStart or TraceKind.IdentityRequest or TraceKind.IdentityResponse or TraceKind.WscStart =>
            JoinStage.EapStart,
        TraceKind.EapRequest or TraceKind.EapResponse or TraceKind.EapSuccess => JoinStage.Eap,
        TraceKind.WscM1 or TraceKind.WscM2 or TraceKind.WscM2D or TraceKind.WscM3 or TraceKind.WscM4 or TraceKind.WscM5
            or TraceKind.WscM6 or TraceKind.WscM7 or TraceKind.WscM8 or TraceKind.WscAck or TraceKind.WscNack
            or TraceKind.WscDone or TraceKind.WscFragment => JoinStage.Wps,
        TraceKind.EapFailure => current == JoinStage.Eap ? JoinStage.Eap : JoinStage.WpsEnd,
        TraceKind.Message1 or TraceKind.Message2 or TraceKind.Message3 or TraceKind.Message4 or TraceKind.Group1
            or TraceKind.Group2 => JoinStage.Handshake,
        TraceKind.Deauthentication or TraceKind.Disassociation =>
            current is JoinStage.Wps or JoinStage.WpsEnd ? JoinStage.WpsEnd : JoinStage.Leaving,
        TraceKind.Authorized or TraceKind.ClientConnected => JoinStage.Opening,
        TraceKind.Other or TraceKind.SaQueryRequest or TraceKind.SaQueryResponse or TraceKind.HoldBegan or TraceKind.HoldEnded or TraceKind.HoldTimedOut or TraceKind.PskMismatch
            or TraceKind.SaeMismatch or TraceKind.SaeDowngraded
            or TraceKind.EntropyRejection or TraceKind.PbcOverlap or TraceKind.PbcNotArmed or TraceKind.ScanBegan
            or TraceKind.ScanEnded or TraceKind.DisconnectOrdered or TraceKind.DisconnectedItself
            or TraceKind.NoP2pElement or TraceKind.ClientGaveUp or TraceKind.PskDoubted or TraceKind.HandshakeGivenUp
            or TraceKind.TimedOut => current,
    };

    /// <summary>The stage in words.</summary>
    public static string Name(this JoinStage stage) => stage switch
    {
        JoinStage.Search => "search",
        JoinStage.ProvisionDiscovery => "provision discovery",
        JoinStage.Negotiation => "GO negotiation",
        JoinStage.Invitation => "invitation",
        JoinStage.GroupStart => "group start",
        JoinStage.Authentication => "authentication",
        JoinStage.Association => "association",
        JoinStage.EapStart => "EAP start",
        JoinStage.Eap => "EAP",
        JoinStage.Wps => "WPS M1-M8",
        JoinStage.WpsEnd => "end of WPS",
        JoinStage.Handshake => "4-way handshake",
        JoinStage.Opening => "opening the port",
        JoinStage.Leaving => "leaving",
    };

    /// <summary>The side in words.</summary>
    public static string Name(this JoinSide side) => side switch
    {
        JoinSide.AccessPoint => "ap",
        JoinSide.Client => "client",
        JoinSide.Entropy => "entropy",
        JoinSide.Air => "air",
        JoinSide.Server => "server",
        JoinSide.Nobody => "nobody",
    };
}
