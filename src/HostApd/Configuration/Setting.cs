namespace HostApd.Configuration;

/// <summary>Puts a value in its place, or says what is wrong with it.</summary>
internal delegate string? ApplySetting(AccessPointConfiguration target, string value);

/// <summary>One key: its section, its meaning for the reference, its default, and what a value does.</summary>
internal sealed record Setting(string Section, string Key, string Default, string Meaning, ApplySetting Apply);

/// <summary>The readers of values: each says what it wanted when it does not get it.</summary>
internal static class SettingValue
{
    internal static ApplySetting Number(int low, int high, Action<AccessPointConfiguration, int> put) =>
        (target, value) =>
        {
            if (!int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture, out var number) || number < low || number > high)
            {
                return $"'{value}' is not a number from {low} to {high}";
            }

            put(target, number);
            return null;
        };

    internal static ApplySetting Switch(Action<AccessPointConfiguration, bool> put) =>
        (target, value) =>
        {
            if (value is not ("0" or "1"))
            {
                return $"'{value}' is neither 0 (off) nor 1 (on)";
            }

            put(target, value == "1");
            return null;
        };

    internal static ApplySetting Text(int longest, Action<AccessPointConfiguration, string> put) =>
        (target, value) =>
        {
            if (value.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(value) > longest)
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
                return $"'{value}' is not supported; use {string.Join(" or ", accepted)}{Suggestion.For(value, accepted)}";
            }

            put(target, value);
            return null;
        };
}
