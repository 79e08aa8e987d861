using System.Diagnostics.CodeAnalysis;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>A commit for one pair of addresses: of the point that the password is for them.</summary>
public sealed class SaeCommitment : SaeCommit
{
    private readonly SecretBytes _element;
    private readonly SecretBytes _rand;

    private SaeCommitment(SaeGroup group, SaeMethod method, SecretBytes element, SecretBytes rand, byte[] sent)
        : base(group, method, sent) => (_element, _rand) = (element, rand);

    /// <summary>
    /// Of two numbers drawn at random, each a scalar of the curve. False when the two add up to 0 or 1 (draw again).
    /// </summary>
    public static bool TryCreate(
        SaeGroup group, SaeMethod method, ReadOnlySpan<byte> passwordElement, ReadOnlySpan<byte> rand, ReadOnlySpan<byte> mask,
        [NotNullWhen(true)] out SaeCommitment? commitment)
    {
        ArgumentNullException.ThrowIfNull(group);
        commitment = null;
        var sent = new byte[3 * group.Curve.Length];
        group.Curve.AddScalars(rand, mask, sent);
        if (!group.Curve.IsScalar(sent.AsSpan(0, group.Curve.Length)) || !group.Curve.Multiply(mask, passwordElement, sent.AsSpan(group.Curve.Length)))
        {
            return false;
        }

        group.Curve.Negate(sent.AsSpan(group.Curve.Length));
        commitment = new SaeCommitment(group, method, new SecretBytes(passwordElement), new SecretBytes(rand), sent);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryAgree(
        MacAddress own, MacAddress peer, ReadOnlySpan<byte> numbers, ReadOnlySpan<byte> rejectedGroups, SaeKeyLengths lengths,
        [NotNullWhen(true)] out SaeAgreement? agreement)
    {
        using var product = new SecretBytes(Group.Curve.Length);
        Group.Curve.MultiplyScalars(_rand.Span, numbers[..Group.Curve.Length], product.Span);
        return TryAgree(product.Span, _element.Span, _rand.Span, numbers, rejectedGroups, lengths, out agreement);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _element.Dispose();
        _rand.Dispose();
    }
}
