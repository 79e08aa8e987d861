using System.Net;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Dhcp;
using HostApd.P2p.Frames;
using HostApd.Simulation;
using HostApd.Wps;

namespace HostApd.Fuzz;

/// <summary>Action frames to a Group Owner: dropped or answered in bounded size, and what it announces parses again.</summary>
public static class P2pActionTarget
{
    private static readonly GroupOwner Owner = new(new MacAddress([0x42, 0, 0, 0, 0, 0]), "DIRECT-OH"u8,
        new GroupOwnerOptions
        {
            Device = new DeviceData { DeviceName = "go" },
            ConfigMethods = ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad,
            AutoPushButton = AutoPushButton.OnRequest,
        }, new VirtualClock(), static () => "12345670");

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (GroupOwner.IsP2p(data))
        {
            Owner.OnAction(new MacAddress([0x42, 0, 0, 0, 1, 0]), data);
        }

        var member = new MacAddress([0x46, 0, 0, 0, 1, 0]);
        Owner.OnAssociated(member, data);
        while (Owner.TryNextEffect(out var effect))
        {
            Check.That(effect.Body is null || effect.Body.Length <= 512);
            Check.That(effect.Words is null || effect.Words.All(static w => !w.ToString().Contains('\n', StringComparison.Ordinal)));
        }

        var writer = new ByteWriter(new byte[2048]);
        Owner.WriteProbeResponseElement(ref writer);
        Check.That(!writer.Failed && ActionElements.Parse(writer.Written) is { } elements
            && P2pRequest.TryParse(elements.P2p, out _));
        Owner.OnLeft(member);
    }
}

/// <summary>
/// Every P2P message read as every other: an error names itself, and what was read, if it is no longer than a frame of ours, can be
/// written and is read the same again.
/// </summary>
public static class P2pFrameTarget
{
    private const int LongestRoundTrip = 400;

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.Length > LongestRoundTrip)
        {
            data = data[..LongestRoundTrip];
        }

        ReadOnlySpan<byte> p2p = data;
        ReadOnlySpan<byte> wps = data;
        if (P2pActionFrame.TryParse(data, out var frame) && ActionElements.Parse(frame.Elements) is { } parts)
        {
            p2p = parts.P2p;
            wps = parts.Wps;
        }

        Requests(p2p, wps);
        Answers(p2p, wps);
        Elements(p2p);
    }

    private static void Requests(ReadOnlySpan<byte> p2p, ReadOnlySpan<byte> wps)
    {
        var writer = new ByteWriter(new byte[2048]);
        if (ProvisionDiscoveryRequest.TryParse(p2p, wps, out var discovery, out var error))
        {
            discovery.Write(ref writer, 1);
            var parts = Parts(writer);
            Check.That(ProvisionDiscoveryRequest.TryParse(parts.P2p, parts.Wps, out var again, out _)
                && again.ConfigMethods == discovery.ConfigMethods && again.GroupDevice == discovery.GroupDevice);
        }

        Right(error, p2p);
        if (GoNegotiationRequest.TryParse(p2p, wps, out var negotiation, out error))
        {
            writer = new ByteWriter(new byte[2048]);
            negotiation.Write(ref writer, 1);
            var parts = Parts(writer);
            Check.That(GoNegotiationRequest.TryParse(parts.P2p, parts.Wps, out var again, out _)
                && (again.Status, again.Intent, again.TieBreaker, again.PasswordId)
                    == (negotiation.Status, negotiation.Intent, negotiation.TieBreaker, negotiation.PasswordId)
                && again.IntendedAddress == negotiation.IntendedAddress && again.ChannelList.SequenceEqual(negotiation.ChannelList)
                && again.ListenChannel.SequenceEqual(negotiation.ListenChannel)
                && again.ExtendedListen.SequenceEqual(negotiation.ExtendedListen));
        }

        Right(error, p2p);
        if (InvitationRequest.TryParse(p2p, out var invitation, out error))
        {
            writer = new ByteWriter(new byte[2048]);
            invitation.Write(ref writer, 1);
            Check.That(InvitationRequest.TryParse(Parts(writer).P2p, out var again, out _)
                && again.InvitationFlags == invitation.InvitationFlags && again.GroupDevice == invitation.GroupDevice
                && again.GroupBssid == invitation.GroupBssid && again.OperatingChannel.SequenceEqual(invitation.OperatingChannel));
        }

        Right(error, p2p);
        if (DeviceDiscoverabilityRequest.TryParse(p2p, out var wanted, out error))
        {
            writer = new ByteWriter(new byte[2048]);
            wanted.Write(ref writer, 1);
            Check.That(DeviceDiscoverabilityRequest.TryParse(Parts(writer).P2p, out var again, out _)
                && again.DeviceId == wanted.DeviceId && again.GroupSsid.Length <= 32);
        }

        Right(error, p2p);
        PresenceRequest.TryParse(p2p, out _, out error);
        Right(error, p2p);
    }

    private static void Answers(ReadOnlySpan<byte> p2p, ReadOnlySpan<byte> wps)
    {
        if (ProvisionDiscoveryResponse.TryParse(p2p, wps, out var discovered, out var error))
        {
            var writer = new ByteWriter(new byte[64]);
            discovered.Write(ref writer, 1);
            var parts = Parts(writer);
            Check.That(ProvisionDiscoveryResponse.TryParse(parts.P2p, parts.Wps, out var again, out _)
                && again.Status == discovered.Status && again.ConfigMethods == discovered.ConfigMethods);
        }

        Right(error, p2p);
        Negotiation(p2p, wps);
        if (InvitationResponse.TryParse(p2p, out var invited, out error))
        {
            Check.That(invited.OperatingChannel.Length is 0 or P2pChannel.Length);
            var writer = new ByteWriter(new byte[2048]);
            invited.Write(ref writer, 1);
            Check.That(InvitationResponse.TryParse(Parts(writer).P2p, out var again, out _)
                && again.Status == invited.Status && again.OwnerTimeout == invited.OwnerTimeout
                && again.ClientTimeout == invited.ClientTimeout);
        }

        Right(error, p2p);
        DeviceDiscoverabilityResponse.TryParse(p2p, out _, out error);
        Right(error, p2p);
        PresenceResponse.TryParse(p2p, out _, out error);
        Right(error, p2p);
    }

    private static void Negotiation(ReadOnlySpan<byte> p2p, ReadOnlySpan<byte> wps)
    {
        if (GoNegotiationResponse.TryParse(p2p, wps, out var response, out var error))
        {
            Channels(response.ChannelList, response.OperatingChannel);
            var writer = new ByteWriter(new byte[2048]);
            response.Write(ref writer, 1);
            var parts = Parts(writer);
            Check.That(GoNegotiationResponse.TryParse(parts.P2p, parts.Wps, out var again, out _)
                && (again.Status, again.Intent, again.TieBreaker, again.PasswordId)
                    == (response.Status, response.Intent, response.TieBreaker, response.PasswordId)
                && again.GroupDevice == response.GroupDevice && again.ChannelList.SequenceEqual(response.ChannelList));
        }

        Right(error, p2p);
        if (GoNegotiationConfirmation.TryParse(p2p, out var confirmation, out error))
        {
            var writer = new ByteWriter(new byte[2048]);
            confirmation.Write(ref writer, 1);
            Check.That(GoNegotiationConfirmation.TryParse(Parts(writer).P2p, out var again, out _)
                && again.Status == confirmation.Status && again.GroupSsid.SequenceEqual(confirmation.GroupSsid)
                && again.OperatingChannel.SequenceEqual(confirmation.OperatingChannel));
        }

        Right(error, p2p);
    }

    private static void Channels(ReadOnlySpan<byte> list, ReadOnlySpan<byte> channel)
    {
        Check.That(list.Length is 0 or >= P2pChannelList.MinimumLength);
        Check.That(P2pChannel.TryParse(channel, out var operating) == !channel.IsEmpty);
        Check.That(channel.IsEmpty || operating.FrequencyMhz is 0 or >= 2412 and <= 5885);
        ChannelListTarget.Run(list);
    }

    private static void Elements(ReadOnlySpan<byte> p2p)
    {
        BeaconElement.TryParse(p2p, out _, out var error);
        Right(error, p2p);
        ProbeResponseElement.TryParse(p2p, out _, out error);
        Right(error, p2p);
        AssociationResponseElement.TryParse(p2p, out _, out error);
        Right(error, p2p);
        if (P2pRequest.TryParse(p2p, out var request))
        {
            Check.That(request.DeviceInfo.Length is 0 or >= P2pDeviceInfo.MinimumLength);
        }
    }

    private static ActionElements Parts(in ByteWriter writer)
    {
        Check.That(!writer.Failed && P2pActionFrame.TryParse(writer.Written, out _));
        P2pActionFrame.TryParse(writer.Written, out var frame);
        return ActionElements.Parse(frame.Elements)!;
    }

    private static void Right(P2pError error, ReadOnlySpan<byte> data) =>
        Check.That(error.Offset <= data.Length && (error.Code != P2pErrorCode.None || error == default));
}

/// <summary>A frame heard while listening: answered whole to who sent it, or not at all.</summary>
public static class ListenTarget
{
    private static readonly MacAddress Ours = new([0x42, 0, 0, 0, 0, 0]);
    private static readonly ListenResponder Responder = new(new DeviceElements(new DeviceDescription
    {
        Address = Ours,
        Device = new DeviceData { DeviceName = "owner", DeviceType = new DeviceType(7, 0x0050F204, 1) },
        ConfigMethods = ConfigMethods.PushButton | ConfigMethods.Keypad,
        SecondaryTypes = [new DeviceType(10, 0x0050F204, 5)],
    }));

    public static void Run(ReadOnlySpan<byte> data)
    {
        var target = new byte[512];
        if (!Responder.TryAnswer(data, 2437, target, out var length))
        {
            Check.That(length == 0);
            return;
        }

        Check.That(ManagementFrame.TryParse(target.AsSpan(0, length), out var answer) && ManagementFrame.TryParse(data, out var asked)
            && answer.Destination == asked.Source && answer.Source == Ours && answer.Bssid == Ours);
        Check.That(RequestElements.TryParse(answer.Body[12..], out var elements) && ProbeResponseElement.TryParse(elements.P2p, out _, out _));
    }
}

/// <summary>A Channel List: what was kept is written and read again, is bounded, and has nothing in common that is not in both.</summary>
public static class ChannelListTarget
{
    private static readonly P2pChannelList Ours = P2pChannelList.Of("US", [2412, 2437, 2462, 5180, 5260, 5745, 5825]);

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (P2pChannelList.TryParse(data) is not { } list)
        {
            return;
        }

        var body = list.ToBody();
        Check.That(body.Length <= data.Length && body.Length <= 3 + 20 * 62);
        Check.That(P2pChannelList.TryParse(body) is { } again && again.ToBody().AsSpan().SequenceEqual(body));
        var common = Ours.Intersect(list);
        foreach (var frequencyMhz in common.FrequenciesMhz)
        {
            Check.That(Ours.Contains(frequencyMhz) && list.Contains(frequencyMhz));
        }

        var choice = ChannelChoice.Choose(common, 0, 2437, 5180);
        Check.That(choice is { } taken ? common.Contains(taken) && taken != 5260 : common.FrequenciesMhz.All(static mhz => mhz == 5260));
    }
}

/// <summary>DHCP: whatever arrives, an answer is whole or none.</summary>
public static class DhcpTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var any = IPAddress.Parse("10.0.0.9");
        var server = new DhcpServer(new IpAddressPool(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"), any, any),
            _ => any);
        var answer = new byte[DhcpServer.AnswerLength];
        if (server.TryAnswer(data, answer, out var done))
        {
            Check.That(answer[0] == 2 && done.Type is DhcpMessageType.Offer or DhcpMessageType.Ack or DhcpMessageType.Nak);
            Check.That(answer.AsSpan(4, 4).SequenceEqual(data[4..8]));
        }
    }
}

/// <summary>Seeds for <see cref="P2pActionTarget"/>: one of each request, and a client's attributes.</summary>
internal static class P2pCorpus
{
    private const string Client = "02020025000d18004200000001000188000a0050f20400050010110003636c69";
    private const string Search =
        "40000000ffffffffffff420000000100ffffffffffff0000" + "00074449524543542d" + "01080c1218243048606c" + "030106";
    private const string Channels =
        "510b0102030405060708090a0b730424282c307402242c750228307c0495999da17d0595999da1a57e02959d7f0299a1800824282c3095999da1820924282c3095999da1";
    private const string Group = "0f0f004200000000004449524543542d4f48";

    public static IEnumerable<byte[]> Datagrams =>
    [
        Convert.FromHexString("01010600deadbeef" + new string('0', 40) + "020000000200" + new string('0', 404) + "63825363"
            + "350103" + "32040a000009" + "36040a000001" + "ff"),
    ];

    public static IEnumerable<byte[]> Probes => new[]
    {
        Search + "dd11506f9a0902020025000605005553045106",
        Search + "dd1a506f9a090202002500030600420000000000" + "0605005553045106" + "dd150050f204104a000110" + "106a000800070050f2040001",
    }.Select(Convert.FromHexString);

    public static IEnumerable<byte[]> ChannelLists => new[]
    {
        "", "555304", "555320510b0102030405060708090a0b",
        "555304" + Channels + "a500000000000000000000",
    }.Select(Convert.FromHexString);

    public static IEnumerable<byte[]> Actions => new[]
    {
        "", "0409506f9a090701dd36506f9a09" + Client + Group + "dd0a0050f204100800020080",
        "0409506f9a090001dd08506f9a0902020025", "0409506f9a090301dd16506f9a09" + Group, "7f506f9a090103dd09506f9a090c02000080",
        "0409506f9a090001dd9d506f9a09020200252a04010002050200641406050055530451060906004600000001000b5200555304"
            + Channels + "a5000000000000000000000d1a004200000001000080000a0050f2040005001011000570686f6e651105"
            + "005553048024dd190050f204104a0001101012000200041049000600372a000120",
        "0409506f9a090101dd4a506f9a0900010001020200250004010001050200641411050055530400000906000000000000000b0"
            + "3005553040d1a00420000000000018800070050f204000100101100056f776e6572dd190050f204104a0001101012000200001049000600372a000120",
        "0409506f9a090201dd72506f9a0900010000020200250011050055530480a10b4800555304"
            + Channels + "a50f0f004200000000004449524543542d7157",
        "0409506f9a090402dd1e506f9a09000100000502000000110500555304510607060046000000" + "0000",
        "0409506f9a090501dd1f506f9a09" + Group + "030600420000000100", Client,
    }.Select(Convert.FromHexString);
}
