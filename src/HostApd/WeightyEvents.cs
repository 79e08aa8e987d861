namespace HostApd;

/// <summary>
/// Events that somebody keeps count by: who is connected, what is on the air. They are not lost behind others, which strangers
/// raise as often as they like: probes, requests, wrong keys.
/// </summary>
internal static class WeightyEvents
{
    /// <summary>The event that tells of lost ones.</summary>
    internal const string LostName = "CTRL-EVENT-LOST";

    private static readonly string[] Beginnings =
    [
        "AP-STA-CONNECTED", "AP-STA-DISCONNECTED", "AP-ENABLED", "AP-DISABLED", "P2P-GROUP-", "INTERFACE-ENABLED", "INTERFACE-DISABLED",
        "WPS-REG-SUCCESS", "WPS-NEW-AP-SETTINGS", "CTRL-EVENT-CHANNEL-SWITCH", "CTRL-EVENT-TERMINATING",
    ];

    /// <summary>Whether an event is one of them.</summary>
    internal static bool Contain(string text) => Array.Exists(Beginnings, b => text.StartsWith(b, StringComparison.Ordinal));

    /// <summary>Tells that events were lost, and how many.</summary>
    internal static string Lost(int count) => $"{LostName} {count}";
}
