using System.Globalization;

namespace HostApd.Timeline;

/// <content>Causes that show in how long things took, and a client that leaves in the middle.</content>
internal static partial class JoinVerdict
{
    /// <summary>A client that knows its channel is back within this.</summary>
    private const long QuickSearch = 600_000;

    private const long AbandonedAfter = 900_000;

    /// <summary>
    /// The client left, or was told to leave, where no part of a join ends: neither after WSC_Done, EAP-Failure or a
    /// refusal, nor when it is in. Or it was silent after our answer and began anew.
    /// </summary>
    private static Finding? Disconnected(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var stage = JoinStage.Search;
        var last = TraceKind.Other;
        var began = false;
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            if (began && !IsEnd(last) && Leaves(report.Trace, i) && report.AttemptAt(i)?.End != HandshakeEnd.NeverBegun)
            {
                return Blame(report, i, stage, FirstOf(entries, TraceKind.DisconnectOrdered) >= 0);
            }

            if (entry.Kind.IsFrame() && !IsProbe(entry.Kind))
            {
                stage = TraceNames.StageOf(entry.Kind, stage);
                stage = entry.Kind == TraceKind.AuthenticationRequest ? JoinStage.Authentication : stage;
                began = entry.Kind == TraceKind.AuthenticationRequest || began && stage != JoinStage.Leaving;
                last = entry.Kind;
            }
            else if (entry.Kind is TraceKind.Authorized or TraceKind.ClientConnected)
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsProbe(TraceKind kind) => kind is TraceKind.ProbeRequest or TraceKind.ProbeResponse;

    private static bool IsEnd(TraceKind last) =>
        last is TraceKind.WscDone or TraceKind.EapFailure or TraceKind.WscNack or TraceKind.WscAck or TraceKind.WscM2D
            or TraceKind.Message4 or TraceKind.Deauthentication or TraceKind.Disassociation;

    private static bool Leaves(JoinTrace trace, int index)
    {
        var entries = trace.Entries;
        var entry = entries[index];
        if (entry.Kind is TraceKind.DisconnectOrdered)
        {
            return true;
        }

        if (entry.Kind is TraceKind.Deauthentication or TraceKind.Disassociation or TraceKind.DisconnectedItself)
        {
            return !entry.FromAp;
        }

        // Silence after our answer, then a fresh start: what made the client stop does not show on the air.
        if (entry.Kind != TraceKind.AuthenticationRequest)
        {
            return false;
        }

        for (var i = index - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsFrame() && !IsProbe(entries[i].Kind))
            {
                return entries[i].Kind is TraceKind.AuthenticationResponse or TraceKind.AssociationResponse
                    && entries[i].Code == 0 && !IsLost(entries[i]) && entry.At - entries[i].At - trace.Slack > AbandonedAfter;
            }

            if (entries[i].Kind == TraceKind.TimedOut)
            {
                return false;
            }
        }

        return false;
    }

    private static Finding Blame(JoinReport report, int index, JoinStage stage, bool ordered)
    {
        var entries = report.Trace.Entries;
        var from = entries[index].At;
        if (entries[index].Kind == TraceKind.AuthenticationRequest)
        {
            from = BeforeSearch(entries, index);
        }

        // What was under way when the order came may still be sent before the client goes.
        var gone = FirstOf(entries, TraceKind.Deauthentication, index);
        gone = gone >= 0 && !entries[gone].FromAp && entries[gone].At - entries[index].At < AbandonedAfter ? gone : index;
        var back = NextOf(entries, TraceKind.AuthenticationRequest, gone, report.End);
        var lost = Math.Max(1, back - from);
        return ordered
            ? new Finding(JoinCause.OtherProgramDisconnected, JoinSide.Client, stage, lost,
                $"client: told to disconnect by another program during {stage.Name()}",
                "Find what else manages the client's interface (NetworkManager, a script, a second supplicant) and stop it.")
            : new Finding(JoinCause.ClientDisconnected, JoinSide.Client, stage, lost,
                $"client: {stage.Name()} abandoned after a disconnect it caused itself",
                "Is another program managing the client's interface?");
    }

    /// <summary>When the last frame before the search was seen that led to this frame.</summary>
    private static long BeforeSearch(ReadOnlySpan<TraceEntry> entries, int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsFrame() && !IsProbe(entries[i].Kind))
            {
                return entries[i].OnAir;
            }
        }

        return entries[0].At;
    }

    /// <summary>Some lines tell of the frame and not of its reason (0 is reserved, 802.11-2020 9.4.1.7).</summary>
    private static string ReasonOf(TraceEntry entry) => entry.Code == 0
        ? "for a reason that stands nowhere"
        : string.Create(CultureInfo.InvariantCulture, $"reason {entry.Code}");

    /// <summary>The access point sent the client away in the middle, and the client came again.</summary>
    private static Finding? SentAway(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var last = TraceKind.Other;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i] is { Kind: TraceKind.Deauthentication or TraceKind.Disassociation, FromAp: true }
                && last is TraceKind.Message1 or TraceKind.Message2 or TraceKind.Message3 or TraceKind.AssociationResponse
                && FirstOf(entries, TraceKind.AuthenticationRequest, i) is var back and >= 0)
            {
                return new Finding(JoinCause.SentAway, JoinSide.AccessPoint, TraceNames.StageOf(last, JoinStage.Handshake),
                    entries[back].At - entries[i - 1].At,
                    $"{report.AccessPointName}: sent the client away after {last.Name()}, {ReasonOf(entries[i])}; it came again",
                    "See the access point's log for why.");
            }

            last = entries[i].Kind.IsFrame() ? entries[i].Kind : last;
        }

        return null;
    }

    /// <summary>All searches that took longer than a client needs that knows its channel.</summary>
    private static Finding? FullScan(JoinReport report)
    {
        var entries = report.Trace.Entries;
        long lost = 0;
        int searches = 0, channels = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Kind != TraceKind.AuthenticationRequest)
            {
                continue;
            }

            var from = BeforeSearch(entries, i);
            if (entries[i].At - from - report.Trace.Slack <= QuickSearch || WasAbandoned(report.Trace, i))
            {
                continue;
            }

            // A client that fell in the handshake stays away for a while; whoever felled it pays for that.
            if (!HasFallen(report, i))
            {
                lost += entries[i].At - from;
                searches++;
                channels = Math.Max(channels, Channels(entries, from, i));
            }
        }

        return searches == 0
            ? null
            : new Finding(JoinCause.FullScan, JoinSide.Client, JoinStage.Search, lost,
                channels <= 1 ? $"client: {Time(lost)} of searching before it came (back), most of it on other channels"
                    : $"client: full scan of {channels} channels{(searches == 1 ? "" : $", {Times(searches)}")}, {Time(lost)}",
                "Give the client the channel (freq=, scan_freq, or a remembered one).");
    }

    /// <summary>The handshake before this fresh start came to nothing.</summary>
    private static bool HasFallen(JoinReport report, int index)
    {
        var end = HandshakeEnd.None;
        foreach (var attempt in report.Attempts)
        {
            end = attempt.First < index && attempt.Last < index ? attempt.End : end;
        }

        return end != HandshakeEnd.None;
    }

    /// <summary>
    /// The gap has a better explanation than a search. An order to disconnect that came before the search explains it; one that
    /// came when the search was over does not.
    /// </summary>
    private static bool WasAbandoned(JoinTrace trace, int index)
    {
        var entries = trace.Entries;
        bool isOrdered = false, isSearched = false;
        for (var i = index - 1; i >= 0; i--)
        {
            var kind = entries[i].Kind;
            if (kind == TraceKind.TimedOut || kind == TraceKind.DisconnectOrdered && isSearched)
            {
                return true;
            }

            if (kind == TraceKind.ScanBegan && isOrdered)
            {
                return false;
            }

            isOrdered |= kind == TraceKind.DisconnectOrdered;
            isSearched |= kind == TraceKind.ScanBegan;
            if (kind.IsFrame() && !IsProbe(kind))
            {
                return isOrdered || kind is TraceKind.AuthenticationRequest or TraceKind.AssociationRequest || IsLost(entries[i])
                    || Leaves(trace, index) || LeftInTheMiddle(entries, i);
            }
        }

        return isOrdered;
    }

    /// <summary>The client's own deauthentication, where no part of a join ends.</summary>
    private static bool LeftInTheMiddle(ReadOnlySpan<TraceEntry> entries, int index)
    {
        if (entries[index].FromAp || entries[index].Kind is not (TraceKind.Deauthentication or TraceKind.Disassociation))
        {
            return false;
        }

        for (var i = index - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsFrame() && !IsProbe(entries[i].Kind))
            {
                return !IsEnd(entries[i].Kind);
            }
        }

        return false;
    }

    private static int Channels(ReadOnlySpan<TraceEntry> entries, long from, int to)
    {
        var told = 0;
        var frequencies = new HashSet<ushort>();
        for (var i = 0; i < to; i++)
        {
            if (entries[i].At < from)
            {
                continue;
            }

            told = entries[i].Kind == TraceKind.ScanBegan ? Math.Max(told, entries[i].Code) : told;
            if (entries[i].Kind == TraceKind.ProbeRequest)
            {
                frequencies.Add(entries[i].Code);
            }
        }

        return Math.Max(told, frequencies.Count);
    }

    private static Finding? Slow(JoinReport report, JoinSide side)
    {
        // A single answer may take this long before it counts.
        const long fair = 60_000;
        long lost = 0;
        long worst = 0;
        var stage = JoinStage.Handshake;
        foreach (var span in report.Spans)
        {
            if (span.Waited != side || span.Stage is JoinStage.Search or JoinStage.Leaving || span.Length - report.Trace.Slack <= fair
                || IsExplained(report, span))
            {
                continue;
            }

            lost += span.Length - fair;
            if (span.Length > worst)
            {
                (worst, stage) = (span.Length, span.Stage);
            }
        }

        var name = side == JoinSide.Client ? "client" : report.AccessPointName;
        return lost < Negligible
            ? null
            : new Finding(side == JoinSide.Client ? JoinCause.SlowClient : JoinCause.SlowAccessPoint, side, stage, lost,
                $"{name}: slow: its answers took {Time(lost)} longer than they should, most in {stage.Name()}",
                side == JoinSide.Client
                    ? "The client computes slowly or sleeps: power saving off, or nothing to be done here."
                    : "The access point's processor is busy: see its load.");
    }

    /// <summary>The wait belongs to what came to nothing and has its own name: a handshake, or Provision Discovery.</summary>
    private static bool IsExplained(JoinReport report, in JoinSpan span)
    {
        if (span.IsRepetition && report.Trace.Entries[span.Entry].Kind == TraceKind.ProvisionDiscoveryRequest)
        {
            return true;
        }

        foreach (var attempt in report.Attempts)
        {
            if (attempt.First <= span.Entry && span.Entry <= attempt.Last)
            {
                return attempt.IsRestarted || attempt.End is HandshakeEnd.WrongKey or HandshakeEnd.Unanswered or HandshakeEnd.NotConfirmed
                    or HandshakeEnd.NeverBegun;
            }
        }

        return false;
    }
}
