using System.Globalization;
using System.Net.Sockets;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Radius;

/// <summary>How far a session is that is looked for.</summary>
internal enum SessionKind
{
    /// <summary>The station is in, or is being asked who it is.</summary>
    Begun,

    /// <summary>It is in.</summary>
    Open,

    /// <summary>It is not here, and could come back with a key that a server has granted.</summary>
    Agreed,
}

/// <summary>
/// An access point whose sessions servers may end and change (<c>radius_das_…</c>), and which of them is meant: all that a request names has to be as it
/// was told in the access point's own requests and records.
/// </summary>
/// <param name="bss">The access point.</param>
/// <param name="wanted">As its owner wants it; it has a port and somebody who asks there.</param>
/// <param name="onFault">Takes what it throws.</param>
internal sealed class ServedNas(Bss bss, RadiusConfiguration wanted, Action<Exception> onFault)
{
    private readonly NasOptions _asking = NasOptions.Of(wanted);
    private readonly NasOptions _telling = NasOptions.OfAccounting(wanted);

    internal Bss Bss => bss;

    internal Action<Exception> OnFault => onFault;

    /// <summary>The UDP port at which its servers ask.</summary>
    internal int Port { get; } = wanted.AuthorizationPort;

    /// <summary>Who may ask.</summary>
    internal List<DynamicAuthorizationClient> Clients { get; } = ClientsOf(wanted.AuthorizationClients);

    /// <summary>How strictly.</summary>
    internal TimeSpan Window { get; } = TimeSpan.FromSeconds(wanted.AuthorizationWindow);

    internal bool NeedsEventTimestamp { get; } = wanted.NeedsEventTimestamp;

    internal bool NeedsMessageAuthenticator { get; } = wanted.NeedsMessageAuthenticator;

    /// <summary>Whether its owner names that server, by that secret.</summary>
    internal bool Names(DynamicAuthorizationClient client)
    {
        foreach (var own in Clients)
        {
            if (own.Address.Equals(client.Address))
            {
                return own.Secret.FixedTimeEquals(client.Secret.Span);
            }
        }

        return false;
    }

    /// <summary>Whether it is the access point that is named, where one is.</summary>
    internal bool IsMeant(SessionNames names) =>
        (names.NasAddress is null || Says(RadiusAttributeType.NasIpAddress, names.NasAddress.GetAddressBytes(), AddressBytes(AddressFamily.InterNetwork)))
        && (names.NasIpv6Address is null || Says(RadiusAttributeType.NasIpv6Address, names.NasIpv6Address.GetAddressBytes(), AddressBytes(AddressFamily.InterNetworkV6)))
        && (names.NasIdentifier is null || Says(RadiusAttributeType.NasIdentifier, names.NasIdentifier, _asking.Identifier));

    /// <summary>Looks for the station that is meant.</summary>
    /// <param name="names">What is named.</param>
    /// <param name="kind">How far it is to be.</param>
    /// <param name="station">It; of several the last.</param>
    /// <param name="isOne">It is the only one.</param>
    internal bool TryFind(SessionNames names, SessionKind kind, out MacAddress station, out bool isOne)
    {
        station = default;
        var count = 0;
        if (names.CalledStation is { } called && !IsCalled(called))
        {
            isOne = false;
            return false;
        }

        if (kind == SessionKind.Agreed)
        {
            Count(bss.Agreed, names, ref station, ref count);
            Count(bss.TransitionKeys.Own, names, ref station, ref count);
        }
        else
        {
            foreach (var sta in bss.Stations)
            {
                if ((kind == SessionKind.Open ? sta.IsAuthorized : sta.IsAssociated) && Fits(names, sta))
                {
                    (station, count) = (sta.Address, count + 1);
                }
            }
        }

        isOne = count == 1;
        return count > 0;
    }

    /// <summary>One station may have a key of either kind.</summary>
    private static void Count(PmksaCache keys, SessionNames names, ref MacAddress station, ref int count)
    {
        foreach (var known in keys.All)
        {
            if (Fits(names, known))
            {
                count += count > 0 && station == known.Station ? 0 : 1;
                station = known.Station;
            }
        }
    }

    private static List<DynamicAuthorizationClient> ClientsOf(RadiusServerList lines)
    {
        var all = new List<DynamicAuthorizationClient>();
        foreach (var line in lines.Lines)
        {
            all.Add(new DynamicAuthorizationClient(line.Address!, line.Secret!));
        }

        return all;
    }

    private static bool Fits(SessionNames names, Sta sta)
    {
        var authentication = (sta.Access as RsnAccess)?.Authentication;
        var result = authentication?.Result;
        var session = sta.Session;
        return IsNumber(names.Session, authentication?.Session ?? session?.Id ?? 0)
            && IsNumber(names.MultiSession, result?.MultiSession ?? authentication?.Session ?? session?.MultiId ?? 0)
            && IsUser(names, sta.Address, result is not null ? result.Identity : session?.Identity ?? default, result?.Grant ?? session?.Grant);
    }

    /// <summary>A key has no session of its own.</summary>
    private static bool Fits(SessionNames names, Pmksa known) => names.Session is null && known.Grant is EapResult result
        && IsNumber(names.MultiSession, result.MultiSession) && IsUser(names, known.Station, result.Identity, result.Grant);

    /// <summary>Sixteen hexadecimal digits, upper case, as they are told; 0: it has none.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> named, ulong number)
    {
        Span<byte> text = stackalloc byte[16];
        return named.IsEmpty || number != 0 && number.TryFormat(text, out _, "X16", CultureInfo.InvariantCulture) && named.SequenceEqual(text);
    }

    /// <summary>By its address, and any of the names that servers know it by.</summary>
    private static bool IsUser(SessionNames names, MacAddress station, ReadOnlyMemory<byte> identity, SessionGrant? grant)
    {
        if (names.CallingStation is { } calling && calling != station
            || names.ChargeableUserIdentity is { } payer && (grant is null || !grant.ChargeableUserIdentity.Span.SequenceEqual(payer)))
        {
            return false;
        }

        Span<byte> address = stackalloc byte[AccessRequests.AddressNameLength];
        AccessRequests.WriteName(station, address);
        return names.UserName is not { } name || grant is not null && grant.UserName.Span.SequenceEqual(name)
            || (identity.IsEmpty ? address : identity.Span).SequenceEqual(name);
    }

    private bool IsCalled(ReadOnlySpan<byte> called)
    {
        Span<byte> room = stackalloc byte[RadiusAttributeReader.HeaderLength + RadiusAttributeReader.MaximumValueLength];
        var writer = new RadiusAttributeWriter(room);
        writer.CalledStation(bss.Bssid, bss.Options.Ssid);
        return Says(RadiusAttributeType.CalledStationId, called, writer.Written[RadiusAttributeReader.HeaderLength..]);
    }

    private bool Says(RadiusAttributeType type, ReadOnlySpan<byte> named, ReadOnlySpan<byte> ours) =>
        _asking.Says(type, named, ours) || _telling.Says(type, named, ours);

    private byte[] AddressBytes(AddressFamily family) => _asking.Address is { } address && address.AddressFamily == family ? address.GetAddressBytes() : [];
}
