using System.Globalization;
using HostApd.Control;

namespace HostApd.Cli;

/// <summary><c>metrics</c>: OpenMetrics, in as many replies as it takes.</summary>
internal static class MetricsView
{
    private const int MostRequests = 256;
    private const string End = "# EOF\n";

    internal static SessionResult Show(ClientSession session, ControlClient client)
    {
        var lines = 0;
        for (var request = 0; request < MostRequests; request++)
        {
            var reply = client.Request(lines == 0 ? "METRICS" : string.Create(CultureInfo.InvariantCulture, $"METRICS {lines}"));
            var result = session.Print(reply);
            if (result != SessionResult.Done || reply!.EndsWith(End, StringComparison.Ordinal))
            {
                return result;
            }

            lines += reply.AsSpan().Count('\n');
        }

        session.Printer.Complain("the daemon's metrics have no end");
        return SessionResult.Refused;
    }
}
