using System.Globalization;

namespace HostApd.Cli;

/// <summary>The lines <c>key=value</c> of a reply; of two with one key the first counts.</summary>
internal static class ReplyValues
{
    internal static Dictionary<string, string> Of(string reply)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in reply.Split('\n'))
        {
            if (line.IndexOf('=') is > 0 and var equals)
            {
                values.TryAdd(line[..equals], line[(equals + 1)..]);
            }
        }

        return values;
    }

    /// <summary>A decimal number; null where there is none.</summary>
    internal static long? Number(Dictionary<string, string> values, string key) =>
        long.TryParse(values.GetValueOrDefault(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
