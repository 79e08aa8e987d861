using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>What a <see cref="SimulatedClient"/> says of itself: WSC 2.0 8 and P2P 1.7 4.1, byte by byte.</summary>
internal static class ClientElements
{
    private const ushort PushButtonId = 4;
    private static readonly byte[] WfaVersion2 = [0x10, 0x49, 0, 6, 0, 0x37, 0x2A, 0, 1, 0x20];
    private static readonly byte[] Computer = [0, 1, 0, 0x50, 0xF2, 4, 0, 1];
    private static readonly byte[] Name = "simulated"u8.ToArray();

    /// <summary>WPS element of an Association Request: Version, Request Type enrollee.</summary>
    internal static byte[] WpsAssociation => Vendor(0x0050F204, [0x10, 0x4A, 0, 1, 0x10, 0x10, 0x3A, 0, 1, 1, .. WfaVersion2]);

    /// <summary>WPS element of a Probe Request: what the button or the PIN is for.</summary>
    internal static byte[] WpsProbe(SimulatedClientOptions client) => Vendor(0x0050F204,
    [
        0x10, 0x4A, 0, 1, 0x10, 0x10, 0x3A, 0, 1, 1, 0x10, 0x08, 0, 2, 0x31, 0x48, 0x10, 0x47, 0, 16, .. Uuid(client),
        0x10, 0x54, 0, 8, .. Computer, 0x10, 0x3C, 0, 1, 1, 0x10, 0x02, 0, 2, 0, 0, 0x10, 0x09, 0, 2, 0, 0,
        0x10, 0x12, 0, 2, 0, (byte)(client.Method == JoinMethod.PushButton ? PushButtonId : 0), .. WfaVersion2,
    ]);

    /// <summary>P2P element with Capability and Device Info.</summary>
    internal static byte[] P2p(MacAddress device) => Vendor(0x506F9A09, [2, 2, 0, 0x25, 0, .. DeviceInfo(device)]);

    /// <summary>A Provision Discovery Request for the push button.</summary>
    internal static byte[] ProvisionDiscovery(MacAddress device, MacAddress owner, byte[] ssid) =>
    [
        4, 9, 0x50, 0x6F, 0x9A, 9, 7, 1,
        .. Vendor(0x506F9A09,
        [
            2, 2, 0, 0x25, 0, .. DeviceInfo(device), 15, (byte)(6 + ssid.Length), 0, .. Bytes(owner), .. ssid,
        ]),
        .. Vendor(0x0050F204, [0x10, 0x08, 0, 2, 0, 0x80]),
    ];

    /// <summary>What its enrollee would draw, derived from its seed.</summary>
    internal static EnrolleeScript Script(SimulatedClientOptions client) => new()
    {
        Address = client.Address,
        Uuid = Uuid(client),
        Nonce = Derive(client, 1)[..16],
        PrivateKey = Derive(client, 2),
        Secret1 = Derive(client, 3)[..16],
        Secret2 = Derive(client, 4)[..16],
        Iv5 = Derive(client, 5)[..16],
        Iv7 = Derive(client, 6)[..16],
        Password = client.Method == JoinMethod.PushButton ? "00000000" : client.Pin,
        PasswordId = client.Method == JoinMethod.PushButton ? PushButtonId : (ushort)0,
    };

    private static byte[] Uuid(SimulatedClientOptions client) => Derive(client, 7)[..16];

    private static byte[] Derive(SimulatedClientOptions client, byte what)
    {
        var digest = new byte[Sha256.Length];
        Sha256.Hash([.. client.Seed, .. Bytes(client.Address), what], digest);
        return digest;
    }

    internal static byte[] DeviceInfo(MacAddress device) =>
    [
        13, (byte)(6 + 2 + 8 + 1 + 4 + Name.Length), 0, .. Bytes(device), 0x01, 0x88, .. Computer, 0,
        0x10, 0x11, 0, (byte)Name.Length, .. Name,
    ];

    internal static byte[] Vendor(uint type, byte[] body) =>
        [221, (byte)(4 + body.Length), (byte)(type >> 24), (byte)(type >> 16), (byte)(type >> 8), (byte)type, .. body];

    internal static byte[] Bytes(MacAddress address)
    {
        var bytes = new byte[MacAddress.Length];
        address.CopyTo(bytes);
        return bytes;
    }
}
