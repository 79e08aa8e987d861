using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <content>
/// What hostapd's own logger says of a station: <c>wlan0: STA 02:00:00:00:01:00 WPA: sending 1/4 msg of 4-Way Handshake</c>.
/// It speaks at every level and to every log server, where bytes are seldom seen. The words are those of hostapd 2.10, most of
/// them unchanged since 0.7.
/// </content>
public sealed partial class LogReader
{
    /// <summary>hostapd keeps a station for so long after it has deauthenticated it, and says so then.</summary>
    private const long KeptAfterDeauthentication = 5_000_000;

    private const ushort Inactivity = 4;

    private delegate void LoggerWord(LogReader reader, long time, MacAddress station, ReadOnlySpan<char> message);

    private static readonly string[] Modules = ["IEEE 802.11: ", "IEEE 802.1X: ", "WPA: ", "MLME: ", "DRIVER: "];

    /// <summary>By what a message begins with; the longer before the shorter.</summary>
    private static readonly (string Start, LoggerWord Take)[] LoggerWords =
    [
        ("authentication OK", static (r, t, s, _) => r.Imply(t, TraceKind.AuthenticationRequest, s, fromAp: false)),
        ("authenticated", static (r, t, s, _) => r.Imply(t, TraceKind.AuthenticationResponse, s, fromAp: true)),
        ("did not acknowledge authentication response", static (r, t, s, _) => r.Miss(t, TraceKind.AuthenticationResponse, s)),
        ("association OK", static (r, t, s, _) => r.Imply(t, TraceKind.AssociationRequest, s, fromAp: false)),
        ("associated", static (r, t, s, _) => r.Imply(t, TraceKind.AssociationResponse, s, fromAp: true)),
        ("did not acknowledge association response", static (r, t, s, _) => r.Miss(t, TraceKind.AssociationResponse, s)),
        ("sending 1/4 msg of 4-Way Handshake", static (r, t, s, _) => r.Add(t, TraceKind.Message1, s, fromAp: true)),
        ("sending 3/4 msg of 4-Way Handshake", static (r, t, s, _) => r.Add(t, TraceKind.Message3, s, fromAp: true)),
        ("sending 1/2 msg of Group Key Handshake", static (r, t, s, _) => r.Add(t, TraceKind.Group1, s, fromAp: true)),
        ("received EAPOL-Key frame (2/4", static (r, t, s, _) => r.Imply(t, TraceKind.Message2, s, fromAp: false)),
        ("received EAPOL-Key frame (4/4", static (r, t, s, _) => r.Imply(t, TraceKind.Message4, s, fromAp: false)),
        ("received EAPOL-Key frame (2/2", static (r, t, s, _) => r.Imply(t, TraceKind.Group2, s, fromAp: false)),
        ("invalid MIC in msg 2/4", static (r, t, s, _) => r.Mismatch(t, s, isEvent: false)),
        ("pairwise key handshake completed", static (r, t, s, _) => r.Imply(t, TraceKind.Authorized, s, fromAp: true)),
        ("PTKSTART: Retry limit", static (r, t, s, m) => r.GiveUp(t, TraceKind.Message1, s, NumberBehind(m, "limit "))),
        ("PTKINITNEGOTIATING: Retry limit", static (r, t, s, m) => r.GiveUp(t, TraceKind.Message3, s, NumberBehind(m, "limit "))),
        ("ack=", static (r, _, s, m) => r.NoteStatus(s, Starts(m, "ack=1"))),
        ("received EAPOL-Key msg 2/4", static (r, t, s, _) => r.Imply(t, TraceKind.Message2, s, fromAp: false)),
        ("event 3 notification", static (r, t, s, _) => r.LeavesSomehow(t, s)),
        ("reason ", static (r, t, s, m) => r.Imply(t, TraceKind.Deauthentication, s, fromAp: true, NumberBehind(m, "reason "))),
        ("MLME-DEAUTHENTICATE.indication(", static (r, _, s, m) => r.NoteReason(s, NumberBehind(m, ", "))),
        ("deauthenticated due to local deauth", static (r, t, s, _) => r.LeftBefore(t, s)),
        ("deauthenticated due to inactivity", static (r, t, s, _) => r.Imply(t, TraceKind.Deauthentication, s, fromAp: true, Inactivity)),
        ("disassociated due to inactivity", static (r, t, s, _) => r.Imply(t, TraceKind.Disassociation, s, fromAp: true, Inactivity)),
        ("deauthenticated", static (r, t, s, _) => r.LeftItself(t, TraceKind.Deauthentication, s)),
        ("disassociated", static (r, t, s, _) => r.LeftItself(t, TraceKind.Disassociation, s)),
    ];

    /// <summary>Takes a line of the logger; false when it is none, or none of a join.</summary>
    private bool TakeOfLogger(long time, ReadOnlySpan<char> text)
    {
        const int addressLength = 17;
        const string mark = "STA ";
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0 || at > 0 && text[at - 1] != ' ' || !LogLine.TryAddress(text[(at + mark.Length)..], out var station))
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
                _peer = station;
                take(this, time, station, message);
                return true;
            }
        }

        return false;
    }

    /// <summary>A response was sent and nobody has acknowledged it.</summary>
    private void Miss(long time, TraceKind kind, MacAddress station)
    {
        Imply(time, kind, station, fromAp: true);
        Amend(station, kind, static s => Acknowledged(s, false));
    }

    /// <summary>A message was sent as often as it is; where nothing was said of it before, it is added.</summary>
    private void GiveUp(long time, TraceKind message, MacAddress station, ushort limit)
    {
        if (Of(station).LastFrame is not (TraceKind.Message1 or TraceKind.Message2 or TraceKind.Message3))
        {
            Imply(time, message, station, fromAp: true);
        }

        Add(time, TraceKind.HandshakeGivenUp, station, fromAp: true, limit);
    }

    private void NoteStatus(MacAddress station, bool isAcknowledged)
    {
        Amend(station, TraceKind.Message1, s => Acknowledged(s, isAcknowledged));
        Amend(station, TraceKind.Message3, s => Acknowledged(s, isAcknowledged));
    }

    /// <summary>Its authenticator is told that it leaves; by whose will the next line shows.</summary>
    private void LeavesSomehow(long time, MacAddress station)
    {
        if (!Of(station).Knows(TraceKind.Deauthentication))
        {
            Add(time, TraceKind.Deauthentication, station, fromAp: true, isImplied: true);
            Of(station).GuessedLeave = Of(station).Index;
        }
    }

    private void NoteReason(MacAddress station, ushort reason)
    {
        Amend(station, TraceKind.Deauthentication, s => s.Code == 0 ? s with { Code = reason } : s);
        Of(station).GuessedLeave = -1;
    }

    /// <summary>
    /// A message 2 that does not fit. Where a log says no more than that, a message 1 and a message 2 went before; where it has
    /// both the logger's line and the event, they speak of one message.
    /// </summary>
    private void Mismatch(long time, MacAddress station, bool isEvent)
    {
        if (!isEvent || !_survey.HasInvalidMics && !_survey.HasEapol)
        {
            if (isEvent)
            {
                Add(time, TraceKind.Message1, station, fromAp: true, isImplied: true);
            }

            Imply(time, TraceKind.Message2, station, fromAp: false);
        }

        Add(time, TraceKind.PskMismatch, station, fromAp: true);
    }

    /// <summary>It was deauthenticated a while ago; where nothing was said of it then, it is added now.</summary>
    private void LeftBefore(long time, MacAddress station)
    {
        var at = _source.Slack == TraceSource.NoTimes ? time : Math.Max(Of(station).LastTime, time - KeptAfterDeauthentication);
        Imply(at, TraceKind.Deauthentication, station, fromAp: true);
    }

    /// <summary>It went by its own will: so did it a line before, where that was not known yet.</summary>
    private void LeftItself(long time, TraceKind kind, MacAddress station)
    {
        var log = Of(station);
        if (log.GuessedLeave >= 0 && log.GuessedLeave == log.Index)
        {
            Amend(station, TraceKind.Deauthentication, static s => s with { Marks = s.Marks & ~TraceMarks.FromAp });
            log.GuessedLeave = -1;
        }

        Imply(time, kind, station, fromAp: false);
    }
}
