using System.Text.RegularExpressions;

namespace HostApd.LabTests;

/// <summary>
/// What the runner's <c>--filter</c> leaves of the scenes. NUnit tells no test who else was chosen, and who shares a boot must be
/// known before it: so the filter's names are looked up in the command line. A scene too many costs time, and one that is missed
/// gets a boot of its own; both end as they should.
/// </summary>
internal static partial class ChosenScenes
{
    /// <summary>The filter of this process; null when everything runs.</summary>
    public static string? Filter { get; } = FilterOf(Environment.GetCommandLineArgs());

    /// <summary>Whether a filter may choose a test. What it excludes, and what it asks of anything but names, is not looked at.</summary>
    public static bool MayChoose(string? filter, string fullName) =>
        filter is null || Terms().Matches(filter).Any(term => MayChoose(term, fullName));

    private static bool MayChoose(Match term, string fullName)
    {
        string value = term.Groups["value"].Value.Trim();
        return term.Groups["property"].Value.ToUpperInvariant() switch
        {
            "NAME" or "FULLYQUALIFIEDNAME" or "" => term.Groups["operator"].Value switch
            {
                "=" => fullName.Equals(value, StringComparison.OrdinalIgnoreCase)
                    || fullName.EndsWith("." + value, StringComparison.OrdinalIgnoreCase),
                "~" or "" => fullName.Contains(value, StringComparison.OrdinalIgnoreCase),
                _ => true,
            },
            _ => true,
        };
    }

    private static string? FilterOf(string[] arguments)
    {
        int at = Array.IndexOf(arguments, "--filter");
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }

    /// <summary>Conditions such as <c>Name=a|FullyQualifiedName~b</c>; a bare word is a part of the full name.</summary>
    [GeneratedRegex(@"(?:(?<property>\w+)\s*(?<operator>!?[=~])\s*)?(?<value>[^|&()\s][^|&()]*)")]
    private static partial Regex Terms();
}
