using HostApd.Timeline.Verdicts;

namespace HostApd.Timeline;

/// <summary>
/// A join taken apart: every microsecond between its first and its last frame belongs to a span, and every span to the side
/// that was waited for. Whoever sends the frame that ends a wait was waited for. Three things turn that round: who only sends
/// the same again waited for its peer, or for the air, where fewer answers than frames were seen; so did who goes on after a
/// frame that nobody acknowledged; and an access point that repeats message 1, or ends the handshake, because no message 2
/// came or none that fits, waited for the client. The way back of a client that was rejected is the access point's.
/// </summary>
public sealed class JoinReport
{
    private readonly List<JoinSpan> _spans = [];
    private readonly List<JoinPhase> _phases = [];
    private readonly List<JoinAttempt> _attempts;
    private readonly EntropyWaits _holds;

    private JoinReport(JoinTrace trace)
    {
        Trace = trace;
        _attempts = JoinAttempt.Of(trace);
        _holds = EntropyWaits.Of(trace.Entries);
    }

    /// <summary>What it was made from.</summary>
    public JoinTrace Trace { get; }

    /// <summary>Waits, in order, without gaps.</summary>
    public IReadOnlyList<JoinSpan> Spans => _spans;

    /// <summary>Lines of the table.</summary>
    public IReadOnlyList<JoinPhase> Phases => _phases;

    /// <summary>What cost time or the join, the most important first; never empty.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>The client got in.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>When the client got in, or the last frame was seen.</summary>
    public long End { get; private set; }

    /// <summary>From the first frame to <see cref="End"/>, in microseconds.</summary>
    public long Total => End - Trace.Begin;

    /// <summary>What people call the access point of this join.</summary>
    public string AccessPointName => Trace.IsP2p ? "GO" : "AP";

    /// <summary>By what the client and the access point agree on a key: SAE, OWE, FT, or empty where it is another way or no frame shows it.</summary>
    public string KeyAgreement
    {
        get
        {
            var name = "";
            foreach (var entry in Trace.Entries)
            {
                name = entry.Kind == TraceKind.SaeCommit ? "SAE" : entry.IsFastTransition ? "FT" : entry is { Kind: TraceKind.AssociationRequest, Group: not 0 } ? "OWE" : name;
            }

            return name;
        }
    }

    /// <summary>What the client has agreed on with the access point; not known where it did not get in, or nothing tells it.</summary>
    public AirAgreement Air
    {
        get
        {
            var air = default(AirAgreement);
            foreach (var entry in Trace.Entries)
            {
                air = entry.Air.IsKnown ? entry.Air : air;
            }

            return air;
        }
    }

    /// <summary>The ways to the handshake's end that it took.</summary>
    internal IReadOnlyList<JoinAttempt> Attempts => _attempts;

    /// <summary>The attempt that an entry belongs to.</summary>
    internal JoinAttempt? AttemptAt(int index) => _attempts.Find(a => a.First <= index && index <= a.Last);

    /// <summary>Takes a join apart.</summary>
    public static JoinReport Of(JoinTrace trace)
    {
        var report = new JoinReport(trace);
        report.Walk();
        report.Findings = JoinVerdict.Of(report);
        return report;
    }

    private void Walk()
    {
        var entries = Trace.Entries;
        var stage = JoinStage.Search;
        var before = Trace.Begin;
        var previous = -1;
        bool isIn = false, isAgreed = false;
        End = Trace.Begin;
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            IsConnected = IsConnected || entry.Kind is TraceKind.Authorized or TraceKind.Message4 or TraceKind.ClientConnected;
            if (isIn && entry.Kind is TraceKind.Message3 or TraceKind.Message4)
            {
                // A straggler: the client got in without it.
                continue;
            }

            isIn |= entry.Kind == TraceKind.Authorized;
            if (!entry.Kind.IsFrame() && !EndsWait(entry, stage))
            {
                continue;
            }

            if (entry.Kind is TraceKind.Deauthentication or TraceKind.Disassociation)
            {
                // Who is sent away in the midst was never in, whatever message 4 said.
                IsConnected = isIn = false;
            }

            stage = StageOf(entry, stage, isAgreed);
            isAgreed |= entry.IsAgreed();
            var repeats = previous >= 0 && (IsRepetition(entries, i, previous) || IsSameMessage1(entries, i));
            // A commit that goes on with what was begun ends no search.
            stage = entry.Kind == TraceKind.SaeCommit && (repeats || entries.IsAskedFor(i)) ? JoinStage.Authentication : stage;
            // Until somebody wants to join, the client only looks around.
            stage = entry.Kind == TraceKind.ProvisionDiscoveryRequest && !repeats || entry.Kind.IsQuestion() && entries.StepBefore(i) < 0
                ? JoinStage.Search : stage;
            AddSpans(entries, i, stage, before, repeats, previous);
            before = Math.Max(before, entry.OnAir);
            previous = entry.Kind.IsFrame() ? i : previous;
            End = before;
        }
    }

    /// <summary>
    /// Who has agreed on a group looks for that, and an access point that begins sends away whoever remembers one of before; who waits
    /// for an answer may probe meanwhile.
    /// </summary>
    private static JoinStage StageOf(in TraceEntry entry, JoinStage current, bool isAgreed)
    {
        var stage = entry.Kind == TraceKind.ScanBegan ? JoinStage.Search : TraceNames.StageOf(entry.Kind, current);
        return current switch
        {
            JoinStage.Negotiation or JoinStage.Invitation when isAgreed && !entry.Kind.IsAgreement() => JoinStage.GroupStart,
            JoinStage.Negotiation or JoinStage.Invitation => stage == JoinStage.Search ? current : stage,
            JoinStage.GroupStart => stage is JoinStage.Search or JoinStage.Leaving ? current : stage,
            _ => stage,
        };
    }

    /// <summary>What is no frame and ends a wait all the same.</summary>
    private static bool EndsWait(in TraceEntry entry, JoinStage stage) =>
        entry.Kind is TraceKind.Authorized or TraceKind.ScanBegan or TraceKind.TimedOut
        || entry.Kind == TraceKind.ClientGaveUp && stage == JoinStage.Negotiation;

    private void AddSpans(ReadOnlySpan<TraceEntry> entries, int index, JoinStage stage, long before, bool repeats, int previous)
    {
        ref readonly var entry = ref entries[index];
        var isLost = (IsLost(entries, index, previous, repeats) || IsForWantOfMessage4(entries, index))
            && !IsOfAccessPoint(entries, index, repeats);
        var waited = isLost ? JoinSide.Air : Waited(entries, index, previous, repeats);
        repeats |= isLost;
        var at = Math.Max(before, entry.At);
        if (waited == JoinSide.AccessPoint)
        {
            AddAroundHolds(index, stage, before, at, repeats);
        }
        else
        {
            Add(new JoinSpan(before, at, waited, stage, index, repeats));
        }

        if (entry.OnAir > at)
        {
            Add(new JoinSpan(at, entry.OnAir, JoinSide.Air, stage, index, IsRepetition: false));
        }

        if (entry.Kind.IsFrame())
        {
            var phase = Phase(stage, at);
            phase.Frames += 1 + entry.Repeats;
            phase.Repetitions += (repeats ? 1 : 0) + (entry.Kind == TraceKind.ProbeRequest ? 0 : entry.Repeats);
        }
    }

    private JoinSide Waited(ReadOnlySpan<TraceEntry> entries, int index, int previous, bool repeats)
    {
        ref readonly var entry = ref entries[index];
        return entry.Kind is TraceKind.Authorized or TraceKind.TimedOut or TraceKind.ClientGaveUp ? JoinSide.AccessPoint
            : IsOfAccessPoint(entries, index, repeats) ? JoinSide.AccessPoint
            : IsOfServer(entries, index, previous) ? JoinSide.Server
            : repeats ? entry.FromAp ? JoinSide.Client : JoinSide.AccessPoint
            : IsWayBack(entries, index) || entries.IsAskedFor(index) || entries.IsToldToComeBack(index) ? JoinSide.AccessPoint
            : previous >= 0 && IsForWantOfMessage2(entries, index) ? JoinSide.Client
            : entry.FromAp ? JoinSide.AccessPoint : JoinSide.Client;
    }

    /// <summary>What the client says by EAP goes to a server, and what follows is the server's; an identity may be for WPS, too.</summary>
    private static bool IsOfServer(ReadOnlySpan<TraceEntry> entries, int index, int previous) =>
        previous >= 0 && entries[index] is { FromAp: true, Kind: TraceKind.EapRequest or TraceKind.EapSuccess or TraceKind.EapFailure }
        && (entries[previous].Kind == TraceKind.EapResponse
            || entries[previous].Kind == TraceKind.IdentityResponse && entries[index].Kind is TraceKind.EapRequest or TraceKind.EapSuccess
            || entries[previous].Kind == TraceKind.IdentityResponse && entries[index].At - entries[previous].At >= ServerCauses.Silence);

    /// <summary>
    /// A handshake that the access point began anew in the midst, or never: that it repeats itself then, and that the client
    /// goes, is its own doing.
    /// </summary>
    private bool IsOfAccessPoint(ReadOnlySpan<TraceEntry> entries, int index, bool repeats) => AttemptAt(index) switch
    {
        { IsRestarted: true } => entries[index].FromAp && repeats && TraceNames.StageOf(entries[index].Kind, JoinStage.Search) == JoinStage.Handshake,
        { End: HandshakeEnd.NeverBegun } => entries[index].Kind is TraceKind.Deauthentication or TraceKind.Disassociation,
        _ => false,
    };

    /// <summary>The client searches because the access point has rejected its handshake.</summary>
    private bool IsWayBack(ReadOnlySpan<TraceEntry> entries, int index)
    {
        if (!entries[index].Kind.BeginsAuthentication()
            && entries[index].Kind is not (TraceKind.ProbeRequest or TraceKind.ProbeResponse or TraceKind.ScanBegan))
        {
            return false;
        }

        // A search belongs to the attempt before it, the authentication that ends it to the one behind.
        var at = _attempts.FindIndex(a => a.First <= index && index <= a.Last);
        at -= at >= 0 && _attempts[at].First == index ? 1 : 0;
        return at >= 0 && _attempts[at] is { SentAway: >= 0, End: HandshakeEnd.Rejected or HandshakeEnd.LooksRejected };
    }

    /// <summary>The access point goes on with a handshake, or ends it, because of what the client did not send.</summary>
    private bool IsForWantOfMessage2(ReadOnlySpan<TraceEntry> entries, int index)
    {
        if (!entries[index].FromAp
            || entries[index].Kind is not (TraceKind.Message1 or TraceKind.Deauthentication or TraceKind.Disassociation))
        {
            return false;
        }

        return AttemptAt(index) is { } attempt && attempt.End is HandshakeEnd.WrongKey or HandshakeEnd.Unanswered && index != attempt.Handshake;
    }

    /// <summary>The end of a handshake whose message 4 never came: a client that answered message 2 answers message 3, too.</summary>
    private bool IsForWantOfMessage4(ReadOnlySpan<TraceEntry> entries, int index) =>
        entries[index] is { FromAp: true, Kind: TraceKind.Deauthentication or TraceKind.Disassociation }
        && AttemptAt(index)?.End == HandshakeEnd.NotConfirmed;

    /// <summary>
    /// A frame of before was lost: nobody acknowledged it and its sender, or the peer that it answered, goes on with the same;
    /// or it is sent again and its receiver answers only once.
    /// </summary>
    private bool IsLost(ReadOnlySpan<TraceEntry> entries, int index, int previous, bool repeats)
    {
        if (previous < 0)
        {
            return false;
        }

        ref readonly var entry = ref entries[index];
        ref readonly var before = ref entries[previous];
        // Whoever has no group yet is on this channel today and on that tomorrow: a question that nobody hears is no loss.
        // And a commit that is held for want of keys was heard, however often it is sent meanwhile.
        if (entry.Kind.IsAgreement() || entry.Kind == TraceKind.SaeCommit && repeats && _holds.Covers(entry.At))
        {
            return false;
        }

        if (entry.Kind == TraceKind.TimedOut)
        {
            return !before.FromAp;
        }

        if ((before.Marks & TraceMarks.NotAcknowledged) != 0)
        {
            return repeats || entry.Kind.BeginsAuthentication() && before.Kind.IsAnswer()
                || (entry.Kind, before.Kind) is (TraceKind.SaeConfirm, TraceKind.SaeConfirmResponse) or (TraceKind.AssociationRequest, TraceKind.AssociationResponse)
                || before.Kind is TraceKind.Message1 or TraceKind.Message3
                    && entry is { FromAp: true, Kind: TraceKind.Deauthentication or TraceKind.Disassociation };
        }

        // Provision Discovery is asked of owners that are none; its silence has a name of its own.
        return repeats && entry.Kind != TraceKind.ProvisionDiscoveryRequest && AnswersTo(entries, index) is var answers
            && (answers == 1
                || answers == 0 && (entry.Kind.IsRequest() || entry.Kind == TraceKind.Message3));
    }

    /// <summary>How often the receiver of a repeated frame answers it, until a fresh start.</summary>
    internal static int AnswersTo(ReadOnlySpan<TraceEntry> entries, int index)
    {
        var answers = 0;
        var kind = TraceKind.Other;
        for (var i = index + 1; i < entries.Length; i++)
        {
            if (entries[i].Kind.BeginsAuthentication() && (answers > 0 || !entries[index].Kind.BeginsAuthentication()))
            {
                break;
            }

            if (entries[i].Kind.IsFrame() && entries[i].FromAp != entries[index].FromAp)
            {
                kind = kind == TraceKind.Other ? entries[i].Kind : kind;
                answers += entries[i].Kind == kind ? 1 : 0;
            }
        }

        return answers;
    }

    /// <summary>The same frame again, with nothing of the other side in between. Searching is no repetition.</summary>
    private static bool IsRepetition(ReadOnlySpan<TraceEntry> entries, int index, int previous) =>
        entries[index].Kind == entries[previous].Kind && entries[index].FromAp == entries[previous].FromAp
        && entries[index].Kind is not (TraceKind.ProbeRequest or TraceKind.ProbeResponse or TraceKind.Authorized
            or TraceKind.ScanBegan or TraceKind.Deauthentication or TraceKind.Disassociation or TraceKind.SaQueryRequest or TraceKind.SaQueryResponse);

    /// <summary>Message 1 with an ANonce that was sent before and not answered, whatever else was said in between.</summary>
    private static bool IsSameMessage1(ReadOnlySpan<TraceEntry> entries, int index)
    {
        if (entries[index] is not { Kind: TraceKind.Message1, Code: not 0 })
        {
            return false;
        }

        for (var i = index - 1; i >= 0 && !entries[i].Kind.BeginsAuthentication() && entries[i].Kind != TraceKind.Message2; i--)
        {
            if (entries[i].Kind == TraceKind.Message1 && entries[i].Code == entries[index].Code)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Parts of the access point's time in which it waited for keys are the pool's.</summary>
    private void AddAroundHolds(int index, JoinStage stage, long from, long to, bool repeats)
    {
        foreach (var hold in _holds.Within(from, to))
        {
            Add(new JoinSpan(from, hold.From, JoinSide.AccessPoint, stage, index, repeats));
            Add(new JoinSpan(hold.From, hold.To, JoinSide.Entropy, stage, index, repeats));
            from = hold.To;
        }

        Add(new JoinSpan(from, to, JoinSide.AccessPoint, stage, index, repeats));
    }

    private void Add(in JoinSpan span)
    {
        if (span.Length > 0)
        {
            _spans.Add(span);
            Phase(span.Stage, span.From).Take(span);
        }
    }

    private JoinPhase Phase(JoinStage stage, long from)
    {
        if (_phases.Count == 0 || _phases[^1].Stage != stage)
        {
            _phases.Add(new JoinPhase(stage, from));
        }

        return _phases[^1];
    }
}
