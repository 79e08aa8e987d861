using static HostApd.Timeline.Readers.LogLine;

namespace HostApd.Timeline.Readers;

/// <summary>What the kernel's mac80211 says of a join in its ring, without the interface before it.</summary>
internal static class KernelWords
{
    /// <summary>By what a message of the kernel's begins with, and what else must stand in it.</summary>
    private static readonly (string Start, string Part, ClientWord Take)[] Beginnings =
    [
        ("send auth to ", "(try ", static (c, t, m) => Try(c, t, TraceKind.AuthenticationRequest, m)),
        ("authenticate with ", "(try ", static (c, t, m) => Try(c, t, TraceKind.AuthenticationRequest, m)),
        ("associate with ", "(try ", static (c, t, m) => Try(c, t, TraceKind.AssociationRequest, m)),
        ("RX AssocResp from ", "status=", static (c, t, m) => c.ImplyAp(t, TraceKind.AssociationResponse, NumberBehind(m, "status="))),
        ("RX ReassocResp from ", "status=", static (c, t, m) => c.ImplyAp(t, TraceKind.AssociationResponse, NumberBehind(m, "status="))),
        ("deauthenticated from ", "(Reason: ", static (c, t, m) => c.ImplyAp(t, TraceKind.Deauthentication, NumberBehind(m, "(Reason: "))),
        ("disassociated from ", "(Reason: ", static (c, t, m) => c.ImplyAp(t, TraceKind.Disassociation, NumberBehind(m, "(Reason: "))),
        ("deauthenticating from ", "by local choice", static (c, t, m) => c.ImplyOwn(t, TraceKind.Deauthentication, NumberBehind(m, "eason: "))),
        ("disassociating from ", "by local choice", static (c, t, m) => c.ImplyOwn(t, TraceKind.Disassociation, NumberBehind(m, "eason: "))),
        ("authentication with ", "timed out", static (c, t, _) => c.TimeOut(t, TraceKind.AuthenticationRequest)),
        ("association with ", "timed out", static (c, t, _) => c.TimeOut(t, TraceKind.AssociationRequest)),
    ];

    /// <summary>Takes a line of the kernel; false when it is none, or none of a join.</summary>
    internal static bool TryTake(ClientNotes client, long time, ReadOnlySpan<char> message)
    {
        foreach (var (start, part, take) in Beginnings)
        {
            if (Starts(message, start) && Has(message, part))
            {
                take(client, time, message);
                return true;
            }
        }

        if (message is "authenticated" or "associated")
        {
            client.ImplyAp(time, message is "authenticated" ? TraceKind.AuthenticationResponse : TraceKind.AssociationResponse);
        }
        else if (Has(message, "link becomes ready") && client.LastFrame == TraceKind.AssociationResponse)
        {
            // The supplicant declares the link up when it has its keys.
            client.ImplyOwn(time, TraceKind.ClientConnected);
        }
        else if (Has(message, " denied authentication (status "))
        {
            client.AddAp(time, TraceKind.AuthenticationResponse, NumberBehind(message, "(status "));
        }
        else if (Has(message, " denied association (code="))
        {
            client.ImplyAp(time, TraceKind.AssociationResponse, NumberBehind(message, "(code="));
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>The kernel's first try is the one that the supplicant has spoken of.</summary>
    private static void Try(ClientNotes client, long time, TraceKind kind, ReadOnlySpan<char> message)
    {
        if (NumberBehind(message, "(try ") > 1)
        {
            client.AddOwn(time, kind);
        }
        else
        {
            client.ImplyOwn(time, kind);
        }
    }
}
