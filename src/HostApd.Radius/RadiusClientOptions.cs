using System.Net;
using HostApd.Crypto;

namespace HostApd.Radius;

/// <summary>One server, as its owner names it.</summary>
/// <param name="Address">Where it listens: authentication 1812, accounting 1813.</param>
/// <param name="Secret">What it shares with us; the caller's to dispose of.</param>
public sealed record RadiusServer(IPEndPoint Address, SecretBytes Secret)
{
    /// <summary>
    /// Whether it answers Status-Server (RFC 5997). One that does not is taken for alive again when a probe would be due.
    /// </summary>
    public bool AnswersStatus { get; init; } = true;
}

/// <summary>What a <see cref="RadiusClient"/> is told.</summary>
public sealed record RadiusClientOptions
{
    /// <summary>Most servers.</summary>
    public const int MaximumServers = 8;

    /// <summary>Servers in the order in which they are wanted, 1 to 8, all for authentication or all for accounting.</summary>
    public required IReadOnlyList<RadiusServer> Servers { get; init; }

    /// <summary>How long a server has for its answer, each time. A station gives up after some 30 s.</summary>
    public TimeSpan TryTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a request is sent to one server.</summary>
    public int Tries { get; init; } = 2;

    /// <summary>From a server's death, or from a probe in vain, to the next probe (RFC 3539 3.4.1 asks for 6 s at least).</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>So many probes in vain, to a server that has never answered any: perhaps it knows no Status-Server, and is tried with a request.</summary>
    public int ProbesInVain { get; init; } = 3;

    /// <summary>Attributes of a probe: who asks (RFC 5997 3).</summary>
    public ReadOnlyMemory<byte> ProbeAttributes { get; init; }

    /// <summary>Sockets of each server; each carries 256 requests at once.</summary>
    public int SocketsPerServer { get; init; } = 1;

    /// <summary>How many requests may wait for an identifier, or for random bytes.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>How long each of them may wait.</summary>
    public TimeSpan QueueTime { get; init; } = TimeSpan.FromSeconds(4);
}
