using HostApd.Entropy;

namespace HostApd.Radius;

/// <summary>The exchanges of the process. There is one for each set of servers, for as long as an access point wants it.</summary>
/// <param name="open">Opens the way to a server.</param>
/// <param name="nonces">Random bytes.</param>
/// <param name="whenEntropy">Runs something once there are random bytes again.</param>
/// <param name="time">The clock, whose timers fire in the loop.</param>
internal sealed class RadiusExchanges(OpenServerSocket open, INonceSource nonces, Action<Action> whenEntropy, TimeProvider time)
{
    private readonly List<Shared> _shared = [];

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
