namespace HostApd.Commands;

/// <summary>
/// Commands that hostapd has and that need what is not built in. They are known by name: with arguments, right or wrong, they are
/// refused as hostapd refuses wrong ones, and whoever asks hears why. Without their arguments they are no commands there either.
/// </summary>
internal static class MissingCommands
{
    /// <summary>By what they need, which is what is said of them.</summary>
    private static readonly (string Needs, string Verbs)[] Table =
    [
        ("stations made by hand", "NEW_STA"),
        ("capabilities by name: DRIVER_FLAGS and STATUS tell what there is", "GET_CAPABILITY"),
        ("commands of single drivers", "VENDOR"),
        ("radar that is only pretended", "RADAR"),
        ("802.11v", "ESS_DISASSOC DISASSOC_IMMINENT BSS_TM_REQ COLOC_INTF_REQ"),
        ("802.11k", "REQ_BEACON REQ_LCI REQ_RANGE REQ_LINK_MEASUREMENT SET_NEIGHBOR REMOVE_NEIGHBOR"),
        ("Interworking and Hotspot 2.0", "SET_QOS_MAP_SET SEND_QOS_MAP_CONF HS20_WNM_NOTIF HS20_DEAUTH_REQ"),
    ];

    private static readonly Dictionary<string, string> NeedsByVerb =
        Table.SelectMany(static r => r.Verbs.Split(' ').Select(verb => (Verb: verb, r.Needs)))
            .ToDictionary(static r => r.Verb, static r => r.Needs, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    internal static IEnumerable<string> Verbs => NeedsByVerb.Keys;

    /// <summary>What one of them needs.</summary>
    internal static string NeedsOf(string verb) => NeedsByVerb[verb];

    /// <summary>The refusal, or null when the command is none of these.</summary>
    internal static string? Handle(string verb, string arguments) =>
        arguments.Length > 0 && NeedsByVerb.TryGetValue(verb, out var needs) ? Refusals.Fail($"{verb} needs {needs}: not built in") : null;
}
