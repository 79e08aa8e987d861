using HostApd.Control;

namespace HostApd.Cli;

/// <summary>All stations, one after the other: STA-FIRST, and STA-NEXT of the one before, until the reply is empty.</summary>
internal static class StationWalk
{
    /// <summary>More than an access point can have: a daemon that never comes to an end is left.</summary>
    internal const int Most = 2007;

    /// <summary>Calls <paramref name="visit"/> with each station's reply.</summary>
    internal static SessionResult Run(ControlClient client, Action<string> visit, int most = Most)
    {
        var reply = client.Request("STA-FIRST");
        for (var count = 0; count < most; count++)
        {
            if (string.IsNullOrEmpty(reply))
            {
                return reply is null ? SessionResult.NotAnswered : SessionResult.Done;
            }

            if (ClientSession.IsRefusal(reply))
            {
                // hostapd ends the list so; a daemon that cannot begin one is another matter.
                return count == 0 ? SessionResult.Refused : SessionResult.Done;
            }

            visit(reply);
            reply = client.Request($"STA-NEXT {AddressOf(reply)}");
        }

        return SessionResult.Done;
    }

    /// <summary>The first line.</summary>
    internal static string AddressOf(string reply) => reply.Split('\n', 2)[0];
}
