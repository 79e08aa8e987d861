using System.Text;
using HostApd.Configuration;
using HostApd.Control;

namespace HostApd.Workbench;

/// <summary>An ini in the making.</summary>
internal sealed class ConvertedFile
{
    private readonly List<(Setting Setting, string Text)> _values = [];
    private readonly List<string> _left = [];

    internal ConvertedFile()
    {
        // hostapd's own, which is not ours.
        Take(Settings.FindFlat("hw_mode")!, "b");
    }

    /// <summary>Whether a line sets the key.</summary>
    internal bool Has(string key) => _values.Exists(v => v.Setting.Key == key);

    /// <summary>
    /// Takes a value over; the later counts, and a name, or a secret, in one notation replaces one in the other. False where an
    /// ini line cannot say it.
    /// </summary>
    internal bool Take(Setting setting, string value)
    {
        if (setting.Key == "ssid" && !SameInIni(value))
        {
            return Take(Settings.FindFlat("ssid2")!, System.Convert.ToHexStringLower(ByteText.Encode(value)));
        }

        if (!IsOfOneLine(value) || IsFurtherPassword(setting, value))
        {
            return false;
        }

        _values.RemoveAll(v => v.Setting.FlatKey == setting.FlatKey || v.Setting.Key == Other(setting.Key));

        // In the order of the lines: each speaks for those before it.
        _values.Add((setting, SameInIni(value) ? value : $"\"{value}\""));
        return true;
    }

    /// <summary>An ini says each key once, and the others would be passwords that nobody can come in with any more.</summary>
    private bool IsFurtherPassword(Setting setting, string value) =>
        setting.Key == "sae_password" && value.Length > 0 && _values.Exists(v => v.Setting.FlatKey == setting.FlatKey && v.Text.Length > 0);

    /// <summary>Keeps a line as a comment.</summary>
    internal void Leave(string line) => _left.Add(Spoken.OnOneLine(line));

    /// <summary>What a key was set to stands elsewhere.</summary>
    internal void Forget(string key) => _values.RemoveAll(v => v.Setting.Key == key);

    /// <summary>Makes a comment of what a key was set to.</summary>
    internal void TakeBack(string key)
    {
        foreach (var (setting, text) in _values.FindAll(v => v.Setting.Key == key))
        {
            _values.RemoveAll(v => v.Setting.FlatKey == setting.FlatKey);
            if (text.Length > 0)
            {
                Leave($"{key}={text}");
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var section in Settings.Sections)
        {
            var own = _values.FindAll(v => v.Setting.Section == section && v.Text.Length > 0);
            if (own.Count > 0)
            {
                text.Append(text.Length == 0 ? "" : "\n").Append('[').Append(section).Append("]\n");
                own.ForEach(v => text.Append(v.Setting.Key).Append(" = ").Append(v.Text).Append('\n'));
            }
        }

        if (_left.Count > 0)
        {
            text.Append("\n# not taken over from hostapd.conf:\n");
            _left.ForEach(l => text.Append("# ").Append(l).Append('\n'));
        }

        return text.ToString();
    }

    private static string? Other(string key) => key switch
    {
        "ssid" => "ssid2",
        "ssid2" => "ssid",
        "wpa_passphrase" => "wpa_psk",
        "wpa_psk" => "wpa_passphrase",
        _ => null,
    };

    /// <summary>Whether it is UTF-8 without what would end its line, or could not be seen there.</summary>
    private static bool IsOfOneLine(string value) =>
        System.Text.Unicode.Utf8.IsValid(ByteText.Encode(value)) && !value.Any(static c => char.IsControl(c) && c != '\t');

    /// <summary>Whether an ini line gives the value back as it stands.</summary>
    private static bool SameInIni(string value) =>
        IsOfOneLine(value) && !value.Contains('\t', StringComparison.Ordinal) && value.Trim() == value && value is not ['"', ..];
}
