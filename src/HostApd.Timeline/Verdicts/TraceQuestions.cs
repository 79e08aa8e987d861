using HostApd.Ieee80211;

namespace HostApd.Timeline.Verdicts;

/// <summary>What the rules ask of the entries of a join; an index of -1 is none.</summary>
internal static class TraceQuestions
{
    /// <summary>An answer of the access point that nobody acknowledged, where the client waits for it.</summary>
    internal static bool IsLostAnswer(this in TraceEntry entry) => (entry.Marks & TraceMarks.NotAcknowledged) != 0
        && entry.Kind.IsAnswer();

    /// <summary>An answer to a commit by which the access point asks for another: with a token (status 76), or in another group (77).</summary>
    internal static bool AsksAgain(this in TraceEntry entry) =>
        entry is { Kind: TraceKind.SaeCommitResponse, Code: (ushort)StatusCode.AntiCloggingTokenRequired or (ushort)StatusCode.UnsupportedGroup };

    /// <summary>The access point answers a commit only when it comes again with the token that it sends.</summary>
    internal static bool IsTokenDemand(this in TraceEntry entry) => entry is { Kind: TraceKind.SaeCommitResponse, Code: (ushort)StatusCode.AntiCloggingTokenRequired };

    /// <summary>An association that is put off (status 30).</summary>
    internal static bool IsComeback(this in TraceEntry entry) => entry is { Kind: TraceKind.AssociationResponse, Code: (ushort)StatusCode.RefusedTemporarily };

    /// <summary>
    /// Either side says that a confirm of SAE does not verify. hostapd 2.10 has no status for that: it says 1 to whoever it has answered with a commit.
    /// </summary>
    internal static bool IsConfirmMismatch(this ReadOnlySpan<TraceEntry> entries, int index)
    {
        ref readonly var entry = ref entries[index];
        if (entry is not { Kind: TraceKind.SaeConfirmResponse, Code: (ushort)StatusCode.Failure })
        {
            return entry.Kind == TraceKind.SaeMismatch || entry is { Kind: TraceKind.SaeConfirm or TraceKind.SaeConfirmResponse, Code: (ushort)StatusCode.ChallengeFailure };
        }

        for (var i = index - 1; i >= 0 && !entries[i].Kind.BeginsAuthentication(); i--)
        {
            if (entries[i] is { Kind: TraceKind.SaeCommitResponse, Code: 0 })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A refusal of a group, by the answer to a commit or, of OWE, to an association.</summary>
    internal static bool IsGroupRefusal(this in TraceEntry entry) =>
        entry is { Kind: TraceKind.SaeCommitResponse or TraceKind.AssociationResponse, Code: (ushort)StatusCode.UnsupportedGroup };

    /// <summary>A refusal that has a cause of its own: its status alone says why.</summary>
    internal static bool IsRefusalByName(this ReadOnlySpan<TraceEntry> entries, int index)
    {
        ref readonly var entry = ref entries[index];
        return entry.AsksAgain() || entry.IsGroupRefusal() || entry.IsComeback() || entries.IsConfirmMismatch(index)
            || entry is { Kind: TraceKind.SaeCommitResponse, Code: (ushort)StatusCode.UnknownPasswordIdentifier }
                or { Kind: TraceKind.AssociationResponse, Code: (ushort)StatusCode.RobustManagementPolicyViolation or (ushort)StatusCode.InvalidPmkid }
            || entry.Kind == TraceKind.AssociationResponse && entries.FirstOf(TraceKind.SaeDowngraded, Math.Max(0, entries.StepBefore(index))) is >= 0 and var told && told < index;
    }

    /// <summary>The last answer of a kind with that status, and the first.</summary>
    internal static int LastRefusal(this ReadOnlySpan<TraceEntry> entries, TraceKind kind, ushort status, out int first)
    {
        first = -1;
        var last = -1;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Kind == kind && entries[i].Code == status)
            {
                first = first < 0 ? i : first;
                last = i;
            }
        }

        return last;
    }

    /// <summary>The client comes back after it was told to.</summary>
    internal static bool IsToldToComeBack(this ReadOnlySpan<TraceEntry> entries, int index) =>
        entries[index].Kind == TraceKind.AssociationRequest && entries.StepBefore(index) is var before and >= 0 && entries[before].IsComeback();

    /// <summary>The client begins to authenticate with this frame: a commit that the access point has asked for goes on with what was begun.</summary>
    internal static bool IsFreshStart(this ReadOnlySpan<TraceEntry> entries, int index) =>
        entries[index].Kind.BeginsAuthentication() && !entries.IsAskedFor(index);

    /// <summary>A commit that the access point has asked for by its answer to the one before.</summary>
    internal static bool IsAskedFor(this ReadOnlySpan<TraceEntry> entries, int index) =>
        entries[index].Kind == TraceKind.SaeCommit && entries.StepBefore(index) is var before and >= 0 && entries[before].AsksAgain();

    /// <summary>The next frame by which the client begins to authenticate.</summary>
    internal static int NextStart(this ReadOnlySpan<TraceEntry> entries, int from = 0)
    {
        for (var i = from; i < entries.Length; i++)
        {
            if (entries.IsFreshStart(i))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>When that is, in microseconds of the trace's clock.</summary>
    internal static long TimeOfNextStart(this ReadOnlySpan<TraceEntry> entries, int from, long otherwise)
    {
        var next = entries.NextStart(from);
        return next < 0 ? otherwise : entries[next].At;
    }

    /// <summary>Status 1 (P2P 1.7 4.1.2): no refusal, its person is being asked.</summary>
    internal static bool IsNotYet(this in TraceEntry entry) =>
        entry is { Kind: TraceKind.NegotiationResponse or TraceKind.InvitationResponse, Code: 1 };

    /// <summary>Both sides have said yes to a group.</summary>
    internal static bool IsAgreed(this in TraceEntry entry) =>
        entry is { Kind: TraceKind.NegotiationConfirmation or TraceKind.InvitationResponse, Code: 0 };

    /// <summary>The access point clears away a client that has not come again after an answer was lost: no more than what follows of that.</summary>
    internal static bool IsClearance(this ReadOnlySpan<TraceEntry> entries, int index) =>
        entries[index] is { Kind: TraceKind.Deauthentication, FromAp: true } && entries.StepBefore(index) is var before and >= 0 && entries[before].IsLostAnswer();

    internal static int FirstOf(this ReadOnlySpan<TraceEntry> entries, TraceKind kind, int from = 0)
    {
        for (var i = from; i < entries.Length; i++)
        {
            if (entries[i].Kind == kind)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>How many of a kind, with those that were collapsed.</summary>
    internal static int Count(this ReadOnlySpan<TraceEntry> entries, TraceKind kind)
    {
        var count = 0;
        foreach (var entry in entries)
        {
            count += entry.Kind == kind ? 1 + entry.Repeats : 0;
        }

        return count;
    }

    internal static int LastFrame(this ReadOnlySpan<TraceEntry> entries)
    {
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsFrame())
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Its last frame; that an access point clears away what came to nothing is none.</summary>
    internal static int LastOfJoin(this ReadOnlySpan<TraceEntry> entries)
    {
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsFrame() && !entries[i].Kind.IsSaQuery()
                && !(entries[i].FromAp && entries[i].Kind is TraceKind.Deauthentication or TraceKind.Disassociation))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The last step before an entry.</summary>
    internal static int StepBefore(this ReadOnlySpan<TraceEntry> entries, int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsStep())
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>When the last frame before the search was seen that led to this frame.</summary>
    internal static long BeforeSearch(this ReadOnlySpan<TraceEntry> entries, int index) =>
        entries.StepBefore(index) is var before and >= 0 ? entries[before].OnAir : entries[0].At;
}
