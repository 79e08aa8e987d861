namespace HostApd.Configuration;

/// <summary>The kinds of values that keys take.</summary>
internal enum ValueKind
{
    /// <summary>What the meaning says, in a notation of its own.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>0 or 1.</summary>
    Switch,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>Some of a few words, with blanks between.</summary>
    Words,

    /// <summary>Whole numbers, with blanks between.</summary>
    Integers,

    /// <summary>A number that may have a decimal point.</summary>
    Decimal,

    /// <summary>Bytes, two hexadecimal digits each.</summary>
    Hex,

    /// <summary>Six bytes in hexadecimal, with colons between.</summary>
    MacAddress,

    /// <summary>Four numbers with points between.</summary>
    Ipv4Address,

    /// <summary>A file, a folder or a device by its path.</summary>
    Path,
}

/// <summary>What a value has to look like, as far as that can be said without reading it. The reader of the value says it of itself.</summary>
/// <param name="kind">What kind of value it is.</param>
internal sealed class ValueForm(ValueKind kind)
{
    internal ValueKind Kind => kind;

    internal static ValueForm Text { get; } = new(ValueKind.Text);

    internal static ValueForm Switch { get; } = new(ValueKind.Switch);

    internal static ValueForm MacAddress { get; } = new(ValueKind.MacAddress);

    internal static ValueForm Path { get; } = new(ValueKind.Path);

    /// <summary>It is one number or more, each from <see cref="Low"/> to <see cref="High"/>.</summary>
    internal bool IsNumber => kind is ValueKind.Integer or ValueKind.Integers or ValueKind.Decimal;

    internal int Low { get; private init; }

    internal int High { get; private init; }

    /// <summary>The words that are taken; those of hostapd's that are not built in are not among them.</summary>
    internal IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Most bytes; 0: that is not what there is to say.</summary>
    internal int Longest { get; private init; }

    internal static ValueForm Number(ValueKind kind, int low, int high) => new(kind) { Low = low, High = high };

    internal static ValueForm Of(ValueKind kind, params IReadOnlyList<string> words) => new(kind) { Words = words };

    internal static ValueForm Bytes(ValueKind kind, int longest) => new(kind) { Longest = longest };

    /// <summary>The same reader, which also says what it takes.</summary>
    internal ApplySetting Said(ApplySetting read) => new Speaking(this, read).Apply;

    /// <summary>What a reader says that it takes; text, where it says nothing.</summary>
    internal static ValueForm Of(ApplySetting reader) => reader.Target is Speaking said ? said.Form : Text;

    /// <summary>A reader and what it takes.</summary>
    private sealed class Speaking(ValueForm form, ApplySetting read)
    {
        internal ValueForm Form => form;

        internal SettingProblem? Apply(AccessPointConfiguration target, string value) => read(target, value);
    }
}
