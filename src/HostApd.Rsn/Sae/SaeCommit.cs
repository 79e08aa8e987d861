using System.Diagnostics.CodeAnalysis;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// One side's commit of SAE (802.11-2020 12.4.5.2): its scalar and element, which are sent, and what only it knows. Made for one run, never
/// used for another: whoever learns the mask of one run can try passwords without asking anybody.
/// </summary>
public abstract class SaeCommit : IDisposable
{
    private protected SaeCommit(SaeGroup group, SaeMethod method, byte[] sent) => (Group, Method, Numbers) = (group, method, sent);

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>How the password became a point.</summary>
    public SaeMethod Method { get; }

    /// <summary>The scalar, as it is sent.</summary>
    public ReadOnlySpan<byte> Scalar => Numbers.AsSpan(0, Group.Curve.Length);

    /// <summary>The element, as it is sent.</summary>
    public ReadOnlySpan<byte> Element => Numbers.AsSpan(Group.Curve.Length);

    /// <summary>Scalar and element.</summary>
    public ReadOnlySpan<byte> Sent => Numbers;

    private protected byte[] Numbers { get; }

    /// <summary>
    /// The keys of this commit and a peer's, whose scalar and element have been found to be ones (12.4.5.4). Slow. False when the peer has
    /// chosen them so that the secret would be no point.
    /// </summary>
    /// <param name="own">Our address.</param>
    /// <param name="peer">The peer's.</param>
    /// <param name="numbers">The peer's scalar and element.</param>
    /// <param name="rejectedGroups">The list in a station's commit, with hash to element; empty else.</param>
    /// <param name="lengths">What comes out.</param>
    /// <param name="agreement">The keys.</param>
    public abstract bool TryAgree(
        MacAddress own, MacAddress peer, ReadOnlySpan<byte> numbers, ReadOnlySpan<byte> rejectedGroups, SaeKeyLengths lengths,
        [NotNullWhen(true)] out SaeAgreement? agreement);

    /// <summary>Wipes what only this side knows.</summary>
    public abstract void Dispose();

    /// <summary>rand · (scalar · PWE + element), of which the first product is given as product · point.</summary>
    private protected bool TryAgree(
        ReadOnlySpan<byte> product, ReadOnlySpan<byte> point, ReadOnlySpan<byte> rand, ReadOnlySpan<byte> numbers, ReadOnlySpan<byte> rejectedGroups,
        SaeKeyLengths lengths, [NotNullWhen(true)] out SaeAgreement? agreement)
    {
        agreement = null;
        using var secret = new SecretBytes(Group.Curve.PointLength);
        if (!Group.Curve.MultiplyTwo(product, point, rand, numbers[Group.Curve.Length..], secret.Span))
        {
            return false;
        }

        agreement = SaeAgreement.Of(Group, Method, secret.Span[..Group.Curve.Length], Numbers, numbers, rejectedGroups, lengths);
        return true;
    }
}
