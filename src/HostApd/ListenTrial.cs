using System.Globalization;
using HostApd.Driver;
using HostApd.Linux;
using HostApd.Nl80211;

namespace HostApd;

/// <summary>
/// Whether a P2P device can be found while it has no group: tried, for drivers list what they then do not do. The interface goes to a
/// channel of those that peers search (P2P 1.7 3.1.2.1.1) for a moment, and is given back as it was found.
/// </summary>
internal sealed class ListenTrial : IP2pEvents
{
    private static readonly int[] SocialMhz = [2437, 2412, 2462];
    private static readonly TimeSpan Stay = TimeSpan.FromMilliseconds(100);

    /// <summary>Behind the stay of another it would begin within a second or two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly EventLoop _loop;
    private bool _hasBegun;

    private ListenTrial(EventLoop loop) => _loop = loop;

    /// <summary>Tries it, or says why not: what stands in the way of a trial, where something does.</summary>
    internal static string Run(EventLoop loop, Nl80211Link link, string? obstacle)
    {
        var radio = link.Radio.Capabilities;
        if (!radio.SupportsAccessPoint)
        {
            return "no (it cannot have a group)";
        }

        if (Array.Find(SocialMhz, f => radio.WhyNot(f) is null) is var frequency && frequency == 0)
        {
            return "no (none of the channels 1, 6 and 11, where peers search, may be used)";
        }

        return obstacle is null ? new ListenTrial(loop).Try(link, frequency) : $"not tried ({obstacle})";
    }

    /// <summary>What forbids to touch the interface: whoever else is on it or on its radio would be disturbed.</summary>
    internal static string? Obstacle(string name, LinkCondition condition, IReadOnlyList<string> users, IReadOnlyList<RadioInterface> neighbours) =>
        condition switch
        {
            LinkCondition.Missing => "the interface is gone",
            LinkCondition.Blocked => "the radio is switched off",
            LinkCondition.Up => $"{name} is up, and may be in use: `ip link set {name} down` first",
            LinkCondition.Down when users.Count > 0 => $"it may be in use by {string.Join(", ", users)}",
            LinkCondition.Down => neighbours.FirstOrDefault(static n => n.FrequencyMhz != 0) is { } busy ? $"{busy} is on the same radio" : null,
        };

    void IP2pEvents.OnStayBegan(ulong cookie, int frequencyMhz) => _hasBegun = true;

    void IP2pEvents.OnStayEnded(ulong cookie) => _loop.Stop();

    void IP2pEvents.OnSearchEnded(bool completed)
    {
    }

    /// <summary>What a refusal means.</summary>
    internal static string Meaning(DriverResult refused) =>
        $"no (tried: {refused}; only a group that runs can be found, by those who search all channels)";

    private string Try(Nl80211Link link, int frequencyMhz)
    {
        link.P2p.Attach(this);
        if (link.Prepare([]) is { Succeeded: false } unprepared)
        {
            return $"not tried ({unprepared})";
        }

        if (link.P2p.Listen(frequencyMhz, Stay, out _) is { Succeeded: false } refused)
        {
            return Meaning(refused);
        }

        using var limit = _loop.Time.CreateTimer(_ => _loop.Stop(), null, Patience, Timeout.InfiniteTimeSpan);
        _loop.Run();
        return _hasBegun
            ? string.Create(CultureInfo.InvariantCulture,
                $"yes (tried: remained on {frequencyMhz} MHz; up to {link.P2p.LongestStay.TotalMilliseconds:0} ms at a time)")
            : $"no (tried: the radio never got to {frequencyMhz} MHz)";
    }
}
