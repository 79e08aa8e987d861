using System.Security.Cryptography;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Linux;
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
    private readonly IWorker _worker;

    internal PskFileKeeper(AccessPointConfiguration configuration, Bss bss, IWorker worker)
    {
        _configuration = configuration;
        _bss = bss;
        _worker = worker;
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

    /// <summary>Writes down what the group is, at the start, when nobody waits for it.</summary>
    internal void KeepGroup()
    {
        if (_configuration.GroupOwner.Enabled)
        {
            Complain(GroupState.Store(GroupState.PathOf(_configuration), GroupState.Compose(_configuration, _bss)));
        }
    }

    /// <summary>A device has got a key, and waits for message M8: the flash is written meanwhile.</summary>
    private void Store()
    {
        if (_configuration.GroupOwner.Enabled)
        {
            Write(GroupState.PathOf(_configuration), GroupState.Compose(_configuration, _bss), GroupState.Store);
        }
        else if (_configuration.PskFile is { } path)
        {
            Write(path, WpaPskFile.Compose(path, _bss), WpaPskFile.Store);
        }
    }

    private void Write(string path, byte[] content, Func<string, byte[], OsResult> store)
    {
        var result = OsResult.Ok;
        _worker.Run(() => result = store(path, content), () =>
        {
            CryptographicOperations.ZeroMemory(content);
            Complain(result);
        });
    }

    private void Complain(OsResult result)
    {
        if (result.Succeeded)
        {
            return;
        }

        if (_configuration.GroupOwner.Enabled)
        {
            Log.Warn("{0}: the group will be another one after a restart: {1}", _configuration.InterfaceName, result);
        }
        else
        {
            Log.Error("{0}: {1}", _configuration.InterfaceName, result);
        }
    }
}
