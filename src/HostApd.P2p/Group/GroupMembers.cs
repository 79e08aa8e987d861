using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>Who is in the group: P2P clients with what they said of themselves, legacy stations by address alone. Both fill it.</summary>
internal sealed class GroupMembers(int maxClients)
{
    private readonly Dictionary<MacAddress, GroupClient> _clients = [];
    private readonly HashSet<MacAddress> _legacy = [];

    /// <summary>The P2P clients.</summary>
    public IReadOnlyCollection<GroupClient> Clients => _clients.Values;

    /// <summary>No further client.</summary>
    public bool IsFull => _clients.Count + _legacy.Count >= maxClients;

    public void Add(GroupClient client) => _clients[client.InterfaceAddress] = client;

    public void AddLegacy(MacAddress interfaceAddress) => _legacy.Add(interfaceAddress);

    public bool Remove(MacAddress interfaceAddress) => _clients.Remove(interfaceAddress) | _legacy.Remove(interfaceAddress);

    /// <summary>Whether a station is in, as a P2P client or without being one.</summary>
    public bool Has(MacAddress interfaceAddress) => _clients.ContainsKey(interfaceAddress) || _legacy.Contains(interfaceAddress);

    /// <summary>The client with this P2P Device Address, or null.</summary>
    public GroupClient? FindDevice(MacAddress deviceAddress)
    {
        foreach (var client in _clients.Values)
        {
            if (client.Info.Address == deviceAddress)
            {
                return client;
            }
        }

        return null;
    }

    /// <summary>Whether a client is of that type; subcategory 0 means any.</summary>
    public bool HasType(DeviceType wanted) => _clients.Values.Any(client => client.Info.PrimaryType.Fits(wanted));

    /// <summary>
    /// Body of Group Info (P2P 1.7 4.1.16), and its length: as many descriptors as fit. A client whose descriptor would be cut off
    /// is better left out.
    /// </summary>
    public int DescribeClients(Span<byte> target)
    {
        var descriptors = new ByteWriter(target);
        foreach (var client in _clients.Values)
        {
            if (descriptors.Length + client.Info.DescriptorLength > target.Length)
            {
                break;
            }

            client.Info.WriteDescriptor(ref descriptors, client.InterfaceAddress, client.Capability);
        }

        return descriptors.Length;
    }
}
