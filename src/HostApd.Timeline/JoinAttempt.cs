using HostApd.Timeline.Verdicts;

namespace HostApd.Timeline;

/// <summary>How a handshake came to nothing.</summary>
internal enum HandshakeEnd
{
    /// <summary>It did not, or nothing tells how.</summary>
    None,

    /// <summary>Rejected at once for want of entropy: the log says so.</summary>
    Rejected,

    /// <summary>The same, judged by the frames.</summary>
    LooksRejected,

    /// <summary>Message 2 did not fit.</summary>
    WrongKey,

    /// <summary>A message of the access point got no answer, as often as it was sent.</summary>
    Unanswered,

    /// <summary>Message 3 was sent over and over, and message 4 never came.</summary>
    NotConfirmed,

    /// <summary>The client was associated and waited for message 1 in vain.</summary>
    NeverBegun,
}

/// <summary>
/// One way from authentication to the handshake's end: what lies between two fresh starts of a client. Entropy rejections and
/// wrong keys are told apart here: the first are one message 2 and a deauthentication at once, the second three or four rounds
/// a second apart. The reason code alone tells nothing: until 2.9 hostapd gives 2 for both, since 2.10 it gives 15 for the
/// second. A line that names the cause wins over all of it.
/// </summary>
internal sealed class JoinAttempt
{
    /// <summary>hostapd's PREV_AUTH_NOT_VALID.</summary>
    private const ushort PreviousAuthenticationInvalid = 2;

    private const ushort HandshakeTimeout = 15;

    /// <summary>From message 2 to a deauthentication that does not wait for anything.</summary>
    private const long AtOnce = 100_000;

    /// <summary>From an association, where no message of the handshake is seen.</summary>
    private const long SoonAfterAssociation = 1_000_000;

    /// <summary>Four rounds take three to four seconds, and never less than this.</summary>
    private const long TimeOfRounds = 2_000_000;

    /// <summary>A supplicant waits ten seconds for a handshake; the kernel's log shows only that it leaves then.</summary>
    private const long PatienceOfSupplicant = 9_500_000;

    private int _lastMessage2 = -1;
    private int _leftItself = -1;
    private int _requests;
    private int _associated = -1;
    private bool _hasKeys;

    private JoinAttempt(int first) => First = first;

    /// <summary>Index of its first entry.</summary>
    internal int First { get; }

    /// <summary>Index of its last entry.</summary>
    internal int Last { get; private set; }

    /// <summary>Index of the first message of the handshake, or -1.</summary>
    internal int Handshake { get; private set; } = -1;

    /// <summary>Index of the frame by which the access point ended it, or -1.</summary>
    internal int SentAway { get; private set; } = -1;

    /// <summary>Messages 1.</summary>
    internal int Messages1 { get; private set; }

    /// <summary>Messages 2.</summary>
    internal int Messages2 { get; private set; }

    /// <summary>Messages 1 that nobody acknowledged.</summary>
    internal int Missed { get; private set; }

    /// <summary>Messages 3.</summary>
    internal int Messages3 { get; private set; }

    /// <summary>Rejections that the log names.</summary>
    internal int Rejections { get; private set; }

    /// <summary>The access point saw a message 2 that does not fit.</summary>
    internal bool IsKeyNamed { get; private set; }

    /// <summary>The client suspects its key.</summary>
    internal bool IsKeyDoubted { get; private set; }

    /// <summary>The access point took the same client for a new one in the midst.</summary>
    internal bool IsRestarted { get; private set; }

    /// <summary>How often the access point sent its last message before it gave up; 0: it did not, or nothing tells.</summary>
    internal int GivenUpAfter { get; private set; }

    /// <summary>The client waited in vain.</summary>
    internal bool HasTimedOut { get; private set; }

    /// <summary>How its handshake ended.</summary>
    internal HandshakeEnd End { get; private set; }

    /// <summary>Cuts a join into its attempts.</summary>
    internal static List<JoinAttempt> Of(JoinTrace trace)
    {
        var attempts = new List<JoinAttempt>();
        var entries = trace.Entries;
        var isOver = true;
        for (var i = 0; i < entries.Length; i++)
        {
            if (attempts.Count == 0 || BeginsAfter(entries, i, isOver))
            {
                attempts.Add(new JoinAttempt(i));
                isOver = false;
            }

            attempts[^1].Take(entries[i], i);
            isOver |= entries[i].Kind is TraceKind.Deauthentication or TraceKind.Disassociation;
        }

        foreach (var attempt in attempts)
        {
            attempt.End = attempt.Judge(trace);
        }

        return attempts;
    }

    /// <summary>A search belongs to the attempt behind it, and what the sides say of an end to the one before.</summary>
    private static bool BeginsAfter(ReadOnlySpan<TraceEntry> entries, int index, bool isOver)
    {
        var kind = entries[index].Kind;
        if (kind.BeginsAuthentication())
        {
            return isOver || entries.IsFreshStart(index) && PreviousFrame(entries, index) is var before && before != TraceKind.Other && !before.BeginsAuthentication();
        }

        return isOver && kind.IsStep() && kind is not (TraceKind.Deauthentication or TraceKind.Disassociation);
    }

    private static TraceKind PreviousFrame(ReadOnlySpan<TraceEntry> entries, int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (entries[i].Kind == TraceKind.TimedOut)
            {
                return TraceKind.TimedOut;
            }

            if (entries[i].Kind.IsStep())
            {
                return entries[i].Kind;
            }
        }

        return TraceKind.Other;
    }

    private void Take(in TraceEntry entry, int index)
    {
        Last = index;
        switch (entry.Kind)
        {
            case TraceKind.AssociationRequest:
                IsRestarted |= Messages1 > 0;
                _requests++;
                break;
            case TraceKind.AssociationResponse when entry.Code == 0 && !entry.IsLostAnswer():
                _associated = index;
                IsRestarted |= Messages1 > 0 && _requests > 1;
                break;
            case TraceKind.Message1:
                Messages1 += 1 + entry.Repeats;
                Missed += (entry.Marks & TraceMarks.NotAcknowledged) != 0 ? 1 : 0;
                Handshake = Handshake < 0 ? index : Handshake;
                break;
            case TraceKind.Message2:
                Messages2 += 1 + entry.Repeats;
                _lastMessage2 = index;
                Handshake = Handshake < 0 ? index : Handshake;
                break;
            case TraceKind.Message3:
                Messages3++;
                break;
            case TraceKind.Message4 or TraceKind.Authorized or TraceKind.ClientConnected:
                _hasKeys = true;
                break;
            case TraceKind.EntropyRejection:
                Rejections++;
                break;
            case TraceKind.PskMismatch:
                IsKeyNamed = true;
                break;
            case TraceKind.PskDoubted:
                IsKeyDoubted = true;
                break;
            case TraceKind.TimedOut:
                HasTimedOut = true;
                break;
            case TraceKind.HandshakeGivenUp:
                GivenUpAfter = Math.Max(1, (int)entry.Code);
                break;
            case TraceKind.Deauthentication or TraceKind.Disassociation when entry.FromAp && SentAway < 0:
                SentAway = index;
                break;
            case TraceKind.Deauthentication or TraceKind.Disassociation when !entry.FromAp && _leftItself < 0:
                _leftItself = index;
                break;
            default:
                break;
        }
    }

    private HandshakeEnd Judge(JoinTrace trace)
    {
        if (Rejections > 0 && !IsKeyNamed)
        {
            return HandshakeEnd.Rejected;
        }

        if (_hasKeys || Messages3 > 0 || IsRestarted)
        {
            return _hasKeys ? HandshakeEnd.None
                : IsKeyNamed ? HandshakeEnd.WrongKey
                : (Messages3 >= 2 || GivenUpAfter > 0) && !IsRestarted ? HandshakeEnd.NotConfirmed
                : HandshakeEnd.None;
        }

        if (IsKeyNamed || Messages1 >= 2 && Messages2 >= 2)
        {
            return HandshakeEnd.WrongKey;
        }

        return Handshake >= 0 ? ByMessages(trace) : _associated >= 0 ? ByAssociation(trace)
            : IsKeyDoubted ? HandshakeEnd.WrongKey : HandshakeEnd.None;
    }

    private HandshakeEnd ByMessages(JoinTrace trace)
    {
        var entries = trace.Entries;
        if (Messages2 == 0)
        {
            // One may be where the log ends; and a logger that does not speak of message 2 shows how quickly it ended.
            return Messages1 >= 2 || GivenUpAfter > 0 ? HandshakeEnd.Unanswered
                : SentAway >= 0 && trace.IsTimed && entries[SentAway].Code == PreviousAuthenticationInvalid
                    && entries[SentAway].At - entries[Handshake].At <= SoonAfterAssociation ? HandshakeEnd.LooksRejected
                : HandshakeEnd.None;
        }

        return SentAway >= 0 && _lastMessage2 >= 0 && entries[SentAway].Code == PreviousAuthenticationInvalid
            && (!trace.IsTimed || entries[SentAway].At - entries[_lastMessage2].At - trace.Slack < AtOnce)
                ? HandshakeEnd.LooksRejected
                : IsKeyDoubted ? HandshakeEnd.WrongKey : HandshakeEnd.None;
    }

    /// <summary>A client's log at its usual level, or the kernel's: all that shows is how long it was let wait, and the reason.</summary>
    private HandshakeEnd ByAssociation(JoinTrace trace)
    {
        var entries = trace.Entries;
        if (SentAway < 0)
        {
            var isPatient = _leftItself >= 0 && trace.IsTimed
                && entries[_leftItself].At - entries[_associated].At >= PatienceOfSupplicant;
            return HasTimedOut || isPatient ? HandshakeEnd.NeverBegun : IsKeyDoubted ? HandshakeEnd.WrongKey : HandshakeEnd.None;
        }

        var reason = entries[SentAway].Code;
        var waited = entries[SentAway].At - entries[_associated].At;
        if (reason == PreviousAuthenticationInvalid && trace.IsTimed && waited <= SoonAfterAssociation)
        {
            return HandshakeEnd.LooksRejected;
        }

        // Reason 0 is none: the access point's own log at its usual level.
        var ranOut = reason == HandshakeTimeout
            || reason is 0 or PreviousAuthenticationInvalid && (trace.IsTimed ? waited + trace.Slack >= TimeOfRounds : reason == 0);
        return IsKeyDoubted ? HandshakeEnd.WrongKey : ranOut ? HandshakeEnd.Unanswered : HandshakeEnd.None;
    }
}
