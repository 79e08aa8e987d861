namespace HostApd.Ieee80211;

/// <summary>Bytes written in hexadecimal, as commands and files name frames, keys and SSIDs.</summary>
public static class HexText
{
    /// <summary>Two digits a byte and nothing else, in either case; empty text is no bytes.</summary>
    public static bool TryParse(string text, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var valid = text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
        bytes = valid ? Convert.FromHexString(text) : [];
        return valid;
    }
}
