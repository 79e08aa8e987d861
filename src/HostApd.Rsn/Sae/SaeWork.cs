using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// Our commit, made as a piece of work for another thread: for one peer by hunting and pecking, for whoever comes by hash to element. It owns
/// copies of what it needs.
/// </summary>
public sealed class SaeCommitWork : IDisposable
{
    private readonly SaePassword _copy;
    private readonly SecretBytes _draws;

    /// <param name="own">Our address.</param>
    /// <param name="peer">The peer's; of no account by hash to element.</param>
    /// <param name="group">The group.</param>
    /// <param name="method">How the password becomes a point.</param>
    /// <param name="password">The password; copied.</param>
    /// <param name="draws">Two scalars drawn at random (802.11-2020 12.4.5.2: rand and mask), one behind the other; wiped here.</param>
    public SaeCommitWork(MacAddress own, MacAddress peer, SaeGroup group, SaeMethod method, SaePassword password, SecretBytes draws)
    {
        ArgumentNullException.ThrowIfNull(password);
        (Own, Peer, Group, Method, Password, _copy, _draws) = (own, peer, group, method, password, password.Copy(), draws);
    }

    /// <summary>Our address.</summary>
    public MacAddress Own { get; }

    /// <summary>The peer's address.</summary>
    public MacAddress Peer { get; }

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>How the password becomes a point.</summary>
    public SaeMethod Method { get; }

    /// <summary>The password.</summary>
    public SaePassword Password { get; }

    /// <summary>The commit, which is whoever's takes it; null before, and where the password or the draws are none (nobody has seen that).</summary>
    public SaeCommit? Commit { get; private set; }

    /// <summary>Does the work; on any thread.</summary>
    public void Run()
    {
        ReadOnlySpan<byte> first = _draws.Span[..Group.Curve.Length], second = _draws.Span[Group.Curve.Length..];
        if (Method == SaeMethod.HashToElement)
        {
            Commit = _copy.PointOf(Group) is { } point && SaePreparedCommit.TryCreate(point, first, second, out var prepared) ? prepared : null;
            return;
        }

        Span<byte> element = stackalloc byte[Group.Curve.PointLength];
        Commit = _copy.TryFindElement(Group, Method, Own, Peer, element) && SaeCommitment.TryCreate(Group, Method, element, first, second, out var made) ? made : null;
        CryptographicOperations.ZeroMemory(element);
    }

    /// <summary>Wipes what was drawn, and gives the password what was made of it; on the thread that made the work.</summary>
    public void Dispose()
    {
        _draws.Dispose();
        Password.Adopt(_copy);
    }
}

/// <summary>What two commits come to, as a piece of work for another thread. Our commit, and what is made of it, are its own.</summary>
public sealed class SaeAgreementWork : IDisposable
{
    private readonly MacAddress _own;
    private readonly SaeCommit _commit;
    private readonly byte[] _numbers;
    private readonly byte[] _rejectedGroups;
    private readonly SaeKeyLengths _lengths;

    /// <param name="own">Our address.</param>
    /// <param name="peer">The peer's.</param>
    /// <param name="commit">Our commit, taken over: nobody agrees twice with one.</param>
    /// <param name="theirs">The peer's, whose numbers have been found to be ones.</param>
    public SaeAgreementWork(MacAddress own, MacAddress peer, SaeCommit commit, in SaeCommitFrame theirs)
    {
        (_own, Peer, _commit) = (own, peer, commit);
        _numbers = theirs.Numbers.ToArray();
        _rejectedGroups = theirs.RejectedGroups.ToArray();
        _lengths = theirs.Akm == AkmSuite.SaeExtKey ? SaeKeyLengths.OfExtendedKey(theirs.Group) : SaeKeyLengths.Of(theirs.Group, theirs.Method);
    }

    /// <summary>The peer's address.</summary>
    public MacAddress Peer { get; }

    /// <summary>The keys, which are whoever's takes them; null before, and where the peer has chosen its numbers so that there are none.</summary>
    public SaeAgreement? Agreement { get; private set; }

    /// <summary>Does the work; on any thread.</summary>
    public void Run() => Agreement = _commit.TryAgree(_own, Peer, _numbers, _rejectedGroups, _lengths, out var agreement) ? agreement : null;

    /// <summary>Wipes our commit.</summary>
    public void Dispose() => _commit.Dispose();
}
