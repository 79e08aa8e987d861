using HostApd.Control;

namespace HostApd.Configuration;

/// <summary>What is wrong with a value.</summary>
/// <param name="Text">In words.</param>
/// <param name="IsUnsupported">It is right for hostapd, and asks for what is not built in: may be passed over by request.</param>
internal sealed record SettingProblem(string Text, bool IsUnsupported = false)
{
    public static implicit operator SettingProblem(string text) => new(text);
}

/// <summary>Puts a value in its place, or says what is wrong with it.</summary>
internal delegate SettingProblem? ApplySetting(AccessPointConfiguration target, string value);

/// <summary>One key: its section, its meaning for the reference, its default, and what a value does.</summary>
internal sealed record Setting(string Section, string Key, string Default, string Meaning, ApplySetting Apply)
{
    /// <summary>The key in a file without sections, and for SET.</summary>
    internal string FlatKey => Section == "button" || Section == "log" && Key == "file" ? $"{Section}_{Key}" : Key;
}

/// <summary>The readers of values: each says what it wanted when it does not get it.</summary>
internal static class SettingValue
{
    internal static ApplySetting Number(int low, int high, Action<AccessPointConfiguration, int> put) =>
        (target, value) =>
        {
            if (!TryNumber(value, out var number) || number < low || number > high)
            {
                return $"'{value}' is not a number from {low} to {high}";
            }

            put(target, number);
            return null;
        };

    internal static ApplySetting Switch(Action<AccessPointConfiguration, bool> put) =>
        (target, value) =>
        {
            if (value.Trim() is not ("0" or "1"))
            {
                return $"'{value}' is neither 0 (off) nor 1 (on)";
            }

            put(target, value.Trim() == "1");
            return null;
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

    /// <summary>Accepts only values that ask for what is built in; names the rest as not supported.</summary>
    internal static ApplySetting OneOf(string[] accepted, Action<AccessPointConfiguration, string> put) =>
        (target, value) =>
        {
            if (!accepted.Contains(value))
            {
                return new SettingProblem(
                    $"'{value}' is not supported; use {string.Join(" or ", accepted)}{Suggestion.For(value, accepted)}", true);
            }

            put(target, value);
            return null;
        };

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
                    return $"'{words[i]}' is not a number from {low} to {high}";
                }
            }

            return put(target, numbers);
        };

    /// <summary>hostapd lets blanks stand around a number; so do we.</summary>
    internal static bool TryNumber(string value, out int number) =>
        int.TryParse(value.Trim(), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out number);
}
