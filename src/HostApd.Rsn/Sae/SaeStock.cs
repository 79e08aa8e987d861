namespace HostApd.Rsn;

/// <summary>
/// Commits that were made before anybody asked for them, some for each password and group that somebody may come with, the latest used first.
/// Each is given away once.
/// </summary>
public sealed class SaeStock : IDisposable
{
    /// <summary>So many of a kind: two peers may come at once.</summary>
    public const int Depth = 2;

    /// <summary>So many kinds.</summary>
    public const int MostKinds = 8;

    private readonly List<Kind> _kinds = [];

    /// <summary>How many there are.</summary>
    public int Count => _kinds.Sum(static k => k.Ready.Count);

    /// <summary>A commit of that password in that group; null: there is none, and it is now wanted.</summary>
    public SaePreparedCommit? Take(SaePassword password, SaeGroup group)
    {
        var kind = Want(password, group);
        return kind.Ready.TryDequeue(out var commit) ? commit : null;
    }

    /// <summary>Of which password and group one is missing; null: of none.</summary>
    public (SaePassword Password, SaeGroup Group)? Missing
    {
        get
        {
            foreach (var kind in _kinds)
            {
                if (kind.Ready.Count < Depth)
                {
                    return (kind.Password, kind.Group);
                }
            }

            return null;
        }
    }

    /// <summary>Puts one there that is wanted; what nobody wants any more is wiped.</summary>
    public void Put(SaePassword password, SaeGroup group, SaePreparedCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (Find(password, group) is { } kind && kind.Ready.Count < Depth)
        {
            kind.Ready.Enqueue(commit);
        }
        else
        {
            commit.Dispose();
        }
    }

    /// <summary>Wants commits of that password in that group, before all others.</summary>
    public void Expect(SaePassword password, SaeGroup group) => Want(password, group);

    /// <summary>Wipes all, and wants none any more.</summary>
    public void Clear()
    {
        _kinds.ForEach(static k => k.Dispose());
        _kinds.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private Kind? Find(SaePassword password, SaeGroup group) => _kinds.Find(k => k.Password == password && k.Group == group);

    private Kind Want(SaePassword password, SaeGroup group)
    {
        var kind = Find(password, group);
        if (kind is null)
        {
            if (_kinds.Count >= MostKinds)
            {
                _kinds[^1].Dispose();
                _kinds.RemoveAt(_kinds.Count - 1);
            }

            kind = new Kind(password, group);
        }
        else
        {
            _kinds.Remove(kind);
        }

        _kinds.Insert(0, kind);
        return kind;
    }

    private sealed class Kind(SaePassword password, SaeGroup group) : IDisposable
    {
        internal SaePassword Password => password;

        internal SaeGroup Group => group;

        internal Queue<SaePreparedCommit> Ready { get; } = new();

        public void Dispose()
        {
            while (Ready.TryDequeue(out var commit))
            {
                commit.Dispose();
            }
        }
    }
}
