namespace HostApd.Timeline.Readers;

/// <summary>
/// Logs of hostapd, wpa_supplicant and the kernel: either side of a join, at any level, with whatever log servers put before
/// a line. Which side wrote it shows in its words. Frames are taken from their bytes where a log has them (<c>-dd</c>), else
/// from what is said about them: what another line only implies is added once, and marked. Lines that say nothing of a join
/// are passed over.
/// </summary>
public static class LogReader
{
    /// <summary>Reads a whole log.</summary>
    public static TraceSource Read(string name, IReadOnlyList<string> lines)
    {
        var survey = LogSurvey.Of(lines);
        var source = new TraceSource(name, survey.Origin);
        var time = new LogTime(source, survey.LinesOfClock);
        var notes = new LogNotes(source, survey);
        ISideLog side = survey.Origin == TraceOrigin.AccessPoint ? new AccessPointLog(notes) : new ClientLog(notes);
        foreach (var line in lines)
        {
            notes.Line++;
            var text = LogPrefix.Strip(LogLine.Clean(line), out var stamp);
            if (!text.IsEmpty && time.TryTake(notes.Line, stamp, out var at))
            {
                side.Take(at, text);
            }
        }

        side.End();
        if (!source.IsUseful)
        {
            source.Complain("nothing of a join in it: it should be a log of hostapd, of wpa_supplicant or of the kernel, or a capture");
        }

        return source;
    }
}
