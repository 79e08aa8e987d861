using System.Globalization;
using HostApd.Control;
using HostApd.Ieee80211;

namespace HostApd.Cli;

/// <summary>
/// An event as the daemon sends it: <c>[IFNAME=wlan0 ]&lt;3&gt;AP-STA-CONNECTED 02:00:00:00:01:00 keyid=x</c>. Everything in it is
/// a stranger's text.
/// </summary>
internal sealed class ControlEvent
{
    private const int MostPairs = 64;
    private const string InterfacePrefix = "IFNAME=";

    private ControlEvent(string? interfaceName, int level, string text)
    {
        Interface = interfaceName;
        Level = level;
        Text = text;
    }

    /// <summary>The interface it is about, where it says so: on the global socket.</summary>
    internal string? Interface { get; }

    /// <summary>The digit between the angle brackets.</summary>
    internal int Level { get; }

    /// <summary>Its words, as they came.</summary>
    internal string Text { get; }

    /// <summary>The first word.</summary>
    internal string Name => Text.Split(' ', 2)[0];

    /// <summary>The station that it is about: the second word, when that is an address.</summary>
    internal string? Address
    {
        get
        {
            var words = Text.Split(' ', 3);
            return words.Length > 1 && MacAddress.TryParse(words[1], out _) ? words[1] : null;
        }
    }

    internal static ControlEvent Parse(string datagram)
    {
        string? interfaceName = null;
        var text = datagram.AsSpan();
        if (text.StartsWith(InterfacePrefix, StringComparison.Ordinal))
        {
            var end = text.IndexOf(' ');
            end = end < 0 ? text.Length : end;
            interfaceName = text[InterfacePrefix.Length..end].ToString();
            text = text[end..].TrimStart(' ');
        }

        var level = (int)EventLevel.Info;
        var close = text.IndexOf('>');
        if (text.StartsWith('<') && close > 1
            && int.TryParse(text[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out var written))
        {
            level = written;
            text = text[(close + 1)..];
        }

        return new ControlEvent(interfaceName, level, text.ToString());
    }

    /// <summary>
    /// Its <c>key=value</c> words, a value in single quotes with its blanks; of two with the same key the first, which stands
    /// before what a stranger may have put into a name.
    /// </summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Pairs()
    {
        var pairs = new List<KeyValuePair<string, string>>();
        var text = Text.AsSpan();
        while (pairs.Count < MostPairs)
        {
            text = text.TrimStart(' ');
            if (text.IsEmpty)
            {
                break;
            }

            var end = EndOfWord(text);
            var equals = text[..end].IndexOf('=');
            if (equals > 0 && IsKey(text[..equals]))
            {
                var key = text[..equals].ToString();
                if (!pairs.Exists(p => p.Key == key))
                {
                    pairs.Add(new(key, Unquoted(text[(equals + 1)..end])));
                }
            }

            text = text[end..];
        }

        return pairs;
    }

    private static int EndOfWord(ReadOnlySpan<char> text)
    {
        var blank = text.IndexOf(' ');
        blank = blank < 0 ? text.Length : blank;
        var quote = text[..blank].IndexOf("='", StringComparison.Ordinal);
        if (quote < 0)
        {
            return blank;
        }

        var start = quote + 2;
        var close = text[start..].IndexOf("' ", StringComparison.Ordinal);
        return close >= 0 ? start + close + 1 : text[^1] == '\'' && text.Length > start ? text.Length : blank;
    }

    private static string Unquoted(ReadOnlySpan<char> value) =>
        (value is ['\'', .., '\''] ? value[1..^1] : value).ToString();

    private static bool IsKey(ReadOnlySpan<char> key)
    {
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
