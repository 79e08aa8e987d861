using System.Diagnostics.CodeAnalysis;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// A commit by hash to element that was made before anybody asked: it is the same for every peer. The point of a pair of addresses is
/// val · PT (802.11-2020 12.4.4.2.3), and val is no secret; so of a number m drawn at random, m · PT is the mask m ÷ val of that point, and of a
/// scalar s drawn at random, s − m ÷ val is the rand. Both are as random as if they had been drawn, and the peer whose commit comes is
/// answered before anything is computed.
/// </summary>
public sealed class SaePreparedCommit : SaeCommit
{
    private readonly SaePoint _point;
    private readonly SecretBytes _mask;

    private SaePreparedCommit(SaePoint point, SecretBytes mask, byte[] sent)
        : base(point.Group, SaeMethod.HashToElement, sent) => (_point, _mask) = (point, mask);

    /// <summary>Of two scalars drawn at random, the first of which is sent. Slow.</summary>
    /// <param name="point">PT; shared.</param>
    /// <param name="scalar">The scalar.</param>
    /// <param name="mask">The mask, times val.</param>
    /// <param name="commit">The commit; null where the two are none.</param>
    public static bool TryCreate(
        SaePoint point, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> mask, [NotNullWhen(true)] out SaePreparedCommit? commit)
    {
        ArgumentNullException.ThrowIfNull(point);
        commit = null;
        var curve = point.Group.Curve;
        var sent = new byte[3 * curve.Length];
        scalar.CopyTo(sent);
        if (!curve.IsScalar(scalar) || !curve.IsScalar(mask) || !point.Multiply(mask, sent.AsSpan(curve.Length)))
        {
            return false;
        }

        curve.Negate(sent.AsSpan(curve.Length));
        commit = new SaePreparedCommit(point.Share(), new SecretBytes(mask), sent);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryAgree(
        MacAddress own, MacAddress peer, ReadOnlySpan<byte> numbers, ReadOnlySpan<byte> rejectedGroups, SaeKeyLengths lengths,
        [NotNullWhen(true)] out SaeAgreement? agreement)
    {
        var (curve, length) = (Group.Curve, Group.Curve.Length);
        using var memory = new SecretBytes(2 * length);
        Span<byte> rand = memory.Span[..length], product = memory.Span[length..];
        Span<byte> val = stackalloc byte[length], number = stackalloc byte[length];
        SaeElement.ScalarOfPair(Group, own, peer, val);

        // rand = s − m ÷ val: the order less one is −1.
        curve.InvertScalar(val, number);
        curve.MultiplyScalars(_mask.Span, number, product);
        curve.Order.CopyTo(number);
        number[^1]--;
        curve.MultiplyScalars(product, number, rand);
        curve.AddScalars(rand, Scalar, rand);

        // rand · scalar · PWE = (rand · scalar · val) · PT.
        curve.MultiplyScalars(rand, numbers[..length], product);
        curve.MultiplyScalars(product, val, product);
        return TryAgree(product, _point.Span, rand, numbers, rejectedGroups, lengths, out agreement);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _point.Dispose();
        _mask.Dispose();
    }
}
