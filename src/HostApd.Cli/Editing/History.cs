using System.Text;
using HostApd.Linux;

namespace HostApd.Cli.Editing;

/// <summary>
/// Lines that were entered, kept in a file of the user's between two runs. Lines with secrets are remembered for this run only.
/// </summary>
internal sealed class History
{
    private const int MostLines = 200;
    private const int LargestFile = 256 * 1024;
    private const int OwnerOnly = 0x180; // 0600

    private static readonly string[] Secrets =
        ["wpa_passphrase", "wpa_psk", "sae_password", "ap_pin", "passphrase", "wps_pin", "wps_ap_pin", "wps_config", "private_key", "wep_key",
            "shared_secret", "auth_server_", "acct_server_", "radius_das_client"];

    private readonly List<string> _lines = [];
    private int _place;

    /// <summary>The file of the user who runs us; null when there is no home.</summary>
    internal static string? StandardPath => Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home
        ? Path.Combine(home, ".hostapd-net-cli_history")
        : null;

    internal IReadOnlyList<string> Lines => _lines;

    /// <summary>Whether one is at the line being typed.</summary>
    internal bool IsAtNewest => _place == _lines.Count;

    internal void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
            if (_lines.Count > MostLines)
            {
                _lines.RemoveAt(0);
            }
        }

        Rewind();
    }

    /// <summary>The line before; null at the oldest.</summary>
    internal string? Older() => _place > 0 ? _lines[--_place] : null;

    /// <summary>The line after; null when that is the one being typed.</summary>
    internal string? Newer()
    {
        _place = Math.Min(_place + 1, _lines.Count);
        return IsAtNewest ? null : _lines[_place];
    }

    /// <summary>Back to the line being typed.</summary>
    internal void Rewind() => _place = _lines.Count;

    /// <summary>Reads what an earlier run has kept; a file that cannot be read is as good as none.</summary>
    internal void Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: <= LargestFile })
            {
                foreach (var line in File.ReadLines(path))
                {
                    Add(new string([.. line.Where(static c => !char.IsControl(c)).Take(LineEditor.Longest)]));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The history is a convenience.
        }
    }

    /// <summary>Keeps it for the next run, for its owner's eyes only.</summary>
    internal OsResult Save(string path)
    {
        var kept = _lines.Where(static l => !Array.Exists(Secrets, s => l.Contains(s, StringComparison.OrdinalIgnoreCase)));
        return AtomicFile.Replace(path, Encoding.UTF8.GetBytes(string.Concat(kept.Select(static l => l + "\n"))), OwnerOnly);
    }
}
