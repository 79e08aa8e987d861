namespace HostApd.Timeline.Readers;

/// <summary>A first look over a whole log: who wrote it, what it has of times, and which of its lines are the better witness.</summary>
internal sealed class LogSurvey
{
    /// <summary>Words that only one side writes.</summary>
    private static readonly (string Mark, TraceOrigin Origin)[] Signs =
    [
        ("AP-ENABLED", TraceOrigin.AccessPoint),
        ("AP-STA-", TraceOrigin.AccessPoint),
        ("WPA_PTK entering", TraceOrigin.AccessPoint),
        (" GO ssid=", TraceOrigin.AccessPoint),
        ("P2P-GO-NEG-SUCCESS role=GO ", TraceOrigin.AccessPoint),
        ("completed (peer will be GO)", TraceOrigin.Client),
        ("P2P-GO-NEG-REQUEST ", TraceOrigin.AccessPoint),
        ("P2P-INVITATION-ACCEPTED ", TraceOrigin.AccessPoint),
        ("P2P-GO-NEG-SUCCESS role=client ", TraceOrigin.Client),
        ("P2P-INVITATION-RESULT ", TraceOrigin.Client),
        ("authentication reply: STA=", TraceOrigin.AccessPoint),
        ("sending 1/4 msg of 4-Way Handshake", TraceOrigin.AccessPoint),
        (" IEEE 802.11: ", TraceOrigin.AccessPoint),
        (" WPA: event ", TraceOrigin.AccessPoint),
        ("EAPOL-4WAY-HS-COMPLETED", TraceOrigin.AccessPoint),
        ("EAPOL-HELD", TraceOrigin.AccessPoint),
        ("WPS-REG-SUCCESS", TraceOrigin.AccessPoint),
        ("WPS-ENROLLEE-SEEN", TraceOrigin.AccessPoint),
        ("hostapd: ", TraceOrigin.AccessPoint),
        ("hostapd[", TraceOrigin.AccessPoint),
        ("hostapd-net: ", TraceOrigin.AccessPoint),
        ("hostapd-net[", TraceOrigin.AccessPoint),
        ("Trying to authenticate with", TraceOrigin.Client),
        ("Trying to associate with", TraceOrigin.Client),
        ("Associated with ", TraceOrigin.Client),
        ("scan request", TraceOrigin.Client),
        ("P2P_CONNECT ", TraceOrigin.Client),
        ("CTRL-EVENT-CONNECTED", TraceOrigin.Client),
        ("CTRL-EVENT-DISCONNECTED", TraceOrigin.Client),
        ("CTRL-EVENT-SSID-TEMP-DISABLED", TraceOrigin.Client),
        ("CTRL-EVENT-AUTH-REJECT", TraceOrigin.Client),
        ("CTRL-EVENT-ASSOC-REJECT", TraceOrigin.Client),
        ("send auth to ", TraceOrigin.Client),
        ("RX AssocResp from ", TraceOrigin.Client),
    ];

    private readonly int[] _linesOfClock = new int[Enum.GetValues<LogClock>().Length];

    private LogSurvey()
    {
    }

    /// <summary>Whose log it is.</summary>
    internal TraceOrigin Origin { get; private set; }

    /// <summary>Lines that have a time of each clock.</summary>
    internal ReadOnlySpan<int> LinesOfClock => _linesOfClock;

    /// <summary>Received 802.1X frames stand in it with all their bytes.</summary>
    internal bool HasEapolDumps { get; private set; }

    /// <summary>It says when a request has been handed to the kernel: that it was going to be is then no news.</summary>
    internal bool HasSentRequests { get; private set; }

    /// <summary>It says when a handshake is rejected for want of entropy: that it is going to be is then no news.</summary>
    internal bool HasRejections { get; private set; }

    /// <summary>The logger says that a message 2 does not fit: the event that follows speaks of the same one.</summary>
    internal bool HasInvalidMics { get; private set; }

    /// <summary>Messages of the handshake are spoken of one by one.</summary>
    internal bool HasEapol { get; private set; }

    /// <summary>The client speaks SAE: when it authenticates once more and has not waited in vain, that is the confirm.</summary>
    internal bool HasSae { get; private set; }

    /// <summary>Frames that an access point sends stand in it with all their bytes.</summary>
    internal bool HasFrameDumps { get; private set; }

    /// <summary>EAP is spoken of packet by packet.</summary>
    internal bool HasFrames { get; private set; }

    /// <summary>Looks over all lines.</summary>
    internal static LogSurvey Of(IReadOnlyList<string> lines)
    {
        var survey = new LogSurvey();
        int ap = 0, client = 0;
        foreach (var line in lines)
        {
            survey.TakeClocks(line);
            survey.HasEapolDumps |= line.Contains("RX EAPOL - hexdump", StringComparison.Ordinal);
            survey.HasSentRequests |= line.Contains("Authentication request send successfully", StringComparison.Ordinal)
                || line.Contains("nl80211: Connect request send successfully", StringComparison.Ordinal);
            survey.HasRejections |= line.Contains("Reject 4-way handshake to collect", StringComparison.Ordinal);
            survey.HasInvalidMics |= line.Contains("invalid MIC in msg 2/4", StringComparison.Ordinal);
            survey.HasFrames |= line.Contains("Sending EAP Packet (identifier", StringComparison.Ordinal);
            survey.HasSae |= line.Contains(" auth_type=3 ", StringComparison.Ordinal) || line.Contains("PMKSA-CACHE-ADDED", StringComparison.Ordinal);
            survey.HasFrameDumps |= line.Contains("CMD_FRAME - hexdump", StringComparison.Ordinal);
            survey.HasEapol |= line.Contains("msg of 4-Way Handshake", StringComparison.Ordinal);
            foreach (var (mark, origin) in Signs)
            {
                if (line.Contains(mark, StringComparison.Ordinal))
                {
                    ap += origin == TraceOrigin.AccessPoint ? 1 : 0;
                    client += origin == TraceOrigin.Client ? 1 : 0;
                    break;
                }
            }
        }

        survey.Origin = ap > client ? TraceOrigin.AccessPoint : TraceOrigin.Client;
        return survey;
    }

    private void TakeClocks(string line)
    {
        LogPrefix.Strip(LogLine.Clean(line), out var stamp);
        for (var clock = 0; clock < _linesOfClock.Length; clock++)
        {
            _linesOfClock[clock] += stamp.Has((LogClock)clock) ? 1 : 0;
        }
    }
}
