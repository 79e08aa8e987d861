using System.Buffers.Binary;
using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>What two public keys of OWE come to (RFC 8110 4.4).</summary>
public sealed class OweAgreement : IDisposable
{
    private readonly byte[] _pmkid;

    private OweAgreement(SecretBytes pmk, ReadOnlySpan<byte> pmkid) => (Pmk, _pmkid) = (pmk, pmkid.ToArray());

    /// <summary>The pairwise master key, as long as the hash of the group. Whoever takes it copies it.</summary>
    public SecretBytes Pmk { get; }

    /// <summary>Its identifier, 16 bytes.</summary>
    public ReadOnlySpan<byte> Pmkid => _pmkid;

    /// <summary>The key of a secret that two sides share.</summary>
    /// <param name="group">The group.</param>
    /// <param name="secret">The shared secret, as long as the prime.</param>
    /// <param name="station">The station's x.</param>
    /// <param name="accessPoint">The access point's.</param>
    public static OweAgreement Of(SaeGroup group, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> station, ReadOnlySpan<byte> accessPoint)
    {
        ArgumentNullException.ThrowIfNull(group);
        Span<byte> known = stackalloc byte[group.Curve.PointLength + 2];
        var keys = known[..^2];
        station.CopyTo(keys);
        accessPoint.CopyTo(keys[group.Curve.Length..]);
        BinaryPrimitives.WriteUInt16LittleEndian(known[^2..], group.Number);

        Span<byte> digest = stackalloc byte[group.Hash.Length()];
        group.Hash.Digest(keys, digest);
        using var hmac = group.Hash.CreateHmac();
        using var extracted = new SecretBytes(hmac.MacLength);
        hmac.SetKey(known);
        hmac.Compute(secret, extracted.Span);
        hmac.SetKey(extracted.Span);
        var pmk = new SecretBytes(hmac.MacLength);
        KeyDerivation.Expand(hmac, "OWE Key Generation"u8, pmk.Span);
        return new OweAgreement(pmk, digest[..Rsne.PmkidLength]);
    }

    /// <inheritdoc/>
    public void Dispose() => Pmk.Dispose();
}
