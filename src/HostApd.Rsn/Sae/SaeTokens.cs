using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// Anti-clogging tokens (802.11-2020 12.4.6) without a memory of whom they were given to: a code over the station's address under a key
/// that changes. Whoever repeats one hears what is sent to that address. A token is good for one life of a key at least, and two at most.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="draw">Fills a key with bytes that strangers cannot guess, in every state of the pool.</param>
public sealed class SaeTokens(TimeProvider time, SaeTokens.KeySource draw) : IDisposable
{
    /// <summary>Bytes of a token.</summary>
    public const int Length = 32;

    /// <summary>Life of a key.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly SecretBytes _key = new(Length);
    private readonly SecretBytes _former = new(Length);
    private readonly Hmac _hmac = Hmac.Sha256();
    private long? _since;

    /// <summary>Fills a key.</summary>
    public delegate void KeySource(Span<byte> key);

    /// <summary>The token of a station.</summary>
    public void Write(MacAddress station, Span<byte> token)
    {
        Renew();
        Compute(_key, station, token);
    }

    /// <summary>Whether that is the token of a station.</summary>
    public bool IsGood(MacAddress station, ReadOnlySpan<byte> token)
    {
        if (token.Length != Length)
        {
            return false;
        }

        Renew();
        Span<byte> expected = stackalloc byte[Length];
        Compute(_key, station, expected);
        var isGood = CryptographicOperations.FixedTimeEquals(expected, token);
        Compute(_former, station, expected);
        return isGood | CryptographicOperations.FixedTimeEquals(expected, token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _former.Dispose();
        _hmac.Dispose();
    }

    private void Renew()
    {
        if (_since is not { } since)
        {
            draw(_key.Span);
            draw(_former.Span);
        }
        else if (time.GetElapsedTime(since) is var age && age >= Life)
        {
            _key.Span.CopyTo(_former.Span);
            draw(_key.Span);
            if (age >= 2 * Life)
            {
                draw(_former.Span);
            }
        }
        else
        {
            return;
        }

        _since = time.GetTimestamp();
    }

    private void Compute(SecretBytes key, MacAddress station, Span<byte> token)
    {
        Span<byte> address = stackalloc byte[MacAddress.Length];
        station.CopyTo(address);
        _hmac.SetKey(key.Span);
        _hmac.Compute(address, token);
    }
}
