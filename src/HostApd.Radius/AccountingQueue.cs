using System.Diagnostics.CodeAnalysis;

namespace HostApd.Radius;

/// <summary>What waits to be told a server of accounting.</summary>
/// <param name="Session">Whose; 0: the access point's.</param>
/// <param name="Status">What.</param>
/// <param name="Attributes">As they are sent, whenever that is: Event-Timestamp says when it was.</param>
public sealed record AccountingRecord(ulong Session, AccountingStatus Status, byte[] Attributes);

/// <summary>
/// What is to be told, until a server has said that it is written down: a server that is gone for a while loses nothing that fits. Of one session
/// one record is out at a time, so that none comes after its successor.
/// <code>
/// a record arrives        | what waits
/// Interim                 | takes the place of an Interim of its session that is not out
/// Stop                    | takes the place of such an Interim, which says nothing more
/// no place is left        | the oldest Interim that is not out goes; without one: the record itself; counted
/// answered                | it goes
/// given up                | it stays, and nothing of its session goes out until it is tried again
/// On, Off                 | go out when nothing is before them but what was met by silence 5 times, and nothing goes out past them: they end what
///                         | was open before
/// met by silence 60       | it goes, counted: the server does not take it. Where nothing is answered, nothing is taken, and all stays
///   times, while others   |
///   were answered         |
/// </code>
/// </summary>
public sealed class AccountingQueue(int capacity)
{
    /// <summary>So often a record is met by silence before the access point's own word passes it.</summary>
    private const int SilencesToPass = 5;

    /// <summary>
    /// And so often before it goes: a server that is there and takes this one not is tried again after some ten seconds, and one that is slow
    /// may take others and not this one for a while.
    /// </summary>
    private const int SilencesToGo = 60;

    private readonly LinkedList<Item> _items = [];
    private long _answers;

    /// <summary>Records that wait or are out.</summary>
    public int Count => _items.Count;

    /// <summary>Records that were dropped for want of a place.</summary>
    public long Dropped { get; private set; }

    /// <summary>Records that no server has taken, while others were.</summary>
    public long Refused { get; private set; }

    /// <summary>Those, in the order of their coming.</summary>
    public IEnumerable<AccountingRecord> Waiting
    {
        get
        {
            foreach (var item in _items)
            {
                yield return item.Record;
            }
        }
    }

    /// <summary>Takes a record; false when it was dropped.</summary>
    public bool Add(AccountingRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Session != 0 && record.Status is AccountingStatus.Interim or AccountingStatus.Stop && FindInterim(record.Session) is { } former)
        {
            _items.Remove(former);
        }

        if (_items.Count >= capacity)
        {
            Dropped++;
            if (FindInterim(null) is not { } oldest)
            {
                return false;
            }

            _items.Remove(oldest);
        }

        _items.AddLast(new Item(record));
        return true;
    }

    /// <summary>The next record to be sent, which is out from now on; false: none may go.</summary>
    /// <param name="record">It.</param>
    /// <param name="ticket">What <see cref="OnAnswered"/> and <see cref="OnGivenUp"/> name it by.</param>
    public bool TryNext(out AccountingRecord record, out object ticket)
    {
        var busy = new Dictionary<ulong, bool>();
        var isFirst = true;
        for (var node = _items.First; node is not null; node = node.Next)
        {
            var item = node.Value;
            var isOfAll = item.Record.Session == 0;
            var isSilent = item.Silences >= SilencesToPass;
            var mayGo = isOfAll ? isFirst : busy.TryAdd(item.Record.Session, isSilent);
            if (mayGo && item is { IsOut: false, IsGivenUp: false })
            {
                (item.IsOut, item.AnswersBefore) = (true, _answers);
                (record, ticket) = (item.Record, node);
                return true;
            }

            // What waits behind a record of its session that nobody takes is nobody's reason to wait.
            isFirst &= isSilent || !isOfAll && busy[item.Record.Session];
            if (isOfAll)
            {
                break;
            }
        }

        (record, ticket) = (null!, null!);
        return false;
    }

    /// <summary>It is written down.</summary>
    public void OnAnswered(object ticket)
    {
        if (IsHere(ticket, out var node))
        {
            _answers++;
            _items.Remove(node);
        }
    }

    /// <summary>No server has answered.</summary>
    /// <param name="ticket">Which.</param>
    /// <param name="isSilence">One was asked.</param>
    /// <returns>It goes: others were answered meanwhile, and often enough it was not.</returns>
    public bool OnGivenUp(object ticket, bool isSilence)
    {
        if (!IsHere(ticket, out var node))
        {
            return false;
        }

        var item = node.Value;
        (item.IsOut, item.IsGivenUp) = (false, true);
        item.Silences += isSilence ? 1 : 0;
        if (!isSilence || item.Silences < SilencesToGo || item.AnswersBefore == _answers)
        {
            return false;
        }

        Drop(ticket);
        return true;
    }

    /// <summary>It can be told to nobody.</summary>
    public void Drop(object ticket)
    {
        if (IsHere(ticket, out var node))
        {
            Refused++;
            _items.Remove(node);
        }
    }

    /// <summary>A server is back, or enough time has gone: what was given up is tried again.</summary>
    public void Retry()
    {
        foreach (var item in _items)
        {
            item.IsGivenUp = false;
        }
    }

    /// <summary>A record may have been dropped for want of a place by the time that its end is told.</summary>
    private bool IsHere(object ticket, [NotNullWhen(true)] out LinkedListNode<Item>? node)
    {
        node = ticket as LinkedListNode<Item>;
        return node?.List == _items;
    }

    /// <summary>The oldest Interim that is not out, of one session or of any.</summary>
    private LinkedListNode<Item>? FindInterim(ulong? session)
    {
        for (var node = _items.First; node is not null; node = node.Next)
        {
            if (node.Value is { IsOut: false, Record.Status: AccountingStatus.Interim } item && (session is null || item.Record.Session == session))
            {
                return node;
            }
        }

        return null;
    }

    private sealed class Item(AccountingRecord record)
    {
        internal AccountingRecord Record => record;

        internal bool IsOut { get; set; }

        internal bool IsGivenUp { get; set; }

        /// <summary>So often a server was asked, and said nothing.</summary>
        internal int Silences { get; set; }

        /// <summary>What was answered in all when it was sent.</summary>
        internal long AnswersBefore { get; set; }
    }
}
