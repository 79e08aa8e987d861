using System.Globalization;
using System.Text;

namespace HostApd.Wps;

/// <summary>A stranger's text as one field of an event: <c>key='text'</c>, <c>[text|text]</c>, <c>key="text"</c>.</summary>
public static class EventField
{
    private const string Forging = "'\"\\=|";

    /// <summary>
    /// Quotes, backslash, the equals sign and the bar become <c>\xHH</c> (which hostap's printf_decode reads back), control
    /// characters an underscore: without them a text neither ends its field nor begins another. Blanks, brackets and the
    /// letters of all languages stay, so that ordinary names look as they are.
    /// </summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(static c => char.IsControl(c) || Forging.Contains(c, StringComparison.Ordinal)))
        {
            return text;
        }

        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            if (Forging.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            }
            else
            {
                escaped.Append(char.IsControl(c) ? '_' : c);
            }
        }

        return escaped.ToString();
    }
}
