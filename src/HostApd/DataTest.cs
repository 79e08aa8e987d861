using System.Buffers.Binary;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using HostApd.Wps;

namespace HostApd;

/// <summary>
/// The data test that external harnesses drive hostapd with (DATA_TEST_CONFIG, _TX, _FRAME, event DATA-TEST-RX): IPv4 packets
/// from 192.168.1.1 to 192.168.1.2, protocol 1, whose payload counts up from zero.
/// </summary>
/// <param name="loop">Who hears of packets.</param>
/// <param name="standard">The interface where no other is named.</param>
/// <param name="publish">Who is told.</param>
internal sealed class DataTest(EventLoop loop, Func<string> standard, Action<ApEvent> publish) : IDisposable
{
    internal const int EthernetHeaderLength = 14;
    internal const int IpHeaderLength = 20;

    /// <summary>Total length of the IP packet unless <c>len=</c> says otherwise.</summary>
    internal const int StandardLength = 1486;

    internal static CommandTable<DataTest> Table { get; } = new(
        new("DATA_TEST_CONFIG", "0|1 [ifname=name]", "OK; the event DATA-TEST-RX tells of each packet", static (t, how) => t.Configure(how)),
        new("DATA_TEST_TX", "destination source tos [len=number]", ControlCommand.Done, static (t, what) => Reply(t.Transmit(what))),
        new("DATA_TEST_FRAME", "hex", ControlCommand.Done, static (t, hex) => Reply(t.TransmitHex(hex))));

    private EthernetSocket? _socket;

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments) => Table.Run(this, verb, arguments);

    /// <summary>The frame of a test, with its Ethernet header.</summary>
    internal static byte[] Build(MacAddress destination, MacAddress source, byte typeOfService, int length)
    {
        var frame = new byte[EthernetHeaderLength + length];
        destination.CopyTo(frame);
        source.CopyTo(frame.AsSpan(6));
        frame[12] = 0x08;
        var ip = frame.AsSpan(EthernetHeaderLength);
        ip[0] = 0x45;
        ip[1] = typeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)length);
        ip[8] = 64;
        ip[9] = 1;
        ((ReadOnlySpan<byte>)[192, 168, 1, 1, 192, 168, 1, 2]).CopyTo(ip[12..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip[..IpHeaderLength]));
        for (var i = IpHeaderLength; i < length; i++)
        {
            ip[i] = (byte)(i - IpHeaderLength);
        }

        return frame;
    }

    /// <summary>The event for a frame of a test; null for any other frame.</summary>
    internal static ApEvent? Recognize(ReadOnlySpan<byte> frame)
    {
        if (frame.Length is < EthernetHeaderLength + IpHeaderLength or > EthernetHeaderLength + StandardLength)
        {
            return null;
        }

        var ip = frame[EthernetHeaderLength..];
        var length = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        if (ip[0] != 0x45 || length > ip.Length || length < IpHeaderLength)
        {
            return null;
        }

        for (var i = IpHeaderLength; i < length; i++)
        {
            if (ip[i] != (byte)(i - IpHeaderLength))
            {
                return null;
            }
        }

        var told = ApEvent.Of(ApEventKind.DataReceived, new MacAddress(frame), EventWord.Of(new MacAddress(frame[6..])));
        return length == StandardLength ? told : told with { Words = [.. told.Words, EventWord.Of("len", length)] };
    }

    private static string Reply(bool succeeded) => succeeded ? ControlReplies.Ok : ControlReplies.Fail;

    /// <summary>One's complement of the one's complement sum (RFC 791 3.1).</summary>
    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        var sum = 0;
        for (var i = 0; i < header.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary><c>0|1 [ifname=name]</c>.</summary>
    private string Configure(string arguments)
    {
        var words = CommandText.Words(arguments);
        Dispose();
        if (words is not ["0" or "1", ..])
        {
            return ControlReplies.Fail;
        }

        if (words[0] == "0")
        {
            return ControlReplies.Ok;
        }

        var index = RouteSocket.IndexOf(CommandText.Value(words, "ifname") ?? standard());
        return Reply(index != 0 && EthernetSocket.Open(loop, index, OnFrame, out _socket).Succeeded);
    }

    /// <summary><c>destination source tos [len=n]</c>.</summary>
    private bool Transmit(string arguments)
    {
        var words = CommandText.Words(arguments);
        var length = CommandText.Value(words, "len") is { } told ? CommandText.Number(told) : StandardLength;
        return _socket is not null
            && words.Length >= 3
            && MacAddress.TryParse(words[0], out var destination)
            && MacAddress.TryParse(words[1], out var source)
            && length is >= IpHeaderLength and <= StandardLength
            && _socket.Send(Build(destination, source, (byte)CommandText.Number(words[2]), length)).Succeeded;
    }

    private bool TransmitHex(string hex) =>
        _socket is not null && hex.Length >= 2 * EthernetHeaderLength && HexText.TryParse(hex, out var frame)
        && _socket.Send(frame).Succeeded;

    private void OnFrame(ReadOnlySpan<byte> frame)
    {
        if (Recognize(frame) is { } told)
        {
            publish(told);
        }
    }
}
