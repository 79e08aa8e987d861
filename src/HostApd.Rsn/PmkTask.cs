using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>
/// The passphrase mapping of 802.11-2020 J.4.1 as a piece of work for another thread: it has its own copy of the
/// passphrase, so that the key it is for may be used or wiped meanwhile.
/// </summary>
public sealed class PmkTask : IDisposable
{
    private const int Rounds = 4096;

    private readonly byte[] _ssid;
    private readonly SecretBytes _passphrase;
    private readonly SecretBytes _key = new(Pmk.Length);

    internal PmkTask(byte[] ssid, ReadOnlySpan<byte> passphrase)
    {
        _ssid = ssid;
        _passphrase = new SecretBytes(passphrase);
    }

    /// <summary>The key, once <see cref="Run"/> is through.</summary>
    internal ReadOnlySpan<byte> Key => _key.Span;

    /// <summary>Does the work; on any thread.</summary>
    public void Run() => Map(_ssid, _passphrase.Span, _key.Span);

    /// <summary>Wipes passphrase and key.</summary>
    public void Dispose()
    {
        _passphrase.Dispose();
        _key.Dispose();
    }

    internal static void Map(ReadOnlySpan<byte> ssid, ReadOnlySpan<byte> passphrase, Span<byte> key) =>
        KeyDerivation.Pbkdf2Sha1(passphrase, ssid, Rounds, key);
}
