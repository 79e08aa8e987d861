using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>
/// The devices that were heard of. Strangers fill it: at most <see cref="Most"/>, the one not heard for longest makes room. Whoever is
/// dealt with (<see cref="IsKept"/>) stays. A peer is named by its address: what an insert throws out is found no more.
/// </summary>
public sealed class PeerTable
{
    /// <summary>Peers at most.</summary>
    public const int Most = 100;

    /// <summary>A peer that was not heard for so long is gone.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan AnswerInterval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<MacAddress, Peer> _peers = [];
    private readonly TimeProvider _time;

    internal PeerTable(TimeProvider time) => _time = time;

    /// <summary>All of them, in the order in which they came.</summary>
    public IReadOnlyCollection<Peer> All => _peers.Values;

    /// <summary>Whether a peer may not be thrown out, nor expire.</summary>
    internal Func<Peer, bool> IsKept { get; set; } = static _ => false;

    /// <summary>Somebody was thrown out to make room, or has expired: told with each that people knew.</summary>
    internal Action<Peer> Lost { get; set; } = static _ => { };

    /// <summary>The peer of a P2P Device Address, or null.</summary>
    public Peer? Find(MacAddress device) => _peers.GetValueOrDefault(device);

    /// <summary>The one after another, in the order of <see cref="All"/>; null at the end.</summary>
    public Peer? After(MacAddress device) => _peers.Values.SkipWhile(p => p.Address != device).Skip(1).FirstOrDefault();

    /// <summary>A peer was heard; it is entered where it is new. Null when there is no room, because all that are there are kept.</summary>
    internal Peer? Hear(MacAddress device, int signalDbm)
    {
        if (device.IsZero || device.IsMulticast)
        {
            return null;
        }

        if (!_peers.TryGetValue(device, out var peer))
        {
            if (_peers.Count >= Most && !MakeRoom())
            {
                return null;
            }

            peer = new Peer(device);
            _peers.Add(device, peer);
        }

        peer.LastHeard = _time.GetTimestamp();
        peer.SignalDbm = signalDbm;
        return peer;
    }

    /// <summary>Whether a peer may be answered a request of this subtype: at most once in a tenth of a second.</summary>
    internal bool MayAnswer(Peer peer, P2pPublicAction request)
    {
        var now = _time.GetTimestamp();
        ref var last = ref peer.LastAnswers[(int)request];
        if (last is { } before && _time.GetElapsedTime(before, now) < AnswerInterval)
        {
            return false;
        }

        last = now;
        return true;
    }

    /// <summary>Forgets who was not heard for too long; how long until the next may have to go, null when nobody is left.</summary>
    internal TimeSpan? Expire()
    {
        TimeSpan? next = null;
        foreach (var peer in _peers.Values.ToArray())
        {
            var left = Lifetime - _time.GetElapsedTime(peer.LastHeard);
            if (left <= TimeSpan.Zero && !IsKept(peer))
            {
                Remove(peer);
            }
            else if (next is null || left < next)
            {
                next = left;
            }
        }

        return next is { } due ? TimeSpan.FromSeconds(Math.Max(1, due.TotalSeconds)) : null;
    }

    /// <summary>Forgets all but those who are kept.</summary>
    internal void Clear()
    {
        foreach (var peer in _peers.Values.Where(p => !IsKept(p)).ToArray())
        {
            Remove(peer);
        }
    }

    private bool MakeRoom()
    {
        Peer? oldest = null;
        foreach (var peer in _peers.Values)
        {
            if (!IsKept(peer) && (oldest is null || peer.LastHeard < oldest.LastHeard))
            {
                oldest = peer;
            }
        }

        if (oldest is not null)
        {
            Remove(oldest);
        }

        return oldest is not null;
    }

    private void Remove(Peer peer)
    {
        _peers.Remove(peer.Address);
        if (peer.Renown == PeerRenown.Reported)
        {
            Lost(peer);
        }
    }
}
