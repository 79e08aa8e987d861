using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>What an Association Response tells a station of the key that it comes with by OWE (RFC 8110 4.4, 4.5).</summary>
internal sealed class OweAnswer
{
    private readonly SaeGroup? _group;
    private readonly byte[] _asked = [];
    private readonly byte[] _own = [];
    private readonly byte[] _pmkid;

    /// <summary>A key that it has named, and that is known: its identifier is repeated.</summary>
    internal OweAnswer(ReadOnlySpan<byte> pmkid) => _pmkid = pmkid.ToArray();

    /// <summary>A key that its request came to: our public key goes back.</summary>
    internal OweAnswer(OweWork work) =>
        (_group, _asked, _own, _pmkid) = (work.Group, work.Station.ToArray(), work.Own.ToArray(), work.Agreement!.Pmkid.ToArray());

    /// <summary>It has named the key.</summary>
    internal bool IsNamed => _group is null;

    /// <summary>The key's identifier, 16 bytes.</summary>
    internal ReadOnlyMemory<byte> Pmkid => _pmkid;

    /// <summary>Whether a request is the one that came to the key.</summary>
    internal bool Answers(in OweElement element) => element.Group == _group && element.X.SequenceEqual(_asked);

    /// <summary>Our public key, where it is needed.</summary>
    internal void WriteElement(ref ByteWriter writer)
    {
        if (_group is { } group)
        {
            OweElement.Write(ref writer, group, _own);
        }
    }
}
