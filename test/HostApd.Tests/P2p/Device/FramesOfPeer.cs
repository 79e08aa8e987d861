using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.Tests.P2p.Device;

/// <summary>What a peer sends, and what is read of our frames.</summary>
internal static class FramesOfPeer
{
    public static readonly byte[] Channels = P2pChannelList.Of("US", [2412, 2437, 2462]).ToBody();

    public delegate void ChangeRequest(ref GoNegotiationRequest request);

    public delegate void ChangeResponse(ref GoNegotiationResponse response);

    public delegate void ChangeConfirmation(ref GoNegotiationConfirmation confirmation);

    public delegate void ChangeInvitation(ref InvitationRequest request);

    public delegate void ChangeInvitationResponse(ref InvitationResponse response);

    public static MacAddress InterfaceOf(MacAddress peer)
    {
        var bytes = new byte[MacAddress.Length];
        peer.CopyTo(bytes);
        bytes[0] = 0x46;
        return new MacAddress(bytes);
    }

    public static byte[] Info(MacAddress peer, string name = "phone") => new P2pDeviceInfo
    {
        Address = peer,
        ConfigMethods = ConfigMethods.PushButton,
        PrimaryType = new DeviceType(10, 0x0050F204, 5),
        Name = System.Text.Encoding.UTF8.GetBytes(name),
    }.ToBody();

    public static byte[] Channel(int frequencyMhz) => P2pChannel.Of("US", frequencyMhz).ToBody();

    /// <summary>A GO Negotiation Request as good as can be: push button, intent 1, it listens on 2412.</summary>
    public static byte[] Request(MacAddress peer, byte token = 1, ChangeRequest? change = null)
    {
        var request = new GoNegotiationRequest
        {
            DeviceCapability = (DeviceCapability)0x25,
            GroupCapability = (GroupCapability)0x2a,
            Intent = 1,
            OwnerTimeout = 100,
            ClientTimeout = 20,
            ListenChannel = Channel(2412),
            IntendedAddress = InterfaceOf(peer),
            ChannelList = Channels,
            DeviceInfo = Info(peer),
            OperatingChannel = Channel(2462),
            PasswordId = 4,
        };
        change?.Invoke(ref request);
        var writer = new ByteWriter(new byte[1024]);
        request.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    /// <summary>A GO Negotiation Response that agrees: push button, intent 1.</summary>
    public static byte[] Response(MacAddress peer, byte token, int status = 0, ChangeResponse? change = null)
    {
        var response = new GoNegotiationResponse
        {
            Status = status,
            Intent = 1,
            TieBreaker = true,
            OwnerTimeout = 100,
            ClientTimeout = 30,
            IntendedAddress = InterfaceOf(peer),
            ChannelList = Channels,
            DeviceInfo = Info(peer),
            PasswordId = status == 0 ? 4 : 0,
        };
        change?.Invoke(ref response);
        var writer = new ByteWriter(new byte[1024]);
        response.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    public static byte[] Confirmation(byte token, int status = 0)
    {
        var writer = new ByteWriter(new byte[1024]);
        new GoNegotiationConfirmation { Status = status, ChannelList = Channels }.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    /// <summary>An Invitation Request that brings our group back, on 2462.</summary>
    public static byte[] Invite(MacAddress peer, byte token = 1, ChangeInvitation? change = null)
    {
        var request = new InvitationRequest
        {
            OwnerTimeout = 100,
            ClientTimeout = 20,
            InvitationFlags = 1,
            OperatingChannel = Channel(2462),
            ChannelList = Channels,
            GroupDevice = DeviceRig.Us,
            GroupSsid = "DIRECT-ab"u8,
            DeviceInfo = Info(peer),
        };
        change?.Invoke(ref request);
        var writer = new ByteWriter(new byte[1024]);
        request.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    public static byte[] InvitationResponse(byte token, int status, ChangeInvitationResponse? change = null)
    {
        var response = new InvitationResponse { Status = status, ChannelList = status == 0 ? Channels : default };
        change?.Invoke(ref response);
        var writer = new ByteWriter(new byte[1024]);
        response.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    public static byte[] Discovery(MacAddress peer, ConfigMethods methods, byte token = 1)
    {
        var writer = new ByteWriter(new byte[1024]);
        new ProvisionDiscoveryRequest { DeviceInfo = Info(peer), ConfigMethods = methods }.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    public static byte[] DiscoveryResponse(byte token, ConfigMethods methods)
    {
        var writer = new ByteWriter(new byte[1024]);
        new ProvisionDiscoveryResponse { ConfigMethods = methods }.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    /// <summary>Elements of the Probe Response of a device without a group.</summary>
    public static byte[] Found(MacAddress peer, string name = "phone")
    {
        byte[] attributes = [2, 2, 0, 0x25, 0, 13, (byte)Info(peer, name).Length, 0, .. Info(peer, name)];
        return [0xdd, (byte)(4 + attributes.Length), 0x50, 0x6f, 0x9a, 9, .. attributes];
    }

    /// <summary>A Probe Request for any device, from its header on.</summary>
    public static byte[] Probe(MacAddress peer)
    {
        var bytes = Convert.FromHexString(Frames.CapturedFrames.Search);
        peer.CopyTo(bytes.AsSpan(10));
        return bytes;
    }

    /// <summary>The token of an action frame.</summary>
    public static byte TokenOf(byte[] body) => P2pActionFrame.TryParse(body, out var frame) ? frame.Token : (byte)0;

    /// <summary>One effect as a line.</summary>
    public static string Describe(in DeviceEffect effect) => effect.Kind switch
    {
        DeviceEffectKind.Listen => $"listen {effect.FrequencyMhz} {effect.Time.TotalMilliseconds}",
        DeviceEffectKind.SendAction => $"send {Sent(effect)}",
        DeviceEffectKind.SendAnswer => $"answer {Sent(effect)}",
        DeviceEffectKind.SendFrame => $"frame to {Short(effect.Address)} {effect.FrequencyMhz}",
        DeviceEffectKind.Search => $"search {effect.Scope}",
        DeviceEffectKind.Rest => "rest",
        DeviceEffectKind.ArmTimer => $"arm {effect.Timer} {effect.Time.TotalMilliseconds}",
        DeviceEffectKind.CancelTimer => $"cancel {effect.Timer}",
        DeviceEffectKind.Announce => $"{effect.Event} {string.Join(' ', effect.Words!)}".TrimEnd(),
        DeviceEffectKind.Explain => $"log {Short(effect.Address)} {effect.Text}",
        DeviceEffectKind.StartGroup => $"start for {Short(effect.Plan!.PeerDevice)} {effect.Plan.FrequencyMhz} {effect.Plan.Method?.ToString() ?? "again"}",
        DeviceEffectKind.AnnounceGroup => "group is told of",
        DeviceEffectKind.OpenGroup => "group is open",
        DeviceEffectKind.EndGroup => $"end group {effect.End}",
        DeviceEffectKind.ForgetClient => $"forget {Short(effect.Address)}",
    };

    /// <summary>Subtype, status, token, to whom, with whose BSSID, where, how long.</summary>
    private static string Sent(in DeviceEffect effect)
    {
        P2pActionFrame.TryParse(effect.Body!, out var frame);
        var parts = ActionElements.Parse(frame.Elements)!;
        var status = new P2pAttributeList(parts.P2p).Byte(P2pAttributeId.Status);
        var bssid = effect.Bssid == DeviceRig.Us ? "own" : effect.Bssid == effect.Address ? "its" : "wrong";
        var name = $"{(P2pPublicAction)frame.Subtype}".Replace("GoNegotiation", "", StringComparison.Ordinal);
        return $"{name}{(status < 0 ? "" : $" {status}")} #{frame.Token} to {Short(effect.Address)} {bssid} {effect.FrequencyMhz} {effect.Time.TotalMilliseconds}";
    }

    private static string Short(MacAddress address) => $"{address}"[12..14];
}
