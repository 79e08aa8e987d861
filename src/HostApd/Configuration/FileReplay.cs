namespace HostApd.Configuration;

/// <summary>
/// A file read anew, played over the running configuration: row by row what the file gives, and the default where it gives nothing.
/// What a row keeps stays (<see cref="Setting.Take"/>), and so does what somebody has changed since, as long as the file says no more
/// than it said before (<see cref="Setting.OverruledBy"/>). Values go over as they were read and judged: a text that names a file would
/// be read a second time, and that file may be another by now.
/// </summary>
internal static class FileReplay
{
    /// <summary>Has <paramref name="running"/> take over what <paramref name="read"/> says.</summary>
    internal static void Onto(AccessPointConfiguration running, AccessPointConfiguration read)
    {
        running.Lines.Clear();
        foreach (var (key, line) in read.Lines)
        {
            running.Lines[key] = line;
        }

        running.Overruled = running.Overruled == read.Network ? running.Overruled : null;
        if (running.Main is null)
        {
            running.Radio.ForgetMoveUnless(read.Radio);
        }

        foreach (var row in Settings.All.Where(s => !Stays(s, running)))
        {
            row.Take?.Invoke(running, read);
        }
    }

    /// <summary>What the radio is belongs to the first of its BSSes.</summary>
    private static bool Stays(Setting row, AccessPointConfiguration running) => row.IsOfRadio && running.Main is not null || row.OverruledBy switch
    {
        Overruler.Nobody => false,
        Overruler.Wps => running.Overruled is not null,
        Overruler.ChannelSwitch => running.Radio.HasMoved,
    };
}
