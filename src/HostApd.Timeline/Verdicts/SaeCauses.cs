using HostApd.Ieee80211;
using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>What goes wrong with an authentication by SAE, or with the groups that it and OWE are spoken in.</summary>
internal static class SaeCauses
{
    /// <summary>
    /// A confirm that does not verify: whoever checked it says so, or the access point confirmed first and the client goes no further after that.
    /// </summary>
    internal static Finding? WrongPassword(JoinReport report)
    {
        var entries = report.Trace.Entries;
        int refused = 0, told = 0, first = -1, last = -1;
        for (var i = 0; i < entries.Length; i++)
        {
            if (!entries.IsConfirmMismatch(i) && (report.IsConnected || !IsLeftAlone(entries, i)))
            {
                continue;
            }

            told += entries[i].Kind == TraceKind.SaeMismatch ? 1 : 0;
            refused += entries[i].Kind == TraceKind.SaeMismatch ? 0 : 1 + entries[i].Repeats;
            first = first < 0 ? i : first;
            last = i;
        }

        if (first < 0)
        {
            return null;
        }

        var isSaid = told > 0 || entries[last].Code != 0;
        return new Finding(JoinCause.WrongSaePassword, JoinSide.Client, JoinStage.Authentication, Lost(report, JoinSide.Client, first, last),
            isSaid
                ? $"client: wrong password of SAE: a confirm did not verify, {Times(Math.Max(told, refused))}"
                : "client: wrong password of SAE, as it seems: it goes no further after the access point's confirm",
            "Compare the passwords (the client's sae_password or psk; here sae_password, else wpa_passphrase) and which address or identifier each is for.");
    }

    /// <summary>The access point has confirmed first, and instead of its own confirm the client goes, or begins anew.</summary>
    private static bool IsLeftAlone(ReadOnlySpan<TraceEntry> entries, int index)
    {
        if (entries[index] is not { Kind: TraceKind.SaeConfirmResponse, Code: 0 } || entries[index].IsLostAnswer())
        {
            return false;
        }

        for (var i = index - 1; i >= 0 && !entries[i].Kind.BeginsAuthentication(); i--)
        {
            if (entries[i].Kind == TraceKind.SaeConfirm || entries[i].IsLostAnswer())
            {
                return false;
            }
        }

        for (var i = index + 1; i < entries.Length; i++)
        {
            if (entries[i].Kind.BeginsAuthentication()
                || entries[i] is { FromAp: false, Kind: TraceKind.Deauthentication or TraceKind.Disassociation or TraceKind.ClientGaveUp })
            {
                return true;
            }

            if (entries[i].Kind.IsRequest())
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The last that was said is that a group is not taken, to a commit or to an association by OWE.</summary>
    internal static Finding? NoCommonGroup(JoinReport report)
    {
        var entries = report.Trace.Entries;
        int first = -1, last = -1;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Kind.IsRequest() || entries[i].Kind.IsAnswer())
            {
                last = entries[i].IsGroupRefusal() ? i : -1;
                first = first < 0 ? last : first;
            }
        }

        if (report.IsConnected || last < 0)
        {
            return null;
        }

        var isSae = entries[last].Kind == TraceKind.SaeCommitResponse;
        return new Finding(JoinCause.NoCommonGroup, JoinSide.Client, isSae ? JoinStage.Authentication : JoinStage.Association,
            Lost(report, JoinSide.Client, first, last),
            $"client: offers no group of {(isSae ? "SAE" : "OWE")} that the access point takes{GroupsOf(entries, isSae ? TraceKind.SaeCommit : TraceKind.AssociationRequest)}",
            $"Compare {(isSae ? "sae_groups" : "owe_groups")} of both sides; 19 (P-256) is what all of them know.");
    }

    private static string GroupsOf(ReadOnlySpan<TraceEntry> entries, TraceKind kind)
    {
        var words = "";
        for (var i = 0; i < entries.Length; i++)
        {
            var isNews = entries[i].Kind == kind && entries[i].Code != 0;
            for (var before = 0; before < i; before++)
            {
                isNews &= entries[before].Kind != kind || entries[before].Code != entries[i].Code;
            }

            words += isNews ? $"{(words.Length == 0 ? ": " : ", ")}{entries[i].Code}" : "";
        }

        return words;
    }

    /// <summary>Commits that had to be sent again with a token: what that cost, keys that were waited for aside; or that the client does not bring one.</summary>
    internal static Finding? TokenDemanded(JoinReport report)
    {
        var entries = report.Trace.Entries;
        long lost = 0;
        foreach (var span in report.Spans)
        {
            if (span.Waited != JoinSide.Entropy && (entries[span.Entry].IsTokenDemand() || entries.IsAskedFor(span.Entry) && entries[entries.StepBefore(span.Entry)].IsTokenDemand()))
            {
                lost += span.Length;
            }
        }

        var count = 0;
        var last = -1;
        for (var i = 0; i < entries.Length; i++)
        {
            count += entries[i].IsTokenDemand() ? 1 + entries[i].Repeats : 0;
            last = entries[i].Kind.IsStep() ? i : last;
        }

        var isUnanswered = !report.IsConnected && last >= 0 && entries[last].IsTokenDemand();
        return count == 0 || !isUnanswered && lost - report.Trace.Slack < JoinVerdict.Negligible
            ? null
            : new Finding(JoinCause.TokenDemanded, JoinSide.AccessPoint, JoinStage.Authentication, Math.Max(1, lost),
                $"{report.AccessPointName}: demanded a token for SAE, {Times(count)}{Behind(report, lost)}{(isUnanswered ? "; the client brought none" : "")}",
                "Many runs of SAE were under way: a flood of commits, many clients at once, or an anti_clogging_threshold that is too low.");
    }

    /// <summary>No password has the identifier that the client's commit names.</summary>
    internal static Finding? UnknownIdentifier(JoinReport report) =>
        Refused(report, TraceKind.SaeCommitResponse, StatusCode.UnknownPasswordIdentifier, JoinCause.UnknownPasswordIdentifier, JoinSide.Client,
            static _ => "client: no password has the identifier that it uses (status 123)",
            "Compare the client's sae_password_id with the identifiers (id=) of sae_password here; identifiers need hash-to-element (sae_pwe=1 or 2).");

    /// <summary>Both can hash to element, and the client has not: somebody in between may have told it not to.</summary>
    internal static Finding? HashToElementNotUsed(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var told = entries.FirstOf(TraceKind.SaeDowngraded);
        return told < 0
            ? null
            : new Finding(JoinCause.HashToElementNotUsed, JoinSide.Client, JoinStage.Association, Lost(report, JoinSide.Client, told, told),
                "client: says that it can hash to element, and used hunting and pecking",
                "Some drivers say so by themselves: set the client's sae_pwe=2, or sae_pwe=0 here until its firmware is mended.");
    }
}
