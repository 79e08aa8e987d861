using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// The peers of SAE of one network, none of which is a station yet: so many, and each for so long. When there is no room, the one goes that has been
/// silent for longest, accepted or not: what an accepted one has is kept elsewhere.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class SaePeers(TimeProvider time) : IDisposable
{
    /// <summary>More are not kept.</summary>
    public const int Most = 64;

    /// <summary>Who says nothing for so long is forgotten: longer than a station tries.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<MacAddress, LinkedListNode<Entry>> _byAddress = [];
    private readonly LinkedList<Entry> _bySilence = [];

    /// <summary>How many there are.</summary>
    public int Count => _byAddress.Count;

    /// <summary>How many are in the middle: the work that was done for them may have been for nothing.</summary>
    public int Open
    {
        get
        {
            var open = 0;
            foreach (var entry in _bySilence)
            {
                open += entry.Peer.State is SaeState.Committed or SaeState.Confirmed ? 1 : 0;
            }

            return open;
        }
    }

    /// <summary>A peer; null: it is not known.</summary>
    public SaePeer? Find(MacAddress address) => _byAddress.TryGetValue(address, out var node) ? node.Value.Peer : null;

    /// <summary>A peer that has just spoken.</summary>
    public SaePeer FindOrAdd(MacAddress address)
    {
        if (!_byAddress.TryGetValue(address, out var node))
        {
            if (_byAddress.Count >= Most)
            {
                Remove(_bySilence.First!);
            }

            node = new LinkedListNode<Entry>(new Entry(new SaePeer { Address = address }));
            _byAddress[address] = node;
        }
        else
        {
            _bySilence.Remove(node);
        }

        node.Value.Heard = time.GetTimestamp();
        _bySilence.AddLast(node);
        return node.Value.Peer;
    }

    /// <summary>Forgets those that have been silent for too long.</summary>
    public void DropSilent()
    {
        while (_bySilence.First is { } node && time.GetElapsedTime(node.Value.Heard) >= Patience)
        {
            Remove(node);
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        while (_bySilence.First is { } node)
        {
            Remove(node);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Remove(LinkedListNode<Entry> node)
    {
        _bySilence.Remove(node);
        _byAddress.Remove(node.Value.Peer.Address);
        node.Value.Peer.Dispose();
    }

    private sealed class Entry(SaePeer peer)
    {
        internal SaePeer Peer => peer;

        internal long Heard { get; set; }
    }
}
