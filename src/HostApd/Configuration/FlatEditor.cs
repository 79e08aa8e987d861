namespace HostApd.Configuration;

/// <summary>Changes single values of a hostapd.conf and leaves everything else as it is.</summary>
internal static class FlatEditor
{
    /// <summary>
    /// The text with <paramref name="key"/> of the first BSS set, or removed when null. Where a key stands repeatedly the last
    /// one counts for hostapd: that one is changed, and the others go. Nothing is trimmed there, so that no value needs marks.
    /// </summary>
    internal static string Set(string text, string key, LineValue? value)
    {
        var file = new ConfigurationText(text);
        var lines = file.Lines;
        var further = lines.FindIndex(static l => l.TrimStart(IniScanner.ByteOrderMark).StartsWith("bss=", StringComparison.Ordinal));
        var end = further < 0 ? lines.Count : further;
        var last = -1;
        for (var i = end - 1; i >= 0; i--)
        {
            if (!lines[i].TrimStart(IniScanner.ByteOrderMark).StartsWith(key + "=", StringComparison.Ordinal))
            {
                continue;
            }

            if (last < 0 && value is not null)
            {
                lines[last = i] = $"{key}={value.Text}";
            }
            else
            {
                lines.RemoveAt(i);
                end--;
            }
        }

        if (last < 0 && value is not null)
        {
            lines.Insert(end, $"{key}={value.Text}");
        }

        return file.ToString();
    }
}
