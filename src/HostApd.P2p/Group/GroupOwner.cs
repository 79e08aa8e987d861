using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>
/// The Group Owner's half of Wi-Fi Direct (P2P 1.7 3.2): elements, client table, and answers to action frames. Pure:
/// effects wait in <see cref="TryNextEffect"/>. The P2P Device Address equals the interface address, which is where
/// mac80211 delivers action frames.
/// </summary>
public sealed class GroupOwner
{
    private readonly GroupOwnerOptions _options;
    private readonly GroupEffects _effects = new();
    private readonly GroupMembers _members;
    private readonly GroupElements _elements;
    private readonly ProvisionDiscovery _provision;
    private readonly ClientWaking _waking;
    private readonly GroupActions _actions;

    /// <summary>A group without clients.</summary>
    /// <param name="address">Interface and P2P Device Address.</param>
    /// <param name="ssid">The group's SSID; begins with <c>DIRECT-</c>.</param>
    /// <param name="options">What it is to be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="drawPin">Draws an eight-digit PIN to be shown; null while there is not enough entropy.</param>
    public GroupOwner(MacAddress address, ReadOnlySpan<byte> ssid, GroupOwnerOptions options, TimeProvider time,
        Func<string?> drawPin)
    {
        ArgumentNullException.ThrowIfNull(options);
        Address = address;
        Ssid = ssid.ToArray();
        _options = options;
        _members = new GroupMembers(options.MaxClients);
        _elements = new GroupElements(address, options, _members);
        _provision = new ProvisionDiscovery(options, _effects, time, drawPin);
        _waking = new ClientWaking(_members, _effects);
        _actions = new GroupActions(options, _members, _elements, _provision, _waking, _effects) { Address = address, Ssid = Ssid };
        Operating = (81, 6);
    }

    /// <summary>Interface and P2P Device Address.</summary>
    public MacAddress Address { get; }

    /// <summary>The group's SSID.</summary>
    public byte[] Ssid { get; }

    /// <summary>Operating class and channel now (802.11-2020 annex E): 81 for 2.4 GHz.</summary>
    public (byte Class, byte Channel) Operating
    {
        get => _actions.Operating;
        set => _actions.Operating = value;
    }

    /// <summary>Wi-Fi Display subelements that go with our elements.</summary>
    public DisplaySubelements Display
    {
        get => _elements.Display;
        init => _elements.Display = value;
    }

    /// <summary>The P2P clients in the group, by interface address.</summary>
    public IReadOnlyCollection<GroupClient> Clients => _members.Clients;

    /// <summary>Frames without effect, by reason.</summary>
    public long Dropped(P2pDrop reason) => _actions.Dropped(reason);

    /// <summary>The next effect; false when there is none. Run it before asking for the one after.</summary>
    public bool TryNextEffect(out GroupOwnerEffect effect) => _effects.TryTake(out effect);

    /// <summary>The client with this P2P Device Address, or null.</summary>
    public GroupClient? FindDevice(MacAddress deviceAddress) => _members.FindDevice(deviceAddress);

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
        var wasFull = _members.IsFull;
        GroupClient? client = null;
        if (!p2pBody.IsEmpty && P2pRequest.TryParse(p2pBody, out var request)
            && P2pDeviceInfo.TryParse(request.DeviceInfo) is { } info)
        {
            _provision.OnJoined(info.Address);
            client = new GroupClient(interfaceAddress, info, request.DeviceCapability, request.GroupCapability);
            _members.Add(client);
        }
        else
        {
            _members.AddLegacy(interfaceAddress);
        }

        NoteLimit(wasFull);
        return client;
    }

    /// <summary>A station has gone.</summary>
    public void OnLeft(MacAddress interfaceAddress)
    {
        var wasFull = _members.IsFull;
        if (_members.Remove(interfaceAddress))
        {
            _waking.OnLeft(interfaceAddress);
            NoteLimit(wasFull);
        }
    }

    /// <summary>
    /// Whether a Probe Request of a P2P device concerns us (P2P 1.7 3.1.3.2): a device ID or requested type names us or
    /// one of our clients, or none is given.
    /// </summary>
    public bool Matches(in P2pRequest request, DeviceType? requestedType) =>
        (request.DeviceId.IsZero || request.DeviceId == Address || _members.FindDevice(request.DeviceId) is not null)
        && (requestedType is not { } type || _options.Device.DeviceType.Fits(type) || _members.HasType(type));

    /// <summary>For the Beacon: Capability, Device ID.</summary>
    public void WriteBeaconElement(ref ByteWriter writer) => _elements.WriteBeacon(ref writer);

    /// <summary>For a Probe Response to a P2P device: Capability, Device Info, Group Info where there are clients.</summary>
    public void WriteProbeResponseElement(ref ByteWriter writer) => _elements.WriteProbeResponse(ref writer);

    /// <summary>For an Association Response to a P2P client: empty on success, a status on refusal.</summary>
    public void WriteAssociationElement(ref ByteWriter writer, P2pStatus status) =>
        _elements.WriteAssociationResponse(ref writer, status);

    /// <summary>Whether an action frame's body is Wi-Fi Direct's, whatever its subtype.</summary>
    public static bool IsP2p(ReadOnlySpan<byte> body) => P2pActionFrame.IsP2p(body);

    /// <summary>An action frame for which <see cref="IsP2p"/> is true, addressed to us.</summary>
    /// <param name="source">Its sender.</param>
    /// <param name="body">From the category on.</param>
    public void OnAction(MacAddress source, ReadOnlySpan<byte> body) => _actions.OnAction(source, body);

    /// <summary>A frame to a client that was to be awaited has left, heard or not.</summary>
    public void OnSent(MacAddress client, bool acknowledged) => _waking.OnSent(client, acknowledged);

    /// <summary>The press was not made: the device may ask again at once.</summary>
    public void OnPressRefused(MacAddress device) => _provision.OnPressRefused(device);

    private void NoteLimit(bool wasFull)
    {
        if (wasFull != _members.IsFull)
        {
            _effects.Emit(new GroupOwnerEffect(GroupOwnerEffectKind.UpdateElements));
        }
    }
}
