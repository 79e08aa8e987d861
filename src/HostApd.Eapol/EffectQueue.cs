namespace HostApd.Eapol;

/// <summary>Effects in the order they are to run, in a buffer that is reused once empty. Appending while draining is fine.</summary>
public struct EffectQueue<T>
    where T : struct
{
    private T[] _items;
    private int _head;
    private int _tail;

    /// <summary>An empty queue with room for <paramref name="capacity"/> effects; it grows when it must.</summary>
    public EffectQueue(int capacity) => _items = new T[capacity];

    /// <summary>Appends an effect.</summary>
    public void Add(in T item)
    {
        if (_tail == _items.Length)
        {
            Array.Resize(ref _items, 2 * _items.Length);
        }

        _items[_tail++] = item;
    }

    /// <summary>Takes the oldest effect; false when there is none.</summary>
    public bool TryTake(out T item)
    {
        if (_head == _tail)
        {
            item = default;
            return false;
        }

        item = _items[_head];
        _items[_head++] = default;
        if (_head == _tail)
        {
            _head = 0;
            _tail = 0;
        }

        return true;
    }

    /// <summary>Forgets all effects that wait.</summary>
    public void Clear()
    {
        Array.Clear(_items);
        _head = 0;
        _tail = 0;
    }
}
