using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>A pairwise master key, in pinned memory, wiped on <see cref="Dispose"/>.</summary>
public sealed class Pmk : IDisposable
{
    /// <summary>Length of a pre-shared key in bytes; others are as long as their row says.</summary>
    public const int Length = 32;

    private readonly SecretBytes _key;
    private readonly byte[] _ssid = [];
    private readonly byte[] _id = [];
    private SecretBytes? _passphrase;

    /// <summary>A pinned copy of 32 bytes.</summary>
    public Pmk(ReadOnlySpan<byte> key)
        : this(key, [], Length)
    {
    }

    private Pmk(ReadOnlySpan<byte> key, byte[] id, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, length);
        (_key, _id) = (new SecretBytes(key), id);
    }

    private Pmk(ReadOnlySpan<byte> ssid, ReadOnlySpan<byte> passphrase)
    {
        _key = new SecretBytes(Length);
        _ssid = ssid.ToArray();
        _passphrase = new SecretBytes(passphrase);
    }

    /// <summary>The key; makes it in place where nobody did so yet.</summary>
    public ReadOnlySpan<byte> Span
    {
        get
        {
            if (_passphrase is { } passphrase)
            {
                PmkTask.Map(_ssid, passphrase.Span, _key.Span);
                Forget();
            }

            return _key.Span;
        }
    }

    /// <summary>
    /// Its PMKID, 16 bytes, which message 1 tells the station (802.11-2020 12.7.6.2); empty for a pre-shared key: of that, its
    /// PMKID would tell a stranger enough to try passphrases.
    /// </summary>
    public ReadOnlySpan<byte> Id => _id;

    /// <summary>A pinned copy of a key that was agreed on with a station, and its PMKID.</summary>
    public static Pmk Agreed(KeySuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> id)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentOutOfRangeException.ThrowIfNotEqual(id.Length, Rsne.PmkidLength);
        return new Pmk(key, id.ToArray(), suite.PmkLength);
    }

    /// <summary>
    /// The passphrase mapping of 802.11-2020 J.4.1: PBKDF2, HMAC-SHA-1, 4096 rounds, the SSID as salt. That takes some
    /// milliseconds and is done ahead by <see cref="Begin"/>, at the latest when somebody asks for the key.
    /// </summary>
    /// <param name="ssid">0 to 32 bytes.</param>
    /// <param name="passphrase">8 to 63 bytes of UTF-8 or ASCII.</param>
    public static Pmk FromPassphrase(ReadOnlySpan<byte> ssid, ReadOnlySpan<byte> passphrase) => new(ssid, passphrase);

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

    /// <summary>The work that is still to be done for the key, for another thread; null when there is none.</summary>
    public PmkTask? Begin() => _passphrase is { } passphrase ? new PmkTask(_ssid, passphrase.Span) : null;

    /// <summary>Takes what the task made, unless the key was needed or wiped meanwhile.</summary>
    public void End(PmkTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (_passphrase is not null)
        {
            task.Key.CopyTo(_key.Span);
            Forget();
        }

        task.Dispose();
    }

    /// <summary>Whether it is that key, in fixed time.</summary>
    public bool FixedTimeEquals(ReadOnlySpan<byte> other) =>
        System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Span, other);

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        _key.Dispose();
    }

    private void Forget()
    {
        _passphrase?.Dispose();
        _passphrase = null;
    }
}
