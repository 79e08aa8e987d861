namespace HostApd.Configuration;

/// <summary>Changes single values of an ini file and leaves comments, order and everything else as they are.</summary>
internal static class IniEditor
{
    /// <summary>The text with <paramref name="key"/> of <paramref name="section"/> set, or removed when null.</summary>
    internal static string Set(string text, string section, string key, LineValue? value)
    {
        var file = new ConfigurationText(text);
        var lines = file.Lines;
        var inSection = false;
        var endOfSection = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].TrimStart(IniScanner.ByteOrderMark).Trim();
            if (line.StartsWith('['))
            {
                inSection = string.Equals(IniScanner.SectionOf(line), section, StringComparison.OrdinalIgnoreCase);
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
                    lines[i] = file.Line($"{key} = {value.ForIni}");
                }

                return file.ToString();
            }
        }

        if (value is not null)
        {
            if (endOfSection < 0)
            {
                lines.AddRange([file.Line(""), file.Line($"[{section}]")]);
                endOfSection = lines.Count;
            }

            lines.Insert(endOfSection, file.Line($"{key} = {value.ForIni}"));
        }

        return file.ToString();
    }
}
