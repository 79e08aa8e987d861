using HostApd.Control;

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

    public static implicit operator SettingProblem(string text) => new(text);
}

/// <summary>Puts a value in its place, or says what is wrong with it.</summary>
internal delegate SettingProblem? ApplySetting(AccessPointConfiguration target, string value);

/// <summary>One key: its section, its meaning for the reference, its default, and what a value does.</summary>
internal sealed record Setting(string Section, string Key, string Default, string Meaning, ApplySetting Apply)
{
    /// <summary>The key in a file without sections, and for SET.</summary>
    internal string FlatKey => Section == "button" || Section == "log" && Key == "file" ? $"{Section}_{Key}" : Key;

    /// <summary>
    /// It names a program, a file, a socket or a device, which the daemon then uses with its own rights: files say it, and no
    /// control client. Else whoever may press the button could start programs as root.
    /// </summary>
    internal bool IsFromFilesOnly { get; init; }

    /// <summary>The file that it names now: a control client may have that one read again. Null: nothing of the kind.</summary>
    internal Func<AccessPointConfiguration, string?>? Named { get; init; }
}

/// <summary>The readers of values: each says what it wanted when it does not get it.</summary>
internal static class SettingValue
{
    internal static ApplySetting Number(int low, int high, Action<AccessPointConfiguration, int> put) =>
        (target, value) =>
        {
            if (!TryLeadingNumber(value, out var number, out var remark) || number < low || number > high)
            {
                return $"'{Spoken.Shortly(value)}' is not a number from {low} to {high}";
            }

            put(target, number);
            return remark;
        };

    internal static ApplySetting Switch(Action<AccessPointConfiguration, bool> put) =>
        (target, value) =>
        {
            if (!TryLeadingNumber(value, out var number, out var remark) || number is not (0 or 1))
            {
                return $"'{Spoken.Shortly(value)}' is neither 0 (off) nor 1 (on)";
            }

            put(target, number == 1);
            return remark;
        };

    internal static ApplySetting Text(int longest, Action<AccessPointConfiguration, string> put) =>
        (target, value) =>
        {
            if (value.Length == 0 || ByteText.Encode(value).Length > longest)
            {
                return $"needs 1–{longest} bytes";
            }

            put(target, value);
            return null;
        };

    /// <summary>
    /// One of a few words. Those of <paramref name="hostapds"/> are right for hostapd and not built in; every other is a mistake.
    /// </summary>
    internal static ApplySetting OneOf(string[] accepted, Action<AccessPointConfiguration, string> put, string[]? hostapds = null,
        ProblemKind without = ProblemKind.Unsupported) =>
        (target, value) =>
        {
            var word = value.Trim();
            if (!accepted.Contains(word))
            {
                return Unknown(word, accepted, hostapds ?? [], without);
            }

            put(target, word);
            return null;
        };

    /// <summary>What is to be said of a word that is none of those built in.</summary>
    internal static SettingProblem Unknown(string word, string[] accepted, string[] hostapds, ProblemKind without)
    {
        var use = $"use {string.Join(" or ", accepted)}";
        return hostapds.Contains(word) ? new SettingProblem($"'{word}' is not supported; {use}", without)
            : word.Contains('#', StringComparison.Ordinal) ? $"'{Spoken.Shortly(word)}' is no value; a comment needs a line of its own"
            : $"'{Spoken.Shortly(word)}' is no value; {use}{Suggestion.For(word, accepted)}";
    }

    /// <summary>Bytes in hexadecimal, at most <paramref name="longest"/>; none takes them away.</summary>
    internal static ApplySetting Hex(int longest, Action<AccessPointConfiguration, byte[]> put) =>
        (target, value) =>
        {
            if (value.Length % 2 != 0 || value.Length > 2 * longest || !value.All(char.IsAsciiHexDigit))
            {
                return $"needs hexadecimal digits, two for each of at most {longest} bytes";
            }

            put(target, Convert.FromHexString(value));
            return null;
        };

    /// <summary>Whole numbers with blanks between.</summary>
    internal static ApplySetting Numbers(int low, int high, Func<AccessPointConfiguration, int[], SettingProblem?> put) =>
        (target, value) =>
        {
            var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var numbers = new int[words.Length];
            for (var i = 0; i < words.Length; i++)
            {
                if (!TryNumber(words[i], out numbers[i]) || numbers[i] < low || numbers[i] > high)
                {
                    return $"'{Spoken.Shortly(words[i])}' is not a number from {low} to {high}";
                }
            }

            return put(target, numbers);
        };

    /// <summary>hostapd lets blanks stand around a number; so do we.</summary>
    internal static bool TryNumber(string value, out int number) =>
        int.TryParse(value.Trim(), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out number);

    /// <summary>
    /// The number that a value begins with, as atoi reads it in hostapd: what stands behind it, often meant as a comment, does not
    /// count, and its owner is told so. Unlike there, a value without any number is none.
    /// </summary>
    internal static bool TryLeadingNumber(string value, out int number, out SettingProblem? remark)
    {
        remark = null;
        var text = value.AsSpan().Trim();
        var sign = text is ['-' or '+', ..] ? 1 : 0;
        var digits = text[sign..].IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
        {
            return TryNumber(value, out number);
        }

        var length = sign + digits;
        if (digits == 0 || !TryNumber(text[..length].ToString(), out number))
        {
            number = 0;
            return false;
        }

        remark = new SettingProblem(
            $"is read as {number}; '{Spoken.Shortly(text[length..].Trim().ToString())}' behind it does not count: a comment needs a line of its own",
            ProblemKind.Remark);
        return true;
    }
}
