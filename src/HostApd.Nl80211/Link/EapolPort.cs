using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;

namespace HostApd.Nl80211;

/// <summary>
/// The way of 802.1X PDUs: through nl80211 with TX status (the control port) where the driver offers it, otherwise through a
/// packet socket on the interface and one on its bridge, without.
/// </summary>
internal sealed class EapolPort(EventLoop loop, LinkInterface netdev, LinkListener listener) : IDisposable
{
    /// <summary>802.1X (802.11-2020 12.7.2).</summary>
    internal const ushort EthertypePae = 0x888e;

    private const int EthernetHeaderLength = 14;

    private PacketSocket? _socket;
    private PacketSocket? _bridgeSocket;
    private int _bridgeIndex;
    private MacAddress _bridgeAddress;

    /// <summary>How long ago the kernel received what an event reports, during that event; zero when it does not tell.</summary>
    internal TimeSpan EventAge { get; private set; }

    /// <summary>Listens on the interface itself.</summary>
    internal DriverResult Listen() => _socket is null
        ? Nl80211Requests.Explain(PacketSocket.Open(loop, netdev.Index, OnPacket, out _socket))
        : DriverResult.Ok;

    /// <summary>The bridge that the interface is in takes the frames before a socket on the interface would see them.</summary>
    /// <param name="bridgeIndex">Its number; 0: it is in none.</param>
    internal DriverResult FollowBridge(int bridgeIndex)
    {
        // It takes only what is for our address, which may be another since.
        if (_bridgeSocket is not null && bridgeIndex == _bridgeIndex && _bridgeAddress == netdev.Address)
        {
            return DriverResult.Ok;
        }

        _bridgeSocket?.Dispose();
        (_bridgeSocket, _bridgeIndex, _bridgeAddress) = (null, bridgeIndex, netdev.Address);
        if (_socket is null || bridgeIndex == 0)
        {
            return DriverResult.Ok;
        }

        Span<byte> address = stackalloc byte[MacAddress.Length];
        netdev.Address.CopyTo(address);
        return Nl80211Requests.Explain(PacketSocket.OpenOnBridge(loop, bridgeIndex, address, OnPacket, out _bridgeSocket));
    }

    /// <summary>No longer listens on the interface: it is given back, or gone.</summary>
    internal void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    public void Dispose()
    {
        _ = FollowBridge(0);
        Close();
    }

    internal DriverResult Send(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt)
    {
        Span<byte> address = stackalloc byte[MacAddress.Length];
        station.CopyTo(address);
        if (_socket is not null)
        {
            return Nl80211Requests.Explain(_socket.Send(address, pdu));
        }

        var requests = netdev.Requests;
        var writer = requests.Begin(Nl80211.NL80211_CMD_CONTROL_PORT_FRAME, netdev.Index);
        writer.U16(Nl80211.NL80211_ATTR_CONTROL_PORT_ETHERTYPE, EthertypePae);
        writer.Bytes(Nl80211.NL80211_ATTR_MAC, address);
        writer.Bytes(Nl80211.NL80211_ATTR_FRAME, pdu);
        if (!encrypt)
        {
            writer.Flag(Nl80211.NL80211_ATTR_CONTROL_PORT_NO_ENCRYPT);
        }

        return requests.Send("sending an EAPOL frame", writer);
    }

    /// <summary>One came through the control port.</summary>
    internal void OnReceived(in EventFields news)
    {
        if (news.Ethertype == EthertypePae)
        {
            listener.Events?.OnEapol(news.Mac, news.Frame, !news.NoEncrypt);
        }
    }

    /// <summary>One left through it.</summary>
    internal void OnSent(in EventFields news)
    {
        // The frame comes back with the Ethernet header that the kernel put in front.
        if (news.Frame.Length > EthernetHeaderLength)
        {
            listener.Events?.OnEapolSent(new MacAddress(news.Frame), news.Frame[EthernetHeaderLength..], news.Acknowledged);
        }
    }

    private void OnPacket(ReadOnlySpan<byte> source, ReadOnlySpan<byte> payload, TimeSpan age)
    {
        // Netlink stamps nothing; this socket does.
        EventAge = age;
        listener.Events?.OnEapol(new MacAddress(source), payload, encrypted: false);
        EventAge = TimeSpan.Zero;
    }
}
