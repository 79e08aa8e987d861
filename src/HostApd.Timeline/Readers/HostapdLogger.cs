using HostApd.Ieee80211;
using static HostApd.Timeline.Readers.LogLine;

namespace HostApd.Timeline.Readers;

/// <summary>
/// What hostapd's own logger says of a station: <c>wlan0: STA 02:00:00:00:01:00 WPA: sending 1/4 msg of 4-Way Handshake</c>.
/// It speaks at every level and to every log server, where bytes are seldom seen. The words are those of hostapd 2.10, most of
/// them unchanged since 0.7.
/// </summary>
internal static class HostapdLogger
{
    /// <summary>hostapd keeps a station for so many microseconds after it has deauthenticated it, and says so then.</summary>
    private const long KeptAfterDeauthentication = 5_000_000;

    /// <summary>802.11-2020 table 9-49: disassociated due to inactivity.</summary>
    private const ushort Inactivity = 4;

    private delegate void LoggerWord(LogNotes notes, long time, MacAddress station, ReadOnlySpan<char> message);

    private static readonly string[] Modules = ["IEEE 802.11: ", "IEEE 802.1X: ", "WPA: ", "MLME: ", "DRIVER: "];

    /// <summary>By what a message begins with; the longer before the shorter.</summary>
    private static readonly (string Start, LoggerWord Take)[] LoggerWords =
    [
        ("authentication OK", static (n, t, s, _) => n.Imply(t, TraceKind.AuthenticationRequest, s, fromAp: false)),
        ("start SAE authentication (RX commit", static (n, t, s, m) => n.NameSae(t, TraceKind.SaeCommit, s, fromAp: false, NumberBehind(m, "group "))),
        ("SAE authentication (RX confirm", static (n, t, s, _) => n.NameSae(t, TraceKind.SaeConfirm, s, fromAp: false)),
        ("SAE authentication (group ", static (n, t, s, _) => AgreeOnKey(n, t, s)),
        ("SAE authentication refused, status ", static (n, t, s, m) => RefuseSae(n, t, s, NumberBehind(m, "status "))),
        ("authenticated", static (n, t, s, _) => Authenticate(n, t, s)),
        ("did not acknowledge authentication response", static (n, t, s, _) => Miss(n, t, TraceKind.AuthenticationResponse, s)),
        ("association OK", static (n, t, s, _) => n.Imply(t, TraceKind.AssociationRequest, s, fromAp: false)),
        ("associated", static (n, t, s, _) => n.Imply(t, TraceKind.AssociationResponse, s, fromAp: true)),
        ("did not acknowledge association response", static (n, t, s, _) => Miss(n, t, TraceKind.AssociationResponse, s)),
        ("No PMKSA cache entry found for SAE", static (n, t, s, _) => n.Imply(t, TraceKind.AssociationResponse, s, fromAp: true, (ushort)StatusCode.InvalidPmkid)),
        ("sending 1/4 msg of 4-Way Handshake", static (n, t, s, _) => n.Add(t, TraceKind.Message1, s, fromAp: true)),
        ("sending 3/4 msg of 4-Way Handshake", static (n, t, s, _) => n.Add(t, TraceKind.Message3, s, fromAp: true)),
        ("sending 1/2 msg of Group Key Handshake", static (n, t, s, _) => n.Add(t, TraceKind.Group1, s, fromAp: true)),
        ("received EAPOL-Key frame (2/4", static (n, t, s, _) => n.Imply(t, TraceKind.Message2, s, fromAp: false)),
        ("received EAPOL-Key frame (4/4", static (n, t, s, _) => n.Imply(t, TraceKind.Message4, s, fromAp: false)),
        ("received EAPOL-Key frame (2/2", static (n, t, s, _) => n.Imply(t, TraceKind.Group2, s, fromAp: false)),
        ("invalid MIC in msg 2/4", static (n, t, s, _) => Mismatch(n, t, s, isEvent: false)),
        ("pairwise key handshake completed", static (n, t, s, _) => n.Imply(t, TraceKind.Authorized, s, fromAp: true)),
        ("PTKSTART: Retry limit", static (n, t, s, m) => GiveUp(n, t, TraceKind.Message1, s, NumberBehind(m, "limit "))),
        ("PTKINITNEGOTIATING: Retry limit", static (n, t, s, m) => GiveUp(n, t, TraceKind.Message3, s, NumberBehind(m, "limit "))),
        ("ack=", static (n, _, s, m) => NoteStatus(n, s, Starts(m, "ack=1"))),
        ("received EAPOL-Key msg 2/4", static (n, t, s, _) => n.Imply(t, TraceKind.Message2, s, fromAp: false)),
        ("event 3 notification", static (n, t, s, _) => LeavesSomehow(n, t, s)),
        ("reason ", static (n, t, s, m) => n.Imply(t, TraceKind.Deauthentication, s, fromAp: true, NumberBehind(m, "reason "))),
        ("MLME-DEAUTHENTICATE.indication(", static (n, _, s, m) => NoteReason(n, s, NumberBehind(m, ", "))),
        ("deauthenticated due to local deauth", static (n, t, s, _) => LeftBefore(n, t, s)),
        ("deauthenticated due to inactivity", static (n, t, s, _) => n.Imply(t, TraceKind.Deauthentication, s, fromAp: true, Inactivity)),
        ("disassociated due to inactivity", static (n, t, s, _) => n.Imply(t, TraceKind.Disassociation, s, fromAp: true, Inactivity)),
        ("deauthenticated", static (n, t, s, _) => LeftItself(n, t, TraceKind.Deauthentication, s)),
        ("disassociated", static (n, t, s, _) => LeftItself(n, t, TraceKind.Disassociation, s)),
    ];

    /// <summary>Takes a line of the logger and tells of whom it speaks; false when it is none, or none of a join.</summary>
    internal static bool TryTake(LogNotes notes, long time, ReadOnlySpan<char> text, out MacAddress station)
    {
        const int addressLength = 17;
        const string mark = "STA ";
        station = default;
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0 || at > 0 && text[at - 1] != ' ' || !TryAddress(text[(at + mark.Length)..], out station))
        {
            return false;
        }

        var message = text[(at + mark.Length + addressLength)..].TrimStart(" -");
        foreach (var module in Modules)
        {
            message = Starts(message, module) ? message[module.Length..] : message;
        }

        foreach (var (start, take) in LoggerWords)
        {
            if (Starts(message, start))
            {
                take(notes, time, station, message);
                return true;
            }
        }

        return false;
    }

    /// <summary>Of SAE its answers are spoken of one by one.</summary>
    private static void Authenticate(LogNotes notes, long time, MacAddress station)
    {
        if (notes.Of(station).LastFrame is not (TraceKind.SaeConfirm or TraceKind.SaeConfirmResponse))
        {
            notes.Imply(time, TraceKind.AuthenticationResponse, station, fromAp: true);
        }
    }

    /// <summary>Our own words for a confirm that verifies: both sides had committed, and ours follows.</summary>
    private static void AgreeOnKey(LogNotes notes, long time, MacAddress station)
    {
        notes.Imply(time, TraceKind.SaeCommitResponse, station, fromAp: true);
        notes.Imply(time, TraceKind.SaeConfirm, station, fromAp: false);
        notes.Imply(time, TraceKind.SaeConfirmResponse, station, fromAp: true);
    }

    /// <summary>Our own words for a commit or confirm that is refused.</summary>
    private static void RefuseSae(LogNotes notes, long time, MacAddress station, ushort status)
    {
        var isConfirm = notes.Of(station).LastFrame == TraceKind.SaeCommitResponse || status == (ushort)StatusCode.ChallengeFailure;
        notes.Imply(time, isConfirm ? TraceKind.SaeConfirm : TraceKind.SaeCommit, station, fromAp: false);
        notes.Imply(time, isConfirm ? TraceKind.SaeConfirmResponse : TraceKind.SaeCommitResponse, station, fromAp: true, status);
    }

    /// <summary>A response was sent and nobody has acknowledged it.</summary>
    private static void Miss(LogNotes notes, long time, TraceKind kind, MacAddress station)
    {
        notes.Imply(time, kind, station, fromAp: true);
        notes.Amend(station, kind, static s => LogNotes.Acknowledged(s, false));
    }

    /// <summary>A message was sent as often as it is; where nothing was said of it before, it is added.</summary>
    private static void GiveUp(LogNotes notes, long time, TraceKind message, MacAddress station, ushort limit)
    {
        if (notes.Of(station).LastFrame is not (TraceKind.Message1 or TraceKind.Message2 or TraceKind.Message3))
        {
            notes.Imply(time, message, station, fromAp: true);
        }

        notes.Add(time, TraceKind.HandshakeGivenUp, station, fromAp: true, limit);
    }

    private static void NoteStatus(LogNotes notes, MacAddress station, bool isAcknowledged)
    {
        notes.Amend(station, TraceKind.Message1, s => LogNotes.Acknowledged(s, isAcknowledged));
        notes.Amend(station, TraceKind.Message3, s => LogNotes.Acknowledged(s, isAcknowledged));
    }

    /// <summary>Its authenticator is told that it leaves; by whose will the next line shows.</summary>
    private static void LeavesSomehow(LogNotes notes, long time, MacAddress station)
    {
        if (!notes.Of(station).Knows(TraceKind.Deauthentication))
        {
            notes.Add(time, TraceKind.Deauthentication, station, fromAp: true, isImplied: true);
            notes.Of(station).GuessedLeave = notes.Of(station).Index;
        }
    }

    private static void NoteReason(LogNotes notes, MacAddress station, ushort reason)
    {
        notes.Amend(station, TraceKind.Deauthentication, s => s.Code == 0 ? s with { Code = reason } : s);
        notes.Of(station).GuessedLeave = -1;
    }

    /// <summary>
    /// A message 2 that does not fit. Where a log says no more than that, a message 1 and a message 2 went before; where it has
    /// both the logger's line and the event, they speak of one message.
    /// </summary>
    internal static void Mismatch(LogNotes notes, long time, MacAddress station, bool isEvent)
    {
        if (!isEvent || !notes.Survey.HasInvalidMics && !notes.Survey.HasEapol)
        {
            if (isEvent)
            {
                notes.Add(time, TraceKind.Message1, station, fromAp: true, isImplied: true);
            }

            notes.Imply(time, TraceKind.Message2, station, fromAp: false);
        }

        notes.Add(time, TraceKind.PskMismatch, station, fromAp: true);
    }

    /// <summary>It was deauthenticated a while ago; where nothing was said of it then, it is added now.</summary>
    private static void LeftBefore(LogNotes notes, long time, MacAddress station)
    {
        var at = notes.IsTimed ? Math.Max(notes.Of(station).LastTime, time - KeptAfterDeauthentication) : time;
        notes.Imply(at, TraceKind.Deauthentication, station, fromAp: true);
    }

    /// <summary>It went by its own will: so did it a line before, where that was not known yet.</summary>
    private static void LeftItself(LogNotes notes, long time, TraceKind kind, MacAddress station)
    {
        var log = notes.Of(station);
        if (log.GuessedLeave >= 0 && log.GuessedLeave == log.Index)
        {
            notes.Amend(station, TraceKind.Deauthentication, static s => s with { Marks = s.Marks & ~TraceMarks.FromAp });
            log.GuessedLeave = -1;
        }

        notes.Imply(time, kind, station, fromAp: false);
    }
}
