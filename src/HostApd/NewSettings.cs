using System.Security.Cryptography;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Linux;
using HostApd.Rsn;
using HostApd.Wps;
using NLog;

namespace HostApd;

/// <summary>
/// Applies settings that WPS made (an external registrar, WPS_CONFIG, the first enrollee of an unconfigured access
/// point): stores them in the configuration file, then starts the BSS anew.
/// </summary>
internal sealed class NewSettings : IDisposable
{
    /// <summary>Lets the exchange that brought the settings come to its end first, as hostapd does.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    private static readonly Logger Log = LogManager.GetLogger(nameof(NewSettings));

    private readonly AccessPointConfiguration _configuration;
    private readonly Bss _bss;
    private readonly ITimer _timer;
    private readonly IDisk _disk;
    private bool _namesCipher;

    internal NewSettings(AccessPointConfiguration configuration, Bss bss, TimeProvider time, IDisk? disk = null)
    {
        _disk = disk ?? Disk.Real;
        _configuration = configuration;
        _bss = bss;
        _timer = time.CreateTimer(_ => Restart(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        bss.Provisioning.SettingsOffered += Take;
    }

    public void Dispose() => _timer.Dispose();

    private void Take(ApSettings settings)
    {
        using (settings)
        {
            if (_configuration.WpsCredProcessing == 1)
            {
                return;
            }

            if (!settings.IsAcceptable)
            {
                Log.Error("{0}: new settings that cannot be served are not taken", _configuration.InterfaceName);
                return;
            }

            var before = _configuration.Network;
            var key = Encoding.ASCII.GetString(settings.NetworkKey.Span);
            _configuration.Ssid = settings.Ssid;
            _configuration.Wpa = key.Length == 0 ? 0 : 2;
            _configuration.HadOldWpa = false;
            _configuration.Passphrase = key.Length is >= 8 and <= 63 ? key : null;
            _configuration.Psk = key.Length == 64 ? key : null;
            _configuration.WpsState = 2;

            // Ciphers of the old WPA, harmless until now, would be taken for WPA2's.
            _namesCipher |= _configuration.Wpa != 0 && (_configuration.Late.HasOtherPairwise || HasOtherSuites || AddsSae);
            if (_namesCipher)
            {
                (_configuration.KeyManagement, _configuration.RsnPairwise, _configuration.GroupCipher) = (AddsSae ? "WPA-PSK SAE" : "WPA-PSK", "CCMP", "CCMP");
            }

            if (AddsSae)
            {
                _configuration.SaidFrameProtection = FrameProtection.Allowed;
            }

            _configuration.Overruled = Store() ? null : _configuration.Overruled ?? before;
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>WPS has no word for SAE: a key that is no passphrase is none of its passwords.</summary>
    private bool AddsSae => _configuration is { WpsCredAddsSae: true, Passphrase: not null };

    /// <summary>Settings of Wi-Fi Simple Configuration are of a pre-shared key and CCMP, and stations take them at their word.</summary>
    private bool HasOtherSuites => !SecuritySettings.OfferOf(_configuration).Equals(KeySuiteOffer.Personal);

    /// <summary>False where the file stays as it was; the owner is told.</summary>
    private bool Store()
    {
        if (_configuration.File is not { } file)
        {
            return true;
        }

        if (_configuration.Main is not null)
        {
            Log.Warn("{0}: the new settings are in force but not stored: this BSS is not the first of its file", _configuration.InterfaceName);
            return false;
        }

        if (_configuration.IsNamedByClient)
        {
            Log.Warn("{0}: the new settings are in force but not stored: a control client named {1}", _configuration.InterfaceName, file);
            return false;
        }

        if (StoreIn(file) is { Succeeded: false } refused)
        {
            Log.Error("{0}: the new settings are in force but not stored, and gone after a restart: {1}", _configuration.InterfaceName, refused);
            return false;
        }

        return true;
    }

    private OsResult StoreIn(string file)
    {
        var result = _disk.Read(file, FileTrust.Anybody, out var content);
        if (!result.Succeeded)
        {
            return result;
        }

        // Bytes that are no UTF-8, in a comment or a name, come through this text as they are.
        var text = ByteText.Decode(content!.Bytes);
        var (ssid, ssid2) = SsidLine.Of(_configuration.Ssid);
        Set("bss", "ssid", ssid);
        Set("bss", "ssid2", ssid2);
        Set("security", "wpa", LineValue.Of(_configuration.Wpa == 0 ? "0" : "2"));
        if (_namesCipher)
        {
            Set("security", "wpa_key_mgmt", LineValue.Of(_configuration.KeyManagement));
            Set("security", "rsn_pairwise", LineValue.Of("CCMP"));
            Set("security", "group_cipher", LineValue.Of("CCMP"));
        }

        if (AddsSae)
        {
            Set("security", "ieee80211w", LineValue.Of("1"));
        }

        Set("security", "wpa_passphrase", _configuration.Passphrase is { } passphrase ? LineValue.Of(passphrase) : null);
        Set("security", "wpa_psk", _configuration.Psk is { } psk ? LineValue.Of(psk) : null);
        Set("wps", "wps_state", LineValue.Of("2"));
        var bytes = ByteText.Encode(text);
        result = AtomicFile.Replace(_disk, file, bytes, content.Mode);
        CryptographicOperations.ZeroMemory(bytes);
        CryptographicOperations.ZeroMemory(content.Bytes);
        return result;

        void Set(string section, string key, LineValue? value) => text = _configuration.IsFlat
            ? FlatEditor.Set(text, key, value)
            : IniEditor.Set(text, section, key, value);
    }

    private void Restart()
    {
        // Somebody may have switched it off since: the next ENABLE takes the settings.
        if (_bss.Recovery.State == RecoveryState.Off)
        {
            return;
        }

        if (_bss.Restart(_configuration.ToOptions()) is { Succeeded: false } refused)
        {
            Log.Error("{0}: {1}", _configuration.InterfaceName, refused);
        }
    }
}
