using HostApd.Ieee80211;

namespace HostApd.P2p.Dhcp;

/// <summary>DHCP message types (RFC 2132 9.6).</summary>
public enum DhcpMessageType : byte
{
    /// <summary>A client looks for servers.</summary>
    Discover = 1,

    /// <summary>A server offers an address.</summary>
    Offer = 2,

    /// <summary>A client takes an offer, or wants its address confirmed.</summary>
    Request = 3,

    /// <summary>A client found its address in use.</summary>
    Decline = 4,

    /// <summary>The address is the client's.</summary>
    Ack = 5,

    /// <summary>It is not.</summary>
    Nak = 6,

    /// <summary>A client gives its address back.</summary>
    Release = 7,

    /// <summary>A client with an address asks for the other settings.</summary>
    Inform = 8,
}

/// <summary>Option codes (RFC 2132) that are read or written.</summary>
public enum DhcpOption : byte
{
    /// <summary>Fills space.</summary>
    Pad = 0,

    /// <summary>Subnet mask.</summary>
    SubnetMask = 1,

    /// <summary>Router.</summary>
    Router = 3,

    /// <summary>Requested IP address.</summary>
    RequestedAddress = 50,

    /// <summary>Lease time, in seconds.</summary>
    LeaseTime = 51,

    /// <summary>Message type.</summary>
    MessageType = 53,

    /// <summary>Server identifier.</summary>
    ServerIdentifier = 54,

    /// <summary>The end.</summary>
    End = 255,
}

/// <summary>
/// A client's message (RFC 2131 2):
/// <code>
/// | op 1 | htype 1 | hlen 1 | hops 1 | xid 4 | secs 2 | flags 2 | ciaddr 4 | yiaddr 4 | siaddr 4 | giaddr 4 |
/// | chaddr 16 | sname 64 | file 128 | 63 82 53 63 | options: code 1, length 1, value … |
/// </code>
/// Addresses are numbers, most significant byte first; 0 when absent.
/// </summary>
public readonly struct DhcpRequest
{
    internal const int ServerName = 64;
    internal const int BootFile = 128;
    internal const uint MagicCookie = 0x63825363;
    internal const byte Ethernet = 1;
    private const byte BootRequest = 1;

    /// <summary>What is asked.</summary>
    public DhcpMessageType Type { get; private init; }

    /// <summary>Drawn by the client, repeated in the answer.</summary>
    public uint TransactionId { get; private init; }

    /// <summary>Repeated in the answer.</summary>
    public ushort Flags { get; private init; }

    /// <summary>The address that the client uses already.</summary>
    public uint ClientAddress { get; private init; }

    /// <summary>The client's MAC address.</summary>
    public MacAddress Hardware { get; private init; }

    /// <summary>The address that the client wants.</summary>
    public uint Requested { get; private init; }

    /// <summary>The server that the client means.</summary>
    public uint Server { get; private init; }

    /// <summary>Reads a datagram; false for what is no request of an Ethernet client on this link.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out DhcpRequest request)
    {
        request = default;
        var reader = new ByteReader(datagram);
        var isRequest = reader.U8() == BootRequest & reader.U8() == Ethernet & reader.U8() == MacAddress.Length;
        reader.U8();
        var transaction = reader.U32BigEndian();
        reader.U16BigEndian();
        var flags = reader.U16BigEndian();
        var clientAddress = reader.U32BigEndian();
        reader.U32BigEndian();
        reader.U32BigEndian();
        var relay = reader.U32BigEndian();
        var hardware = reader.Mac();
        reader.Skip(16 - MacAddress.Length + ServerName + BootFile);
        if (reader.U32BigEndian() != MagicCookie || reader.Failed || !isRequest || relay != 0)
        {
            return false;
        }

        var options = new Options();
        if (!options.TryRead(ref reader))
        {
            return false;
        }

        request = new DhcpRequest
        {
            Type = options.Type,
            TransactionId = transaction,
            Flags = flags,
            ClientAddress = clientAddress,
            Hardware = hardware,
            Requested = options.Requested,
            Server = options.Server,
        };
        return true;
    }

    private ref struct Options
    {
        internal DhcpMessageType Type;
        internal uint Requested;
        internal uint Server;

        internal bool TryRead(ref ByteReader reader)
        {
            while (reader.Remaining > 0)
            {
                var code = (DhcpOption)reader.U8();
                if (code == DhcpOption.End)
                {
                    break;
                }

                if (code != DhcpOption.Pad && !Take(code, reader.Bytes(reader.U8())))
                {
                    return false;
                }
            }

            return !reader.Failed && Type is >= DhcpMessageType.Discover and <= DhcpMessageType.Inform;
        }

        private bool Take(DhcpOption code, ReadOnlySpan<byte> value)
        {
            var reader = new ByteReader(value);
            if (code == DhcpOption.MessageType)
            {
                Type = (DhcpMessageType)reader.U8();
            }
            else if (code == DhcpOption.RequestedAddress)
            {
                Requested = reader.U32BigEndian();
            }
            else if (code == DhcpOption.ServerIdentifier)
            {
                Server = reader.U32BigEndian();
            }
            else
            {
                return true;
            }

            return !reader.Failed && reader.Remaining == 0;
        }
    }
}
