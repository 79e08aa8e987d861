using HostApd.Entropy;

namespace HostApd.Wps;

/// <summary>PINs (WSC 2.0 7.4): 4 digits, or 8 of which the last is a checksum.</summary>
public static class Pin
{
    private const string Separators = " -.:,_/";
    private const int Range = 10_000_000;

    /// <summary>The checksum digit of the first seven digits of a PIN.</summary>
    public static int Checksum(int sevenDigits)
    {
        var sum = 0;
        for (var rest = sevenDigits; rest > 0; rest /= 100)
        {
            sum += 3 * (rest % 10) + rest / 10 % 10;
        }

        return (10 - sum % 10) % 10;
    }

    /// <summary>Skips what stands between the digits of a PIN as people write it (1234-5670, 1 2.3:4); null unless 4 or 8 digits are left.</summary>
    public static string? Normalize(string? text)
    {
        var pin = string.Concat((text ?? "").Where(static c => !Separators.Contains(c, StringComparison.Ordinal)));
        return pin.Length is 4 or 8 && pin.All(char.IsAsciiDigit) ? pin : null;
    }

    /// <summary>Whether a PIN from <see cref="Normalize"/> has 4 digits, or 8 with the right checksum.</summary>
    public static bool HasValidChecksum(string pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        return pin.Length == 4
            || pin.Length == 8 && int.TryParse(pin.AsSpan(0, 7), out var digits) && Checksum(digits) == pin[7] - '0';
    }

    /// <summary>The reply to <c>WPS_CHECK_PIN</c>, which looks at digits only, as hostapd and wpa_supplicant do.</summary>
    public static string Check(string text)
    {
        var pin = Normalize(string.Concat((text ?? "").Where(char.IsAsciiDigit)));
        return pin is null ? "FAIL\n" : HasValidChecksum(pin) ? pin : "FAIL-CHECKSUM\n";
    }

    /// <summary>Eight digits, all values equally likely; null while no strong random bytes can be drawn.</summary>
    public static string? TryDraw(INonceSource nonces)
    {
        ArgumentNullException.ThrowIfNull(nonces);
        const uint fair = uint.MaxValue / Range * Range;
        Span<byte> bytes = stackalloc byte[4];
        uint number;
        do
        {
            if (!nonces.TryDraw(bytes))
            {
                return null;
            }

            number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }
        while (number >= fair);

        var digits = (int)(number % Range);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{digits:D7}{Checksum(digits)}");
    }
}
