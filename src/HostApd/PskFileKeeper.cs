using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using NLog;

namespace HostApd;

/// <summary>
/// The keys that belong to single devices: from <c>wpa_psk_file</c>, or from the file of a P2P group, and back there when
/// WPS has made a new one.
/// </summary>
internal sealed class PskFileKeeper
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly AccessPointConfiguration _configuration;
    private readonly Bss _bss;

    internal PskFileKeeper(AccessPointConfiguration configuration, Bss bss)
    {
        _configuration = configuration;
        _bss = bss;
        bss.DevicePsksChanged += Store;
    }

    /// <summary>Gives the BSS what the files hold.</summary>
    internal void Load()
    {
        if (_configuration.GroupOwner.Enabled)
        {
            GroupState.LoadDevices(_configuration, _bss);
        }
        else if (_configuration.PskFile is { } path && File.Exists(path))
        {
            var problems = new List<ConfigurationProblem>();
            _bss.ReplaceDevicePsks(WpaPskFile.Read(path, _configuration.Ssid, problems));
            problems.ForEach(static p => Log.Error("{0}", p));
        }
    }

    /// <summary>Reads <c>wpa_psk_file</c> anew and sends those away whose key is not in it any more; how many.</summary>
    internal int Reload()
    {
        if (_configuration.GroupOwner.Enabled || _configuration.PskFile is null)
        {
            return 0;
        }

        var before = _bss.Stations.Where(static s => s.IsAuthorized).Select(s => (s.Address, Key: _bss.KeyOf(s).ToArray())).ToList();
        Load();
        var gone = 0;
        foreach (var (address, key) in before)
        {
            if (key.Length > 0 && _bss.Stations.Find(address) is { } sta && !_bss.MayUse(sta, key))
            {
                _bss.Deauthenticate(address, ReasonCode.InvalidAuthentication);
                gone++;
            }
        }

        return gone;
    }

    internal void KeepGroup()
    {
        if (_configuration.GroupOwner.Enabled && GroupState.Store(_configuration, _bss) is { Succeeded: false } refused)
        {
            Log.Warn("{0}: the group will be another one after a restart: {1}", _configuration.InterfaceName, refused);
        }
    }

    private void Store()
    {
        if (_configuration.GroupOwner.Enabled)
        {
            KeepGroup();
        }
        else if (_configuration.PskFile is { } path)
        {
            WpaPskFile.Store(path, _bss);
        }
    }
}
