using System.Security.Cryptography;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Rsn;
using NLog;
using Tmds.Linux;

namespace HostApd;

/// <summary>
/// The keys that belong to single devices: from <c>wpa_psk_file</c>, or from the file of a P2P group, and back there when
/// WPS has made a new one or a command has taken one away. All writing is the worker's, so that it stays in order. What is not
/// on the disk yet, because it waits or because the disk refused it, counts nevertheless, and is written with the next.
/// </summary>
internal sealed class PskFileKeeper
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly AccessPointConfiguration _configuration;
    private readonly Bss _bss;
    private readonly IWorker _worker;
    private readonly IDisk _disk;
    private readonly List<PskFileChange> _unwritten = [];
    private HashSet<DevicePmk> _known = new(ReferenceEqualityComparer.Instance);
    private int _underWay;
    private int _written;
    private string? _loaded;

    internal PskFileKeeper(AccessPointConfiguration configuration, Bss bss, IWorker worker, IDisk? disk = null)
    {
        _configuration = configuration;
        _bss = bss;
        _worker = worker;
        _disk = disk ?? Disk.Real;
        bss.DeviceKeys.Changed += Store;
        bss.Group.KnownChanged += KeepGroup;
    }

    /// <summary>
    /// Gives the BSS what the files hold; the problem, or null. With a problem the keys stay as they are: half a list would
    /// shut people out, and an old one is at least somebody's.
    /// </summary>
    internal string? Load()
    {
        var problem = _configuration.GroupOwner.Enabled ? LoadGroup() : LoadFile();
        _known = new HashSet<DevicePmk>(_bss.DeviceKeys.All, ReferenceEqualityComparer.Instance);
        if (_unwritten.Count > 0 && _underWay == 0)
        {
            WriteChanges();
        }

        return problem;
    }

    /// <summary>
    /// Reads <c>wpa_psk_file</c> anew and sends those away whose key is not in it any more; how many. A file, or its line in the
    /// configuration, that is gone has no keys left.
    /// </summary>
    /// <returns>The problem, or null.</returns>
    internal string? Reload(out int gone)
    {
        gone = 0;
        if (_configuration.GroupOwner.Enabled || _configuration.PskFile is null && _loaded is null)
        {
            return null;
        }

        // Who came in under a former name of the network has a key that no list of today has: it stays.
        var before = _bss.Stations.Where(static s => s.IsAuthorized)
            .Where(s => s.Access is RsnAccess { ProvenKey: var key } && _bss.DeviceKeys.MayUse(s, key))
            .Select(static s => (s.Address, Key: ((RsnAccess)s.Access!).ProvenKey.ToArray())).ToList();
        if (Load() is { } problem)
        {
            before.ForEach(static b => CryptographicOperations.ZeroMemory(b.Key));
            return problem;
        }

        foreach (var (address, key) in before)
        {
            if (_bss.Stations.Find(address) is { } sta && !_bss.DeviceKeys.MayUse(sta, key))
            {
                _bss.SendAway(address, ReasonCode.InvalidAuthentication, disassociate: false);
                gone++;
            }

            CryptographicOperations.ZeroMemory(key);
        }

        return null;
    }

    /// <summary>Writes down what the group is, at the start, when nobody waits for it.</summary>
    internal void KeepGroup()
    {
        // A device is found before its group has been given a name: there is nothing to keep yet.
        if (_configuration.GroupOwner.Enabled && GroupState.IsComplete(_configuration))
        {
            WriteGroup();
        }
    }

    /// <summary>Once loaded, memory is the truth: the file may be older, if it is being written, or could not be.</summary>
    private string? LoadGroup()
    {
        var path = GroupState.PathOf(_configuration);
        if (_loaded == path)
        {
            return null;
        }

        _loaded = GroupState.TryLoadDevices(_configuration, _bss, _disk) ? path : null;
        return null;
    }

    private string? LoadFile()
    {
        if (_configuration.PskFile is not { } path)
        {
            if (_loaded is not null)
            {
                _bss.DeviceKeys.Replace([]);
                _loaded = null;
            }

            return null;
        }

        var result = _disk.Read(path, FileTrust.Anybody, out var content);
        if (!result.Succeeded && result.Errno != LibC.ENOENT)
        {
            return result.ToString();
        }

        if (content is null && _configuration.WpsState == 0)
        {
            Log.Warn("{0}: there is no {1}: no device has a key of its own any more", _configuration.InterfaceName, path);
        }

        var problems = new List<ConfigurationProblem>();
        var bytes = WpaPskFile.Change(content?.Bytes ?? [], _unwritten);
        CryptographicOperations.ZeroMemory(content?.Bytes ?? []);
        var keys = WpaPskFile.Read(path, bytes, _configuration.Ssid, _configuration.Vlan.Mode != DynamicVlan.Off, problems);
        CryptographicOperations.ZeroMemory(bytes);
        if (problems.Count > 0)
        {
            foreach (var key in keys)
            {
                key.Dispose();
            }

            problems.ForEach(static p => Log.Error("{0}", p));
            return problems[0].ToString();
        }

        _bss.DeviceKeys.Replace(keys);
        _loaded = path;
        return null;
    }

    /// <summary>A device has got a key, and waits for message M8, or has none any more: the flash is written meanwhile.</summary>
    private void Store()
    {
        var now = new HashSet<DevicePmk>(_bss.DeviceKeys.All, ReferenceEqualityComparer.Instance);
        var gone = _known.Where(k => !now.Contains(k) && !k.Station.IsZero && !now.Any(n => n.Station == k.Station)).Select(static k => k.Station);
        var fresh = now.Where(n => !_known.Contains(n) && !n.Station.IsZero && n.KeyId is null);
        if (!_configuration.GroupOwner.Enabled && _configuration.PskFile is not null)
        {
            _unwritten.AddRange(gone.Distinct().Select(static station => new PskFileChange(station, null)));
            _unwritten.AddRange(fresh.Select(static psk => new PskFileChange(psk.Station, new SecretBytes(psk.Key.Span))));
            WriteChanges();
        }

        _known = now;
        KeepGroup();
    }

    private void WriteGroup()
    {
        var path = GroupState.PathOf(_configuration);
        if (_loaded != path)
        {
            // What could not be read may be a group that people have saved: it is not written over.
            Log.Warn("{0}: {1} stays as it is: it could not be read", _configuration.InterfaceName, path);
            return;
        }

        var content = GroupFile.Compose(_configuration, _bss);
        var result = OsResult.Ok;
        _worker.Run(() => result = GroupState.Store(path, content, _disk), () =>
        {
            CryptographicOperations.ZeroMemory(content);
            Complain(result);
        });
    }

    /// <summary>The file as it is then, with everything that is not in it yet: what was refused before comes with it.</summary>
    private void WriteChanges()
    {
        if (_configuration.PskFile is not { } path || _unwritten.Count == 0)
        {
            return;
        }

        PskFileChange[] changes = [.. _unwritten];
        var result = OsResult.Ok;
        _underWay++;
        _worker.Run(() => result = Write(path, changes), () =>
        {
            _underWay--;
            _written = result.Succeeded ? Math.Max(_written, changes.Length) : _written;
            Forget();
            Complain(result);
        });
    }

    /// <summary>Their keys are wiped only when no write needs them any more.</summary>
    private void Forget()
    {
        if (_underWay == 0)
        {
            _unwritten.GetRange(0, _written).ForEach(static c => c.Key?.Dispose());
            _unwritten.RemoveRange(0, _written);
            _written = 0;
        }
    }

    private OsResult Write(string path, PskFileChange[] changes)
    {
        var result = _disk.Read(path, FileTrust.Anybody, out var content);
        if (!result.Succeeded && result.Errno != LibC.ENOENT)
        {
            return result;
        }

        var bytes = WpaPskFile.Change(content?.Bytes ?? [], changes);
        CryptographicOperations.ZeroMemory(content?.Bytes ?? []);
        result = AtomicFile.Replace(_disk, path, bytes, WpaPskFile.OwnerOnly);
        CryptographicOperations.ZeroMemory(bytes);
        return result;
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
            Log.Error("{0}: a device's key is in force but not kept: {1}", _configuration.InterfaceName, result);
        }
    }
}
