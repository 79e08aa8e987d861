using System.Security.Cryptography;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <content>Keys that belong to single devices (<c>wpa_psk_file</c>).</content>
public sealed partial class Bss
{
    /// <summary>More are not made: what enrolments can grow has an end.</summary>
    private const int MostDevicePsks = 2048;

    /// <summary>A device that joins from ever new addresses keeps its newest keys.</summary>
    private const int MostKeysOfDevice = 8;

    private readonly List<DevicePsk> _devicePsks = [];

    /// <summary><see cref="DevicePsks"/> has changed: to be kept.</summary>
    public event Action? DevicePsksChanged;

    /// <summary>The PSKs that belong to one device each.</summary>
    public IReadOnlyList<DevicePsk> DevicePsks => _devicePsks;

    /// <summary>
    /// Takes over a PSK that belongs to one device: the station that enrolled. It takes the place of the key which that station
    /// had as the same device, and of no other: what a device calls itself is a claim, and whoever has that name already
    /// keeps its key. Of many keys under one name the oldest goes.
    /// </summary>
    public void AddDevicePsk(DevicePsk psk)
    {
        ArgumentNullException.ThrowIfNull(psk);
        if (_devicePsks.Contains(psk))
        {
            return;
        }

        Discard(_devicePsks.FindAll(known => known.Station == psk.Station && known.P2pDevice == psk.P2pDevice
            && known.KeyId == psk.KeyId));
        var ofItsName = psk.P2pDevice.IsZero ? [] : _devicePsks.FindAll(known => known.P2pDevice == psk.P2pDevice);
        if (ofItsName.Count >= MostKeysOfDevice)
        {
            Discard(ofItsName[..1]);
        }

        _devicePsks.Add(psk);
    }

    /// <summary>
    /// Forgets the PSKs of a device, named by its address or P2P Device Address; false when it has none. Whoever came in with
    /// one of them goes, whatever address it has, before the group gets another key.
    /// </summary>
    public bool RemoveDevicePsk(MacAddress device)
    {
        var removed = _devicePsks.FindAll(known => Concerns(known, device, device));
        if (removed.Count == 0)
        {
            return false;
        }

        foreach (var sta in Stations.ToArray())
        {
            if (removed.Exists(psk => psk.Station == sta.Address || Holds(sta, psk)) || DeviceAddressOf(sta) == device)
            {
                Dismiss(sta, ReasonCode.InvalidAuthentication);
            }
        }

        Discard(removed);

        // The device knows the group key, too.
        RekeyGroup();
        DevicePsksChanged?.Invoke();
        return true;
    }

    /// <summary>Replaces all keys of single devices.</summary>
    public void ReplaceDevicePsks(IReadOnlyList<DevicePsk> psks)
    {
        ArgumentNullException.ThrowIfNull(psks);
        _devicePsks.ForEach(static p => p.Psk.Dispose());
        _devicePsks.Clear();
        _devicePsks.AddRange(psks);
    }

    /// <summary>The PMK that a station has proven; empty before.</summary>
    public ReadOnlySpan<byte> KeyOf(Sta sta)
    {
        ArgumentNullException.ThrowIfNull(sta);
        return sta.Authenticator is { SelectedPmk: >= 0 and var index } && index < sta.OfferedPmks.Count
            ? sta.OfferedPmks[index].Span
            : default;
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

    /// <summary><c> keyid=name</c> of the key that a station has proven, or nothing.</summary>
    private string KeyIdText(Sta sta)
    {
        sta.KeyId = null;
        var key = KeyOf(sta);
        foreach (var psk in _devicePsks)
        {
            if (!key.IsEmpty && psk.KeyId is { } name && CryptographicOperations.FixedTimeEquals(psk.Psk.Span, key))
            {
                sta.KeyId = name;
                return $" keyid={name}";
            }
        }

        return "";
    }

    /// <summary>
    /// <c>wpa_ptk_rekey</c>: a key that is old enough ends with its association. Replacing key 0 under one is unsafe with
    /// many drivers and stations, and hostapd's wpa_deny_ptk0_rekey=2 does the same.
    /// </summary>
    private void LimitKeyLife(Sta sta)
    {
        var life = Options.Security!.Rsn.PairwiseRekey;
        if (life > TimeSpan.Zero)
        {
            sta.KeyLifeTimer ??= CreateTimer(_ =>
            {
                if (sta.State == StaState.Authorized)
                {
                    LogSecurity(sta, "pairwise key too old; the station is to begin anew");
                    Dismiss(sta, ReasonCode.InvalidAuthentication);
                }
            });
            sta.KeyLifeTimer.Change(life, Timeout.InfiniteTimeSpan);
        }
    }

    private static bool Concerns(DevicePsk psk, MacAddress station, MacAddress p2pDevice) =>
        !station.IsZero && psk.Station == station || !p2pDevice.IsZero && psk.P2pDevice == p2pDevice;

    /// <summary>Whether a station has proven that key, or is about to prove one and may choose it.</summary>
    private bool Holds(Sta sta, DevicePsk psk)
    {
        var proven = KeyOf(sta);
        return proven.IsEmpty
            ? sta.OfferedPmks.Any(pmk => CryptographicOperations.FixedTimeEquals(pmk.Span, psk.Psk.Span))
            : CryptographicOperations.FixedTimeEquals(proven, psk.Psk.Span);
    }

    private void Discard(List<DevicePsk> psks)
    {
        foreach (var psk in psks)
        {
            _devicePsks.Remove(psk);
            psk.Psk.Dispose();
        }
    }

    /// <summary>Its own keys first, then those for anybody, then the network's.</summary>
    private PmkOffer OfferFor(Sta sta)
    {
        var device = DeviceAddressOf(sta);
        var own = _devicePsks.FindAll(psk => psk.IsForAny || Concerns(psk, sta.Address, device));
        return new PmkOffer([.. own.OrderBy(static p => p.IsForAny).Select(static p => new Pmk(p.Psk.Span))], Options.Security!.Pmks);
    }
}
