namespace HostApd.Timeline.Verdicts;

/// <summary>What the rules ask of the entries of a join; an index of -1 is none.</summary>
internal static class TraceQuestions
{
    /// <summary>An answer of the access point that nobody acknowledged, where the client waits for it.</summary>
    internal static bool IsLostAnswer(this in TraceEntry entry) => (entry.Marks & TraceMarks.NotAcknowledged) != 0
        && entry.Kind.IsAnswer();

    /// <summary>An answer to a commit by which the access point asks for another: with a token (status 76), or in another group (77).</summary>
    internal static bool AsksAgain(this in TraceEntry entry) =>
        entry is { Kind: TraceKind.SaeCommitResponse, Code: SaeStatus.TokenRequired or SaeStatus.GroupNotSupported };

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
            if (entries[i].Kind.IsFrame()
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
