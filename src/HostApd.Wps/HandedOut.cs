using System.Globalization;
using System.Text;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Wps.Messages;

namespace HostApd.Wps;

/// <summary>
/// What leaves the registrar as somebody's way into a network: the credential in M8, the settings in M7. One rule for all of
/// them: what is handed out is what the BSS is. <see cref="Contradiction"/> compares before anything is sealed.
/// </summary>
internal static class HandedOut
{
    private const string PassphraseAlphabet = "abcdefghjkmnpqrstuvwxyz23456789_";
    private const int PassphraseLength = 20;

    /// <summary>Why those settings must not be handed out for a network; null when they are what it is.</summary>
    /// <param name="ssid">SSID of the network.</param>
    /// <param name="isOpen">The network has no key at all.</param>
    /// <param name="settings">What is about to be handed out.</param>
    public static string? Contradiction(ReadOnlySpan<byte> ssid, bool isOpen, in Credential settings)
    {
        if (ssid.IsEmpty || !settings.Ssid.SequenceEqual(ssid))
        {
            return "another SSID than the network's";
        }

        var saysOpen = settings.AuthenticationType == (ushort)AuthenticationTypes.Open;
        if (saysOpen != isOpen)
        {
            return saysOpen ? "they say that a protected network is open" : "they say that an open network is protected";
        }

        return isOpen
            ? settings.NetworkKey.IsEmpty ? null : "an open network with a key"
            : ApSettings.IsWpa2Key(settings.NetworkKey) ? null : "a protected network without a key";
    }

    /// <summary>A Credential (with Network Index) or our settings (without); null, and why, when they contradict the network.</summary>
    public static SecretBytes? Write(
        byte[] ssid, bool isOpen, CredentialTypes protection, SecretBytes key, MacAddress address, bool withIndex, out string problem)
    {
        var types = isOpen || key.Length == 0 ? CredentialTypes.Open : protection;
        var settings = new Credential
        {
            Ssid = ssid,
            AuthenticationType = (ushort)types.Authentication,
            EncryptionType = (ushort)types.Encryption,
            NetworkKey = key.Span,
            MacAddress = address,
        };
        if (Contradiction(ssid, isOpen, settings) is { } why)
        {
            problem = "not handed out: " + why;
            return null;
        }

        problem = "";
        using var buffer = new SecretBytes(Credential.MaximumLength);
        var writer = new AttributeWriter(buffer.Span);
        settings.Write(ref writer, withIndex);
        return new SecretBytes(writer.Written);
    }

    /// <summary>
    /// Passphrase or PSK in hexadecimal; the other when the wanted one is not known; empty when there is neither. A passphrase
    /// with letters beyond ASCII goes out as the PSK that is made of it: devices read such letters each in its own way.
    /// </summary>
    public static SecretBytes NetworkKey(WpsNetwork network, bool asPsk)
    {
        var usePsk = network.HasPsk && (asPsk || !ApSettings.IsWpa2Key(network.Passphrase.Span));
        return usePsk ? Hex(network.Psk) : new SecretBytes(network.Passphrase.Span);
    }

    /// <summary>
    /// A device without a display cannot show a passphrase to its user, and a P2P client does not need to: they are spared
    /// the 4096 rounds of PBKDF2 (hostapd's rule), unless the passphrase is of more use.
    /// </summary>
    public static bool WantsPsk(CredentialKeyForm form, WpsNetwork network, RegistrarSession session) => form switch
    {
        CredentialKeyForm.Psk => true,
        CredentialKeyForm.Passphrase => false,
        CredentialKeyForm.Automatic => !session.Session.P2pDevice.IsZero
            || !network.SpeaksSae && !session.Enrollee!.ConfigMethods.HasFlag(ConfigMethods.Display),
    };

    /// <summary>The settings that an unconfigured AP makes for itself.</summary>
    /// <param name="random">32 random bytes.</param>
    /// <param name="protection">How it is going to be protected.</param>
    /// <param name="ssid">The SSID it has.</param>
    /// <param name="prefix">The new SSID is this and four digits; null: it stays.</param>
    public static ApSettings MakeSettings(ReadOnlySpan<byte> random, CredentialTypes protection, byte[] ssid, string? prefix)
    {
        var passphrase = new SecretBytes(PassphraseLength);
        for (var i = 0; i < PassphraseLength; i++)
        {
            passphrase.Span[i] = (byte)PassphraseAlphabet[random[i] % PassphraseAlphabet.Length];
        }

        if (prefix is not null)
        {
            var number = (random[PassphraseLength] << 8 | random[PassphraseLength + 1]) % 10_000;
            var suffix = number.ToString("D4", CultureInfo.InvariantCulture);
            ssid = [.. DeviceData.Utf8(prefix, 28), .. Encoding.ASCII.GetBytes(suffix)];
        }

        return new ApSettings(ssid, protection.Authentication, protection.Encryption, passphrase);
    }

    /// <summary>Lower-case hexadecimal digits.</summary>
    public static SecretBytes Hex(ReadOnlySpan<byte> bytes)
    {
        const string digits = "0123456789abcdef";
        var hex = new SecretBytes(2 * bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            hex.Span[2 * i] = (byte)digits[bytes[i] >> 4];
            hex.Span[2 * i + 1] = (byte)digits[bytes[i] & 15];
        }

        return hex;
    }
}
