using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// Networks of their own for some stations (<c>dynamic_vlan</c>): made when the first station is put there, or at the start where the file
/// names them, each with a group key of its own; taken back with the last. A number that cannot be had is nobody's way into the access
/// point's own network.
/// </summary>
internal sealed class StationVlans : IDisposable
{
    /// <summary>IGTKs and BIGTKs are the access point's, whatever network a station is in.</summary>
    private const int FirstManagementKey = 4;

    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly IApPort _port;
    private readonly GroupKeys _own;
    private readonly MacAcl _acl;
    private readonly AddressInquiries _inquiries;
    private readonly Dictionary<int, Network> _networks = [];

    internal StationVlans(BssSite site, StationTable stations, IApPort port, GroupKeys own, MacAcl acl, AddressInquiries inquiries)
    {
        (_site, _stations, _port, _own, _acl, _inquiries) = (site, stations, port, own, acl, inquiries);
        own.Renewed += Renew;
    }

    private VlanOptions? Options => _site.Options.Vlans is { Mode: not DynamicVlan.Off } options ? options : null;

    /// <summary>The networks that there are now.</summary>
    internal IEnumerable<int> Ids => _networks.Keys;

    /// <summary>Whether there are such networks at all.</summary>
    internal bool Any => Options is not null;

    /// <summary>Whether a station may get a place by its address, or by what is known of it already: nobody says more of it.</summary>
    internal bool HasPlace(MacAddress station, SessionGrant? grant) => Options is not { Mode: DynamicVlan.Required } || IdOf(station, grant) > 0;

    /// <summary>Where a station's group key comes from.</summary>
    internal GroupKeys GroupOf(Sta sta) => _networks.GetValueOrDefault(sta.VlanId)?.Group ?? _own;

    /// <summary>How far a group key is used that a station has, or is about to have.</summary>
    /// <param name="sta">The station.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="sequence">Receives the packet number, 6 bytes, least significant first.</param>
    internal DriverResult ReadKeySequence(Sta sta, int keyId, Span<byte> sequence) =>
        _port.ReadKeySequence(keyId < FirstManagementKey ? sta.VlanId : 0, keyId, sequence);

    /// <summary>On the air: what the file names is there from the start.</summary>
    internal void Start()
    {
        foreach (var line in Options?.Lines ?? [])
        {
            if (line.Id == 0)
            {
                continue;
            }

            if (Have(line.Id, out var problem) is { } network)
            {
                network.IsNamed = true;
            }
            else
            {
                BssSite.Log.Warn("{0}: VLAN {1}: {2}", _site.Name, line.Id, problem);
            }
        }
    }

    /// <summary>
    /// Puts a station where a service wants it: by what came with its authentication, or before that with the word on its address, or else
    /// where the list of accepted addresses says.
    /// </summary>
    /// <param name="sta">The station.</param>
    /// <param name="grant">What came with its authentication; null: nothing.</param>
    /// <returns>Why it cannot be there, in words; null: it is.</returns>
    internal string? Place(Sta sta, SessionGrant? grant)
    {
        if (Options is null)
        {
            return null;
        }

        var id = IdOf(sta.Address, grant);
        return id < 0 ? "the VLAN that the server names is none" : Place(sta, id);
    }

    /// <summary>Puts a station where the key that it has proven says, or else where it belongs by what is known of it.</summary>
    /// <param name="sta">The station.</param>
    /// <param name="byKey">The network that the key names; 0: none.</param>
    /// <param name="grant">As above.</param>
    /// <returns>As above.</returns>
    internal string? Place(Sta sta, int byKey, SessionGrant? grant) => byKey > 0 ? Place(sta, byKey) : Place(sta, grant);

    /// <summary>The network that is meant; 0: nobody says which; -1: one that is none.</summary>
    private int IdOf(MacAddress station, SessionGrant? grant)
    {
        var word = grant is null or { Vlan: VlanWish.None } ? _inquiries.GrantOf(station) : grant;
        return (word?.Vlan ?? VlanWish.None) switch
        {
            VlanWish.Assigned => word!.VlanId,
            VlanWish.Unusable => -1,
            VlanWish.None => _acl.Accepted.GetValueOrDefault(station),
        };
    }

    /// <summary>Puts a station into a network; 0: nobody has said which.</summary>
    /// <param name="sta">The station.</param>
    /// <param name="id">The network.</param>
    /// <returns>As above.</returns>
    internal string? Place(Sta sta, int id)
    {
        if (Options is not { } options)
        {
            return null;
        }

        if (id == 0 && options.Mode == DynamicVlan.Required)
        {
            return "it is put into no VLAN, and dynamic_vlan=2 asks for one";
        }

        if (sta.IsAuthorized && id != sta.VlanId)
        {
            // Its keys are those of the network where it is: it is to come anew.
            return id == 0 ? $"it is to leave VLAN {sta.VlanId}" : $"it is to move to VLAN {id}";
        }

        if (id == sta.VlanId)
        {
            return null;
        }

        string? problem = null;
        var network = id == 0 ? null : Have(id, out problem);
        if (id != 0 && network is null)
        {
            return problem;
        }

        var moved = _site.Link.Vlans.Move(sta.Address, id);
        if (!moved.Succeeded)
        {
            TakeBackIfEmpty(id);
            return moved.ToString();
        }

        Leave(sta);
        sta.VlanId = id;
        if (network is not null)
        {
            network.Stations++;
            BssSite.Log.Info("{0}: STA {1} RADIUS: VLAN ID {2}", _site.Name, sta.Address, id);
        }

        return null;
    }

    /// <summary>A station is gone, from the kernel as well.</summary>
    internal void Leave(Sta sta)
    {
        if (_networks.TryGetValue(sta.VlanId, out var network))
        {
            network.Stations--;
            TakeBackIfEmpty(sta.VlanId);
        }

        sta.VlanId = 0;
    }

    internal void OnEntropyReady()
    {
        foreach (var network in _networks.Values)
        {
            network.Group.OnEntropyReady();
        }
    }

    /// <summary>Off the air: the stations are gone already.</summary>
    internal void Stop()
    {
        foreach (var (id, network) in _networks)
        {
            network.Group.Stop();
            network.Group.Dispose();
            _ = _site.Link.Vlans.Remove(id);
        }

        _networks.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private Network? Have(int id, out string? problem)
    {
        problem = null;
        if (_networks.TryGetValue(id, out var known))
        {
            return known;
        }

        if (Options!.Plan(id, _site.Name, out problem) is not { } settings)
        {
            return null;
        }

        var added = _site.Link.Vlans.Add(settings);
        if (!added.Succeeded)
        {
            problem = added.ToString();
            return null;
        }

        var network = new Network(new GroupKeys(_site, _stations, _port, id));
        network.Group.Renewed += network.CatchUp;
        _networks[id] = network;
        if (_site.Options.Security is { } security)
        {
            _ = network.Group.Start(security, _own);
        }

        return network;
    }

    private void TakeBackIfEmpty(int id)
    {
        if (_networks.TryGetValue(id, out var network) && network is { Stations: 0, IsNamed: false })
        {
            _networks.Remove(id);
            network.Group.Stop();
            network.Group.Dispose();
            _ = _site.Link.Vlans.Remove(id);
        }
    }

    /// <summary>The keys that protect management frames are the access point's own, and are another now.</summary>
    private void Renew()
    {
        foreach (var network in _networks.Values)
        {
            network.Rekey();
        }
    }

    private sealed class Network(GroupKeys group)
    {
        internal GroupKeys Group => group;

        internal int Stations { get; set; }

        /// <summary>The file names it: it stays while there is nobody.</summary>
        internal bool IsNamed { get; set; }

        /// <summary>Another key was wanted while the one before was still on its way to some stations.</summary>
        private bool IsBehind { get; set; }

        internal void Rekey()
        {
            IsBehind = group.State == GroupKeyState.SetKeys;
            if (!IsBehind)
            {
                _ = group.Rekey();
            }
        }

        internal void CatchUp()
        {
            if (IsBehind)
            {
                Rekey();
            }
        }
    }
}
