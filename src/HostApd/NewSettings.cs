using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Linux;
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

    internal NewSettings(AccessPointConfiguration configuration, Bss bss, TimeProvider time)
    {
        _configuration = configuration;
        _bss = bss;
        _timer = time.CreateTimer(_ => Restart(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        bss.SettingsOffered += Take;
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

            var key = Encoding.ASCII.GetString(settings.NetworkKey.Span);
            _configuration.Ssid = settings.Ssid;
            _configuration.Wpa = key.Length == 0 ? 0 : 2;
            _configuration.Passphrase = key.Length is >= 8 and <= 63 ? key : null;
            _configuration.Psk = key.Length == 64 ? key : null;
            _configuration.WpsState = 2;
            Store();
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Store()
    {
        if (_configuration.File is not { } file)
        {
            return;
        }

        if (_configuration.Main is not null)
        {
            Log.Warn("{0}: the new settings are in force but not stored: this BSS is not the first of its file", _configuration.InterfaceName);
            return;
        }

        var text = File.ReadAllText(file);
        Set("bss", "ssid", Encoding.UTF8.GetString(_configuration.Ssid));
        Set("security", "wpa", _configuration.Wpa == 0 ? "0" : "2");
        Set("security", "wpa_passphrase", _configuration.Passphrase);
        Set("security", "wpa_psk", _configuration.Psk);
        Set("wps", "wps_state", "2");
        var mode = (int)File.GetUnixFileMode(file);
        var result = AtomicFile.Replace(file, Encoding.UTF8.GetBytes(text), mode);
        if (!result.Succeeded)
        {
            Log.Error("{0}: the new settings are in force but not stored: {1}", _configuration.InterfaceName, result);
        }

        void Set(string section, string key, string? value) => text = _configuration.IsFlat
            ? FlatEditor.Set(text, key, value)
            : IniEditor.Set(text, section, key, value);
    }

    private void Restart()
    {
        _bss.Disable();
        _bss.Configure(_configuration.ToOptions());
        if (_bss.Enable() is { Succeeded: false } refused)
        {
            Log.Error("{0}: {1}", _configuration.InterfaceName, refused);
        }
    }
}
