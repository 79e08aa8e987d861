using System.Text;
using HostApd.Cli.Editing;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>The line being typed, key by key as a terminal sends them.</summary>
public sealed class EditorTests
{
    private const string Up = "\e[A";
    private const string Down = "\e[B";
    private const string Left = "\e[D";

    private KeyReader _keys = null!;
    private History _history = null!;
    private LineEditor _editor = null!;
    private Edited _last;

    [SetUp]
    public void Begin()
    {
        _keys = new KeyReader();
        _history = new History();
        _editor = new LineEditor(_history);
    }

    [TestCase("status", ExpectedResult = "status|")]
    [TestCase("sttus" + Left + Left + Left + "a", ExpectedResult = "sta|tus")]
    [TestCase("tatus\x01s", ExpectedResult = "s|tatus")]
    [TestCase("tatus\e[Hs\e[F!", ExpectedResult = "status!|")]
    [TestCase("tatus\e[1~s\e[4~!", ExpectedResult = "status!|")]
    [TestCase("tatus\eOHs\eOF!", ExpectedResult = "status!|")]
    [TestCase("ab\x01\x05" + "c", ExpectedResult = "abc|")]
    [TestCase("abc\x7f\x08", ExpectedResult = "a|")]
    [TestCase("abc\x01\e[3~\x04", ExpectedResult = "|c")]
    [TestCase("abcdef" + Left + Left + "\x0b", ExpectedResult = "abcd|")]
    [TestCase("abcdef" + Left + Left + "\x15", ExpectedResult = "|ef")]
    [TestCase("sta 02:00  \x17", ExpectedResult = "sta |")]
    [TestCase("grüße\x7f\x7f", ExpectedResult = "grü|")]
    [TestCase("a😀b" + Left + Left + "\x04", ExpectedResult = "a|b")]
    [TestCase("a\e[15~\e[1;5Cb\e!", ExpectedResult = "ab|")]
    [TestCase("\x7f\x04" + Left + "\e[C\x17\x0b", ExpectedResult = "|")]
    public string Keys_do_what_they_say(string typed)
    {
        Press(typed);
        return _editor.Text.Insert(_editor.Cursor, "|");
    }

    [TestCase("ping\r", ExpectedResult = nameof(Edited.Entered))]
    [TestCase("ping\n", ExpectedResult = nameof(Edited.Entered))]
    [TestCase("pi\t", ExpectedResult = nameof(Edited.CompletionAsked))]
    [TestCase("\x0c", ExpectedResult = nameof(Edited.ScreenCleared))]
    [TestCase("\x04", ExpectedResult = nameof(Edited.Ended))]
    [TestCase("\x03", ExpectedResult = nameof(Edited.Ended))]
    [TestCase("x\x04", ExpectedResult = nameof(Edited.Changed))]
    [TestCase("x\x03", ExpectedResult = nameof(Edited.Abandoned))]
    public string Some_keys_are_for_others(string typed)
    {
        Press(typed);
        return _last.ToString();
    }

    [Test]
    public void Up_and_down_go_through_what_was_entered_and_back_to_what_was_begun()
    {
        _history.Add("first");
        _history.Add("second");
        Press("beg" + Up);
        Assert.That(_editor.Text, Is.EqualTo("second"));
        Press(Up + Up + Up);
        Assert.That(_editor.Text, Is.EqualTo("first"));
        Press(Down + Down);
        Assert.That(_editor.Text, Is.EqualTo("beg"));
        Press(Down);
        Assert.That(_editor.Text, Is.EqualTo("beg"));
    }

    [Test]
    public void A_taken_line_leaves_nothing_behind()
    {
        _history.Add("old");
        Press("x" + Up);
        Assert.That(_editor.TakeLine(), Is.EqualTo("old"));
        Assert.That(_editor.Text, Is.Empty);
        Press(Up + Down);
        Assert.That(_editor.Text, Is.Empty);
    }

    [Test]
    public void A_line_grows_to_what_a_daemon_takes_and_no_further()
    {
        Press(new string('x', 5000));
        Assert.That(_editor.Text, Has.Length.EqualTo(LineEditor.Longest));
    }

    [Test]
    public void Any_bytes_are_survived()
    {
        var random = new Random(7);
        var bytes = new byte[20_000];
        random.NextBytes(bytes);
        foreach (var one in bytes)
        {
            PressByte(one);
            Assert.That(_editor.Cursor, Is.InRange(0, _editor.Text.Length));
        }
    }

    private void Press(string typed)
    {
        foreach (var one in Encoding.UTF8.GetBytes(typed))
        {
            PressByte(one);
        }
    }

    private void PressByte(byte one)
    {
        if (_keys.Take(one, out var key, out var character))
        {
            _last = _editor.Press(key, character);
        }
    }

    [TestCase(20, "aaa   ccc   e\nbbbb  dd")]
    [TestCase(12, "aaa   dd\nbbbb  e\nccc")]
    [TestCase(80, "aaa   bbbb  ccc   dd    e")]
    [TestCase(3, "aaa\nbbbb\nccc\ndd\ne", Description = "narrower than a word")]
    public void Candidates_stand_in_columns(int columns, string expected) =>
        Assert.That(string.Join('\n', Screen.Columns(["aaa", "bbbb", "ccc", "dd", "e"], columns)), Is.EqualTo(expected));

    [TestCase("\u0012pin", ExpectedResult = "(search)`pin': ping ap")]
    [TestCase("\u0012pin\u0012", ExpectedResult = "(search)`pin': wps_pin any 1")]
    [TestCase("\u0012pin\u0012\u0012", ExpectedResult = "(search)`pin': wps_pin any 1", Description = "there is none before it")]
    [TestCase("\u0012pin\u0012\u007f", ExpectedResult = "(search)`pi': ping ap", Description = "shorter: from the newest again")]
    [TestCase("\u0012STAT", ExpectedResult = "(search)`STAT': status")]
    [TestCase("abc\u0012pin\u0007", ExpectedResult = "> abc", Description = "given up")]
    [TestCase("abc\u0012nowhere", ExpectedResult = "(search)`nowhere': ping ap", Description = "as far as it was found")]
    [TestCase("abc\u0012zz", ExpectedResult = "(search)`zz': abc")]
    [TestCase("\u0012stat\u0001x", ExpectedResult = "> xstatus", Description = "another key takes it and goes on")]
    public string Ctrl_R_looks_through_the_history(string keys)
    {
        var history = new History();
        foreach (var line in new[] { "status", "wps_pin any 1", "ping ap" })
        {
            history.Add(line);
        }

        var editor = new LineEditor(history);
        foreach (var key in keys)
        {
            editor.Press(Key.Character, new Rune(key));
        }

        return editor.Prompt + editor.Text;
    }
}
