using HostApd.Ieee80211;

namespace HostApd.Timeline;

/// <summary>
/// Sorts what is seen into joins, and keeps the most recent ones. A join begins with the run of probes before the first
/// frame that is meant for us alone, and ends when the client is in or has been silent for a while. A P2P client searches
/// under its device address and joins under its interface address: its Device Info ties both. All memory is bounded: a join is
/// found under its two addresses and under no other, whatever a stranger claims. Nothing is allocated for a frame once the
/// ring is full. A device that asks for a group tells the interface address that it will have there.
/// </summary>
public sealed class JoinRecorder
{
    /// <summary>So long without a frame, and what follows is another join.</summary>
    public const long GapMicroseconds = 30_000_000;

    /// <summary>So long a device waits that was told "not yet", and says nothing in it (P2P 1.7 3.1.4.2: two minutes).</summary>
    private const long PersonsGapMicroseconds = 125_000_000;

    private const long ProbeGapMicroseconds = 3_000_000;
    private const long QuietAfterMessage4 = 500_000;
    private const int MostProbers = 64;

    private readonly Prober[] _probers = new Prober[MostProbers];
    private readonly Dictionary<MacAddress, JoinTrace> _byAddress = [];
    private readonly Queue<JoinTrace> _ring = new();
    private readonly int _mostJoins;
    private readonly int _mostEntries;
    private int _lastId;

    /// <summary>Keeps so many joins, each with so many entries of 24 bytes.</summary>
    public JoinRecorder(int mostJoins, int mostEntries)
    {
        _mostJoins = mostJoins;
        _mostEntries = mostEntries;
    }

    /// <summary>By how much durations may be wrong; see <see cref="JoinTrace.Slack"/>.</summary>
    public long Slack { get; init; }

    /// <summary>
    /// What is recorded may begin in the midst of a join, as extracts of logs do. A daemon sees all beginnings.
    /// </summary>
    public bool BeginsAnywhere { get; init; }

    /// <summary>The joins, the one that began first first.</summary>
    public IReadOnlyCollection<JoinTrace> Joins => _ring;

    /// <summary>The place of this join is needed: the last chance to look at it.</summary>
    public event Action<JoinTrace>? Forgetting;

    /// <summary>Addresses under which a join is found: at most two a join.</summary>
    public int AddressCount => _byAddress.Count;

    /// <summary>The newest join of a client, by either of its addresses; null when there is none.</summary>
    public JoinTrace? Find(MacAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>The join that began last.</summary>
    public JoinTrace? Last()
    {
        JoinTrace? last = null;
        foreach (var join in _ring)
        {
            last = last is null || join.Id > last.Id ? join : last;
        }

        return last;
    }

    /// <summary>Takes down what was seen.</summary>
    public void Note(in Sighting seen)
    {
        if (seen.Station.IsMulticast || seen.Station.IsZero)
        {
            NoteForAll(seen);
            return;
        }

        if (!seen.Intended.IsZero && MayGoUnder(seen.Intended, seen.Station))
        {
            NoteOne(seen with { Station = seen.Intended, Device = seen.Station, Intended = MacAddress.Zero });
        }
        else
        {
            NoteOne(seen);
        }
    }

    /// <summary>An address that nobody else's join is found under: whoever claims another's stays what it is.</summary>
    private bool MayGoUnder(MacAddress intended, MacAddress device) =>
        !intended.IsMulticast && (intended == device || Find(intended) is not { } other || other == Find(device));

    private void NoteOne(in Sighting seen)
    {
        var join = Current(seen) ?? UnderWay(seen);
        if (join is null)
        {
            if (!Begins(seen.Kind) && !(BeginsAnywhere && BeginsInTheMidst(seen)))
            {
                NoteProbe(seen);
                return;
            }

            join = Begin(seen);
        }

        if (!seen.Device.IsZero && seen.Device != join.Device)
        {
            join = Tie(join, seen);
        }

        join.IsP2p |= seen.IsP2p;
        join.AccessPoint = seen.AccessPoint.IsZero ? join.AccessPoint : seen.AccessPoint;
        var entry = seen.ToEntry();
        join.Add(seen.Station == join.Device && seen.Station != join.Station
            ? entry with { Marks = entry.Marks | TraceMarks.DeviceAddress }
            : entry);
    }

    /// <summary>A frame of the access point has left the air.</summary>
    public void NoteSent(MacAddress station, TraceKind kind, long at, bool acknowledged)
    {
        if (Find(station) is { } join && !(join.IsRenewed && IsOfAHandshake(kind)))
        {
            join.NoteSent(kind, at, acknowledged);
        }
    }

    private static bool Begins(TraceKind kind) => kind.BeginsAuthentication()
        || kind is TraceKind.ProvisionDiscoveryRequest or TraceKind.AssociationRequest
            or TraceKind.NegotiationRequest or TraceKind.InvitationRequest
            or TraceKind.ScanBegan or TraceKind.EapolStart or TraceKind.NoP2pElement or TraceKind.PbcNotArmed
            or TraceKind.PbcOverlap;

    /// <summary>
    /// The first thing seen of a join that was under way. A client that is in may get new keys, and leaves some day.
    /// </summary>
    private bool BeginsInTheMidst(in Sighting seen) =>
        seen.Kind.IsAnswer() || seen.Kind is TraceKind.SaeConfirm or TraceKind.NegotiationResponse
            or TraceKind.NegotiationConfirmation or TraceKind.InvitationResponse
        || Find(seen.Station) is not { IsOver: true }
            && seen.Kind is TraceKind.Message1 or TraceKind.Message2 or TraceKind.Message3 or TraceKind.Authorized
                or TraceKind.ClientConnected or TraceKind.PskMismatch or TraceKind.SaeMismatch or TraceKind.PskDoubted or TraceKind.EntropyRejection
                or TraceKind.HandshakeGivenUp or TraceKind.HoldBegan or TraceKind.TimedOut or TraceKind.WscM1 or TraceKind.WscM2D
                or TraceKind.WscNack or TraceKind.WscDone;

    /// <summary>What only a client that is in, or not yet known, would say: the join is over.</summary>
    private static bool BeginsAnother(in Sighting seen) =>
        seen.Kind.BeginsAuthentication() || seen.Kind is TraceKind.ProvisionDiscoveryRequest or TraceKind.AssociationRequest
            or TraceKind.NegotiationRequest or TraceKind.InvitationRequest or TraceKind.ProbeRequest or TraceKind.ProbeResponse or TraceKind.ScanBegan
        || seen.Kind.IsAnswer() && (seen.Marks & TraceMarks.Implied) != 0;

    /// <summary>The join that goes on with this; null when it begins another, or concerns none.</summary>
    private JoinTrace? Current(in Sighting seen)
    {
        if (Find(seen.Station) is not { } join || IsBeyond(join, seen.At))
        {
            return null;
        }

        // After another Association Response it would be a handshake that begins anew.
        join.IsRenewed |= join.IsOver && seen.Kind == TraceKind.Message1 && IsIn(join.Entries[^1].Kind);

        // A capture tells of no port: silence after message 4 does.
        var isOver = join.IsOver || join.Entries is [.., { Kind: TraceKind.Message4 }] && seen.At - join.End > QuietAfterMessage4;
        return isOver && (BeginsAnother(seen) || IsOfAMember(join, seen, Slack) || seen.At - join.End > ProbeGapMicroseconds) ? null : join;
    }

    /// <summary>So late that it belongs to another join.</summary>
    private static bool IsBeyond(JoinTrace join, long at) =>
        at - join.End > (join.AwaitsPerson ? PersonsGapMicroseconds : GapMicroseconds);

    /// <summary>What an older join's client does may belong to what its device has begun since.</summary>
    private JoinTrace? UnderWay(in Sighting seen) =>
        !seen.Device.IsZero && Find(seen.Device) is { IsOver: false } join && !IsBeyond(join, seen.At) ? join : null;

    private static bool IsIn(TraceKind last) => last is TraceKind.Authorized or TraceKind.ClientConnected or TraceKind.Message4;

    private static bool IsOfAHandshake(TraceKind kind) => kind is TraceKind.Message1 or TraceKind.Message2 or TraceKind.Message3 or TraceKind.Message4;

    /// <summary>Further keys and leaving are the life of a client that is in; to be thrown out right behind the join is its end.</summary>
    private static bool IsOfAMember(JoinTrace join, in Sighting seen, long slack)
    {
        const long rightBehind = 100_000;
        return seen.Kind is TraceKind.Group1 or TraceKind.Group2 || seen.Kind.IsSaQuery()
            || join.IsRenewed && IsOfAHandshake(seen.Kind)
            || seen.Kind is TraceKind.Deauthentication or TraceKind.Disassociation or TraceKind.DisconnectOrdered
                && IsIn(join.Entries[^1].Kind)
                && (!seen.FromAp || seen.At - join.End + slack > rightBehind);
    }

    private JoinTrace Begin(in Sighting seen)
    {
        var join = Fresh(seen.Station);
        TakeProbes(join, seen.Station, seen.At, TraceMarks.None);
        return join;
    }

    private JoinTrace Fresh(MacAddress station)
    {
        JoinTrace join;
        if (_ring.Count == _mostJoins)
        {
            join = _ring.Dequeue();
            Forgetting?.Invoke(join);
            Forget(join);
        }
        else
        {
            join = new JoinTrace(_mostEntries);
        }

        join.Reset(++_lastId, station);
        join.Slack = Slack;
        _ring.Enqueue(join);
        _byAddress[station] = join;
        return join;
    }

    private void Forget(JoinTrace join)
    {
        Unmap(join.Station, join);
        Unmap(join.Device, join);
    }

    private void Unmap(MacAddress address, JoinTrace join)
    {
        if (_byAddress.TryGetValue(address, out var known) && known == join)
        {
            _byAddress.Remove(address);
        }
    }

    /// <summary>The client has told its device address: what it did under that one belongs to the same join.</summary>
    private JoinTrace Tie(JoinTrace join, in Sighting seen)
    {
        join.IsP2p = true;
        if (seen.Device == join.Station)
        {
            Rename(join, seen.Station == join.Device ? join.Station : seen.Station, seen.Device);
            return join;
        }

        if (_byAddress.TryGetValue(seen.Device, out var earlier) && earlier != join && !earlier.IsOver
            && !IsBeyond(earlier, seen.At))
        {
            // The later one becomes part of the earlier, which then goes under the interface address.
            earlier.Absorb(join);
            Drop(join);
            join = earlier;
            Rename(join, seen.Station, seen.Device);
        }
        else
        {
            TakeProbes(join, seen.Device, seen.At, TraceMarks.DeviceAddress);
            Rename(join, join.Station, seen.Device);
        }

        return join;
    }

    /// <summary>Its addresses from now on; it is no longer found under those of before.</summary>
    private void Rename(JoinTrace join, MacAddress station, MacAddress device)
    {
        Forget(join);
        join.Station = station;
        join.Device = device;
        _byAddress[station] = join;
        _byAddress[device] = join;
    }

    private void Drop(JoinTrace join)
    {
        Forget(join);
        for (var i = _ring.Count; i > 0; i--)
        {
            var each = _ring.Dequeue();
            if (each != join)
            {
                _ring.Enqueue(each);
            }
        }
    }

    private void NoteForAll(in Sighting seen)
    {
        foreach (var join in _ring)
        {
            if (!join.IsOver && !IsBeyond(join, seen.At))
            {
                join.Add(seen.ToEntry());
            }
        }
    }

    private void NoteProbe(in Sighting seen)
    {
        if (seen.Kind != TraceKind.ProbeRequest)
        {
            return;
        }

        ref var prober = ref _probers[0];
        foreach (ref var each in _probers.AsSpan())
        {
            if (each.Address == seen.Station)
            {
                prober = ref each;
                break;
            }

            if (each.Last < prober.Last)
            {
                prober = ref each;
            }
        }

        if (prober.Address != seen.Station || seen.At - prober.Last > ProbeGapMicroseconds)
        {
            prober = new Prober { Address = seen.Station, First = seen.ToEntry() };
        }
        else
        {
            prober.Count++;
        }

        prober.Last = seen.At;
    }

    private void TakeProbes(JoinTrace join, MacAddress address, long now, TraceMarks marks)
    {
        foreach (ref var prober in _probers.AsSpan())
        {
            if (prober.Address != address || now - prober.Last > ProbeGapMicroseconds)
            {
                continue;
            }

            join.Add(prober.First with { Marks = prober.First.Marks | marks });
            if (prober.Count > 0)
            {
                join.Add(prober.First with
                {
                    At = prober.Last,
                    Marks = prober.First.Marks | marks,
                    Repeats = (ushort)Math.Min(prober.Count - 1, ushort.MaxValue),
                });
            }

            prober = default;
        }
    }

    /// <summary>A client that has only probed so far: most never do more.</summary>
    private struct Prober
    {
        internal MacAddress Address;
        internal TraceEntry First;
        internal long Last;
        internal int Count;
    }
}
