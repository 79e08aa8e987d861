using HostApd.Control;

namespace HostApd.Cli.Sharing;

/// <summary>What a device must know to join a network.</summary>
/// <param name="Ssid">Its name: 1–32 bytes of any kind.</param>
/// <param name="Passphrase">For all devices; null: the network is open.</param>
/// <param name="IsHidden">Whether it must be asked for by its name.</param>
internal sealed record SharedNetwork(byte[] Ssid, string? Passphrase, bool IsHidden)
{
    private const int LongestSsid = 32;
    private const int ShortestPassphrase = 8;
    private const int LongestPassphrase = 63;

    /// <summary>
    /// Reads the reply to SHARE, or hostapd's to GET_CONFIG, which tells less. Null, and why nothing can be shared.
    /// </summary>
    internal static SharedNetwork? Read(string reply, out string? problem)
    {
        var values = ReplyValues.Of(reply);
        problem = WhyNot(values, out var ssid);
        return problem is null ? new SharedNetwork(ssid, values.GetValueOrDefault("passphrase"), values.GetValueOrDefault("hidden") == "1") : null;
    }

    private static string? WhyNot(Dictionary<string, string> values, out byte[] ssid)
    {
        ssid = EscapedBytes.Decode(values.GetValueOrDefault("ssid") ?? "");
        if (ssid.Length is 0 or > LongestSsid)
        {
            return "the daemon does not tell the network's name";
        }

        if (values.GetValueOrDefault("passphrase") is { } passphrase)
        {
            var bytes = ByteText.Encode(passphrase);
            return System.Text.Unicode.Utf8.IsValid(bytes) && bytes.Length is >= ShortestPassphrase and <= LongestPassphrase ? null
                : "the passphrase is none that a phone could take: 8 to 63 bytes of text (UTF-8)";
        }

        var management = values.GetValueOrDefault("key_mgmt") ?? "";
        return values.GetValueOrDefault("wpa") is null or "0" ? null
            : management.Contains("EAP", StringComparison.Ordinal) ? "the network wants a name and a password of each user (802.1X), and has no passphrase for all"
            : "the daemon does not tell the passphrase: hostapd does so only where WPS is on and the key is no PSK";
    }
}
