using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>An access point that is short of entropy: it throws the client out, or lets it wait.</summary>
internal static class EntropyCauses
{
    internal static Finding? Rejections(JoinReport report)
    {
        int told = 0, judged = 0;
        var isDoubted = false;
        long lost = 0;
        var entries = report.Trace.Entries;
        for (var i = 0; i < report.Attempts.Count; i++)
        {
            var attempt = report.Attempts[i];
            told += attempt.Rejections;
            judged += attempt.End == HandshakeEnd.LooksRejected ? 1 : 0;
            isDoubted |= attempt is { End: HandshakeEnd.LooksRejected, IsKeyDoubted: true };
            if (attempt.End is HandshakeEnd.Rejected or HandshakeEnd.LooksRejected)
            {
                // From its message 1 until the client was back.
                var back = i + 1 < report.Attempts.Count ? entries[report.Attempts[i + 1].First].At : report.End;
                lost += Math.Max(0, back - entries[Math.Max(attempt.First, attempt.Handshake)].At);
            }
        }

        // One alone may have another reason, unless the client says that it fell in the midst of the handshake.
        if (told == 0 && judged < 2 && !isDoubted)
        {
            return null;
        }

        var count = told > 0 ? told : judged;
        return new Finding(JoinCause.EntropyRejections, JoinSide.AccessPoint, JoinStage.Handshake,
            Math.Max(1, lost),
            $"{report.AccessPointName}: rejected the 4-way handshake {Times(count)} to collect entropy"
            + $"{(told > 0 ? "" : " (judged by the frames: sent away, reason 2, right after message 2)")}"
            + $"{(report.IsConnected ? "" : "; the client gave up")}",
            "Give the access point entropy at boot (hardware generator, seed file), or a daemon that lets the client wait.");
    }

    internal static Finding? Hold(JoinReport report)
    {
        long held = 0;
        var stage = JoinStage.Handshake;
        foreach (var span in report.Spans)
        {
            if (span.Waited == JoinSide.Entropy)
            {
                held += span.Length;
                stage = span.Stage;
            }
        }

        var message = stage switch { JoinStage.Wps => "M2", JoinStage.Authentication => "commit", _ => "M1" };

        return held == 0 || report.Trace.IsTimed && held < JoinVerdict.Negligible / 2
            ? null
            : new Finding(JoinCause.EntropyHold, JoinSide.AccessPoint, stage, held,
                $"{report.AccessPointName}: {message} held{(report.Trace.IsTimed ? $" {Time(held)}" : "")} for entropy",
                "See ENTROPY: a hardware generator or a seed file ends this.");
    }
}
