using HostApd.Ieee80211;

namespace HostApd.Tests.Ap;

/// <summary>An Association Request that fills a frame with all that an access point might keep.</summary>
internal static class LargestRequest
{
    private const int MostBytes = 2304;

    /// <summary>The Authentication that comes before, to 02:00:00:00:00:00.</summary>
    public static byte[] Authentication(MacAddress from)
    {
        byte[] frame = [0xb0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        from.CopyTo(frame.AsSpan(10));
        return frame;
    }

    /// <summary><paramref name="kind"/>: wpa2, open, p2p or wps.</summary>
    public static byte[] Of(MacAddress from, byte[] ssid, string kind)
    {
        byte[] head = [0, .. Authentication(from)[1..24]];
        List<byte> frame = [.. head, 0x31, 4, 1, 0, 0, (byte)ssid.Length, .. ssid, 1, 8, 12, 18, 24, 36, 48, 72, 96, 108];
        if (kind is "wpa2" or "p2p")
        {
            frame.AddRange([48, 20, 1, 0, 0, 15, 0xac, 4, 1, 0, 0, 15, 0xac, 4, 1, 0, 0, 15, 0xac, 2, 0, 0]);
        }

        frame.AddRange([127, 250, .. new byte[250], 59, 250, .. new byte[250]]);
        byte[] vendor = kind == "wps" ? [0, 0x50, 0xf2, 4] : [0x50, 0x6f, 0x9a, 9];
        byte[] first = kind == "wps"
            ? Convert.FromHexString("104a000110" + "103a000101")
            : [.. Convert.FromHexString("0202002500" + "0d1800"), 0x42, .. head[11..16], .. Convert.FromHexString("0188000a0050f20400050010110003636c69")];
        for (var n = 0; frame.Count + 257 <= MostBytes; n++)
        {
            byte[] known = n == 0 ? first : [];
            var left = 251 - known.Length;
            byte[] filler = kind == "wps" ? [0x10, 0x49, 0, (byte)(left - 4), .. new byte[left - 4]] : [0xdd, (byte)(left - 3), 0, .. new byte[left - 3]];
            frame.AddRange([221, 255, .. vendor, .. known, .. filler]);
        }

        return [.. frame];
    }
}
