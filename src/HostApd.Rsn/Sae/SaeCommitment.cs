using System.Diagnostics.CodeAnalysis;
using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>
/// One side's commit of SAE (802.11-2020 12.4.5.2): its scalar and element, which are sent, and what only it knows. Made for one run, never
/// used for another: whoever learns the mask of one run can try passwords without asking anybody.
/// </summary>
public sealed class SaeCommitment : IDisposable
{
    private readonly SecretBytes _element;
    private readonly SecretBytes _rand;
    private readonly byte[] _sent;

    private SaeCommitment(SaeGroup group, SaeMethod method, SecretBytes element, SecretBytes rand, byte[] sent) =>
        (Group, Method, _element, _rand, _sent) = (group, method, element, rand, sent);

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>How the password became a point.</summary>
    public SaeMethod Method { get; }

    /// <summary>The scalar, as it is sent.</summary>
    public ReadOnlySpan<byte> Scalar => _sent.AsSpan(0, Group.Curve.Length);

    /// <summary>The element, as it is sent.</summary>
    public ReadOnlySpan<byte> Element => _sent.AsSpan(Group.Curve.Length);

    /// <summary>Scalar and element.</summary>
    public ReadOnlySpan<byte> Sent => _sent;

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

    /// <summary>
    /// The keys of this commit and a peer's, whose scalar and element have been found to be ones (12.4.5.4). False when the peer has chosen
    /// them so that the secret would be no point.
    /// </summary>
    /// <param name="peer">The peer's scalar and element.</param>
    /// <param name="rejectedGroups">The list in the peer's commit, with hash to element; empty else.</param>
    /// <param name="keyLengths">What comes out.</param>
    /// <param name="agreement">The keys.</param>
    public bool TryAgree(ReadOnlySpan<byte> peer, ReadOnlySpan<byte> rejectedGroups, SaeKeyLengths keyLengths, [NotNullWhen(true)] out SaeAgreement? agreement)
    {
        var curve = Group.Curve;
        agreement = null;
        using var product = new SecretBytes(curve.Length);
        using var secret = new SecretBytes(curve.PointLength);
        curve.MultiplyScalars(_rand.Span, peer[..curve.Length], product.Span);

        // rand · (scalar · PWE + element)
        if (!curve.MultiplyTwo(product.Span, _element.Span, _rand.Span, peer[curve.Length..], secret.Span))
        {
            return false;
        }

        agreement = SaeAgreement.Of(Group, Method, secret.Span[..curve.Length], _sent, peer, rejectedGroups, keyLengths);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _element.Dispose();
        _rand.Dispose();
    }
}
