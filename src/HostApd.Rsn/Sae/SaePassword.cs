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
    private readonly Dictionary<ushort, SaePoint> _points = [];
    private bool _isWiped;

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

    /// <summary>In which VLAN those who use it are, 1–4094; 0: nothing is said.</summary>
    public int VlanId { get; init; }

    /// <summary>The password, for those who hand it on.</summary>
    public ReadOnlySpan<byte> Password => _password.Span;

    /// <summary>What a station calls it; empty: nothing.</summary>
    public ReadOnlySpan<byte> Identifier => _identifier;

    /// <summary>
    /// The same for a thread of its own, whatever becomes of this one meanwhile; <see cref="Adopt"/> brings back what was made there.
    /// </summary>
    public SaePassword Copy()
    {
        var copy = new SaePassword(_ssid, _password.Span, _identifier, Station);
        foreach (var (group, point) in _points)
        {
            copy._points[group] = point.Share();
        }

        return copy;
    }

    /// <summary>Takes over the points that its copy has made, unless it has been wiped; and wipes the copy.</summary>
    public void Adopt(SaePassword copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        foreach (var (group, point) in copy._points)
        {
            if (!_isWiped && !_points.ContainsKey(group))
            {
                _points[group] = point.Share();
            }
        }

        copy.Dispose();
    }

    /// <summary>Whether it is the same password of the same network, for the same by the same name and in the same VLAN; in a time that depends on lengths.</summary>
    public bool IsSame(SaePassword other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Station == other.Station && VlanId == other.VlanId && _identifier.AsSpan().SequenceEqual(other._identifier) && _ssid.AsSpan().SequenceEqual(other._ssid)
            && _password.FixedTimeEquals(other._password.Span);
    }

    /// <summary>The same password for a network of another name.</summary>
    public SaePassword ForSsid(ReadOnlySpan<byte> ssid) => new(ssid, _password.Span, _identifier, Station) { VlanId = VlanId };

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
    public SaePoint? PointOf(SaeGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!_points.TryGetValue(group.Number, out var point))
        {
            using var memory = new SecretBytes(group.Curve.PointLength);
            if (!SaeElement.Derive(group, _ssid, _password.Span, _identifier, memory.Span))
            {
                return null;
            }

            point = new SaePoint(group, memory.Span);
            _points[group.Number] = point;
        }

        return point;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isWiped = true;
        _password.Dispose();
        foreach (var point in _points.Values)
        {
            point.Dispose();
        }

        _points.Clear();
    }
}
