namespace HostApd.Tests.Rsn;

/// <summary>A 4-way handshake as captured on the air; frames from the EAPOL header on.</summary>
public sealed record CapturedHandshake(
    string Name, string Passphrase, string Ssid, string AuthenticatorAddress, string StationAddress,
    string AuthenticatorRsne, string StationRsne,
    string Message1, string Message2, string Message3, string Message4, string? Pmk = null, string? Ptk = null,
    string? Gtk = null)
{
    /// <summary>What was negotiated.</summary>
    public HostApd.Rsn.KeySuite Suite { get; init; } = HostApd.Rsn.KeySuite.PskCcmp;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>
/// Captured November 2026 on mac80211_hwsim, Debian kernel 6.1.0-56, Debian hostapd 2.10 as Authenticator and
/// wpa_supplicant 2.10 as Supplicant, with tshark on hwsim0; keys from the debug output of both sides.
/// </summary>
public static class HandshakeCaptures
{
    private const string Zeros32 = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string NoMicNoData = "000000000000000000000000000000000000";
    private const string CcmpWmm = "30140100000fac040100000fac040100000fac020c00";
    private const string Ccmp = "30140100000fac040100000fac040100000fac020000";

    /// <summary>The handshake that follows a WPS exchange; every key is known.</summary>
    public static CapturedHandshake Wps { get; } = new(
        "wps", "12345678", "labwps", "02:00:00:00:00:00", "02:00:00:00:01:00", Ccmp, Ccmp,
        "0203005f02008a001000000000000000013f4a8177d0f8cd7877cb5f43b9b7a79a55e5d1b017ef1f53848a8372afeda615"
            + Zeros32 + NoMicNoData,
        "0103007502010a00000000000000000001c466f4e21796657ac5aab8247b47bbb2d0df26b0f6041a62d9ffb4b6f1436022"
            + Zeros32 + "470946c41a9cb71d1fc0217a9aa934bf0016" + Ccmp,
        "020300970213ca001000000000000000023f4a8177d0f8cd7877cb5f43b9b7a79a55e5d1b017ef1f53848a8372afeda615"
            + Zeros32 + "5fc3dbae35a43d466e54e5ce80a04be00038"
            + "d51f811728370ca94048542ea4a64b4130671b6bcd6c620b51a4f5543e81d8b05efe1b509638b180172486a2243e6549f09ed2578eed25f5",
        "0103005f02030a00000000000000000002" + Zeros32 + Zeros32 + "b55025369a4b40a483cdd009e0bbe2cd0000",
        "0973f86248d0b435cd23e06fd4ea1890fd386eea494cad2a8b15eaca62f1eb75",
        "011dc8db5d27a9ab86fe2431b4cc6890e80c7fc1ce82c709b4d01493e526c0d1f6dc5cb442809c8bdb7f0f3a4a554ee8",
        "1713fb2089dbc0f3368aa9bff8b2dc4b");

    /// <summary>The first handshake after a repeated Association Request.</summary>
    public static CapturedHandshake DuplicateAssociation { get; } = new(
        "duplicate-assoc, first", "12345678", "labtest", "02:00:00:00:00:00", "02:00:00:00:01:00", CcmpWmm, Ccmp,
        "0203005f02008a001000000000000000011e63405a42e9a67f718ffc5c1543cb9e674516aec746b050ad06cdc74692c3e7"
            + Zeros32 + NoMicNoData,
        "0103007502010a00000000000000000001146af986bb3842748cd3569e189395e46f64c3e31a259b4c43494efb48fb3132"
            + Zeros32 + "999aac0b68bcb0ff7495decd5e9be39d0016" + Ccmp,
        "020300970213ca001000000000000000021e63405a42e9a67f718ffc5c1543cb9e674516aec746b050ad06cdc74692c3e7"
            + Zeros32 + "76e6d76ff630e4a8c8259f4e132e11f70038"
            + "7f3b3654caac8b53e54e7b494f9994e18cd4835bc6b7638059494668cae7b3ecb136840b4645e860ecd8833a90c93726d142af60e6120115",
        "0103005f02030a00000000000000000002" + Zeros32 + Zeros32 + "c5fd423662de00bfd06bff968bc29fa10000");

    /// <summary>The last handshake of the same scene: the group key had been used once, so the RSC is 1.</summary>
    public static CapturedHandshake UsedGroupKey { get; } = new(
        "duplicate-assoc, last", "12345678", "labtest", "02:00:00:00:00:00", "02:00:00:00:01:00", CcmpWmm, Ccmp,
        "0203005f02008a00100000000000000001b7ca54bfc3b228ab96f31998bc700a993e727a721a88d18b54a39ed71b747e68"
            + Zeros32 + NoMicNoData,
        "0103007502010a00000000000000000001abff0baef9e535c459bd493b9b022dce4ae5147aa1b6e4bacbe2806bec8ec1ca"
            + Zeros32 + "cbe17a4f9a9385c9a5d302c789a335740016" + Ccmp,
        "020300970213ca00100000000000000002b7ca54bfc3b228ab96f31998bc700a993e727a721a88d18b54a39ed71b747e68"
            + "00000000000000000000000000000000" + "01000000000000000000000000000000"
            + "df553222a8ed3b84c28bf0618822c3010038"
            + "6b8bbd21d7213658dd2347a0277c409c2662a6785702955d57df9aeb699c6a802b1239c20c69e2c2666702d60cd203578c9fe4b6eb27584e",
        "0103005f02030a00000000000000000002" + Zeros32 + Zeros32 + "701df09031ce0197acd6f62022bf1fb10000");

    /// <summary>
    /// WPA-PSK-SHA256 with management frames protected, taken in the same way; every key is known. Message 3 brings an IGTK, too.
    /// </summary>
    public static CapturedHandshake PskSha256 { get; } = new(
        "psk256-pmf", "12345678", "labtest", "02:00:00:00:00:00", "02:00:00:00:01:00",
        "30140100000fac040100000fac040100000fac06c000", "301a0100000fac040100000fac040100000fac06c0000000000fac06",
        "0203005f02008b001000000000000000016d27ef31c11cdcf0c41601bae846fbfb1372e14d0a9a5f16605b7fe590f6a60c"
            + Zeros32 + NoMicNoData,
        "0103007b02010b000000000000000000017bae85f276391c2470f2f5d764fc7fae4485bb7c13e86d64a6df5119f5b3ab48"
            + Zeros32 + "b18f5d93afcd6de3aee88d7148042298001c301a0100000fac040100000fac040100000fac06c0000000000fac06",
        "020300b70213cb001000000000000000026d27ef31c11cdcf0c41601bae846fbfb1372e14d0a9a5f16605b7fe590f6a60c"
            + Zeros32 + "4cba99f0db3cee2f017778a74f242ebd0058"
            + "fd71ff97207cf24e0dbee9a5b02081d349cbfa92dcc82bf9775b67d479336d378b1dd9c69b5408450cfaba4201759962e4e9e32126b6c1b7"
            + "472fd6bc1fb88c25a790312246cef7ab1f3f6b7631e64b3bb5a754a8bafb757f",
        "0103005f02030b00000000000000000002" + Zeros32 + Zeros32 + "4381f4492851ece318134f02e198cc800000",
        "b598009dfad6c53893f82aa6a5bc7622261ca8083ec861e9de296168b23f697a",
        "2f6859282e337cbef0a1a6805911b5c8808671e5f4bc8c73f3d66221e00abdf56f4ebcd3560de0abe2482dfc8e9e984f",
        "26138ede9412bb069718237003647ea1")
    {
        Suite = HostApd.Rsn.KeySuite.PskSha256Ccmp,
    };

    /// <summary>
    /// OWE with management frames protected, taken in the same way; every key is known. The PMK stands for what the association came to.
    /// </summary>
    public static CapturedHandshake Owe { get; } = new(
        "owe", "", "labtest", "02:00:00:00:00:00", "02:00:00:00:01:00",
        "30140100000fac040100000fac040100000fac12c000", "301a0100000fac040100000fac040100000fac12c0000000000fac06",
        "0203005f02008800100000000000000001e09519f693cd2183c994ae3ed010537c735a01649f07a770155ca3b110966d7f"
            + Zeros32 + NoMicNoData,
        "0103007b0201080000000000000000000100" + "61de2d2bc25d47535a8efb3c04491838f0d1378466cf382c8b928aef90c024"
            + Zeros32 + "1f4b3027442871c3dc607f6c27bfe5bf001c301a0100000fac040100000fac040100000fac12c0000000000fac06",
        "020300b70213c800100000000000000002e09519f693cd2183c994ae3ed010537c735a01649f07a770155ca3b110966d7f"
            + Zeros32 + "447f4ac421fc8f01ea0cdb9d1fe716280058"
            + "c65819ca734fddc53272b3d846e90398be40c27ddf2e29f7dbff5a0ac7acde41ec115f0137c3eb1aad820f59209e6a91875f9ba1db429bce"
            + "6edcf3cfc0836d694bfb2eb2dc5e9295cac6d45370bc55691a069db0095b9904",
        "0103005f02030800000000000000000002" + Zeros32 + Zeros32 + "cc5ba67e1ce8fcf071414118f77880190000",
        "6af5ff8f5d5d67bbd2ea251dad7e49b847cd9b6df971c3a59ddd72d2e0863fba",
        "c363da558cb5ff4ec7deaf692e600b4f8c79ffc58729caf7c070bc2eb7dc4b613aa53f005fcddbcc343d2be0b91eab05",
        "e26cb61b09655471b2f0bb0ad722ce7d")
    {
        Suite = HostApd.Rsn.KeySuite.OweCcmp(HostApd.Rsn.KeyHash.Sha256),
    };

    /// <summary>All with WPA2-Personal.</summary>
    public static IEnumerable<CapturedHandshake> All => [Wps, DuplicateAssociation, UsedGroupKey];
}
