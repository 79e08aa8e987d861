using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>What becomes of a value with which something is not as it should be.</summary>
internal enum ProblemKind
{
    /// <summary>Nobody knows such a value.</summary>
    Mistake,

    /// <summary>It is right for hostapd, and asks for what is not built in: may be passed over by request.</summary>
    Unsupported,

    /// <summary>
    /// It is right for hostapd, and without it the network would be weaker than its owner wants, or another one: nobody passes
    /// over it.
    /// </summary>
    UnsupportedProtection,

    /// <summary>It was taken, and its owner is told how.</summary>
    Remark,
}

/// <summary>What is wrong with a value, in words.</summary>
internal sealed record SettingProblem(string Text, ProblemKind Kind = ProblemKind.Mistake)
{
    /// <summary>The value counts all the same.</summary>
    internal bool IsRemark => Kind == ProblemKind.Remark;

    /// <summary>What the value counts as, as it should have been written; null: as it stands.</summary>
    internal string? ReadAs { get; init; }

    /// <summary>The things that are not built in and that the value asks for, with commas between; null where it is another matter.</summary>
    internal string? Feature { get; init; }

    /// <summary>What may be passed over by request, and what it would need.</summary>
    internal static SettingProblem Missing(string feature, string text) => new(text, ProblemKind.Unsupported) { Feature = feature };

    /// <summary>As <see cref="Missing"/>, of what nobody passes over.</summary>
    internal static SettingProblem MissingProtection(string feature, string text) =>
        new(text, ProblemKind.UnsupportedProtection) { Feature = feature };

    /// <summary>A word to the owner of a value that was taken.</summary>
    internal static SettingProblem Remark(string text, string? readAs = null) => new(text, ProblemKind.Remark) { ReadAs = readAs };

    public static implicit operator SettingProblem(string text) => new(text);
}

/// <summary>Puts a value in its place, or says what is wrong with it.</summary>
internal delegate SettingProblem? ApplySetting(AccessPointConfiguration target, string value);

/// <summary>Takes over a value of a file that was read anew: the default where the file does not give it.</summary>
internal delegate void TakeSetting(AccessPointConfiguration running, AccessPointConfiguration read);

/// <summary>Who may have changed a value since its file was read. As long as the file says no more than it did then, the change stands.</summary>
internal enum Overruler
{
    /// <summary>The file alone has the word.</summary>
    Nobody,

    /// <summary>WPS brought another network that could not be stored.</summary>
    Wps,

    /// <summary>The access point has moved to another channel.</summary>
    ChannelSwitch,
}

/// <summary>
/// One key: its section, its meaning for the reference, its default, what a value does, how a reload takes it over, and what that
/// costs. What else there is of a key is its property of <see cref="AccessPointConfiguration"/> and its line in
/// <see cref="OptionsMapping"/>.
/// </summary>
internal sealed record Setting(string Section, string Key, string Default, string Meaning, ApplySetting Apply)
{
    /// <summary>The key in a file without sections, and for SET.</summary>
    internal string FlatKey => Section == "button" || Section == "log" && Key == "file" ? $"{Section}_{Key}" : Key;

    /// <summary>What its value has to look like.</summary>
    internal ValueForm Form => ValueForm.Of(Apply);

    /// <summary>All BSSes of its radio share it.</summary>
    internal bool IsOfRadio => Section == "radio";

    /// <summary>
    /// It names a program, a file, a socket or a device, which the daemon then uses with its own rights, or says what those are: files
    /// say it, and no control client. Else whoever may press the button could start programs as root.
    /// </summary>
    internal bool IsFromFilesOnly { get; init; }

    /// <summary>
    /// How a running access point takes the value of its file read anew. Null: it keeps its own, which belongs to its name, its
    /// sockets, its group or the process; or there is nothing to keep.
    /// </summary>
    internal TakeSetting? Take { get; init; }

    /// <summary>Who may go before the file.</summary>
    internal Overruler OverruledBy { get; init; }

    /// <summary>
    /// What another value costs a BSS on the air. Null: it is none of the BSS's, which goes on as it is; what the value is for sees it
    /// at once, or at the next ENABLE, or at the next start of the daemon.
    /// </summary>
    internal ChangeCost? Cost { get; init; }

    /// <summary>The option that it becomes, by which a change is seen; null: none of its own.</summary>
    internal Func<BssOptions, object?>? Option { get; init; }

    /// <summary>The file that it names now: a control client may have that one read again. Null: nothing of the kind.</summary>
    internal Func<AccessPointConfiguration, string?>? Named { get; init; }
}
