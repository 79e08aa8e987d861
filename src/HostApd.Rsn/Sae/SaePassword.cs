using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// One password of a network: who may use it, by which name, and its points, each made at the first need (<see cref="PointOf"/>) and anew for
/// another SSID, as a new object.
/// </summary>
public sealed class SaePassword : IDisposable
{
    private readonly byte[] _ssid;
    private readonly byte[] _identifier;
    private readonly SecretBytes _password;
    private readonly Dictionary<ushort, SecretBytes> _points = [];

    /// <param name="ssid">The network's name.</param>
    /// <param name="password">The password: bytes of any number; copied.</param>
    /// <param name="identifier">What a station calls it; empty: nothing, as usual.</param>
    /// <param name="station">Whose it is; null: anybody's.</param>
    public SaePassword(ReadOnlySpan<byte> ssid, ReadOnlySpan<byte> password, ReadOnlySpan<byte> identifier, MacAddress? station)
    {
        _ssid = ssid.ToArray();
        _password = new SecretBytes(password);
        _identifier = identifier.ToArray();
        Station = station;
    }

    /// <summary>Whose it is; null: anybody's.</summary>
    public MacAddress? Station { get; }

    /// <summary>What a station calls it; empty: nothing.</summary>
    public ReadOnlySpan<byte> Identifier => _identifier;

    /// <summary>Whether that station means this password by that name.</summary>
    public bool IsMeant(MacAddress station, ReadOnlySpan<byte> identifier) =>
        (Station is null || Station == station) && identifier.SequenceEqual(_identifier);

    /// <summary>
    /// The point that it is for a pair of addresses. Slow, and for one thread at a time: the first by hash to element in a group makes PT, which stays.
    /// False: it is no point (nobody has seen such a password).
    /// </summary>
    public bool TryFindElement(SaeGroup group, SaeMethod method, MacAddress own, MacAddress peer, Span<byte> element)
    {
        ArgumentNullException.ThrowIfNull(group);
        return method == SaeMethod.Loop
            ? SaeElement.Hunt(group, _password.Span, own, peer, element)
            : PointOf(group) is { } point && SaeElement.OfPair(group, point.Span, own, peer, element);
    }

    /// <summary>PT in a group, made now or before; null: it is no point.</summary>
    public SecretBytes? PointOf(SaeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!_points.TryGetValue(group.Number, out var point))
        {
            point = new SecretBytes(group.Curve.PointLength);
            if (!SaeElement.Derive(group, _ssid, _password.Span, _identifier, point.Span))
            {
                return null;
            }

            _points[group.Number] = point;
        }

        return point;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _password.Dispose();
        foreach (var point in _points.Values)
        {
            point.Dispose();
        }

        _points.Clear();
    }
}
