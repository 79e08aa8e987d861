using System.Text;

namespace HostApd.Fuzz;

/// <summary>
/// Seeds for what strangers and the kernel send. The Association Request: Debian wpa_supplicant 2.10 over
/// mac80211_hwsim, kernel 6.1.0-56, November 2026; the rest is written by hand.
/// </summary>
internal static class AccessPointCorpus
{
    private const string RequestElements =
        "00076c61627465737401080204" + "0b160c121824320430486" + "06c30140100000fac040100000fac040100000fac020000"
        + "2d1a7e101bffff000000000000000000000100000000000000000000" + "7f0b04004a02014040400001203b1651515354737475767778797a7b"
        + "7c7d7e7f8081838482dd070050f202000100";

    private const string Addresses = "020000000000" + "020000000100" + "020000000000" + "2000";

    /// <summary>A station authenticates, and associates with WPA2; and the response whose acknowledgement lets it go on.</summary>
    public static byte[] Authentication { get; } = Convert.FromHexString("b0003a01" + Addresses + "000001000000");

    public static byte[] Association { get; } = Convert.FromHexString("00003a01" + Addresses + "31040500" + RequestElements);

    public static byte[] Response { get; } = Convert.FromHexString("10000000" + "020000000100" + "020000000000" + "020000000000" + "0000" + "310400000000");

    public static IEnumerable<byte[]> Elements => Hex(
        "", "00", "0000", RequestElements, "dd050050f20401", "dd0400" + "50f204", "dd07506f9a09000100", "2d01ff", "0302");

    /// <summary>What Beacons say of their channel: HT, VHT and EHT Operation, intolerance.</summary>
    public static IEnumerable<byte[]> Beacons => Hex(
        "", "0004" + "61626364" + "3d16" + "0601" + "0000000000000000000000000000000000000000", "2d020040", "480102", "480100", "4801",
        "3d16" + "2401" + "0000000000000000000000000000000000000000" + "c005012a000000", "c005012a320000", "c0050232000000",
        "ff096a" + "01" + "44444444" + "04" + "0f" + "1f", "ff066a" + "0044444444");

    public static IEnumerable<byte[]> Frames => Hex(
        "", "b0", "b0003a01" + Addresses + "000001000000", "00003a01" + Addresses + "31040500" + RequestElements,
        "20003a01" + Addresses + "31040500" + "020000000000" + RequestElements, "c0003a01" + Addresses + "0300",
        "a0003a01" + Addresses + "0800", "40000000" + "ffffffffffff" + "020000000300" + "ffffffffffff" + "0000" + "0000010402040b16",
        "d0003a01" + Addresses + "0409506f9a09", "d0003a01" + Addresses + "0400480102", "40400000" + Addresses);

    /// <summary>20/40 BSS Coexistence Management frames behind their action.</summary>
    public static IEnumerable<byte[]> CoexistenceReports => Hex(
        "", "480100", "480102", "480104", "480100" + "4904" + "51060a0d", "480100" + "4902" + "5103" + "4902" + "520e", "4800", "480100" + "4900");

    /// <summary>SA Query frames, protected and not; and leaves that are.</summary>
    public static IEnumerable<byte[]> ProtectedFrames => Hex(
        "d0403a01" + Addresses + "08000102", "d0003a01" + Addresses + "08000102", "d0403a01" + Addresses + "08010102", "d0003a01" + Addresses + "08010102",
        "d0403a01" + Addresses + "0801", "c0403a01" + Addresses + "0300", "a0403a01" + Addresses + "0800", "d0403a01" + Addresses + "0409506f9a09");

    public static IEnumerable<byte[]> Netlink => Hex(
        "", "3b010000", "3b010000" + "0800030002000000" + "0800260085090000" + "06003300b0000000",
        "13010000" + "0800030002000000" + "0a00060002000000010000000" + "50" + "02a000104",
        "01010000" + "0900020070687930000000" + "00" + "2c0016802800008024000180" + "200000800800010085090000" + "0400020004000300"
            + "04000500080006" + "00d0070000",
        "11010000" + "180015800800010000010000" + "05000700e2000000");

    public static IEnumerable<byte[]> Requests => new[]
    {
        "", " ", "PING", "STATUS", "STA 02:00:00:00:01:00", "STA-NEXT 02:00:00:00:01:00", "STA-FIRST", "GET_CONFIG",
        "DEAUTHENTICATE ff:ff:ff:ff:ff:ff reason=65536", "DISASSOCIATE 02:00:00:00:01:00 reason=", "UPDATE_BEACON",
        "WPS_PIN any 12345670 60", "WPS_CHECK_PIN 1234-5670", "GET version", "ENTROPY_BLOCK 99999999999", "NOTE \u00ff",
    }.Select(Encoding.Latin1.GetBytes);

    private static IEnumerable<byte[]> Hex(params string[] lines) => lines.Select(Convert.FromHexString);
}
