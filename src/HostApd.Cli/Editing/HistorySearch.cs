using System.Text;

namespace HostApd.Cli.Editing;

/// <summary>
/// Ctrl-R: looks backwards through the history for what is typed, further with each Ctrl-R. Ctrl-C and Ctrl-G give the line of before
/// back; every other key takes what was found and does there what it does.
/// </summary>
internal sealed class HistorySearch(History history)
{
    private readonly StringBuilder _sought = new();
    private string _before = "";
    private int _place;

    /// <summary>Whether keys are for it.</summary>
    internal bool IsActive { get; private set; }

    /// <summary>What stands before the line meanwhile; null when it is not active.</summary>
    internal string? Prompt => IsActive ? $"(search)`{_sought}': " : null;

    /// <summary>The line that it has found; that of before when there is none.</summary>
    internal string Found { get; private set; } = "";

    internal void Begin(string line)
    {
        IsActive = true;
        (_before, Found) = (line, line);
        _sought.Clear();
        _place = history.Lines.Count;
    }

    /// <summary>Takes a key; false when it ends the search and is for the editor, whose line <see cref="Found"/> is.</summary>
    internal bool Press(Key key, Rune character)
    {
        var code = key == Key.Character ? character.Value : -1;
        switch (code)
        {
            case ControlKey.R:
                Look(_place);
                return true;
            case ControlKey.C or ControlKey.G:
                Found = _before;
                IsActive = false;
                return true;
            case ControlKey.H or ControlKey.Rubout:
                _sought.Length = Math.Max(0, _sought.Length - 1);
                Found = _before;
                Look(history.Lines.Count);
                return true;
            case >= ' ':
                _sought.Append(character.ToString());
                Look(Math.Min(_place + 1, history.Lines.Count));
                return true;
            default:
                IsActive = false;
                return false;
        }
    }

    /// <summary>The newest line before that place in which it stands; where there is none, what was found stays.</summary>
    private void Look(int before)
    {
        for (var i = before - 1; i >= 0 && _sought.Length > 0; i--)
        {
            if (history.Lines[i].Contains(_sought.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                (_place, Found) = (i, history.Lines[i]);
                return;
            }
        }
    }
}
