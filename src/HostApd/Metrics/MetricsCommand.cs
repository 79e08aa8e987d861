using System.Globalization;
using HostApd.Control;

namespace HostApd.Metrics;

/// <summary>
/// <c>METRICS [N]</c>: the text from line N on, as much as fits into a reply; the last part ends with <c># EOF</c>. Without
/// N it is made anew, with N it is the one that was begun.
/// </summary>
internal sealed class MetricsCommand(MetricsText metrics)
{
    /// <summary>What a reply holds, in characters of ASCII, less a margin.</summary>
    private const int MaxReply = 8000;

    private string[] _lines = [];

    internal string Handle(string arguments)
    {
        var from = 0;
        if (arguments.Length == 0)
        {
            _lines = metrics.Write().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        else if (!int.TryParse(arguments, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            return ControlReplies.Fail;
        }

        var reply = new System.Text.StringBuilder();
        for (var i = from; i < _lines.Length && reply.Length + _lines[i].Length < MaxReply; i++)
        {
            reply.Append(_lines[i]).Append('\n');
        }

        return reply.Length == 0 ? ControlReplies.Fail : reply.ToString();
    }
}
