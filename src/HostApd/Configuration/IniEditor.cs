namespace HostApd.Configuration;

/// <summary>Changes single values of an ini file and leaves comments, order and everything else as they are.</summary>
internal static class IniEditor
{
    /// <summary>The text with <paramref name="key"/> of <paramref name="section"/> set, or removed when null.</summary>
    internal static string Set(string text, string section, string key, string? value)
    {
        var lines = text.TrimEnd('\n').Split('\n').ToList();
        var inSection = false;
        var endOfSection = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('['))
            {
                inSection = string.Equals(line.TrimStart('[').TrimEnd(']').Trim(), section, StringComparison.OrdinalIgnoreCase);
            }

            if (!inSection)
            {
                continue;
            }

            if (line.Length > 0)
            {
                endOfSection = i + 1;
            }

            var equals = line.IndexOf('=');
            if (equals > 0 && line[0] is not ('#' or ';')
                && string.Equals(line[..equals].Trim(), key, StringComparison.OrdinalIgnoreCase))
            {
                if (value is null)
                {
                    lines.RemoveAt(i);
                }
                else
                {
                    lines[i] = $"{key} = {value}";
                }

                return string.Join('\n', lines) + "\n";
            }
        }

        if (value is not null)
        {
            if (endOfSection < 0)
            {
                lines.AddRange(["", $"[{section}]"]);
                endOfSection = lines.Count;
            }

            lines.Insert(endOfSection, $"{key} = {value}");
        }

        return string.Join('\n', lines) + "\n";
    }
}
