using System.Buffers.Binary;
using System.Security.Cryptography;
using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>Bytes of the two keys of SAE (802.11-2020 12.4.5.4).</summary>
/// <param name="Kck">Of the key that confirms are made with.</param>
/// <param name="Pmk">Of the pairwise master key.</param>
public readonly record struct SaeKeyLengths(int Kck, int Pmk)
{
    /// <summary>Of AKM 8: the PMK has 32 bytes in every group.</summary>
    public static SaeKeyLengths Of(SaeGroup group, SaeMethod method)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new(group.HashOf(method).Length(), 32);
    }

    /// <summary>Of AKM 24, whose PMK is as long as the hash of the group.</summary>
    public static SaeKeyLengths OfExtendedKey(SaeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new(group.Hash.Length(), group.Hash.Length());
    }
}

/// <summary>What two commits come to: the keys, and the confirms that show that both sides have them.</summary>
public sealed class SaeAgreement : IDisposable
{
    /// <summary>Bytes of a PMKID.</summary>
    public const int PmkidLength = 16;

    private readonly KeyHash _hash;
    private readonly SecretBytes _confirmationKey;
    private readonly byte[] _pmkid;
    private readonly byte[] _own;
    private readonly byte[] _peer;

    private SaeAgreement(KeyHash hash, SecretBytes confirmationKey, SecretBytes pmk, ReadOnlySpan<byte> pmkid, byte[] own, ReadOnlySpan<byte> peer) =>
        (_hash, _confirmationKey, Pmk, _pmkid, _own, _peer) = (hash, confirmationKey, pmk, pmkid.ToArray(), own, peer.ToArray());

    /// <summary>The pairwise master key. Whoever takes it copies it.</summary>
    public SecretBytes Pmk { get; }

    /// <summary>Its identifier.</summary>
    public ReadOnlySpan<byte> Pmkid => _pmkid;

    /// <summary>Bytes of a confirm, without its counter.</summary>
    public int ConfirmLength => _hash.Length();

    /// <summary>The key of the confirms, for those who show keys.</summary>
    public ReadOnlySpan<byte> ConfirmationKey => _confirmationKey.Span;

    /// <summary>The keys of a secret that two commits share (12.4.5.4).</summary>
    /// <param name="group">The group.</param>
    /// <param name="method">How the password became a point.</param>
    /// <param name="secret">x of the point that both sides have computed.</param>
    /// <param name="own">Our scalar and element.</param>
    /// <param name="peer">The peer's.</param>
    /// <param name="rejectedGroups">The list in a station's commit, with hash to element; empty else.</param>
    /// <param name="lengths">Of the keys.</param>
    public static SaeAgreement Of(
        SaeGroup group, SaeMethod method, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> own, ReadOnlySpan<byte> peer, ReadOnlySpan<byte> rejectedGroups,
        SaeKeyLengths lengths)
    {
        ArgumentNullException.ThrowIfNull(group);
        var curve = group.Curve;
        using var hmac = group.HashOf(method).CreateHmac();
        using var keys = new SecretBytes(hmac.MacLength + lengths.Kck + lengths.Pmk);
        var seed = keys.Span[..hmac.MacLength];

        // Of seed there is nothing yet: zeros, the key where no group was rejected.
        hmac.SetKey(rejectedGroups.IsEmpty ? seed : rejectedGroups);
        hmac.Compute(secret, seed);
        hmac.SetKey(seed);
        Span<byte> sum = stackalloc byte[curve.Length];
        curve.AddScalars(own[..curve.Length], peer[..curve.Length], sum);
        var derived = keys.Span[hmac.MacLength..];
        KeyDerivation.Kdf(hmac, "SAE KCK and PMK"u8, sum, derived);
        return new SaeAgreement(
            group.HashOf(method), new SecretBytes(derived[..lengths.Kck]), new SecretBytes(derived[lengths.Kck..]), sum[..PmkidLength], own.ToArray(), peer);
    }

    /// <summary>Whether these are the keys of those two commits.</summary>
    public bool IsOf(ReadOnlySpan<byte> own, ReadOnlySpan<byte> peer) => own.SequenceEqual(_own) && peer.SequenceEqual(_peer);

    /// <summary>Our confirm with this counter (12.4.5.5).</summary>
    public void Confirm(ushort counter, Span<byte> confirm) => Compute(counter, _own, _peer, confirm);

    /// <summary>Whether this is the peer's confirm with this counter (12.4.5.6), in a time that tells nothing.</summary>
    public bool Verify(ushort counter, ReadOnlySpan<byte> confirm)
    {
        Span<byte> expected = stackalloc byte[ConfirmLength];
        Compute(counter, _peer, _own, expected);
        return CryptographicOperations.FixedTimeEquals(expected, confirm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _confirmationKey.Dispose();
        Pmk.Dispose();
    }

    private void Compute(ushort counter, ReadOnlySpan<byte> sender, ReadOnlySpan<byte> receiver, Span<byte> confirm)
    {
        Span<byte> number = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(number, counter);
        using var hmac = _hash.CreateHmac();
        hmac.SetKey(_confirmationKey.Span);
        hmac.Update(number);
        hmac.Update(sender);
        hmac.Update(receiver);
        hmac.Finish(confirm);
    }
}
