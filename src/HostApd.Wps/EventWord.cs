namespace HostApd.Wps;

/// <summary>How a word of an event is written.</summary>
public enum WordForm
{
    /// <summary><c>value</c>.</summary>
    Bare,

    /// <summary><c>name=value</c>.</summary>
    Named,

    /// <summary><c>name="value"</c>, a stranger's text escaped.</summary>
    Quoted,

    /// <summary><c>name='value'</c>, a stranger's text escaped.</summary>
    Apostrophed,

    /// <summary><c>name="value"</c>, as it is.</summary>
    QuotedAsItIs,

    /// <summary><c>[value|value|…]</c>, strangers' texts, each escaped.</summary>
    Listed,
}

/// <summary>One word of an event: a value, and how hostapd writes it. Whoever acts on an event reads values; texts are made at the doors.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Name">Its name; empty where the form has none.</param>
/// <param name="Values">One value; several of <see cref="WordForm.Listed"/>.</param>
public sealed record EventWord(WordForm Form, string Name, IReadOnlyList<string> Values)
{
    /// <summary>A passphrase, a PIN, a key: not for everybody who hears of the event.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The only value, or the first.</summary>
    public string Value => Values[0];

    /// <summary>A bare value.</summary>
    public static EventWord Of(object value) => new(WordForm.Bare, "", [Text(value)]);

    /// <summary>A named value.</summary>
    public static EventWord Of(string name, object value) => new(WordForm.Named, name, [Text(value)]);

    /// <summary>A named text in quotes.</summary>
    public static EventWord Quoted(string name, string value) => new(WordForm.Quoted, name, [value]);

    /// <summary>A named text in apostrophes.</summary>
    public static EventWord Apostrophed(string name, string value) => new(WordForm.Apostrophed, name, [value]);

    /// <summary>Texts in brackets.</summary>
    public static EventWord Listed(params IReadOnlyList<string> values) => new(WordForm.Listed, "", values);

    /// <summary>As hostapd writes it.</summary>
    public override string ToString() => Form switch
    {
        WordForm.Bare => Value,
        WordForm.Named => $"{Name}={Value}",
        WordForm.Quoted => $"{Name}=\"{EventField.Escape(Value)}\"",
        WordForm.Apostrophed => $"{Name}='{EventField.Escape(Value)}'",
        WordForm.QuotedAsItIs => $"{Name}=\"{Value}\"",
        WordForm.Listed => $"[{string.Join('|', Values.Select(EventField.Escape))}]",
    };

    private static string Text(object value) => FormattableString.Invariant($"{value}");
}
