using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>A pairwise master key of 32 bytes, in pinned memory, wiped on <see cref="Dispose"/>.</summary>
public sealed class Pmk : IDisposable
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private readonly SecretBytes _key;

    /// <summary>A pinned copy of 32 bytes.</summary>
    public Pmk(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Length);
        _key = new SecretBytes(key);
    }

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Span => _key.Span;

    /// <summary>
    /// The passphrase mapping of 802.11-2020 J.4.1: PBKDF2, HMAC-SHA-1, 4096 rounds, the SSID as salt. Takes some
    /// milliseconds; done once at the start.
    /// </summary>
    /// <param name="ssid">0 to 32 bytes.</param>
    /// <param name="passphrase">8 to 63 bytes of UTF-8 or ASCII.</param>
    public static Pmk FromPassphrase(ReadOnlySpan<byte> ssid, ReadOnlySpan<byte> passphrase)
    {
        Span<byte> key = stackalloc byte[Length];
        KeyDerivation.Pbkdf2Sha1(passphrase, ssid, 4096, key);
        var pmk = new Pmk(key);
        key.Clear();
        return pmk;
    }

    /// <inheritdoc cref="FromPassphrase(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static Pmk FromPassphrase(ReadOnlySpan<byte> ssid, string passphrase)
    {
        Span<byte> bytes = stackalloc byte[256];
        var length = System.Text.Encoding.UTF8.GetBytes(passphrase, bytes);
        var pmk = FromPassphrase(ssid, bytes[..length]);
        bytes.Clear();
        return pmk;
    }

    /// <summary>64 hexadecimal digits (<c>wpa_psk=</c>); null when it is something else.</summary>
    public static Pmk? FromHex(ReadOnlySpan<char> hex)
    {
        Span<byte> key = stackalloc byte[Length];
        if (hex.Length != 2 * Length
            || Convert.FromHexString(hex, key, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        var pmk = new Pmk(key);
        key.Clear();
        return pmk;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
