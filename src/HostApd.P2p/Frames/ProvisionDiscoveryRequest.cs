using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p.Frames;

/// <summary>Provision Discovery Request (P2P 1.7 4.2.9): by which method a device would like to join. All of its P2P attributes may be absent.</summary>
public ref struct ProvisionDiscoveryRequest
{
    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>Body of P2P Device Info; see <see cref="P2pDeviceInfo.TryParse"/>.</summary>
    public ReadOnlySpan<byte> DeviceInfo;

    /// <summary>P2P Group ID: the Group Owner's P2P Device Address; zero when absent.</summary>
    public MacAddress GroupDevice;

    /// <summary>P2P Group ID: SSID.</summary>
    public ReadOnlySpan<byte> GroupSsid;

    /// <summary>Config Methods, in the WPS element.</summary>
    public ConfigMethods ConfigMethods;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, ReadOnlySpan<byte> wps, out ProvisionDiscoveryRequest m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        (m.DeviceCapability, m.GroupCapability) = list.Capability();
        m.DeviceInfo = list.Optional(P2pAttributeId.DeviceInfo);
        m.GroupDevice = list.GroupId(out m.GroupSsid);
        if (!list.TryFinish(out error))
        {
            return false;
        }

        var isRight = WpsPart.TryParse(wps, out m.ConfigMethods);
        error = isRight ? default : new P2pError(P2pErrorCode.Wps, 0, p2p.Length);
        return isRight;
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.ProvisionDiscoveryRequest, token);
        Span<byte> buffer = stackalloc byte[512];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability, GroupCapability);
        if (!DeviceInfo.IsEmpty)
        {
            P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.DeviceInfo, DeviceInfo);
        }

        if (!GroupDevice.IsZero)
        {
            P2pAttributeWriter.GroupId(ref attributes, GroupDevice, GroupSsid);
        }

        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
        WpsPart.Write(ref writer, ConfigMethods);
    }
}
