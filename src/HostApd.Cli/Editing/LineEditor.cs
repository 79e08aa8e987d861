using System.Text;

namespace HostApd.Cli.Editing;

/// <summary>What is to be done after a key.</summary>
internal enum Edited
{
    /// <summary>Show the line.</summary>
    Changed,

    /// <summary>The line is whole.</summary>
    Entered,

    /// <summary>Tab.</summary>
    CompletionAsked,

    /// <summary>Ctrl-C on a line with text, which is gone.</summary>
    Abandoned,

    /// <summary>Ctrl-L.</summary>
    ScreenCleared,

    /// <summary>Ctrl-D or Ctrl-C on an empty line.</summary>
    Ended,
}

/// <summary>The line being typed. Knows no terminal.</summary>
internal sealed class LineEditor(History history)
{
    /// <summary>What a daemon takes at most.</summary>
    internal const int Longest = 4095;

    private readonly StringBuilder _text = new();
    private readonly HistorySearch _search = new(history);
    private string _typed = "";

    /// <summary>What stands on the line.</summary>
    internal string Text => _text.ToString();

    /// <summary>What stands before it: the prompt, or what is being looked for in the history.</summary>
    internal string Prompt => _search.Prompt ?? Screen.Prompt;

    /// <summary>Before which character the cursor is.</summary>
    internal int Cursor { get; private set; }

    internal Edited Press(Key key, Rune character)
    {
        if (_search.IsActive && _search.Press(key, character))
        {
            Show(_search.Found);
            return Edited.Changed;
        }

        switch (key)
        {
            case Key.Character:
                return Type(character);
            case Key.Left:
                Cursor = Before(Cursor);
                break;
            case Key.Right:
                Cursor = After(Cursor);
                break;
            case Key.Home:
                Cursor = 0;
                break;
            case Key.End:
                Cursor = _text.Length;
                break;
            case Key.Delete:
                Remove(Cursor, After(Cursor));
                break;
            case Key.Up:
                GoBack();
                break;
            case Key.Down:
                GoForth();
                break;
            case Key.Unknown:
                break;
        }

        return Edited.Changed;
    }

    /// <summary>The whole line, which is empty then.</summary>
    internal string TakeLine()
    {
        var line = Text;
        Clear();
        history.Rewind();
        return line;
    }

    /// <summary>Puts <paramref name="text"/> where <paramref name="start"/> up to the cursor stood.</summary>
    internal void Replace(int start, string text)
    {
        Remove(start, Cursor);
        Insert(text);
    }

    private Edited Type(Rune character)
    {
        switch (character.Value)
        {
            case '\r' or '\n':
                return Edited.Entered;
            case '\t':
                return Edited.CompletionAsked;
            case ControlKey.A:
                Cursor = 0;
                break;
            case ControlKey.B:
                Cursor = Before(Cursor);
                break;
            case ControlKey.C:
                return Abandon();
            case ControlKey.D when _text.Length == 0:
                return Edited.Ended;
            case ControlKey.D:
                Remove(Cursor, After(Cursor));
                break;
            case ControlKey.E:
                Cursor = _text.Length;
                break;
            case ControlKey.F:
                Cursor = After(Cursor);
                break;
            case ControlKey.H or ControlKey.Rubout:
                Remove(Before(Cursor), Cursor);
                break;
            case ControlKey.K:
                Remove(Cursor, _text.Length);
                break;
            case ControlKey.L:
                return Edited.ScreenCleared;
            case ControlKey.R:
                _search.Begin(Text);
                break;
            case ControlKey.N:
                GoForth();
                break;
            case ControlKey.P:
                GoBack();
                break;
            case ControlKey.U:
                Remove(0, Cursor);
                break;
            case ControlKey.W:
                Remove(StartOfWord(), Cursor);
                break;
            case >= ' ':
                Insert(character.ToString());
                break;
            default:
                break;
        }

        return Edited.Changed;
    }

    private Edited Abandon()
    {
        if (_text.Length == 0)
        {
            return Edited.Ended;
        }

        _ = TakeLine();
        return Edited.Abandoned;
    }

    private void GoBack()
    {
        // What was being typed is there again when one comes back.
        _typed = history.IsAtNewest ? Text : _typed;
        if (history.Older() is { } line)
        {
            Show(line);
        }
    }

    private void GoForth()
    {
        if (!history.IsAtNewest)
        {
            Show(history.Newer() ?? _typed);
        }
    }

    private void Show(string line)
    {
        _text.Clear().Append(line);
        Cursor = _text.Length;
    }

    private void Insert(string text)
    {
        if (_text.Length + text.Length <= Longest)
        {
            _text.Insert(Cursor, text);
            Cursor += text.Length;
        }
    }

    private void Remove(int from, int to)
    {
        _text.Remove(from, to - from);
        Cursor = from;
    }

    private void Clear()
    {
        _text.Clear();
        Cursor = 0;
        _typed = "";
    }

    private int Before(int index) =>
        index > 1 && char.IsSurrogatePair(_text[index - 2], _text[index - 1]) ? index - 2 : Math.Max(0, index - 1);

    private int After(int index) =>
        index + 1 < _text.Length && char.IsSurrogatePair(_text[index], _text[index + 1]) ? index + 2 : Math.Min(_text.Length, index + 1);

    private int StartOfWord()
    {
        var index = Cursor;
        while (index > 0 && _text[index - 1] == ' ')
        {
            index--;
        }

        while (index > 0 && _text[index - 1] != ' ')
        {
            index--;
        }

        return index;
    }
}
