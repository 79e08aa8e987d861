using System.Globalization;
using System.Text;

namespace HostApd.Ieee80211;

/// <summary>An SSID, which is bytes, as text that no terminal or script trips over.</summary>
public static class SsidText
{
    /// <summary>Printable ASCII as it is; quotes, backslash and everything else escaped as in C.</summary>
    public static string Escape(ReadOnlySpan<byte> ssid)
    {
        var text = new StringBuilder(ssid.Length);
        foreach (var b in ssid)
        {
            _ = b switch
            {
                (byte)'"' => text.Append("\\\""),
                (byte)'\\' => text.Append("\\\\"),
                0x1b => text.Append("\\e"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\r' => text.Append("\\r"),
                (byte)'\t' => text.Append("\\t"),
                >= 32 and <= 126 => text.Append((char)b),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}"),
            };
        }

        return text.ToString();
    }
}
