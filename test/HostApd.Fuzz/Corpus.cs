namespace HostApd.Fuzz;

/// <summary>
/// Seeds: frames of hostapd 2.10 and wpa_supplicant 2.10 on mac80211_hwsim (Debian kernel 6.1.0-56, November 2026), and
/// edges made by hand.
/// </summary>
public static class Corpus
{
    private const string Zeros = "00000000000000000000000000000000";

    public static IEnumerable<byte[]> Eapol => Hex(
        "",
        "02",
        "01010000",
        "02000005" + "0123000501",
        "0203ffff",
        "0203005f02008a001000000000000000013f4a8177d0f8cd7877cb5f43b9b7a79a55e5d1b017ef1f53848a8372afeda615"
            + Zeros + Zeros + Zeros + "0000",
        "0103007502010a00000000000000000001c466f4e21796657ac5aab8247b47bbb2d0df26b0f6041a62d9ffb4b6f1436022"
            + Zeros + Zeros + "470946c41a9cb71d1fc0217a9aa934bf001630140100000fac040100000fac040100000fac020000",
        "0103005f02030a00000000000000000002" + Zeros + Zeros + Zeros + Zeros + "b55025369a4b40a483cdd009e0bbe2cd0000");

    public static IEnumerable<byte[]> KeyData => Hex(
        "",
        "dd",
        "dd00",
        "30140100000fac040100000fac040100000fac020000dd16000fac0101001713fb2089dbc0f3368aa9bff8b2dc4bdd00",
        "dd05506f9a0401dd14000fac04" + Zeros);

    public static IEnumerable<byte[]> Rsnes => Hex(
        "",
        "3000",
        "30020100",
        "30140100000fac040100000fac040100000fac020c00",
        "301a0100000fac040100000fac040100000fac0280000000000fac06",
        "30260100000fac040100000fac040100000fac0200000100" + Zeros);

    private static IEnumerable<byte[]> Hex(params string[] lines) => lines.Select(Convert.FromHexString);
}
