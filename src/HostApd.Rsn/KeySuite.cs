using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>The hash that keys and identifiers are derived with.</summary>
public enum KeyHash
{
    /// <summary>SHA-1; keys are derived by the PRF of 802.11-2020 12.7.1.2.</summary>
    Sha1,

    /// <summary>SHA-256; keys are derived by the KDF of 802.11-2020 12.7.1.6.2, as with the two below.</summary>
    Sha256,

    /// <summary>SHA-384.</summary>
    Sha384,

    /// <summary>SHA-512.</summary>
    Sha512,
}

/// <summary>What computes the MIC of EAPOL-Key frames (802.11-2020 12.7.3).</summary>
public enum MicAlgorithm
{
    /// <summary>HMAC over the hash of the row, cut to the length of the MIC.</summary>
    Hmac,

    /// <summary>AES-128-CMAC (NIST SP 800-38B).</summary>
    AesCmac,
}

/// <summary>Where a pairwise master key comes from (802.11-2020 12.7.1.3): whoever offers a row must have it.</summary>
public enum PmkSource
{
    /// <summary>It is known before: a passphrase or a key of the configuration, or a device's own.</summary>
    PreShared,

    /// <summary>Simultaneous authentication of equals (802.11-2020 12.4).</summary>
    Sae,

    /// <summary>Opportunistic wireless encryption (RFC 8110).</summary>
    Owe,

    /// <summary>EAP with a server elsewhere: the first part of the Master Session Key (802.11-2020 12.7.1.3).</summary>
    Eap,
}

/// <summary>How Key Data is encrypted (802.11-2020 12.7.3).</summary>
public enum KeyDataWrap
{
    /// <summary>NIST AES key wrap (RFC 3394): padded to 8 bytes, and 8 bytes longer.</summary>
    AesKeyWrap,
}

/// <summary>What becomes of management frame protection (802.11-2020 12.6.3).</summary>
public enum FrameProtection
{
    /// <summary>There is none: a station that requires it is refused.</summary>
    None,

    /// <summary>Whoever can has it.</summary>
    Allowed,

    /// <summary>A station that cannot is refused.</summary>
    Required,
}

/// <summary>
/// What an access point and a station negotiate, as one immutable row: a key management suite and a pairwise cipher, and all
/// that follows of the two. RSNE, admission, handshake, driver, replies and WPS credentials ask the row; nobody else knows a
/// suite by number, or a length. Lengths in bytes (802.11-2020 12.7.1.3, tables 12-8 and 12-10).
/// </summary>
public sealed record KeySuite
{
    /// <summary>WPA2-Personal: a pre-shared key and CCMP-128.</summary>
    public static KeySuite PskCcmp { get; } = new()
    {
        Akm = AkmSuite.Psk,
        Cipher = DataCipher.Ccmp,
        Name = "WPA-PSK",
        Hash = KeyHash.Sha1,
        PmkLength = 32,
        KckLength = 16,
        KekLength = 16,
        DescriptorVersion = KeyInformation.Version2,
        Mic = MicAlgorithm.Hmac,
        MicLength = 16,
        Wrap = KeyDataWrap.AesKeyWrap,
        PmkidHash = KeyHash.Sha1,
        Source = PmkSource.PreShared,
        FrameProtection = FrameProtection.None,
        WscAuthenticationType = 0x0020,
        WscEncryptionType = 0x0008,
    };

    /// <summary>A pre-shared key with SHA-256, which is known to most stations that can protect management frames.</summary>
    public static KeySuite PskSha256Ccmp { get; } = PskCcmp with
    {
        Akm = AkmSuite.PskSha256,
        Name = "WPA-PSK-SHA256",
        Hash = KeyHash.Sha256,
        DescriptorVersion = KeyInformation.Version3,
        Mic = MicAlgorithm.AesCmac,
        PmkidHash = KeyHash.Sha256,
    };

    /// <summary>WPA3-Personal.</summary>
    public static KeySuite SaeCcmp => PskSha256Ccmp with
    {
        Akm = AkmSuite.Sae,
        Name = "SAE",
        DescriptorVersion = KeyInformation.None,
        Source = PmkSource.Sae,
    };

    /// <summary>WPA2-Enterprise. Wi-Fi Simple Configuration has nothing to hand out for it.</summary>
    public static KeySuite EapCcmp => PskCcmp with
    {
        Akm = AkmSuite.Ieee8021X,
        Name = "WPA-EAP",
        Source = PmkSource.Eap,
        WscAuthenticationType = 0,
        WscEncryptionType = 0,
    };

    /// <summary>The same with SHA-256: WPA3-Enterprise, where management frames are protected.</summary>
    public static KeySuite EapSha256Ccmp => PskSha256Ccmp with
    {
        Akm = AkmSuite.Ieee8021XSha256,
        Name = "WPA-EAP-SHA256",
        Source = PmkSource.Eap,
        WscAuthenticationType = 0,
        WscEncryptionType = 0,
    };

    /// <summary>WPA2-Enterprise whose key serves a whole mobility domain (802.11-2020 12.7.1.6).</summary>
    public static KeySuite FtEapCcmp => EapSha256Ccmp with
    {
        Akm = AkmSuite.FtEap,
        Name = "FT-EAP",
        IsFastTransition = true,
    };

    /// <summary>The same with a pre-shared key.</summary>
    public static KeySuite FtPskCcmp => PskSha256Ccmp with
    {
        Akm = AkmSuite.FtPsk,
        Name = "FT-PSK",
        IsFastTransition = true,
    };

    /// <summary>The same with a key of SAE: the exchange is that of <see cref="SaeCcmp"/>, and does not say what its key is for.</summary>
    public static KeySuite FtSaeCcmp => SaeCcmp with
    {
        Akm = AkmSuite.FtSae,
        Name = "FT-SAE",
        IsFastTransition = true,
    };

    /// <summary>The key managements in the order of an RSNE and of replies.</summary>
    internal static IReadOnlyList<AkmSuite> Announced { get; } =
    [
        AkmSuite.Ieee8021X, AkmSuite.Psk, AkmSuite.FtEap, AkmSuite.FtPsk, AkmSuite.Ieee8021XSha256, AkmSuite.PskSha256, AkmSuite.Sae, AkmSuite.SaeExtKey,
        AkmSuite.FtSae, AkmSuite.Owe,
    ];

    /// <summary>The key managements as they are chosen of those that a station names, most wanted first.</summary>
    internal static IReadOnlyList<AkmSuite> Wanted { get; } =
    [
        AkmSuite.FtEap, AkmSuite.Ieee8021XSha256, AkmSuite.Ieee8021X, AkmSuite.PskSha256, AkmSuite.FtSae, AkmSuite.Sae, AkmSuite.SaeExtKey, AkmSuite.FtPsk,
        AkmSuite.Psk, AkmSuite.Owe,
    ];

    /// <summary>The key management suite: in the RSNE, for the kernel, and in STA and MIB.</summary>
    public required AkmSuite Akm { get; init; }

    /// <summary>The pairwise cipher.</summary>
    public required DataCipher Cipher { get; init; }

    /// <summary>hostapd's word for the key management: <c>wpa_key_mgmt=</c>, <c>key_mgmt=</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the PTK is derived with.</summary>
    public required KeyHash Hash { get; init; }

    /// <summary>Length of the pairwise master key.</summary>
    public required int PmkLength { get; init; }

    /// <summary>Length of the key confirmation key.</summary>
    public required int KckLength { get; init; }

    /// <summary>Length of the key encryption key.</summary>
    public required int KekLength { get; init; }

    /// <summary>Length of the temporal key.</summary>
    public int TkLength => Cipher.KeyLength;

    /// <summary>Length of the pairwise transient key: KCK, KEK and TK.</summary>
    public int PtkLength => KckLength + KekLength + TkLength;

    /// <summary>The key descriptor version of its EAPOL-Key frames (802.11-2020 12.7.2 b 1).</summary>
    public required KeyInformation DescriptorVersion { get; init; }

    /// <summary>What computes the MIC.</summary>
    public required MicAlgorithm Mic { get; init; }

    /// <summary>Length of the MIC; all that follows it in an EAPOL-Key frame moves with it.</summary>
    public required int MicLength { get; init; }

    /// <summary>How Key Data is encrypted.</summary>
    public required KeyDataWrap Wrap { get; init; }

    /// <summary>What the identifier of a PMK is made with (802.11-2020 12.7.1.3).</summary>
    public required KeyHash PmkidHash { get; init; }

    /// <summary>Where the pairwise master key comes from.</summary>
    public required PmkSource Source { get; init; }

    /// <summary>The key is the root of others, one for each access point of a mobility domain (802.11-2020 12.7.1.6).</summary>
    public bool IsFastTransition { get; init; }

    /// <summary>Whether management frames are protected.</summary>
    public required FrameProtection FrameProtection { get; init; }

    /// <summary>Authentication Type of a credential for such a network (WSC 2.0 12): what Wi-Fi Simple Configuration can say of it.</summary>
    public required ushort WscAuthenticationType { get; init; }

    /// <summary>Encryption Type of a credential for such a network (WSC 2.0 12).</summary>
    public required ushort WscEncryptionType { get; init; }

    /// <summary>
    /// SAE whose keys are as long as the hash of its group (802.11-2024 table 12-11): which of the rows a station gets, its group says.
    /// </summary>
    public static KeySuite SaeExtKeyCcmp(KeyHash hash) => SaeCcmp with
    {
        Akm = AkmSuite.SaeExtKey,
        Name = "SAE-EXT-KEY",
        Hash = hash,
        PmkLength = hash.Length(),
        KckLength = hash.Length() / 2,
        KekLength = hash == KeyHash.Sha256 ? 16 : 32,
        Mic = MicAlgorithm.Hmac,
        MicLength = hash.Length() / 2,
        PmkidHash = hash,
    };

    /// <summary>
    /// Opportunistic wireless encryption: with lengths of the hash of its group, as above. Wi-Fi Simple Configuration has no word for it.
    /// </summary>
    public static KeySuite OweCcmp(KeyHash hash) => SaeExtKeyCcmp(hash) with
    {
        Akm = AkmSuite.Owe,
        Name = "OWE",
        Source = PmkSource.Owe,
        WscAuthenticationType = 0,
        WscEncryptionType = 0,
    };

    /// <summary>The same key management with another pairwise cipher.</summary>
    public KeySuite With(DataCipher cipher) => ReferenceEquals(cipher, Cipher) ? this : this with { Cipher = cipher };

    /// <summary>By how much <see cref="Wrap"/> makes Key Data longer.</summary>
    internal int WrapOverhead => Wrap switch
    {
        KeyDataWrap.AesKeyWrap => Aes.WrapOverhead,
    };

    /// <summary>An HMAC over the hash of the row, without a key.</summary>
    internal Hmac CreateHmac() => Hash.CreateHmac();
}
