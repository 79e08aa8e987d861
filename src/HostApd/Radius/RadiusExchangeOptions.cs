using System.Net;
using HostApd.Configuration;

namespace HostApd.Radius;

/// <summary>Which servers are asked, and from where: access points that want the same share one exchange.</summary>
internal sealed record RadiusExchangeOptions
{
    private const int AuthenticationPort = 1812;
    private const int AccountingPort = 1813;

    /// <summary>In the order in which they are wanted, each whole.</summary>
    internal required IReadOnlyList<RadiusServerLine> Servers { get; init; }

    /// <summary>They keep account of sessions, and let nobody in.</summary>
    internal bool IsAccounting { get; init; }

    /// <summary>What they are servers of, as a log says it.</summary>
    internal string Kind => IsAccounting ? "Accounting" : "Authentication";

    /// <summary>Whether they answer Status-Server.</summary>
    internal bool TellStatus { get; init; } = true;

    /// <summary>Our own address; null: the kernel chooses.</summary>
    internal IPAddress? ClientAddress { get; init; }

    /// <summary>Our own interface; null: the kernel chooses.</summary>
    internal string? ClientInterface { get; init; }

    /// <summary>Who asks, as a probe says it: attributes of the access point that came first.</summary>
    internal ReadOnlyMemory<byte> ProbeAttributes { get; init; }

    /// <summary>What an access point wants for authentication; null: it asks nobody.</summary>
    internal static RadiusExchangeOptions? ForAuthentication(RadiusConfiguration wanted, ReadOnlyMemory<byte> nas) => !wanted.Servers.Any ? null : new()
    {
        Servers = Whole(wanted.Servers, AuthenticationPort),
        TellStatus = wanted.ServersTellStatus,
        ClientAddress = wanted.ClientAddress,
        ClientInterface = wanted.ClientInterface,
        ProbeAttributes = nas,
    };

    /// <summary>What it wants for accounting; null: it tells nobody.</summary>
    internal static RadiusExchangeOptions? ForAccounting(RadiusConfiguration wanted, ReadOnlyMemory<byte> nas) => !wanted.AccountingServers.Any ? null : new()
    {
        Servers = Whole(wanted.AccountingServers, AccountingPort),
        IsAccounting = true,
        TellStatus = wanted.AccountingServersTellStatus,
        ClientAddress = wanted.ClientAddress,
        ClientInterface = wanted.ClientInterface,
        ProbeAttributes = nas,
    };

    /// <summary>Whether another access point can share what this one has.</summary>
    internal bool IsShared(RadiusExchangeOptions other) => IsAccounting == other.IsAccounting && Servers.SequenceEqual(other.Servers) && TellStatus == other.TellStatus
        && Equals(ClientAddress, other.ClientAddress) && ClientInterface == other.ClientInterface;

    private static List<RadiusServerLine> Whole(RadiusServerList servers, int port) =>
        [.. servers.Lines.Where(static l => l is { Address: not null, Secret: not null }).Select(l => l with { Port = l.Port ?? port })];
}
