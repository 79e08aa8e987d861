using System.Text;
using HostApd.Linux;
using Tmds.Linux;

namespace HostApd.Control;

/// <summary>How a listener does.</summary>
internal enum ListenerState
{
    /// <summary>It has heard everything.</summary>
    Listening,

    /// <summary>Its socket is full.</summary>
    Behind,

    /// <summary>Its socket is gone.</summary>
    Gone,

    /// <summary>It did not read for so long that nobody waits any more.</summary>
    GivenUp,
}

/// <summary>Somebody who has said ATTACH, and the events that its socket had no room for.</summary>
internal sealed class Listener(byte[] address)
{
    /// <summary>How many events wait at most.</summary>
    internal const int MaxWaiting = 128;

    /// <summary>As hostapd, which gives up at the eleventh error; here they are spread over about a minute.</summary>
    private const int MaxErrors = 10;

    private const int LongestPause = 64;

    private readonly Queue<byte[]> _waiting = new();
    private int _lost;
    private int _errors;
    private int _pause;

    /// <summary>Between two tries, at first; the pauses grow.</summary>
    internal static TimeSpan RetryInterval { get; } = TimeSpan.FromMilliseconds(200);

    internal byte[] Address { get; } = address;

    internal EventLevel Level { get; set; } = EventLevel.Info;

    /// <summary>Whether there is something that it has not heard.</summary>
    internal bool IsBehind => _waiting.Count > 0 || _lost > 0;

    /// <summary>How many events nobody will hear when it is given up.</summary>
    internal int LostWithIt => _lost + _waiting.Count;

    /// <summary>Sends an event, unless others wait before it.</summary>
    internal ListenerState Publish(UnixDatagramSocket socket, byte[] datagram, bool weighs)
    {
        if (!IsBehind)
        {
            var state = Send(socket, datagram);
            if (state != ListenerState.Behind)
            {
                return state;
            }
        }

        if (weighs && _waiting.Count < MaxWaiting)
        {
            _waiting.Enqueue(datagram);
        }
        else
        {
            _lost++;
        }

        return ListenerState.Behind;
    }

    /// <summary>A moment has passed: tries again, less often each time.</summary>
    internal ListenerState Retry(UnixDatagramSocket socket, Func<int, string> lost) =>
        !IsBehind ? ListenerState.Listening
        : --_pause > 0 ? ListenerState.Behind
        : Flush(socket, lost);

    /// <summary>Sends what waits, in order, and then how much was lost.</summary>
    internal ListenerState Flush(UnixDatagramSocket socket, Func<int, string> lost)
    {
        while (_waiting.TryPeek(out var datagram))
        {
            if (Send(socket, datagram) is var state and not ListenerState.Listening)
            {
                return state;
            }

            _waiting.Dequeue();
        }

        if (_lost > 0)
        {
            if (Send(socket, Encoding.Latin1.GetBytes($"<{(int)EventLevel.Warning}>{lost(_lost)}")) is var state and not ListenerState.Listening)
            {
                return state;
            }

            _lost = 0;
        }

        return ListenerState.Listening;
    }

    private ListenerState Send(UnixDatagramSocket socket, byte[] datagram)
    {
        // A reply must always have room: whoever asks waits for it.
        var result = socket.SendSparing(datagram, Address);
        if (result.Succeeded)
        {
            _errors = 0;
            return ListenerState.Listening;
        }

        if (result.Errno is var errno && (errno == LibC.ENOENT || errno == LibC.ECONNREFUSED))
        {
            return ListenerState.Gone;
        }

        _pause = Math.Min(1 << _errors, LongestPause);
        return ++_errors > MaxErrors ? ListenerState.GivenUp : ListenerState.Behind;
    }
}
