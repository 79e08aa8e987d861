using HostApd.Entropy;

namespace HostApd.Radius;

/// <summary>The exchanges of the process. There is one for each set of servers, for as long as an access point wants it.</summary>
/// <param name="open">Opens the way to a server.</param>
/// <param name="nonces">Random bytes.</param>
/// <param name="whenEntropy">Runs something once there are random bytes again.</param>
/// <param name="time">The clock, whose timers fire in the loop.</param>
internal sealed class RadiusExchanges(OpenServerSocket open, INonceSource nonces, Action<Action> whenEntropy, TimeProvider time)
{
    /// <summary>For answers to the last records of an access point that has ended.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);

    private readonly List<Shared> _shared = [];
    private readonly List<Action> _ending = [];

    /// <summary>All of them, in the order of their coming.</summary>
    internal IEnumerable<RadiusExchange> All => _shared.Select(static s => s.Exchange);

    /// <summary>One for these servers; it goes with the last who returns it.</summary>
    internal RadiusExchange Rent(RadiusExchangeOptions options)
    {
        var shared = _shared.Find(s => s.Exchange.Options.IsShared(options));
        if (shared is null)
        {
            shared = new Shared(new RadiusExchange(options, open, nonces, whenEntropy, time));
            _shared.Add(shared);
        }

        shared.Users++;
        return shared.Exchange;
    }

    /// <summary>It is not wanted any more by one who had it.</summary>
    internal void Return(RadiusExchange exchange)
    {
        var shared = _shared.Find(s => s.Exchange == exchange);
        if (shared is not null && --shared.Users == 0)
        {
            _shared.Remove(shared);
            exchange.Dispose();
        }
    }

    /// <summary>Access points that have ended and wait for answers to their last records.</summary>
    internal bool IsEnding => _ending.Count > 0;

    /// <summary>Something has ended that waited (<see cref="IsEnding"/>).</summary>
    internal event Action? Ended;

    /// <summary>Ends something once its last records are answered, and before long in any case.</summary>
    /// <returns>Says that they are.</returns>
    internal Action Await(Action close)
    {
        ITimer? timer = null;
        Action end = () => { };
        end = () =>
        {
            if (_ending.Remove(end))
            {
                timer?.Dispose();
                close();
                Ended?.Invoke();
            }
        };
        _ending.Add(end);
        timer = time.CreateTimer(_ => end(), null, EndTime, Timeout.InfiniteTimeSpan);
        return end;
    }

    /// <summary>What nobody can be asked ends as all else does: later, in the loop.</summary>
    internal void Refuse(RadiusFailure failure, Action<RadiusEnd> onEnd)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(_ =>
        {
            timer?.Dispose();
            onEnd(new RadiusEnd(null, 0, failure));
        }, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Shared(RadiusExchange exchange)
    {
        internal RadiusExchange Exchange => exchange;

        internal int Users { get; set; }
    }
}
