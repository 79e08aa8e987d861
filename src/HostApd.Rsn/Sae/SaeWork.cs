using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Entropy;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>How the arithmetic of a commit ended.</summary>
public enum SaeWorkOutcome
{
    /// <summary>It has not run.</summary>
    None,

    /// <summary>Both sides' commits have come to keys.</summary>
    Agreed,

    /// <summary>The peer's element is no point, or made so that the secret would be none.</summary>
    BadElement,

    /// <summary>The numbers drawn cannot be used, or the password is no point: draw others.</summary>
    BadDraw,
}

/// <summary>
/// All arithmetic that answers one commit, as a piece of work for another thread. It owns copies of what it needs.
/// </summary>
public sealed class SaeWork : IDisposable
{
    private readonly SaePassword _original;
    private readonly SaePassword _password;
    private readonly SecretBytes _draws;
    private readonly byte[] _rejectedGroups;
    private readonly SaeKeyLengths _lengths;

    /// <param name="own">Our address.</param>
    /// <param name="peer">The peer's.</param>
    /// <param name="commit">Its commit, whose scalar is one.</param>
    /// <param name="password">The password that it means; copied.</param>
    /// <param name="draws">Two scalars drawn at random, one behind the other; wiped here.</param>
    public SaeWork(MacAddress own, MacAddress peer, in SaeCommitFrame commit, SaePassword password, SecretBytes draws)
    {
        ArgumentNullException.ThrowIfNull(password);
        (Own, Peer, _original, _password, _draws) = (own, peer, password, password.Copy(), draws);
        (Group, Method, Akm) = (commit.Group, commit.Method, commit.Akm);
        Numbers = commit.Numbers.ToArray();
        Identifier = commit.Identifier.ToArray();
        _rejectedGroups = commit.RejectedGroups.ToArray();
        _lengths = commit.Akm == AkmSuite.SaeExtKey ? SaeKeyLengths.OfExtendedKey(Group) : SaeKeyLengths.Of(Group, Method);
    }

    /// <summary>Our address.</summary>
    public MacAddress Own { get; }

    /// <summary>The peer's address.</summary>
    public MacAddress Peer { get; }

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>How the password becomes a point.</summary>
    public SaeMethod Method { get; }

    /// <summary>The suite that the commit names; none: none.</summary>
    public AkmSuite Akm { get; }

    /// <summary>The peer's scalar and element.</summary>
    public byte[] Numbers { get; }

    /// <summary>The identifier that the commit names.</summary>
    public byte[] Identifier { get; }

    /// <summary>How it ended.</summary>
    public SaeWorkOutcome Outcome { get; private set; }

    /// <summary>Our commitment; whoever takes the work's result owns it.</summary>
    public SaeCommitment? Commitment { get; private set; }

    /// <summary>The keys.</summary>
    public SaeAgreement? Agreement { get; private set; }

    /// <summary>Does the work; on any thread.</summary>
    public void Run()
    {
        if (!Group.Curve.IsPoint(Numbers.AsSpan(Group.Curve.Length)))
        {
            Outcome = SaeWorkOutcome.BadElement;
            return;
        }

        Commitment = Commit();
        if (Commitment is null)
        {
            Outcome = SaeWorkOutcome.BadDraw;
            return;
        }

        Outcome = Commitment.TryAgree(Numbers, _rejectedGroups, _lengths, out var agreement) ? SaeWorkOutcome.Agreed : SaeWorkOutcome.BadElement;
        Agreement = agreement;
    }

    /// <summary>Wipes what was drawn, and gives the password what was made of it; on the thread that made the work.</summary>
    public void Dispose()
    {
        _draws.Dispose();
        _original.Adopt(_password);
    }

    /// <summary>Two scalars drawn at random (802.11-2020 12.4.5.2: rand and mask), one behind the other; null while none can be drawn.</summary>
    public static SecretBytes? TryDraw(SaeGroup group, INonceSource source)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(source);
        var length = group.Curve.Length;
        var draws = new SecretBytes(2 * length);
        for (var i = 0; i < 2; i++)
        {
            var scalar = draws.Span.Slice(i * length, length);
            do
            {
                if (!source.TryDraw(scalar))
                {
                    draws.Dispose();
                    return null;
                }

                // Of P-521 the first byte has one bit; the other curves have none to spare.
                scalar[0] &= (byte)(0xFF >> (8 * length - group.Curve.Bits));
            }
            while (!group.Curve.IsScalar(scalar));
        }

        return draws;
    }

    private SaeCommitment? Commit()
    {
        Span<byte> element = stackalloc byte[Group.Curve.PointLength];
        SaeCommitment? commitment = null;
        if (_password.TryFindElement(Group, Method, Own, Peer, element))
        {
            SaeCommitment.TryCreate(Group, Method, element, _draws.Span[..Group.Curve.Length], _draws.Span[Group.Curve.Length..], out commitment);
        }

        CryptographicOperations.ZeroMemory(element);
        return commitment;
    }
}
