namespace HostApd.Cli;

/// <summary>
/// A command with its arguments, as words and as the one text that was typed: a value may hold blanks and quotes, which the
/// daemon must see as they are.
/// </summary>
/// <param name="Name">The first word.</param>
/// <param name="Words">The arguments; what stands in double quotes is one, without them.</param>
/// <param name="Text">The arguments as they were typed.</param>
internal sealed record TypedCommand(string Name, string[] Words, string Text)
{
    /// <summary>Of a shell's words.</summary>
    internal static TypedCommand Of(string[] words) => new(words[0], words[1..], string.Join(' ', words[1..]));

    /// <summary>Of a line; null when there is nothing on it, or only a comment.</summary>
    internal static TypedCommand? Of(string line)
    {
        var text = line.AsSpan().Trim(' ');
        if (text.IsEmpty || text[0] == '#')
        {
            return null;
        }

        var blank = text.IndexOf(' ');
        var name = blank < 0 ? text : text[..blank];
        var rest = text[name.Length..].TrimStart(' ');
        return new TypedCommand(name.ToString(), Split(rest), rest.ToString());
    }

    private static string[] Split(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        while (!text.IsEmpty)
        {
            var isQuoted = text[0] == '"' && text[1..].Contains('"');
            var start = isQuoted ? 1 : 0;
            var length = text[start..].IndexOf(isQuoted ? '"' : ' ');
            length = length < 0 ? text.Length - start : length;
            words.Add(text.Slice(start, length).ToString());
            text = text[Math.Min(text.Length, start + length + start)..].TrimStart(' ');
        }

        return [.. words];
    }
}
