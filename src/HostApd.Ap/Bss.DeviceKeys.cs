using System.Security.Cryptography;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <content>Keys that belong to single devices (<c>wpa_psk_file</c>).</content>
public sealed partial class Bss
{
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
        foreach (var pmk in PmksFor(sta))
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
                    Dismiss(sta, Ieee80211.ReasonCode.InvalidAuthentication);
                }
            });
            sta.KeyLifeTimer.Change(life, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Its own keys first, then those for anybody, then the network's.</summary>
    private IReadOnlyList<Pmk> PmksFor(Sta sta)
    {
        var device = DeviceAddressOf(sta);
        var own = _devicePsks.FindAll(psk => psk.IsForAny || Concerns(psk, sta.Address, device));
        if (own.Count == 0)
        {
            return Options.Security!.Pmks;
        }

        return [.. own.OrderBy(static p => p.IsForAny).Select(static p => new Pmk(p.Psk.Span)), .. Options.Security!.Pmks];
    }
}
