using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>P2P element of a Probe Request and of a (Re)Association Request (P2P 1.7 4.2.2, 4.2.4), joined when it came in several.</summary>
public ref struct P2pRequest
{
    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>P2P Device ID: who is looked for, or zero.</summary>
    public MacAddress DeviceId;

    /// <summary>Body of Listen Channel, see <see cref="P2pChannel"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> ListenChannel;

    /// <summary>Extended Listen Timing, 4 bytes: period and interval in ms, least significant byte first; empty when absent.</summary>
    public ReadOnlySpan<byte> ExtendedListen;

    /// <summary>Body of P2P Device Info; see <see cref="P2pDeviceInfo.TryParse"/>.</summary>
    public ReadOnlySpan<byte> DeviceInfo;

    /// <summary>The wildcard SSID of P2P (P2P 1.7 3.1.2.1.1): who probes for it looks for devices and their groups.</summary>
    public static ReadOnlySpan<byte> WildcardSsid => "DIRECT-"u8;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out P2pRequest request)
    {
        var list = new P2pAttributeList(body);
        request = default;
        (request.DeviceCapability, request.GroupCapability) = list.Capability();
        request.DeviceId = list.Mac(P2pAttributeId.DeviceId);
        request.ListenChannel = list.Optional(P2pAttributeId.ListenChannel);
        request.ExtendedListen = list.Optional(P2pAttributeId.ExtendedListenTiming);
        request.DeviceInfo = list.Optional(P2pAttributeId.DeviceInfo);
        return list.TryFinish(out _);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer)
    {
        P2pAttributeWriter.Capability(ref writer, DeviceCapability, GroupCapability);
        P2pAttributeWriter.Optional(ref writer, P2pAttributeId.DeviceId, DeviceId);
        P2pAttributeWriter.Optional(ref writer, P2pAttributeId.ListenChannel, ListenChannel);
        P2pAttributeWriter.Optional(ref writer, P2pAttributeId.ExtendedListenTiming, ExtendedListen);
        P2pAttributeWriter.Optional(ref writer, P2pAttributeId.DeviceInfo, DeviceInfo);
    }
}
