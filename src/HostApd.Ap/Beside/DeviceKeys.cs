using System.Security.Cryptography;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>Keys that belong to single devices (<c>wpa_psk_file</c>, enrolment), and which keys a station may prove.</summary>
public sealed class DeviceKeys
{
    /// <summary>More are not made: what enrolments can grow has an end.</summary>
    private const int Most = 2048;

    /// <summary>A device that joins from ever new addresses keeps its newest keys.</summary>
    private const int MostOfDevice = 8;

    private readonly BssSite _site;
    private readonly List<DevicePsk> _psks = [];

    internal DeviceKeys(BssSite site) => _site = site;

    /// <summary>The list has changed: to be kept.</summary>
    public event Action? Changed;

    /// <summary>The PSKs that belong to one device each.</summary>
    public IReadOnlyList<DevicePsk> All => _psks;

    /// <summary>One more may be made.</summary>
    internal bool HasRoom => _psks.Count < Most;

    /// <summary>
    /// Takes over a PSK that belongs to one device: the station that enrolled. It takes the place of the key which that station
    /// had as the same device, and of no other: what a device calls itself is a claim, and whoever has that name already
    /// keeps its key. Of many keys under one name the oldest goes.
    /// </summary>
    public void Add(DevicePsk psk)
    {
        ArgumentNullException.ThrowIfNull(psk);
        if (_psks.Contains(psk))
        {
            return;
        }

        Discard(_psks.FindAll(known => known.Station == psk.Station && known.P2pDevice == psk.P2pDevice
            && known.KeyId == psk.KeyId));
        var ofItsName = psk.P2pDevice.IsZero ? [] : _psks.FindAll(known => known.P2pDevice == psk.P2pDevice);
        if (ofItsName.Count >= MostOfDevice)
        {
            Discard(ofItsName[..1]);
        }

        _psks.Add(psk);
    }

    /// <summary>Replaces all keys of single devices.</summary>
    public void Replace(IReadOnlyList<DevicePsk> psks)
    {
        ArgumentNullException.ThrowIfNull(psks);
        _psks.ForEach(static p => p.Psk.Dispose());
        _psks.Clear();
        _psks.AddRange(psks);
    }

    /// <summary>Whether a PMK is still good for a station.</summary>
    public bool MayUse(Sta sta, ReadOnlySpan<byte> key)
    {
        using var offer = OfferFor(sta);
        foreach (var pmk in offer.All)
        {
            if (CryptographicOperations.FixedTimeEquals(pmk.Span, key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Something that is to be kept has been done.</summary>
    internal void TellChanged() => Changed?.Invoke();

    /// <summary>The PSKs of a device, named by its address or P2P Device Address.</summary>
    internal List<DevicePsk> Of(MacAddress device) => _psks.FindAll(known => Concerns(known, device, device));

    internal void Discard(List<DevicePsk> psks)
    {
        foreach (var psk in psks)
        {
            _psks.Remove(psk);
            psk.Psk.Dispose();
        }
    }

    /// <summary>What the owner calls a key; null: nothing, or it is the network's.</summary>
    internal string? NameOf(ReadOnlySpan<byte> key)
    {
        foreach (var psk in _psks)
        {
            if (!key.IsEmpty && psk.KeyId is { } name && CryptographicOperations.FixedTimeEquals(psk.Psk.Span, key))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Its own keys first, then those for anybody, then the network's.</summary>
    internal PmkOffer OfferFor(Sta sta)
    {
        var device = GroupMembership.DeviceAddressOf(sta);
        var own = _psks.FindAll(psk => psk.IsForAny || Concerns(psk, sta.Address, device));
        return new PmkOffer([.. own.OrderBy(static p => p.IsForAny).Select(static p => new Pmk(p.Psk.Span))], _site.Options.Security!.Pmks);
    }

    private static bool Concerns(DevicePsk psk, MacAddress station, MacAddress p2pDevice) =>
        !station.IsZero && psk.Station == station || !p2pDevice.IsZero && psk.P2pDevice == p2pDevice;
}
