using System.Globalization;
using HostApd.Control;
using HostApd.Ieee80211;

namespace HostApd.Configuration;

/// <summary>
/// The readers of values: each says what it wanted when it does not get it. They take what hostapd's take, and tell of what does
/// not count in it.
/// </summary>
internal static class SettingValue
{
    internal static ApplySetting Number(int low, int high, Action<AccessPointConfiguration, int> put) =>
        ValueForm.Number(ValueKind.Integer, low, high).Said((target, value) =>
        {
            if (!TryLeadingNumber(value, out var number, out var remark) || number < low || number > high)
            {
                return $"'{Spoken.Shortly(value)}' is not a number from {low} to {high}";
            }

            put(target, number);
            return remark;
        });

    /// <summary>As <see cref="Number"/>, where hostapd takes any number and those outside mean the nearest one.</summary>
    internal static ApplySetting Nearest(int low, int high, string because, Action<AccessPointConfiguration, int> put) =>
        ValueForm.Number(ValueKind.Integer, low, high).Said((target, value) =>
        {
            if (!TryLeadingNumber(value, out var number, out var remark))
            {
                return $"'{Spoken.Shortly(value)}' is not a number from {low} to {high}";
            }

            var nearest = Math.Clamp(number, low, high);
            put(target, nearest);
            return nearest == number ? remark : ReadAs(number, nearest, because);
        });

    /// <summary>Seconds between two things that never come where there are none; hostapd never gets to a time below zero either.</summary>
    internal static ApplySetting Interval(Action<AccessPointConfiguration, int> put) => Nearest(0, int.MaxValue, "never", put);

    /// <summary>0 or 1; a larger number is on, too.</summary>
    internal static ApplySetting Switch(Action<AccessPointConfiguration, bool> put) =>
        ValueForm.Switch.Said((target, value) =>
        {
            if (!TryLeadingNumber(value, out var number, out var remark) || number < 0)
            {
                return $"'{Spoken.Shortly(value)}' is neither 0 (off) nor 1 (on)";
            }

            put(target, number != 0);
            return number > 1 ? ReadAs(number, 1, "on") : remark;
        });

    internal static SettingProblem ReadAs(int number, int taken, string because) =>
        SettingProblem.Remark($"'{number}' is read as {taken}: {because}", taken.ToString(CultureInfo.InvariantCulture));

    internal static ApplySetting Text(int longest, Action<AccessPointConfiguration, string> put) =>
        ValueForm.Bytes(ValueKind.Text, longest).Said((target, value) =>
            value.Length == 0 ? $"needs 1–{longest} bytes" : TextOrNone(longest, put)(target, value));

    /// <summary>As <see cref="Text"/>, where nothing is a value, too.</summary>
    internal static ApplySetting TextOrNone(int longest, Action<AccessPointConfiguration, string> put) =>
        ValueForm.Bytes(ValueKind.Text, longest).Said((target, value) =>
        {
            if (ByteText.Encode(value).Length > longest)
            {
                return $"needs 1–{longest} bytes";
            }

            put(target, value);
            return null;
        });

    /// <summary>
    /// One of a few words. Those of <paramref name="hostapds"/> are right for hostapd and not built in; every other is a mistake.
    /// </summary>
    internal static ApplySetting OneOf(string[] accepted, Action<AccessPointConfiguration, string> put, string[]? hostapds = null,
        ProblemKind without = ProblemKind.Unsupported) =>
        ValueForm.Of(ValueKind.Word, accepted).Said((target, value) =>
        {
            var word = value.Trim();
            if (!accepted.Contains(word))
            {
                return hostapds?.Contains(word) == true
                    ? new SettingProblem($"'{word}' is not supported; {Use(accepted)}", without)
                    : Unknown(word, accepted, Suggestion.For(word, accepted));
            }

            put(target, word);
            return null;
        });

    /// <summary>What is to be said of a word that nobody knows.</summary>
    internal static SettingProblem Unknown(string word, string[] accepted, string suggestion = "") =>
        word.Contains('#', StringComparison.Ordinal) || word.Contains(';', StringComparison.Ordinal)
            ? $"'{Spoken.Shortly(word)}' is no value; a comment needs a line of its own"
            : $"'{Spoken.Shortly(word)}' is no value; {Use(accepted)}{suggestion}";

    internal static string Use(string[] accepted) => $"use {string.Join(" or ", accepted)}";

    /// <summary>Bytes in hexadecimal, at most <paramref name="longest"/>; none takes them away.</summary>
    internal static ApplySetting Hex(int longest, Action<AccessPointConfiguration, byte[]> put) =>
        ValueForm.Bytes(ValueKind.Hex, longest).Said((target, value) =>
        {
            if (value.Length > 2 * longest || !HexText.TryParse(value, out var bytes))
            {
                return $"needs hexadecimal digits, two for each of at most {longest} bytes";
            }

            put(target, bytes);
            return null;
        });

    /// <summary>Whole numbers with blanks between; a comment behind them does not count.</summary>
    internal static ApplySetting Numbers(int low, int high, Func<AccessPointConfiguration, int[], SettingProblem?> put) =>
        ValueForm.Number(ValueKind.Integers, low, high).Said((target, value) =>
        {
            var comment = value.IndexOfAny(['#', ';']);
            var words = (comment < 0 ? value : value[..comment]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var numbers = new int[words.Length];
            for (var i = 0; i < words.Length; i++)
            {
                if (!TryNumber(words[i], out numbers[i]) || numbers[i] < low || numbers[i] > high)
                {
                    return $"'{Spoken.Shortly(words[i])}' is not a number from {low} to {high}";
                }
            }

            return put(target, numbers) ?? (comment < 0 ? null : Behind(string.Join(' ', words), value[comment..]));
        });

    /// <summary>The first word of a value that has no blanks: hostapd does not look behind it.</summary>
    internal static ApplySetting FirstWord(ApplySetting apply) =>
        ValueForm.Of(apply).Said((target, value) =>
        {
            var word = value.Trim();
            var blank = word.AsSpan().IndexOfAny(' ', '\t');
            return blank < 0 ? apply(target, word) : apply(target, word[..blank]) ?? Behind(word[..blank], word[blank..]);
        });

    /// <summary>hostapd lets blanks stand around a number; so do we.</summary>
    internal static bool TryNumber(string value, out int number) =>
        int.TryParse(value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    /// <summary>
    /// The number that a value begins with, as atoi reads it in hostapd: what stands behind it, often meant as a comment, does not
    /// count, and its owner is told so. Unlike there, a value without any number is none, and what looks hexadecimal is not 0.
    /// </summary>
    internal static bool TryLeadingNumber(string value, out int number, out SettingProblem? remark)
    {
        remark = null;
        number = 0;
        var text = value.AsSpan().Trim();
        var sign = text is ['-' or '+', ..] ? 1 : 0;
        var digits = text[sign..].IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
        {
            return TryNumber(value, out number);
        }

        var length = sign + digits;
        if (digits == 0 || text[sign..length] is "0" && text[length] is 'x' or 'X' || !TryNumber(text[..length].ToString(), out number))
        {
            return false;
        }

        remark = Behind(text[..length].ToString(), text[length..].ToString());
        return true;
    }

    /// <summary>The owner is told that <paramref name="rest"/> does not count.</summary>
    internal static SettingProblem Behind(string taken, string rest) => SettingProblem.Remark(
        $"is read as {taken}; '{Spoken.Shortly(rest.Trim())}' behind it does not count: a comment needs a line of its own", taken);
}
