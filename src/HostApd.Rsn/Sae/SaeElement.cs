using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// The point that a password is (PWE, 802.11-2020 12.4.4). Nothing here takes time by the password, but for its length. All results are
/// secret: wiping them is the caller's part.
/// </summary>
public static class SaeElement
{
    /// <summary>Rounds of a search that ends early for nobody.</summary>
    private const int Rounds = 40;

    /// <summary>What no password has ever needed.</summary>
    private const int MostRounds = 200;

    /// <summary>The point of a password for a pair of addresses, found by hunting and pecking. False: there is none within 200 rounds.</summary>
    public static bool Hunt(SaeGroup group, ReadOnlySpan<byte> password, MacAddress one, MacAddress other, Span<byte> element)
    {
        ArgumentNullException.ThrowIfNull(group);
        var curve = group.Curve;
        Span<byte> memory = stackalloc byte[2 * curve.Length + Sha256.Length];
        Span<byte> candidate = memory[..curve.Length], x = memory.Slice(curve.Length, curve.Length), seed = memory[^Sha256.Length..];
        x.Clear();
        using var hmac = Hmac.Sha256();
        uint found = 0, parity = 0;
        for (var counter = 1; counter <= MostRounds && (counter <= Rounds || found == 0); counter++)
        {
            KeyByAddresses(hmac, one, other);
            hmac.Update(password);
            hmac.Update((byte)counter);
            hmac.Finish(seed);
            hmac.SetKey(seed);
            KeyDerivation.Kdf(hmac, "SAE Hunting and Pecking"u8, curve.Prime, curve.Bits, candidate);
            ShiftRight(candidate, 8 * candidate.Length - curve.Bits);
            var takes = curve.IsAbscissa(candidate) & ~found;
            found |= takes;
            parity |= takes & seed[^1];
            for (var i = 0; i < x.Length; i++)
            {
                x[i] |= (byte)(candidate[i] & takes);
            }
        }

        curve.Lift(x, parity, element);
        CryptographicOperations.ZeroMemory(memory);
        return found != 0;
    }

    /// <summary>PT: what a password is in a network, whoever the stations are. False: it is the point at infinity.</summary>
    /// <param name="group">The group.</param>
    /// <param name="ssid">The network's name.</param>
    /// <param name="password">The password.</param>
    /// <param name="identifier">The password's identifier, or empty.</param>
    /// <param name="pt">Takes the point.</param>
    public static bool Derive(SaeGroup group, ReadOnlySpan<byte> ssid, ReadOnlySpan<byte> password, ReadOnlySpan<byte> identifier, Span<byte> pt)
    {
        ArgumentNullException.ThrowIfNull(group);
        var length = group.Curve.Length + group.Curve.Length / 2;
        Span<byte> memory = stackalloc byte[2 * length + group.Hash.Length()];
        Span<byte> first = memory[..length], second = memory.Slice(length, length), seed = memory[(2 * length)..];
        using var hmac = group.Hash.CreateHmac();
        hmac.SetKey(ssid);
        hmac.Update(password);
        hmac.Update(identifier);
        hmac.Finish(seed);
        hmac.SetKey(seed);
        KeyDerivation.Expand(hmac, "SAE Hash to Element u1 P1"u8, first);
        KeyDerivation.Expand(hmac, "SAE Hash to Element u2 P2"u8, second);
        var isPoint = group.Curve.MapTwo(first, second, pt);
        CryptographicOperations.ZeroMemory(memory);
        return isPoint;
    }

    /// <summary>The point of a password for a pair of addresses, of its PT. False: it is the point at infinity.</summary>
    public static bool OfPair(SaeGroup group, ReadOnlySpan<byte> pt, MacAddress one, MacAddress other, Span<byte> element)
    {
        ArgumentNullException.ThrowIfNull(group);
        Span<byte> scalar = stackalloc byte[group.Curve.Length];
        ScalarOfPair(group, one, other, scalar);
        return group.Curve.Multiply(scalar, pt, element);
    }

    /// <summary>By what PT is multiplied for a pair of addresses (val): everybody may know it.</summary>
    public static void ScalarOfPair(SaeGroup group, MacAddress one, MacAddress other, Span<byte> scalar)
    {
        ArgumentNullException.ThrowIfNull(group);
        Span<byte> digest = stackalloc byte[group.Hash.Length()];
        using var hmac = group.Hash.CreateHmac();
        Span<byte> zeros = stackalloc byte[digest.Length];
        zeros.Clear();
        hmac.SetKey(zeros);
        Span<byte> pair = stackalloc byte[2 * MacAddress.Length];
        WriteHigherFirst(one, other, pair);
        hmac.Compute(pair, digest);
        scalar.Clear();
        digest.CopyTo(scalar[(scalar.Length - digest.Length)..]);
        group.Curve.ToScalar(scalar);
    }

    private static void KeyByAddresses(Hmac hmac, MacAddress one, MacAddress other)
    {
        Span<byte> pair = stackalloc byte[2 * MacAddress.Length];
        WriteHigherFirst(one, other, pair);
        hmac.SetKey(pair);
    }

    private static void WriteHigherFirst(MacAddress one, MacAddress other, Span<byte> pair)
    {
        var (higher, lower) = one.CompareTo(other) > 0 ? (one, other) : (other, one);
        higher.CopyTo(pair);
        lower.CopyTo(pair[MacAddress.Length..]);
    }

    private static void ShiftRight(Span<byte> number, int bits)
    {
        for (var i = number.Length - 1; bits > 0 && i >= 0; i--)
        {
            number[i] = (byte)(number[i] >> bits | (i == 0 ? 0 : number[i - 1] << (8 - bits)));
        }
    }
}
