using System.Net;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Dhcp;
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
            Check.That(effect.Text is null || !effect.Text.Contains('\n', StringComparison.Ordinal));
        }

        var writer = new ByteWriter(new byte[2048]);
        Owner.WriteProbeResponseElement(ref writer);
        Check.That(!writer.Failed && ActionElements.Parse(writer.Written) is { } elements
            && P2pRequest.TryParse(elements.P2p, out _));
        Owner.OnLeft(member);
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
    private const string Group = "0f0f004200000000004449524543542d4f48";

    public static IEnumerable<byte[]> Datagrams =>
    [
        Convert.FromHexString("01010600deadbeef" + new string('0', 40) + "020000000200" + new string('0', 404) + "63825363"
            + "350103" + "32040a000009" + "36040a000001" + "ff"),
    ];

    public static IEnumerable<byte[]> Actions => new[]
    {
        "", "0409506f9a090701dd36506f9a09" + Client + Group + "dd0a0050f204100800020080",
        "0409506f9a090001dd08506f9a0902020025", "0409506f9a090301dd16506f9a09" + Group, "7f506f9a090103dd09506f9a090c02000080",
        "0409506f9a090501dd1f506f9a09" + Group + "030600420000000100", Client,
    }.Select(Convert.FromHexString);
}
