using HostApd.Crypto;

namespace HostApd.Wps;

/// <summary>Authentication Type Flags (WSC 2.0 12, attribute 0x1003), 16 bits.</summary>
[Flags]
public enum AuthenticationTypes : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Open.</summary>
    Open = 0x0001,

    /// <summary>WPA-Personal.</summary>
    WpaPsk = 0x0002,

    /// <summary>Shared key (WEP).</summary>
    Shared = 0x0004,

    /// <summary>WPA-Enterprise.</summary>
    Wpa = 0x0008,

    /// <summary>WPA2-Enterprise.</summary>
    Wpa2 = 0x0010,

    /// <summary>WPA2-Personal.</summary>
    Wpa2Psk = 0x0020,
}

/// <summary>Encryption Type Flags (WSC 2.0 12, attribute 0x100F), 16 bits.</summary>
[Flags]
public enum EncryptionTypes : ushort
{
    /// <summary>Nothing named.</summary>
    None = 0,

    /// <summary>No encryption.</summary>
    Open = 0x0001,

    /// <summary>WEP.</summary>
    Wep = 0x0002,

    /// <summary>TKIP.</summary>
    Tkip = 0x0004,

    /// <summary>AES-CCMP.</summary>
    Aes = 0x0008,
}

/// <summary>What a credential says of how a network is protected.</summary>
public readonly record struct CredentialTypes(AuthenticationTypes Authentication, EncryptionTypes Encryption)
{
    /// <summary>Not at all.</summary>
    public static CredentialTypes Open { get; } = new(AuthenticationTypes.Open, EncryptionTypes.Open);

    /// <summary>WPA2-Personal with AES: the most that Wi-Fi Simple Configuration has a name for.</summary>
    public static CredentialTypes Personal { get; } = new(AuthenticationTypes.Wpa2Psk, EncryptionTypes.Aes);
}

/// <summary>
/// Settings of the network as an external registrar, <c>WPS_CONFIG</c> or the first enrollee of an unconfigured AP makes
/// them. Dispose it once applied: the key is wiped.
/// </summary>
public sealed class ApSettings : IDisposable
{
    /// <summary>Takes over <paramref name="networkKey"/>.</summary>
    public ApSettings(
        ReadOnlySpan<byte> ssid, AuthenticationTypes authentication, EncryptionTypes encryption, SecretBytes networkKey)
    {
        Ssid = ssid.ToArray();
        Authentication = authentication;
        Encryption = encryption;
        NetworkKey = networkKey;
    }

    /// <summary>SSID, up to 32 bytes.</summary>
    public byte[] Ssid { get; }

    /// <summary>Authentication types; more than one bit is the registrar's wish for a mixed mode.</summary>
    public AuthenticationTypes Authentication { get; }

    /// <summary>Encryption types.</summary>
    public EncryptionTypes Encryption { get; }

    /// <summary>Passphrase (8–63 characters) or PSK (64 hexadecimal digits) in ASCII; empty for an open network.</summary>
    public SecretBytes NetworkKey { get; }

    /// <summary>
    /// Whether we can serve them: open without a key, or WPA2-Personal with AES (mixed modes name it too) and a passphrase of
    /// 8–63 printable characters or a PSK of 64 hexadecimal digits.
    /// </summary>
    public bool IsAcceptable => Ssid.Length is > 0 and <= 32 && (IsOpen ? NetworkKey.Length == 0 : IsWpa2 && IsWpa2Key(NetworkKey.Span));

    /// <summary>No key management at all.</summary>
    public bool IsOpen => Authentication is AuthenticationTypes.Open or AuthenticationTypes.None;

    private bool IsWpa2 =>
        Authentication.HasFlag(AuthenticationTypes.Wpa2Psk) && Encryption.HasFlag(EncryptionTypes.Aes);

    /// <summary>A passphrase of 8–63 printable ASCII characters, or a PSK as 64 hexadecimal digits.</summary>
    internal static bool IsWpa2Key(ReadOnlySpan<byte> key) => key.Length switch
    {
        >= 8 and <= 63 => !key.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E),
        64 => !key.ContainsAnyExcept("0123456789abcdefABCDEF"u8),
        _ => false,
    };

    /// <summary>Wipes the key.</summary>
    public void Dispose() => NetworkKey.Dispose();
}

/// <summary>Gives 32 bytes when a credential needs them: a PSK may still be in the making when its network begins.</summary>
public delegate ReadOnlySpan<byte> PskSource();

/// <summary>The network as it is: what a credential hands out. The passphrase is copied and wiped with it.</summary>
public sealed class WpsNetwork : IDisposable
{
    private readonly PskSource? _psk;

    /// <summary>A WPA2-Personal network.</summary>
    /// <param name="ssid">SSID, up to 32 bytes.</param>
    /// <param name="passphrase">8–63 ASCII characters; empty when only the PSK is known.</param>
    /// <param name="psk">Gives the PSK; null when there is none that all devices share, or none at all.</param>
    /// <param name="isProtected">
    /// The BSS is protected. With neither passphrase nor PSK its devices all have keys of their own (<c>wpa_psk_file</c>).
    /// Null: it is when there is a key.
    /// </param>
    public WpsNetwork(ReadOnlySpan<byte> ssid, ReadOnlySpan<byte> passphrase, PskSource? psk, bool? isProtected = null)
    {
        IsOpen = !(isProtected ?? (psk is not null || passphrase.Length > 0));
        Ssid = ssid.ToArray();
        Passphrase = new SecretBytes(passphrase);
        _psk = psk;
    }

    /// <summary>SSID, up to 32 bytes.</summary>
    public byte[] Ssid { get; }

    /// <summary>The passphrase in ASCII; empty when there is none.</summary>
    public SecretBytes Passphrase { get; }

    /// <summary>Whether there is a PSK; asking does not wait for it.</summary>
    public bool HasPsk => _psk is not null;

    /// <summary>It is protected, but has no key that its devices share: each needs one of its own.</summary>
    public bool HasOnlyDeviceKeys => !IsOpen && !HasPsk && Passphrase.Length == 0;

    /// <summary>The PSK, 32 bytes, of whoever keeps it; empty when there is none.</summary>
    public ReadOnlySpan<byte> Psk => _psk is null ? default : _psk();

    /// <summary>Whether the network has no key.</summary>
    public bool IsOpen { get; }

    /// <summary>Its passphrase is a password of SAE, too: who is given the PSK alone cannot come by that.</summary>
    public bool SpeaksSae { get; init; }

    /// <summary>What a credential says of it when it is protected.</summary>
    public CredentialTypes Protection { get; init; } = CredentialTypes.Personal;

    /// <summary>Wipes the passphrase.</summary>
    public void Dispose() => Passphrase.Dispose();
}
