using System.Runtime.InteropServices;

namespace HostApd.Linux.Netlink;

/// <summary>A request about one network interface (rtnetlink(7)): a <c>struct ifinfomsg</c>, then attributes.</summary>
internal static class LinkMessage
{
    internal const int LongestRequest = 256;

    /// <summary>Length of <c>struct ifinfomsg</c> in bytes.</summary>
    internal const int HeadLength = 16;

    internal const ushort NewLink = 16;
    internal const ushort DelLink = 17;
    internal const ushort GetLink = 18;
    internal const ushort SetLink = 19;

    /// <summary>AF_BRIDGE: the message is of an interface as a port.</summary>
    internal const byte FamilyBridge = 7;

    internal const ushort IfName = 3;
    internal const ushort Master = 10;

    /// <summary>struct ifinfomsg: family u8, pad u8, type u16, index s32, flags u32, change u32.</summary>
    /// <param name="buffer">Where the request is built.</param>
    /// <param name="type">What to do.</param>
    /// <param name="index">With which interface; 0: with none yet.</param>
    /// <param name="flags">IFF_ flags.</param>
    /// <param name="change">Which of them are meant.</param>
    /// <param name="mode">Netlink flags besides Request and Ack.</param>
    internal static NetlinkWriter Start(byte[] buffer, ushort type, int index, uint flags, uint change, ushort mode = 0)
    {
        var writer = new NetlinkWriter(buffer, type, (ushort)(NetlinkFlags.Request | NetlinkFlags.Ack | mode));
        Span<byte> info = stackalloc byte[HeadLength];
        info.Clear();
        MemoryMarshal.Write(info[4..], index);
        MemoryMarshal.Write(info[8..], flags);
        MemoryMarshal.Write(info[12..], change);
        writer.Fixed(info);
        return writer;
    }
}
