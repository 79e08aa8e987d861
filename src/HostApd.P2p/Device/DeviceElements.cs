using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>What a device without a group says of itself: to who looks for it, and when it looks for others (P2P 1.7 3.1.2).</summary>
public sealed class DeviceElements
{
    private readonly DeviceDescription _device;
    private readonly Guid _uuid;
    private readonly byte[] _deviceInfo;
    private readonly byte[] _wpsRequest;
    private byte[] _wpsResponse;
    private int _passwordId = -1;

    /// <summary>Of a device that is negotiating with nobody.</summary>
    public DeviceElements(DeviceDescription device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
        _uuid = device.Uuid == Guid.Empty ? WpsUuid.FromMac(device.Address) : device.Uuid;
        Info = device.ToDeviceInfo();
        _deviceInfo = Info.ToBody();
        _wpsRequest = EnrolleeElements.ProbeRequest(device.Device, _uuid, device.ConfigMethods, device.RfBands);
        _wpsResponse = WriteWpsResponse();
    }

    /// <summary>Our Device Capability, in a group and without one.</summary>
    public static DeviceCapability DeviceCapability => DeviceCapability.InvitationProcedure;

    /// <summary>Our P2P Device Info.</summary>
    public P2pDeviceInfo Info { get; }

    /// <summary>Body of our P2P Device Info.</summary>
    public ReadOnlySpan<byte> DeviceInfo => _deviceInfo;

    /// <summary>Wi-Fi Display subelements that go with our elements.</summary>
    public DisplaySubelements Display { get; init; } = new();

    /// <summary>Device Password ID while a negotiation is on, so that the peer sees by which method; else -1.</summary>
    public int PasswordId
    {
        get => _passwordId;
        set
        {
            if (_passwordId != value)
            {
                _passwordId = value;
                _wpsResponse = WriteWpsResponse();
            }
        }
    }

    /// <summary>Body of Extended Listen Timing, 4 bytes; empty: we listen at no fixed times.</summary>
    public ReadOnlyMemory<byte> ExtendedListen { get; set; }

    /// <summary>Elements of a Probe Response: WPS, P2P, Wi-Fi Display.</summary>
    public void WriteProbeResponse(scoped ref ByteWriter writer)
    {
        writer.Bytes(_wpsResponse);
        new ProbeResponseElement
        {
            DeviceCapability = DeviceCapability,
            ExtendedListen = ExtendedListen.Span,
            DeviceInfo = _deviceInfo,
        }.Write(ref writer);
        writer.Bytes(Display.Element);
    }

    /// <summary>Elements of our Probe Request: WPS, P2P, Wi-Fi Display.</summary>
    /// <param name="writer">Takes them.</param>
    /// <param name="listenChannel">Where we are found between two searches.</param>
    /// <param name="deviceId">The one device that is looked for; zero: whoever is there.</param>
    public void WriteProbeRequest(scoped ref ByteWriter writer, P2pChannel listenChannel, MacAddress deviceId)
    {
        writer.Bytes(_wpsRequest);
        var attributes = new ByteWriter(stackalloc byte[64]);
        new P2pRequest
        {
            DeviceCapability = DeviceCapability,
            DeviceId = deviceId,
            ListenChannel = listenChannel.ToBody(),
            ExtendedListen = ExtendedListen.Span,
        }.Write(ref attributes);
        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
        writer.Bytes(Display.Element);
    }

    private byte[] WriteWpsResponse() =>
        EnrolleeElements.ProbeResponse(_device.Device, _uuid, _device.ConfigMethods, _passwordId);
}
