using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>One side's key pair of OWE (RFC 8110 4.3, 4.4), for one association.</summary>
public sealed class OweKey : IDisposable
{
    private readonly SecretBytes _scalar;

    /// <param name="group">The group.</param>
    /// <param name="scalar">The private key: a scalar of the curve, drawn at random; copied.</param>
    public OweKey(SaeGroup group, ReadOnlySpan<byte> scalar)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!group.Curve.IsScalar(scalar))
        {
            throw new ArgumentException("What was drawn is no scalar of the curve.", nameof(scalar));
        }

        Group = group;
        _scalar = new SecretBytes(scalar);
    }

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>Computes the public key: its x, as it is sent.</summary>
    public void WritePublic(Span<byte> x)
    {
        Span<byte> point = stackalloc byte[Group.Curve.PointLength];
        Group.Curve.Multiply(_scalar.Span, Group.Curve.Generator, point);
        point[..Group.Curve.Length].CopyTo(x);
    }

    /// <summary>
    /// The secret that is shared with a peer: x of the product of its public key and our private one, as long as the prime. Either of the two
    /// points that have the peer's x gives the same. False when its x is that of no point.
    /// </summary>
    public bool TryShare(ReadOnlySpan<byte> peer, Span<byte> secret)
    {
        var curve = Group.Curve;
        if (peer.Length != curve.Length || curve.IsAbscissa(peer) == 0)
        {
            return false;
        }

        Span<byte> point = stackalloc byte[curve.PointLength];
        curve.Lift(peer, 0, point);
        using var product = new SecretBytes(curve.PointLength);
        if (!curve.Multiply(_scalar.Span, point, product.Span))
        {
            return false;
        }

        product.Span[..curve.Length].CopyTo(secret);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _scalar.Dispose();
}
