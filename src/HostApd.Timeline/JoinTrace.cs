using HostApd.Ieee80211;
using HostApd.Timeline.Verdicts;

namespace HostApd.Timeline;

/// <summary>
/// One join as it was recorded: its frames and happenings in order, bounded. What is repeated over and over keeps its
/// first and its last entry and a count between.
/// </summary>
public sealed class JoinTrace
{
    /// <summary>Room made at once, so that a live recorder allocates nothing in the middle of a join.</summary>
    private const int FirstRoom = 160;

    /// <summary>Stands for a client whose address a log does not tell.</summary>
    public static readonly MacAddress Nameless = new([0, 0, 0, 0, 0, 1]);

    private readonly int _most;
    private TraceEntry[] _entries;
    private int _count;

    /// <summary>An empty trace of at most <paramref name="most"/> entries.</summary>
    public JoinTrace(int most)
    {
        _most = most;
        _entries = new TraceEntry[Math.Min(most, FirstRoom)];
    }

    /// <summary>A number that only rises: the later the join began, the higher.</summary>
    public int Id { get; internal set; }

    /// <summary>The client's interface address.</summary>
    public MacAddress Station { get; set; }

    /// <summary>Its P2P Device Address; zero when it has none, or none is known.</summary>
    public MacAddress Device { get; set; }

    /// <summary>The access point's address; zero when not known.</summary>
    public MacAddress AccessPoint { get; set; }

    /// <summary>It is a join of Wi-Fi Direct.</summary>
    public bool IsP2p { get; set; }

    /// <summary>Frames and happenings, oldest first.</summary>
    public ReadOnlySpan<TraceEntry> Entries => _entries.AsSpan(0, _count);

    /// <summary>Entries that found no room.</summary>
    public int Omitted { get; set; }

    /// <summary>By how much a duration may be wrong, in microseconds: the trace's clock may know seconds only, or nothing.</summary>
    public long Slack { get; set; }

    /// <summary>It has times at all.</summary>
    public bool IsTimed => Slack < Readers.TraceSource.NoTimes;

    /// <summary>The client is in; what follows belongs to another join.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The last that was said is "not yet" (P2P 1.7 3.1.4.2): a person is being asked.</summary>
    internal bool AwaitsPerson
    {
        get
        {
            for (var i = _count - 1; i >= 0; i--)
            {
                if (_entries[i].Kind.IsStep())
                {
                    return _entries[i].IsNotYet();
                }
            }

            return false;
        }
    }

    /// <summary>The client, which is in, has begun to get its next key: handshakes are none of this join's any more.</summary>
    internal bool IsRenewed { get; set; }

    /// <summary>Statistics have it already.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Time of the first entry, in microseconds of the trace's clock.</summary>
    public long Begin => _count == 0 ? 0 : _entries[0].At;

    /// <summary>Time of the last entry.</summary>
    public long End => _count == 0 ? 0 : _entries[_count - 1].OnAir;

    /// <summary>Adds an entry at its place in time.</summary>
    public void Add(TraceEntry entry)
    {
        IsOver |= entry.Kind is TraceKind.Authorized or TraceKind.ClientConnected;
        if (FindRepeated(entry) is var repeated and >= 0)
        {
            entry = entry with { Repeats = (ushort)Math.Min(_entries[repeated].Repeats + 1, ushort.MaxValue) };
            RemoveAt(repeated);
        }
        else if (_count == _most)
        {
            // The end of a join says more than its 200th frame.
            Omitted++;
            RemoveAt(_count - 2);
        }

        Insert(entry);
    }

    /// <summary>Adds an entry that was collapsed, and put in order, before.</summary>
    public void AddAsIs(in TraceEntry entry)
    {
        IsOver |= entry.Kind is TraceKind.Authorized or TraceKind.ClientConnected;
        if (_count < _most)
        {
            Insert(entry);
        }
    }

    /// <summary>The access point's last frame of that kind has left the air.</summary>
    public void NoteSent(TraceKind kind, long at, bool acknowledged)
    {
        const int furthest = 8;
        for (var i = _count - 1; i >= Math.Max(0, _count - furthest); i--)
        {
            ref var entry = ref _entries[i];
            if (entry.FromAp && entry.Kind == kind && entry.SentAfter < 0)
            {
                entry = entry with
                {
                    SentAfter = (int)Math.Clamp(at - entry.At, 0, int.MaxValue),
                    Marks = entry.Marks | (acknowledged ? TraceMarks.Acknowledged : TraceMarks.NotAcknowledged),
                };
                return;
            }
        }
    }

    /// <summary>What the client that has just been let in has agreed on.</summary>
    internal void NoteAgreed(AirAgreement air)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_entries[i].Kind == TraceKind.Authorized)
            {
                _entries[i] = _entries[i] with { Code = air.Code };
                return;
            }
        }
    }

    /// <summary>Empties it for another join.</summary>
    internal void Reset(int id, MacAddress station)
    {
        Id = id;
        Station = station;
        Device = default;
        AccessPoint = default;
        IsP2p = false;
        Omitted = 0;
        IsOver = false;
        IsRenewed = false;
        IsCounted = false;
        _count = 0;
    }

    /// <summary>Takes over the entries of another trace of the same join.</summary>
    internal void Absorb(JoinTrace other)
    {
        foreach (var entry in other.Entries)
        {
            Add(entry);
        }

        Omitted += other.Omitted;
        IsP2p |= other.IsP2p;
    }

    private static bool IsRepetitive(TraceKind kind) =>
        kind is TraceKind.ProbeRequest or TraceKind.ProbeResponse or TraceKind.ProvisionDiscoveryRequest or TraceKind.PbcOverlap
            or TraceKind.NegotiationRequest or TraceKind.InvitationRequest;

    /// <summary>The entry that a further repetition takes the place of, or -1.</summary>
    private int FindRepeated(in TraceEntry entry)
    {
        const int furthest = 6;
        if (!IsRepetitive(entry.Kind))
        {
            return -1;
        }

        var newest = -1;
        for (var i = _count - 1; i >= Math.Max(0, _count - furthest) && IsRepetitive(_entries[i].Kind); i--)
        {
            if (_entries[i].Kind == entry.Kind && _entries[i].Code == entry.Code)
            {
                if (newest >= 0)
                {
                    return newest;
                }

                newest = i;
            }
        }

        return -1;
    }

    private void RemoveAt(int index)
    {
        Array.Copy(_entries, index + 1, _entries, index, _count - index - 1);
        _count--;
    }

    private void Insert(in TraceEntry entry)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Min(2 * _count, _most));
        }

        var at = _count;
        while (at > 0 && _entries[at - 1].At > entry.At)
        {
            _entries[at] = _entries[at - 1];
            at--;
        }

        _entries[at] = entry;
        _count++;
    }
}
