using System.Globalization;
using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>
/// The Group Owner's half of Wi-Fi Direct (P2P 1.7 3.2): elements, client table, and answers to action frames. Pure:
/// effects wait in <see cref="TryNextEffect"/>. The P2P Device Address equals the interface address, which is where
/// mac80211 delivers action frames.
/// </summary>
public sealed partial class GroupOwner
{
    private const int MaxAutoPushButtons = 8;
    private static readonly TimeSpan AutoPushButtonInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RepetitionTime = TimeSpan.FromSeconds(1);

    private readonly GroupOwnerOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string?> _drawPin;
    private readonly Dictionary<MacAddress, GroupClient> _clients = [];
    private readonly HashSet<MacAddress> _legacy = [];
    private readonly Dictionary<MacAddress, long> _autoPressed = [];
    private readonly byte[] _outgoing = new byte[1024];
    private readonly long[] _dropped = new long[Enum.GetValues<P2pDrop>().Length];
    private readonly P2pDeviceInfo _self;
    private (MacAddress Source, byte Token, long When) _lastProvision;
    private EffectQueue<GroupOwnerEffect> _effects = new(4);

    /// <summary>Operating class and channel now (802.11-2020 annex E): 81 for 2.4 GHz.</summary>
    public (byte Class, byte Channel) Operating { get; set; } = (81, 6);

    /// <summary>A group without clients.</summary>
    /// <param name="address">Interface and P2P Device Address.</param>
    /// <param name="ssid">The group's SSID; begins with <c>DIRECT-</c>.</param>
    /// <param name="options">What it is to be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="drawPin">Draws an eight-digit PIN to be shown; null while there is not enough entropy.</param>
    public GroupOwner(MacAddress address, ReadOnlySpan<byte> ssid, GroupOwnerOptions options, TimeProvider time,
        Func<string?> drawPin)
    {
        Address = address;
        Ssid = ssid.ToArray();
        _options = options;
        _time = time;
        _drawPin = drawPin;
        _self = new P2pDeviceInfo
        {
            Address = address,
            ConfigMethods = options.ConfigMethods,
            PrimaryType = options.Device.DeviceType,
            Name = System.Text.Encoding.UTF8.GetBytes(options.Device.DeviceName),
        };
    }

    /// <summary>Interface and P2P Device Address.</summary>
    public MacAddress Address { get; }

    /// <summary>The group's SSID.</summary>
    public byte[] Ssid { get; }

    /// <summary>Wi-Fi Display subelements that go with our elements.</summary>
    public DisplaySubelements Display { get; init; } = new();

    /// <summary>The P2P clients in the group, by interface address.</summary>
    public IReadOnlyCollection<GroupClient> Clients => _clients.Values;

    /// <summary>Frames without effect, by reason.</summary>
    public long Dropped(P2pDrop reason) => _dropped[(int)reason];

    /// <summary>The next effect; false when there is none. Run it before asking for the one after.</summary>
    public bool TryNextEffect(out GroupOwnerEffect effect) => _effects.TryTake(out effect);

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

    /// <summary>The P2P Device Address in the P2P element of a request; zero when there is none.</summary>
    public static MacAddress DeviceAddressOf(ReadOnlySpan<byte> p2pBody) =>
        !p2pBody.IsEmpty && P2pRequest.TryParse(p2pBody, out var request)
            ? P2pDeviceInfo.TryParse(request.DeviceInfo)?.Address ?? request.DeviceId
            : MacAddress.Zero;

    /// <summary>
    /// A station has associated. With Device Info in its P2P element it enters the client table; without, it is a legacy
    /// station: null, but it fills the group, too.
    /// </summary>
    public GroupClient? OnAssociated(MacAddress interfaceAddress, ReadOnlySpan<byte> p2pBody)
    {
        if (p2pBody.IsEmpty || !P2pRequest.TryParse(p2pBody, out var request)
            || P2pDeviceInfo.TryParse(request.DeviceInfo) is not { } info)
        {
            var before = IsFull;
            _legacy.Add(interfaceAddress);
            NoteLimit(before);
            return null;
        }

        if (_lastProvision.Source == info.Address)
        {
            // Its answer has arrived: another request is a new one, even with the same token.
            _lastProvision = default;
        }

        var client = new GroupClient(interfaceAddress, info, request.DeviceCapability, request.GroupCapability);
        var wasFull = IsFull;
        _clients[interfaceAddress] = client;
        NoteLimit(wasFull);
        return client;
    }

    /// <summary>A station has gone.</summary>
    public void OnLeft(MacAddress interfaceAddress)
    {
        var wasFull = IsFull;
        if (_clients.Remove(interfaceAddress) | _legacy.Remove(interfaceAddress))
        {
            NoteLimit(wasFull);
        }
    }

    /// <summary>
    /// Whether a Probe Request of a P2P device concerns us (P2P 1.7 3.1.3.2): a device ID or requested type names us or
    /// one of our clients, or none is given.
    /// </summary>
    public bool Matches(in P2pRequest request, DeviceType? requestedType) =>
        (request.DeviceId.IsZero || request.DeviceId == Address || FindDevice(request.DeviceId) is not null)
        && (requestedType is not { } type || Fits(type, _options.Device.DeviceType)
            || _clients.Values.Any(client => Fits(type, client.Info.PrimaryType)));

    /// <summary>For the Beacon: Capability, Device ID.</summary>
    public void WriteBeaconElement(ref ByteWriter writer)
    {
        Span<byte> buffer = stackalloc byte[64];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability.InvitationProcedure, Capability);
        P2pAttributeWriter.DeviceId(ref attributes, Address);
        P2pAttributeWriter.Element(ref writer, attributes.Written);
        writer.Bytes(Display.Element);
    }

    /// <summary>For a Probe Response to a P2P device: Capability, Device Info, Group Info where there are clients.</summary>
    public void WriteProbeResponseElement(ref ByteWriter writer)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability.InvitationProcedure, Capability);
        _self.Write(ref attributes);
        WriteGroupInfo(ref attributes);
        P2pAttributeWriter.Element(ref writer, attributes.Written);
        writer.Bytes(Display.Element);
    }

    /// <summary>For an Association Response to a P2P client: empty on success, a status on refusal.</summary>
    public void WriteAssociationElement(ref ByteWriter writer, P2pStatus status)
    {
        Span<byte> buffer = stackalloc byte[4];
        var attributes = new ByteWriter(buffer);
        if (status != P2pStatus.Success)
        {
            P2pAttributeWriter.Status(ref attributes, status);
        }

        P2pAttributeWriter.Element(ref writer, attributes.Written);
        writer.Bytes(Display.Element);
    }

    private bool IsFull => _clients.Count + _legacy.Count >= _options.MaxClients;

    private GroupCapability Capability =>
        GroupCapability.GroupOwner
        | (_options.Persistent ? GroupCapability.PersistentGroup : 0)
        | (IsFull ? GroupCapability.GroupLimit : 0)
        | (_options.IntraBss ? GroupCapability.IntraBss : 0)
        | (_options.Persistent && _options.PersistentReconnect ? GroupCapability.PersistentReconnect : 0)
        | (_options.IpAddressAllocation ? GroupCapability.IpAddressAllocation : 0);

    private static bool Fits(DeviceType wanted, DeviceType have) =>
        wanted.Category == have.Category && wanted.Oui == have.Oui
        && (wanted.Subcategory == 0 || wanted.Subcategory == have.Subcategory);

    private void WriteGroupInfo(ref ByteWriter writer)
    {
        if (_clients.Count == 0)
        {
            return;
        }

        Span<byte> buffer = stackalloc byte[800];
        var descriptors = new ByteWriter(buffer);
        foreach (var client in _clients.Values)
        {
            // As many as fit: a client whose descriptor would be cut off is better left out.
            if (descriptors.Length + client.Info.DescriptorLength > buffer.Length)
            {
                break;
            }

            client.Info.WriteDescriptor(ref descriptors, client.InterfaceAddress, client.Capability);
        }

        P2pAttributeWriter.Header(ref writer, P2pAttributeId.GroupInfo, descriptors.Length);
        writer.Bytes(descriptors.Written);
    }

    private void NoteLimit(bool wasFull)
    {
        if (wasFull != IsFull)
        {
            _effects.Add(new GroupOwnerEffect(GroupOwnerEffectKind.UpdateElements));
        }
    }

    private void Drop(P2pDrop reason) => _dropped[(int)reason]++;

    private void Announce(string text) => _effects.Add(new GroupOwnerEffect(GroupOwnerEffectKind.Announce, Text: text));

    private string Describe(MacAddress source, P2pDeviceInfo? info, in P2pRequest request)
    {
        var group = request.GroupDevice.IsZero ? "" : $" group={_options.InterfaceName}";
        return info is null
            ? $"p2p_dev_addr={source}{group}"
            : string.Create(CultureInfo.InvariantCulture,
                $"p2p_dev_addr={info.Address} pri_dev_type={info.PrimaryType} name='{EventField.Escape(info.PrintableName)}' config_methods=0x{(int)info.ConfigMethods:x} dev_capab=0x{(int)request.DeviceCapability:x} group_capab=0x{(int)request.GroupCapability:x}{group}");
    }
}
