using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>Networks of their own for some stations: who is where, and which group keys each has.</summary>
public sealed class SimulatedVlans : IVlanLink
{
    private const int NoSuchDevice = 19;

    private readonly CallRecord _calls;
    private readonly Dictionary<int, VlanSettings> _networks = [];

    internal SimulatedVlans(CallRecord calls) => _calls = calls;

    /// <summary>The networks that there are.</summary>
    public IReadOnlyDictionary<int, VlanSettings> Networks => _networks;

    /// <summary>Where stations were put last; those that are not named are in the access point's own.</summary>
    public Dictionary<MacAddress, int> Places { get; } = [];

    /// <summary>Group keys installed, oldest first, as network, index and key.</summary>
    public List<string> Keys { get; } = [];

    /// <inheritdoc/>
    public DriverResult Add(VlanSettings vlan)
    {
        ArgumentNullException.ThrowIfNull(vlan);
        if (_calls.Take($"AddVlan {vlan.Id} {vlan.Name} {vlan.Bridge ?? "-"}{(vlan.Trunk is { } trunk ? $" {trunk.Name}@{trunk.Parent}" : "")}") is { } refusal)
        {
            return refusal;
        }

        _networks[vlan.Id] = vlan;
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Remove(int id)
    {
        _networks.Remove(id);
        return _calls.Take($"RemoveVlan {id}") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Move(MacAddress station, int id)
    {
        if ((_calls.Take($"MoveStation {station} {id}") ?? Refuse(id)) is { } refusal)
        {
            return refusal;
        }

        Places[station] = id;
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult InstallKey(int id, in KeySettings key)
    {
        if ((_calls.Take($"InstallKey vlan {id} group {key.Index}{(key.MakeDefault ? " default" : "")}") ?? Refuse(id)) is { } refusal)
        {
            return refusal;
        }

        Keys.Add($"{id} {key.Index}:{Convert.ToHexStringLower(key.Key)}");
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult ReadKeySequence(int id, int keyIndex, Span<byte> sequence)
    {
        sequence.Clear();
        return _calls.Take($"ReadKeySequence vlan {id} {keyIndex}") ?? Refuse(id) ?? DriverResult.Ok;
    }

    private DriverResult? Refuse(int id) =>
        id == 0 || _networks.ContainsKey(id) ? null : new DriverResult($"VLAN {id}", NoSuchDevice, "No such device", null);
}
