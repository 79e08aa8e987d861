using System.Security.Cryptography;

namespace HostApd.Radius;

/// <summary>
/// What waits under which identifier of one server: 256 a socket, a slot each (socket × 256 + identifier). A freed identifier is
/// taken again as late as can be, so that what is late for the former request seldom meets another.
/// </summary>
internal sealed class IdentifierTable(int sockets)
{
    /// <summary>Identifiers of a socket.</summary>
    internal const int PerSocket = 256;

    private readonly PendingRequest?[] _slots = new PendingRequest?[sockets * PerSocket];
    private readonly byte[]?[] _lastAnswers = new byte[]?[sockets * PerSocket];
    private int _next;

    /// <summary>Requests that wait.</summary>
    internal int Count { get; private set; }

    /// <summary>What waits in a slot; null for none, and for a slot that is none.</summary>
    internal PendingRequest? this[int slot] => (uint)slot < (uint)_slots.Length ? _slots[slot] : null;

    /// <summary>Takes the next free slot for a request; false when there is none.</summary>
    internal bool TryTake(PendingRequest request)
    {
        if (Count == _slots.Length)
        {
            return false;
        }

        while (_slots[_next] is not null)
        {
            _next = (_next + 1) % _slots.Length;
        }

        request.Slot = _next;
        _slots[_next] = request;
        _lastAnswers[_next] = null;
        _next = (_next + 1) % _slots.Length;
        Count++;
        return true;
    }

    /// <summary>Frees a request's slot; remembers the authenticator of the answer that it got.</summary>
    internal void Free(PendingRequest request, ReadOnlySpan<byte> answer = default)
    {
        _slots[request.Slot] = null;
        _lastAnswers[request.Slot] = answer.IsEmpty ? null : answer.ToArray();
        Count--;
    }

    /// <summary>Whether a free slot was left by this very answer.</summary>
    internal bool WasAnsweredBy(int slot, ReadOnlySpan<byte> authenticator) => (uint)slot < (uint)_slots.Length
        && _lastAnswers[slot] is { } last && CryptographicOperations.FixedTimeEquals(last, authenticator);
}
