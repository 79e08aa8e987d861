using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>A commit that waits for its arithmetic.</summary>
/// <param name="Peer">Whose.</param>
/// <param name="Method">What its status says.</param>
/// <param name="Fields">What stands behind the status.</param>
/// <param name="Since">When it came.</param>
public sealed record WaitingCommit(MacAddress Peer, SaeMethod Method, byte[] Fields, long Since);

/// <summary>Commits that wait, first come first served: so many, and of each peer the newest alone, in the place of the one before.</summary>
public sealed class SaeQueue
{
    /// <summary>More do not wait: a station says it again after two seconds.</summary>
    public const int Most = 15;

    private readonly List<WaitingCommit> _waiting = [];

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>The one whose turn it is; null: none waits.</summary>
    public WaitingCommit? First => _waiting.Count > 0 ? _waiting[0] : null;

    /// <summary>All that wait.</summary>
    public IReadOnlyList<WaitingCommit> All => _waiting;

    /// <summary>Whether just this waits already.</summary>
    public bool Holds(MacAddress peer, SaeMethod method, ReadOnlySpan<byte> fields) =>
        IndexOf(peer) is >= 0 and var i && _waiting[i].Method == method && fields.SequenceEqual(_waiting[i].Fields);

    /// <summary>One more; false when there is no room.</summary>
    public bool TryPut(WaitingCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (IndexOf(commit.Peer) is >= 0 and var i)
        {
            _waiting[i] = commit;
            return true;
        }

        if (_waiting.Count >= Most)
        {
            return false;
        }

        _waiting.Add(commit);
        return true;
    }

    /// <summary>The first has had its turn.</summary>
    public void RemoveFirst() => _waiting.RemoveAt(0);

    /// <summary>Nobody waits any more.</summary>
    public void Clear() => _waiting.Clear();

    private int IndexOf(MacAddress peer)
    {
        for (var i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].Peer == peer)
            {
                return i;
            }
        }

        return -1;
    }
}
