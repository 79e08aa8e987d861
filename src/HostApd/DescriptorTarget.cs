using System.Text;
using HostApd.Linux;
using NLog;
using NLog.Targets;

namespace HostApd;

/// <summary>Writes lines to standard output, standard error or an open log file, each at once and whole.</summary>
internal sealed class DescriptorTarget(int fd) : TargetWithLayout
{
    private bool _isLost;

    protected override void Write(LogEventInfo logEvent)
    {
        if (!StandardStreams.Write(fd, Encoding.UTF8.GetBytes(RenderLogEvent(Layout, logEvent) + "\n")) && !_isLost)
        {
            // A full disk may have room again later: the lines go on, the word about them is said once.
            _isLost = true;
            Say.Error($"log lines are lost: {OsResult.LastError("writing the log")}");
        }
    }
}
