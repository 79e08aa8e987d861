using HostApd.Ieee80211;
using HostApd.P2p.Frames;

namespace HostApd.P2p;

/// <summary>What the Group Owner says of itself and of the group: in its elements, and to who asks.</summary>
internal sealed class GroupElements
{
    private const int LongestGroupInfo = 800;

    private readonly GroupOwnerOptions _options;
    private readonly GroupMembers _members;
    private readonly MacAddress _address;
    private readonly byte[] _clients = new byte[LongestGroupInfo];

    public GroupElements(MacAddress address, GroupOwnerOptions options, GroupMembers members)
    {
        _address = address;
        _options = options;
        _members = members;
        DeviceInfo = new P2pDeviceInfo
        {
            Address = address,
            ConfigMethods = options.ConfigMethods,
            PrimaryType = options.Device.DeviceType,
            Name = System.Text.Encoding.UTF8.GetBytes(options.Device.DeviceName),
        }.ToBody();
    }

    /// <summary>Wi-Fi Display subelements that go with our elements.</summary>
    public DisplaySubelements Display { get; set; } = new();

    /// <summary>Body of our P2P Device Info.</summary>
    public byte[] DeviceInfo { get; }

    /// <summary>Our Group Capability now.</summary>
    public GroupCapability GroupCapability =>
        GroupCapability.GroupOwner
        | (_options.Persistent ? GroupCapability.PersistentGroup : 0)
        | (_members.IsFull ? GroupCapability.GroupLimit : 0)
        | (_options.IntraBss ? GroupCapability.IntraBss : 0)
        | (_options.Persistent && _options.PersistentReconnect ? GroupCapability.PersistentReconnect : 0)
        | (_options.IpAddressAllocation ? GroupCapability.IpAddressAllocation : 0);

    public void WriteBeacon(ref ByteWriter writer)
    {
        new BeaconElement
        {
            DeviceCapability = DeviceElements.DeviceCapability,
            GroupCapability = GroupCapability,
            DeviceId = _address,
        }.Write(ref writer);
        writer.Bytes(Display.Element);
    }

    public void WriteProbeResponse(ref ByteWriter writer)
    {
        new ProbeResponseElement
        {
            DeviceCapability = DeviceElements.DeviceCapability,
            GroupCapability = GroupCapability,
            DeviceInfo = DeviceInfo,
            GroupInfo = _clients.AsSpan(0, _members.DescribeClients(_clients)),
        }.Write(ref writer);
        writer.Bytes(Display.Element);
    }

    public void WriteAssociationResponse(ref ByteWriter writer, P2pStatus status)
    {
        new AssociationResponseElement { Status = status }.Write(ref writer);
        writer.Bytes(Display.Element);
    }
}
