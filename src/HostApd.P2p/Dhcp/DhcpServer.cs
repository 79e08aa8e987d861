using System.Buffers.Binary;
using System.Net;
using HostApd.Ieee80211;

namespace HostApd.P2p.Dhcp;

/// <summary>
/// The least DHCP server that serves a group (RFC 2131 4.3): addresses come from the table that the 4-way handshake
/// hands out from, so that it keeps no state of its own. Whoever sends is a member of the group, and no more is known of it.
/// <code>
/// DISCOVER                    → OFFER
/// REQUEST, of another server  → –
/// REQUEST, the address is its → ACK
/// REQUEST, it is not          → NAK
/// INFORM                      → ACK without an address
/// RELEASE                     → – (a device keeps its address for its return)
/// DECLINE of its address      → – (somebody else uses it: it is not offered again for a while)
/// from nobody of ours         → –
/// </code>
/// </summary>
/// <param name="pool">Own address and mask.</param>
/// <param name="leaseFor">The address of an authorized station; null for anybody else, and when there is none left.</param>
public sealed class DhcpServer(IpAddressPool pool, Func<MacAddress, IPAddress?> leaseFor)
{
    /// <summary>UDP port of servers.</summary>
    public const int ServerPort = 67;

    /// <summary>UDP port of clients.</summary>
    public const int ClientPort = 68;

    /// <summary>Longest answer, in bytes; also its shortest: old clients expect BOOTP's 300.</summary>
    public const int AnswerLength = 300;

    private const byte BootReply = 2;
    private readonly uint _own = Number(pool.Owner);
    private readonly uint _mask = Number(pool.Mask);

    /// <summary>How long an address is the client's before it asks again.</summary>
    public static TimeSpan LeaseTime => TimeSpan.FromHours(1);

    /// <summary>Datagrams that were no requests.</summary>
    public long Malformed { get; private set; }

    /// <summary>Answers a datagram to port 67.</summary>
    /// <param name="datagram">Its payload.</param>
    /// <param name="answer">At least <see cref="AnswerLength"/> bytes; the payload to send.</param>
    /// <param name="done">What to send, and where to.</param>
    /// <returns>False when there is nothing to send.</returns>
    public bool TryAnswer(ReadOnlySpan<byte> datagram, Span<byte> answer, out DhcpAnswer done)
    {
        done = default;
        if (!DhcpRequest.TryParse(datagram, out var request))
        {
            Malformed++;
            return false;
        }

        if (request.Server != 0 && request.Server != _own || leaseFor(request.Hardware) is not { } leased)
        {
            return false;
        }

        var lease = Number(leased);
        var wanted = request.Requested != 0 ? request.Requested : request.ClientAddress;
        switch (request.Type)
        {
            case DhcpMessageType.Discover:
                done = Write(request, DhcpMessageType.Offer, lease, answer);
                return true;
            case DhcpMessageType.Request:
                done = Write(request, wanted == lease ? DhcpMessageType.Ack : DhcpMessageType.Nak, lease, answer);
                return true;
            case DhcpMessageType.Inform:
                done = Write(request, DhcpMessageType.Ack, 0, answer);
                return true;
            case DhcpMessageType.Decline:
                if (wanted == lease)
                {
                    pool.Decline(leased);
                }

                return false;
            case DhcpMessageType.Release:
            case DhcpMessageType.Offer or DhcpMessageType.Ack or DhcpMessageType.Nak:
                return false;
        }

        return false;
    }

    private DhcpAnswer Write(in DhcpRequest request, DhcpMessageType type, uint lease, Span<byte> answer)
    {
        var refused = type == DhcpMessageType.Nak;
        var writer = new ByteWriter(answer[..AnswerLength]);
        writer.U8(BootReply);
        writer.U8(DhcpRequest.Ethernet);
        writer.U8(MacAddress.Length);
        writer.U8(0);
        writer.U32BigEndian(request.TransactionId);
        writer.U16BigEndian(0);
        writer.U16BigEndian(request.Flags);
        writer.U32BigEndian(type == DhcpMessageType.Ack ? request.ClientAddress : 0);
        writer.U32BigEndian(refused ? 0 : lease);
        writer.Zeros(8);
        writer.Mac(request.Hardware);
        writer.Zeros(16 - MacAddress.Length + DhcpRequest.ServerName + DhcpRequest.BootFile);
        writer.U32BigEndian(DhcpRequest.MagicCookie);
        writer.U8((byte)DhcpOption.MessageType);
        writer.U8(1);
        writer.U8((byte)type);
        Option(ref writer, DhcpOption.ServerIdentifier, _own);
        if (!refused)
        {
            Option(ref writer, DhcpOption.SubnetMask, _mask);
            Option(ref writer, DhcpOption.Router, _own);
            if (lease != 0)
            {
                Option(ref writer, DhcpOption.LeaseTime, (uint)LeaseTime.TotalSeconds);
            }
        }

        writer.U8((byte)DhcpOption.End);
        writer.Zeros(AnswerLength - writer.Length);

        // RFC 2131 4.1: to the address in use where there is one; a refused client must not trust its own.
        var destination = refused || request.ClientAddress == 0 ? IPAddress.Broadcast : Address(request.ClientAddress);
        return new DhcpAnswer(type, request.Hardware, refused || lease == 0 ? null : Address(lease), destination);
    }

    private static void Option(ref ByteWriter writer, DhcpOption code, uint value)
    {
        writer.U8((byte)code);
        writer.U8(4);
        writer.U32BigEndian(value);
    }

    private static uint Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
    }

    private static IPAddress Address(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}

/// <summary>An answer to be sent from port 67 to port 68.</summary>
/// <param name="Type">What it says.</param>
/// <param name="Client">To whom.</param>
/// <param name="Lease">The address in it; null for none.</param>
/// <param name="Destination">IPv4 address to send to.</param>
public readonly record struct DhcpAnswer(DhcpMessageType Type, MacAddress Client, IPAddress? Lease, IPAddress Destination);
