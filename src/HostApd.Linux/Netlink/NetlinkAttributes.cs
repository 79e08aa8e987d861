using System.Runtime.InteropServices;
using System.Text;

namespace HostApd.Linux.Netlink;

/// <summary>One attribute of a netlink message. Values are read leniently: too short reads as zero or empty.</summary>
public readonly ref struct NetlinkAttribute(ushort type, ReadOnlySpan<byte> value)
{
    /// <summary>The type without the nested and byte-order flags.</summary>
    public ushort Type { get; } = type;

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>One byte.</summary>
    public byte U8 => Value.IsEmpty ? (byte)0 : Value[0];

    /// <summary>Two bytes in host order.</summary>
    public ushort U16 => Value.Length < 2 ? (ushort)0 : MemoryMarshal.Read<ushort>(Value);

    /// <summary>Four bytes in host order.</summary>
    public uint U32 => Value.Length < 4 ? 0 : MemoryMarshal.Read<uint>(Value);

    /// <summary>Eight bytes in host order.</summary>
    public ulong U64 => Value.Length < 8 ? 0 : MemoryMarshal.Read<ulong>(Value);

    /// <summary>A string up to its terminator.</summary>
    public string Text
    {
        get
        {
            var end = Value.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
        }
    }

    /// <summary>The attributes nested inside.</summary>
    public NetlinkAttributes Nested => new(Value);
}

/// <summary>Walks a run of netlink attributes; stops at the first whose length does not fit.</summary>
public ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The attribute last read.</summary>
    public NetlinkAttribute Current { get; private set; }

    /// <summary>For foreach.</summary>
    public readonly NetlinkAttributes GetEnumerator() => this;

    /// <summary>Goes to the next attribute.</summary>
    public bool MoveNext()
    {
        if (_rest.Length < 4)
        {
            return false;
        }

        int length = MemoryMarshal.Read<ushort>(_rest);
        var type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & 0x3FFF);
        if (length < 4 || length > _rest.Length)
        {
            _rest = default;
            return false;
        }

        Current = new NetlinkAttribute(type, _rest[4..length]);
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }
}

/// <summary>One netlink message as received: its header's fields and what follows them.</summary>
public readonly ref struct NetlinkMessage(ushort type, ushort flags, uint sequence, ReadOnlySpan<byte> body)
{
    /// <summary>Message type: a family's id, or one of the control types.</summary>
    public ushort Type { get; } = type;

    /// <summary>NLM_F_ flags.</summary>
    public ushort Flags { get; } = flags;

    /// <summary>Sequence number of the request it answers; 0 for an event.</summary>
    public uint Sequence { get; } = sequence;

    /// <summary>All after the 16-byte header.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>The generic netlink command.</summary>
    public byte Command => Body.IsEmpty ? (byte)0 : Body[0];

    /// <summary>The attributes behind the generic netlink header (4 bytes).</summary>
    public NetlinkAttributes Attributes => new(Body.Length < 4 ? default : Body[4..]);

    /// <summary>Cuts the first message off <paramref name="datagram"/>; false when none is left whole.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> datagram, out NetlinkMessage message)
    {
        message = default;
        if (datagram.Length < NetlinkWriter.HeaderLength)
        {
            return false;
        }

        var length = MemoryMarshal.Read<uint>(datagram);
        if (length < NetlinkWriter.HeaderLength || length > datagram.Length)
        {
            return false;
        }

        message = new NetlinkMessage(
            MemoryMarshal.Read<ushort>(datagram[4..]),
            MemoryMarshal.Read<ushort>(datagram[6..]),
            MemoryMarshal.Read<uint>(datagram[8..]),
            datagram[NetlinkWriter.HeaderLength..(int)length]);
        datagram = datagram[Math.Min((int)((length + 3) & ~3u), datagram.Length)..];
        return true;
    }
}
